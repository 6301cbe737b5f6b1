//! Kinds of change: a column, what is done to the cell, and the outcome of the lead.

use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::{amount, date};
use crate::leads::{Col, Field, Kind, Layout};
use crate::sheet::Sheet;
use chrono::{Days, NaiveDate};
use std::borrow::Cow;

/// The most characters of a text that isn't called long.
const LONG_TEXT: usize = 250;

/// The days from today on whose dates are called near.
const NEAR_DAYS: u64 = 365;

/// A kind of change, such as *Currency = CAD* in leads that are Active after the upload.
///
/// Values of lists, and that a column is changed at all, count in each status by themselves: a rule may depend on
/// both. What else a cell holds counts in leads of any status: a pilot part that tried all of it in each status
/// would be no small one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeKind {
    /// The column; *Status* for a change of the outcome.
    pub field: Field,
    /// What is done to the cell.
    pub value: ValueKind,
    /// The outcome of the lead after the upload, if the kind depends on it: its status, or for a change of the
    /// outcome status and substatus.
    pub outcome: Option<String>,
}

/// What is done to a cell, as far as a rule of Partner Center may depend on it.
///
/// A cell has one of the first three, and some of the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// It was empty.
    Set,
    /// It had another text.
    Changed,
    /// It is empty now.
    Cleared,
    /// It has another text than before, whichever.
    Touched,
    /// It has this value of a list.
    Is(String),
    /// The outcome was this one.
    From(String),
    /// A day before today.
    PastDay,
    /// A day of the next year.
    NearDay,
    /// A day after that.
    FarDay,
    /// An amount of 0.
    Zero,
    /// An amount without decimals.
    Whole,
    /// An amount with decimals.
    Decimals,
    /// A text of several lines.
    Lines,
    /// A text with other characters than ASCII has.
    NonAscii,
    /// A text of more than 250 characters.
    Long,
    /// A text that a spreadsheet would run as a formula.
    Formula,
}

impl ChangeKind {
    /// Its name: `Currency = CAD (Active)`.
    pub fn label(&self, layout: &Layout) -> String {
        let column = layout.name(self.field).trim_end_matches(['*', ' ']);
        let outcome = self.outcome.as_deref().unwrap_or_default();
        let of = |what: &str| match outcome {
            "" => format!("{column} {what}"),
            outcome => format!("{column} {what} ({outcome})"),
        };
        match &self.value {
            ValueKind::Touched => format!("{column} in {outcome} leads"),
            ValueKind::Set => of("filled in"),
            ValueKind::Changed => of("changed"),
            ValueKind::Cleared => of("emptied"),
            ValueKind::Is(value) => of(&format!("= {value}")),
            ValueKind::From(from) => format!("{from} becomes {outcome}"),
            ValueKind::PastDay => of("in the past"),
            ValueKind::NearDay => of("within a year"),
            ValueKind::FarDay => of("after a year"),
            ValueKind::Zero => of("= 0"),
            ValueKind::Whole => of("without decimals"),
            ValueKind::Decimals => of("with decimals"),
            ValueKind::Lines => of("with line breaks"),
            ValueKind::NonAscii => of("with other than ASCII characters"),
            ValueKind::Long => of("with more than 250 characters"),
            ValueKind::Formula => of("like a formula"),
        }
    }

    /// Whether it is the same in a lead of any outcome.
    pub(crate) fn is_same_value(&self, other: &Self) -> bool {
        self.field == other.field && self.value == other.value
    }
}

/// The texts of a lead before and after an upload.
pub(crate) struct LeadChange<'a> {
    pub layout: &'a Layout,
    pub today: NaiveDate,
    pub old: &'a dyn Fn(Field) -> Cow<'a, str>,
    pub new: &'a dyn Fn(Field) -> Cow<'a, str>,
}

