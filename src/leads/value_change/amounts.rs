//! Calculating amounts.

use super::{CannotChange, Distance, DistanceUnit, ValueChange};
use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::amount::{self, AmountReading};
use crate::leads::kind::decimal::Decimal;
use crate::leads::{Col, Lead};

/// The decimals of an amount whose currency isn't known.
const USUAL_DECIMALS: u32 = 2;

/// How many decimals the amounts of a lead have by its currency, if that is known.
pub(super) fn decimals(lead: &Lead) -> Option<u32> {
    let currency = lead.context.lists.currency(lead.text(Col::Currency).trim())?;
    Some(currency.decimals.into())
}

/// The text of an amount after a change, rounded half up to the decimals of its currency.
///
/// It has as many decimals as before, or more where it needs them.
pub(super) fn apply(
    change: &ValueChange,
    old: &str,
    decimals: Option<u32>,
) -> Result<String, CannotChange> {
    let before = read(old, decimals)?;
    let most = decimals.unwrap_or_else(|| before.scale().max(USUAL_DECIMALS));
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
pub(crate) fn read(old: &str, decimals: Option<u32>) -> Result<Decimal, CannotChange> {
    if is_blank(old) {
        return Err(CannotChange::Empty);
    }
    let text = old.trim();
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    // Three digits behind a point are decimals in a currency that has three; in others they can be thousands.
    let is_certain = decimals == Some(3) && amount::is_plain(text);
    let plain = match amount::read(text, None) {
        _ if is_certain => text.to_owned(),
        AmountReading::One(plain) => plain,
        AmountReading::Either(..) => return Err(CannotChange::AmbiguousAmount(old.to_owned())),
        AmountReading::Nothing => return Err(CannotChange::NoAmount(old.to_owned())),
    };
    let number = Decimal::read(&plain).ok_or(CannotChange::OutOfRange)?;
    Ok(if is_negative { number.negated() } else { number })
}

/// What is added to an amount: the number, or this many hundredths of it.
fn part(of: Decimal, by: Distance) -> Option<Decimal> {
    match by.unit {
        Some(DistanceUnit::Percent) => of.times(by.number)?.hundredth(),
        _ => Some(by.number),
    }
}
