//! Which lines of a panel are in sight.

/// Which line of a panel is selected, and which one is the first in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// The selected line, or the first shown one where nothing can be selected.
    pub selected: usize,
    /// The first line in sight.
    pub offset: usize,
    /// How many lines are in sight at once.
    pub(crate) height: usize,
}

impl ListState {
    /// Moves the selection by some lines, stopping at both ends of so many.
    pub(crate) fn step(&mut self, by: isize, lines: usize) {
        self.selected = self.selected.saturating_add_signed(by).min(lines.saturating_sub(1));
    }

    /// Moves the window so that the selected line is in it.
    pub(crate) fn follow(&mut self, lines: usize, height: u16) {
        self.height = usize::from(height.max(1));
        let height = self.height;
        self.selected = self.selected.min(lines.saturating_sub(1));
        self.offset = self.offset.clamp(self.selected.saturating_sub(height - 1), self.selected);
        self.offset = self.offset.min(lines.saturating_sub(height));
    }

    /// Moves the window of a panel in which nothing is selected: it goes wherever it was sent.
    pub(crate) fn scroll(&mut self, lines: usize, height: u16) {
        self.height = usize::from(height.max(1));
        self.selected = self.selected.min(lines.saturating_sub(self.height));
        self.offset = self.selected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_line_stays_in_sight() {
        let mut window = ListState::default();
        window.step(7, 10);
        window.follow(10, 4);
        assert_eq!((window.selected, window.offset), (7, 4));
        window.step(isize::MIN, 10);
        window.follow(10, 4);
        assert_eq!((window.selected, window.offset), (0, 0));
        window.step(isize::MAX, 10);
        window.follow(10, 4);
        assert_eq!((window.selected, window.offset), (9, 6));
        // Lines have gone: the last one is selected, and the window is full.
        window.follow(5, 4);
        assert_eq!((window.selected, window.offset), (4, 1));
    }

    #[test]
    fn a_panel_without_a_selection_stops_at_its_last_full_screen() {
        let mut window = ListState::default();
        window.step(isize::MAX, 10);
        window.scroll(10, 4);
        assert_eq!((window.selected, window.offset), (6, 6));
        window.step(-1, 10);
        window.scroll(10, 4);
        assert_eq!(window.offset, 5);
        window.scroll(2, 4);
        assert_eq!(window.offset, 0);
    }
}
