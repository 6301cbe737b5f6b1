//! The names of the months in many languages.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A line for each month, and one for the words between day, month and year; see `months.mjs` beside it.
///
/// Chrono has such names too, but of its locales only all can be linked, with all their other texts,
/// several hundred kilobytes; and some names that programs write aren't there.
const NAMES: &str = include_str!("../../../../assets/dates/months.txt");

/// The lines in which each word is, a bit for each: bit 0 is January, bit 12 the words between.
///
/// It is made when the first date in a form of another region is read.
static WORDS: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (at, line) in NAMES.lines().filter(|line| !line.starts_with('#')).enumerate() {
        for word in line.split(' ') {
            *words.entry(word).or_default() |= 1 << at;
        }
    }
    words
});

const BETWEEN: u16 = 1 << 12;

/// Whether a word stands between the parts of a date: `de`, `г`, `年`.
pub(super) fn is_between(word: &str) -> bool {
    WORDS.get(word).is_some_and(|lines| lines & BETWEEN != 0)
}

/// Whether a word in lower case is a month's name, or a usual short form of one.
pub(super) fn is_name(word: &str) -> bool {
    WORDS.get(word).is_some_and(|lines| lines & !BETWEEN != 0)
}

/// The months that a word in lower case is the name of, in one language or another.
///
/// A word that is no name may be a short form of one, such as `mrz` of *März*: the first letter and others in
/// their order, three at least.
pub(super) fn find(word: &str) -> Vec<u32> {
    let lines = WORDS.get(word).copied().unwrap_or_else(|| {
        let is_long = word.chars().nth(2).is_some();
        let names = WORDS.iter().filter(|(name, _)| is_long && is_short_for(word, name));
        names.fold(0, |found, (_, lines)| found | lines)
    });
    (1..=12).filter(|month| lines & (1 << (month - 1)) != 0).collect()
}

fn is_short_for(word: &str, name: &str) -> bool {
    let mut letters = name.chars();
    word.chars().next() == name.chars().next() && word.chars().all(|c| letters.any(|l| l == c))
}
