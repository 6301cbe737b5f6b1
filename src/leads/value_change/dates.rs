//! Moving dates.

use super::{CannotChange, Distance, DistanceUnit, Period, ValueChange};
use crate::leads::kind::cell::{self, CellValue};
use crate::leads::kind::date;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The text of a date after a change.
pub(super) fn apply(
    change: &ValueChange,
    old: &str,
    today: NaiveDate,
) -> Result<String, CannotChange> {
    let day = read(old, today)?;
    let moved = match change {
        ValueChange::Add(by) => shift(day, *by, true),
        ValueChange::Subtract(by) => shift(day, *by, false),
        ValueChange::StartOf(period) => start_of(day, *period),
        ValueChange::EndOf(period) => end_of(day, *period),
        ValueChange::NextWorkingDay => working_day(day),
        _ => None,
    };
    let moved = moved.filter(|day| date::can_be_written(*day)).ok_or(CannotChange::OutOfRange)?;
    // A date that stays keeps its text, whatever its form.
    Ok(if moved == day && date::portal(old).is_ok() { old.to_owned() } else { date::write(moved) })
}

fn read(old: &str, today: NaiveDate) -> Result<NaiveDate, CannotChange> {
    match cell::day(old, today) {
        CellValue::One(day) => Ok(day),
        CellValue::Blank => Err(CannotChange::Empty),
        CellValue::Ambiguous => Err(CannotChange::AmbiguousDate(old.to_owned())),
        CellValue::Nothing => Err(CannotChange::NoDate(old.to_owned())),
    }
}

fn shift(day: NaiveDate, by: Distance, is_later: bool) -> Option<NaiveDate> {
    let number = u32::try_from(by.number.whole()?).ok()?;
    let (days, months) = match by.unit {
        None | Some(DistanceUnit::Day) => (Days::new(number.into()), Months::new(0)),
        Some(DistanceUnit::Week) => (Days::new(u64::from(number) * 7), Months::new(0)),
        Some(DistanceUnit::Month) => (Days::new(0), Months::new(number)),
        Some(DistanceUnit::Quarter) => (Days::new(0), Months::new(number.checked_mul(3)?)),
        Some(DistanceUnit::Year) => (Days::new(0), Months::new(number.checked_mul(12)?)),
        Some(DistanceUnit::Percent) => return None,
    };
    if is_later {
        day.checked_add_days(days)?.checked_add_months(months)
    } else {
        day.checked_sub_days(days)?.checked_sub_months(months)
    }
}

fn start_of(day: NaiveDate, period: Period) -> Option<NaiveDate> {
    let month = match period {
        Period::Month => day.month(),
        Period::Quarter => (day.month() - 1) / 3 * 3 + 1,
        Period::Year => 1,
    };
    NaiveDate::from_ymd_opt(day.year(), month, 1)
}

fn end_of(day: NaiveDate, period: Period) -> Option<NaiveDate> {
    let months = match period {
        Period::Month => 1,
        Period::Quarter => 3,
        Period::Year => 12,
    };
    start_of(day, period)?.checked_add_months(Months::new(months))?.pred_opt()
}

fn working_day(day: NaiveDate) -> Option<NaiveDate> {
    let days = match day.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    day.checked_add_days(Days::new(days))
}
