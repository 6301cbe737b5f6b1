//! Dates and times: how programs read them.

use super::number::is_digits;
use super::region::{Order, Region};
use chrono::{Datelike, NaiveDate};

/// What of a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    Full,
    DayMonth,
    MonthYear,
    /// A full date with the month's name.
    Named,
}

/// The year of a date without one.
pub const YEAR: i32 = 2026;

/// Reads a year of two or four digits, as Windows does.
pub fn year(text: &str) -> Option<i32> {
    let number: i32 = is_digits(text).then(|| text.parse().ok())??;
    match (text.len(), number) {
        (1 | 2, 0..30) => Some(2000 + number),
        (1 | 2, _) => Some(1900 + number),
        (4, 1900..) => Some(number),
        _ => None,
    }
}

fn small(text: &str) -> Option<u32> {
    (is_digits(text) && text.len() < 5).then(|| text.parse().ok())?
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Reads a date of numbers as Excel does.
pub fn excel_date(text: &str, region: &Region) -> Option<(NaiveDate, Parts)> {
    let text = text.trim_matches(' ');
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !(matches!(separator, '/' | '-') || (separator == '.' && region.dot_dates)) {
        return None;
    }
    if separator == '.' && region.point == '.' && text.matches('.').count() == 1 {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    match *parts {
        [first, second] => two_parts(first, second, region),
        [first, second, ""] if separator == '.' => {
            Some((day(YEAR, small(second)?, small(first)?)?, Parts::DayMonth))
        }
        [first, second, third] => {
            let date = |y, m, d| day(year(y)?, small(m)?, small(d)?);
            let date = match region.order {
                _ if first.len() == 4 => date(first, second, third),
                Order::MonthDay => date(third, first, second),
                Order::DayMonth => date(third, second, first),
                Order::Year => date(first, second, third),
            };
            Some((date?, Parts::Full))
        }
        _ => None,
    }
}

fn two_parts(a: &str, b: &str, region: &Region) -> Option<(NaiveDate, Parts)> {
    let (x, y) = (small(a)?, small(b)?);
    let of_year = |month, text| Some((day(year(text)?, month, 1)?, Parts::MonthYear));
    if a.len() == 4 && (1900..).contains(&x) {
        return of_year(y, a);
    }
    if b.len() == 4 && (1900..).contains(&y) {
        return of_year(x, b);
    }
    let (month, date) = if region.order == Order::DayMonth { (y, x) } else { (x, y) };
    if let Some(date) = day(YEAR, month, date) {
        return Some((date, Parts::DayMonth));
    }
    match region.order {
        Order::DayMonth => None,
        _ => of_year(x, b).filter(|_| y > 29 && b.len() == 2),
    }
}

/// The month of a name, written short or in full, in any case.
fn month(text: &str, region: &Region) -> Option<u32> {
    let text = text.trim_end_matches('.').to_lowercase();
    let is_name = |name: &str| {
        let name = name.to_lowercase();
        text == name || LONG.iter().any(|long| text == *long && long.starts_with(&*name))
    };
    let at = region.months.iter().position(|name| is_name(name))?;
    u32::try_from(at + 1).ok()
}

/// The English and German months whose short names begin them.
const LONG: [&str; 16] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "juni",
    "juli",
    "dezember",
];

/// Reads a date with the name of a month as Excel does: `5 Mar`, `MARCH1`, `Mar 2027`, `5-Mar-27`.
pub fn named_date(text: &str, region: &Region) -> Option<(NaiveDate, Parts)> {
    let mut parts = Vec::new();
    for word in text.split([' ', '-', '/', ',']).filter(|word| !word.is_empty()) {
        let change = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0);
        let (name, digits) = word.split_at(change.unwrap_or(0));
        parts.extend([name, digits].into_iter().filter(|part| !part.is_empty()));
    }
    let number = |text: &str| small(text.strip_suffix('.').unwrap_or(text));
    match *parts {
        [d, m] if month(m, region).is_some() => {
            Some((day(YEAR, month(m, region)?, number(d)?)?, Parts::DayMonth))
        }
        [m, y] if y.len() == 4 => Some((day(year(y)?, month(m, region)?, 1)?, Parts::MonthYear)),
        [m, d] if region.order == Order::MonthDay || number(d)? > 31 => {
            let m = month(m, region)?;
            match day(YEAR, m, number(d)?) {
                Some(date) => Some((date, Parts::DayMonth)),
                None => Some((day(year(d)?, m, 1)?, Parts::MonthYear)),
            }
        }
        [m, y] => Some((day(year(y)?, month(m, region)?, 1)?, Parts::MonthYear)),
        [d, m, y] if month(m, region).is_some() => {
            Some((day(year(y)?, month(m, region)?, number(d)?)?, Parts::Named))
        }
        [m, d, y] if region.order == Order::MonthDay => {
            Some((day(year(y)?, month(m, region)?, number(d)?)?, Parts::Named))
        }
        _ => None,
    }
}

