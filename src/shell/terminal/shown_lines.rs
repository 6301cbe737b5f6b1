//! The cells that the terminal shows, line by line.

use crate::shell::terminal::scroll::Scroll;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use std::ops::Range;

/// The lines of a screen. A line that moves takes its number along and leaves its cells where they are: to move the cells
/// of a whole grid takes longer than all else of a frame.
#[derive(Debug)]
pub(super) struct ShownLines {
    buffer: Buffer,
    /// Where the cells of each line are, by the number of a line of the buffer.
    places: Vec<usize>,
}

impl ShownLines {
    /// Lines that are empty.
    pub(super) fn empty(area: Rect) -> Self {
        Self::of(Buffer::empty(area))
    }

    fn of(buffer: Buffer) -> Self {
        let places = (0..buffer.area.height.into()).collect();
        Self { buffer, places }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    fn cells(&self, y: usize) -> Range<usize> {
        let width = usize::from(self.buffer.area.width);
        let place = self.places[y];
        place * width..(place + 1) * width
    }

    /// A line.
    pub(super) fn line(&self, y: usize) -> &[Cell] {
        &self.buffer.content[self.cells(y)]
    }

    /// A line, to be changed.
    pub(super) fn line_mut(&mut self, y: usize) -> &mut [Cell] {
        let cells = self.cells(y);
        &mut self.buffer.content[cells]
    }

    /// All lines, from top to bottom.
    pub(super) fn all(&self) -> impl Iterator<Item = &[Cell]> {
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
            self.line_mut(y).iter_mut().for_each(Cell::reset);
        }
    }

    /// Shows a whole frame, which gets the cells that were shown before, in any order.
    pub(super) fn swap(&mut self, frame: &mut Buffer) {
        let shown = std::mem::take(frame);
        *frame = std::mem::replace(self, Self::of(shown)).buffer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_move_as_those_of_a_terminal() {
        let all = Buffer::with_lines(["ab", "cd", "ef", "gh"]);
        for (top, bottom, by, up, want) in [
            (0, 3, 1, true, ["cd", "ef", "gh", "  "]),
            (1, 3, 2, true, ["ab", "gh", "  ", "  "]),
            (0, 2, 1, false, ["  ", "ab", "cd", "gh"]),
            (1, 3, 2, false, ["ab", "  ", "  ", "cd"]),
            (2, 4, 1, true, ["ab", "cd", "ef", "gh"]),
        ] {
            let mut shown = ShownLines::of(all.clone());
            shown.scroll(Scroll { top, bottom, by, up });
            let want = Buffer::with_lines(want);
            assert!(shown.all().eq(want.content.chunks(2)), "{top} {bottom} {by} {up}");
        }
    }

    #[test]
    fn a_frame_that_is_shown_gives_other_cells_back() {
        let mut shown = ShownLines::of(Buffer::with_lines(["ab", "cd"]));
        shown.scroll(Scroll { top: 0, bottom: 1, by: 1, up: true });
        let mut frame = Buffer::with_lines(["ef", "gh"]);
        shown.swap(&mut frame);
        assert!(shown.all().eq(Buffer::with_lines(["ef", "gh"]).content.chunks(2)));
        assert_eq!(frame.area, Rect::new(0, 0, 2, 2));
        shown.line_mut(1).swap_with_slice(&mut frame.content[..2]);
        assert_eq!(shown.line(0), &Buffer::with_lines(["ef"]).content[..]);
    }
}
