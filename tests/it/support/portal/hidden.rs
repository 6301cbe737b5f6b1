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

/// What a hidden rule rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A column that has another text than before.
    Changed(&'static str),
    /// A change to this value.
    Value(&'static str, &'static str),
    /// A change to this value, in leads of this status.
    ValueIn(&'static str, &'static str, &'static str),
    /// A deal value with decimals.
    Decimals,
    /// A deal value above this one.
    ValueAbove(u32),
    /// A close date after this year.
    DateAfter(i32),
    /// Notes with line breaks.
    NoteLines,
    /// A text for a column that was empty.
    SetIn(&'static str),
    /// An emptied column.
    Cleared(&'static str),
    /// Characters that aren't ASCII in a column.
    NonAscii(&'static str),
    /// A change of the outcome to this status.
    StatusTo(&'static str),
    /// Both of these together.
    Both(Box<[Self; 2]>),
}

/// What a hidden rule depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenFamily {
    /// A column.
    Column,
    /// A column and a kind of value.
    Value,
    /// The outcome.
    Outcome,
    /// How large a value is.
    Range,
    /// Two columns together.
    Pair,
}

const STATUS: &str = "Partner Referral Status";
const VALUE: &str = "Estimated Deal Value";
const DATE: &str = "Estimated Close Date";
const INTENT: &str = "Marketplace Purchase Intent";

impl HiddenFamily {
    /// Every family.
    pub const ALL: [Self; 5] = [Self::Column, Self::Value, Self::Outcome, Self::Range, Self::Pair];

    fn rules(self) -> Vec<Hidden> {
        match self {
            Self::Column => vec![
                Hidden::Changed("Team member 3"),
                Hidden::Changed("Team member 2"),
                Hidden::Changed("CRM ID"),
                Hidden::Changed(DATE),
                Hidden::Changed("Notes"),
            ],
            Self::Value => vec![
                Hidden::Value("Currency", "CAD"),
                Hidden::Value("Currency", "EUR"),
                Hidden::Decimals,
                Hidden::NoteLines,
                Hidden::SetIn("CRM ID"),
                Hidden::Cleared("Marketing Campaign ID"),
                Hidden::NonAscii("Lead Name"),
            ],
            Self::Outcome => vec![
                Hidden::StatusTo("Active"),
                Hidden::ValueIn(INTENT, "Yes", "Active"),
                Hidden::ValueIn(INTENT, "No", "New"),
            ],
            Self::Range => vec![
                Hidden::ValueAbove(10_000),
                Hidden::ValueAbove(1_000_000),
                Hidden::DateAfter(2027),
                Hidden::DateAfter(2026),
            ],
            Self::Pair => vec![
                Hidden::Both(Box::new([Hidden::Value("Currency", "CAD"), Hidden::NoteLines])),
                Hidden::Both(Box::new([Hidden::Changed(DATE), Hidden::Changed("Notes")])),
                Hidden::Both(Box::new([Hidden::StatusTo("Active"), Hidden::Decimals])),
            ],
        }
    }

    /// One of the rules of the family.
    pub fn rule(self, rng: &mut Rng) -> HiddenRule {
        let rules = self.rules();
        let rejects = rules[rng.below(rules.len())].clone();
        HiddenRule { rejects, names_column: rng.percent(50) }
    }
}

impl Hidden {
    fn column(&self) -> &'static str {
        match self {
            Self::Changed(column)
            | Self::Value(column, _)
            | Self::ValueIn(column, ..)
            | Self::SetIn(column)
            | Self::Cleared(column)
            | Self::NonAscii(column) => column,
            Self::Decimals | Self::ValueAbove(_) => VALUE,
            Self::DateAfter(_) => DATE,
            Self::NoteLines => "Notes",
            Self::StatusTo(_) => STATUS,
            Self::Both(both) => both[0].column(),
        }
    }

    /// Whether a record is rejected.
    fn is_broken(&self, record: &Record) -> bool {
        if let Self::Both(both) = self {
            return both.iter().all(|one| one.is_broken(record));
        }
        let (own, sent) = record.texts(self.column());
        let (_, status) = record.texts(STATUS);
        if own == sent {
            return false;
        }
        match self {
            Self::Changed(_) | Self::Both(_) => true,
            Self::Value(_, value) => sent == *value,
            Self::ValueIn(_, value, only) => sent == *value && status == *only,
            Self::Decimals => sent.contains('.'),
            Self::ValueAbove(most) => sent.parse().is_ok_and(|value: f64| value > (*most).into()),
            Self::DateAfter(year) => {
                sent.rsplit(['/', '-']).next().and_then(|own| own.parse().ok()) > Some(*year)
            }
            Self::NoteLines => sent.trim().contains(['\n', '\r']),
            Self::SetIn(_) => own.is_empty() && !sent.is_empty(),
            Self::Cleared(_) => sent.is_empty(),
            Self::NonAscii(_) => !sent.is_ascii(),
            Self::StatusTo(status) => sent == *status,
        }
    }
}

impl HiddenRule {
    /// The error of a record that breaks the rule.
    pub(super) fn error(&self, record: &Record) -> Option<String> {
        self.rejects.is_broken(record).then(|| {
            if self.names_column {
                format!("{}: the value isn't supported", self.rejects.column())
            } else {
                "An unexpected error occurred, try again later".to_owned()
            }
        })
    }
}
