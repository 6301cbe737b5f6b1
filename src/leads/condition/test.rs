//! The comparison of a text with the values of a condition.

use super::day::{self, DayPeriod};
use super::number;
use super::operator::Operator;
use super::outcome_name::{outcome_names, outcomes_named};
use super::subject::ComparedAs;
use super::{Condition, ConditionError, Truth};
use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::cell::{self, CellAmount};
use crate::leads::{Col, FileContext, Kind, Pattern};
use chrono::NaiveDate;
use std::cmp::Ordering;

/// The decimals of a number that isn't an amount: Partner Center writes it, with a point before as many as it has.
const PORTAL_DECIMALS: Option<u8> = Some(u8::MAX);

/// What a text must be.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Blank, or not.
    Empty { is_wanted: bool },
    /// One of some texts in lower case, or none of them.
    Text { texts: Vec<String>, is_wanted: bool },
    /// One in which a pattern is found.
    Found(Vec<Pattern>),
    /// A day in, before or after periods.
    Day {
        operator: Operator,
        periods: Vec<DayPeriod>,
        /// Whether it is the day on which a lead was created, which has a form of its own.
        is_created: bool,
    },
    /// A number.
    Number {
        operator: Operator,
        numbers: Vec<CellAmount<'static>>,
        /// Whether it is an amount, whose currency decides how many decimals it has.
        is_amount: bool,
    },
}

impl Test {
    /// The test of a condition on a column; no column is one that isn't known.
    pub(super) fn new(
        condition: &Condition,
        col: Option<Col>,
        today: NaiveDate,
    ) -> Result<Self, ConditionError> {
        let (operator, values) = (condition.operator, &condition.values);
        let is_wanted = operator != Operator::NotEqual;
        match operator {
            Operator::IsEmpty => return Ok(Self::Empty { is_wanted: true }),
            Operator::IsNotEmpty => return Ok(Self::Empty { is_wanted: false }),
            Operator::Contains | Operator::Matches => return patterns(condition).map(Self::Found),
            _ => {}
        }
        match kind(condition, col, today)? {
            ComparedAs::Date => {
                let periods = values.iter().map(|value| day::read(value, today));
                let periods = periods.collect::<Result<_, _>>()?;
                Ok(Self::Day { operator, periods, is_created: col == Some(Col::CreatedDate) })
            }
            ComparedAs::Number => {
                let numbers = values.iter().map(|value| number::read(value));
                let is_amount = col.is_some_and(|col| matches!(col.column().kind, Kind::Amount));
                Ok(Self::Number {
                    operator,
                    numbers: numbers.collect::<Result<_, _>>()?,
                    is_amount,
                })
            }
            ComparedAs::Text | ComparedAs::Any => {
                let texts = values.iter().map(|value| value.trim().to_lowercase()).collect();
                Ok(Self::Text { texts, is_wanted })
            }
        }
    }

    /// Whether a text is what it must be. The decimals of an amount's currency are asked for where they decide.
    pub(super) fn check(
        &self,
        text: &str,
        context: &FileContext,
        decimals: impl FnOnce() -> Option<u8>,
    ) -> Truth {
        match self {
            Self::Empty { is_wanted } => Truth::of(is_blank(text) == *is_wanted),
            Self::Text { texts, is_wanted } => Truth::of(is_one_of(text, texts) == *is_wanted),
            Self::Found(patterns) => Truth::of(patterns.iter().any(|pattern| pattern.is_in(text))),
            // No date is none of the dates, and has no place in their order.
            Self::Day { operator, .. } | Self::Number { operator, .. } if is_blank(text) => {
                Truth::of(*operator == Operator::NotEqual)
            }
            Self::Day { operator, periods, is_created } => {
                let day = if *is_created {
                    context.created.day(text, context.today)
                } else {
                    cell::day(text, context.today).one()
                };
                match day {
                    Some(day) => any(*operator, periods.iter().map(|p| p.compare(day))),
                    None => Truth::Unreadable,
                }
            }
            Self::Number { operator, numbers, is_amount } => {
                let decimals = || if *is_amount { decimals() } else { PORTAL_DECIMALS };
                match cell::amount(text, decimals).one() {
                    Some(own) => any(*operator, numbers.iter().map(|number| own.compare(number))),
                    None => Truth::Unreadable,
                }
            }
        }
    }
}

