//! What a terminal shows in each column of a line, in numbers that are quick to compare and to copy.

use crate::leads::index::{index, number};
use crate::shell::terminal::cell_style::CellStyle;
use crate::shell::terminal::shift::Shift;
use ratatui::buffer::{Cell, CellWidth};
use std::collections::HashMap;
use std::iter;
use std::rc::Rc;

/// How many bytes of a text a glyph holds by itself; the eighth tells the rest.
const BYTES: usize = 7;
/// Covers the next column too.
const WIDE: u64 = 1 << 56;
/// Terminals don't agree on how wide it is.
const UNSURE: u64 = 1 << 57;
/// Its text is one of the long ones: the number of that is behind the text's first byte.
const LONG: u64 = 1 << 58;

/// A letter with its marks, as it is shown from a column on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// The bytes of its text, the first one lowest, and what else is known; 0 in a column that a wide one covers.
    text: u64,
    pub(crate) look: CellStyle,
}

/// Reads glyphs from what was drawn, and writes their texts.
///
/// It keeps the texts that are too long for a glyph, those of letters with a heap of marks, each once: all that were shown
/// since the screen was renewed.
#[derive(Debug, Default)]
pub(crate) struct Glyphs {
    texts: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, u32>,
}

/// A shown line, with what the terminal did to it before anything is written.
#[derive(Clone, Copy)]
pub(crate) struct ShownLine<'a> {
    pub(crate) cells: &'a [Glyph],
    pub(crate) done: Done,
}

/// What the terminal did to a line.
#[derive(Clone, Copy)]
pub(crate) enum Done {
    Nothing,
    /// It was erased from a column on.
    Erased(usize),
    /// It was moved from a column on.
    Moved(usize, Shift),
}

impl Glyph {
    /// What is shown where nothing is.
    pub(crate) const BLANK: Self = Self { text: b' ' as u64, look: CellStyle::PLAIN };
    /// The column that a wide glyph covers.
    const COVERED: Self = Self { text: 0, look: CellStyle::PLAIN };

    /// Whether it is the other half of a wide one.
    #[inline]
    pub(crate) fn is_covered(self) -> bool {
        self.text == 0
    }

    /// How many columns it covers.
    pub(crate) fn width(self) -> usize {
        if self.text & WIDE == 0 { 1 } else { 2 }
    }

    /// Whether terminals agree on how wide it is: they don't about emoji and about what is joined.
    pub(crate) fn is_sure(self) -> bool {
        self.text & UNSURE == 0
    }

    /// Its text, if that is one byte.
    #[inline]
    pub(crate) fn byte(self) -> Option<u8> {
        (1..0x80).contains(&self.text).then(|| self.first_byte())
    }

    /// The first byte of its text.
    pub(crate) fn first_byte(self) -> u8 {
        let [byte, ..] = self.text.to_le_bytes();
        byte
    }

    /// How many bytes its text has; of a long one, about.
    fn bytes(self) -> usize {
        let text = self.text & ((1 << (8 * BYTES)) - 1);
        BYTES + 1 - index(text.leading_zeros()) / 8
    }

    /// A number that glyphs with the same text have in common, and no others.
    pub(crate) fn text_number(self) -> u64 {
        self.text
    }

    /// Tells whether it looks the same as another one.
    #[inline]
    pub(crate) fn same(self, other: Self) -> bool {
        self.text == other.text && self.looks_same_in(other.look)
    }

    /// Tells whether it looks the same in another look.
    #[inline]
    pub(crate) fn looks_same_in(self, look: CellStyle) -> bool {
        self.look == look || self.text == Self::BLANK.text && self.look.same_blank(look)
    }

    /// Tells whether it is shown as if nothing had been drawn there.
    #[inline]
    pub(crate) fn is_blank(self) -> bool {
        self.text == Self::BLANK.text && self.look.erases()
    }
}

/// Tells whether two lines look the same.
pub(crate) fn same_line(a: &[Glyph], b: &[Glyph]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.same(*b))
}

/// About how many bytes turn one line into another: enough to choose between two ways, and found in one pass, which
/// ends where it comes to `most`.
pub(crate) fn rough_cost(from: &[Glyph], to: &[Glyph], most: usize) -> usize {
    let blank = to.iter().rposition(|glyph| !glyph.is_blank()).map_or(0, |last| last + 1);
    let mut cost = 0;
    let mut written: Option<usize> = None;
    for (x, (before, after)) in from.iter().zip(to).enumerate() {
        if before.same(*after) {
            continue;
        }
        if x >= blank {
            // The rest is erased.
            return cost + CONTROL;
        }
        if written.is_none_or(|at| at + 1 < x) {
            cost += CONTROL;
        }
        if written.is_none_or(|at| to[at].look != after.look) {
            cost += STYLE;
        }
        cost += after.bytes();
        if cost >= most {
            break;
        }
        written = Some(x);
    }
    cost
}

