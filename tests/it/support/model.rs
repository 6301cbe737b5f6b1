//! A sheet as simple as can be, to compare the real one with: it checks everything each time.

use super::fixtures::today;
use leadsheet::leads::lists::Lists;
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::leads::{
    Col, FileContext, Finding, Layout, Lead, Level, Origin, Reference, Rows, UploadResult, rules,
};
use leadsheet::sheet::{CellEdit, RowState};
use leadsheet::table::Table;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A finding in a form that can be compared: row, field, rule, level, sentence, suggestion.
pub type Seen = (Option<Row>, Option<Field>, &'static str, Level, String, Option<String>);

/// The changed cells, by row and field.
pub type Overlay = BTreeMap<CellRef, String>;

/// Findings as a sorted list.
pub fn seen<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Seen> {
    let one = |f: &Finding| {
        (f.row, f.field, f.rule.code(), f.level, f.message.to_string(), f.fix.clone())
    };
    let mut list: Vec<Seen> = findings.into_iter().map(one).collect();
    list.sort();
    list
}

/// The texts of a file and the changes over them; every finding is worked out when it is asked for.
pub struct Model {
    table: Table,
    loaded: Vec<Vec<String>>,
    origin: Origin,
    facts: FileContext,
    pub overlay: Overlay,
    pub exported: BTreeMap<Row, Overlay>,
    done: Vec<Overlay>,
    undone: Vec<Overlay>,
}

impl Model {
    pub fn new(csv: &str, origin: Origin) -> Self {
        let table = Table::parse(csv.to_owned(), b',').expect("well-formed");
        let loaded: Vec<Vec<String>> =
            table.rows().map(|row| table.cells(row).map(Cow::into_owned).collect()).collect();
        let mut facts = FileContext::new(today());
        if let Some(field) = table.layout().field(Col::PurchaseIntent) {
            let used = |spelling: &&str| {
                loaded.iter().any(|r| r.get(field.index()).is_some_and(|t| t == spelling))
            };
            if let Some(spelling) = Lists::compiled_in().undecided().find(used) {
                spelling.clone_into(&mut facts.not_decided);
                facts.not_decided_seen = true;
            }
        }
        facts.has_rejected_rows = table.origin() == Origin::Results;
        Self {
            table,
            loaded,
            origin,
            facts,
            overlay: Overlay::new(),
            exported: BTreeMap::new(),
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    pub fn loaded(&self, row: Row, field: Field) -> &str {
        let cells = self.loaded.get(row.index());
        cells.and_then(|cells| cells.get(field.index())).map_or("", |text| text)
    }

    pub fn now(&self, row: Row, field: Field) -> &str {
        match self.overlay.get(&CellRef::new(row, field)) {
            Some(text) => text,
            None => self.loaded(row, field),
        }
    }

    /// Makes an edit that the real sheet has let through.
    pub fn apply(&mut self, sets: &[CellEdit]) {
        let before = self.overlay.clone();
        for CellEdit { at, text } in sets {
            if self.loaded(at.row, at.field) == text {
                self.overlay.remove(at);
            } else {
                self.overlay.insert(*at, text.clone());
            }
        }
        if self.overlay != before {
            self.done.push(before);
            self.undone.clear();
        }
    }

    pub fn undo(&mut self) -> bool {
        let Some(before) = self.done.pop() else { return false };
        self.undone.push(std::mem::replace(&mut self.overlay, before));
        true
    }

    pub fn redo(&mut self) -> bool {
        let Some(after) = self.undone.pop() else { return false };
        self.done.push(std::mem::replace(&mut self.overlay, after));
        true
    }

    pub fn history(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }

    pub fn changes_of(&self, row: Row) -> Overlay {
        let cell = |field| CellRef::new(row, Field(field));
        self.overlay.range(cell(0)..=cell(u32::MAX)).map(|(k, v)| (*k, v.clone())).collect()
    }

    /// Runs every rule over every row and over the file.
    pub fn findings(&self) -> Vec<Seen> {
        let mut found = Vec::new();
        for row in Row::first(self.loaded.len()) {
            let cells = &self.loaded[row.index()];
            let reference = self.reference(row);
            let width = |cells: &Overlay| cells.keys().next_back().map_or(0, |c| c.field.number());
            let loaded: Vec<&str> = Field::first(width(&reference).max(cells.len()))
                .map(|f| {
                    let text = reference.get(&CellRef::new(row, f));
                    text.map_or_else(|| self.loaded(row, f), String::as_str)
                })
                .collect();
            let set = width(&self.changes_of(row)).max(width(&reference));
            let fields = Field::first(set.max(cells.len()));
            let current: Vec<&str> = fields.map(|f| self.now(row, f)).collect();
            let of_loaded = |f: Field| loaded.get(f.index()).copied().unwrap_or_default();
            let is_changed = |f: &Field| current[f.index()] != of_loaded(*f);
            let is_corrected = |f: &Field| match self.exported.get(&row) {
                Some(changes) if self.is_exported(row) => {
                    let at = CellRef::new(row, *f);
                    changes.get(&at) != self.overlay.get(&at)
                }
                _ => is_changed(f),
            };
            let is_quiet = self.origin == Origin::Download && self.changes_of(row) == reference;
            let least = if is_quiet { Level::Warning } else { Level::Note };
            let row_of = Lead {
                layout: self.table.layout(),
                loaded: &loaded,
                current: &current,
                origin: self.origin,
                reference: if self.is_exported(row) {
                    Reference::Exported
                } else {
                    Reference::File
                },
                // The careful way, to compare the quick one with it.
                to_scan: &Field::first(current.len()).collect::<Vec<_>>(),
                changed: &Field::first(current.len()).filter(is_changed).collect::<Vec<_>>(),
                upload_result: if self.is_rejected(row) {
                    UploadResult::Rejected
                } else {
                    UploadResult::Unknown
                },
                portal_errors: if self.is_exported(row) { "" } else { self.portal_errors(row) },
                corrected: &Field::first(current.len()).filter(is_corrected).collect::<Vec<_>>(),
                broken: self.table.broken_row(row),
                context: &self.facts,
            };
            rules::check_row(&row_of, row, least, &mut found);
        }
        for rule in rules::of_file() {
            rules::check_file(rule, self, &mut found);
        }
        seen(&found)
    }

    /// The cells that differ from the file in what Partner Center will hold once it accepts the export.
    fn reference(&self, row: Row) -> Overlay {
        self.exported.get(&row).cloned().unwrap_or_default()
    }

    /// The errors of the last upload in a row when it was loaded.
    fn portal_errors(&self, row: Row) -> &str {
        let errors = self.table.layout().field(Col::Errors);
        errors.map_or("", |field| self.loaded(row, field).trim())
    }

    fn is_exported(&self, row: Row) -> bool {
        self.exported.contains_key(&row)
    }

    fn is_rejected(&self, row: Row) -> bool {
        self.origin == Origin::Download
            && !self.portal_errors(row).is_empty()
            && !self.is_exported(row)
    }

    /// The state of a row, by the findings of the whole sheet.
    pub fn state(&self, row: Row, findings: &[Seen]) -> RowState {
        let status = self.table.layout().field(Col::Status);
        let status = status.map_or("", |field| self.loaded(row, field).trim());
        let changes = self.changes_of(row);
        if self.origin == Origin::Download && status == "Closed" {
            RowState::Closed
        } else if changes.is_empty() && self.is_rejected(row) {
            RowState::Failed
        } else if self.exported.get(&row) == Some(&changes) {
            RowState::Exported
        } else if changes == self.reference(row) {
            RowState::Untouched
        } else if findings.iter().any(|f| f.0 == Some(row) && f.3 == Level::Error) {
            RowState::HeldBack
        } else {
            RowState::Ready
        }
    }
}

impl Rows for Model {
    fn layout(&self) -> &Layout {
        self.table.layout()
    }

    fn count(&self) -> usize {
        self.loaded.len()
    }

    fn text(&self, row: Row, field: Field) -> Cow<'_, str> {
        Cow::Borrowed(self.now(row, field))
    }

    fn source(&self) -> &str {
        self.table.text()
    }

    fn has_mixed_line_ends(&self) -> bool {
        self.table.has_mixed_line_ends()
    }

    fn continues_broken_row(&self, row: Row) -> bool {
        self.table.continues_broken_row(row)
    }

    fn context(&self) -> &FileContext {
        &self.facts
    }
}
