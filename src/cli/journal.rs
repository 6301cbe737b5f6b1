//! What the commands share that continue saved work.

use crate::cli::check::CommandError;
use crate::cli::encoding::SecondEncoding;
use crate::sheet::LogEntry;
use crate::store;
use crate::store::journal::{JournalError, JournalSlot};
use crate::store::{OpenError, Opened, Source, journal};
use chrono::Utc;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the journals.
pub(crate) fn folder() -> Result<PathBuf, CommandError> {
    let none = || unusable("no work is saved: there is no home folder".to_owned());
    journal::journal_folder().ok_or_else(none)
}

/// Opens a file that work is kept for, which must be one: work is kept by path and content.
///
/// The option is the one that names its encoding.
pub(crate) fn open(
    file: &Path,
    encoding: SecondEncoding,
    option: &'static str,
) -> Result<(Opened, Source), CommandError> {
    let opened = encoding.open(|encoding| store::open_to_edit(file, encoding));
    let (opened, source) = opened.map_err(|error| OpenError { option, ..error })?;
    match source {
        Some(source) => Ok((opened, source)),
        None => Err(unusable(format!("{}: work is saved only for files", opened.name))),
    }
}

/// Keeps what was done, behind what is kept already; waits until it is safe.
///
/// A journal that this began is removed again where that fails.
pub(crate) fn keep(actions: Vec<LogEntry>, mut slot: JournalSlot) -> Result<(), CommandError> {
    if actions.is_empty() {
        return Ok(());
    }
    let path = slot.path();
    let failed = |source: io::Error| JournalError::Io { path: path.clone(), source };
    let mut journal = slot.write(Box::new(|_| {})).map_err(failed)?;
    journal.keep(actions, Utc::now());
    if let Err(why) = journal.sync() {
        drop(journal);
        slot.abandon();
        return Err(failed(io::Error::other(why)).into());
    }
    Ok(())
}

/// Says what can't be done, as a sentence without its full stop.
pub(crate) fn unusable(why: String) -> CommandError {
    CommandError::Unusable(why)
}

/// Says that a file is being edited, by the program with this number.
pub(crate) fn busy(file: &Path, process: Option<u32>) -> CommandError {
    let process = process.map(|number| format!(" (process {number})")).unwrap_or_default();
    let file = file.to_string_lossy();
    unusable(format!("{file}: the file is being edited{process}; quit there first"))
}