/// About how many bytes move the cursor or erase a line.
const CONTROL: usize = 5;
/// About how many bytes change the look in which is written.
const STYLE: usize = 8;

impl Glyphs {
    /// Forgets all texts: no glyph that was read before can be written any more.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Reads how a terminal shows a line that was drawn.
    ///
    /// A wide glyph whose other half is covered, as by a frame, is drawn blank.
    pub(crate) fn read(&mut self, line: &[Cell], glyphs: &mut [Glyph]) {
        let mut before = &Cell::EMPTY;
        let mut look = CellStyle::PLAIN;
        let mut is_covered = false;
        for (x, (cell, glyph)) in line.iter().zip(glyphs).enumerate() {
            if (cell.fg, cell.bg, cell.modifier) != (before.fg, before.bg, before.modifier) {
                look = CellStyle::of(cell);
                before = cell;
            }
            *glyph = match cell.symbol().as_bytes() {
                _ if is_covered => Glyph::COVERED,
                [byte] => Glyph { text: u64::from(*byte), look },
                _ => Glyph { text: self.text(cell.symbol(), line.get(x + 1)), look },
            };
            is_covered = glyph.text & WIDE != 0;
        }
    }

    /// The number for a text of several bytes, which may cover the next cell too.
    fn text(&mut self, text: &str, next: Option<&Cell>) -> u64 {
        let wide = match text.cell_width() {
            1 => 0,
            2 if next.is_some_and(|next| next.symbol() == " ") => WIDE,
            _ => return Glyph::BLANK.text,
        };
        let is_sure = text.len() <= 3 && text.chars().nth(1).is_none();
        let unsure = if is_sure { 0 } else { UNSURE };
        let mut bytes = [0; 8];
        if text.len() <= BYTES {
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            return u64::from_le_bytes(bytes) | wide | unsure;
        }
        let first = text.bytes().next().unwrap_or_default();
        u64::from(self.number(text)) << 8 | u64::from(first) | wide | unsure | LONG
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (number, text) = (number(self.texts.len()), Rc::<str>::from(text));
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// Writes the text of a glyph.
    #[inline]
    pub(crate) fn write(&self, glyph: Glyph, out: &mut Vec<u8>) {
        match glyph.byte() {
            Some(byte) => out.push(byte),
            None => self.write_long(glyph, out),
        }
    }

    fn write_long(&self, glyph: Glyph, out: &mut Vec<u8>) {
        let bytes = glyph.text.to_le_bytes();
        if glyph.text & LONG == 0 {
            out.extend(&bytes[..glyph.bytes()]);
        } else {
            let [_, a, b, c, d, ..] = bytes;
            let number = index(u32::from_le_bytes([a, b, c, d]));
            out.extend(self.texts.get(number).map_or(" ", |text| text).as_bytes());
        }
    }
}

impl ShownLine<'_> {
    /// Collects the columns of the glyphs of a line that aren't shown yet.
    pub(crate) fn differing(self, next: &[Glyph], changed: &mut Vec<usize>) {
        changed.clear();
        match self.done {
            Done::Nothing => collect(0, self.cells.iter(), next, changed),
            Done::Erased(from) => {
                let (stays, blank) = next.split_at(from);
                collect(0, self.cells.iter(), stays, changed);
                collect(from, iter::repeat(&Glyph::BLANK), blank, changed);
            }
            Done::Moved(from, shift) => {
                let source = |x| shift.source(from, x).and_then(|source| self.cells.get(source));
                let shown = (0..next.len()).map(|x| source(x).unwrap_or(&Glyph::BLANK));
                collect(0, shown, next, changed);
            }
        }
    }
}

/// Collects the columns from one on in which a glyph isn't shown.
#[inline]
fn collect<'a>(
    from: usize,
    shown: impl Iterator<Item = &'a Glyph>,
    next: &[Glyph],
    changed: &mut Vec<usize>,
) {
    for (x, (next, shown)) in (from..).zip(next.iter().zip(shown)) {
        // The covered half of a wide glyph is never written, and never the same as what comes in its place.
        if !shown.same(*next) && !next.is_covered() {
            changed.push(x);
        }
    }
}
