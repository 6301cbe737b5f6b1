//! What is kept for which file, and forgetting it.

use crate::leads::sort::sort_by_key;
use crate::sheet::{LogEntry, LogSummary};
use crate::store::journal::error::JournalError;
use crate::store::journal::line::{CloseReason, Destination, Entry, JournalHeader, JournalLine};
use crate::store::journal::lock::FileLock;
use crate::store::journal::paths::JournalFileName;
use crate::store::journal::{disk, line, lock, paths, pending, read};
use crate::store::system;
use chrono::Utc;
use memchr::memmem;
use std::fs;
use std::path::{Path, PathBuf};

/// How far kept work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// It is offered when the file is opened.
    Kept,
    /// Everything in it was exported, or taken back.
    Finished,
    /// The user dropped it.
    Dropped,
    /// The user started afresh.
    Aside,
    /// It went over to a fresh download.
    Rebased,
    /// It is damaged.
    Damaged,
    /// It is of a newer version of the program.
    Newer,
}

impl JournalState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Kept,
        Self::Finished,
        Self::Dropped,
        Self::Aside,
        Self::Rebased,
        Self::Damaged,
        Self::Newer,
    ];

    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kept => "saved",
            Self::Finished => "finished",
            Self::Dropped => "discarded",
            Self::Aside => "archived",
            Self::Rebased => "rebased",
            Self::Damaged => "damaged",
            Self::Newer => "from a newer leadsheet",
        }
    }
}

/// The work that is kept in one journal.
#[derive(Clone, Debug)]
pub struct KeptWork {
    /// The journal.
    pub path: PathBuf,
    /// The file that was edited and what was in it, as far as the journal can be read.
    pub start: Option<JournalHeader>,
    /// How far it is.
    pub standing: JournalState,
    /// What was done.
    pub actions: Vec<LogEntry>,
    /// What that comes to.
    pub outline: LogSummary,
    /// Where it went on, if it was rebased and the journal tells it.
    pub to: Option<Destination>,
    /// When the last line was written, in UTC; empty if that can't be read.
    pub last: String,
}

/// Lists what is kept, for all files or for one.
///
/// # Errors
///
/// Fails if the folder or a journal can't be read.
pub fn kept(folder: &Path, file: Option<&Path>) -> Result<Vec<KeptWork>, JournalError> {
    let wanted = file.map(whole);
    let journals = paths::journals(folder).map_err(JournalError::at(folder))?;
    journals
        .into_iter()
        .filter(|named| wanted.as_ref().is_none_or(|file| named.is_for(file)))
        .filter_map(|named| one(named).transpose())
        .collect()
}

/// The most bytes of journals that are searched for exports: opening a file doesn't wait for a heap of old ones.
const MAX_SEARCHED_BYTES: usize = 16 * 1024 * 1024;

/// The work in which leads were exported, closed or not; what can't be read is left out.
pub(crate) fn with_exports(folder: &Path) -> Vec<KeptWork> {
    let mut journals = paths::journals(folder).unwrap_or_default();
    sort_by_key(&mut journals, |named| !named.is_open());
    // Most journals have no export, and looking for the word is cheaper than reading their lines.
    let words = [br#""do":"export""#.as_slice(), br#""do":"intent""#];
    let mut searched = 0;
    let read = |named: JournalFileName| {
        if searched > MAX_SEARCHED_BYTES {
            return None;
        }
        let bytes = disk::read(&named.path).ok()??;
        searched += bytes.len();
        let has_export = words.iter().any(|word| memmem::find(&bytes, word).is_some());
        has_export.then(|| parsed(named, &bytes))
    };
    journals.into_iter().filter_map(read).collect()
}

/// The work that is saved, open journals first, as far as it is searched; what can't be read is left out.
pub(crate) fn searched(folder: &Path) -> Vec<KeptWork> {
    let mut journals = paths::journals(folder).unwrap_or_default();
    sort_by_key(&mut journals, |named| !named.is_open());
    let mut searched = 0;
    let read = |named: JournalFileName| {
        let bytes = disk::read(&named.path).ok()??;
        searched += bytes.len();
        (searched <= MAX_SEARCHED_BYTES).then(|| parsed(named, &bytes))
    };
    journals.into_iter().filter_map(read).collect()
}

/// Reads one journal; nothing if it went meanwhile.
pub(crate) fn one(named: JournalFileName) -> Result<Option<KeptWork>, JournalError> {
    let bytes = disk::read(&named.path).map_err(JournalError::at(&named.path))?;
    Ok(bytes.map(|bytes| parsed(named, &bytes)))
}

/// The work in the bytes of a journal.
fn parsed(named: JournalFileName, bytes: &[u8]) -> KeptWork {
    let (lines, is_newer) = match line::parse(bytes) {
        Ok(read) => (read.lines, false),
        Err(line::Newer(_)) => (Vec::new(), true),
    };
    let standing = match named.closed.as_deref() {
        _ if is_newer => JournalState::Newer,
        None if lines.is_empty() => JournalState::Damaged,
        None => JournalState::Kept,
        Some("finished") => JournalState::Finished,
        Some("dropped") => JournalState::Dropped,
        Some("aside") => JournalState::Aside,
        Some("rebased") => JournalState::Rebased,
        Some(_) => JournalState::Damaged,
    };
    let start = start_of(&lines).cloned();
    let last = lines.last().map(|line| line.at.clone()).unwrap_or_default();
    let to = lines.last().and_then(|line| match &line.what {
        Entry::End(closing) => closing.to.clone(),
        _ => None,
    });
    let actions: Vec<LogEntry> =
        pending::done(&lines).into_iter().map(|(_, action)| action).collect();
    let outline = LogSummary::of(&actions);
    KeptWork { path: named.path, start, standing, actions, outline, to, last }
}

/// What the first line of a journal tells.
pub(crate) fn start_of(lines: &[JournalLine]) -> Option<&JournalHeader> {
    match &lines.first()?.what {
        Entry::Start(start) => Some(start),
        _ => None,
    }
}

/// What became of a wish about the work that is kept for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusChange {
    /// It is done; for how many journals.
    Done(usize),
    /// The file is being edited.
    Busy,
    /// Other work on the same content is kept already.
    Taken,
}

