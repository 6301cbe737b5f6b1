//! Works out what the row of a lead fills: what each cell means, and what the rules let through.

use crate::leads::kind::conventions::Conventions;
use crate::leads::{CellRef, Choice, Col, Field, Row};
use crate::sheet::{CellEdit, Sheet, TrialError};
use crate::sync::fill::groups::{FillCell, FillCellGroup};
use crate::sync::fill::mapping::{
    FillMapping, FillTarget, MappedValue, SourceColumn, listed_choices,
};
use crate::sync::fill::outcome::{NamedOutcome, find_reason};
use crate::sync::fill::reading::{self, Reading};
use crate::sync::fill::source::{SourceCell, SourceTable};

/// A column of the file that fills something, with what reading its cells needs.
struct FillingColumn<'m> {
    at: usize,
    target: FillTarget,
    mapped: &'m SourceColumn,
    conventions: Conventions,
    choices: Vec<Choice>,
}

/// What a cell of the file comes to, before the rules are asked.
enum WantedFill {
    /// Nothing: it is empty, or means nothing.
    Nothing,
    /// The cells that are to be set, and what they come to in words.
    Sets(Vec<CellEdit>, String),
    /// It isn't filled, for a reason; with the text that it would get.
    Left(FillCellGroup, String, String),
}

/// Works out what becomes of the cells of each lead.
pub(super) struct Filler<'a> {
    source: &'a SourceTable,
    sheet: &'a Sheet,
    columns: Vec<FillingColumn<'a>>,
    /// The column of the file that has the reasons of outcomes.
    reasons: Option<usize>,
}

impl<'a> Filler<'a> {
    pub fn new(source: &'a SourceTable, sheet: &'a Sheet, mapping: &'a FillMapping) -> Self {
        let column = |(at, target): (usize, FillTarget)| {
            let conventions = match target {
                FillTarget::Field(field) => sheet
                    .layout()
                    .col(field)
                    .map_or_else(Conventions::default, |col| reading::conventions(source, at, col)),
                FillTarget::Outcome => Conventions::default(),
            };
            let choices = listed_choices(sheet, target).unwrap_or_default();
            FillingColumn { at, target, mapped: &mapping.columns[at], conventions, choices }
        };
        let mut columns: Vec<FillingColumn> = mapping.filling().map(column).collect();
        // The outcome decides what else may be set.
        columns.sort_by_key(|column| match column.target {
            FillTarget::Outcome => (0, Field(0)),
            FillTarget::Field(field) => (sheet.layout().write_order(field), field),
        });
        let is_reason = |column: &&FillingColumn| match column.target {
            FillTarget::Field(field) => sheet.layout().col(field).is_some_and(Col::is_reason),
            FillTarget::Outcome => false,
        };
        let reasons = columns.iter().position(|column| is_reason(&column));
        Self { source, sheet, columns, reasons }
    }

    /// Works out what becomes of the cells of a lead.
    pub fn fill_lead(&self, source: usize, lead: Row) -> Vec<FillCell> {
        let (mut cells, mut groups) = (Vec::new(), Vec::new());
        let mut sets_outcome = false;
        for (place, column) in self.columns.iter().enumerate() {
            let is_reason = self.reasons == Some(place);
            let wanted = match column.target {
                FillTarget::Outcome => self.want_outcome(column, source, lead),
                // The outcome of the row takes its reason along.
                FillTarget::Field(_) if is_reason && sets_outcome => WantedFill::Nothing,
                FillTarget::Field(field) => self.want_field(column, field, source, lead),
            };
            let before = self.before(column.target, lead);
            let at = FillCell {
                lead,
                source,
                column: column.at,
                target: column.target,
                group: FillCellGroup::Filled,
                before,
                after: String::new(),
                reason: String::new(),
                sets: Vec::new(),
            };
            match wanted {
                WantedFill::Nothing => {}
                WantedFill::Left(group, after, reason) => {
                    cells.push(FillCell { group, after, reason, ..at });
                }
                WantedFill::Sets(sets, after) => {
                    sets_outcome |= column.target == FillTarget::Outcome;
                    groups.push(sets);
                    cells.push(FillCell { after, ..at });
                }
            }
        }
        self.try_cells(lead, cells, &groups)
    }

