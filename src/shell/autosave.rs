//! Saves the work: writes log entries to the journal, and waits for it before the program ends.

mod error;

pub(crate) use error::AutosaveError;

use crate::app::{EffectError, EffectKind, Input, OnExit, Persistence, Recovery, UnfinishedWork};
use crate::cli::shown;
use crate::leads::visible;
use crate::sheet::{LogEffect, LogEntry};
use crate::shell::input::channel::ShellEvent;
use crate::shell::several::SeveralSaves;
use crate::store::journal::{
    CloseReason, Closing, FileLock, Journal, JournalError, JournalSlot, NamedWork, PendingExport,
    Recovered, SaveError,
};
use crate::store::{self, PendingLog, Source, SourceError, journal};
use chrono::{DateTime, Utc};
use std::path::PathBuf;
use std::sync::mpsc::Sender;

/// What tells the path of a journal, which has the hash of the file in it.
pub(crate) type LazyPath = Box<dyn Fn() -> PathBuf + Send + Sync>;

/// Saves the work on the file that is edited.
#[derive(Default)]
pub struct Autosave {
    pub(crate) source: Option<Source>,
    pub(crate) slot: Option<JournalSlot>,
    /// Work on the same content under another name, until that is answered.
    pub(crate) named: Option<Box<NamedWork>>,
    journal: Option<Journal>,
    sender: Option<Sender<ShellEvent>>,
    /// Whether the lines of the journal have exact times.
    has_exact_times: bool,
    /// The files, if several are open as one: then nothing else is set but the sender.
    pub(crate) several: Option<Box<SeveralSaves>>,
}

/// A file that was opened: its autosave, whether that works, and the work from before.
#[derive(Default)]
pub(crate) struct OpenedSession {
    pub(crate) autosave: Autosave,
    pub(crate) keeping: Persistence,
    pub(crate) earlier: Option<Recovery>,
    pub(crate) notices: Vec<String>,
}

impl OpenedSession {
    /// Doesn't keep the work, because that was asked for.
    pub(crate) fn without(source: Option<Source>) -> Self {
        Self { autosave: Autosave { source, ..Autosave::default() }, ..Self::default() }
    }

    /// Looks for what was left of a file, and gets ready to keep its work.
    ///
    /// # Errors
    ///
    /// Fails if the work that was left is of a newer version of the program.
    pub(crate) fn of(source: Option<Source>) -> Result<Self, JournalError> {
        let mut opening = Self::without(source.clone());
        let folder = journal::journal_folder();
        let (source, folder) = match (source, folder) {
            (Some(source), Some(folder)) => (source, folder),
            (None, _) => return Ok(opening.not_kept("the input isn't a file")),
            (_, None) => return Ok(opening.not_kept("there is no home folder")),
        };
        let mut slot = match JournalSlot::open(folder, &source) {
            Ok(slot) => slot,
            Err(error) => return Ok(opening.not_kept(&error.to_string())),
        };
        opening.keeping = Persistence::On;
        if let FileLock::Busy(process) = slot.lock {
            opening.earlier = Some(Recovery::Busy(process));
            return Ok(opening);
        }
        if matches!(slot.lock, FileLock::Unsupported(_)) {
            opening
                .notices
                .push("Files can't be locked here; don't edit this file in two places.".to_owned());
        }
        match slot.find() {
            Ok(Recovered::Work(left)) => {
                opening.earlier = Some(Recovery::Work(as_left(left, &source)));
            }
            Ok(Recovered::Other(left)) => {
                opening.earlier = Some(Recovery::Other(as_left(left, &source)));
            }
            Ok(Recovered::Nothing { exported: None }) => {}
            Ok(Recovered::Nothing { exported: Some(at) }) => {
                let day = at.get(..10).unwrap_or_default().to_owned();
                opening.notices.push(format!("Leads of this file were exported on {day}."));
            }
            Err(error @ JournalError::Newer { .. }) => return Err(error),
            Err(error) => return Ok(opening.not_kept(&error.to_string())),
        }
        opening.autosave.slot = Some(slot);
        Ok(opening)
    }

    /// Says that the work can't be kept, and why.
    fn not_kept(mut self, why: &str) -> Self {
        self.notices.insert(0, format!("Your work isn't saved: {why}."));
        self.keeping = Persistence::Failed(why.to_owned());
        self
    }
}

/// The work as the program takes it, with what the disk tells about its upload files.
pub(crate) fn as_left(left: journal::UnfinishedLog, source: &Source) -> UnfinishedWork {
    let journal::UnfinishedLog { actions, notice } = left;
    let folder = source.path.parent().unwrap_or(&source.path);
    let missing = journal::missing_uploads(actions.iter().map(|(_, entry)| entry), folder);
    let missing_uploads = missing.iter().map(|path| shown(path, source)).collect();
    UnfinishedWork { actions, notice, missing_uploads }
}

