//! Shows texts beside each other so that it can be seen where they differ.

use crate::leads::visible;
use std::array;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};
use unicode_width::UnicodeWidthChar as _;

/// The least width that [`difference`] cuts texts for, in terminal columns.
pub const MIN_DIFFERENCE_WIDTH: usize = 12;

/// What stands for a text without characters.
const EMPTY: &str = "(empty)";

/// What stands for characters that are left out.
const CUT: &str = "…";

/// A word up to this many characters is shown as a whole when a part of it differs.
const MAX_WORD_CHARS: usize = 20;

/// More bytes a column than any text takes that is worth measuring.
const MAX_COLUMN_BYTES: usize = 24;

/// Returns an old and a new text for people, cut around what differs.
///
/// Each takes at most `width` terminal columns, but no less than [`MIN_DIFFERENCE_WIDTH`] are used. Two
/// texts that fit stay whole. Otherwise their common beginning and end are shortened with `…`, and what
/// differs stands between square brackets, which need no colour and are in every font:
/// `…approved: [NO].` and `…approved: [YES].` Where something was inserted or deleted, the other text
/// has `[]`. Texts with nothing in common have no brackets. An empty text is `(empty)`; what can't be
/// seen is made [`visible()`].
///
/// Different texts are never shown the same: where they would look alike, the first character that
/// differs is shown as its number.
pub fn difference(old: &str, new: &str, width: usize) -> [String; 2] {
    let (texts, width) = ([old, new], width.max(MIN_DIFFERENCE_WIDTH));
    compared(texts, width).unwrap_or_else(|| numbered(texts, width))
}

/// Returns a text before two people changed it, and both changed texts, cut around what differs.
///
/// They are cut as by [`difference`]; where one place doesn't tell all three apart, `mine` and `theirs`
/// are cut for each other.
pub fn conflict(old: &str, mine: &str, theirs: &str, width: usize) -> [String; 3] {
    let width = width.max(MIN_DIFFERENCE_WIDTH);
    compared([old, mine, theirs], width).unwrap_or_else(|| {
        let [was, _] = difference(old, mine, width);
        let [mine, theirs] = difference(mine, theirs, width);
        [was, mine, theirs]
    })
}

/// Puts quotes around texts as they are shown; the word for an empty one gets none.
pub fn quoted<const N: usize>(texts: [&str; N], shown: [String; N]) -> [String; N] {
    let mut texts = texts.into_iter();
    shown.map(|shown| match texts.next() {
        Some("") => shown,
        _ => format!("\"{shown}\""),
    })
}

/// Shows the texts whole or around what differs, unless different ones would look the same.
fn compared<const N: usize>(texts: [&str; N], width: usize) -> Option<[String; N]> {
    let are_apart = |shown: &[String; N]| {
        let pairs = (0..N).flat_map(|a| (0..a).map(move |b| (a, b)));
        pairs.into_iter().all(|(a, b)| texts[a] == texts[b] || shown[a] != shown[b])
    };
    let whole = texts.map(|text| whole(text, width));
    if whole.iter().all(Option::is_some) {
        return Some(whole.map(Option::unwrap_or_default)).filter(are_apart);
    }
    let common = Common::of(&texts);
    let shortest = texts.iter().map(|text| text.len()).min().unwrap_or_default();
    let alike = common.start + common.end;
    // The same full stop in different sentences isn't what they are cut around.
    let common = if alike * 4 < shortest.min(width) { Common { start: 0, end: 0 } } else { common };
    [common.without_words(&texts), common]
        .into_iter()
        // Pieces that were made visible one by one may have too many marks once they are joined.
        .map(|common| common.show(texts, width).map(|shown| visible(&shown).into_owned()))
        .find(|shown| are_apart(shown) && shown.iter().all(|text| columns(text) <= width))
}

/// A text as it is shown whole, if it fits.
fn whole(text: &str, width: usize) -> Option<String> {
    if text.is_empty() {
        return Some(EMPTY.to_owned());
    }
    // A text of megabytes isn't measured to know that.
    if text.len() > width * MAX_COLUMN_BYTES {
        return None;
    }
    let shown = visible(text);
    (columns(&shown) <= width).then(|| shown.into_owned())
}

/// How many bytes texts have in common at their beginning and at their end, up to a border of characters.
#[derive(Clone, Copy)]
struct Common {
    start: usize,
    end: usize,
}

impl Common {
    fn of(texts: &[&str]) -> Self {
        let Some((first, others)) = texts.split_first() else { return Self { start: 0, end: 0 } };
        let mut start = others.iter().fold(first.len(), |most, text| {
            most.min(first.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count())
        });
        // A sign of several characters, such as a letter and its accent, isn't torn.
        while !texts.iter().all(|text| is_border(text, start)) {
            start -= 1;
        }
        let shortest = texts.iter().map(|text| text.len()).min().unwrap_or_default() - start;
        let mut end = others.iter().fold(shortest, |most, text| {
            let pairs = first.bytes().rev().zip(text.bytes().rev());
            pairs.take(most).take_while(|(a, b)| a == b).count()
        });
        while !texts.iter().all(|text| is_border(text, text.len() - end)) {
            end -= 1;
        }
        Self { start, end }
    }

