//! Breaking a text into the lines that a panel shows.

use crate::leads::{HiddenMarks, visible};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// How many terminal columns a text takes when every hidden character is made visible.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return text.len();
    }
    let mut before = ' ';
    let mut marks = HiddenMarks::default();
    let mut width = 0;
    for (at, c) in text.char_indices() {
        match marks.next(c) {
            // A blank is drawn below a mark that has no letter, and a heap of marks is cut with a sign.
            1 if at == 0 => width += 1,
            mark if mark == HiddenMarks::MAX + 1 => width += 1,
            _ => {}
        }
        let joins = matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
        if !(joins && before > '\u{203b}' && !before.is_alphanumeric()) {
            let shown = visible(c.encode_utf8(&mut [0; 4])).into_owned();
            width += shown.chars().map(|c| c.width().unwrap_or(1)).sum::<usize>();
            before = c;
        }
    }
    width
}

/// Breaks a text for a width and returns its lines, as bytes of the text, line breaks left out.
///
/// Lines are broken between words; a word that is wider than a line, between its signs. Blanks
/// behind the last word of a line stay in that line, however wide it is. There is always a line.
pub fn wrap(text: &str, room: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let end = text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at);
        break_line(text, start..end, room.max(1), &mut lines);
        let break_len = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        if end == text.len() {
            return lines;
        }
        start = end + break_len;
    }
}

fn break_line(text: &str, line: Range<usize>, room: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = line.start;
    let mut used = 0;
    for (at, piece) in text[line.clone()].split_word_bound_indices() {
        let at = line.start + at;
        let wide = width(piece);
        if used + wide <= room || piece.trim().is_empty() {
            used += wide;
            continue;
        }
        if used > 0 {
            lines.push(start..at);
            (start, used) = (at, 0);
        }
        if wide <= room {
            used = wide;
            continue;
        }
        for (within, sign) in piece.grapheme_indices(true) {
            let wide = width(sign);
            if used > 0 && used + wide > room {
                lines.push(start..at + within);
                (start, used) = (at + within, 0);
            }
            used += wide;
        }
    }
    lines.push(start..line.end);
}

/// Which of the lines a byte of the text is in.
pub fn line_of(lines: &[Range<usize>], at: usize) -> usize {
    lines.partition_point(|line| line.start <= at).saturating_sub(1)
}

/// The byte of a line that is nearest to a column.
pub fn at_column(text: &str, lines: &[Range<usize>], line: usize, column: usize) -> usize {
    let Some(range) = lines.get(line) else { return text.len() };
    // The end of a line that goes on belongs to the next one.
    let goes_on = lines.get(line + 1).is_some_and(|next| next.start == range.end);
    let mut used = 0;
    for (at, sign) in text[range.clone()].grapheme_indices(true) {
        let wide = width(sign);
        let is_last = goes_on && range.start + at + sign.len() == range.end;
        if used + wide > column || is_last {
            return range.start + at;
        }
        used += wide;
    }
    range.end
}

/// How many columns each of some texts may take, so that all fit into `room` beside what stands around them.
///
/// What a short text leaves is for the longer ones.
pub(crate) fn share<const N: usize>(room: usize, around: &str, texts: [&str; N]) -> usize {
    // A text that is cut for another one may get a bracket at each side.
    const BRACKETS: usize = 2;
    // More bytes a column than is worth measuring.
    const MAX_COLUMN_BYTES: usize = 24;
    let room = room.saturating_sub(width(around));
    let is_long = |text: &str| text.len() > room * MAX_COLUMN_BYTES;
    let mut widths = texts.map(|text| if is_long(text) { room + 1 } else { width(text) });
    if widths.iter().sum::<usize>() <= room {
        return room;
    }
    widths.sort_unstable();
    let (mut left, mut others) = (room, N);
    for wide in widths.map(|wide| wide + BRACKETS) {
        if others < 2 || wide * others > left {
            break;
        }
        (left, others) = (left - wide, others - 1);
    }
    left / others.max(1)
}

/// The least room that text is broken for, in terminal columns.
pub(crate) const MIN_TEXT_WIDTH: usize = 16;

/// Breaks a text into lines of at most `room` terminal columns, with hidden characters made visible.
pub(crate) fn wrap_text(text: &str, room: u16) -> Vec<String> {
    let text = visible(text);
    textwrap::wrap(&text, usize::from(room).max(MIN_TEXT_WIDTH))
        .into_iter()
        .map(Cow::into_owned)
        .collect()
}

/// Breaks each line of a text; an empty text is one line.
pub(crate) fn wrap_lines(text: &str, room: u16) -> Vec<String> {
    // The last line of a text that ends with a line break is empty, and a line to be seen.
    text.split('\n')
        .flat_map(|line| wrap_text(line.strip_suffix('\r').unwrap_or(line), room))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, room: usize) -> Vec<&str> {
        wrap(text, room).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_between_words_and_long_words_between_characters() {
        assert_eq!(wrapped("call Ann on Monday", 9), ["call Ann ", "on Monday"]);
        assert_eq!(wrapped("a\r\n\nb\r", 9), ["a", "", "b", ""]);
        assert_eq!(wrapped("", 9), [""]);
        assert_eq!(wrapped("x abcdefgh", 4), ["x ", "abcd", "efgh"]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
        assert_eq!(wrapped("abc    d", 3), ["abc    ", "d"]);
        assert_eq!(wrapped("日", 1), ["日"]);
    }

    #[test]
    fn short_texts_leave_their_room_to_longer_ones() {
        let long = "x".repeat(99);
        assert_eq!(share(40, "row 1: ", ["one", "another"]), 33, "both fit");
        assert_eq!(share(40, "", [&long, &long]), 20);
        assert_eq!(share(40, "", ["four", &long]), 34);
        assert_eq!(share(40, "", [&long, "", "four"]), 32);
        assert_eq!(share(4, "row 1: ", ["one", "another"]), 0);
        assert_eq!(share(40, "", [&long.repeat(999), "東京"]), 34);
    }

    #[test]
    fn a_column_of_a_line_is_found_from_both_sides() {
        let text = "call Ann on Monday";
        let lines = wrap(text, 9);
        assert_eq!((line_of(&lines, 8), line_of(&lines, 9)), (0, 1));
        assert_eq!(at_column(text, &lines, 0, 99), 8, "the end of a broken line is in the next");
        assert_eq!(at_column(text, &lines, 1, 99), 18);
        assert_eq!(at_column(text, &lines, 1, 3), 12);
    }
}
