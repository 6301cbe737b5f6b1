//! Saves the work on several files, each in its own journal.

use crate::app::OnExit;
use crate::sheet::{LogEntry, LogSplitter, TimedLog};
use crate::shell::autosave::{Autosave, AutosaveError, LazyPath};
use crate::shell::input::channel::ShellEvent;
use crate::store::{self, Source, SourceError};
use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

/// Saves the work on several files, each in its own journal.
pub(crate) struct SeveralSaves {
    pub(super) files: Vec<FileSave>,
    pub(super) splitter: LogSplitter,
    /// The time of the last line: no two steps have the same one.
    last: DateTime<Utc>,
}

/// One of the files, and what saves the work on it.
pub(crate) struct FileSave {
    /// Its path as it was typed: upload files are named after it.
    pub(crate) path: PathBuf,
    pub(crate) autosave: Autosave,
    /// Whether it has saved work on leads that aren't shown.
    pub(crate) has_hidden_work: bool,
    /// What the journal has.
    pub(crate) log: TimedLog,
}

impl SeveralSaves {
    pub(crate) fn new(mut files: Vec<FileSave>, splitter: LogSplitter) -> Self {
        for file in &mut files {
            file.autosave.write_exact_times();
        }
        Self { files, splitter, last: DateTime::default() }
    }

    /// The path of a file, by its number.
    pub(super) fn path_of(&self, number: usize) -> &Path {
        &self.files[number].path
    }

    /// The files as they were read, in their order.
    pub(crate) fn sources(&self) -> impl Iterator<Item = Option<&Source>> {
        self.files.iter().map(|file| file.autosave.source())
    }

    /// What saves the work on a file, by its number.
    pub(super) fn autosave_of(&mut self, number: usize) -> &mut Autosave {
        &mut self.files[number].autosave
    }

    /// Writes what was done, in the journal of each file what concerns it.
    pub(crate) fn save(&mut self, actions: &[LogEntry]) -> Result<(), AutosaveError> {
        for action in actions {
            let now = self.next_time();
            for (file, entry) in self.splitter.split(action) {
                if let Some(file) = self.files.get_mut(file) {
                    file.log.push((time_text(now), entry.clone()));
                    file.autosave.save_at(vec![entry], now)?;
                }
            }
        }
        Ok(())
    }

    /// The time of the next line.
    pub(super) fn next_time(&mut self) -> DateTime<Utc> {
        self.last = Utc::now().trunc_subsecs(3).max(self.last + TimeDelta::milliseconds(1));
        self.last
    }

    pub(crate) fn set_listener(&mut self, sender: &Sender<ShellEvent>) {
        for file in &mut self.files {
            file.autosave.set_listener(sender.clone());
        }
    }

    pub(crate) fn for_content(&self) {
        for file in &self.files {
            file.autosave.for_content();
        }
    }

    /// What tells the path of one of the journals.
    pub(crate) fn lazy_path(&self) -> Option<LazyPath> {
        self.files.iter().find_map(|file| file.autosave.lazy_path())
    }

    /// Where the work stands that was saved in this run, a line for each file.
    pub(crate) fn saved_lines(&self) -> Vec<String> {
        self.files.iter().flat_map(|file| file.autosave.saved_lines()).collect()
    }

    /// The name of the view of these files together.
    pub(crate) fn view_name(&self) -> String {
        store::view_name_of_all(self.files.iter().filter_map(|file| file.autosave.source()))
    }

    pub(crate) fn is_saving(&self) -> bool {
        self.files.iter().any(|file| file.autosave.is_saving())
    }

    pub(crate) fn sync(&self) -> Result<(), AutosaveError> {
        self.files.iter().try_for_each(|file| file.autosave.sync())
    }

    /// Sets the work that was found aside, in all files.
    pub(crate) fn archive(&mut self) -> Result<(), AutosaveError> {
        self.splitter.restart();
        let mut done = Ok(());
        for file in &mut self.files {
            done = done.and(file.autosave.archive());
            (file.has_hidden_work, file.log) = (false, TimedLog::new());
        }
        done
    }

    pub(crate) fn open_read_only(&mut self) {
        for file in &mut self.files {
            file.autosave.open_read_only();
        }
    }

    /// Gets ready for the end of the program. Work on leads that aren't shown is kept in any case.
    pub(crate) fn shutdown(&mut self, leave: OnExit) -> Result<(), AutosaveError> {
        let mut done = Ok(());
        for file in &mut self.files {
            let leave = if file.has_hidden_work { OnExit::Kept } else { leave };
            done = done.and(file.autosave.shutdown(leave));
        }
        done
    }

    /// Makes sure that all files are those that were opened.
    pub(crate) fn verify_sources(&self) -> Result<(), SourceError> {
        self.files.iter().try_for_each(|file| file.autosave.verify_source())
    }
}

/// A time as a log has it.
pub(super) fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
