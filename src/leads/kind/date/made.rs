//! Dates and times that spreadsheet programs make of texts.

use super::{forms, months};
use chrono::{Datelike, NaiveDate};

/// Whether a spreadsheet program that takes a text for a date or a time writes the other text for it.
///
/// Besides whole dates it takes texts of two numbers or of a month and a number for dates (`3-4`, `1/2`,
/// `0012-1`, `Mar 5`, `SEPT2`): of this year, or the first day of a month (`4-2027`). It shows them in a form of
/// its region (`12-Jan`, `01/05/2026`), or as the number of the day.
pub fn is_made_of(old: &str, new: &str) -> bool {
    if old == new || new.len() > 80 || old.len() > 80 || !new.contains(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    if old.to_lowercase() == new.to_lowercase() {
        return is_own_case(new);
    }
    match (Time::read(old), Time::read(new)) {
        (Some(_), None) if serial(new).is_some() => return is_serial(old, new),
        (Some(one), Some(other)) if one.is_shown_as(&other) => {
            return one.date.trim().is_empty() || is_date_made_of(one.date, other.date);
        }
        (Some(_), Some(_)) => return false,
        // A time of day alone is no date, and what isn't a time is part of no date.
        (Some(one), None) if one.date.trim().is_empty() => return false,
        _ if new.contains(':') || is_half_day(new) => return is_same_but_zeros(old, new),
        (Some(one), None) => return is_date_made_of(one.date, new),
        (None, _) => {}
    }
    is_date_made_of(old, new)
}

/// Whether a program may have chosen small and capital letters of a date or a time: it writes `14-Dec`, `14-dec` and
/// `9:30 AM`; a person may write `14-DEC` or `dec 14`.
fn is_own_case(text: &str) -> bool {
    if Time::read(text).is_some() {
        return !text.contains(char::is_lowercase);
    }
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let is_month = months::is_name(&letters.to_lowercase());
    let has_capital = letters.chars().next().is_some_and(char::is_uppercase);
    let is_small = letters.chars().skip(1).all(char::is_lowercase);
    let is_short = letters.chars().count() <= 4 && text.contains('-');
    is_month && is_small && (has_capital || is_short)
}

fn is_half_day(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.ends_with("am") || lower.ends_with("pm")
}

/// Whether a time with parts of seconds is the same but for zeros behind: `12:30.5`, `12:30.50`.
fn is_same_but_zeros(old: &str, new: &str) -> bool {
    let bare = |text: &str| text.trim().replace(',', ".").trim_end_matches('0').to_owned();
    old.contains(['.', ',']) && bare(old) == bare(new)
}

/// The days that a text of three numbers, or of two and a month's name, can mean, with a year of one digit or two in
/// this century or the last one.
fn whole(text: &str) -> Vec<NaiveDate> {
    let mut days = forms::read(text).all;
    let Some((numbers, name)) = parts(text) else { return days };
    let mut add = |year: &str, month: Option<u32>, day: &str| {
        let (Ok(year_number), Some(month), Ok(day)) = (year.parse::<i32>(), month, day.parse())
        else {
            return;
        };
        let centuries: &[i32] = if year.len() <= 2 { &[2000, 1900] } else { &[0] };
        let in_century = |century: &i32| NaiveDate::from_ymd_opt(century + year_number, month, day);
        days.extend(centuries.iter().filter_map(in_century));
    };
    let number = |text: &str| text.parse().ok();
    match (&numbers[..], &*name) {
        ([a, b, c], "") => {
            add(c, number(a), b);
            add(c, number(b), a);
            add(a, number(b), c);
        }
        ([a, b], name) if !name.is_empty() => {
            for month in months::find(name) {
                add(a, Some(month), b);
                add(b, Some(month), a);
            }
        }
        _ => {}
    }
    days
}

fn is_date_made_of(old: &str, new: &str) -> bool {
    let days = whole(new);
    if old.trim() == new.trim() || whole(old).iter().any(|day| days.contains(day)) {
        return true;
    }
    let short = Short::of(old);
    if short.is_empty() {
        return is_serial(old, new);
    }
    // Two numbers alone aren't a form in which a program shows a date.
    let shown = if has_name(new) { Short::of(new) } else { Vec::new() };
    let days = forms::read(new).all;
    short
        .iter()
        .any(|one| shown.iter().any(|other| one.is(other)) || days.iter().any(|day| one.has(*day)))
        || is_serial(old, new)
}

/// The number of a day, with the time of day behind its point.
fn serial(text: &str) -> Option<f64> {
    let bare = text.trim().replace(',', ".");
    let is_number = bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    bare.parse().ok().filter(|n| is_number && (0.0..200_000.0).contains(n))
}

/// Whether a text is the number of the day, or of the time, that the old text can mean.
fn is_serial(old: &str, new: &str) -> bool {
    const SECONDS: f64 = 86_400.0;
    let Some(number) = serial(new) else { return false };
    let fraction = number.fract();
    let time = Time::read(old);
    let seconds = time.map(|time| f64::from(time.seconds % 86_400));
    let has_time = match seconds {
        // At least four digits are shown of it.
        Some(seconds) => (fraction - seconds / SECONDS).abs() < 1e-4,
        None => fraction == 0.0,
    };
    let date = time.map_or(old, |time| time.date);
    if date.trim().is_empty() {
        return has_time && number < 100.0;
    }
    // In days since 30 December 1899, or since 1 January 1904 in files of old Macintosh programs.
    let starts = [NaiveDate::from_ymd_opt(1899, 12, 30), NaiveDate::from_ymd_opt(1904, 1, 1)];
    let days = starts
        .into_iter()
        .flatten()
        .filter_map(|start| start.checked_add_days(chrono::Days::new(number.trunc() as u64)));
    let short = Short::of(date);
    let whole = whole(date);
    has_time
        && days
            .filter(|day| (1950..2100).contains(&day.year()))
            .any(|day| whole.contains(&day) || short.iter().any(|short| short.has(day)))
}

/// A date that lacks its year or its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short {
    MonthDay(u32, u32),
    YearMonth(i32, u32),
}

