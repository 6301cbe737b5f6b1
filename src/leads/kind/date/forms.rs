//! Dates in the forms of other regions, as spreadsheet programs write them.

use super::{day, digits, months};
use chrono::NaiveDate;

/// The days that a text can mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Readings {
    /// The day that its form means in the regions that use it; none if only other evidence can tell.
    pub likely: Option<NaiveDate>,
    /// All days that it means in one order of the numbers or another, the likely one included.
    pub all: Vec<NaiveDate>,
    /// Whether its form says which number is which: the year has four digits and is first, the month has its
    /// name, or the numbers are followed by signs for year, month and day.
    pub is_labelled: bool,
}

impl Readings {
    /// The day, if its form is one that people may type: its numbers are labelled, or it has blanks after dots.
    pub fn typed(&self, text: &str) -> Option<NaiveDate> {
        self.only().filter(|_| self.is_labelled || text.contains(". "))
    }

    /// The day, if the text can mean one day only.
    pub fn only(&self) -> Option<NaiveDate> {
        let first = *self.all.first()?;
        let is_one = self.all.iter().all(|day| *day == first);
        if self.is_labelled { self.likely } else { is_one.then_some(first) }
    }

    fn new(likely: Option<NaiveDate>, all: impl IntoIterator<Item = Option<NaiveDate>>) -> Self {
        Self { likely, all: all.into_iter().flatten().collect(), is_labelled: false }
    }

    fn labelled(self, is_labelled: bool) -> Self {
        Self { is_labelled, ..self }
    }
}

/// Reads a date in the short form of any region: day, month and year with slashes, dots, dashes or blanks
/// between them (`31. 3. 2027`, `2027. 03. 31.`, `27/3/31`), with signs (`2027年3月31日`, `2027년 3월 31일`)
/// or with the month's name in any language (`31-Mrz-27`). A time after it is left out.
///
/// A year of two digits is in this century: 27 is 2027, and 99 is 2099. A year above 2400 is one of the
/// Buddhist era, as Thai programs write it.
pub(super) fn read(text: &str) -> Readings {
    // Longer than any date: it isn't worth a look.
    if text.len() > 80 || !text.contains(|c: char| digit(c).is_some()) {
        return Readings::default();
    }
    match DateParts::split(without_time(text)) {
        Some(parts) if parts.words.is_empty() => parts.numeric(),
        Some(parts) => parts.named(),
        None => Readings::default(),
    }
}

/// The days that three numbers with the year last mean: with the month first, and with the day first; nothing for
/// any other text.
pub fn month_and_day_first(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    if text.len() > 80 {
        return None;
    }
    let parts = DateParts::split(without_time(text))?;
    let [a, b, year] = &*parts.numbers else { return None };
    let is_bare = parts.words.is_empty() && !parts.has_year_sign && !parts.has_month_sign;
    let is_last = is_bare && a.len() <= 2 && b.len() <= 2 && matches!(year.len(), 2 | 4);
    is_last.then(|| (date(year, a, b), date(year, b, a)))
}

/// The parts of a date.
#[derive(Default)]
struct DateParts {
    /// The numbers, in ASCII digits.
    numbers: Vec<String>,
    /// What isn't a number and has a meaning, in lower case: the name of a month.
    words: String,
    /// What stands between the first two numbers.
    between: String,
    /// Whether a sign for the year follows the first number, as in `27年`.
    has_year_sign: bool,
    /// Whether the sign for the month stands before the second number, as in `31-Thg3-27`.
    has_month_sign: bool,
    /// Whether a dot follows the last number.
    ends_with_dot: bool,
}

