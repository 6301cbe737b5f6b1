//! Reading a change as it is typed.

use super::{AddedText, ChangeError, Distance, DistanceUnit, LetterCase, Period, ValueChange};
use crate::leads::kind::amount::{self, AmountReading};
use crate::leads::kind::conventions::Conventions;
use crate::leads::kind::decimal::Decimal;

const DISTANCES: &str = "a number, with or without a unit: 30, 2w, 3m, 1q, 1y, 500, 10%";
const FACTORS: &str = "a number above 0, such as 1.1";
const STEPS: &str = "a number above 0, such as 100";

/// The words that begin a change, with the operators behind a column's name.
pub(super) const OPERATORS: [&str; 5] = ["+=", "-=", "*=", "/=", "="];

/// The words of changes that have nothing behind them.
const ALONE: [(&str, ValueChange); 5] = [
    ("next working day", ValueChange::NextWorkingDay),
    ("upper", ValueChange::Letters(LetterCase::Upper)),
    ("lower", ValueChange::Letters(LetterCase::Lower)),
    ("title", ValueChange::Letters(LetterCase::Title)),
    ("trim", ValueChange::Trim),
];

/// The words of changes that have something behind them.
const PREFIXES: [&str; 5] = ["append", "prepend", "round", "start of", "end of"];

impl ValueChange {
    /// Reads a change as it is typed: `+=1q`, `*=1.1`, `end of month`, `append Called`, `= Won`.
    ///
    /// A text that begins in no such way is a new value. Case doesn't count in the words.
    ///
    /// # Errors
    ///
    /// Fails if what stands behind an operator or a word isn't what belongs there.
    pub fn parse(typed: &str) -> Result<Self, ChangeError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(ChangeError::Empty);
        }
        if let Some(change) = operator(typed) {
            return change;
        }
        word(typed).unwrap_or_else(|| Ok(Self::Set(unquoted(typed))))
    }
}

/// Reads a change that begins with an operator.
pub(super) fn operator(typed: &str) -> Option<Result<ValueChange, ChangeError>> {
    let (operator, rest) =
        OPERATORS.iter().find_map(|op| Some((*op, typed.strip_prefix(op)?.trim())))?;
    Some(match operator {
        "=" => Ok(ValueChange::Set(unquoted(rest))),
        "+=" => distance(rest).map(ValueChange::Add),
        "-=" => distance(rest).map(ValueChange::Subtract),
        "*=" => factor(rest, "multiplying").map(ValueChange::Multiply),
        _ => factor(rest, "dividing").map(ValueChange::Divide),
    })
}

/// Reads a change that begins with a word.
pub(super) fn word(typed: &str) -> Option<Result<ValueChange, ChangeError>> {
    let lower = typed.to_ascii_lowercase();
    let same_words = |words: &str| lower.split_whitespace().eq(words.split(' '));
    if let Some((_, change)) = ALONE.iter().find(|(words, _)| same_words(words)) {
        return Some(Ok(change.clone()));
    }
    let (prefix, rest) = PREFIXES.iter().find_map(|words| {
        let rest = typed.get(words.len()..).filter(|_| lower.starts_with(words))?;
        let is_word = rest.is_empty() || rest.starts_with(char::is_whitespace);
        is_word.then_some((*words, rest.trim()))
    })?;
    Some(match prefix {
        "append" => added("append", rest).map(ValueChange::Append),
        "prepend" => added("prepend", rest).map(ValueChange::Prepend),
        "round" => number_of(rest, STEPS)
            .and_then(|step| above_zero(step, "rounding"))
            .map(ValueChange::Round),
        "start of" => period(rest).map(ValueChange::StartOf),
        _ => period(rest).map(ValueChange::EndOf),
    })
}

/// Whether a change begins with the words at the beginning of a text: those with nothing behind them end it.
pub(super) fn begins_with_word(text: &str) -> bool {
    word(text).is_some()
}

fn added(word: &'static str, text: &str) -> Result<AddedText, ChangeError> {
    let quoted = is_quoted(text);
    let is_quoted = quoted.is_some();
    let text = quoted.unwrap_or_else(|| text.to_owned());
    if text.is_empty() { Err(ChangeError::NoText(word)) } else { Ok(AddedText { text, is_quoted }) }
}

fn period(text: &str) -> Result<Period, ChangeError> {
    let lower = text.to_ascii_lowercase();
    let word = ["its ", "the "].iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    match word.trim() {
        "month" => Ok(Period::Month),
        "quarter" => Ok(Period::Quarter),
        "year" => Ok(Period::Year),
        _ => Err(ChangeError::NoPeriod(text.to_owned())),
    }
}

fn distance(text: &str) -> Result<Distance, ChangeError> {
    const UNITS: [(&str, &str, DistanceUnit); 6] = [
        ("d", "day", DistanceUnit::Day),
        ("w", "week", DistanceUnit::Week),
        ("m", "month", DistanceUnit::Month),
        ("q", "quarter", DistanceUnit::Quarter),
        ("y", "year", DistanceUnit::Year),
        ("%", "percent", DistanceUnit::Percent),
    ];
    let lower = text.to_ascii_lowercase();
    let number = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let word = &lower[number.len()..];
    let singular = word.strip_suffix('s').unwrap_or(word);
    let unit = UNITS.iter().find(|(short, long, _)| word == *short || singular == *long);
    match unit {
        Some((_, _, unit)) => {
            Ok(Distance { number: number_of(number, DISTANCES)?, unit: Some(*unit) })
        }
        None => Ok(Distance { number: number_of(text, DISTANCES)?, unit: None }),
    }
}

fn factor(text: &str, what: &'static str) -> Result<Decimal, ChangeError> {
    // A factor has its decimals behind a point, as in `*=1.125`: nobody multiplies by thousands.
    let number = Decimal::read(text).map_or_else(|| number_of(text, FACTORS), Ok)?;
    above_zero(number, what)
}

fn above_zero(number: Decimal, what: &'static str) -> Result<Decimal, ChangeError> {
    if number.is_zero() || number.is_negative() {
        Err(ChangeError::NotAboveZero(what))
    } else {
        Ok(number)
    }
}

fn number_of(text: &str, expected: &'static str) -> Result<Decimal, ChangeError> {
    let text = text.trim();
    let number = match amount::read(text, Conventions::default()) {
        AmountReading::Either(..) => return Err(ChangeError::AmbiguousNumber(text.to_owned())),
        AmountReading::One(plain) => Decimal::read(&plain),
        AmountReading::Nothing => None,
    };
    number.ok_or_else(|| ChangeError::NoNumber { typed: text.to_owned(), expected })
}

/// What stands in the quotes around a whole text, doubled ones in it as one.
pub(super) fn is_quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let single = inner.replace("\"\"", "");
    (!single.contains('"')).then(|| inner.replace("\"\"", "\""))
}

fn unquoted(text: &str) -> String {
    is_quoted(text).unwrap_or_else(|| text.to_owned())
}
