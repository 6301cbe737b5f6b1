//! Numbers in conditions.

use super::ConditionError;
use crate::leads::kind::amount::{self, AmountReading};
use crate::leads::kind::cell::{CellAmount, signed};
use crate::leads::kind::conventions::Conventions;
use std::borrow::Cow;

/// Reads the value of a condition, as the editor of amounts reads what is typed.
pub(super) fn read(value: &str) -> Result<CellAmount<'static>, ConditionError> {
    let (is_negative, text) = signed(value.trim());
    match amount::read(text, Conventions::default()) {
        AmountReading::One(plain) => Ok(CellAmount { is_negative, plain: Cow::Owned(plain) }),
        AmountReading::Either(thousands, decimals) => Err(ConditionError::Ambiguous {
            value: value.to_owned(),
            doubt: format!(
                "Is it {} or {decimals}? Write {thousands} or {}",
                amount::grouped(&thousands),
                amount::unambiguous(&decimals)
            ),
        }),
        AmountReading::Nothing => Err(ConditionError::NotNumber { value: value.to_owned() }),
    }
}
