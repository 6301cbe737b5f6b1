//! What is done to a cell, from its own value: a date moved by a quarter, an amount times 1.1, a note appended.
//!
//! One language for the grid, the command line and files: [`ValueChange`] is what is typed for a column that is known,
//! [`Assignment`] names the column as well.

mod amounts;
mod assignment;
mod bound;
mod dates;
mod error;
mod forms;
mod parse;
mod texts;

pub use assignment::{Assignment, AssignmentTarget};
pub use bound::{BoundAssignment, ProposedText};
pub use error::{AssignmentError, CannotChange, ChangeError};
pub use forms::{ChangeForm, forms};

use super::kind::conventions::Conventions;
use super::kind::decimal::Decimal;
use super::{Col, FileContext, Kind, Lead, kind};
use std::fmt::{self, Display, Formatter};

/// What is done to a cell, from its own value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueChange {
    /// It gets another value, read like a typed one.
    Set(String),
    /// A date moves into the future, or an amount grows.
    Add(Distance),
    /// A date moves into the past, or an amount shrinks.
    Subtract(Distance),
    /// An amount is multiplied.
    Multiply(Decimal),
    /// An amount is divided.
    Divide(Decimal),
    /// An amount becomes the nearest multiple of this one.
    Round(Decimal),
    /// A date becomes the first day of its own month, quarter or year.
    StartOf(Period),
    /// A date becomes the last day of its own month, quarter or year.
    EndOf(Period),
    /// A date on a Saturday or Sunday becomes the Monday after it.
    NextWorkingDay,
    /// A text gets another one behind it.
    Append(AddedText),
    /// A text gets another one before it.
    Prepend(AddedText),
    /// A text is written in other letters.
    Letters(LetterCase),
    /// A text loses the spaces around it, and all but one of several between words.
    Trim,
}

/// By how much a date moves or an amount changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// How many.
    pub number: Decimal,
    /// Of what; without a unit, days of a date and units of a currency.
    pub unit: Option<DistanceUnit>,
}

/// What a distance is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistanceUnit {
    /// Days of a date.
    Day,
    /// Weeks of a date.
    Week,
    /// Months of a date; the day stays, or is the last one of a shorter month.
    Month,
    /// Three months of a date.
    Quarter,
    /// Twelve months of a date.
    Year,
    /// Hundredths of an amount.
    Percent,
}

/// A part of the calendar that a date is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month,
    /// Three months, the first one from January.
    Quarter,
    /// A year.
    Year,
}

/// A text that is put before or behind the one of a cell.
///
/// In a column of several lines it stands on a line of its own. In one line a space is put between, unless the text
/// was given in quotes: then it is added exactly as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedText {
    /// The text.
    pub text: String,
    /// Whether it was given in quotes.
    pub is_quoted: bool,
}

/// How the letters of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterCase {
    /// In capitals.
    Upper,
    /// In small letters.
    Lower,
    /// In small letters, but for the first one of each word.
    Title,
}

impl ValueChange {
    /// Checks that the cells of a column can be changed in this way, and that a new value can mean one thing only.
    ///
    /// # Errors
    ///
    /// Fails if the change is for another kind of column; the error names the forms that are for this one.
    pub fn check(&self, col: Col, context: &FileContext) -> Result<(), ChangeError> {
        let kind = col.column().kind;
        let fits = match self {
            Self::Set(value) => {
                let doubt = kind::understand(col, value, context).doubt;
                return if doubt.is_empty() { Ok(()) } else { Err(ChangeError::Ambiguous(doubt)) };
            }
            Self::Add(by) | Self::Subtract(by) => match kind {
                Kind::Date => by.is_for_dates(),
                Kind::Amount => by.is_for_amounts(),
                _ => false,
            },
            Self::Multiply(_) | Self::Divide(_) | Self::Round(_) => matches!(kind, Kind::Amount),
            Self::StartOf(_) | Self::EndOf(_) | Self::NextWorkingDay => matches!(kind, Kind::Date),
            Self::Append(_) | Self::Prepend(_) => matches!(kind, Kind::Text | Kind::LongText),
            Self::Letters(_) | Self::Trim => {
                !matches!(kind, Kind::Date | Kind::Amount) && !col.is_in_outcome()
            }
        };
        if fits {
            return Ok(());
        }
        let forms: Vec<&str> = forms(kind).iter().map(|form| &*form.text).collect();
        let (change, column) = (self.to_string(), col.short());
        Err(ChangeError::OtherKind { change, column, forms: forms.join(", ") })
    }

