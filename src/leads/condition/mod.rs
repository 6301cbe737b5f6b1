//! Conditions on leads, as people write them: `Close date < today`, `Status = New|Active`.
//!
//! The same text means the same wherever a condition can be given. It is parsed without a file; binding it
//! finds its column and reads its values, and so finds the mistakes that only the column shows.

mod bound;
mod day;
mod error;
mod listed;
mod number;
mod operator;
mod outcome_name;
mod parse;
mod subject;
mod test;
#[cfg(test)]
mod tests;

pub use bound::{Bound, BoundCondition, ColumnCondition};
pub use error::ConditionError;
pub use operator::Operator;
pub use outcome_name::{outcome_names, outcomes_named};
pub use subject::{ComparedAs, OUTCOME, column_named, field_named};

use parse::{quoted_name, quoted_value};
use std::fmt;
use std::str::FromStr;

/// A condition on a lead: a column, an operator and the values after it.
///
/// Two conditions are equal if they are written alike but for spaces and needless quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    column: String,
    operator: Operator,
    /// What follows the operator, without quotation marks; one of several texts is enough.
    values: Vec<String>,
}

impl Condition {
    /// Reads `COLUMN OPERATOR VALUE`.
    ///
    /// # Errors
    ///
    /// Fails on a text that isn't one. Whether there is such a column, and whether the value fits it, is found
    /// by [`Condition::bind`] and [`Condition::on_columns`].
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        parse::condition(text, None)
    }

    /// Reads a condition in which the name of the column may be left out: `< today`.
    ///
    /// # Errors
    ///
    /// As [`Condition::parse`].
    pub fn parse_on(column: &str, text: &str) -> Result<Self, ConditionError> {
        parse::condition(text, Some(column))
    }

    /// The name of its column, as it is written.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Its operator.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// The values after the operator.
    pub fn values(&self) -> &[String] {
        &self.values
    }
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        Self::parse(text)
    }
}

/// A text that [`Condition::parse`] reads as the same condition.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", quoted_name(&self.column), self.operator.as_str())?;
        for (at, value) in self.values.iter().enumerate() {
            let before = if at == 0 { " " } else { "|" };
            write!(f, "{before}{}", quoted_value(value, self.operator))?;
        }
        Ok(())
    }
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It does.
    Holds,
    /// It doesn't.
    Fails,
    /// The cell can't be read for the comparison: a date that is broken or can mean two days, a text where a
    /// number is needed.
    Unreadable,
}

impl Truth {
    /// Whether the condition holds. A cell that can't be read fits no condition.
    pub fn holds(self) -> bool {
        self == Self::Holds
    }

    fn of(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}
