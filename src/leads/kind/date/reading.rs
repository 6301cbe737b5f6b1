//! Dates as people type them.

use super::forms;
use super::{can_be_written, day, digits, iso, portal, suggest};
use crate::leads::kind::conventions::{Conventions, DateOrder};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// What a typed date can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// One day.
    Day(NaiveDate),
    /// One of two days: the first if the month comes first, the second if the day does.
    Either(NaiveDate, NaiveDate),
    /// No day.
    Nothing,
}

/// Reads what a user types.
///
/// The file's own form is read with the month first, also with two digits for the year or without
/// it: `3/1/2027`, `3/1/27`, `3/1`. A date without a year is the next such day. Besides:
///
/// - the year first: `2027-03-01`, `2027/3/1`, `20270301`;
/// - the month's name: `1 Mar 2027`, `Mar 1, 27`, `1-Mar`, `march 1`;
/// - from today: `.` or `today`, `tomorrow`, `yesterday`, `+30` and `-3` (days), `+2w`, `+1m`, `+1q`, `+1y`;
/// - the ends of this month, quarter and year: `eom`, `eoq`, `eoy`;
/// - weekdays, the next one after today: `fri`, `Friday`;
/// - dots or dashes and the year last, if only one order of day and month makes a day:
///   `31.12.2027`. Where both do, both are returned;
/// - the forms of other regions: `31. 12. 2027`, `2027. 12. 31.`, `2027年12月31日`, `31-Dez-27`.
pub fn understand(text: &str, today: NaiveDate) -> DateReading {
    let text = text.trim();
    let one = || {
        portal(text)
            .ok()
            .or_else(|| relative(&text.to_ascii_lowercase(), today))
            .or_else(|| short(text, today))
            .or_else(|| iso(text))
            .or_else(|| iso(&text.replace('/', "-")))
            .or_else(|| with_month_name(text))
            .or_else(|| without_year(text, today))
            .or_else(|| forms::read(text).typed(text))
            .filter(|day| can_be_written(*day))
    };
    one().map_or_else(|| in_either_order(text), DateReading::Day)
}

/// Reads a date as [`understand`] does, with what is known of the order of its numbers.
///
/// No order for dates with slashes says that the text comes from a program that may write the day first.
pub fn read(text: &str, today: NaiveDate, conventions: Conventions) -> DateReading {
    let is_slashed = text.contains('/');
    let order = if is_slashed { conventions.slashed } else { conventions.dotted };
    let reading = match forms::month_and_day_first(text).filter(|_| is_slashed) {
        Some((Some(month_first), Some(day_first))) if month_first != day_first => {
            DateReading::Either(month_first, day_first)
        }
        // `31/3/2027` can mean one day only.
        Some((None, Some(day))) => DateReading::Day(day),
        _ => understand(text, today),
    };
    match (reading, order) {
        (DateReading::Either(day, _), Some(DateOrder::MonthFirst))
        | (DateReading::Either(_, day), Some(DateOrder::DayFirst)) => DateReading::Day(day),
        (reading, _) => reading,
    }
}

/// Reads a date as [`read`] does, if it has day, month and year: what depends on today is for typing.
pub fn read_whole(text: &str, today: NaiveDate, conventions: Conventions) -> DateReading {
    let is_whole =
        portal(text).is_ok() || !forms::read(text).all.is_empty() || suggest(text).is_some();
    if is_whole { read(text, today, conventions) } else { DateReading::Nothing }
}

/// Reads what a user types, if it can mean one day only; see [`read`].
pub fn typed(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match read(text, today, Conventions::default()) {
        DateReading::Day(day) => Some(day),
        DateReading::Either(..) | DateReading::Nothing => None,
    }
}

/// Writes the distance of a day from today: `today`, `in 99 days`, `3 days ago`.
pub fn far(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        n if n > 0 => format!("in {n} days"),
        n => format!("{} days ago", -n),
    }
}

/// Reads month and day in the file's order with a short year or without one, and eight digits.
fn short(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        [m, d, y] if digits(m, 1, 2) && digits(d, 1, 2) && digits(y, 2, 2) => {
            day(&format!("20{y}"), m, d)
        }
        [m, d] if digits(m, 1, 2) && digits(d, 1, 2) => {
            next(today, m.parse().ok()?, d.parse().ok()?)
        }
        [all] if digits(all, 8, 8) => day(&all[..4], &all[4..6], &all[6..]),
        _ => None,
    }
}

/// The next day with this month and day from today on; a leap day can be eight years away.
fn next(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    (0..=8)
        .filter_map(|n| NaiveDate::from_ymd_opt(today.year() + n, month, day))
        .find(|date| *date >= today)
}

