//! The work outlives the program: what was left before, what is kept now, and what is asked about it.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::effect::{Effect, EffectError, OnExit};
use crate::app::file::Persistence;
use crate::app::mode::{Confirm, Mode};
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::review::state::change;
use crate::app::session::elsewhere::{LaterFile, WorkElsewhere};
use crate::app::versioned::Versioned;
use crate::leads::{Origin, minute, plural};
use crate::sheet::{LogEffect, LogEntry, LogLine, LogSummary};

/// What there is about the file from before, which has to be answered first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Work on this very content that isn't finished.
    Work(UnfinishedWork),
    /// Work on what the file held before.
    Other(UnfinishedWork),
    /// Another program edits the file; its number, if that is known.
    Busy(Option<u32>),
    /// Work on this very content, under another name.
    Named(WorkElsewhere),
    /// The work on this very content went on in another file.
    WentOn(LaterFile),
    /// The file may be the processed file of an upload or a download with old *Errors*.
    Uncertain {
        /// How many of its leads have *Errors*.
        rejected: usize,
        /// How many leads it has.
        leads: usize,
    },
}

/// Work that was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnfinishedWork {
    /// What was done, in order, and when.
    pub actions: Vec<(String, LogEntry)>,
    /// Further notes about it.
    pub notice: Option<String>,
    /// The names of upload files that are gone though some of their leads wait for results.
    pub missing_uploads: Vec<String>,
}

/// A question that must be answered with one key, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialog {
    /// What is asked.
    pub title: String,
    /// What there is to know about it.
    pub body: Vec<String>,
    /// The answers: the section of the key map, the name of the command, and what it does here.
    pub answers: Vec<(When, &'static str, &'static str)>,
}

impl UnfinishedWork {
    /// Counts what the work comes to.
    fn outline(&self) -> LogSummary {
        LogSummary::of(self.actions.iter().map(|(_, action)| action))
    }

    /// Says how much it is and from when.
    pub(super) fn describe(&self) -> Vec<String> {
        let outline = self.outline();
        let times = (self.actions.first(), self.actions.last());
        let mut work =
            format!("{} in {}", plural(outline.steps, "step"), plural(outline.leads, "lead"));
        if outline.exported > 0 {
            work = format!("{work} · {} exported", plural(outline.exported, "lead"));
        }
        let mut say = vec![work];
        if let (Some((first, _)), Some((last, _))) = times {
            say.push(match (minute(first), minute(last)) {
                (first, last) if first == last => format!("on {last} UTC"),
                (first, last) => format!("from {first} to {last} UTC"),
            });
        }
        say.extend(self.notice.clone());
        say
    }

    /// Lists what was done.
    fn list(&self) -> ListPanel {
        let entries = self.actions.iter().flat_map(|(at, action)| {
            let mut lines = describe_entry(action).into_iter();
            let first = lines.next().map(|(say, tone)| ListLine::new(minute(at), say, tone));
            first.into_iter().chain(lines.map(|(say, tone)| ListLine::new("", say, tone)))
        });
        ListPanel::new("What was done, oldest first", entries.collect())
    }
}

/// Describes an entry, then each of its cells or files on a line.
fn describe_entry(entry: &LogEntry) -> Vec<(String, Tone)> {
    let tone = match entry.effect() {
        LogEffect::Export(..) => Tone::Good,
        _ => Tone::Plain,
    };
    let line = |line| match line {
        LogLine::Cell(row, column, before, after) => {
            (format!("row {row}  {column}: {}", change(before, after)), Tone::Note)
        }
        LogLine::File(path) => (path.to_owned(), Tone::Plain),
    };
    std::iter::once((entry.describe(), tone)).chain(entry.lines().into_iter().map(line)).collect()
}

impl App {
    /// Begins to note what is done, if it is kept.
    pub(crate) fn start_logging(&mut self) {
        if self.keeping == Persistence::On {
            self.sheet.start_logging();
        }
    }

    /// Hands what was done to the shell, before anything else that it has to do.
    pub(crate) fn save_log(&mut self) {
        if self.sheet.has_logged() {
            let actions = Versioned::change_parts(&mut self.sheet).take_log();
            self.effects.insert(0, Effect::Keep(actions));
        }
    }

    /// Takes the word of the journal: it can't be written, or it can again.
    pub(crate) fn kept(&mut self, result: Result<(), EffectError>) {
        match result {
            Ok(()) => {
                self.keeping = Persistence::On;
                self.set_status("Your work is saved again.");
            }
            Err(why) => {
                self.set_error(format!("Not saved: {why}. Continue, and export before you quit."));
                self.keeping = Persistence::Failed(why.to_string());
            }
        }
    }

    /// Asks about what is left from before, as long as that isn't answered.
    pub(crate) fn ask_first(&mut self) {
        if self.earlier.is_some() && matches!(self.mode, Mode::Grid) {
            self.mode = Mode::Ask(Confirm::Start);
        }
    }

    /// Goes on with the work that was left without a question, if all of it was exported: it only waits for
    /// its results.
    pub(crate) fn resume_if_nothing_is_open(&mut self) {
        if let Some(Recovery::Work(left)) = &self.earlier
            && left.notice.is_none()
            && left.outline().open == 0
        {
            self.resume();
        }
    }