impl Short {
    /// What a text of two numbers, or of a month's name and a number, can mean.
    fn of(text: &str) -> Vec<Self> {
        let Some((numbers, name)) = parts(text) else { return Vec::new() };
        let number = |text: &str| text.parse::<u32>().ok();
        let mut found = Vec::new();
        let mut add = |month: Option<u32>, other: &str| {
            let Some(month) = month.filter(|month| (1..=12).contains(month)) else { return };
            let Some(value) = number(other) else { return };
            if (1..=31).contains(&value) {
                found.push(Self::MonthDay(month, value));
            }
            match other.len() {
                4 if value >= 1900 => found.push(Self::YearMonth(value.cast_signed(), month)),
                1 | 2 => {
                    let year = value.cast_signed();
                    found.push(Self::YearMonth(2000 + year, month));
                    found.push(Self::YearMonth(1900 + year, month));
                }
                _ => {}
            }
        };
        match (&numbers[..], &name[..]) {
            ([a, b], "") => {
                add(number(a), b);
                add(number(b), a);
            }
            ([a], name) if !name.is_empty() => {
                for month in months::find(name) {
                    add(Some(month), a);
                }
            }
            _ => {}
        }
        found
    }

    /// Whether another one shows this date; it may leave out the century.
    fn is(self, other: &Self) -> bool {
        match (self, *other) {
            (Self::YearMonth(year, month), Self::YearMonth(shown, of_year)) => {
                let is_far = !(1900..2100).contains(&year);
                let is_year = year == shown || is_far && year % 100 == shown % 100;
                is_year && month == of_year
            }
            _ => self == *other,
        }
    }

    /// Whether a day is this date: in any year, or the first of the month.
    fn has(self, day: NaiveDate) -> bool {
        match self {
            Self::MonthDay(month, of_month) => (day.month(), day.day()) == (month, of_month),
            Self::YearMonth(year, month) => {
                (day.year(), day.month(), day.day()) == (year, month, 1)
            }
        }
    }
}

/// The numbers of a short date, and its month's name in lower case; nothing if there is anything else.
fn parts(text: &str) -> Option<(Vec<String>, String)> {
    let (mut numbers, mut name) = (Vec::new(), String::new());
    let mut was_digit = false;
    for c in text.trim().chars() {
        let is_digit = c.is_ascii_digit();
        if is_digit && !was_digit {
            numbers.push(String::new());
        }
        match (numbers.last_mut(), c) {
            (Some(number), _) if is_digit => number.push(c),
            (_, '-' | '/' | '.' | ' ' | ',' | '\'' | '\u{a0}' | '月' | '日' | '월' | '일') => {}
            _ if c.is_alphabetic() => name.extend(c.to_lowercase()),
            _ => return None,
        }
        was_digit = is_digit;
    }
    let has_gap = text.contains(['-', '/', '.', '月', '월']) || !name.is_empty();
    let fits = has_gap && matches!(numbers.len(), 1..=3) && numbers.iter().all(|n| n.len() <= 4);
    fits.then_some((numbers, name))
}

/// Whether a text has a month's name, or its sign behind the number.
fn has_name(text: &str) -> bool {
    text.contains(['月', '월']) || text.chars().any(char::is_alphabetic)
}

/// A time of day, and the date before it.
#[derive(Clone, Copy, Debug)]
struct Time<'t> {
    date: &'t str,
    seconds: u32,
    /// Whether it has seconds.
    is_exact: bool,
}

