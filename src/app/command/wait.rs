//! Commands that need what isn't known yet: the findings of all leads while a large file is checked behind the screen,
//! or a cell that is looked for while the search is under way.
//!
//! Such a command waits, and so does all that is typed after it, so that each key means what it would mean if check and
//! search took no time. All others run at once.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::by;
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

/// What a command waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaited {
    /// The end of the check.
    Check,
    /// The cell that the search goes to.
    Match,
}

/// What waits for the check or for the search.
#[derive(Debug, Default)]
pub(crate) struct Postponed {
    command: Option<(&'static Command, Option<usize>)>,
    /// What was typed after it, or while the file was read.
    pub(in crate::app) inputs: VecDeque<Input>,
    /// Whether the check takes so long that its progress is shown.
    is_check_shown: bool,
    /// Whether the search takes so long that its progress is shown.
    is_search_shown: bool,
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
        self.postponed.is_check_shown = is_shown;
    }

    /// Lets the progress of the search be seen, or not yet.
    pub fn show_search(&mut self, is_shown: bool) {
        self.postponed.is_search_shown = is_shown;
        if self.is_searching() {
            self.show_search_progress();
        }
    }

    /// What a command would wait for now.
    fn awaits(&self, command: &Command, count: Option<usize>) -> Option<Awaited> {
        let steps = match command.name {
            "next" => Some(by(count)),
            "previous" => Some(-by(count)),
            _ => None,
        };
        match (command.when, steps) {
            (When::Grid, Some(steps)) if self.search.is_some() => {
                self.awaits_match(steps).then_some(Awaited::Match)
            }
            (When::Prompt, _) if command.name == "accept" => {
                self.awaits_first_match().then_some(Awaited::Match)
            }
            _ => (needs_check(command) && self.sheet.lacks_check()).then_some(Awaited::Check),
        }
    }

    /// What is waited for, if anything waits.
    fn awaited(&self) -> Option<Awaited> {
        let of_command = self.postponed.command.and_then(|(command, n)| self.awaits(command, n));
        of_command.or(self.has_waiting_view().then_some(Awaited::Check))
    }

    /// Whether something waits for the end of the check.
    fn waits_for_check(&self) -> bool {
        self.awaited() == Some(Awaited::Check)
    }

    /// Whether something waits, so that what is typed waits, too.
    pub fn waits(&self) -> bool {
        self.postponed.command.is_some() || self.has_waiting_view()
    }

    /// Has a command wait, if it needs what isn't known yet.
    pub(in crate::app) fn postpones(
        &mut self,
        command: &'static Command,
        count: Option<usize>,
    ) -> bool {
        if command.when == When::Grid && matches!(command.name, "next" | "previous") {
            self.renew_search(false);
        }
        let awaited = self.awaits(command, count);
        if awaited == Some(Awaited::Check) {
            self.sheet.resume_check();
        }
        if awaited.is_some() {
            self.postponed.command = Some((command, count));
        }
        awaited.is_some()
    }

    /// Holds what is typed while something waits; returns any other input. Esc stops the check, and drops what waits for
    /// the search before it does what it does without that.
    pub(in crate::app) fn hold(&mut self, input: Input) -> Option<Input> {
        if self.is_loading() {
            return self.hold_while_loading(input);
        }
        if !self.waits() {
            return Some(input);
        }
        match input {
            Input::Key(chord) if self.cancels(chord) => {
                if self.waits_for_check() {
                    self.stop_check();
                    return None;
                }
                self.drop_waiting();
                return Some(input);
            }
            input if input.is_typed() || matches!(input, Input::Mouse(_)) => {
                self.postponed.inputs.push_back(input);
            }
            input => return Some(input),
        }
        None
    }

    fn drop_waiting(&mut self) {
        self.postponed.command = None;
        self.postponed.inputs.clear();
    }

    /// Whether a key cancels in the grid; Esc always does, so that nobody waits without a way out.
    pub(in crate::app) fn cancels(&self, chord: Chord) -> bool {
        let found = self.keymap.lookup(When::Grid, &[chord]);
        chord == Chord::plain(Key::Esc)
            || matches!(found, Lookup::Command(command) if command.name == "cancel")
    }

    /// The oldest input that was held and is due now.
    pub fn take_held(&mut self) -> Option<Input> {
        if self.is_loading() || self.waits() {
            return None;
        }
        self.postponed.inputs.pop_front()
    }

    /// Runs the command that waited, once what it needs is known.
    pub(in crate::app) fn run_postponed(&mut self) {
        if self.awaited().is_some() {
            return;
        }
        if let Some((command, count)) = self.postponed.command.take() {
            self.count = count;
            self.run(command);
        }
    }

    /// Stops the check, and drops what waits for it. What needs the check begins it again.
    pub(in crate::app) fn stop_check(&mut self) {
        let was_waiting = self.waits_for_check();
        self.drop_waiting();
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
        let progress = self.sheet.check_progress().filter(|_| self.postponed.is_check_shown)?;
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

    /// The line about the search that is under way, once it takes long.
    pub fn search_line(&self) -> Option<String> {
        let search = self.search.as_ref().filter(|search| search.is_under_way())?;
        if !self.postponed.is_search_shown {
            return None;
        }
        let when = if matches!(self.mode, Mode::Prompt(_)) { When::Prompt } else { When::Grid };
        let stops = match self.keymap.hint(when, "cancel") {
            key if key.is_empty() => String::new(),
            key => format!(" {key} stops."),
        };
        let (count, percent) = (search.count_label(), search.percent());
        Some(format!("{count} cells match; searched {percent}%.{stops}"))
    }

    /// The line about what something waits for, which matters more than the last message.
    pub fn waiting_line(&self) -> Option<String> {
        match self.awaited()? {
            Awaited::Check => self.check_line(),
            // A line that asks what to look for shows it itself.
            Awaited::Match => self.search_line().filter(|_| matches!(self.mode, Mode::Grid)),
        }
    }

    /// The line about what is done behind the grid, for where the keys that help stand otherwise.
    pub fn background_line(&self) -> Option<String> {
        let search = self.search_line().filter(|_| matches!(self.mode, Mode::Grid));
        search.or_else(|| self.check_line())
    }

    /// How much of the sheet is checked, for the title, while not all is: `checking 34%`.
    pub fn check_label(&self) -> Option<String> {
        let Some(progress) = self.sheet.check_progress() else {
            let is_stopped = self.sheet.lacks_check() && self.postponed.is_check_shown;
            return is_stopped.then(|| "not checked".to_owned());
        };
        let percent = progress.done * 100 / progress.rows.max(1);
        self.postponed.is_check_shown.then(|| format!("checking {percent}%"))
    }
}
