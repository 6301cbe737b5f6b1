//! Dates: `MM/DD/YYYY` in the file, many forms as they are typed.

mod created;
mod forms;
mod made;
mod months;
mod reading;

pub use created::CreatedForm;
pub use forms::month_and_day_first;
pub use made::is_made_of;
pub use reading::{DateReading, far, read, read_whole, typed, understand};

use super::conventions::DateOrder;
use crate::leads::bytes::blank::is_blank;
use chrono::{Datelike, Days, NaiveDate};
use reading::with_month_name;

/// Why a text isn't a date as Partner Center writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It isn't in the form M/D/YYYY or MM/DD/YYYY.
    Form,
    /// It has that form, but there is no such day.
    NoSuchDay,
}

/// The text of a date in the file, and what it is read as.
#[derive(Clone, Copy, Debug)]
pub struct DateForm<'a> {
    /// The text. Never blank.
    pub text: &'a str,
    /// The day, or the reason why it isn't one as Partner Center writes it.
    pub day: Result<NaiveDate, DateError>,
}

impl<'a> DateForm<'a> {
    /// Reads the text of a cell; nothing if it is blank.
    pub fn read(text: &'a str) -> Option<Self> {
        (!is_blank(text)).then(|| Self { text, day: portal(text) })
    }
}

/// Reads a date in Partner Center's form, months and days padded or not.
pub fn portal(text: &str) -> Result<NaiveDate, DateError> {
    let parts = month_day_year(text.as_bytes()).ok_or(DateError::Form)?;
    let [month, day, year] = parts;
    NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(DateError::NoSuchDay)
}

/// Reads three numbers with a slash between them: one or two digits, one or two, four.
///
/// Byte by byte, because every rule about a date begins here.
fn month_day_year(text: &[u8]) -> Option<[u32; 3]> {
    let mut numbers = [0_u32; 3];
    let mut lengths = [0_usize; 3];
    let mut at = 0;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                *lengths.get_mut(at)? += 1;
                numbers[at] = numbers[at].wrapping_mul(10).wrapping_add(u32::from(byte - b'0'));
            }
            b'/' => at += 1,
            _ => return None,
        }
    }
    let fits = at == 2 && matches!(lengths, [1..=2, 1..=2, 4]);
    fits.then_some(numbers)
}

/// Removes the time from a date that is written with one: `3/31/2027 0:00`, `2027-03-31T00:00:00Z`.
pub fn without_time(text: &str) -> &str {
    let time_after =
        |at: usize| text[at + 1..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    match text.find([' ', 'T']) {
        Some(at) if text[at..].contains(':') && time_after(at) => text[..at].trim_end_matches(','),
        _ => text,
    }
}

/// Writes a date in the form that satisfies every reading of the documentation: padded.
pub fn write(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
}

/// Whether a date can be written with four digits for the year.
pub fn can_be_written(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

/// The day that a text in another form probably means, to be confirmed by the user.
///
/// Besides what [`typed`] reads: dashed and dotted forms, the forms of other regions that can mean one day
/// only, a time after the date, and the day numbers into which Excel turns dates (1 January 1900 is 1).
pub fn suggest(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    iso(date)
        .or_else(|| with_month_name(text))
        .or_else(|| portal(date).ok())
        .or_else(|| portal(&date.replace('-', "/")).ok())
        .or_else(|| {
            let mut parts = date.split('.');
            let (d, m, y) = (parts.next()?, parts.next()?, parts.next()?);
            (parts.next().is_none() && digits(y, 4, 4)).then(|| day(y, m, d)).flatten()
        })
        .or_else(|| serial(text))
        .or_else(|| forms::read(text).only())
}

/// Whether a text that another program wrote means the day of a date in Partner Center's form.
///
/// The text may have the short form of any region, or the month's name in any language. A form in which
/// several days can be meant counts as the one that its regions mean; see [`is_rewritten`] for the others.
/// A date in another form that became Partner Center's isn't the same: the user corrected it.
pub fn is_same_day(old: &str, new: &str) -> bool {
    let (old, new_day) = (portal(old).map_err(|_| suggest(old)), portal(new));
    match (old, new_day) {
        (Ok(day), Ok(date)) => date == day,
        (Ok(day) | Err(Some(day)), Err(_)) => {
            suggest(new).or_else(|| forms::read(new).likely) == Some(day)
        }
        (Err(_), _) => false,
    }
}

/// Whether two different texts can be the same day: with day and month swapped, or in another order
/// of day, month and year.
pub fn is_rewritten(old: &str, new: &str) -> bool {
    readings(old).any(|day| readings(new).any(|other| day == other))
}

/// Whether a text can be a date of Partner Center's form with day and month swapped.
pub fn is_swapped(old: &str, new: &str) -> bool {
    let all = forms::read(new).all;
    portal(old).is_ok_and(|date| {
        let swapped = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month());
        all.contains(&date) && swapped.is_some_and(|day| all.contains(&day))
    })
}

/// The days that a text may mean, in any order of its numbers.
fn readings(text: &str) -> impl Iterator<Item = NaiveDate> {
    forms::read(text).all.into_iter().chain(suggest(text))
}

/// Whether a date is a real day with its two first numbers swapped, too.
pub fn is_day_first(text: &str) -> bool {
    let mut parts = text.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(d), Some(m), Some(y)) => day(y, d, m).is_none() && day(y, m, d).is_some(),
        _ => false,
    }
}

/// The order of day and month that a date proves: one of its first two numbers is above 12, and the year is last.
pub fn proven_order(text: &str) -> Option<DateOrder> {
    match portal(text) {
        Ok(date) if date.day() > 12 => return Some(DateOrder::MonthFirst),
        Ok(_) => return None,
        Err(_) => {}
    }
    // `27/3/31` can have the year first.
    let is_certain = forms::read(text).only().is_some();
    match month_and_day_first(text).filter(|_| is_certain)? {
        (Some(_), None) => Some(DateOrder::MonthFirst),
        (None, Some(_)) => Some(DateOrder::DayFirst),
        _ => None,
    }
}

fn digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn iso(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().is_none() && digits(y, 4, 4) && digits(m, 1, 2) && digits(d, 1, 2))
        .then(|| day(y, m, d))
        .flatten()
}

/// Reads one of Excel's day numbers, for the years 1990 to 2099.
fn serial(text: &str) -> Option<NaiveDate> {
    if !digits(text, 5, 5) {
        return None;
    }
    let days: u64 = text.parse().ok().filter(|n| (32_874..=73_050).contains(n))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests;
