//! What of a line is written: its signs, and those that aren't shown yet.

use crate::shell::terminal::cell_style::CellStyle;
use ratatui::buffer::{Cell, CellWidth};

/// A letter with its marks, as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyph<'a> {
    pub(crate) text: &'a str,
    pub(crate) width: usize,
    pub(crate) look: CellStyle,
}

/// A shown line that the terminal erased from a column on.
#[derive(Clone, Copy)]
pub(crate) struct ShownLine<'a> {
    pub(crate) cells: &'a [Cell],
    pub(crate) erased: usize,
}

impl<'a> Glyph<'a> {
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

    fn glyph(self, x: usize) -> Glyph<'a> {
        if x < self.erased {
            Glyph::of(self.cells, x)
        } else {
            Glyph { text: " ", width: 1, look: CellStyle::PLAIN }
        }
    }
}

/// Tells whether a cell is shown as if nothing had been drawn there.
pub(crate) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && CellStyle::of(cell).erases()
}