/// Removes everything that is kept for a file.
///
/// # Errors
///
/// Fails if something can't be read or removed.
pub fn forget(folder: &Path, file: &Path) -> Result<StatusChange, JournalError> {
    let (journals, lock) = taken(folder, file)?;
    if matches!(lock, Some(FileLock::Busy(_))) {
        return Ok(StatusChange::Busy);
    }
    for named in &journals {
        fs::remove_file(&named.path).map_err(JournalError::at(&named.path))?;
    }
    Ok(StatusChange::Done(journals.len()))
}

/// Lets the work on a file that was finished, dropped, rebased or set aside last be offered again.
///
/// # Errors
///
/// Fails if something can't be read, written or removed.
pub fn recall(folder: &Path, file: &Path) -> Result<StatusChange, JournalError> {
    let (journals, lock) = taken(folder, file)?;
    if matches!(lock, Some(FileLock::Busy(_))) {
        return Ok(StatusChange::Busy);
    }
    let words =
        [CloseReason::Finished, CloseReason::Dropped, CloseReason::Aside, CloseReason::Rebased]
            .map(paths::word);
    let is_away =
        |named: &&JournalFileName| named.closed.as_deref().is_some_and(|w| words.contains(&w));
    let written = |named: &&JournalFileName| {
        fs::metadata(&named.path).and_then(|metadata| metadata.modified()).ok()
    };
    let Some(named) = journals.iter().filter(is_away).max_by_key(written) else {
        return Ok(StatusChange::Done(0));
    };
    let open = named.opened();
    if open.exists() {
        return Ok(StatusChange::Taken);
    }
    let Some(mut read) = read::read(&named.path)? else {
        return Ok(StatusChange::Done(0));
    };
    read.lines.push(JournalLine::new(Utc::now(), Entry::Again));
    disk::replace(&open, &line::encode(&read.lines)).map_err(JournalError::at(&open))?;
    fs::remove_file(&named.path).map_err(JournalError::at(&named.path))?;
    Ok(StatusChange::Done(1))
}

/// The journals of a file, and the lock if there are some.
pub(crate) fn taken(
    folder: &Path,
    file: &Path,
) -> Result<(Vec<JournalFileName>, Option<FileLock>), JournalError> {
    let file = whole(file);
    let journals = paths::journals(folder).map_err(JournalError::at(folder))?;
    let journals: Vec<JournalFileName> =
        journals.into_iter().filter(|named| named.is_for(&file)).collect();
    if journals.is_empty() {
        return Ok((journals, None));
    }
    let path = paths::lock_of(folder, &file);
    let lock = lock::lock(&path).map_err(JournalError::at(&path))?;
    Ok((journals, Some(lock)))
}

/// Returns the path of a file without links and dots, also if the file itself is gone.
pub(crate) fn whole(file: &Path) -> PathBuf {
    system::whole_path(file).unwrap_or_else(|_| {
        let folder = system::whole_path(crate::store::atomic::folder_of(file));
        match (folder, file.file_name()) {
            (Ok(folder), Some(name)) => folder.join(name),
            _ => std::path::absolute(file).unwrap_or_else(|_| file.to_owned()),
        }
    })
}