    /// Asks the rules about the cells that are to be filled, given with what each sets.
    fn try_cells(
        &self,
        lead: Row,
        cells: Vec<FillCell>,
        groups: &[Vec<CellEdit>],
    ) -> Vec<FillCell> {
        if groups.is_empty() {
            return cells;
        }
        let trial = self.sheet.try_groups(lead, groups);
        let (wanted, mut left): (Vec<FillCell>, Vec<FillCell>) =
            cells.into_iter().partition(|cell| cell.group == FillCellGroup::Filled);
        for (at, error) in trial.refused {
            let (group, reason) = match error {
                TrialError::Locked(lock) => (FillCellGroup::Locked, lock.to_string()),
                TrialError::Rejected { rule, message } => {
                    (FillCellGroup::Rejected, format!("{rule} {message}"))
                }
            };
            left.push(FillCell { group, reason, ..wanted[at].clone() });
        }
        let filled = trial.accepted.into_iter().map(|at| {
            let sets = groups[at].clone();
            FillCell { sets, ..wanted[at].clone() }
        });
        filled.chain(left).collect()
    }

    /// The text that stands in a target now.
    fn before(&self, target: FillTarget, lead: Row) -> String {
        let field = match target {
            FillTarget::Field(field) => Some(field),
            FillTarget::Outcome => self.sheet.layout().substatus(),
        };
        field.map(|field| self.sheet.text(lead, field).into_owned()).unwrap_or_default()
    }

    /// Whether a cell differs from what Partner Center holds or will hold, as far as is known.
    fn is_edited(&self, lead: Row, field: Field) -> bool {
        self.sheet.is_changed(lead, field)
            || self.sheet.text(lead, field) != self.sheet.base_text(lead, field)
    }

    fn want_field(
        &self,
        column: &FillingColumn,
        field: Field,
        source: usize,
        lead: Row,
    ) -> WantedFill {
        let Some(col) = self.sheet.layout().col(field) else { return WantedFill::Nothing };
        let cell = self.source.rows[source].cell(column.at);
        if cell.trimmed().is_empty() {
            return WantedFill::Nothing;
        }
        let mapped = match column.mapped.value(cell.trimmed()) {
            Some(MappedValue::Nothing) => return WantedFill::Nothing,
            Some(MappedValue::Text(text)) => Some(SourceCell::text(text.clone())),
            Some(MappedValue::Outcome(_)) | None => None,
        };
        let read_cell = mapped.as_ref().unwrap_or(cell);
        let old = self.sheet.text(lead, field);
        let own_choices = if col.is_reason() { self.reason_choices(lead) } else { Vec::new() };
        let choices = if col.is_reason() { &own_choices } else { &column.choices };
        let by = (self.sheet.context(), self.sheet.conventions(lead, column.conventions));
        let reading = reading::read(col, &old, read_cell, by, choices);
        let text = match &reading {
            Reading::Same => {
                return WantedFill::Left(FillCellGroup::Same, old.into_owned(), String::new());
            }
            Reading::Text(text) => text.clone(),
            Reading::Rejected(_) | Reading::Unmapped => cell.trimmed().to_owned(),
        };
        if self.is_edited(lead, field) {
            return WantedFill::Left(FillCellGroup::Edited, text, String::new());
        }
        if let Err(lock) = self.sheet.check_editable(lead, field) {
            return WantedFill::Left(FillCellGroup::Locked, text, lock.to_string());
        }
        match reading {
            Reading::Rejected(reason) => WantedFill::Left(FillCellGroup::Rejected, text, reason),
            Reading::Unmapped => WantedFill::Left(FillCellGroup::Unmapped, text, String::new()),
            Reading::Same | Reading::Text(_) => {
                let set = CellEdit { at: CellRef::new(lead, field), text: text.clone() };
                WantedFill::Sets(vec![set], text)
            }
        }
    }

    /// The reasons of the outcome that a lead has, as choices.
    fn reason_choices(&self, lead: Row) -> Vec<Choice> {
        let substatus = self.before(FillTarget::Outcome, lead);
        let lists = &self.sheet.context().lists;
        let Some(list) = lists.reason_list(&substatus) else { return Vec::new() };
        let Some(col) = self.reason_field().and_then(|field| self.sheet.layout().col(field)) else {
            return Vec::new();
        };
        let choice = |reason: &crate::leads::outcome::Reason| Choice {
            label: reason.text.clone(),
            sets: vec![(col, reason.code.to_string())],
            ..Choice::default()
        };
        lists.reasons_in(list).map(choice).collect()
    }

