//! Reads the text of a condition.

use super::operator::Operator;
use super::{Condition, ConditionError};
use std::borrow::Cow;

/// What operators of symbols are made of.
const SYMBOLS: [char; 5] = ['=', '<', '>', '!', '~'];

/// The operators of words.
const WORDS: [Operator; 4] =
    [Operator::Contains, Operator::Matches, Operator::IsEmpty, Operator::IsNotEmpty];

/// Reads a condition; `column` is the name of the column where the text names none.
pub(super) fn condition(text: &str, column: Option<&str>) -> Result<Condition, ConditionError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ConditionError::Empty);
    }
    let (name, rest) = name(text)?;
    let (operator, rest) = operator(&name, rest)?;
    let column = match (name, column) {
        (name, _) if !name.is_empty() => name.into_owned(),
        (_, Some(column)) => column.to_owned(),
        (_, None) => return Err(ConditionError::NoColumn { operator }),
    };
    Ok(Condition { column, operator, values: values(rest.trim(), operator)? })
}

/// Splits the name of a column off.
fn name(text: &str) -> Result<(Cow<'_, str>, &str), ConditionError> {
    if text.starts_with('"') {
        let (name, rest) = quoted(text)?;
        return Ok((Cow::Owned(name.trim().to_owned()), rest.trim_start()));
    }
    let at =
        operator_start(text).ok_or_else(|| ConditionError::NoOperator { text: text.to_owned() })?;
    Ok((Cow::Borrowed(text[..at].trim_end()), &text[at..]))
}

/// Reads the text between quotation marks, where two of them are one; and what follows it.
fn quoted(text: &str) -> Result<(String, &str), ConditionError> {
    let mut inner = String::new();
    let mut rest = &text[1..];
    loop {
        let Some((before, after)) = rest.split_once('"') else {
            return Err(ConditionError::UnclosedQuote { text: text.to_owned() });
        };
        inner.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                inner.push('"');
                rest = after;
            }
            None => return Ok((inner, after)),
        }
    }
}

/// The position of the first operator.
fn operator_start(text: &str) -> Option<usize> {
    let mut is_after_word = false;
    text.char_indices().find_map(|(at, c)| {
        let begins_word = !is_after_word;
        is_after_word = !c.is_whitespace();
        let is_symbol = match c {
            '!' => text[at + 1..].starts_with('='),
            c => SYMBOLS.contains(&c),
        };
        (is_symbol || (begins_word && word_operator(&text[at..]).is_some())).then_some(at)
    })
}

/// The operator of words that a text begins with, and what follows it.
fn word_operator(text: &str) -> Option<(Operator, &str)> {
    WORDS.into_iter().find_map(|operator| {
        let rest = operator.as_str().split(' ').try_fold(text, |rest, word| {
            let rest = rest.trim_start();
            let start = rest.get(..word.len())?;
            start.eq_ignore_ascii_case(word).then(|| &rest[word.len()..])
        })?;
        let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '"');
        ends.then_some((operator, rest))
    })
}

/// Reads the operator that a text begins with, after the name of a column.
fn operator<'t>(name: &str, text: &'t str) -> Result<(Operator, &'t str), ConditionError> {
    if let Some(found) = word_operator(text) {
        return Ok(found);
    }
    let end = text.find(|c| !SYMBOLS.contains(&c)).unwrap_or(text.len());
    let symbol = &text[..end];
    if end == 0 {
        let found = text.split_whitespace().next().unwrap_or_default();
        return Err(match found {
            "" => ConditionError::NoOperator { text: name.to_owned() },
            found => ConditionError::UnknownOperator { found: found.to_owned() },
        });
    }
    // `+=` changes a value and asks nothing.
    if let Some(change) = name.chars().last().filter(|c| "+-*/".contains(*c) && symbol == "=") {
        return Err(ConditionError::UnknownOperator { found: format!("{change}=") });
    }
    let operator = Operator::of_symbol(symbol);
    let unknown = || ConditionError::UnknownOperator { found: symbol.to_owned() };
    Ok((operator.ok_or_else(unknown)?, &text[end..]))
}

/// Reads the values after an operator.
fn values(text: &str, operator: Operator) -> Result<Vec<String>, ConditionError> {
    if !operator.takes_value() {
        return match text {
            "" => Ok(Vec::new()),
            found => Err(ConditionError::UnexpectedValue { operator, found: found.to_owned() }),
        };
    }
    if operator == Operator::Matches {
        let whole = if text.starts_with('"') { quoted(text).ok() } else { None };
        let value = match whole {
            Some((inner, "")) => inner,
            _ => text.to_owned(),
        };
        return if value.is_empty() {
            Err(ConditionError::NoValue { operator })
        } else {
            Ok(vec![value])
        };
    }
    let mut values = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (value, after) = value(text.trim_start())?;
        if value.trim().is_empty() {
            return Err(ConditionError::NoValue { operator });
        }
        values.push(value);
        rest = after;
    }
    if values.len() > 1 && !operator.takes_several() {
        return Err(ConditionError::OneValue { operator });
    }
    Ok(values)
}

/// Reads one value, and what follows a `|` after it.
fn value(text: &str) -> Result<(String, Option<&str>), ConditionError> {
    if !text.starts_with('"') {
        return Ok(match text.split_once('|') {
            Some((value, rest)) => (value.trim_end().to_owned(), Some(rest)),
            None => (text.trim_end().to_owned(), None),
        });
    }
    let (value, after) = quoted(text)?;
    match after.trim() {
        "" => Ok((value, None)),
        after => match after.strip_prefix('|') {
            Some(rest) => Ok((value, Some(rest))),
            None => Err(ConditionError::AfterQuote { found: after.to_owned() }),
        },
    }
}

/// The name of a column, in quotation marks if it wouldn't be read as one name without them.
pub(super) fn quoted_name(name: &str) -> Cow<'_, str> {
    let is_plain = operator_start(name).is_none()
        && name.trim() == name
        && !name.starts_with('"')
        && !name.is_empty()
        && !name.ends_with(['+', '-', '*', '/']);
    if is_plain { Cow::Borrowed(name) } else { Cow::Owned(in_quotes(name)) }
}

/// A value, in quotation marks if it wouldn't be read as one value without them.
pub(super) fn quoted_value(value: &str, operator: Operator) -> Cow<'_, str> {
    let is_plain = value.trim() == value
        && !value.starts_with('"')
        && !value.starts_with(SYMBOLS)
        && (operator == Operator::Matches || !value.contains('|'));
    if is_plain { Cow::Borrowed(value) } else { Cow::Owned(in_quotes(value)) }
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
