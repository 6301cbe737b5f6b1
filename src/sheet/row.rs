//! Hands rows to the rules.

use crate::leads;
use crate::leads::{Field, Row};
use crate::leads::{
    FileContext, Finding, Layout, Lead, Level, Lock, Origin, Reference, Rows, UploadResult,
    is_simple_ascii, rules,
};
use crate::sheet::edit::{CellEdit, Step};
use crate::sheet::ledger::ledger::differing_fields;
use crate::sheet::ledger::uploads::LeadUploads;
use crate::sheet::sheet::Sheet;
use crate::sheet::state::Changes;
use crate::table::Table;
use crate::table::parallel::in_pieces;
use std::borrow::Cow;
use std::ops::Range;

/// What a row needs besides the texts that stand in the file. Used again from row to row to save
/// allocations.
#[derive(Default)]
pub(crate) struct RowBuffer {
    /// The texts of the row that the file writes with doubled quotes, by field.
    own: Vec<(Field, String)>,
    /// The same of the download's row beside it.
    downloaded: Vec<(Field, String)>,
    odd: Vec<Field>,
    changed: Vec<Field>,
    corrected: Vec<Field>,
}

/// The texts of one row, gathered.
pub(crate) struct RowView<'c> {
    sheet: &'c Sheet,
    /// Its number.
    number: Row,
    origin: Origin,
    loaded: Vec<&'c str>,
    /// Nothing if no cell differs from the loaded one.
    current: Option<Vec<&'c str>>,
    odd: &'c [Field],
    changed: &'c [Field],
    corrected: &'c [Field],
}

impl RowView<'_> {
    /// The row in the form that the rules read.
    pub(crate) fn row(&self) -> Lead<'_> {
        let uploads = self.sheet.ledger.uploads(self.number);
        let errors = self.sheet.layout().errors();
        let came_with =
            || errors.and_then(|field| self.loaded.get(field.index())).map_or("", |e| e.trim());
        Lead {
            reference: self.sheet.ledger.reference_kind(self.number),
            upload_result: uploads.map_or(UploadResult::Unknown, LeadUploads::result),
            portal_errors: uploads.map_or_else(came_with, LeadUploads::portal_errors),
            corrected: self.corrected,
            broken: self.sheet.table().broken_row(self.number),
            layout: self.sheet.layout(),
            loaded: &self.loaded,
            current: self.current.as_ref().unwrap_or(&self.loaded),
            origin: self.origin,
            to_scan: self.odd,
            changed: self.changed,
            context: self.sheet.context_of(self.number),
        }
    }
}

impl RowBuffer {
    /// Gathers the texts of a row.
    pub(crate) fn gather<'c>(&'c mut self, sheet: &'c Sheet, row: Row) -> RowView<'c> {
        find_odd(&mut self.odd, sheet.table(), row, sheet.changes_of(row));
        self.gather_texts(sheet, row)
    }

    /// Does the same for what runs no rule: which texts need a scan stays as it was.
    fn gather_texts<'c>(&'c mut self, sheet: &'c Sheet, row: Row) -> RowView<'c> {
        let Self { own, downloaded, odd, changed, corrected } = self;
        let (table, changes) = (sheet.table(), sheet.changes_of(row));
        changed.clear();
        let file = table.texts(row, own);
        let (origin, original) = downloaded_texts(sheet, row, &file, downloaded);
        let (mut loaded, mut current) = match original {
            Some(loaded) => {
                let pairs = Field::first(file.len()).zip(loaded.iter().zip(&file));
                changed.extend(pairs.filter(|(_, (old, new))| old != new).map(|(field, _)| field));
                (loaded, Some(file))
            }
            None => (file, None),
        };
        let reference = sheet.ledger.reference_cells(row);
        if !reference.is_empty() {
            current.get_or_insert_with(|| loaded.clone());
            for (field, text) in reference {
                set(&mut loaded, sheet.layout(), *field, text);
            }
            *changed = differing_fields(reference, changes);
        }
        if !changes.is_empty() {
            let current = current.get_or_insert_with(|| loaded.clone());
            for (field, text) in changes {
                set(current, sheet.layout(), *field, text);
                set_changed(changed, &loaded, *field, text);
            }
        }
        corrected.clear();
        match sheet.ledger.uploads(row).and_then(LeadUploads::newest) {
            Some(upload) => corrected.extend(differing_fields(&upload.cells, changes)),
            None => corrected.extend(&*changed),
        }
        RowView { sheet, number: row, origin, loaded, current, odd, changed, corrected }
    }
}

/// Finds the cells whose current text isn't plain.
fn find_odd(odd: &mut Vec<Field>, table: &Table, row: Row, changes: &[(Field, String)]) {
    odd.clear();
    odd.extend(table.fields_to_scan(row));
    for (field, text) in changes {
        set_odd(odd, *field, text);
    }
}

