//! What the text of a cell means as an amount or a day.
//!
//! All that compares, sorts, sums, changes or checks values reads cells here, so that a text means the same
//! everywhere. What is typed, and the texts of other files, may depend on today and on the texts beside them:
//! [`amount::read`] and [`date::read`] read those by their [`Conventions`].

use super::amount::{self, AmountReading};
use super::conventions::Conventions;
use super::date::{self, DateReading};
use super::decimal::Decimal;
use crate::leads::bytes::blank::is_blank;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::cmp::Ordering;

/// What the text of a cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue<T> {
    /// Nothing stands in the cell.
    Blank,
    /// One value.
    One(T),
    /// One of two values.
    Ambiguous,
    /// No value of the kind.
    Nothing,
}

impl<T> CellValue<T> {
    /// The same with another form of its value.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> CellValue<U> {
        match self {
            Self::Blank => CellValue::Blank,
            Self::One(value) => CellValue::One(form(value)),
            Self::Ambiguous => CellValue::Ambiguous,
            Self::Nothing => CellValue::Nothing,
        }
    }

    /// The value, if the cell has one that is certain.
    pub fn one(self) -> Option<T> {
        match self {
            Self::One(value) => Some(value),
            Self::Blank | Self::Ambiguous | Self::Nothing => None,
        }
    }
}

/// Reads the date of a cell: in Partner Center's form, or in another one that has day, month and year, perhaps
/// with a time after it.
///
/// In a date with slashes the month is first, if that makes a day.
pub fn day(text: &str, today: NaiveDate) -> CellValue<NaiveDate> {
    if is_blank(text) {
        return CellValue::Blank;
    }
    let text = text.trim();
    // Nearly all dates of a file are these.
    if let Ok(day) = date::portal(text) {
        return CellValue::One(day);
    }
    match date::read_whole(date::without_time(text), today, Conventions::default()) {
        DateReading::Day(day) => CellValue::One(day),
        DateReading::Either(..) => CellValue::Ambiguous,
        DateReading::Nothing => CellValue::Nothing,
    }
}

/// Reads the amount of a cell; one below zero can stand there after a subtraction.
///
/// `decimals` is asked for those of the cell's currency where they decide: `12.563` is one amount in a currency
/// that has three.
pub fn amount(text: &str, decimals: impl FnOnce() -> Option<u8>) -> CellValue<CellAmount<'_>> {
    if is_blank(text) {
        return CellValue::Blank;
    }
    let (is_negative, text) = signed(text.trim());
    if amount::is_plain(text) && amount::readings(text).is_none() {
        return CellValue::One(CellAmount { is_negative, plain: Cow::Borrowed(text) });
    }
    match amount::read(text, Conventions::of_currency(decimals())) {
        AmountReading::One(plain) => {
            CellValue::One(CellAmount { is_negative, plain: Cow::Owned(plain) })
        }
        AmountReading::Either(..) => CellValue::Ambiguous,
        AmountReading::Nothing => CellValue::Nothing,
    }
}

/// Splits a minus sign off a number.
pub fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// An amount with a sign. It can have any number of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellAmount<'t> {
    /// Whether a minus sign stands before it.
    pub is_negative: bool,
    /// The plain amount.
    pub plain: Cow<'t, str>,
}

impl CellAmount<'_> {
    /// The amount without the cell that it was read from.
    pub fn into_owned(self) -> CellAmount<'static> {
        CellAmount { is_negative: self.is_negative, plain: Cow::Owned(self.plain.into_owned()) }
    }

    /// The amount as a number to calculate with, if it doesn't have too many digits.
    pub fn decimal(&self) -> Option<Decimal> {
        let number = Decimal::read(&self.plain)?;
        Some(if self.is_negative { number.negated() } else { number })
    }

    /// Which of two amounts is greater.
    pub fn compare(&self, other: &CellAmount) -> Ordering {
        let is_below_zero =
            |amount: &CellAmount| amount.is_negative && !amount::is_zero(&amount.plain);
        match (is_below_zero(self), is_below_zero(other)) {
            (false, false) => amount::compare(&self.plain, &other.plain),
            (true, true) => amount::compare(&other.plain, &self.plain),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}
