//! Numbers of any length, compared exactly.

use super::ConditionError;
use crate::leads::kind::amount::{self, AmountReading};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A number with a sign.
#[derive(Clone, Debug)]
pub(super) struct SignedNumber<'t> {
    is_negative: bool,
    /// Digits, and a decimal point before decimals.
    plain: Cow<'t, str>,
}

impl<'t> SignedNumber<'t> {
    /// Reads the text of a cell in any form that can mean one number only.
    pub(super) fn of_cell(text: &'t str) -> Option<Self> {
        let (is_negative, text) = signed(text.trim());
        // A cell with `12.563` has one meaning: that of Partner Center.
        if amount::is_plain(text) {
            return Some(Self { is_negative, plain: Cow::Borrowed(text) });
        }
        match amount::read(text, None) {
            AmountReading::One(plain) => Some(Self { is_negative, plain: Cow::Owned(plain) }),
            AmountReading::Either(..) | AmountReading::Nothing => None,
        }
    }

    /// Reads the value of a condition, as the editor of amounts reads what is typed.
    pub(super) fn of_value(value: &str) -> Result<SignedNumber<'static>, ConditionError> {
        let (is_negative, text) = signed(value.trim());
        match amount::read(text, None) {
            AmountReading::One(plain) => Ok(SignedNumber { is_negative, plain: Cow::Owned(plain) }),
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

    /// Which of two numbers is greater.
    pub(super) fn compare(&self, other: &SignedNumber) -> Ordering {
        let is_below_zero = |number: &SignedNumber| number.is_negative && !is_zero(&number.plain);
        match (is_below_zero(self), is_below_zero(other)) {
            (false, false) => compare_plain(&self.plain, &other.plain),
            (true, true) => compare_plain(&other.plain, &self.plain),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

fn is_zero(plain: &str) -> bool {
    plain.bytes().all(|b| matches!(b, b'0' | b'.'))
}

/// Compares two plain amounts.
fn compare_plain(one: &str, other: &str) -> Ordering {
    let (whole, decimals) = parts(one);
    let (other_whole, other_decimals) = parts(other);
    // Without zeros before it, the longer whole number is the greater one.
    let wholes = whole.len().cmp(&other_whole.len()).then_with(|| whole.cmp(other_whole));
    wholes.then_with(|| decimals.cmp(other_decimals))
}

/// The digits before and after the point, without zeros that don't count.
fn parts(plain: &str) -> (&str, &str) {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    (whole.trim_start_matches('0'), decimals.trim_end_matches('0'))
}
