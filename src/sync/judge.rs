//! What a text of another file is beside the text that a cell has: the same value, another one, or damage.

use crate::leads::kind::amount::AmountReading;
use crate::leads::kind::conventions::{Conventions, DateOrder};
use crate::leads::kind::date::DateReading;
use crate::leads::kind::{self, amount, date};
use crate::leads::{Col, FileContext, Kind};
use crate::sync::damage::DamageKind;
use chrono::{Datelike, NaiveDate};

/// What a text is beside the one that a cell has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// The same value, perhaps in another form: a date of another region, an amount with other decimals, other
    /// line ends.
    Same,
    /// Another value, as the cell is to have it.
    Other(String),
    /// One of two values: what it means isn't known.
    Either(String, String),
    /// What a program makes of the cell's text on its own.
    Damaged(DamageKind),
    /// No value of the column's kind, as the cell would have it; the rules say what is wrong with it.
    NoValue(String),
}

/// Tells whether two texts of a cell differ in their form alone.
pub(super) fn is_same_value(col: Option<Col>, old: &str, new: &str) -> bool {
    match col.map(|col| col.column().kind) {
        Some(Kind::Date) => date::is_same_day(old, new),
        Some(Kind::Amount) => amount::is_same(old, new),
        Some(Kind::Parts(parts)) => match (parts.split(old), parts.split(new)) {
            (Some(old), Some(new)) => old == new,
            _ => false,
        },
        Some(Kind::Text | Kind::LongText) => lines(old).eq(lines(new)),
        Some(Kind::Choice(_)) | None => false,
    }
}

/// Tells whether one of two texts of a cell is the other in another form, whichever was written first.
pub(crate) fn is_same_either_way(col: Option<Col>, one: &str, other: &str) -> bool {
    is_same_value(col, one, other) || is_same_value(col, other, one)
}

/// Judges a text of another file, where numbers and dates are written by the conventions, beside the text that
/// the cell has.
///
/// A text that became right is another value: it was corrected.
pub(crate) fn judge(
    col: Option<Col>,
    old: &str,
    new: &str,
    context: &FileContext,
    conventions: Conventions,
) -> Judgement {
    let by_kind = match col.map(|col| col.column().kind) {
        _ if old == new => Some(Judgement::Same),
        Some(Kind::Date) => close_date(old, new, context, conventions),
        Some(Kind::Amount) => deal_value(old, new, conventions),
        _ => is_same_value(col, old, new).then_some(Judgement::Same),
    };
    if let Some(judgement) = by_kind {
        return judgement;
    }
    if let Some(damage) = DamageKind::of_editable(col, old, new) {
        return Judgement::Damaged(damage);
    }
    let text = match col {
        // What depends on today is for typing.
        Some(col) if !matches!(col.column().kind, Kind::Date) => {
            kind::understand_by(col, new, context, conventions).text
        }
        _ => new.to_owned(),
    };
    let is_value = match col.map(|col| col.column().kind) {
        Some(Kind::Date) => text.is_empty() || date::portal(&text).is_ok(),
        Some(Kind::Amount) => text.is_empty() || amount::is_plain(&text),
        _ => true,
    };
    if is_value { Judgement::Other(text) } else { Judgement::NoValue(text) }
}

/// Judges an amount, if the text can be read as one.
fn deal_value(old: &str, new: &str, conventions: Conventions) -> Option<Judgement> {
    let is_plain = amount::is_plain(old);
    match amount::read(new, conventions) {
        // The amount that the cell has, if it is that one, is still the same amount.
        AmountReading::Either(thousands, decimals) => Some(Judgement::Either(thousands, decimals)),
        AmountReading::One(amount) if is_plain && amount::is_equal(old, &amount) => {
            Some(Judgement::Same)
        }
        // A thousandth of the amount is hardly meant.
        AmountReading::One(amount) if is_plain => {
            let readings =
                amount::readings(new).filter(|(thousands, _)| amount::is_equal(old, thousands));
            Some(match readings {
                Some((thousands, decimals)) => Judgement::Either(thousands, decimals),
                None if DamageKind::of_editable(Some(Col::DealValue), old, new).is_some() => {
                    return None;
                }
                None => Judgement::Other(amount),
            })
        }
        AmountReading::One(_) | AmountReading::Nothing => None,
    }
}

/// Judges a date, if the text can be read as one.
fn close_date(
    old: &str,
    new: &str,
    context: &FileContext,
    conventions: Conventions,
) -> Option<Judgement> {
    let had = date::portal(old).ok();
    // Nearly all dates of a file are these.
    if conventions.slashed == Some(DateOrder::MonthFirst)
        && had.is_some()
        && date::portal(new).ok() == had
    {
        return Some(Judgement::Same);
    }
    let reading = date::read_whole(new, context.today, conventions);
    let meant = match reading {
        DateReading::Day(day) => Some(day),
        _ => None,
    };
    if had.is_some() && had == meant {
        return Some(Judgement::Same);
    }
    // In a region where 30 is 1930 a program moves a year that it writes with two digits.
    let is_century_before = |(had, meant): (NaiveDate, NaiveDate)| {
        (had.month(), had.day(), had.year()) == (meant.month(), meant.day(), meant.year() + 100)
    };
    if had.zip(meant).is_some_and(is_century_before) {
        return Some(Judgement::Damaged(DamageKind::Date));
    }
    // A program took the day for the month, and wrote the date in the form of its region.
    if had.is_some() && date::is_rewritten(old, new) {
        let is_same = meant.is_none() && date::is_same_day(old, new);
        return Some(if is_same { Judgement::Same } else { Judgement::Damaged(DamageKind::Date) });
    }
    if had.is_none() && date::is_same_day(old, new) {
        return Some(Judgement::Same);
    }
    match reading {
        DateReading::Day(day) => Some(Judgement::Other(date::write(day))),
        DateReading::Either(one, other) => {
            Some(Judgement::Either(date::write(one), date::write(other)))
        }
        DateReading::Nothing => None,
    }
}

/// Iterates over the lines of a text, however they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    // A carriage return before a line feed belongs to it.
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    lines.flat_map(|line| line.split('\r'))
}