impl Autosave {
    /// Saves the work on several files.
    pub(crate) fn of_several(several: SeveralSaves) -> Self {
        Self { several: Some(Box::new(several)), ..Self::default() }
    }

    /// Says where the journal's troubles are told.
    pub(crate) fn set_listener(&mut self, sender: Sender<ShellEvent>) {
        if let Some(several) = &mut self.several {
            several.set_listener(&sender);
        }
        self.sender = Some(sender);
    }

    /// What tells the path of the journal, if the work is kept.
    pub(crate) fn lazy_path(&self) -> Option<LazyPath> {
        if let Some(several) = &self.several {
            return several.lazy_path();
        }
        let path = self.slot.as_ref().map(JournalSlot::lazy_path)?;
        Some(Box::new(path))
    }

    /// Lets the lines of the journal have exact times.
    pub(crate) fn write_exact_times(&mut self) {
        self.has_exact_times = true;
    }

    /// Works out which content the work is on, beside everything else: the first line of the journal says so.
    pub(crate) fn for_content(&self) {
        if let Some(several) = &self.several {
            several.for_content();
        }
        if self.slot.is_some() {
            let _ = self.source.as_ref().map(Source::hash_in_background);
        }
    }

    /// Writes what was done, and waits for the disk if that was an export.
    pub(crate) fn save(&mut self, actions: Vec<LogEntry>) -> Result<(), AutosaveError> {
        match &mut self.several {
            Some(several) => several.save(&actions),
            None => self.save_at(actions, Utc::now()),
        }
    }

    /// Writes what was done at a time, and waits for the disk if that was an export.
    pub(crate) fn save_at(
        &mut self,
        actions: Vec<LogEntry>,
        now: DateTime<Utc>,
    ) -> Result<(), AutosaveError> {
        let is_export =
            actions.iter().any(|action| matches!(action.effect(), LogEffect::Export(..)));
        let Some(journal) = self.journal()? else { return Ok(()) };
        journal.keep(actions, now);
        // What goes wrong is told by the thread that writes.
        let _ = is_export.then(|| journal.sync());
        Ok(())
    }

    /// Gets ready to keep the work on a fresh download, if work is kept at all. It may be another content
    /// of the same file, which is locked already.
    ///
    /// # Errors
    ///
    /// Fails if another program edits the file or the file has work of its own.
    pub(crate) fn beside(
        &self,
        source: Option<Source>,
        is_kept: bool,
    ) -> Result<OpenedSession, AutosaveError> {
        if !is_kept {
            return Ok(OpenedSession::without(source));
        }
        if let (Some(slot), Some(source)) = (&self.slot, &source)
            && slot.is_of(source)
        {
            let mut slot = slot.for_content(source)?;
            if let Recovered::Work(_) = slot.find()? {
                return Err(AutosaveError::KeptElsewhere);
            }
            let autosave =
                Self { slot: Some(slot), source: Some(source.clone()), ..Self::default() };
            return Ok(OpenedSession {
                autosave,
                keeping: Persistence::On,
                ..OpenedSession::default()
            });
        }
        let mut opening = OpenedSession::of(source)?;
        match opening.earlier.take() {
            None => Ok(opening),
            Some(Recovery::Busy(_)) => Err(AutosaveError::Busy),
            Some(_) => Err(AutosaveError::KeptElsewhere),
        }
    }

    /// The file, and its content, that the work is on.
    pub(crate) fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The name of the view of what is open, if that is a file or several.
    pub(crate) fn view_name(&self) -> Option<String> {
        match &self.several {
            Some(several) => Some(several.view_name()),
            None => self.source().map(store::view_name),
        }
    }

    /// Where the work stands that was saved in this run and is still open, for the shell's screen.
    pub(crate) fn saved_lines(&self) -> Vec<String> {
        if let Some(several) = &self.several {
            return several.saved_lines();
        }
        let place = self.slot.as_ref().zip(self.source.as_ref()).filter(|_| self.journal.is_some());
        let line = |(slot, source): (&JournalSlot, &Source)| {
            let file = source.path.display();
            format!("Work on {file} is saved: {}", slot.path().display())
        };
        place.map(line).into_iter().collect()
    }

    /// Tells whether the work is written down.
    pub(crate) fn is_saving(&self) -> bool {
        self.slot.is_some() || self.several.as_ref().is_some_and(|several| several.is_saving())
    }

    /// Writes what was done, and waits until it is safe. If that fails nothing of it stays.
    ///
    /// # Errors
    ///
    /// Fails with the reason why it isn't.
    pub(crate) fn save_and_sync(&mut self, actions: Vec<LogEntry>) -> Result<(), AutosaveError> {
        if actions.is_empty() {
            return Ok(());
        }
        let Some(journal) = self.journal()? else { return Ok(()) };
        journal.keep(actions, Utc::now());
        Ok(journal.sync()?)
    }

