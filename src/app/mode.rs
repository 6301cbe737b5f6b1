//! What the keys mean at the moment.

use super::{Editor, List, Picker, Prompt, Review, When};

/// Who gets the keys.
#[derive(Debug)]
pub enum Mode {
    /// The grid.
    Grid,
    /// The editor in a cell.
    Editor(Editor),
    /// A drop-down or the command palette.
    Picker(Picker),
    /// A line that asks for a text: what to search for, what to filter by.
    Prompt(Prompt),
    /// A list to read and to jump from: problems, help, the report of an export.
    List(List),
    /// The review before an export.
    Review(Review),
    /// A question that must be answered.
    Ask(Ask),
}

/// A question that must be answered with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Quit although changes aren't exported?
    Quit,
    /// What about the work that was left, or about the other program that edits the file?
    Start,
}

impl Mode {
    /// Returns which section of the key map holds.
    pub fn when(&self) -> When {
        self.sections().first().copied().unwrap_or(When::Grid)
    }

    /// Returns the sections of the key map that hold: a key of the first one hides those of the others.
    pub(super) fn sections(&self) -> &'static [When] {
        match self {
            Self::Grid => &[When::Grid],
            Self::Editor(editor) => editor.sections(),
            Self::Picker(_) => &[When::Picker, When::Text],
            Self::Prompt(_) => &[When::Prompt, When::Text],
            Self::List(_) => &[When::List],
            Self::Review(_) => &[When::Review, When::Text],
            Self::Ask(Ask::Quit) => &[When::Ask],
            Self::Ask(Ask::Start) => &[When::Start],
        }
    }

    /// Returns the word for it in the status line.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Grid => "GRID",
            Self::Editor(_) => "EDIT",
            Self::Picker(_) => "PICK",
            Self::Prompt(_) => "TEXT",
            Self::List(_) => "LIST",
            Self::Review(_) => "REVIEW",
            Self::Ask(_) => "ASK",
        }
    }
}
