//! Changes that a person makes to a text.

use crate::support::rng::Rng;
use chrono::{Datelike, NaiveDate};

/// A change to a text.
type Edit = fn(&mut Rng, &str) -> String;

/// The text after a change by a person, and what the change is.
///
/// It may be the same text, or one that a program makes too; who asks must leave these out.
pub fn edited(rng: &mut Rng, text: &str) -> (&'static str, String) {
    let edits: [(&'static str, Edit); 10] = [
        ("another text", another),
        ("a digit changed", digit_changed),
        ("a digit added", digit_added),
        ("a word appended", |_, text| format!("{text} today")),
        ("a word before", |_, text| format!("Done: {text}")),
        ("a word changed", word_changed),
        ("another ID", |rng, _| format!("CRM-{:05}", rng.below(100_000))),
        ("case changed", case_changed),
        ("cleared", |_, _| String::new()),
        ("a day moved", day_moved),
    ];
    let (name, edit) = edits[rng.below(edits.len())];
    (name, edit(rng, text))
}

fn another(rng: &mut Rng, _: &str) -> String {
    const TEXTS: [&str; 10] = [
        "Signed on Monday",
        "Lost to a competitor",
        "Waits for the board",
        "EXPO-27",
        "Lead 4711",
        "asks for a discount of 5 %",
        "4711",
        "A-17",
        "Zürich office",
        "ok",
    ];
    rng.one_of(&TEXTS).to_owned()
}

fn digit_changed(rng: &mut Rng, text: &str) -> String {
    let places: Vec<usize> =
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let Some(&at) = places.get(rng.below(places.len())) else { return text.to_owned() };
    let digit = text.as_bytes()[at] - b'0';
    let other = (digit + 1 + rng.below(9) as u8) % 10;
    format!("{}{}{}", &text[..at], char::from(b'0' + other), &text[at + 1..])
}

fn digit_added(rng: &mut Rng, text: &str) -> String {
    match text.rfind(|c: char| c.is_ascii_digit()) {
        Some(at) => format!("{}{}{}", &text[..=at], rng.below(9) + 1, &text[at + 1..]),
        None => text.to_owned(),
    }
}

/// The first word in the other case.
fn case_changed(_: &mut Rng, text: &str) -> String {
    let (word, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    let upper = word.to_uppercase();
    if upper == word { word.to_lowercase() + rest } else { upper + rest }
}

fn word_changed(_: &mut Rng, text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 2;
    match words.iter().position(is_word) {
        Some(at) => {
            words[at] = "reviewed";
            words.join(" ")
        }
        None => text.to_owned(),
    }
}

/// A date of the form `MM/DD/YYYY` some days later.
pub fn day_moved(rng: &mut Rng, text: &str) -> String {
    let Ok(day) = NaiveDate::parse_from_str(text, "%m/%d/%Y") else { return text.to_owned() };
    let days = chrono::Days::new(rng.below(60) as u64 + 1);
    let later = day.checked_add_days(days).filter(|later| later.year() < 2100).unwrap_or(day);
    later.format("%m/%d/%Y").to_string()
}