/// Reads a date with dots or dashes and the year last, with the month or the day first.
fn in_either_order(text: &str) -> DateReading {
    let text = &text.replace(". ", ".");
    let text = text.strip_suffix('.').unwrap_or(text);
    let parts: Vec<&str> = text.split(['.', '-']).collect();
    let [a, b, y] = parts[..] else { return DateReading::Nothing };
    let year = match y.len() {
        4 if digits(y, 4, 4) => y.to_owned(),
        // With dashes the year could come first.
        2 if digits(y, 2, 2) && !text.contains('-') => format!("20{y}"),
        _ => return DateReading::Nothing,
    };
    if !(digits(a, 1, 2) && digits(b, 1, 2)) {
        return DateReading::Nothing;
    }
    match (day(&year, a, b), day(&year, b, a)) {
        (Some(one), Some(other)) if one != other => DateReading::Either(one, other),
        (Some(date), _) | (None, Some(date)) => DateReading::Day(date),
        (None, None) => DateReading::Nothing,
    }
}

/// Splits a text into words: pieces between spaces, commas, dashes, dots and slashes, and between
/// letters and digits.
fn words(lower: &str) -> Vec<&str> {
    let pieces = lower.split([' ', ',', '-', '.', '/']);
    pieces.flat_map(runs).filter(|word| !word.is_empty()).collect()
}

/// Splits a text where letters follow digits or digits letters.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_other = |c: char| c.is_ascii_digit() != first.is_ascii_digit();
        let (run, others) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        runs.push(run);
        rest = others;
    }
    runs
}

/// The number of a month by its name or the first letters of it, three at least.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word));
    at.map(|at| at as u32 + 1)
}

