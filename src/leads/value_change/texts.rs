//! Changing texts.

use super::{AddedText, LetterCase};
use crate::leads::bytes::blank::is_blank;

/// A text with another one behind it.
pub(super) fn append(old: &str, added: &AddedText, is_long: bool) -> String {
    let between = between(old, added, is_long);
    if is_blank(old) {
        return added.text.clone();
    }
    let old = if is_long { old.trim_end_matches(['\r', '\n']) } else { old };
    format!("{old}{between}{}", added.text)
}

/// A text with another one before it.
pub(super) fn prepend(old: &str, added: &AddedText, is_long: bool) -> String {
    let between = between(old, added, is_long);
    if is_blank(old) { added.text.clone() } else { format!("{}{between}{old}", added.text) }
}

/// What stands between the text of a cell and the one that is added: in several lines a line end as the text has it.
fn between(old: &str, added: &AddedText, is_long: bool) -> &'static str {
    match (is_long, added.is_quoted) {
        (true, _) if old.contains("\r\n") => "\r\n",
        (true, _) => "\n",
        (false, true) => "",
        (false, false) => " ",
    }
}

/// A text in other letters.
pub(super) fn in_letters(old: &str, case: LetterCase) -> String {
    match case {
        LetterCase::Upper => old.to_uppercase(),
        LetterCase::Lower => old.to_lowercase(),
        LetterCase::Title => title(old),
    }
}

/// A text with a capital at the beginning of each word; an apostrophe doesn't begin one.
fn title(old: &str) -> String {
    let mut text = String::with_capacity(old.len());
    let mut is_in_word = false;
    for letter in old.chars() {
        if is_in_word {
            text.extend(letter.to_lowercase());
        } else {
            text.extend(letter.to_uppercase());
        }
        is_in_word = letter.is_alphanumeric() || (is_in_word && matches!(letter, '\'' | '’'));
    }
    text
}

/// A text without spaces around it. In one line all but one of several between words go too, in several lines those
/// at the end of each.
pub(super) fn trim(old: &str, is_long: bool) -> String {
    if !is_long {
        return old.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut text = String::with_capacity(old.len());
    for line in old.trim().split_inclusive('\n') {
        let end = match line.strip_suffix("\r\n") {
            Some(_) => "\r\n",
            None if line.ends_with('\n') => "\n",
            None => "",
        };
        text.push_str(line.trim_end());
        text.push_str(end);
    }
    text
}
