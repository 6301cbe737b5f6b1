//! A text of many lines, and the window on it.

use crate::app::text::{Text, wrap};
use std::ops::Range;

/// A text of many lines in a panel.
#[derive(Clone, Debug, Default)]
pub struct NotesEditor {
    /// What is typed so far.
    pub text: Text,
    /// The lines as the panel shows them, as bytes of the text.
    pub lines: Vec<Range<usize>>,
    /// The first line in sight.
    pub top: usize,
    /// The columns and lines that the panel has.
    room: (u16, u16),
    /// The column that going up and down keeps to.
    column: Option<usize>,
    /// Whether the text may have changed since the lines were broken.
    stale: bool,
}

impl NotesEditor {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: Text::new(text), stale: true, ..Self::default() }
    }

    pub(crate) fn edit<R>(&mut self, with: impl FnOnce(&mut Text) -> R) -> R {
        self.column = None;
        self.stale = true;
        with(&mut self.text)
    }

    /// Breaks the lines and moves the window so that the caret is in it.
    pub(crate) fn follow(&mut self, room: (u16, u16)) {
        if self.stale || self.lines.is_empty() || self.room.0 != room.0 {
            self.lines = wrap::wrap(self.text.value(), usize::from(room.0.max(2)) - 1);
            self.stale = false;
        }
        self.room = room;
        let (line, height) = (self.line(), usize::from(room.1.max(1)));
        self.top = self.top.clamp((line + 1).saturating_sub(height), line);
        self.top = self.top.min(self.lines.len().saturating_sub(height));
    }

    /// Which line the caret is in, counted from 0.
    pub fn line(&self) -> usize {
        wrap::line_of(&self.lines, self.text.caret())
    }

    /// Where the shown line with the caret begins and ends.
    pub(in crate::app) fn ends(&self) -> (usize, usize) {
        let line = self.lines.get(self.line()).cloned().unwrap_or_default();
        let end = wrap::at_column(self.text.value(), &self.lines, self.line(), usize::MAX);
        (line.start, end)
    }

    /// Goes some lines up or down, keeping to the column; beyond the first and last to their ends.
    pub(in crate::app) fn step(&mut self, by: isize, stretch: bool) {
        let value = self.text.value();
        let line = self.line();
        let start = self.lines.get(line).map_or(0, |line| line.start);
        let here = || wrap::width(&value[start..self.text.caret()]);
        let column = self.column.unwrap_or_else(here);
        let caret = match line.checked_add_signed(by) {
            None if line == 0 => 0,
            None => wrap::at_column(value, &self.lines, 0, column),
            Some(to) if to < self.lines.len() => wrap::at_column(value, &self.lines, to, column),
            Some(_) if line + 1 == self.lines.len() => value.len(),
            Some(_) => wrap::at_column(value, &self.lines, self.lines.len() - 1, column),
        };
        self.text.go_to(caret, stretch);
        self.column = Some(column);
    }

    /// How many lines the panel shows.
    pub(in crate::app) fn height(&self) -> u16 {
        self.room.1
    }
}
