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
    /// The line that a search found, where nothing can be selected.
    pub found: Option<usize>,
}

impl ListState {
    /// Moves the selection by some lines, and stops at both ends.
    pub(crate) fn step(&mut self, by: isize, lines: usize) {
        self.selected = self.selected.saturating_add_signed(by).min(lines.saturating_sub(1));
    }

    /// Scrolls by some lines; the selected line stays as long as it is in sight.
    pub(crate) fn turn(&mut self, by: isize, lines: usize, has_selection: bool) {
        if !has_selection {
            return self.step(by, lines);
        }
        let last = lines.saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(by).min(last);
        let in_sight = self.offset..=self.offset + self.height.saturating_sub(1);
        self.selected = self.selected.clamp(*in_sight.start(), *in_sight.end());
    }

    /// The selected line, or the one that a search found where nothing can be selected.
    pub(crate) fn current(&self, has_selection: bool) -> usize {
        self.found.filter(|_| !has_selection).unwrap_or(self.selected)
    }

    /// The line that a search starts from, and whether a match there is the current one.
    pub(crate) fn search_start(&self, has_selection: bool) -> (usize, bool) {
        let in_sight = self.offset..self.offset + self.height.max(1);
        match self.found.filter(|line| !has_selection && in_sight.contains(line)) {
            Some(line) => (line, true),
            None => (self.selected, has_selection),
        }
    }

    /// Goes to a line that a search found.
    pub(crate) fn go_to_match(&mut self, line: usize, has_selection: bool) {
        if has_selection {
            self.selected = line;
            return;
        }
        self.found = Some(line);
        if !(self.offset..self.offset + self.height).contains(&line) {
            self.selected = line.saturating_sub(self.height / 3);
        }
    }

    /// Goes back to where the panel was before a search.
    pub(crate) fn restore(&mut self, before: Self) {
        (self.selected, self.offset, self.found) = (before.selected, before.offset, before.found);
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
