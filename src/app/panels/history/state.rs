//! The panel of what was done and undone.

use crate::app::panels::list_state::ListState;
use crate::leads::index::signed;
use crate::sheet::{Sheet, Step};

/// The panel of what was done and undone: the newest step first, and the file as it was opened last.
///
/// Each line stands for the work as it was after that step.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// How many steps are done.
    pub(super) done: usize,
    /// How many are undone.
    pub(super) undone: usize,
}

impl HistoryPanel {
    /// Opens the panel at the newest step that is done.
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let (done, undone) = sheet.history().len();
        Self { window: ListState { selected: undone, ..ListState::default() }, done, undone }
    }

    /// How many steps lead from where the work stands to the selected line: backwards if less
    /// than 0.
    pub(crate) fn distance(&self) -> isize {
        signed(self.undone) - signed(self.window.selected)
    }

    /// The step of a line; nothing for the file as it was opened.
    pub(super) fn step<'s>(&self, sheet: &'s Sheet, line: usize) -> Option<&'s Step> {
        let history = sheet.history();
        match line.checked_sub(self.undone) {
            None => history.undone().get(line),
            Some(back) => history.done().iter().rev().nth(back),
        }
    }

    /// Whether the step of a line was made before this run of the program.
    pub(super) fn is_earlier(&self, sheet: &Sheet, line: usize) -> bool {
        (self.done + self.undone)
            .checked_sub(line + 1)
            .is_some_and(|n| n < sheet.history().steps_before_run())
    }
}
