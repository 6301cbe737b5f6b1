//! What is kept for which file, and forgetting it.

use crate::sheet::{Action, Outline};
use crate::store::journal::line::{End, Line, Start, What};
use crate::store::journal::lock::Lock;
use crate::store::journal::paths::Named;
use crate::store::journal::{JournalError, disk, line, lock, paths as place, pending as intent};
use chrono::Utc;
use std::fs;
use std::path::{Path, PathBuf};

/// How far kept work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
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

impl Standing {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Finished => "finished",
            Self::Dropped => "dropped",
            Self::Aside => "kept aside",
            Self::Rebased => "rebased",
            Self::Damaged => "damaged",
            Self::Newer => "of a newer leadsheet",
        }
    }
}

/// The work that is kept in one journal.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The journal.
    pub path: PathBuf,
    /// The file that was edited and what was in it, as far as the journal can be read.
    pub start: Option<Start>,
    /// How far it is.
    pub standing: Standing,
    /// What was done.
    pub actions: Vec<Action>,
    /// What that comes to.
    pub outline: Outline,
    /// When the last line was written, in UTC; empty if that can't be read.
    pub last: String,
}

/// Lists what is kept, for all files or for one.
///
/// # Errors
///
/// Fails if the folder or a journal can't be read.
pub fn kept(folder: &Path, file: Option<&Path>) -> Result<Vec<Kept>, JournalError> {
    let wanted = file.map(whole);
    let journals = place::journals(folder).map_err(JournalError::at(folder))?;
    journals
        .into_iter()
        .filter(|named| wanted.as_ref().is_none_or(|file| named.is_for(file)))
        .filter_map(|named| one(named).transpose())
        .collect()
}

/// Reads one journal; nothing if it went meanwhile.
pub(crate) fn one(named: Named) -> Result<Option<Kept>, JournalError> {
    let bytes = disk::read(&named.path).map_err(JournalError::at(&named.path))?;
    let Some(bytes) = bytes else { return Ok(None) };
    let (lines, is_newer) = match line::parse(&bytes) {
        Ok(read) => (read.lines, false),
        Err(line::Newer(_)) => (Vec::new(), true),
    };
    let standing = match named.closed.as_deref() {
        _ if is_newer => Standing::Newer,
        None if lines.is_empty() => Standing::Damaged,
        None => Standing::Kept,
        Some("finished") => Standing::Finished,
        Some("dropped") => Standing::Dropped,
        Some("aside") => Standing::Aside,
        Some("rebased") => Standing::Rebased,
        Some(_) => Standing::Damaged,
    };
    let start = lines.first().and_then(|line| match &line.what {
        What::Start(start) => Some(start.clone()),
        _ => None,
    });
    let last = lines.last().map(|line| line.at.clone()).unwrap_or_default();
    let actions: Vec<Action> = intent::done(&lines).into_iter().map(|(_, action)| action).collect();
    let outline = Outline::of(&actions);
    Ok(Some(Kept { path: named.path, start, standing, actions, outline, last }))
}

/// What became of a wish about the work that is kept for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; of so many journals.
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
pub fn forget(folder: &Path, file: &Path) -> Result<Outcome, JournalError> {
    let (journals, lock) = taken(folder, file)?;
    if matches!(lock, Some(Lock::Busy(_))) {
        return Ok(Outcome::Busy);
    }
    for named in &journals {
        fs::remove_file(&named.path).map_err(JournalError::at(&named.path))?;
    }
    Ok(Outcome::Done(journals.len()))
}

/// Lets the work on a file that was finished, dropped, rebased or set aside last be offered again.
///
/// # Errors
///
/// Fails if something can't be read, written or removed.
pub fn recall(folder: &Path, file: &Path) -> Result<Outcome, JournalError> {
    let (journals, lock) = taken(folder, file)?;
    if matches!(lock, Some(Lock::Busy(_))) {
        return Ok(Outcome::Busy);
    }
    let words = [End::Finished, End::Dropped, End::Aside, End::Rebased].map(place::word);
    let is_away = |named: &&Named| named.closed.as_deref().is_some_and(|w| words.contains(&w));
    let written = |named: &&Named| fs::metadata(&named.path).and_then(|told| told.modified()).ok();
    let Some(named) = journals.iter().filter(is_away).max_by_key(written) else {
        return Ok(Outcome::Done(0));
    };
    let open = named.opened();
    if open.exists() {
        return Ok(Outcome::Taken);
    }
    let Some(mut read) = crate::store::journal::read(&named.path)? else {
        return Ok(Outcome::Done(0));
    };
    read.lines.push(Line::new(Utc::now(), What::Again));
    disk::replace(&open, &line::encode(&read.lines)).map_err(JournalError::at(&open))?;
    fs::remove_file(&named.path).map_err(JournalError::at(&named.path))?;
    Ok(Outcome::Done(1))
}

/// Returns the journals of a file, and the lock if there are some.
pub(crate) fn taken(
    folder: &Path,
    file: &Path,
) -> Result<(Vec<Named>, Option<Lock>), JournalError> {
    let file = whole(file);
    let journals = place::journals(folder).map_err(JournalError::at(folder))?;
    let journals: Vec<Named> = journals.into_iter().filter(|named| named.is_for(&file)).collect();
    if journals.is_empty() {
        return Ok((journals, None));
    }
    let path = place::lock_of(folder, &file);
    let lock = lock::lock(&path).map_err(JournalError::at(&path))?;
    Ok((journals, Some(lock)))
}

/// Returns the path of a file without links and dots, also if the file itself is gone.
pub(crate) fn whole(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| {
        let folder = crate::store::atomic::folder_of(file).canonicalize();
        match (folder, file.file_name()) {
            (Ok(folder), Some(name)) => folder.join(name),
            _ => std::path::absolute(file).unwrap_or_else(|_| file.to_owned()),
        }
    })
}