/// Reads a date of numbers by one of the forms that LibreOffice takes in a region.
pub fn calc_date(text: &str, region: &Region) -> Option<NaiveDate> {
    let iso = |text: &str| {
        let mut parts = text.split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        (y.len() == 4 && parts.next().is_none()).then_some(())?;
        day(year(y)?, small(m)?, small(d)?)
    };
    region.patterns.iter().find_map(|pattern| by_pattern(text, pattern)).or_else(|| iso(text))
}

fn by_pattern(text: &str, pattern: &str) -> Option<NaiveDate> {
    let (mut y, mut m, mut d) = (Some(YEAR), None, None);
    let mut rest = text;
    for sign in pattern.chars() {
        if !sign.is_ascii_alphabetic() {
            rest = rest.strip_prefix(sign)?;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        rest = tail;
        match sign {
            'Y' => y = Some(year(digits)?),
            _ if digits.len() > 2 => return None,
            'M' => m = Some(small(digits)?),
            _ => d = Some(small(digits)?),
        }
    }
    rest.is_empty().then(|| day(y?, m?, d?))?
}

/// Writes a date in a form such as `{dd}.{mm}.{yyyy}`.
pub fn write(date: NaiveDate, form: &str, region: &Region) -> String {
    let (d, m, y) = (date.day(), date.month(), date.year());
    let name = region.months[date.month0() as usize];
    form.replace("{dd}", &format!("{d:02}"))
        .replace("{d}", &d.to_string())
        .replace("{mm}", &format!("{m:02}"))
        .replace("{m}", &m.to_string())
        .replace("{yyyy}", &y.to_string())
        .replace("{yy}", &format!("{:02}", y % 100))
        .replace("{name}", name)
}

/// A time of day: hours, minutes, seconds if there are, and whether it was written with AM or PM.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    pub h: u32,
    pub m: u32,
    pub s: Option<u32>,
    pub is_twelve: bool,
}

/// Reads a time of day.
pub fn time(text: &str) -> Option<Time> {
    let lower = text.to_lowercase();
    let half = ["am", "pm"].into_iter().find_map(|half| Some((lower.strip_suffix(half)?, half)));
    let digits = half.map_or(&*lower, |(digits, _)| digits).trim_end();
    let parts: Vec<u32> = digits.split(':').map(small).collect::<Option<_>>()?;
    let (h, m, s) = match *parts {
        [h] if half.is_some() => (h, 0, None),
        [h, m] => (h, m, None),
        [h, m, s] => (h, m, Some(s)),
        _ => return None,
    };
    (m < 60 && s.unwrap_or(0) < 60 && h < 100).then_some(())?;
    let h = match half {
        None => h,
        Some(_) if !(1..=12).contains(&h) => return None,
        Some((_, "am")) => h % 12,
        Some(_) => h % 12 + 12,
    };
    Some(Time { h, m, s, is_twelve: half.is_some() })
}