    /// The text that a cell of a lead gets.
    ///
    /// # Errors
    ///
    /// Fails if the cell has no value that can be changed in this way.
    pub fn apply(&self, col: Col, lead: &Lead) -> Result<String, CannotChange> {
        let old = lead.text(col);
        let is_long = matches!(col.column().kind, Kind::LongText);
        match self {
            Self::Set(value) => Ok(understood(col, value, lead)),
            Self::Append(added) => Ok(texts::append(old, added, is_long)),
            Self::Prepend(added) => Ok(texts::prepend(old, added, is_long)),
            Self::Letters(case) => Ok(texts::in_letters(old, *case)),
            Self::Trim => Ok(texts::trim(old, is_long)),
            Self::Add(_) | Self::Subtract(_) if matches!(col.column().kind, Kind::Amount) => {
                amounts::apply(self, old, amounts::decimals(lead))
            }
            Self::Multiply(_) | Self::Divide(_) | Self::Round(_) => {
                amounts::apply(self, old, amounts::decimals(lead))
            }
            Self::Add(_)
            | Self::Subtract(_)
            | Self::StartOf(_)
            | Self::EndOf(_)
            | Self::NextWorkingDay => dates::apply(self, old, lead.context.today),
        }
    }
}

/// A typed value as the cell of a lead gets it.
fn understood(col: Col, value: &str, lead: &Lead) -> String {
    let conventions = Conventions::of_currency(amounts::decimals(lead));
    kind::understand_by(col, value, lead.context, conventions).text
}

impl Distance {
    fn is_for_dates(self) -> bool {
        self.unit != Some(DistanceUnit::Percent) && self.number.whole().is_some()
    }

    fn is_for_amounts(self) -> bool {
        matches!(self.unit, None | Some(DistanceUnit::Percent))
    }
}

impl Period {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl LetterCase {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Title => "title",
        }
    }
}

/// Writes the change as it can be typed.
impl Display for ValueChange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(value) if parse::is_quoted(value).is_some() || value.trim() != value => {
                write!(f, "= \"{}\"", value.replace('"', "\"\""))
            }
            Self::Set(value) => write!(f, "= {value}"),
            Self::Add(by) => write!(f, "+={by}"),
            Self::Subtract(by) => write!(f, "-={by}"),
            Self::Multiply(by) => write!(f, "*={by}"),
            Self::Divide(by) => write!(f, "/={by}"),
            Self::Round(step) => write!(f, "round {step}"),
            Self::StartOf(period) => write!(f, "start of {}", period.name()),
            Self::EndOf(period) => write!(f, "end of {}", period.name()),
            Self::NextWorkingDay => f.write_str("next working day"),
            Self::Append(added) => write!(f, "append {added}"),
            Self::Prepend(added) => write!(f, "prepend {added}"),
            Self::Letters(case) => f.write_str(case.name()),
            Self::Trim => f.write_str("trim"),
        }
    }
}

impl Display for Distance {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            None => "",
            Some(DistanceUnit::Day) => "d",
            Some(DistanceUnit::Week) => "w",
            Some(DistanceUnit::Month) => "m",
            Some(DistanceUnit::Quarter) => "q",
            Some(DistanceUnit::Year) => "y",
            Some(DistanceUnit::Percent) => "%",
        };
        write!(f, "{}{unit}", self.number)
    }
}

impl Display for AddedText {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_quoted || parse::is_quoted(&self.text).is_some() {
            write!(f, "\"{}\"", self.text.replace('"', "\"\""))
        } else {
            f.write_str(&self.text)
        }
    }
}

#[cfg(test)]
mod tests;
