//! Values of columns that hold one of a list.

use super::operator::Operator;
use super::{Condition, ConditionError};
use crate::leads::lists::Lists;
use crate::leads::{Col, nearest};

impl Condition {
    /// Fails on a value that the column can't have: it is compared with `=` or `!=`, and isn't in the column's list.
    pub(super) fn check_values(&self, col: Col, lists: &Lists) -> Result<(), ConditionError> {
        if !matches!(self.operator, Operator::Equal | Operator::NotEqual) {
            return Ok(());
        }
        let Some(listed) = listed(col, lists) else { return Ok(()) };
        let is_listed = |value: &&String| {
            let value = value.trim().to_lowercase();
            listed.iter().any(|listed| listed.to_lowercase() == value)
        };
        match self.values.iter().find(|value| !is_listed(value)) {
            None => Ok(()),
            Some(value) => Err(ConditionError::UnknownValue {
                column: self.column.clone(),
                value: value.clone(),
                nearest_value: nearest(value, listed.iter().copied()).map(str::to_owned),
            }),
        }
    }
}

/// The values that a column can have, if they are in a short list.
fn listed(col: Col, lists: &Lists) -> Option<Vec<&str>> {
    let outcomes = lists.outcomes().iter();
    match col {
        Col::Status => Some(outcomes.map(|outcome| outcome.status.as_str()).collect()),
        Col::Substatus => Some(outcomes.map(|outcome| outcome.substatus.as_str()).collect()),
        Col::PurchaseIntent => Some(lists.intents.iter().map(|i| i.text.as_str()).collect()),
        _ => None,
    }
}
