//! What of a line is written: its signs, and those that aren't shown yet.

use crate::shell::terminal::cell_style::{CellStyle, same_bytes};
use crate::shell::terminal::shift::Shift;
use ratatui::buffer::{Cell, CellWidth};

/// A letter with its marks, as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph<'a> {
    pub(crate) text: &'a str,
    pub(crate) width: usize,
    pub(crate) look: CellStyle,
}

/// A shown line, with what the terminal did to it before anything is written.
#[derive(Clone, Copy)]
pub(crate) struct ShownLine<'a> {
    pub(crate) cells: &'a [Cell],
    /// The column from which it was erased.
    pub(crate) erased: usize,
    /// The column from which it was moved, and how.
    pub(crate) moved: Option<(usize, Shift)>,
}

impl<'a> Glyph<'a> {
    /// Whether terminals agree on how wide it is: they don't about emoji and about what is joined.
    pub(crate) fn is_sure(&self) -> bool {
        self.text.len() <= 3 && self.text.chars().nth(1).is_none()
    }

    /// The sign at a column that isn't covered by a wide one.
    ///
    /// A wide glyph whose other half is covered, as by a frame, is drawn blank.
    pub(crate) fn of(line: &'a [Cell], x: usize) -> Self {
        let look = CellStyle::of(&line[x]);
        let text = line[x].symbol();
        let wide = || text.cell_width() == 2 && line.get(x + 1).is_some_and(|c| c.symbol() == " ");
        if text.len() == 1 || text.cell_width() == 1 {
            Self { text, width: 1, look }
        } else if wide() {
            Self { text, width: 2, look }
        } else {
            Self { text: " ", width: 1, look }
        }
    }
}

impl<'a> ShownLine<'a> {
    /// Collects the columns of the signs of a line that aren't shown yet.
    pub(crate) fn differing(self, next: &[Cell], changed: &mut Vec<usize>) {
        changed.clear();
        let (mut x, mut old_x) = (0, 0);
        while x < next.len() {
            if x == old_x
                && let Some(is_shown) = same_bytes(self.cell(x).unwrap_or(&Cell::EMPTY), &next[x])
            {
                if !is_shown {
                    changed.push(x);
                }
                (x, old_x) = (x + 1, x + 1);
                continue;
            }
            let sign = Glyph::of(next, x);
            // The covered half of a wide glyph is gone with it, even if the buffer has it.
            let mut old = None;
            while old_x <= x {
                let there = self.glyph(old_x);
                old = Some(there).filter(|_| old_x == x);
                old_x += there.width;
            }
            let same =
                old.is_some_and(|old| old.text == sign.text && old.look.same(sign.look, sign.text));
            if !same {
                changed.push(x);
            }
            x += sign.width;
        }
    }

    /// The column whose cell is at a column now, unless that is blank.
    #[inline]
    fn source(self, x: usize) -> Option<usize> {
        let source = match self.moved {
            Some((from, shift)) => shift.source(from, x),
            None => Some(x),
        };
        source.filter(|source| x < self.erased && *source < self.cells.len())
    }

    #[inline]
    fn cell(self, x: usize) -> Option<&'a Cell> {
        self.source(x).map(|source| &self.cells[source])
    }

    fn glyph(self, x: usize) -> Glyph<'a> {
        let blank = Glyph { text: " ", width: 1, look: CellStyle::PLAIN };
        self.source(x).map_or(blank, |source| Glyph::of(self.cells, source))
    }
}
