//! Dates: `MM/DD/YYYY` in the file, many forms as they are typed.

mod reading;

pub use reading::{DateReading, far, typed, understand};

use crate::leads::blank::is_blank;
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
/// Besides what [`typed`] reads: dashed and dotted forms, a time after the date, and the day
/// numbers into which Excel turns dates (1 January 1900 is 1).
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
}

/// Whether a text that another program wrote means the day of a date in Partner Center's form.
///
/// A date in another form that became Partner Center's isn't the same: the user corrected it.
pub fn is_same_day(old: &str, new: &str) -> bool {
    let Ok(day) = portal(old) else {
        return portal(new).is_err() && suggest(old).is_some_and(|day| suggest(new) == Some(day));
    };
    match portal(new) {
        Ok(date) => date == day,
        Err(_) => suggest(new).or_else(|| likely(new)) == Some(day),
    }
}

/// Whether two different texts are the same day, or one with day and month swapped.
pub fn is_rewritten(old: &str, new: &str) -> bool {
    let has_digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    has_digits(old)
        && has_digits(new)
        && readings(old).any(|day| readings(new).any(|other| day == other))
}

/// The day of a text with a short year or with day and month swapped: the month comes
/// first wherever that makes a day.
fn likely(text: &str) -> Option<NaiveDate> {
    let [month_first, day_first] = orders(text);
    month_first.or(day_first)
}

/// The days that a text may mean, in either order of day and month.
fn readings(text: &str) -> impl Iterator<Item = NaiveDate> {
    orders(text).into_iter().flatten().chain(suggest(text))
}

/// The days that a text with the year last can mean: month first, then day first.
fn orders(text: &str) -> [Option<NaiveDate>; 2] {
    let text = text.trim();
    let date = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    match parts[..] {
        [a, b, y] if digits(a, 1, 2) && digits(b, 1, 2) && (digits(y, 4, 4) || digits(y, 2, 2)) => {
            let year = if y.len() == 2 { format!("20{y}") } else { y.to_owned() };
            [day(&year, a, b), day(&year, b, a)]
        }
        _ => [None, None],
    }
}

/// Whether a date is a real day with its two first numbers swapped, too.
pub fn is_day_first(text: &str) -> bool {
    let mut parts = text.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(d), Some(m), Some(y)) => day(y, d, m).is_none() && day(y, m, d).is_some(),
        _ => false,
    }
}

/// Whether a date with the year last is another day with day and month swapped.
pub fn is_ambiguous(text: &str) -> bool {
    matches!(orders(text), [Some(one), Some(other)] if one != other)
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
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_differs_from_a_wrong_format() {
        assert_eq!(portal("02/30/2027"), Err(DateError::NoSuchDay));
        assert_eq!(portal("02/29/2028").map(write).as_deref(), Ok("02/29/2028"));
        assert_eq!(portal("2027-02-01"), Err(DateError::Form));
        assert!(is_day_first("13/02/2027") && !is_day_first("02/13/2027"));
    }

    #[test]
    fn a_date_in_another_format_is_the_same_day_unless_it_is_ambiguous() {
        for text in [
            "3/1/2027",
            "2027-03-01",
            "03/01/27",
            "1.3.2027",
            "1 Mar 2027",
            "03-01-2027",
            "2027-03-01T00:00:00Z",
            "46447",
        ] {
            assert!(is_same_day("03/01/2027", text), "{text}");
        }
        for text in ["01/03/2027", "01/03/27", "03/02/2027", "", "soon"] {
            assert!(!is_same_day("03/01/2027", text), "{text}");
        }
        assert!(is_same_day("02/13/2027", "13/02/2027"), "there is no other such day");
        assert!(!is_same_day("2027-03-01", "03/01/2027"), "the user corrected it");
        assert!(is_same_day("2027-03-01", "1.3.2027"));
        assert!(is_rewritten("03/01/2027", "01/03/2027"));
    }

    #[test]
    fn suggestions_cover_the_date_formats_of_excel() {
        let suggested = |text| suggest(text).map(write);
        assert_eq!(suggested("45687").as_deref(), Some("01/30/2025"));
        assert_eq!(suggested("03-01-2027").as_deref(), Some("03/01/2027"));
        assert_eq!(suggested("1.3.2027").as_deref(), Some("03/01/2027"));
        assert_eq!(suggested("2027-03-01T00:00:00Z").as_deref(), Some("03/01/2027"));
        assert_eq!(suggested("########"), None);
    }
}
