//! Why a change can't be read, isn't for a column, or can't be made in a cell.

use crate::leads::{UnknownColumn, visible};

/// Why a typed change can't be read, or isn't for the cells of a column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// Nothing is typed.
    #[error("nothing is typed")]
    Empty,
    /// There is no number where one belongs.
    #[error("\"{}\" isn't a number; expected {expected}", visible(.typed))]
    NoNumber {
        /// What stands there.
        typed: String,
        /// What is expected, with examples.
        expected: &'static str,
    },
    /// A number can be read in two ways.
    #[error("\"{}\" can be two numbers; write it without separators between thousands", visible(.0))]
    AmbiguousNumber(String),
    /// A factor or a step that isn't above zero.
    #[error("{0} needs a number above 0")]
    NotAboveZero(&'static str),
    /// There is no period where one belongs.
    #[error("\"{}\" is no period; expected month, quarter or year", visible(.0))]
    NoPeriod(String),
    /// There is no text where one belongs.
    #[error("{0} needs a text behind it")]
    NoText(&'static str),
    /// A value can mean two things.
    #[error("{0}")]
    Ambiguous(String),
    /// The change is for another kind of column.
    #[error("\"{}\" isn't for {column}; expected {forms}", visible(.change))]
    OtherKind {
        /// The change.
        change: String,
        /// The name of the column.
        column: String,
        /// The forms that are for it.
        forms: String,
    },
}

/// Why an assignment can't be read, or isn't for a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssignmentError {
    /// It isn't a column and a change.
    #[error(
        "\"{}\" isn't an assignment; expected a column and a change, such as 'Close date+=1q', 'Deal value*=1.1', \
        'Notes append Called' or 'Outcome=Won'",
        visible(.0)
    )]
    Form(String),
    /// The change can't be read, or isn't for the column.
    #[error("{}: {error}", visible(.column))]
    Change {
        /// The name of the column as it was typed.
        column: String,
        /// What is wrong with the change.
        error: ChangeError,
    },
    /// The file has no such column.
    #[error(transparent)]
    UnknownColumn(#[from] UnknownColumn),
    /// The file lacks the columns of an outcome.
    #[error("the file has no column for {0}")]
    NoColumnFor(&'static str),
    /// There is no such outcome.
    #[error("\"{}\" isn't an outcome that you can set; expected {expected}", visible(.typed))]
    NoOutcome {
        /// What was typed.
        typed: String,
        /// The names of the outcomes.
        expected: String,
    },
    /// Only Partner Center sets the column.
    #[error("{}: read-only, Partner Center sets it", visible(.0))]
    ReadOnly(String),
}

/// Why a change can't be made in a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotChange {
    /// It is empty.
    #[error("the cell is empty")]
    Empty,
    /// It has no date.
    #[error("\"{}\" isn't a date", visible(.0))]
    NoDate(String),
    /// It can be one of two days.
    #[error("\"{}\" can be two days", visible(.0))]
    AmbiguousDate(String),
    /// It has no amount.
    #[error("\"{}\" is no amount", visible(.0))]
    NoAmount(String),
    /// It can be one of two amounts.
    #[error("\"{}\" can be two amounts", visible(.0))]
    AmbiguousAmount(String),
    /// The result has too many digits, or is a day that can't be written.
    #[error("the result would be out of range")]
    OutOfRange,
    /// The lead doesn't offer the value.
    #[error("the lead doesn't offer \"{}\"", visible(.0))]
    NotOffered(String),
}

impl CannotChange {
    /// Whether the value of the cell can't be read; else the new one isn't possible.
    pub fn is_unreadable(&self) -> bool {
        !matches!(self, Self::OutOfRange | Self::NotOffered(_))
    }
}
