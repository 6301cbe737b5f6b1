//! A column and what is done to its cells, read from one text.

use super::parse::{OPERATORS, begins_with_word, is_quoted};
use super::{AssignmentError, ValueChange};
use std::fmt::{self, Display, Formatter};

/// A column and what is done to its cells: `Close date+=1q`, `Notes append Called`, `Outcome=Won`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// What is changed.
    pub target: AssignmentTarget,
    /// What is done to it.
    pub change: ValueChange,
}

/// What an assignment changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssignmentTarget {
    /// The column with this name.
    Column(String),
    /// Status, substatus, stage and reason together, by the name of an outcome.
    Outcome,
}

impl AssignmentTarget {
    /// The name by which all cells of an outcome are set together.
    pub const OUTCOME: &'static str = "Outcome";

    /// Its name as it was typed.
    pub fn name(&self) -> &str {
        match self {
            Self::Column(name) => name,
            Self::Outcome => Self::OUTCOME,
        }
    }
}

impl Assignment {
    /// Reads a column and a change: an operator between the two, or a space before a word such as *append*.
    ///
    /// A name with an operator in it is given in quotes.
    ///
    /// # Errors
    ///
    /// Fails if there is no column or no change, or if the change can't be read.
    pub fn parse(typed: &str) -> Result<Self, AssignmentError> {
        let typed = typed.trim();
        let malformed = || AssignmentError::Form(typed.to_owned());
        let at = split(typed).ok_or_else(malformed)?;
        let name = typed[..at].trim();
        let name = is_quoted(name).unwrap_or_else(|| name.to_owned());
        if name.trim().is_empty() {
            return Err(malformed());
        }
        let change = ValueChange::parse(&typed[at..])
            .map_err(|error| AssignmentError::Change { column: name.clone(), error })?;
        let is_outcome = name.eq_ignore_ascii_case(AssignmentTarget::OUTCOME);
        match change {
            ValueChange::Set(_) if is_outcome => {
                Ok(Self { target: AssignmentTarget::Outcome, change })
            }
            _ if is_outcome => Err(malformed()),
            change => Ok(Self { target: AssignmentTarget::Column(name), change }),
        }
    }
}

/// Where the change begins in an assignment: the first operator, or the first word that begins a change.
fn split(typed: &str) -> Option<usize> {
    let mut is_quoted = false;
    let mut before = None;
    for (at, letter) in typed.char_indices() {
        let rest = &typed[at..];
        is_quoted ^= letter == '"';
        if !is_quoted {
            let is_word_start = before.is_some_and(char::is_whitespace);
            if OPERATORS.iter().any(|op| rest.starts_with(op))
                || (is_word_start && begins_with_word(rest))
            {
                return Some(at);
            }
        }
        before = Some(letter);
    }
    None
}

/// Writes the assignment as it can be typed.
impl Display for Assignment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (name, change) = (self.target.name(), self.change.to_string());
        let needs_quotes = split(name).is_some() || name.contains('"');
        let name = if needs_quotes {
            format!("\"{}\"", name.replace('"', "\"\""))
        } else {
            name.to_owned()
        };
        match &self.change {
            ValueChange::Set(_) => write!(f, "{name}{}", change.replacen("= ", "=", 1)),
            _ if change.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                write!(f, "{name} {change}")
            }
            _ => write!(f, "{name}{change}"),
        }
    }
}