impl LeadChange<'_> {
    /// The kinds of change in these fields, in order.
    pub fn kinds(&self, changed: &[Field]) -> Vec<ChangeKind> {
        let (status, substatus) = (self.layout.status(), self.layout.substatus());
        let outcome = |text: &dyn Fn(Field) -> String| {
            let texts = [status, substatus].into_iter().flatten().map(text);
            texts.collect::<Vec<_>>().join("/")
        };
        let is_outcome = |field: Field| Some(field) == status || Some(field) == substatus;
        let to = outcome(&|field| (self.new)(field).trim().to_owned());
        let moves = changed.iter().any(|field| is_outcome(*field));
        let now = status.map(|field| (self.new)(field).trim().to_owned());
        let mut kinds = Vec::new();
        if let (true, Some(field)) = (moves, status.or(substatus)) {
            let from = outcome(&|field| (self.old)(field).trim().to_owned());
            kinds.push(ChangeKind { field, value: ValueKind::From(from), outcome: Some(to) });
        }
        for &field in changed {
            let col = self.layout.col(field);
            // The stage follows from the outcome, and what was in Errors is thrown away.
            let follows = moves && col.is_some_and(Col::is_outcome);
            if follows || is_outcome(field) || Some(field) == self.layout.errors() {
                continue;
            }
            let values = self.values(col, &(self.old)(field), &(self.new)(field));
            kinds.extend(values.into_iter().map(|value| {
                let is_by_status = matches!(value, ValueKind::Touched | ValueKind::Is(_));
                ChangeKind { field, outcome: now.clone().filter(|_| is_by_status), value }
            }));
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    fn values(&self, col: Option<Col>, old: &str, new: &str) -> Vec<ValueKind> {
        if is_blank(new) {
            return vec![ValueKind::Cleared, ValueKind::Touched];
        }
        let how = if is_blank(old) { ValueKind::Set } else { ValueKind::Changed };
        let mut kinds = vec![how, ValueKind::Touched];
        match col.map(|col| &col.column().kind) {
            Some(Kind::Choice(_)) => kinds.push(ValueKind::Is(new.trim().to_owned())),
            Some(Kind::Date) => kinds.extend(self.day(new)),
            Some(Kind::Amount) => kinds.push(amount_kind(new.trim())),
            Some(Kind::Text | Kind::LongText | Kind::Parts(_)) | None => {
                kinds.extend(text_kinds(new));
            }
        }
        kinds
    }

    fn day(&self, text: &str) -> Option<ValueKind> {
        let day = date::portal(text.trim()).ok()?;
        Some(match day {
            day if day < self.today => ValueKind::PastDay,
            day if day <= self.today + Days::new(NEAR_DAYS) => ValueKind::NearDay,
            _ => ValueKind::FarDay,
        })
    }
}

fn amount_kind(text: &str) -> ValueKind {
    let has_value = text.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    match amount::decimals(text) {
        _ if !has_value => ValueKind::Zero,
        0 => ValueKind::Whole,
        _ => ValueKind::Decimals,
    }
}

fn text_kinds(text: &str) -> impl Iterator<Item = ValueKind> + use<> {
    let has = [
        (text.trim().contains(['\n', '\r']), ValueKind::Lines),
        (!text.is_ascii(), ValueKind::NonAscii),
        (text.chars().nth(LONG_TEXT).is_some(), ValueKind::Long),
        (text.starts_with(['=', '+', '-', '@', '\t']), ValueKind::Formula),
    ];
    has.into_iter().filter_map(|(has, kind)| has.then_some(kind))
}

impl Sheet {
    /// The kinds of change that an upload of a row as it stands makes.
    pub fn change_kinds(&self, row: crate::leads::Row) -> Vec<ChangeKind> {
        let old = |field: Field| self.reference_text(row, field);
        let new = |field: Field| self.text(row, field);
        let today = self.context().today;
        let change = LeadChange { layout: self.layout(), today, old: &old, new: &new };
        change.kinds(&self.changed_fields(row))
    }
}