/// Returns where the loaded texts of a row come from, and the download's texts in the columns of the
/// file, if the file is compared with a download that has the lead.
///
/// A column that the download lacks keeps its text, and so does a row with another number of
/// fields than the header: its cells can't be matched with columns.
fn downloaded_texts<'c>(
    sheet: &'c Sheet,
    row: Row,
    file: &[&'c str],
    unescaped: &'c mut Vec<(Field, String)>,
) -> (Origin, Option<Vec<&'c str>>) {
    let Some(baseline) = sheet.baseline() else { return (sheet.origin(), None) };
    let Some(lead) = baseline.join.row(row) else { return (Origin::Added, None) };
    if file.len() != sheet.layout().len() {
        return (Origin::Compared, None);
    }
    let texts = baseline.table.texts(lead, unescaped);
    let mut loaded = file.to_vec();
    for (field, original) in baseline.join.columns() {
        if let Some(cell) = loaded.get_mut(field.index()) {
            *cell = texts.get(original.index()).copied().unwrap_or_default();
        }
    }
    (Origin::Compared, Some(loaded))
}

/// Notes whether a cell's new text is plain.
fn set_odd(odd: &mut Vec<Field>, field: Field, text: &str) {
    note(odd, field, !is_simple_ascii(text));
}

/// Notes whether a cell's new text is another one than the loaded.
fn set_changed(changed: &mut Vec<Field>, loaded: &[&str], field: Field, text: &str) {
    note(changed, field, loaded.get(field.index()).copied().unwrap_or_default() != text);
}

/// Puts a field into a list or takes it out.
fn note(fields: &mut Vec<Field>, field: Field, belongs: bool) {
    match (fields.binary_search(&field), belongs) {
        (Ok(at), false) => drop(fields.remove(at)),
        (Err(at), true) => fields.insert(at, field),
        _ => {}
    }
}

/// Sets a cell, which a short row may lack.
fn set<'s>(cells: &mut Vec<&'s str>, layout: &Layout, field: Field, text: &'s str) {
    let field = field.index();
    if field >= cells.len() && field < layout.len() {
        cells.resize(field + 1, "");
    }
    if let Some(cell) = cells.get_mut(field) {
        *cell = text;
    }
}

/// The texts of a row as they would be, while the cells of an edit are set one after the other.
pub(crate) struct RowDraft<'r> {
    row: Lead<'r>,
    current: Vec<&'r str>,
    odd: Vec<Field>,
    changed: Vec<Field>,
}

impl<'r> RowDraft<'r> {
    pub(crate) fn new(row: Lead<'r>) -> Self {
        let (odd, changed) = (row.to_scan.to_vec(), row.changed.to_vec());
        Self { row, current: row.current.to_vec(), odd, changed }
    }

    /// The row as it would be.
    pub(crate) fn row(&self) -> Lead<'_> {
        Lead { current: &self.current, to_scan: &self.odd, changed: &self.changed, ..self.row }
    }

    /// Sets a cell. An empty text leaves a missing cell missing, as an edit does.
    pub(crate) fn set(&mut self, field: Field, text: &'r str) {
        if self.current.get(field.index()).copied().unwrap_or_default() != text {
            set(&mut self.current, self.row.layout, field, text);
            set_odd(&mut self.odd, field, text);
            set_changed(&mut self.changed, self.row.loaded, field, text);
        }
    }
}

/// The errors of a row: rule and field.
fn errors_of(lead: &Lead, row: Row) -> Vec<(&'static str, Option<Field>)> {
    let mut found = Vec::new();
    rules::check_row(lead, row, Level::Error, &mut found);
    let errors = found.iter().filter(|finding| finding.level == Level::Error);
    errors.map(|finding| (finding.rule.code(), finding.field)).collect()
}

