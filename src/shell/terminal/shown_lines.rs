//! The cells that the terminal shows, line by line.

use crate::shell::terminal::glyph::Glyph;
use crate::shell::terminal::scroll::Scroll;
use ratatui::layout::Size;
use std::ops::Range;

/// The lines of a screen. A line that moves takes its number along and leaves its cells where they are: to move the cells
/// of a whole grid takes longer than all else of a frame.
#[derive(Debug)]
pub(super) struct ShownLines {
    width: usize,
    cells: Vec<Glyph>,
    /// Where the cells of each line are, by their number in the order in which the lines were at first.
    places: Vec<usize>,
}

impl ShownLines {
    /// Lines that are empty.
    pub(super) fn empty(size: Size) -> Self {
        let (width, height) = (usize::from(size.width), usize::from(size.height));
        let cells = vec![Glyph::BLANK; width * height];
        Self { width, cells, places: (0..height).collect() }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    fn range(&self, y: usize) -> Range<usize> {
        let place = self.places[y];
        place * self.width..(place + 1) * self.width
    }

    /// A line.
    pub(super) fn line(&self, y: usize) -> &[Glyph] {
        &self.cells[self.range(y)]
    }

    /// A line, to be changed.
    pub(super) fn line_mut(&mut self, y: usize) -> &mut [Glyph] {
        let range = self.range(y);
        &mut self.cells[range]
    }

    /// All lines, from top to bottom.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Glyph]> {
        (0..self.count()).map(|y| self.line(y))
    }

    /// Does what the terminal does to its screen: what moves in is blank.
    pub(super) fn scroll(&mut self, scroll: Scroll) {
        let Some(places) = self.places.get_mut(scroll.top..=scroll.bottom) else { return };
        let blank = if scroll.up {
            places.rotate_left(scroll.by);
            scroll.bottom + 1 - scroll.by..scroll.bottom + 1
        } else {
            places.rotate_right(scroll.by);
            scroll.top..scroll.top + scroll.by
        };
        for y in blank {
            self.line_mut(y).fill(Glyph::BLANK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::terminal::glyph::Glyphs;
    use ratatui::buffer::Buffer;

    fn lines(texts: [&str; 4]) -> ShownLines {
        let mut lines = ShownLines::empty(Size::new(2, 4));
        for (y, drawn) in Buffer::with_lines(texts).content.chunks(2).enumerate() {
            Glyphs::default().read(drawn, lines.line_mut(y));
        }
        lines
    }

    #[test]
    fn lines_move_as_those_of_a_terminal() {
        for (top, bottom, by, up, want) in [
            (0, 3, 1, true, ["cd", "ef", "gh", "  "]),
            (1, 3, 2, true, ["ab", "gh", "  ", "  "]),
            (0, 2, 1, false, ["  ", "ab", "cd", "gh"]),
            (1, 3, 2, false, ["ab", "  ", "  ", "cd"]),
            (2, 4, 1, true, ["ab", "cd", "ef", "gh"]),
        ] {
            let mut shown = lines(["ab", "cd", "ef", "gh"]);
            shown.scroll(Scroll { top, bottom, by, up });
            assert!(shown.all().eq(lines(want).all()), "{top} {bottom} {by} {up}");
        }
    }
}
