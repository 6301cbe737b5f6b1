//! The days on which leads were created, read from a column whose form isn't documented for certain.

use super::{month_and_day_first, suggest};
use chrono::NaiveDate;

/// How the *Lead Created Date* of a file is read.
///
/// Partner Center shows it as `mm-dd-yyyy`, and a spreadsheet program may have rewritten some of the dates in its
/// own order. So a date is taken month first only while no other date of the file speaks against that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CreatedForm {
    /// Whether a date of the file may have its day first.
    is_mixed: bool,
    /// The form of the first date, with which the others are compared.
    first: Option<YearLast>,
}

impl CreatedForm {
    /// What all dates of the column prove.
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut forms = texts.into_iter().filter_map(|text| year_last(text.as_ref()));
        let first = forms.next();
        let is_doubtful = |form: &YearLast| {
            form.is_day_first || form.separator == '.' || first.is_some_and(|first| first != *form)
        };
        let is_mixed = first.iter().any(is_doubtful) || forms.any(|form| is_doubtful(&form));
        Self { is_mixed, first }
    }

    /// What they prove together with the dates of later rows.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        let differs = self.first.zip(later.first).is_some_and(|(one, other)| one != other);
        let is_mixed = self.is_mixed || later.is_mixed || differs;
        Self { is_mixed, first: self.first.or(later.first) }
    }

    /// The day that a text that isn't blank means, if it can mean one only, and not a day after tomorrow: a lead of
    /// the future was created on another day than it seems.
    pub fn day(self, text: &str, today: NaiveDate) -> Option<NaiveDate> {
        let day = match documented(text.trim()) {
            Some((.., day @ Some(_))) if !self.is_mixed => day,
            _ => self.unusual(text),
        };
        let latest = today.succ_opt();
        day.filter(|day| latest.is_none_or(|latest| *day <= latest))
    }

    /// The day of a date in any form, if it can mean one only.
    fn unusual(self, text: &str) -> Option<NaiveDate> {
        match month_and_day_first(text.trim()) {
            Some((Some(month_first), Some(day_first))) if month_first == day_first => {
                Some(month_first)
            }
            Some((Some(_), Some(_))) if self.is_mixed => None,
            Some((month_first, day_first)) => month_first.or(day_first),
            None => suggest(text),
        }
    }
}

/// The form of a date of three numbers with its year last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct YearLast {
    separator: char,
    /// Whether its first number can't be a month.
    is_day_first: bool,
}

fn year_last(text: &str) -> Option<YearLast> {
    let text = text.trim();
    if let Some((month, separator, _)) = documented(text) {
        return Some(YearLast { separator, is_day_first: month > 12 });
    }
    let (month_first, day_first) = month_and_day_first(text)?;
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    Some(YearLast { separator, is_day_first: month_first.is_none() && day_first.is_some() })
}

/// A date of two, two and four digits, as Partner Center shows it: its first number, what stands behind that, and
/// the day with the month first.
///
/// A quick look, as nearly every date has this form; the others are read by the parent module.
fn documented(text: &str) -> Option<(u32, char, Option<NaiveDate>)> {
    let [a, b, separator, c, d, second, year @ ..] = text.as_bytes() else { return None };
    let digits = [*a, *b, *c, *d];
    let is_one = year.len() == 4 && separator == second && matches!(separator, b'-' | b'/');
    if !is_one || !digits.iter().chain(year).all(u8::is_ascii_digit) {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
    let (month, day, year) = (number(&digits[..2]), number(&digits[2..]), number(year));
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    Some((month, char::from(*separator), date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_column_prove_together_what_all_of_it_proves() {
        let texts = ["02-03-2026", "", "13-03-2026", "02/03/2026", "2.3.2026", "03-02-2026", "x"];
        for one in texts {
            for two in texts {
                for three in texts {
                    let all = [one, two, three];
                    for at in 0..=all.len() {
                        let (before, after) = all.split_at(at);
                        let joined = CreatedForm::of(before).and(CreatedForm::of(after));
                        assert_eq!(joined, CreatedForm::of(all), "{all:?} at {at}");
                    }
                }
            }
        }
    }
}
