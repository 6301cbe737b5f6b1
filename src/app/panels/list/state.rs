//! Lists to read: help, the report of an export, what an edit would do.

use crate::app::cell_info::Tone;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list_state::ListState;
use crate::app::text::wrap::MIN_TEXT_WIDTH;
use crate::leads::index::columns;
use crate::sheet::Edit;
use unicode_width::UnicodeWidthStr;

/// The widest that the left column of a list gets, in terminal columns.
const MAX_LABEL_WIDTH: u16 = 24;

/// A list on the whole screen.
#[derive(Debug, Default)]
pub struct ListPanel {
    /// What it lists.
    pub title: String,
    /// What it holds.
    pub entries: Vec<ListLine>,
    /// The lines as the screen shows them: each entry takes as many as it needs.
    pub lines: Vec<ListLine>,
    /// The width that the lines were broken for.
    width: u16,
    /// Which lines are in sight.
    pub window: ListState,
    /// The edit that the list shows beforehand; opening makes it, closing doesn't.
    pub edit: Option<Edit>,
    /// That edit, as it can be made again.
    pub(crate) repeat: Option<RepeatableEdit>,
    /// Whether it was opened over the panel of problems, which it gives way to.
    pub(crate) over_problems: bool,
}

/// A line of a list.
#[derive(Clone, Debug, Default)]
pub struct ListLine {
    /// What stands in the left column: a key, a row.
    pub label: String,
    /// What stands behind it.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// How many steps the text is indented.
    pub depth: u16,
}

impl ListLine {
    /// A line of the left column, the text behind it, and how it is meant.
    pub(crate) fn new(left: impl Into<String>, text: impl Into<String>, tone: Tone) -> Self {
        Self { label: left.into(), text: text.into(), tone, depth: 0 }
    }

    /// The line and, where its text is wider than the room, lines that go on with it.
    fn wrapped(&self, room: usize) -> impl Iterator<Item = Self> + '_ {
        textwrap::wrap(&self.text, room).into_iter().enumerate().map(|(n, text)| Self {
            label: if n == 0 { self.label.clone() } else { String::new() },
            text: text.into_owned(),
            ..self.clone()
        })
    }
}

impl ListPanel {
    /// A list of entries that is shown from its beginning.
    pub(crate) fn new(title: impl Into<String>, entries: Vec<ListLine>) -> Self {
        Self { title: title.into(), entries, ..Self::default() }
    }

    /// The width of the left column, in terminal columns.
    pub(crate) fn widest_label(&self) -> u16 {
        let widest = self.entries.iter().map(|e| e.label.width()).max().unwrap_or_default();
        MAX_LABEL_WIDTH.min(columns(widest))
    }

    /// Breaks the entries into lines for the screen and scrolls to the selected one.
    pub(crate) fn follow(&mut self, size: ViewSize) {
        if self.lines.is_empty() || self.width != size.width {
            self.width = size.width;
            self.lines = self.broken();
            self.window.found = None;
        }
        self.window.scroll(self.lines.len(), size.lines);
    }

    fn broken(&self) -> Vec<ListLine> {
        let room =
            usize::from(self.width.saturating_sub(self.widest_label() + 4)).max(MIN_TEXT_WIDTH);
        self.entries.iter().flat_map(|entry| entry.wrapped(room)).collect()
    }
}
