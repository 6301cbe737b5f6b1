//! The only way by which text reaches the screen.

use crate::leads::index::columns;
use crate::leads::{HiddenMarks, is_hidden, visible};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// More columns than any screen has: wider texts aren't measured to their end.
const MAX_MEASURED_WIDTH: u16 = 4_096;

/// The signs of a text, one after the other in one piece of memory.
struct Graphemes {
    text: String,
    list: Vec<Grapheme>,
}

/// One sign on the screen: a letter with its marks, one or two terminal columns wide.
struct Grapheme {
    /// Where it begins in the text of all; it ends where the next one begins.
    start: usize,
    width: u16,
    marks: usize,
}

/// Draws a text into a number of terminal columns and returns how many it took.
///
/// Control, bidirectional and zero-width characters are drawn as visible signs, wide ones take two
/// columns, joined emoji are drawn one by one: every terminal agrees on how wide that is. What
/// doesn't fit is cut and ends with `…`. Draws nothing outside the buffer.
pub fn draw_text(buf: &mut Buffer, at: Position, width: u16, text: &str, style: Style) -> u16 {
    let room = width.min(buf.area.right().saturating_sub(at.x));
    if room == 0 || !buf.area.contains(at) {
        return 0;
    }
    let most = usize::from(room);
    let head = &text.as_bytes()[..text.len().min(most + 1)];
    if head.iter().all(|b| (b' '..=b'~').contains(b)) {
        // Nearly all texts: a byte is a column, and one byte too many is enough to know of a cut.
        let used = head.len().min(most);
        let cells = &mut buf.content[range(buf.area, at, used)];
        for (cell, byte) in cells.iter_mut().zip(head) {
            cell.set_char(char::from(*byte)).set_style(style);
        }
        if head.len() > most {
            cells[most - 1].set_char('…');
        }
        return columns(used);
    }
    let mut x = at.x;
    let signs = fit(text, room);
    for (n, sign) in signs.list.iter().enumerate() {
        if let Some(cell) = buf.cell_mut((x, at.y)) {
            cell.set_symbol(signs.text(n)).set_style(style);
        }
        for covered in 1..sign.width {
            if let Some(cell) = buf.cell_mut((x + covered, at.y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        x += sign.width;
    }
    x - at.x
}

/// Makes a line of a buffer blank, in a style.
pub(crate) fn clear_line(buf: &mut Buffer, y: u16, style: Style) {
    let line = range(buf.area, Position::new(buf.area.x, y), buf.area.width.into());
    blank(&mut buf.content[line], style);
}

/// Makes cells blank, in a style.
fn blank(cells: &mut [Cell], style: Style) {
    let mut like = Cell::EMPTY;
    like.set_style(style);
    for cell in cells {
        // A clone would have to look whether the text is on the heap.
        *cell = Cell::EMPTY;
        (cell.fg, cell.bg, cell.modifier) = (like.fg, like.bg, like.modifier);
    }
}

/// Draws a text like [`draw_text`] and fills the rest of the width with the style.
pub fn draw_text_filled(buf: &mut Buffer, at: Position, width: u16, text: &str, style: Style) {
    let used = draw_text(buf, at, width, text, style);
    if !buf.area.contains(at) {
        return;
    }
    let room = width.min(buf.area.right() - at.x);
    let cells = &mut buf.content[range(buf.area, at, usize::from(room))];
    blank(cells.get_mut(usize::from(used)..).unwrap_or_default(), style);
}

/// The cells of an area from a position to the right, at most `width`.
fn range(area: Rect, at: Position, width: usize) -> Range<usize> {
    let line = usize::from(at.y - area.y) * usize::from(area.width);
    let start = line + usize::from(at.x - area.x);
    start..start + width
}

/// How many terminal columns a text takes when it is drawn whole, but at most `most`.
pub fn width_up_to(text: &str, most: u16) -> u16 {
    if text.bytes().take(usize::from(most) + 1).all(|b| (b' '..=b'~').contains(&b)) {
        return columns(text.len().min(usize::from(most)));
    }
    fit(text, most).list.iter().map(|s| s.width).sum()
}

/// How many terminal columns a text takes when it is drawn whole.
pub fn width(text: &str) -> usize {
    usize::from(width_up_to(text, MAX_MEASURED_WIDTH))
}

/// The signs of a text, cut with `…` to a width.
fn fit(text: &str, room: u16) -> Graphemes {
    let most = text.len().min(usize::from(room) + 1);
    let mut signs =
        Graphemes { text: String::with_capacity(most + 8), list: Vec::with_capacity(most + 1) };
    let mut used: u16 = 0;
    for c in text.chars() {
        if used > room {
            break;
        }
        match c {
            ' '..='~' => used += signs.push(c, 1),
            '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' if signs.end_in_symbol() => {}
            _ => used += signs.unusual(c),
        }
    }
    signs.cut(room);
    signs
}

impl Graphemes {
    /// The text of a sign.
    fn text(&self, n: usize) -> &str {
        let start = self.list.get(n).map_or(self.text.len(), |sign| sign.start);
        let end = self.list.get(n + 1).map_or(self.text.len(), |sign| sign.start);
        &self.text[start..end]
    }

    fn push(&mut self, c: char, width: u16) -> u16 {
        self.list.push(Grapheme { start: self.text.len(), width, marks: 0 });
        self.text.push(c);
        width
    }

    /// Adds a character outside ASCII, or one that must be made visible.
    fn unusual(&mut self, c: char) -> u16 {
        let columns = |c: char| columns(c.width().unwrap_or(0));
        if is_hidden(c) {
            let mut utf8 = [0; 4];
            let shown = visible(c.encode_utf8(&mut utf8));
            return shown.chars().map(|c| self.push(c, columns(c).max(1))).sum();
        }
        let width = columns(c);
        match (width, self.list.last_mut()) {
            (0, Some(sign)) if sign.marks < HiddenMarks::MAX => {
                self.text.push(c);
                sign.marks += 1;
                0
            }
            (0, Some(sign)) if sign.marks == HiddenMarks::MAX => {
                // The heap is cut once; the sign for that takes no marks itself.
                self.list.push(Grapheme {
                    start: self.text.len(),
                    width: 1,
                    marks: HiddenMarks::MAX + 1,
                });
                self.text.push('…');
                1
            }
            (0, Some(_)) => 0,
            (0, None) => self.push(' ', 1) + self.unusual(c),
            _ => self.push(c, width.max(1)),
        }
    }

    /// Whether the last sign is a symbol such as an emoji, whose joiners needn't be shown.
    fn end_in_symbol(&self) -> bool {
        let last = self.list.last().and_then(|sign| self.text[sign.start..].chars().next());
        last.is_some_and(|c| c > '\u{203b}' && !c.is_alphanumeric())
    }

    /// Removes signs that don't fit and puts `…` at the end.
    fn cut(&mut self, room: u16) {
        let mut used: u32 = self.list.iter().map(|s| u32::from(s.width)).sum();
        if used <= u32::from(room) {
            return;
        }
        while used + 1 > u32::from(room) {
            let Some(sign) = self.list.pop() else { return };
            self.text.truncate(sign.start);
            used -= u32::from(sign.width);
        }
        self.push('…', 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, width: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        draw_text(&mut buf, Position::ORIGIN, width, text, Style::new());
        let mut line = String::new();
        let mut x = 0;
        while x < 12 {
            let symbol = buf[(x, 0)].symbol();
            line.push_str(symbol);
            x += 1 + u16::from(symbol.chars().next().and_then(|c| c.width()) == Some(2));
        }
        line.trim_end().to_owned()
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        assert_eq!(drawn("Contoso", 7), "Contoso");
        assert_eq!(drawn("Contoso", 5), "Cont…");
        assert_eq!(drawn("日本語", 6), "日本語");
        assert_eq!(drawn("日本語", 5), "日本…");
        assert_eq!(drawn("日本語", 4), "日…");
        assert_eq!(drawn("ab", 1), "…");
        assert_eq!(drawn("ab", 0), "");
    }

    #[test]
    fn marks_stay_on_their_letter_and_a_pile_of_them_is_cut() {
        assert_eq!(drawn("e\u{301}t", 2), "e\u{301}t");
        let heap = format!("e{}t", "\u{301}".repeat(10_000));
        assert_eq!(drawn(&heap, 5), format!("e{}…t", "\u{301}".repeat(4)));
    }

    #[test]
    fn joined_emoji_are_drawn_one_by_one() {
        assert_eq!(drawn("👩\u{200d}💻 x", 8), "👩💻 x");
    }

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(drawn("a\tb\u{1b}", 6), "a␉b␛");
        assert!(drawn("Act\u{200b}ive", 12).starts_with("Act<U+200B>"));
    }

    #[test]
    fn lines_are_broken_by_the_widths_that_are_drawn() {
        for text in [
            "Contoso",
            "日本語",
            "e\u{301}t",
            "👩\u{200d}💻 x",
            "a\tb\u{1b}",
            "\u{200b}é\r",
            "✂\u{fe0f}",
            &format!("e{}t", "\u{301}".repeat(9)),
            "\u{301}\u{302}x",
            "a\u{200b}\u{301}",
            "1\u{fe0f}\u{20e3}",
        ] {
            assert_eq!(crate::app::text_width(text), width(text), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_drawn_outside_the_buffer() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        assert_eq!(draw_text(&mut buf, Position::new(2, 0), 9, "abc", Style::new()), 1);
        assert_eq!(draw_text(&mut buf, Position::new(9, 9), 9, "abc", Style::new()), 0);
    }
}
