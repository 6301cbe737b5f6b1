//! Rules that a portal has and no page documents: each rejects a kind of change, and nothing else.

use super::rules::Record;
use crate::support::rng::Rng;

/// A rule that no page documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenRule {
    /// What it rejects.
    pub rejects: Hidden,
    /// Whether its sentence names the column; else it says nothing about the cause.
    pub names_column: bool,
}

/// A kind of change that a hidden rule rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A change to this currency.
    Currency(&'static str),
    /// A change to this intent, in leads of this status.
    IntentIn(&'static str, &'static str),
    /// A deal value with decimals.
    Decimals,
    /// Notes with line breaks.
    NoteLines,
    /// A team member of this number.
    Member(u8),
    /// A text for a column that was empty.
    SetIn(&'static str),
    /// An emptied column.
    Cleared(&'static str),
    /// Characters that aren't ASCII in a column.
    NonAscii(&'static str),
    /// A change of the outcome to this status.
    StatusTo(&'static str),
}

impl HiddenRule {
    /// One of all rules.
    pub fn any(rng: &mut Rng) -> Self {
        let rejects = [
            Hidden::Currency("CAD"),
            Hidden::Currency("EUR"),
            Hidden::IntentIn("Yes", "Active"),
            Hidden::IntentIn("No", "New"),
            Hidden::Decimals,
            Hidden::NoteLines,
            Hidden::Member(3),
            Hidden::Member(2),
            Hidden::SetIn("CRM ID"),
            Hidden::Cleared("Marketing Campaign ID"),
            Hidden::NonAscii("Lead Name"),
            Hidden::StatusTo("Active"),
        ];
        let rejects = rejects[rng.below(rejects.len())].clone();
        Self { rejects, names_column: rng.percent(50) }
    }

    fn column(&self) -> String {
        match &self.rejects {
            Hidden::Currency(_) => "Currency".to_owned(),
            Hidden::IntentIn(..) => "Marketplace Purchase Intent".to_owned(),
            Hidden::Decimals => "Estimated Deal Value".to_owned(),
            Hidden::NoteLines => "Notes".to_owned(),
            Hidden::Member(number) => format!("Team member {number}"),
            Hidden::SetIn(column) | Hidden::Cleared(column) | Hidden::NonAscii(column) => {
                (*column).to_owned()
            }
            Hidden::StatusTo(_) => "Partner Referral Status".to_owned(),
        }
    }

    /// Whether a change of the rule's column from a text to another, in a lead of a status, is rejected.
    pub fn is_broken(&self, own: &str, sent: &str, status: &str) -> bool {
        match &self.rejects {
            _ if own == sent => false,
            Hidden::Currency(code) => sent == *code,
            Hidden::IntentIn(intent, only) => sent == *intent && status == *only,
            Hidden::Decimals => sent.contains('.'),
            Hidden::NoteLines => sent.trim().contains(['\n', '\r']),
            Hidden::Member(_) => !sent.is_empty(),
            Hidden::SetIn(_) => own.is_empty() && !sent.is_empty(),
            Hidden::Cleared(_) => sent.is_empty(),
            Hidden::NonAscii(_) => !sent.is_ascii(),
            Hidden::StatusTo(status) => sent == *status,
        }
    }

    /// The error of a record that breaks the rule.
    pub(super) fn error(&self, record: &Record) -> Option<String> {
        let column = self.column();
        let (own, sent) = record.texts(&column);
        let (_, status) = record.texts("Partner Referral Status");
        self.is_broken(own, sent, status).then(|| {
            if self.names_column {
                format!("{column}: the value isn't supported")
            } else {
                "An unexpected error occurred, try again later".to_owned()
            }
        })
    }
}