    /// Goes on with the work that was left.
    pub(crate) fn resume(&mut self) {
        let Some(Recovery::Work(left)) = self.earlier.take_if(|e| matches!(e, Recovery::Work(_)))
        else {
            if matches!(self.earlier, Some(Recovery::Uncertain { .. })) {
                return self.answer_kind(Origin::Download);
            }
            if !self.resume_from_elsewhere() {
                self.invalid_answer();
            }
            return;
        };
        self.mode = Mode::Grid;
        self.sheet.start_logging();
        let actions = left.actions.iter().map(|(_, action)| action);
        let restored = self.sheet.replay(actions);
        let noted = self.sheet.take_log();
        for _ in 0..self.sheet.added().len() {
            self.show_added();
        }
        self.renew_search(true);
        self.open_results();
        let is_answer = |(_, action): &(_, LogEntry)| matches!(action, LogEntry::OpenAs { .. });
        if left.actions.iter().all(is_answer) {
            let is_results = self.sheet.origin() == Origin::Results;
            let kind = if is_results { "processed file" } else { "download" };
            return self.set_status(format!("Opened as a {kind}, as you chose before."));
        }
        if restored.skipped > 0 {
            // What is done from now on must fit what is here: it gets a journal of its own.
            self.effects.extend([Effect::Archive, Effect::Keep(noted)]);
            let cells = plural(restored.skipped, "cell");
            self.set_error(format!(
                "{cells} can't be restored under the current rules; the rest is here."
            ));
        } else {
            let (steps, leads) = (plural(restored.steps, "step"), plural(restored.leads, "lead"));
            let noted = self.sheet.annotations().count();
            let steps = match restored.steps {
                0 if self.sheet.history().is_empty() && noted > 0 => {
                    format!("Restored: flags and private notes of {}.", plural(noted, "lead"))
                }
                0 => "All that was done was undone before; redo brings it back.".to_owned(),
                _ => format!("Restored: {steps} in {leads}; undo works too."),
            };
            let exported = match self.sheet.counts().exported {
                0 => String::new(),
                n if self.keymap.is_empty() => format!(" {} exported.", plural(n, "lead")),
                n => {
                    let files = self.sheet.checklist();
                    let files = files.parts.iter().filter(|part| !part.waiting.is_empty()).count();
                    let (key, does) = match files {
                        0 | 1 => (self.keymap.key_or_name("merge"), "imports the results"),
                        _ => (self.keymap.key_or_name("uploads"), "lists the upload files"),
                    };
                    format!(" {} exported: {key} {does}.", plural(n, "lead"))
                }
            };
            let missing = self.missing_uploads(&left);
            let missing = missing.map(|say| format!(" {say}")).unwrap_or_default();
            let overdue = self.overdue().unwrap_or_default();
            self.set_status(format!("{steps}{exported}{overdue}{missing}"));
        }
    }

    /// Says which upload file was uploaded longer ago than Partner Center takes as a rule.
    fn overdue(&self) -> Option<String> {
        let (checklist, now) = (self.sheet.checklist(), self.now?);
        let part = checklist.parts.iter().find(|part| part.is_overdue(now))?;
        let name = part.name();
        Some(format!(" {name} was uploaded over an hour ago: look at Partner Center."))
    }

    /// Shows the columns that were added, each behind the ones before it.
    pub(crate) fn show_added(&mut self) {
        let own = self.sheet.layout().file_fields();
        let mut added = self.sheet.layout().fields().skip(own).zip(self.sheet.added());
        let next = added.find(|(field, _)| self.columns.position(*field).is_none());
        if let Some((field, added)) = next {
            self.columns.add(&self.sheet, field, added.after);
        }
    }

    /// Lists what was done before.
    pub(crate) fn show_unfinished(&mut self) {
        match &self.earlier {
            Some(
                Recovery::Work(left)
                | Recovery::Other(left)
                | Recovery::Named(WorkElsewhere { work: left, .. }),
            ) => {
                self.mode = Mode::open(left.list());
            }
            _ => self.invalid_answer(),
        }
    }

    /// Begins afresh; what was left is set aside.
    pub(crate) fn discard(&mut self) {
        if matches!(self.earlier, Some(Recovery::Named(_) | Recovery::WentOn(_))) {
            return self.leave_elsewhere();
        }
        let can_start_over =
            |e: &mut Recovery| !matches!(e, Recovery::Busy(_) | Recovery::Uncertain { .. });
        match self.earlier.take_if(can_start_over) {
            Some(_) => {
                self.mode = Mode::Grid;
                self.open_results();
                self.effects.push(Effect::Archive);
                self.set_status("The earlier work is archived; see \"leadsheet status\".");
            }
            None => self.invalid_answer(),
        }
    }

    /// Opens the file without letting anything be changed.
    pub(crate) fn open_read_only(&mut self) {
        if matches!(self.earlier, Some(Recovery::Work(_))) {
            return self.invalid_answer();
        }
        self.earlier = None;
        self.mode = Mode::Grid;
        self.keeping = Persistence::Off;
        self.sheet.set_read_only();
        self.sheet.stop_logging();
        self.effects.push(Effect::OpenReadOnly);
    }

    /// Ends the program, or asks first if changes aren't exported.
    pub(crate) fn quit(&mut self) {
        if self.is_unexported() {
            self.mode = Mode::Ask(Confirm::Quit);
        } else {
            self.effects.push(Effect::Quit(self.leave()));
        }
    }

    /// Ends the program and leaves everything as it is.
    pub(crate) fn quit_unchanged(&mut self) {
        self.effects.push(Effect::Quit(OnExit::Kept));
    }

    pub(crate) fn invalid_answer(&mut self) {
        let answers = self.answer_keys_hint(Confirm::Start);
        self.set_status(format!("That key has no function here. {answers}"));
    }
}