/// Reads day, month by its name, and year; a weekday may come first if it is the right one.
pub(super) fn with_month_name(text: &str) -> Option<NaiveDate> {
    let lower = text.to_ascii_lowercase();
    let all = words(&lower);
    let weekday: Option<Weekday> = all.first().and_then(|word| word.parse().ok());
    let (d, m, y) = match all[usize::from(weekday.is_some())..] {
        [d, m, y] if digits(d, 1, 2) => (d, month(m)?, y),
        [m, d, y] if digits(d, 1, 2) => (d, month(m)?, y),
        _ => return None,
    };
    let year: i32 = match y.len() {
        2 if digits(y, 2, 2) => 2000 + y.parse::<i32>().ok()?,
        4 if digits(y, 4, 4) => y.parse().ok()?,
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(year, m, d.parse().ok()?)?;
    weekday.is_none_or(|weekday| weekday == date.weekday()).then_some(date)
}

/// Reads day and month by its name: the next such day.
fn without_year(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let lower = text.to_ascii_lowercase();
    let (d, m) = match words(&lower)[..] {
        [d, m] if digits(d, 1, 2) => (d, month(m)?),
        [m, d] if digits(d, 1, 2) => (d, month(m)?),
        _ => return None,
    };
    next(today, m, d.parse().ok()?)
}

fn relative(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    if word.starts_with(['+', '-']) {
        return distance(word, today);
    }
    match word {
        "." | "today" => Some(today),
        "tomorrow" => today.succ_opt(),
        "yesterday" => today.pred_opt(),
        "eom" => end_of_month(today),
        "eoq" => {
            let months = (3 - today.month() % 3) % 3;
            end_of_month(today.checked_add_months(Months::new(months))?)
        }
        "eoy" => NaiveDate::from_ymd_opt(today.year(), 12, 31),
        _ if word.len() >= 3 => {
            let wanted: Weekday = word.parse().ok()?;
            (1..=7)
                .filter_map(|n| today.checked_add_days(Days::new(n)))
                .find(|d| d.weekday() == wanted)
        }
        _ => None,
    }
}

/// Reads a sign, a number and a unit: `+30`, `-3d`, `+2w`, `+1m`, `+1q`, `+1y`.
fn distance(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let rest = word[1..].trim_start();
    let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u32 = rest[..rest.len() - unit.len()].parse().ok()?;
    let (days, months) = match unit.trim() {
        "" | "d" => (u64::from(number), 0),
        "w" => (u64::from(number) * 7, 0),
        "m" => (0, number),
        "q" => (0, number.checked_mul(3)?),
        "y" => (0, number.checked_mul(12)?),
        _ => return None,
    };
    if word.starts_with('-') {
        today.checked_sub_days(Days::new(days))?.checked_sub_months(Months::new(months))
    } else {
        today.checked_add_days(Days::new(days))?.checked_add_months(Months::new(months))
    }
}

fn end_of_month(date: NaiveDate) -> Option<NaiveDate> {
    date.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;

    fn sunday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    fn typed_on_a_sunday(text: &str) -> Option<String> {
        typed(text, sunday()).map(write)
    }

    #[test]
    fn a_date_is_typed_in_many_formats_and_written_in_one() {
        for (text, want) in [
            ("3/1/2027", "03/01/2027"),
            ("2027-03-01", "03/01/2027"),
            ("1 March 2027", "03/01/2027"),
            ("Mar 1, 2027", "03/01/2027"),
            ("3/1/27", "03/01/2027"),
            ("31/3/2027", "03/31/2027"),
            ("3/1", "03/01/2027"),
            ("12/1", "12/01/2026"),
            ("2/29", "02/29/2028"),
            ("2027/3/1", "03/01/2027"),
            ("20270301", "03/01/2027"),
            ("1-Mar-27", "03/01/2027"),
            ("3 mar", "03/03/2027"),
            ("MAR 3", "03/03/2027"),
            ("3mar", "03/03/2027"),
            ("mar3", "03/03/2027"),
            ("1mar27", "03/01/2027"),
            ("1/Mar/2027", "03/01/2027"),
            ("3-Dec", "12/03/2026"),
            ("22 nov", "11/22/2026"),
            ("Monday, March 1, 2027", "03/01/2027"),
            ("31.12.2027", "12/31/2027"),
            ("31.12.27", "12/31/2027"),
            ("12-31-2027", "12/31/2027"),
            ("5.5.2027", "05/05/2027"),
            ("31. 12. 2027", "12/31/2027"),
            ("31.12.2027.", "12/31/2027"),
            ("2027. 3. 1.", "03/01/2027"),
            ("2027.03.01", "03/01/2027"),
            ("2027年3月1日", "03/01/2027"),
            ("1-Mrz-27", "03/01/2027"),
            ("1 de março de 2027", "03/01/2027"),
        ] {
            assert_eq!(typed_on_a_sunday(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn a_date_is_typed_as_its_distance_from_today() {
        for (text, want) in [
            (".", "11/22/2026"),
            ("Today", "11/22/2026"),
            ("tomorrow", "11/23/2026"),
            ("yesterday", "11/21/2026"),
            ("+30", "12/22/2026"),
            ("+ 30 d", "12/22/2026"),
            ("-3", "11/19/2026"),
            ("+2w", "12/06/2026"),
            ("-1w", "11/15/2026"),
            ("+1m", "12/22/2026"),
            ("+3M", "02/22/2027"),
            ("+1y", "11/22/2027"),
            ("eom", "11/30/2026"),
            ("eoq", "12/31/2026"),
            ("eoy", "12/31/2026"),
            ("fri", "11/27/2026"),
            ("Sunday", "11/29/2026"),
        ] {
            assert_eq!(typed_on_a_sunday(text).as_deref(), Some(want), "{text}");
        }
        let last = NaiveDate::from_ymd_opt(2027, 1, 31).expect("a day");
        assert_eq!(typed("+1m", last).map(write).as_deref(), Some("02/28/2027"));
    }

    #[test]
    fn an_ambiguous_date_is_not_read_and_both_days_are_shown() {
        let day = |m, d| NaiveDate::from_ymd_opt(2027, m, d).expect("a day");
        for text in ["05-06-2027", "5.6.2027", "5.6.27", "5. 6. 2027"] {
            assert_eq!(
                understand(text, sunday()),
                DateReading::Either(day(5, 6), day(6, 5)),
                "{text}"
            );
        }
        for text in [
            "13/02/2027",
            "45687",
            "soon",
            "+x",
            "me",
            "13/40",
            "05-06-27",
            "1 marble 2027",
            "15-lis-27",
            "Tuesday, March 1, 2027",
            "+99999999999",
            "+9999y",
            "-3000y",
            "31.31.2027",
            "",
            "+",
            "-",
        ] {
            assert_eq!(understand(text, sunday()), DateReading::Nothing, "{text}");
        }
    }

    #[test]
    fn the_distance_is_described_in_words() {
        for (text, want) in [
            (".", "today"),
            ("tomorrow", "tomorrow"),
            ("yesterday", "yesterday"),
            ("+99", "in 99 days"),
            ("-3", "3 days ago"),
        ] {
            let day = typed(text, sunday()).expect(text);
            assert_eq!(far(day, sunday()), want);
        }
    }
}
