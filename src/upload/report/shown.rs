//! The texts of cells as a report shows them: whole, or cut around what differs.

use crate::leads::{difference, visible, visible_lines};

/// How many terminal columns a text may take to be shown whole.
const MAX_WIDTH: usize = 400;

/// The most lines of a text that is shown whole.
const MAX_LINES: usize = 20;

/// The most bytes a column that a text may have to be shown whole.
const MAX_COLUMN_BYTES: usize = 4;

/// An old and a new text, as they are shown beside each other.
pub(super) struct ShownChange {
    /// What is shown of each: all characters are visible, lines stay lines.
    pub(super) texts: [String; 2],
    /// How many characters each has, if it is cut.
    pub(super) cut: [Option<usize>; 2],
}

impl ShownChange {
    /// Shows two texts in as many lines as they have.
    pub(super) fn lines(old: &str, new: &str) -> Self {
        let texts = [old, new].map(unified_lines);
        let is_short = |text: &String| {
            text.len() <= MAX_WIDTH * MAX_COLUMN_BYTES
                && text.chars().count() <= MAX_WIDTH
                && text.lines().count() <= MAX_LINES
        };
        if texts.iter().all(is_short) && texts.iter().any(|text| text.contains('\n')) {
            let shown = texts.each_ref().map(|text| visible_lines(text));
            if old == new || shown[0] != shown[1] {
                return Self { texts: shown, cut: [None, None] };
            }
        }
        Self::line(old, new)
    }

    /// Shows two texts in one line each.
    pub(super) fn line(old: &str, new: &str) -> Self {
        let texts = difference(old, new, MAX_WIDTH);
        let cut = [(old, &texts[0]), (new, &texts[1])].map(|(whole, shown)| {
            let is_cut = !whole.is_empty() && visible(whole) != shown.as_str();
            is_cut.then(|| whole.chars().count())
        });
        Self { texts, cut }
    }
}

/// A text whose lines end in line feeds.
fn unified_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}
