//! Which lines of a panel are in sight.

/// Which line of a panel is selected, and which one is the first in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The selected line, or the first shown one where nothing can be selected.
    pub at: usize,
    /// The first line in sight.
    pub top: usize,
    /// How many lines are in sight at once.
    pub(crate) height: usize,
}

impl Window {
    /// Moves the selection by some lines, stopping at both ends of so many.
    pub(crate) fn step(&mut self, by: isize, lines: usize) {
        self.at = self.at.saturating_add_signed(by).min(lines.saturating_sub(1));
    }

    /// Moves the window so that the selected line is in it.
    pub(crate) fn follow(&mut self, lines: usize, height: u16) {
        self.height = usize::from(height.max(1));
        let height = self.height;
        self.at = self.at.min(lines.saturating_sub(1));
        self.top = self.top.clamp(self.at.saturating_sub(height - 1), self.at);
        self.top = self.top.min(lines.saturating_sub(height));
    }

    /// Moves the window of a panel in which nothing is selected: it goes wherever it was sent.
    pub(crate) fn scroll(&mut self, lines: usize, height: u16) {
        self.height = usize::from(height.max(1));
        self.at = self.at.min(lines.saturating_sub(self.height));
        self.top = self.at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_line_stays_in_sight() {
        let mut window = Window::default();
        window.step(7, 10);
        window.follow(10, 4);
        assert_eq!((window.at, window.top), (7, 4));
        window.step(isize::MIN, 10);
        window.follow(10, 4);
        assert_eq!((window.at, window.top), (0, 0));
        window.step(isize::MAX, 10);
        window.follow(10, 4);
        assert_eq!((window.at, window.top), (9, 6));
        // Lines have gone: the last one is selected, and the window is full.
        window.follow(5, 4);
        assert_eq!((window.at, window.top), (4, 1));
    }

    #[test]
    fn a_panel_without_a_selection_stops_at_its_last_full_screen() {
        let mut window = Window::default();
        window.step(isize::MAX, 10);
        window.scroll(10, 4);
        assert_eq!((window.at, window.top), (6, 6));
        window.step(-1, 10);
        window.scroll(10, 4);
        assert_eq!(window.top, 5);
        window.scroll(2, 4);
        assert_eq!(window.top, 0);
    }
}