impl Sheet {
    /// Finds the locked cells of an edit, by their places in the edit.
    ///
    /// Each cell is judged after the ones before it in the same row, without those that are locked.
    pub(crate) fn locks(&self, sets: &[CellEdit]) -> Vec<(usize, Lock)> {
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|&at| sets[at].at.row);
        let by_row: Vec<&[usize]> =
            order.chunk_by(|a, b| sets[*a].at.row == sets[*b].at.row).collect();
        let of_piece = |piece: Range<usize>| {
            let mut cells = RowBuffer::default();
            let mut locks = Vec::new();
            for places in &by_row[piece] {
                self.locks_of_row(sets, places, &mut cells, &mut locks);
            }
            locks
        };
        let mut locks: Vec<_> = in_pieces(by_row.len(), of_piece).into_iter().flatten().collect();
        locks.sort_unstable_by_key(|(at, _)| *at);
        locks
    }

    /// Judges the cells of an edit that are in one row, given by their places in the edit.
    fn locks_of_row(
        &self,
        sets: &[CellEdit],
        places: &[usize],
        cells: &mut RowBuffer,
        locks: &mut Vec<(usize, Lock)>,
    ) {
        let Some((&last, others)) = places.split_last() else { return };
        let permit = |row: &Lead, at: usize| {
            let CellEdit { at: cell, text } = &sets[at];
            leads::check_editable_text(row, cell.field, text).map_err(|lock| (at, lock)).err()
        };
        let gathered = cells.gather(self, sets[last].at.row);
        let row = gathered.row();
        if others.is_empty() {
            return locks.extend(permit(&row, last));
        }
        let mut trial = RowDraft::new(row);
        for &at in others {
            match permit(&trial.row(), at) {
                Some(lock) => locks.push(lock),
                None => trial.set(sets[at].at.field, &sets[at].text),
            }
        }
        locks.extend(permit(&trial.row(), last));
    }

    /// The rows of a step whose cells can't go back: Partner Center holds the lead as Closed, or the rules let
    /// no upload change what it accepted into what was there before.
    ///
    /// A lead whose upload has no results yet goes back: nothing says that it was uploaded, and what the rules
    /// find then holds it back.
    pub(crate) fn rows_without_way_back(&self, step: &Step) -> Vec<Row> {
        let mut rows: Vec<Row> = step.changes.iter().map(|change| change.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut cells = RowBuffer::default();
        rows.retain(|&row| {
            if self.is_closed(row) {
                return true;
            }
            if self.ledger.reference_kind(row) != Reference::Accepted {
                return false;
            }
            let gathered = cells.gather(self, row);
            let mut draft = RowDraft::new(gathered.row());
            let known = errors_of(&draft.row(), row);
            for change in step.changes.iter().rev().filter(|change| change.row == row) {
                draft.set(change.field, &change.before);
            }
            draft.row().is_accepted_result()
                || errors_of(&draft.row(), row).iter().any(|error| !known.contains(error))
        });
        rows
    }

    /// Whether the rules let an upload change a lead from cells that Partner Center holds into others; both differ
    /// from the file in these cells.
    pub(crate) fn may_be_uploaded(&self, row: Row, held: &Changes, cells: &Changes) -> bool {
        let mut buffer = RowBuffer::default();
        let gathered = buffer.gather(self, row);
        let mut draft = RowDraft::new(gathered.row());
        let loaded: Vec<(Field, String)> = differing_fields(self.changes_of(row), &[])
            .into_iter()
            .chain(differing_fields(held, cells))
            .map(|field| (field, self.table().cell(row, field).into_owned()))
            .collect();
        for (field, text) in loaded.iter().chain(held) {
            draft.set(*field, text);
        }
        let known = errors_of(&draft.row(), row);
        for (field, text) in loaded.iter().chain(cells) {
            draft.set(*field, text);
        }
        errors_of(&draft.row(), row).iter().all(|error| known.contains(error))
    }

    /// Hands a row to a function in the form that the rules read.
    pub fn with_row<R>(&self, row: Row, look: impl FnOnce(&Lead) -> R) -> R {
        look(&RowBuffer::default().gather(self, row).row())
    }

    /// Hands a row to a function that shows its texts and asks for its locks, but runs no rule over it: a rule that
    /// scans texts would find nothing.
    pub fn with_texts<R>(&self, row: Row, look: impl FnOnce(&Lead) -> R) -> R {
        look(&RowBuffer::default().gather_texts(self, row).row())
    }

    /// Runs the rules over a row as if a cell had another text. Nothing changes.
    pub fn preview_findings(&self, row: Row, field: Field, text: &str) -> Vec<Finding> {
        let mut cells = RowBuffer::default();
        let gathered = cells.gather(self, row);
        let mut trial = RowDraft::new(gathered.row());
        trial.set(field, text);
        let mut found = Vec::new();
        rules::check_row(&trial.row(), row, Level::Note, &mut found);
        found
    }
}

impl Rows for Sheet {
    fn layout(&self) -> &Layout {
        Sheet::layout(self)
    }

    fn count(&self) -> usize {
        self.row_count()
    }

    fn text(&self, row: Row, field: Field) -> Cow<'_, str> {
        Sheet::text(self, row, field)
    }

    fn source(&self) -> &str {
        self.table().text()
    }

    fn has_mixed_line_ends(&self) -> bool {
        self.table().has_mixed_line_ends()
    }

    fn continues_broken_row(&self, row: Row) -> bool {
        self.table().continues_broken_row(row)
    }

    fn context(&self) -> &FileContext {
        Sheet::context(self)
    }

    fn original(&self) -> Option<&Layout> {
        Some(self.baseline()?.table.layout())
    }
}
