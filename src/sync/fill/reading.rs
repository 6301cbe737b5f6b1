//! What a cell of the file means for a cell of a lead.

use crate::leads::kind::amount::{self, AmountReading};
use crate::leads::kind::conventions::{Conventions, DecimalMark};
use crate::leads::kind::date::{self, DateReading};
use crate::leads::{Choice, Col, FileContext, Kind, kind, visible};
use crate::sync::fill::source::{SourceCell, SourceCellKind, SourceTable};
use crate::sync::judge::is_same_value;
use std::borrow::Cow;

/// What a cell of the file means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The value that the lead has, perhaps in another form.
    Same,
    /// Another value, as the cell is to have it.
    Text(String),
    /// No value, or one of two; the text says why.
    Rejected(String),
    /// None of the values of a drop-down.
    Unmapped,
}

/// How the dates and amounts of a column are written, as far as its own texts prove it.
pub(crate) fn conventions(source: &SourceTable, column: usize, col: Col) -> Conventions {
    let texts = source.column(column).filter(|cell| cell.kind == SourceCellKind::Text);
    let texts: Vec<&str> = match col.column().kind {
        Kind::Date => texts.map(|cell| date::without_time(cell.trimmed())).collect(),
        Kind::Amount => texts.map(SourceCell::trimmed).collect(),
        _ => return Conventions::default(),
    };
    Conventions::of(texts)
}

/// Reads a cell of the file for a cell of a lead, which has this text.
pub(crate) fn read(
    col: Col,
    old: &str,
    cell: &SourceCell,
    (context, conventions): (&FileContext, Conventions),
    choices: &[Choice],
) -> Reading {
    let text = cell.trimmed();
    if cell.kind == SourceCellKind::Error {
        return Reading::Rejected(format!("\"{}\" is the error of a formula", visible(text)));
    }
    match col.column().kind {
        Kind::Date => read_date(old, text, context, conventions),
        Kind::Amount => {
            let is_number = cell.kind == SourceCellKind::Number;
            let mark = conventions.mark.or(is_number.then_some(DecimalMark::Point));
            read_amount(old, text, Conventions { mark, ..conventions })
        }
        Kind::Choice(_) => read_choice(col, old, text, choices),
        Kind::Text | Kind::LongText | Kind::Parts(_) => {
            let new = kind::understand_by(col, text, context, conventions).text;
            is_same(col, old, &new)
        }
    }
}

fn is_same(col: Col, old: &str, new: &str) -> Reading {
    if old == new || is_same_value(Some(col), old, new) {
        Reading::Same
    } else {
        Reading::Text(new.to_owned())
    }
}

fn read_date(old: &str, text: &str, context: &FileContext, conventions: Conventions) -> Reading {
    match date::read_whole(date::without_time(text), context.today, conventions) {
        DateReading::Day(day) if date::portal(old).is_ok_and(|old| old == day) => Reading::Same,
        DateReading::Day(day) => Reading::Text(date::write(day)),
        DateReading::Either(one, other) => {
            either(text, &date::write(one), &date::write(other), "date")
        }
        DateReading::Nothing => no_value(text, "date"),
    }
}

fn read_amount(old: &str, text: &str, conventions: Conventions) -> Reading {
    match amount::read(text, conventions) {
        AmountReading::One(new) if amount::is_plain(old) && amount::is_equal(old, &new) => {
            Reading::Same
        }
        AmountReading::One(new) => Reading::Text(new),
        AmountReading::Either(one, other) => either(text, &one, &other, "amount"),
        AmountReading::Nothing => no_value(text, "amount"),
    }
}

/// Reads a value of a drop-down by its text or its label; case doesn't count.
fn read_choice(col: Col, old: &str, text: &str, choices: &[Choice]) -> Reading {
    let is = |other: &str| other.to_lowercase() == text.to_lowercase();
    let texts = choices.iter().filter_map(|choice| {
        let (_, set) = choice.sets.iter().find(|(own, _)| *own == col)?;
        (is(set) || is(&choice.label)).then_some(set)
    });
    match texts.into_iter().next() {
        Some(set) => is_same(col, old, set),
        None if is(old) => Reading::Same,
        None => Reading::Unmapped,
    }
}

fn either(text: &str, one: &str, other: &str, what: &str) -> Reading {
    let text = shown(text);
    Reading::Rejected(format!(
        "\"{text}\" can mean {one} or {other}, and no other {what} of the column says which"
    ))
}

fn no_value(text: &str, what: &str) -> Reading {
    let article = if what.starts_with('a') { "an" } else { "a" };
    Reading::Rejected(format!("\"{}\" can't be read as {article} {what}", shown(text)))
}

/// A text as a message shows it.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    const MAX_CHARS: usize = 60;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", visible(&text[..end]))),
        None => visible(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::fill::source::source_of;
    use chrono::NaiveDate;

    fn reading(col: Col, old: &str, text: &str, column: &str) -> Reading {
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day"));
        let source = source_of(&format!("a|b\n{}", column.replace(' ', "|x\n")));
        let conventions = conventions(&source, 0, col);
        read(col, old, &SourceCell::text(text), (&context, conventions), &[])
    }

    fn text(text: &str) -> Reading {
        Reading::Text(text.to_owned())
    }

    #[test]
    fn a_date_is_read_by_what_its_column_proves() {
        let date = |old, text, column| reading(Col::CloseDate, old, text, column);
        assert_eq!(date("", "3/4/2027", "31/3/2027 "), text("04/03/2027"));
        assert_eq!(date("", "3/4/2027", "3/31/2027 "), text("03/04/2027"));
        assert_eq!(date("04/03/2027", "3.4.2027", "31.3.2027 "), Reading::Same);
        assert_eq!(date("", "2027-03-31T00:00:00Z", "x "), text("03/31/2027"));
        assert_eq!(date("", "3/31/2027 12:00 AM", "x "), text("03/31/2027"));
        assert!(matches!(date("", "3.4.2027", "1.2.2027 "), Reading::Rejected(why) if
            why.contains("can mean 03/04/2027 or 04/03/2027")));
        assert!(matches!(date("", "+30", "x "), Reading::Rejected(_)), "for typing only");
    }

    #[test]
    fn an_amount_is_read_by_what_its_column_proves_and_a_number_by_its_point() {
        let amount = |old, text, column| reading(Col::DealValue, old, text, column);
        assert_eq!(amount("", "12.500", "7.500,50 "), text("12500"));
        assert_eq!(amount("12500", "12,500.00", "7,500.50 "), Reading::Same);
        assert!(matches!(amount("", "12.500", "500 "), Reading::Rejected(_)));
        assert!(matches!(amount("", "much", "500 "), Reading::Rejected(_)));
        let context = FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day"));
        let number = SourceCell { text: "12.563".to_owned(), kind: SourceCellKind::Number };
        let by = (&context, Conventions::default());
        assert_eq!(read(Col::DealValue, "", &number, by, &[]), text("12.563"));
    }
}
