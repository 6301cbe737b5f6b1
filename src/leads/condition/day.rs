//! Days and periods in conditions.

use super::ConditionError;
use crate::leads::kind::conventions::Conventions;
use crate::leads::kind::date::{self, DateReading};
use chrono::{Datelike, Days, Months, NaiveDate};

/// The days from a first to a last one; a single day is both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayPeriod {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Reads the value of a condition: a period such as `this quarter`, or one day.
///
/// A day may be written as in the editor of dates; besides, `today` may be followed by a distance: `today-10d`.
pub(super) fn read(value: &str, today: NaiveDate) -> Result<DayPeriod, ConditionError> {
    let lower = value.trim().to_lowercase();
    let not_date = || ConditionError::NotDate { value: value.to_owned() };
    if let Some(period) = NamedPeriod::read(&lower) {
        return period.days(today).ok_or_else(not_date);
    }
    match date::read(distance(&lower).unwrap_or(value), today, Conventions::default()) {
        DateReading::Day(day) => Ok(DayPeriod { first: day, last: day }),
        DateReading::Either(month_first, day_first) => Err(ConditionError::Ambiguous {
            value: value.to_owned(),
            doubt: format!(
                "Is it {} or {}? Write {} or {}",
                month_first.format("%-d %B"),
                day_first.format("%-d %B"),
                month_first.format("%-m/%-d/%Y"),
                day_first.format("%-m/%-d/%Y"),
            ),
        }),
        DateReading::Nothing => Err(not_date()),
    }
}

/// Whether a value is a date that can't be meant as a text or number: a period, or a distance from today.
pub(super) fn is_relative(value: &str) -> bool {
    let lower = value.trim().to_lowercase();
    NamedPeriod::read(&lower).is_some() || lower == "today" || distance(&lower).is_some()
}

/// The distance in `today-10d`.
fn distance(lower: &str) -> Option<&str> {
    let rest = lower.strip_prefix("today")?.trim_start();
    rest.starts_with(['+', '-']).then_some(rest)
}

/// A week, month, quarter or year, by its distance from the one of today.
#[derive(Clone, Copy)]
struct NamedPeriod {
    steps: i64,
    /// Its length; nothing for a week.
    months: Option<u32>,
}

impl NamedPeriod {
    /// Reads `this`, `last` or `next`, and `week`, `month`, `quarter` or `year`.
    fn read(lower: &str) -> Option<Self> {
        let (which, unit) = lower.split_once(char::is_whitespace)?;
        let steps = match which {
            "last" => -1,
            "this" => 0,
            "next" => 1,
            _ => return None,
        };
        let months = match unit.trim_start() {
            "week" => None,
            "month" => Some(1),
            "quarter" => Some(3),
            "year" => Some(12),
            _ => return None,
        };
        Some(Self { steps, months })
    }

    /// Its days; nothing beyond the calendar.
    fn days(self, today: NaiveDate) -> Option<DayPeriod> {
        self.months
            .map_or_else(|| week(today, self.steps), |length| months(today, length, self.steps))
    }
}

/// The week from Monday to Sunday at a distance in weeks from that of a day.
fn week(day: NaiveDate, steps: i64) -> Option<DayPeriod> {
    let monday = day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))?;
    let first = monday.checked_add_signed(chrono::TimeDelta::weeks(steps))?;
    Some(DayPeriod { first, last: first.checked_add_days(Days::new(6))? })
}

/// The period of a number of months, at a distance in periods from that of a day.
fn months(day: NaiveDate, length: u32, steps: i64) -> Option<DayPeriod> {
    let begin = day.with_day(1)?.with_month0(day.month0() / length * length)?;
    let length = Months::new(length);
    let first = match steps {
        ..0 => begin.checked_sub_months(length)?,
        0 => begin,
        1.. => begin.checked_add_months(length)?,
    };
    Some(DayPeriod { first, last: first.checked_add_months(length)?.pred_opt()? })
}
