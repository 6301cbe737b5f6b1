//! A condition whose column is found and whose values are read.

use super::subject::Subject;
use super::test::{Test, outcomes};
use super::{Condition, ConditionError, Truth};
use crate::leads::{Col, Field, FileContext, Layout};

/// A condition that can be checked, on places as its caller names them.
#[derive(Clone, Debug)]
pub struct Bound<P>(BoundCheck<P>);

/// A condition on the fields of a file.
pub type BoundCondition = Bound<Field>;

/// A condition on known columns, in any file.
pub type ColumnCondition = Bound<Col>;

#[derive(Clone, Debug)]
enum BoundCheck<P> {
    Cell {
        at: P,
        currency: Option<P>,
        test: Test,
    },
    /// Whether the lead has one of these statuses and substatuses, or none of them.
    Outcome {
        status: Option<P>,
        substatus: Option<P>,
        pairs: Vec<[String; 2]>,
        is_wanted: bool,
    },
}

impl Condition {
    /// Finds the column of the condition in a file, and reads the values for it.
    ///
    /// Dates such as `today-10d` are those of the day of the context.
    ///
    /// # Errors
    ///
    /// Fails if the file has no such column, and on an operator or a value that doesn't fit it.
    pub fn bind(
        &self,
        layout: &Layout,
        context: &FileContext,
    ) -> Result<BoundCondition, ConditionError> {
        self.on(self.subject(layout)?, context)
    }

    /// Reads the condition for the known columns, without a file.
    ///
    /// # Errors
    ///
    /// As [`Condition::bind`], on a column that no download has, and on a value that is none of the column's list:
    /// where the number of matching leads isn't shown, a mistyped one would go unnoticed.
    pub fn on_columns(&self, context: &FileContext) -> Result<ColumnCondition, ConditionError> {
        let subject = self.known_subject()?;
        if let Subject::Cell { at, .. } = subject {
            self.check_values(at, &context.lists)?;
        }
        self.on(subject, context)
    }

    fn on<P>(
        &self,
        subject: Subject<P>,
        context: &FileContext,
    ) -> Result<Bound<P>, ConditionError> {
        Ok(Bound(match subject {
            Subject::Cell { at, col, currency } => {
                BoundCheck::Cell { at, currency, test: Test::new(self, col, context.today)? }
            }
            Subject::Outcome { status, substatus } => {
                let (pairs, is_wanted) = outcomes(self, context)?;
                BoundCheck::Outcome { status, substatus, pairs, is_wanted }
            }
        }))
    }
}

impl<P: Copy> Bound<P> {
    /// The place of the cell that it is about; for the outcome that of the status, if the file has it.
    pub fn place(&self) -> Option<P> {
        match &self.0 {
            BoundCheck::Cell { at, .. } => Some(*at),
            BoundCheck::Outcome { status, .. } => *status,
        }
    }

    /// Whether it holds for a lead with these texts.
    pub fn check<T: AsRef<str>>(&self, text: impl Fn(P) -> T, context: &FileContext) -> Truth {
        match &self.0 {
            BoundCheck::Cell { at, currency, test } => {
                let decimals = || context.lists.decimals(text((*currency)?).as_ref());
                test.check(text(*at).as_ref(), context, decimals)
            }
            BoundCheck::Outcome { status, substatus, pairs, is_wanted } => {
                let is = |at: &Option<P>, wanted: &str| {
                    at.is_some_and(|at| text(at).as_ref().trim().eq_ignore_ascii_case(wanted))
                };
                let has = pairs.iter().any(|[one, other]| is(status, one) && is(substatus, other));
                Truth::of(has == *is_wanted)
            }
        }
    }
}
