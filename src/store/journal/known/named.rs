//! Work on the same content under another name: the file was renamed or copied.

use crate::store::atomic::{folder_of, sync_folder};
use crate::store::journal::error::JournalError;
use crate::store::journal::lock::FileLock;
use crate::store::journal::paths::JournalFileName;
use crate::store::journal::slot::{self, JournalSlot, Recovered, UnfinishedLog};
use crate::store::journal::status::start_of;
use crate::store::journal::{disk, lock, read};
use crate::store::source::Source;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Work on the same content that is saved under another name; that file is locked as long as the value lives.
#[derive(Debug)]
pub struct NamedWork {
    /// The file that the work is saved for.
    pub file: PathBuf,
    /// The work.
    pub left: UnfinishedLog,
    /// What became of the file.
    pub state: NameState,
    journal: PathBuf,
    /// Kept so that no other program begins to edit the file meanwhile.
    _lock: FileLock,
}

/// What became of a file under whose name work is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameState {
    /// It isn't there any more: it was renamed.
    Gone,
    /// It is still there: the other one is a copy.
    There,
    /// It is being edited; the number of the program, if that is known.
    Busy(Option<u32>),
}

impl NamedWork {
    /// Finds the work on the content of a file that is saved under another name; of several, the newest.
    pub(crate) fn find(
        journals: &[JournalFileName],
        source: &Source,
    ) -> Result<Option<Self>, JournalError> {
        let of_this = |named: &&JournalFileName| {
            named.is_open() && !named.is_for(&source.path) && named.is_of_content(source.sha256())
        };
        let works = journals.iter().filter(of_this).filter_map(|named| {
            let read = read::read(&named.path).ok()??;
            let start = start_of(&read.lines)?;
            if start.sha256 != source.sha256() || slot::is_closed(&read.lines) {
                return None;
            }
            let last = read.lines.last()?.at.clone();
            Some((last, named, PathBuf::from(&start.file), slot::left(&read)?))
        });
        let newest = works.max_by(|(one, ..), (other, ..)| one.cmp(other));
        let Some((_, named, file, left)) = newest else { return Ok(None) };
        let path = named.lock();
        let lock = lock::lock(&path).map_err(JournalError::at(&path))?;
        let state = match lock {
            FileLock::Busy(process) => NameState::Busy(process),
            // A path that isn't the one of the journal's name says nothing about the file.
            _ if named.is_for(&file) && is_gone(&file) => NameState::Gone,
            _ => NameState::There,
        };
        Ok(Some(Self { file, left, state, journal: named.path.clone(), _lock: lock }))
    }
}

fn is_gone(file: &Path) -> bool {
    matches!(fs::exists(file), Ok(false))
}

impl JournalSlot {
    /// Takes up work on the same content: moves its journal here if the other file is gone, copies it otherwise.
    ///
    /// The journal gets its new name in one step, so there is one with all of the work whenever the program is
    /// ended.
    ///
    /// # Errors
    ///
    /// Fails if the other file is being edited, and if the journal can't be moved, copied or read.
    pub fn take_up(&mut self, work: &NamedWork) -> Result<UnfinishedLog, JournalError> {
        let (from, to) = (&work.journal, self.path());
        let failed = || JournalError::at(from);
        match work.state {
            NameState::Busy(_) => {
                let busy = io::Error::new(io::ErrorKind::ResourceBusy, "it is being written");
                return Err(failed()(busy));
            }
            NameState::Gone => fs::rename(from, &to).map_err(failed())?,
            NameState::There => {
                let bytes = fs::read(from).map_err(failed())?;
                disk::replace(&to, &bytes).map_err(JournalError::at(&to))?;
            }
        }
        sync_folder(folder_of(&to)).map_err(JournalError::at(&to))?;
        match self.find()? {
            Recovered::Work(left) => Ok(left),
            _ => Err(failed()(io::Error::new(io::ErrorKind::NotFound, "the work is gone"))),
        }
    }
}
