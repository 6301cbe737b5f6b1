//! Commands that need the findings of all leads, while a large file is checked behind the screen.
//!
//! Such a command waits, and so does all that is typed after it, so that each key means what it would mean if the check
//! took no time. The commands that need no other lead run at once.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::input::{Chord, Input, Key};
use crate::app::keys::keymap::Lookup;
use crate::app::mode::Mode;
use crate::leads::{plural, thousands};
use crate::sheet::{CheckJob, Filter, Sheet};
use std::collections::VecDeque;

/// The rows from which on a sheet is checked behind the screen: fewer are checked before anybody has seen the grid.
const MIN_ROWS: usize = 10_000;

/// The commands of the grid that read the findings of all leads.
const NEEDS_CHECK: [&str; 25] = [
    "next",
    "previous",
    "next_problem",
    "previous_problem",
    "problems",
    "filter_problems",
    "filter_errors",
    "filter_ready",
    "filter_held_back",
    "filter_state",
    "filter_due",
    "filter_again",
    "columns_problems",
    "due",
    "views",
    "change",
    "replace",
    "policy",
    "fill_from",
    "export",
    "export_quit",
    "export_again",
    "report",
    "merge",
    "pilot_results",
];

/// What waits for the end of the check.
#[derive(Debug, Default)]
pub(crate) struct CheckWait {
    command: Option<(&'static Command, Option<usize>)>,
    /// What was typed after it, or while the file was read.
    pub(in crate::app) inputs: VecDeque<Input>,
    /// Whether the check takes so long that its progress is shown.
    is_shown: bool,
}

/// Whether a command reads the findings of all leads.
fn needs_check(command: &Command) -> bool {
    command.when == When::Grid && NEEDS_CHECK.contains(&command.name)
}

/// Whether a sheet has so many leads that it is checked behind the screen.
pub fn is_large(sheet: &Sheet) -> bool {
    sheet.row_count() >= MIN_ROWS
}

/// Whether a filter reads the findings of all leads.
pub(crate) fn is_of_findings(filter: &Filter) -> bool {
    matches!(filter, Filter::Problems | Filter::Errors | Filter::Due { .. } | Filter::State(_))
}

impl App {
    /// Has a large sheet checked behind the screen.
    pub(crate) fn check_large_sheet(&mut self) {
        if is_large(&self.sheet) && !self.sheet.is_checked() {
            self.sheet.check_in_background();
        }
    }

    /// What the check behind the screen has to do, if it is to begin now.
    pub fn begin_check(&mut self) -> Option<CheckJob> {
        self.sheet.begin_check()
    }

    /// Lets the progress of the check be seen, or not yet.
    pub fn show_check(&mut self, is_shown: bool) {
        self.check_wait.is_shown = is_shown;
    }

    /// Whether something waits for the end of the check.
    fn waits_for_check(&self) -> bool {
        self.check_wait.command.is_some() || self.has_waiting_view()
    }

    /// Has a command wait, if it needs a check that isn't done.
    pub(in crate::app) fn postpones(
        &mut self,
        command: &'static Command,
        count: Option<usize>,
    ) -> bool {
        let waits = needs_check(command) && self.sheet.lacks_check();
        if waits {
            self.sheet.resume_check();
            self.check_wait.command = Some((command, count));
        }
        waits
    }

    /// Holds what is typed while something waits; returns any other input. Esc stops the check.
    pub(in crate::app) fn hold(&mut self, input: Input) -> Option<Input> {
        if self.is_loading() {
            return self.hold_while_loading(input);
        }
        if !self.waits_for_check() {
            return Some(input);
        }
        match input {
            Input::Key(chord) if self.cancels(chord) => self.stop_check(),
            input if input.is_typed() || matches!(input, Input::Mouse(_)) => {
                self.check_wait.inputs.push_back(input);
            }
            input => return Some(input),
        }
        None
    }

    /// Whether a key cancels in the grid; Esc always does, so that nobody waits without a way out.
    pub(in crate::app) fn cancels(&self, chord: Chord) -> bool {
        let found = self.keymap.lookup(When::Grid, &[chord]);
        chord == Chord::plain(Key::Esc)
            || matches!(found, Lookup::Command(command) if command.name == "cancel")
    }

    /// The oldest input that was held and is due now.
    pub fn take_held(&mut self) -> Option<Input> {
        if self.is_loading() || self.waits_for_check() {
            return None;
        }
        self.check_wait.inputs.pop_front()
    }

    /// Runs the command that waited, once the check is done.
    pub(in crate::app) fn run_postponed(&mut self) {
        if self.sheet.lacks_check() {
            return;
        }
        if let Some((command, count)) = self.check_wait.command.take() {
            self.count = count;
            self.run(command);
        }
    }

    /// Stops the check, and drops what waits for it. What needs the check begins it again.
    pub(in crate::app) fn stop_check(&mut self) {
        let was_waiting = self.waits_for_check();
        self.check_wait.command = None;
        self.check_wait.inputs.clear();
        self.drop_waiting_view();
        let Some(progress) = self.sheet.stop_check() else { return };
        let (done, rows) = (thousands(progress.done), plural(progress.rows, "lead"));
        let dropped = if was_waiting { ", and what waited for it is dropped" } else { "" };
        self.set_status(format!(
            "The check was stopped at {done} of {rows}{dropped}; what needs it begins it again."
        ));
    }

    /// Stops the check if the line that offers that is on the screen.
    pub(in crate::app) fn stops_shown_check(&mut self) -> bool {
        let is_offered = self.check_line().is_some();
        if is_offered {
            self.stop_check();
        }
        is_offered
    }

    /// The line about the check that runs: in the grid, once it takes long, and wherever something waits for it.
    pub fn check_line(&self) -> Option<String> {
        let progress = self.sheet.check_progress().filter(|_| self.check_wait.is_shown)?;
        let is_plain = matches!(self.mode, Mode::Grid)
            && self.selection.is_none()
            && self.record.is_none()
            && self.search.is_none();
        if !is_plain && !self.waits_for_check() {
            return None;
        }
        let (done, rows) = (thousands(progress.done), plural(progress.rows, "lead"));
        let stops = match self.keymap.hint(When::Grid, "cancel") {
            key if key.is_empty() => String::new(),
            key => format!(" {key} stops."),
        };
        Some(format!("Checking {done} of {rows}.{stops}"))
    }

    /// Whether [`App::check_line`] matters more than the last message.
    pub fn check_comes_first(&self) -> bool {
        self.waits_for_check()
    }

    /// How much of the sheet is checked, for the title, while not all is: `checking 34%`.
    pub fn check_label(&self) -> Option<String> {
        let Some(progress) = self.sheet.check_progress() else {
            let is_stopped = self.sheet.lacks_check() && self.check_wait.is_shown;
            return is_stopped.then(|| "not checked".to_owned());
        };
        let percent = progress.done * 100 / progress.rows.max(1);
        self.check_wait.is_shown.then(|| format!("checking {percent}%"))
    }
}