    /// Gives up what was begun to be kept: it is kept elsewhere too.
    pub(crate) fn abandon(&mut self) {
        self.journal = None;
        let _ = self.slot.take().map(JournalSlot::abandon);
    }

    /// Closes the work on what the file held before, which has gone over to what it holds now.
    pub(crate) fn close_others(&self) {
        // Work that can't be closed is offered again, which loses nothing.
        let _ = self.slot.as_ref().map(JournalSlot::close_others);
    }

    /// The journal, which is begun with the first line; nothing if the work isn't kept.
    fn journal(&mut self) -> Result<Option<&mut Journal>, AutosaveError> {
        let Some(slot) = &mut self.slot else { return Ok(None) };
        if self.journal.is_none() {
            let sender = self.sender.clone();
            let tell = move |result: Result<(), SaveError>| {
                let result = result.map_err(|error| EffectError::new(EffectKind::Journal, error));
                // Nobody listens any more when the program ends.
                let _ = sender.as_ref().map(|s| s.send(ShellEvent::Input(Input::Kept(result))));
            };
            let mut journal = slot.write(Box::new(tell))?;
            if self.has_exact_times {
                journal.write_exact_times();
            }
            self.journal = Some(journal);
        }
        Ok(self.journal.as_mut())
    }

    /// Sets the work that was found aside.
    pub(crate) fn archive(&mut self) -> Result<(), AutosaveError> {
        if let Some(several) = &mut self.several {
            return several.archive();
        }
        let Some(slot) = &mut self.slot else { return Ok(()) };
        self.journal = None;
        let done = slot.start_afresh();
        if done.is_err() {
            // Nothing may be mixed with the work that is still there.
            self.slot = None;
        }
        Ok(done?)
    }

    /// Lets others edit the file.
    pub(crate) fn open_read_only(&mut self) {
        if let Some(several) = &mut self.several {
            several.open_read_only();
        }
        (self.journal, self.slot, self.named) = (None, None, None);
    }

    /// Waits until what was done is safe.
    pub(crate) fn sync(&self) -> Result<(), AutosaveError> {
        if let Some(several) = &self.several {
            return several.sync();
        }
        Ok(self.journal.as_ref().map_or(Ok(()), Journal::sync)?)
    }

    /// Gets ready for the end of the program.
    ///
    /// # Errors
    ///
    /// Fails if the work was to be kept and isn't.
    pub(crate) fn shutdown(&mut self, leave: OnExit) -> Result<(), AutosaveError> {
        if let Some(several) = &mut self.several {
            return several.shutdown(leave);
        }
        let why = match leave {
            OnExit::Kept => return self.sync(),
            OnExit::Finished => CloseReason::Finished,
            OnExit::Dropped => CloseReason::Dropped,
        };
        self.close(why);
        Ok(())
    }

    /// Closes the work on the file.
    pub(crate) fn close(&mut self, closing: impl Into<Closing>) {
        // A journal that can't be closed is offered again, which loses nothing.
        let _ = self.journal();
        let _ = self.journal.take().map(|journal| journal.close(closing, Utc::now()));
    }

    /// Makes sure that the file is the one that was opened.
    pub(crate) fn verify_source(&self) -> Result<(), SourceError> {
        if let Some(several) = &self.several {
            return several.verify_sources();
        }
        self.source.as_ref().map_or(Ok(()), Source::verify_unchanged)
    }
}

impl PendingLog for Autosave {
    fn record_pending(&mut self, pending: PendingExport) {
        // What goes wrong is told by the thread that writes; the export doesn't depend on it.
        if let Ok(Some(journal)) = self.journal() {
            let _ = journal.intend(pending, Utc::now());
        }
    }
}

/// Says where the work is after a failure of the program, for its last words.
pub(crate) fn crash_message(place: Option<(&str, u32)>, journal: Option<&PathBuf>) -> String {
    let place = place.map(|(file, line)| format!(" ({file}:{line})")).unwrap_or_default();
    let kept = match journal {
        Some(path) => format!(
            "Your work is saved in {}; open the file again to resume it.",
            visible(&path.to_string_lossy())
        ),
        None => "What wasn't exported is lost, because the work was not saved.".to_owned(),
    };
    format!("leadsheet crashed because of an internal error{place}. {kept}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crash_message_names_the_journal_and_has_nothing_of_the_file() {
        let path = PathBuf::from("/state/a\u{1b}.journal");
        let said = crash_message(Some(("src/x.rs", 7)), Some(&path));
        assert!(said.contains("(src/x.rs:7)") && said.contains("/state/a␛.journal"), "{said}");
        assert!(crash_message(None, None).contains("lost"));
    }
}
