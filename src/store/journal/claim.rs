//! Claims the saved work of a file, without opening the file in an editor.

use crate::store::journal::error::JournalError;
use crate::store::journal::line::{Closing, Entry, JournalLine};
use crate::store::journal::lock::FileLock;
use crate::store::journal::slot::JournalSlot;
use crate::store::journal::status::{JournalState, KeptWork, one, taken, whole};
use crate::store::journal::{disk, line, paths, read, slot};
use crate::store::source::Source;
use chrono::Utc;
use std::path::{Path, PathBuf};

/// The saved work of a file; the file is locked as long as the value lives.
#[derive(Debug)]
pub struct Claim {
    /// The work.
    pub kept: KeptWork,
    folder: PathBuf,
    lock: FileLock,
    lock_path: PathBuf,
}

/// What came of a claim.
#[derive(Debug)]
pub enum ClaimOutcome {
    /// No work is kept that is offered when the file is opened.
    Nothing,
    /// The file is being edited; the number of the program, if that is known.
    Busy(Option<u32>),
    /// The work.
    Work(Box<Claim>),
}

/// Claims the saved work of a file, whether the file itself is there or not.
///
/// Of several journals it is the one for the content with this SHA-256, or else the one that was
/// written to last.
///
/// # Errors
///
/// Fails if a journal can't be read, and if it is of a newer version of the program.
pub fn claim(
    folder: &Path,
    file: &Path,
    sha256: Option<&str>,
) -> Result<ClaimOutcome, JournalError> {
    let (journals, lock) = taken(folder, file)?;
    let lock = match lock {
        None => return Ok(ClaimOutcome::Nothing),
        Some(FileLock::Busy(number)) => return Ok(ClaimOutcome::Busy(number)),
        Some(lock) => lock,
    };
    let mut found: Vec<KeptWork> = Vec::new();
    for named in journals.into_iter().filter(paths::JournalFileName::is_open) {
        if read::read(&named.path)?.is_some_and(|read| !slot::is_closed(&read.lines)) {
            found.extend(one(named)?);
        }
    }
    found.retain(|kept| kept.standing == JournalState::Kept && !kept.actions.is_empty());
    let is_of_content = |kept: &KeptWork| {
        sha256.is_some() && kept.start.as_ref().map(|start| &*start.sha256) == sha256
    };
    let best = found.into_iter().max_by_key(|kept| (is_of_content(kept), kept.last.clone()));
    let Some(kept) = best else { return Ok(ClaimOutcome::Nothing) };
    let folder = folder.to_owned();
    let lock_path = paths::lock_of(&folder, &whole(file));
    Ok(ClaimOutcome::Work(Box::new(Claim { kept, folder, lock, lock_path })))
}

impl Claim {
    /// The SHA-256 of the content that the work is on.
    pub fn start_sha256(&self) -> Option<&str> {
        self.kept.start.as_ref().map(|start| &*start.sha256)
    }

    /// Tells whether the work is on this file, with any content.
    pub fn is_for(&self, source: &Source) -> bool {
        paths::lock_of(&self.folder, &source.path) == self.lock_path
    }

    /// Opens the slot of the file that the work goes over to, which may be another content of the same
    /// file.
    ///
    /// # Errors
    ///
    /// The same as of [`JournalSlot::open`].
    pub fn slot(&self, source: &Source) -> Result<JournalSlot, JournalError> {
        if !self.is_for(source) {
            return JournalSlot::open(self.folder.clone(), source);
        }
        let lock = self.lock.again().map_err(JournalError::at(&self.lock_path))?;
        Ok(JournalSlot::under(lock, self.folder.clone(), source))
    }

    /// Closes the journal, so that its work isn't offered again.
    ///
    /// # Errors
    ///
    /// Fails if it can't be written or renamed; the work is offered again then.
    pub fn close(self, closing: impl Into<Closing>) -> Result<(), JournalError> {
        let closing = closing.into();
        let word = paths::word(closing.reason);
        let path = &self.kept.path;
        let Some(mut read) = read::read(path)? else { return Ok(()) };
        read.lines.push(JournalLine::new(Utc::now(), Entry::End(closing)));
        disk::replace(path, &line::encode(&read.lines)).map_err(JournalError::at(path))?;
        paths::set_aside(path, word).map_err(JournalError::at(path)).map(drop)
    }
}
