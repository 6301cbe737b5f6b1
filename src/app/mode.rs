//! What the keys mean at the moment.

use crate::app::command::When;
use crate::app::editor::Editor;
use crate::app::panels::history::state::HistoryPanel;
use crate::app::panels::list::state::ListPanel;
use crate::app::panels::list_state::ListState;
use crate::app::panels::picker::state::Picker;
use crate::app::panels::problems::state::ProblemsPanel;
use crate::app::panels::prompt::state::Prompt;
use crate::app::panels::rebase::state::RebasePanel;
use crate::app::panels::review::state::ReviewPanel;

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
    /// A list to read and to jump from: help, the report of an export, a preview.
    List(ListPanel),
    /// The problems, in groups.
    Problems(ProblemsPanel),
    /// What was done and undone.
    History(HistoryPanel),
    /// The review before an export.
    Review(ReviewPanel),
    /// The changes beside a fresh download.
    Rebase(Box<RebasePanel>),
    /// A question that must be answered.
    Ask(Confirm),
    /// The grid, with text in hand that came as keys and looks like a paste.
    SuspectedPaste(String),
}

/// A question that must be answered with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// Quit although changes aren't exported?
    Quit,
    /// What about the work that was left, or about the other program that edits the file?
    Start,
}

impl Mode {
    /// Returns the sections of the key map that hold: a key of the first one hides those of the others.
    pub(crate) fn sections(&self) -> &'static [When] {
        match self {
            Self::Grid => &[When::Grid],
            Self::Editor(editor) => editor.sections(),
            Self::Picker(_) => &[When::Picker, When::Text],
            Self::Prompt(_) => &[When::Prompt, When::Text],
            Self::List(_) => &[When::List, When::Panel],
            Self::Problems(_) => &[When::Problems, When::Panel],
            Self::History(_) => &[When::History, When::Panel],
            Self::Review(_) => &[When::Review, When::Panel, When::Text],
            Self::Rebase(_) => &[When::Rebase, When::Panel],
            Self::Ask(Confirm::Quit) => &[When::Ask],
            Self::Ask(Confirm::Start) => &[When::Start],
            Self::SuspectedPaste(_) => &[When::Held],
        }
    }

    /// Returns which lines of a panel are in sight, to be moved, and how many lines it has.
    pub(crate) fn window(&mut self) -> Option<(&mut ListState, usize)> {
        match self {
            Self::List(list) => Some((&mut list.window, list.lines.len())),
            Self::Problems(problems) => {
                let lines = problems.len();
                Some((&mut problems.window, lines))
            }
            Self::History(steps) => {
                let lines = steps.len();
                Some((&mut steps.window, lines))
            }
            Self::Rebase(panel) => {
                let lines = panel.len();
                Some((&mut panel.window, lines))
            }
            Self::Review(review) => Some((&mut review.window, review.lines.len())),
            _ => None,
        }
    }

    /// Returns the word for it in the status line.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Grid => "GRID",
            Self::Editor(_) => "EDIT",
            Self::Picker(_) => "PICK",
            Self::Prompt(_) => "TEXT",
            Self::List(_) => "LIST",
            Self::Problems(_) => "PROBLEMS",
            Self::History(_) => "HISTORY",
            Self::Review(_) => "REVIEW",
            Self::Rebase(_) => "REBASE",
            Self::Ask(_) => "ASK",
            Self::SuspectedPaste(_) => "HELD",
        }
    }
}
