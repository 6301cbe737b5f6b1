//! Writes the journal while the program runs.

use crate::sheet::LogEntry;
use crate::store::journal::line;
use crate::store::journal::line::{Closing, Entry, JournalHeader};
use crate::store::journal::pending::PendingExport;
use crate::store::journal::worker::{JournalWriter, SaveError};
use chrono::{DateTime, SecondsFormat, Utc};

/// Writes what is done into the journal of a file. The file is made with the first line.
pub struct Journal {
    pub(crate) pen: JournalWriter,
    pub(crate) start: JournalHeader,
    /// What the file was opened as, where its rows alone don't decide it.
    pub(crate) opened_as: Option<LogEntry>,
    /// How many lines there are.
    pub(crate) number: u64,
    /// Whether the line about this run of the program is there.
    pub(crate) has_run: bool,
    /// How exactly the times of its lines are written.
    pub(crate) precision: SecondsFormat,
}

impl Journal {
    /// Writes entries; they are safe within a moment, and the caller doesn't wait.
    pub fn keep(&mut self, actions: Vec<LogEntry>, now: DateTime<Utc>) {
        self.begin(actions.first(), now);
        for action in actions {
            self.line(Entry::Done(action), now);
        }
    }

    /// Lets the times of lines have milliseconds: by them the steps of files that are edited together are put in
    /// their order again.
    pub fn write_exact_times(&mut self) {
        self.precision = SecondsFormat::Millis;
    }

    /// Writes that an upload file is about to be written, and waits until that is safe.
    ///
    /// # Errors
    ///
    /// Fails with the reason why it isn't.
    pub fn intend(&mut self, intent: PendingExport, now: DateTime<Utc>) -> Result<(), SaveError> {
        self.begin(None, now);
        self.line(Entry::Intent(Box::new(intent)), now);
        self.sync()
    }

    /// Writes the lines before the first one of this run of the program.
    ///
    /// A new journal records what the file was opened as, so that its work opens it as the same again: its
    /// name and the saved work on other files, which may have decided, can change. `first` may record it itself.
    fn begin(&mut self, first: Option<&LogEntry>, now: DateTime<Utc>) {
        let is_new = self.number == 0;
        if is_new {
            self.line(Entry::Start(self.start.clone()), now);
        }
        if !std::mem::replace(&mut self.has_run, true) {
            self.line(Entry::Run, now);
        }
        let opened_as = self.opened_as.take().filter(|_| is_new);
        if let Some(opened_as) = opened_as
            && !matches!(first, Some(LogEntry::OpenAs { .. }))
        {
            self.line(Entry::Done(opened_as), now);
        }
    }

    fn line(&mut self, what: Entry, now: DateTime<Utc>) {
        self.number += 1;
        self.pen.write(self.number, line::time(now, self.precision), what);
    }

    /// Waits until everything is safe on the disk, though no longer than for some seconds.
    ///
    /// # Errors
    ///
    /// Fails with the reason why it isn't.
    pub fn sync(&self) -> Result<(), SaveError> {
        self.pen.sync()
    }

    /// Closes the journal, so that its work isn't offered again.
    ///
    /// # Errors
    ///
    /// Fails with the reason why it can't be closed; the work is offered again then.
    pub fn close(
        mut self,
        closing: impl Into<Closing>,
        now: DateTime<Utc>,
    ) -> Result<(), SaveError> {
        if self.number == 0 {
            return Ok(());
        }
        let closing = closing.into();
        let reason = closing.reason;
        self.line(Entry::End(closing), now);
        self.pen.close(reason)
    }
}