impl DayPeriod {
    /// Whether a day is before, in or after the period.
    fn compare(self, day: NaiveDate) -> Ordering {
        if day < self.first {
            Ordering::Less
        } else if day > self.last {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    }
}

/// What the values of a condition that compares are.
fn kind(
    condition: &Condition,
    col: Option<Col>,
    today: NaiveDate,
) -> Result<ComparedAs, ConditionError> {
    let (operator, values) = (condition.operator, &condition.values);
    match ComparedAs::of(col) {
        ComparedAs::Text if operator.is_order() => {
            Err(ConditionError::NoOrder { operator, column: condition.column.clone() })
        }
        ComparedAs::Any if operator.is_order() => {
            let value = condition.values.first().map(String::as_str).unwrap_or_default();
            match (number::read(value), day::read(value, today)) {
                (Ok(_), _) => Ok(ComparedAs::Number),
                (_, Ok(_)) => Ok(ComparedAs::Date),
                (Err(error @ ConditionError::Ambiguous { .. }), _)
                | (_, Err(error @ ConditionError::Ambiguous { .. })) => Err(error),
                _ => Err(ConditionError::NoOrderedValue { value: value.to_owned() }),
            }
        }
        ComparedAs::Any if values.iter().all(|value| day::is_relative(value)) => {
            Ok(ComparedAs::Date)
        }
        kind => Ok(kind),
    }
}

/// The patterns of a condition that looks for texts or an expression.
fn patterns(condition: &Condition) -> Result<Vec<Pattern>, ConditionError> {
    let pattern = |value: &String| match condition.operator {
        Operator::Matches => Pattern::regex(value),
        // In lower case it is found in any case.
        _ => Pattern::text(&value.to_lowercase()),
    };
    let patterns = condition.values.iter().map(pattern);
    patterns.collect::<Result<_, _>>().map_err(ConditionError::Expression)
}

fn is_one_of(text: &str, lower: &[String]) -> bool {
    let text = text.trim();
    if text.is_ascii() {
        return lower.iter().any(|other| other.eq_ignore_ascii_case(text));
    }
    let text = text.to_lowercase();
    lower.contains(&text)
}

/// Whether an operator holds for one of the comparisons of a cell with the values; `!=` must hold for all.
fn any(operator: Operator, mut orders: impl Iterator<Item = Ordering>) -> Truth {
    let is = |order: Ordering| match operator {
        Operator::Less => order.is_lt(),
        Operator::AtMost => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::AtLeast => order.is_ge(),
        _ => order.is_eq(),
    };
    Truth::of(orders.any(is) == (operator != Operator::NotEqual))
}

/// The status combinations that a condition on the outcome names.
pub(super) fn outcomes(
    condition: &Condition,
    context: &FileContext,
) -> Result<(Vec<[String; 2]>, bool), ConditionError> {
    let operator = condition.operator;
    if !matches!(operator, Operator::Equal | Operator::NotEqual) {
        return Err(ConditionError::OutcomeOperator { operator });
    }
    let mut all = Vec::new();
    for name in &condition.values {
        let before = all.len();
        let found = outcomes_named(&context.lists, name);
        all.extend(found.map(|outcome| [outcome.status.clone(), outcome.substatus.clone()]));
        if all.len() == before {
            let names = outcome_names(&context.lists);
            return Err(ConditionError::UnknownOutcome { name: name.clone(), names });
        }
    }
    Ok((all, operator == Operator::Equal))
}