    /// Takes the words at both borders away, so that what differs is whole words.
    fn without_words(self, texts: &[&str]) -> Self {
        let Some(first) = texts.first() else { return self };
        let (before, after) = (&first[..self.start], &first[first.len() - self.end..]);
        let is_word = |c: &char| c.is_alphanumeric();
        // A word ends where the texts part: behind a blank there is none to be completed.
        let begins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let rest = |text: &&str| text.len() - self.start - self.end;
        let head = |text: &&str| text[self.start..].chars().next().filter(|_| rest(text) > 0);
        let tail = |text: &&str| {
            text[..text.len() - self.end].chars().next_back().filter(|_| rest(text) > 0)
        };
        let length = |word: Vec<char>| {
            let is_short = word.len() <= MAX_WORD_CHARS;
            if is_short { word.into_iter().map(char::len_utf8).sum() } else { 0 }
        };
        let (mut start, mut end) = (self.start, self.end);
        if texts.iter().any(|text| begins(head(text))) {
            let word = before.chars().rev().take_while(is_word).take(MAX_WORD_CHARS + 1);
            start -= length(word.collect());
        }
        if texts.iter().any(|text| begins(tail(text))) {
            let word = after.chars().take_while(is_word).take(MAX_WORD_CHARS + 1);
            end -= length(word.collect());
        }
        let is_whole = |text: &str| is_border(text, start) && is_border(text, text.len() - end);
        if texts.iter().all(|text| is_whole(text)) { Self { start, end } } else { self }
    }

    /// Shows each text with what differs in it, the same surroundings around all of them.
    fn show<const N: usize>(self, texts: [&str; N], width: usize) -> [String; N] {
        let is_same = texts.iter().all(|text| text.len() == self.start + self.end);
        if is_same || self.start + self.end == 0 {
            return texts.map(|text| match text {
                "" => EMPTY.to_owned(),
                text => middle(text, width),
            });
        }
        // Two brackets, and a sign at each end for what is left out there.
        let room = width - 4;
        let differing = texts.map(|text| &text[self.start..text.len() - self.end]);
        let widest = differing.iter().map(|part| columns_up_to(part, room)).max();
        // However much differs, a quarter is for what stands around it.
        let around = room.saturating_sub(widest.unwrap_or_default()).max(room / 4);
        let text = texts.first().copied().unwrap_or_default();
        let (before, after) = (&text[..self.start], &text[text.len() - self.end..]);
        let right = columns_up_to(after, around);
        let left = columns_up_to(before, around).min(around - right.min(around / 3));
        let (left, right) = (last(before, left), first(after, around - left));
        let room = room - columns(&left.0) - columns(&right.0);
        let [lead, trail] = [left.1, right.1].map(|is_cut| if is_cut { CUT } else { "" });
        differing.map(|part| format!("{lead}{}[{}]{}{trail}", left.0, middle(part, room), right.0))
    }
}

/// Shows the first character that differs as its number, with what stands before it.
fn numbered<const N: usize>(texts: [&str; N], width: usize) -> [String; N] {
    let mut rest = texts.map(str::chars);
    let mut start = 0;
    loop {
        let next: [Option<char>; N] = array::from_fn(|n| rest[n].next());
        match next.first().copied().flatten() {
            Some(c) if next.iter().all(|other| *other == Some(c)) => start += c.len_utf8(),
            _ => break,
        }
    }
    texts.map(|text| {
        if text.is_empty() {
            return EMPTY.to_owned();
        }
        // In the least width there is no room for what stands around the number.
        let room = width.checked_sub("…[<U+10FFFF>…]".chars().count());
        let cut = |is_cut: bool| if is_cut && room.is_some() { CUT } else { "" };
        let room = room.unwrap_or_default();
        let (before, is_cut) = last(&text[..start], room);
        let before = Some(visible(&before)).filter(|before| columns(before) <= room);
        let lead = cut(is_cut || before.is_none());
        let mut behind = text[start..].chars();
        let number = behind.next().map(|c| format!("<U+{:04X}>", u32::from(c)));
        let (number, trail) = (number.unwrap_or_default(), cut(behind.next().is_some()));
        format!("{lead}{}[{number}{trail}]", before.unwrap_or_default())
    })
}

/// Whether a text may be cut at a byte: between the signs that a reader sees.
fn is_border(text: &str, at: usize) -> bool {
    text.is_char_boundary(at)
        && GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// How many terminal columns a text takes whose characters are all visible.
fn columns(shown: &str) -> usize {
    shown.chars().map(|c| c.width().unwrap_or(1)).sum()
}

/// How many columns a text takes, or a few more than `most`.
fn columns_up_to(text: &str, most: usize) -> usize {
    let mut used = 0;
    for sign in text.graphemes(true) {
        used += columns(&visible(sign));
        if used > most {
            break;
        }
    }
    used
}

/// Joins signs as long as they fit, and tells whether some were left out.
fn fitting<'t>(signs: impl Iterator<Item = &'t str>, room: usize) -> (Vec<String>, bool) {
    let mut used = 0;
    let mut shown = Vec::new();
    for sign in signs {
        let sign = visible(sign);
        used += columns(&sign);
        if used > room {
            return (shown, true);
        }
        shown.push(sign.into_owned());
    }
    (shown, false)
}

/// The beginning of a text, and whether something follows.
fn first(text: &str, room: usize) -> (String, bool) {
    let (signs, is_cut) = fitting(text.graphemes(true), room);
    (signs.concat(), is_cut)
}

/// The end of a text, and whether something comes before.
fn last(text: &str, room: usize) -> (String, bool) {
    let (mut signs, is_cut) = fitting(text.graphemes(true).rev(), room);
    signs.reverse();
    (signs.concat(), is_cut)
}

/// The beginning and the end of a text that is too wide.
fn middle(text: &str, room: usize) -> String {
    let (whole, is_cut) = first(text, room);
    if !is_cut {
        return whole;
    }
    let room = room.saturating_sub(1);
    let (head, _) = first(text, room - room / 3);
    let (tail, _) = last(text, room - columns(&head));
    format!("{head}{CUT}{tail}")
}

#[cfg(test)]
mod tests;
