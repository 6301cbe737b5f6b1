//! Why a text isn't a condition, or not one on a file.

use super::operator::Operator;
use crate::leads::{PatternError, suggested};
use thiserror::Error;

/// What is wrong with a condition, and what is expected instead.
///
/// Its text is one sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConditionError {
    /// There is nothing at all.
    #[error("the condition is empty; expected a column, an operator and a value: Status = New")]
    Empty,
    /// It has no operator.
    #[error("\"{text}\" has no operator; expected {}", Operator::listed())]
    NoOperator {
        /// The whole text.
        text: String,
    },
    /// Something stands where the operator should be.
    #[error("\"{found}\" isn't an operator{}", suggestion(found))]
    UnknownOperator {
        /// What stands there.
        found: String,
    },
    /// No column is named before the operator.
    #[error("no column stands before {}; expected its name", operator.as_str())]
    NoColumn {
        /// The operator.
        operator: Operator,
    },
    /// A quotation mark has no second one.
    #[error("a quotation mark is missing after {text}")]
    UnclosedQuote {
        /// The text from the first mark on.
        text: String,
    },
    /// Something follows a quoted value.
    #[error(
        "\"{found}\" follows the closing quotation mark; expected | and another value, or the end"
    )]
    AfterQuote {
        /// What follows.
        found: String,
    },
    /// No value follows the operator, or none stands beside a `|`.
    #[error("a value is missing after {}; \"is empty\" finds empty cells", operator.as_str())]
    NoValue {
        /// The operator.
        operator: Operator,
    },
    /// Something follows an operator that needs no value.
    #[error("\"{found}\" follows \"{}\", which takes no value", operator.as_str())]
    UnexpectedValue {
        /// The operator.
        operator: Operator,
        /// What follows.
        found: String,
    },
    /// Several values follow an operator that takes one.
    #[error("{} takes one value; only =, != and contains take several", operator.as_str())]
    OneValue {
        /// The operator.
        operator: Operator,
    },
    /// A regular expression can't be read.
    #[error("the expression can't be read: {0}")]
    Expression(PatternError),
    /// No column has the name.
    #[error("no column is named \"{name}\"{}", suggested(nearest_name.as_deref()))]
    UnknownColumn {
        /// The name.
        name: String,
        /// The name that is most like it.
        nearest_name: Option<String>,
    },
    /// The column is a known one, and the file doesn't have it.
    #[error("the file has no column \"{name}\"")]
    MissingColumn {
        /// The name.
        name: String,
    },
    /// The operator doesn't fit what the column holds.
    #[error("{} compares dates and numbers, and \"{column}\" holds texts; expected =, !=, contains, \
             matches, is empty or is not empty", operator.as_str())]
    NoOrder {
        /// The operator.
        operator: Operator,
        /// The column.
        column: String,
    },
    /// The operator doesn't fit the name of an outcome.
    #[error("{} doesn't fit \"Outcome\"; expected = or != and the name of an outcome", operator.as_str())]
    OutcomeOperator {
        /// The operator.
        operator: Operator,
    },
    /// No outcome has the name.
    #[error("no outcome is named \"{name}\"; expected {}", names.join(", "))]
    UnknownOutcome {
        /// The name.
        name: String,
        /// The names that there are.
        names: Vec<String>,
    },
    /// The column has no such value in any file.
    #[error("\"{column}\" is never \"{value}\"{}", suggested(nearest_value.as_deref()))]
    UnknownValue {
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// The value that is most like it.
        nearest_value: Option<String>,
    },
    /// A date is expected.
    #[error("\"{value}\" isn't a date; expected one such as {DATE_EXAMPLES}")]
    NotDate {
        /// The value.
        value: String,
    },
    /// A number is expected.
    #[error("\"{value}\" isn't a number; expected one such as 500 or 1250.50")]
    NotNumber {
        /// The value.
        value: String,
    },
    /// A date or a number is expected.
    #[error(
        "\"{value}\" is neither a number nor a date; expected one such as 500 or {DATE_EXAMPLES}"
    )]
    NoOrderedValue {
        /// The value.
        value: String,
    },
    /// A date or a number can mean two.
    #[error("\"{value}\" can mean two values. {doubt}")]
    Ambiguous {
        /// The value.
        value: String,
        /// A question that names both, and how to write each clearly.
        doubt: String,
    },
}

/// Dates in some of the forms that conditions take.
const DATE_EXAMPLES: &str = "today, today-10d, +1m, this quarter or 12/31/2026";

fn suggestion(found: &str) -> String {
    match Operator::meant(found) {
        Some(operator) => format!("; did you mean {}?", operator.as_str()),
        None => format!("; expected {}", Operator::listed()),
    }
}
