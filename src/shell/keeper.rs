//! Keeps the work: hands what is done to the journal, and asks it before the program ends.

use super::input::Arrival;
use crate::app::{Earlier, Input, Keeping, Leave, Left};
use crate::leads::visible;
use crate::sheet::Action;
use crate::store::journal::{self, Desk, End, Found, Intent, Journal, JournalError, Lock};
use crate::store::{Source, SourceError};
use std::path::PathBuf;
use std::sync::mpsc::Sender;

/// What keeps the work of a file that is edited.
#[derive(Default)]
pub struct Keeper {
    source: Option<Source>,
    desk: Option<Desk>,
    journal: Option<Journal>,
    sender: Option<Sender<Arrival>>,
}

/// What a file is opened with: who keeps its work, whether that works, and what is left from before.
#[derive(Default)]
pub(super) struct Opening {
    pub(super) keeper: Keeper,
    pub(super) keeping: Keeping,
    pub(super) earlier: Option<Earlier>,
    pub(super) notices: Vec<String>,
}

impl Opening {
    /// Doesn't keep the work, because that was asked for.
    pub(super) fn without(source: Option<Source>) -> Self {
        Self { keeper: Keeper { source, ..Keeper::default() }, ..Self::default() }
    }

    /// Looks for what was left of a file, and gets ready to keep its work.
    ///
    /// # Errors
    ///
    /// Fails if the work that was left is of a newer version of the program.
    pub(super) fn of(source: Option<Source>) -> Result<Self, JournalError> {
        let mut opening = Self::without(source.clone());
        let folder = journal::journal_folder();
        let (source, folder) = match (source, folder) {
            (Some(source), Some(folder)) => (source, folder),
            (None, _) => return Ok(opening.not_kept("what is read isn't a file")),
            (_, None) => return Ok(opening.not_kept("there is no home folder")),
        };
        let mut desk = match Desk::open(folder, &source) {
            Ok(desk) => desk,
            Err(error) => return Ok(opening.not_kept(&error.to_string())),
        };
        opening.keeping = Keeping::On;
        if let Lock::Busy(process) = desk.lock {
            opening.earlier = Some(Earlier::Busy(process));
            return Ok(opening);
        }
        if matches!(desk.lock, Lock::Unsupported(_)) {
            opening
                .notices
                .push("Files can't be locked here: don't edit this one in two places.".to_owned());
        }
        match desk.find() {
            Ok(Found::Work(left)) => opening.earlier = Some(Earlier::Work(as_left(left))),
            Ok(Found::Other(left)) => opening.earlier = Some(Earlier::Other(as_left(left))),
            Ok(Found::Nothing { exported: None }) => {}
            Ok(Found::Nothing { exported: Some(at) }) => {
                let day = at.get(..10).unwrap_or_default().to_owned();
                opening.notices.push(format!("Leads of this file were exported on {day}."));
            }
            Err(error @ JournalError::Newer { .. }) => return Err(error),
            Err(error) => return Ok(opening.not_kept(&error.to_string())),
        }
        opening.keeper.desk = Some(desk);
        Ok(opening)
    }

    /// Says that the work can't be kept, and why.
    fn not_kept(mut self, why: &str) -> Self {
        self.notices.insert(0, format!("The work isn't kept: {why}."));
        self.keeping = Keeping::Failed(why.to_owned());
        self
    }
}

fn as_left(left: journal::Left) -> Left {
    Left { actions: left.actions, notice: left.notice }
}

impl Keeper {
    /// Says where the journal's troubles are told.
    pub(super) fn tell(&mut self, sender: Sender<Arrival>) {
        self.sender = Some(sender);
    }

    /// Returns the path of the journal, if the work is kept.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.desk.as_ref().map(Desk::path)
    }

    /// Writes what was done, and waits for the disk if that was an export.
    pub(super) fn keep(&mut self, actions: Vec<Action>) -> Result<(), String> {
        let is_export = actions.iter().any(|action| matches!(action, Action::Export { .. }));
        let Some(journal) = self.journal()? else { return Ok(()) };
        journal.keep(actions, chrono::Utc::now());
        // What goes wrong is told by the thread that writes.
        let _ = is_export.then(|| journal.sync());
        Ok(())
    }

    /// Writes that an upload file is about to be written, and waits for the disk.
    pub(super) fn intend(&mut self, intent: Intent) {
        // What goes wrong is told by the thread that writes; the export doesn't depend on it.
        if let Ok(Some(journal)) = self.journal() {
            let _ = journal.intend(intent, chrono::Utc::now());
        }
    }

    /// Returns the journal, which is begun with the first line; nothing if the work isn't kept.
    fn journal(&mut self) -> Result<Option<&mut Journal>, String> {
        let Some(desk) = &mut self.desk else { return Ok(None) };
        if self.journal.is_none() {
            let sender = self.sender.clone();
            let tell = move |result| {
                // Nobody listens any more when the program ends.
                let _ = sender.as_ref().map(|s| s.send(Arrival::Input(Input::Kept(result))));
            };
            self.journal = Some(desk.write(Box::new(tell)).map_err(|e| e.to_string())?);
        }
        Ok(self.journal.as_mut())
    }

    /// Sets the work that was found aside.
    pub(super) fn set_aside(&mut self) -> Result<(), String> {
        let Some(desk) = &mut self.desk else { return Ok(()) };
        self.journal = None;
        let done = desk.start_afresh();
        if done.is_err() {
            // Nothing may be mixed with the work that is still there.
            self.desk = None;
        }
        done.map_err(|error| error.to_string())
    }

    /// Lets others edit the file.
    pub(super) fn only_look(&mut self) {
        (self.journal, self.desk) = (None, None);
    }

    /// Waits until what was done is safe.
    pub(super) fn sync(&self) -> Result<(), String> {
        self.journal.as_ref().map_or(Ok(()), Journal::sync)
    }

    /// Gets ready for the end of the program.
    ///
    /// # Errors
    ///
    /// Fails if the work was to be kept and isn't.
    pub(super) fn leave(&mut self, leave: Leave) -> Result<(), String> {
        let why = match leave {
            Leave::Kept => return self.sync(),
            Leave::Finished => End::Finished,
            Leave::Dropped => End::Dropped,
        };
        // A journal that can't be closed is offered again, which loses nothing.
        let _ = self.journal();
        let _ = self.journal.take().map(|journal| journal.close(why, chrono::Utc::now()));
        Ok(())
    }

    /// Makes sure that the file is the one that was opened.
    pub(super) fn source_is_as_read(&self) -> Result<(), SourceError> {
        self.source.as_ref().map_or(Ok(()), Source::is_as_read)
    }
}

/// Says where the work is after a failure of the program, for its last words.
pub(super) fn last_words(place: Option<(&str, u32)>, journal: Option<&PathBuf>) -> String {
    let place = place.map(|(file, line)| format!(" ({file}:{line})")).unwrap_or_default();
    let kept = match journal {
        Some(path) => format!(
            "What was done is in {}; open the file again to go on with it.",
            visible(&path.to_string_lossy())
        ),
        None => "What wasn't exported is lost: it was not kept.".to_owned(),
    };
    format!("leadsheet failed by a mistake of its own{place}. {kept}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_name_the_journal_and_nothing_of_the_file() {
        let path = PathBuf::from("/state/a\u{1b}.journal");
        let said = last_words(Some(("src/x.rs", 7)), Some(&path));
        assert!(said.contains("(src/x.rs:7)") && said.contains("/state/a␛.journal"), "{said}");
        assert!(last_words(None, None).contains("lost"));
    }
}
