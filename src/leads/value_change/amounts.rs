//! Calculating amounts.

use super::{CannotChange, Distance, DistanceUnit, ValueChange};
use crate::leads::kind::amount;
use crate::leads::kind::cell::{self, CellValue};
use crate::leads::kind::decimal::Decimal;
use crate::leads::{Col, Lead};

/// The decimals of an amount whose currency isn't known.
const USUAL_DECIMALS: u32 = 2;

/// How many decimals the amounts of a lead have by its currency, if that is known.
pub(super) fn decimals(lead: &Lead) -> Option<u8> {
    lead.context.lists.decimals(lead.text(Col::Currency))
}

/// The text of an amount after a change, rounded half up to the decimals of its currency.
///
/// It has as many decimals as before, or more where it needs them.
pub(super) fn apply(
    change: &ValueChange,
    old: &str,
    decimals: Option<u8>,
) -> Result<String, CannotChange> {
    let before = read(old, decimals)?;
    let most = decimals.map_or_else(|| before.scale().max(USUAL_DECIMALS), u32::from);
    let after = match change {
        ValueChange::Add(by) => before.plus(part(before, *by).ok_or(CannotChange::OutOfRange)?),
        ValueChange::Subtract(by) => {
            before.plus(part(before, *by).ok_or(CannotChange::OutOfRange)?.negated())
        }
        ValueChange::Multiply(by) => before.times(*by),
        ValueChange::Divide(by) => before.divided_by(*by, most),
        ValueChange::Round(step) => before.nearest_multiple(*step),
        _ => None,
    };
    let after = after.ok_or(CannotChange::OutOfRange)?;
    if after == before && amount::is_plain(old) {
        return Ok(old.to_owned());
    }
    let least = before.scale().min(most);
    Ok(after.rounded(most).trimmed(least).with_scale(least).to_string())
}

/// Reads the amount of a cell; one below zero can stand there after a subtraction.
fn read(old: &str, decimals: Option<u8>) -> Result<Decimal, CannotChange> {
    match cell::amount(old, || decimals) {
        CellValue::One(amount) => amount.decimal().ok_or(CannotChange::OutOfRange),
        CellValue::Blank => Err(CannotChange::Empty),
        CellValue::Ambiguous => Err(CannotChange::AmbiguousAmount(old.to_owned())),
        CellValue::Nothing => Err(CannotChange::NoAmount(old.to_owned())),
    }
}

/// What is added to an amount: the number, or this many hundredths of it.
fn part(of: Decimal, by: Distance) -> Option<Decimal> {
    match by.unit {
        Some(DistanceUnit::Percent) => of.times(by.number)?.hundredth(),
        _ => Some(by.number),
    }
}
