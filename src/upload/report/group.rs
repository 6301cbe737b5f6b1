//! The leads of an upload by their outcome.

use crate::leads::Row;
use crate::leads::sort::sort_by_key;
use crate::sheet::Sheet;
use crate::upload::plan::Plan;
use crate::upload::report::model::ReportedLead;
use crate::upload::report::totals::DealValues;

/// What an upload does to the outcome of a lead, as far as it makes a group of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeChange {
    /// The lead becomes Closed, which can't be undone.
    Closes,
    /// It gets another outcome and stays open.
    Changes,
    /// Its outcome stays.
    Stays,
}

impl OutcomeChange {
    /// Whether the lead becomes Closed.
    pub fn closes(self) -> bool {
        self == Self::Closes
    }
}

/// The leads of an upload with one outcome.
#[derive(Clone, Debug)]
pub struct ReportedGroup {
    /// What the upload does to the outcome.
    pub change: OutcomeChange,
    /// The name of the outcome afterwards: *Won*, *Accepted*.
    pub outcome: String,
    /// The leads, in file order.
    pub leads: Vec<ReportedLead>,
    /// Their deal values.
    pub values: DealValues,
}

/// What the leads of a group have in common, and where it stands among the groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OutcomeKey {
    change: OutcomeChange,
    /// The place of the outcome in the list of outcomes; those that aren't listed come last.
    place: usize,
    outcome: String,
}

impl OutcomeKey {
    fn of(sheet: &Sheet, plan: &Plan, row: Row) -> Self {
        let layout = sheet.layout();
        let fields = [layout.status(), layout.substatus()];
        let text = |field| sheet.text(row, field).trim().to_owned();
        let [status, substatus] = fields.map(|field| field.map(text).unwrap_or_default());
        let is_changed = fields.into_iter().flatten().any(|field| {
            let before = sheet.reference_text(row, field);
            before.trim() != sheet.text(row, field).trim()
        });
        let change = match (plan.closes(row), is_changed) {
            (true, _) => OutcomeChange::Closes,
            (false, true) => OutcomeChange::Changes,
            (false, false) => OutcomeChange::Stays,
        };
        let outcomes = sheet.context().lists.outcomes();
        let is_own = |known: &crate::leads::outcome::Outcome| {
            known.status == status && known.substatus == substatus
        };
        let place = outcomes.iter().position(is_own);
        let outcome = match (place, status.is_empty(), substatus.is_empty()) {
            (Some(_), ..) | (None, true, false) => substatus,
            (None, false, true) => status,
            (None, true, true) => "no status".to_owned(),
            (None, false, false) => format!("{status}/{substatus}"),
        };
        Self { change, place: place.unwrap_or(usize::MAX), outcome }
    }
}

/// Groups leads: closings first, then other outcomes, then those whose outcome stays.
pub(super) fn grouped(sheet: &Sheet, plan: &Plan, leads: Vec<ReportedLead>) -> Vec<ReportedGroup> {
    let mut groups: Vec<(OutcomeKey, Vec<ReportedLead>)> = Vec::new();
    for lead in leads {
        let key = OutcomeKey::of(sheet, plan, lead.row);
        match groups.iter_mut().find(|(own, _)| *own == key) {
            Some((_, leads)) => leads.push(lead),
            None => groups.push((key, vec![lead])),
        }
    }
    sort_by_key(&mut groups, |(key, _)| key.clone());
    let group = |(key, mut leads): (OutcomeKey, Vec<ReportedLead>)| {
        sort_by_key(&mut leads, |lead| lead.row);
        let values = DealValues::of(sheet, leads.iter().map(|lead| lead.row));
        ReportedGroup { change: key.change, outcome: key.outcome, leads, values }
    };
    groups.into_iter().map(group).collect()
}