    fn reason_field(&self) -> Option<Field> {
        let layout = self.sheet.layout();
        layout.known().find(|(_, col)| col.is_reason()).map(|(field, _)| field)
    }

    fn want_outcome(&self, column: &FillingColumn, source: usize, lead: Row) -> WantedFill {
        let text = self.source.rows[source].cell(column.at).trimmed();
        if text.is_empty() {
            return WantedFill::Nothing;
        }
        let lists = &self.sheet.context().lists;
        let named = match column.mapped.value(text) {
            Some(MappedValue::Nothing) => return WantedFill::Nothing,
            Some(MappedValue::Outcome(outcome)) => Some(outcome.clone()),
            Some(MappedValue::Text(text)) => NamedOutcome::parse(text, lists).ok(),
            None => NamedOutcome::parse(text, lists).ok(),
        };
        let fields = || {
            let outcome = self.sheet.layout().outcome_fields();
            outcome.chain(self.reason_field())
        };
        let is_edited = || fields().any(|field| self.is_edited(lead, field));
        let Some(named) = named else {
            let group = if is_edited() { FillCellGroup::Edited } else { FillCellGroup::Unmapped };
            return WantedFill::Left(group, text.to_owned(), String::new());
        };
        let named = self.with_reason(named, source);
        let after = named.to_string();
        if self.has_outcome(lead, &named) {
            return WantedFill::Left(FillCellGroup::Same, after, String::new());
        }
        if is_edited() {
            return WantedFill::Left(FillCellGroup::Edited, after, String::new());
        }
        self.outcome_sets(lead, &named, after)
    }

    /// Adds the reason that another column of the row has.
    fn with_reason(&self, named: NamedOutcome, source: usize) -> NamedOutcome {
        let lists = &self.sheet.context().lists;
        let list = named.find(lists).and_then(|outcome| outcome.reasons);
        let (None, Some(list), Some(column)) =
            (named.reason, list, self.reasons.map(|place| &self.columns[place]))
        else {
            return named;
        };
        let text = self.source.rows[source].cell(column.at).trimmed();
        let text = match column.mapped.value(text) {
            Some(MappedValue::Text(mapped)) => mapped.as_str(),
            Some(MappedValue::Nothing) => "",
            Some(MappedValue::Outcome(_)) | None => text,
        };
        let reason = find_reason(text, list, lists).map(|reason| reason.code);
        NamedOutcome { reason, ..named }
    }

    /// Whether a lead has an outcome, and its reason if one is named.
    fn has_outcome(&self, lead: Row, named: &NamedOutcome) -> bool {
        let Some(outcome) = named.find(&self.sheet.context().lists) else { return false };
        let layout = self.sheet.layout();
        let is = |field: Option<Field>, text: &str| {
            field.is_none_or(|field| self.sheet.text(lead, field).trim() == text)
        };
        is(layout.status(), &outcome.status)
            && is(layout.substatus(), &outcome.substatus)
            && named.reason.is_none_or(|reason| is(self.reason_field(), &reason.to_string()))
    }

    /// The cells that an outcome sets in a lead, if its drop-down offers it there.
    fn outcome_sets(&self, lead: Row, named: &NamedOutcome, after: String) -> WantedFill {
        let layout = self.sheet.layout();
        let Some(status) = layout.status() else { return WantedFill::Nothing };
        if let Err(lock) = self.sheet.check_editable(lead, status) {
            return WantedFill::Left(FillCellGroup::Locked, after, lock.to_string());
        }
        let verb = named.find(&self.sheet.context().lists).map(|outcome| outcome.verb.as_str());
        let choices = self.sheet.choices(lead, status).unwrap_or_default().items;
        let Some(choice) = choices.iter().find(|choice| Some(choice.label.as_str()) == verb) else {
            let now = [Some(status), layout.substatus()].into_iter().flatten();
            let now: Vec<_> = now.map(|field| self.sheet.text(lead, field)).collect();
            let reason = format!("a lead that is {} can't become {}", now.join(", "), named.name);
            return WantedFill::Left(FillCellGroup::Rejected, after, reason);
        };
        let mut sets = self.sheet.choose(lead, choice, "").sets;
        if let (Some(reason), Some(field)) = (named.reason, self.reason_field()) {
            sets.retain(|set| set.at.field != field);
            sets.push(CellEdit::new(lead, field, reason.to_string()));
        }
        WantedFill::Sets(sets, after)
    }
}