impl<'t> Time<'t> {
    /// Reads hours and minutes at the end of a text: `12:30`, `1:05:09 PM`, `2027-03-01T12:30`.
    fn read(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let Some((before, rest)) = text.split_once(':') else { return Self::full_hour(text) };
        let hour_at = before
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let hours: u32 = before[hour_at..].parse().ok()?;
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ',')))
            .unwrap_or(rest.len());
        let mut numbers = rest[..end].split(':');
        let minutes: u32 = numbers.next()?.parse().ok()?;
        let exact = numbers.next();
        let seconds: u32 = match exact {
            Some(seconds) => seconds.split(['.', ',']).next()?.parse().ok()?,
            None => 0,
        };
        let half = rest[end..].trim().to_lowercase().replace(['.', '\u{a0}', '\u{202f}'], "");
        let hours = match &*half {
            "" | "z" => hours,
            "am" | "a" if hours <= 12 => hours % 12,
            "pm" | "p" if hours <= 12 => hours % 12 + 12,
            _ => return None,
        };
        let date = before[..hour_at].trim_end_matches(['T', ' ']);
        (hours < 10_000 && minutes < 60 && seconds < 60 && numbers.next().is_none()).then_some(
            Self {
                date,
                seconds: hours * 3600 + minutes * 60 + seconds,
                is_exact: exact.is_some(),
            },
        )
    }

    /// Reads an hour alone: `9 am`, `2027-03-01 9PM`.
    fn full_hour(text: &'t str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let (bare, noon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
            (Some(bare), _) => (bare, 0),
            (_, Some(bare)) => (bare, 12),
            _ => return None,
        };
        let bare = bare.trim_end();
        let digits = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        let hour: u32 = bare[digits.len()..].parse().ok().filter(|hour| *hour <= 12)?;
        let seconds = (hour % 12 + noon) * 3600;
        Some(Self { date: text.get(..digits.len())?.trim_end(), seconds, is_exact: false })
    }

    /// Whether a program shows this time as the other one: hours above 23 may become days, and seconds be left out.
    fn is_shown_as(&self, other: &Self) -> bool {
        let unit = if self.is_exact && !other.is_exact { 60 } else { 1 };
        self.seconds % 86_400 / unit == other.seconds % 86_400 / unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_makes_of_a_date_is_recognised() {
        for (old, new) in [
            ("0012-1", "12-Jan"),
            ("3-4", "4-Mar"),
            ("3-4", "3-Apr"),
            ("3-4", "03. Apr"),
            ("3-4", "04/03/26"),
            ("3-4", "2026-03-04"),
            ("3-4", "3月4日"),
            ("1/2", "01/02/2026"),
            ("1/2", "46024"),
            ("SEPT2", "2-Sep"),
            ("Mar 5", "5-Mar"),
            ("Mar 2027", "Mar-27"),
            ("4-2027", "Apr-27"),
            ("2027-04", "01.04.2027"),
            ("11-05-2026", "05.11.2026"),
            ("2027-03-04", "3/4/2027"),
            ("2027-03-04", "46450"),
            ("2027-03-04 12:30", "3/4/2027 12:30"),
            ("10/4/95", "10/4/1995"),
            ("1/2/3", "01/02/2003"),
            ("Mar 5", "01/03/2005"),
            ("12-Apr-1992", "12-Apr-92"),
            ("3-9568", "Mar-68"),
            ("9 am", "09:00:00 AM"),
            ("14-DEC", "14-Dec"),
            ("14-Dec", "14-dec"),
            ("feb 24", "Feb 24"),
            ("9:47 am", "9:47 AM"),
            ("9pm", "21:00"),
            ("12:30.5", "12:30.50"),
            ("12:30", "12:30:00"),
            ("12:30", "12:30:00 PM"),
            ("12:30", "0.520833333"),
            ("25:10", "1/1/1900 1:10:00"),
            ("25:10", "1:10:00"),
        ] {
            assert!(is_made_of(old, new), "{old} {new}");
        }
    }

    #[test]
    fn an_edit_of_a_date_is_not_what_a_program_makes_of_it() {
        for (old, new) in [
            ("3-4", "4-3"),
            ("3-4", "3-5"),
            ("3-4", "5-Mar"),
            ("12-1", "12-2"),
            ("CRM-12", "12-Jan"),
            ("12:30", "12:31:00"),
            ("12:30", "0.53"),
            ("2027-03-04 12:30", "3/4/2027 14:00"),
            ("Call May 5 times", "5-May"),
            ("1-11-2009", "1-11-2009 today"),
            ("06.05.2003 20:14", "06.05.2003 20:144"),
            ("Feb 11", "FEB 11"),
            ("Ann 2027", "Ann 2327"),
            ("8.31 3 AM", "8.31 34 AM"),
            ("DEC 2005", "dec 2005"),
            ("1-MARCH", "1-march"),
            ("ANN-76", "ann-76"),
            ("10:32 PM", "70:32 PM"),
            ("", "46024"),
            ("12", "46024"),
        ] {
            assert!(!is_made_of(old, new), "{old} {new}");
        }
    }
}
