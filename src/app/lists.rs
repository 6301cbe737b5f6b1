//! Lists to read and to jump from: problems, help, the report of an export.

use super::Tone;
use std::borrow::Cow;

/// The widest that the left column of a list gets, in terminal columns.
pub const LEFT: u16 = 24;

/// The least room that text is broken for, in terminal columns.
pub(super) const LEAST: usize = 16;

/// A list on the whole screen.
#[derive(Debug, Default)]
pub struct List {
    /// What it lists.
    pub title: String,
    /// Its lines.
    pub entries: Vec<Entry>,
    /// The selected line, or the first shown one where nothing can be selected.
    pub at: usize,
    /// The first line in sight.
    pub top: usize,
    /// What the list says when it has no lines.
    pub empty: &'static str,
}

/// A line of a list.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What stands in the left column: a key, a row.
    pub left: String,
    /// What stands behind it.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// The cell to go to: row, and field if one is meant.
    pub target: Option<(u32, Option<u32>)>,
}

impl Entry {
    /// Returns a line and, where its text is wider than the room, lines that go on with it.
    pub(super) fn wrapped(left: &str, text: &str, tone: Tone, room: u16) -> Vec<Self> {
        let line = |(n, text): (usize, Cow<str>)| Self {
            left: if n == 0 { left.to_owned() } else { String::new() },
            text: text.into_owned(),
            tone,
            target: None,
        };
        textwrap::wrap(text, usize::from(room).max(LEAST))
            .into_iter()
            .enumerate()
            .map(line)
            .collect()
    }
}

impl List {
    /// Tells whether lines can be selected: some lead to a cell.
    pub fn is_selectable(&self) -> bool {
        self.entries.iter().any(|e| e.target.is_some())
    }

    /// Moves the selection or the window by some lines.
    pub(super) fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.entries.len().saturating_sub(1));
    }

    /// Moves the window so that the selection is in it.
    pub(super) fn follow(&mut self, lines: u16) {
        let height = usize::from(lines.max(1));
        let last = self.entries.len().saturating_sub(height);
        if self.is_selectable() {
            self.top = self.top.clamp(self.at.saturating_sub(height - 1), self.at).min(last);
        } else {
            self.at = self.at.min(last);
            self.top = self.at;
        }
    }
}
