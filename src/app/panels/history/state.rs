//! The panel of what was done and undone.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::{ListLine, wrap_text};
use crate::app::panels::list_state::ListState;
use crate::app::panels::problems::state::DETAIL_LINES;
use crate::app::panels::review::state::{lead_name, shown};
use crate::sheet::{Sheet, Step};

/// The panel of what was done and undone: the newest step first, and the file as it was opened last.
///
/// Each line stands for the work as it was after that step.
#[derive(Debug, Default)]
pub struct HistoryPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// How many steps are done.
    done: usize,
    /// How many are undone.
    undone: usize,
}

impl HistoryPanel {
    /// Opens the panel at the newest step that is done.
    pub(crate) fn new(sheet: &Sheet) -> Self {
        let (done, undone) = sheet.history().len();
        Self { window: ListState { selected: undone, ..ListState::default() }, done, undone }
    }

    /// Returns how many lines there are: one for each step, and one for the file as it was opened.
    pub fn len(&self) -> usize {
        self.done + self.undone + 1
    }

    /// Tells whether nothing was ever done.
    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// Moves the window so that the selected line is in it.
    pub(crate) fn follow(&mut self, fit: ViewSize) {
        self.window.follow(self.len(), fit.lines.saturating_sub(DETAIL_LINES));
    }

    /// Returns how many steps lead from where the work stands to the selected line: backwards if less
    /// than 0.
    pub(crate) fn distance(&self) -> isize {
        self.undone as isize - self.window.selected as isize
    }

    /// Returns the heading: how many steps there are of each kind.
    pub fn heading(&self) -> String {
        let steps = |number| match number {
            1 => "1 step".to_owned(),
            number => format!("{number} steps"),
        };
        match self.undone {
            0 => format!("History: {} done", steps(self.done)),
            undone => format!("History: {} done, {undone} undone", steps(self.done)),
        }
    }

    /// Returns the step of a line; nothing for the file as it was opened.
    fn step<'s>(&self, sheet: &'s Sheet, line: usize) -> Option<&'s Step> {
        let history = sheet.history();
        match line.checked_sub(self.undone) {
            None => history.undone().get(line),
            Some(back) => history.done().iter().rev().nth(back),
        }
    }

    /// Tells whether the step of a line was made before this run of the program.
    fn is_earlier(&self, sheet: &Sheet, line: usize) -> bool {
        (self.done + self.undone)
            .checked_sub(line + 1)
            .is_some_and(|n| n < sheet.history().steps_before_run())
    }

    /// Returns a line as it is shown.
    pub fn show(&self, sheet: &Sheet, line: usize) -> ListLine {
        let (left, tone) = match line {
            line if line < self.undone => ("undone", Tone::Locked),
            line if line == self.undone => ("now", Tone::Good),
            line if line + 1 == self.len() => ("", Tone::Plain),
            line if self.is_earlier(sheet, line) => ("before", Tone::Plain),
            _ => ("done", Tone::Plain),
        };
        let Some(step) = self.step(sheet, line) else {
            return ListLine::new(left, "the file as it was opened", tone);
        };
        let name =
            step.changes.first().map(|change| lead_name(sheet, change.row)).unwrap_or_default();
        let gap = if name.is_empty() { "" } else { "   " };
        ListLine::new(left, format!("{}{gap}{name}", step.describe()), tone)
    }
}

impl App {
    /// Returns what the selected step changed first, in the lines that the screen shows.
    pub fn step_detail(&self, steps: &HistoryPanel) -> Vec<String> {
        let Some(step) = steps.step(&self.sheet, steps.window.selected) else {
            return vec!["Nothing is changed yet at this point.".to_owned()];
        };
        let Some(first) = step.changes.first() else { return Vec::new() };
        let column = self.sheet.layout().name(first.field as usize);
        let (old, new) = (shown(&first.before), shown(&first.after));
        let more = match step.changes.len() - 1 {
            0 => String::new(),
            1 => ", and 1 more cell".to_owned(),
            more => format!(", and {more} more cells"),
        };
        let say = format!("row {}, {column}: {old} → {new}{more}", first.row + 1);
        wrap_text(&say, self.fit.width)
    }
}