impl DateParts {
    /// Splits a text; nothing if something in it belongs to no date.
    fn split(text: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let kind = CharacterKind::of(first)?;
            let end = rest.find(|c| CharacterKind::of(c) != Some(kind)).unwrap_or(rest.len());
            let (run, others) = rest.split_at(end);
            match kind {
                CharacterKind::Digit => parts.numbers.push(run.chars().filter_map(digit).collect()),
                CharacterKind::Letter => parts.word(&run.to_lowercase().replace('\u{307}', "")),
                CharacterKind::Between if parts.numbers.len() == 1 => parts.between.push_str(run),
                CharacterKind::Between => {
                    parts.ends_with_dot = run.contains('.') && others.is_empty();
                }
                CharacterKind::Mark => {}
            }
            rest = others;
        }
        Some(parts)
    }

    fn word(&mut self, word: &str) {
        if !months::is_between(word) {
            self.words.push_str(word);
        } else if self.numbers.len() == 1 {
            self.has_year_sign |= matches!(word, "年" | "년");
            self.has_month_sign |= matches!(word, "thg" | "tháng");
        }
    }

    /// Reads day, month and year as numbers.
    fn numeric(&self) -> Readings {
        let [a, b, c] = &*self.numbers else {
            let whole =
                self.numbers.first().filter(|all| self.numbers.len() == 1 && digits(all, 8, 8));
            let day = whole.and_then(|all| day(&all[..4], &all[4..6], &all[6..]));
            return Readings::new(day, [day]).labelled(true);
        };
        let year_first = date(a, b, c);
        if a.len() == 4 {
            return Readings::new(year_first, [year_first]).labelled(true);
        }
        let (month_first, day_first) = (date(c, a, b), date(c, b, a));
        if self.has_year_sign {
            return Readings::new(year_first, [year_first]).labelled(true);
        }
        if self.has_month_sign {
            return Readings::new(day_first, [day_first]).labelled(true);
        }
        // `28. 1. 10.` is Korean or Croatian.
        let has_spaced_dots =
            self.ends_with_dot && self.between.trim() == "." && self.between != ".";
        if has_spaced_dots && c.len() == 2 {
            let likely = if year_first.is_none() { day_first } else { None };
            return Readings::new(likely, [year_first, day_first]);
        }
        // The month comes first with slashes and dashes alone, and with them not in all regions.
        if self.between.contains(['/', '-']) {
            let likely = month_first.or(day_first);
            return Readings::new(likely.or(year_first), [month_first, day_first, year_first]);
        }
        let likely = day_first.or(month_first).or(year_first);
        Readings::new(likely, [day_first, month_first, year_first])
    }

    /// Reads day and year as numbers, the month by its name.
    fn named(&self) -> Readings {
        let [a, b] = &*self.numbers else { return Readings::default() };
        if date(a, "1", b).or_else(|| date(b, "1", a)).is_none() {
            return Readings::default();
        }
        let found = months::find(&self.words);
        let is_year_first = a.len() == 4;
        let day = |month: u32| {
            let month = month.to_string();
            let (year_first, day_first) = (date(a, &month, b), date(b, &month, a));
            if is_year_first { [year_first, None] } else { [day_first, year_first] }
        };
        let likely = if let [month] = found[..] { day(month)[0] } else { None };
        Readings::new(likely, found.into_iter().flat_map(day)).labelled(true)
    }
}

/// What a character of a date belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CharacterKind {
    Digit,
    Letter,
    Between,
    /// It is not seen: the direction of the text.
    Mark,
}

impl CharacterKind {
    fn of(c: char) -> Option<Self> {
        match c {
            _ if digit(c).is_some() => Some(Self::Digit),
            '\u{200e}' | '\u{200f}' | '\u{61c}' => Some(Self::Mark),
            '/' | '.' | '-' | ',' | '،' | '\'' | '(' | ')' => Some(Self::Between),
            _ if c.is_whitespace() => Some(Self::Between),
            _ if c.is_alphabetic() || !c.is_ascii() => Some(Self::Letter),
            _ => None,
        }
    }
}

/// The digit that a character is, in the scripts in which regions write dates.
fn digit(c: char) -> Option<char> {
    // Arabic, Persian, Devanagari, Bengali, Thai and full-width zeros; nine digits follow each.
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|n| *n < 10));
    value.and_then(|value| char::from_digit(value, 10))
}

/// Cuts a time off: the hour before the first colon, and what follows.
fn without_time(text: &str) -> &str {
    let Some((date, _)) = text.split_once(':') else { return text.trim() };
    let date = date.trim_end_matches(|c| digit(c).is_some());
    date.strip_suffix('T').unwrap_or(date).trim()
}

/// Makes a day of numbers that are as long as a year's, a month's and a day's.
fn date(year: &str, month: &str, of_month: &str) -> Option<NaiveDate> {
    if !(digits(month, 1, 2) && digits(of_month, 1, 2)) {
        return None;
    }
    match year.len() {
        2 => day(&format!("20{year}"), month, of_month),
        4 => match year.parse::<u32>() {
            Ok(era @ 2400..) => day(&(era - 543).to_string(), month, of_month),
            _ => day(year, month, of_month),
        },
        _ => None,
    }
}
