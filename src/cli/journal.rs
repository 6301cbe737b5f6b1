//! What the commands share that continue saved work.

use crate::cli::check::CommandError;
use crate::cli::encoding::SecondEncoding;
use crate::leads::{plural, shell_quoted};
use crate::sheet::{LogEntry, Sheet};
use crate::store;
use crate::store::journal::{FileLock, JournalError, JournalSlot, Recovered, UnfinishedLog};
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

/// Restores the saved work on a file, and logs from then on what is done. Returns what there is to say about it.
///
/// Fails if the file is being edited, or isn't what the work is on.
pub(crate) fn restore(
    sheet: &mut Sheet,
    slot: &mut JournalSlot,
    file: &Path,
    name: &str,
) -> Result<Option<String>, CommandError> {
    let left = saved(slot, file, name)?;
    sheet.start_logging();
    let restored = sheet.replay(left.actions.iter().map(|(_, action)| action));
    sheet.take_log();
    if restored.skipped > 0 {
        let cells = plural(restored.skipped, "cell");
        return Err(unusable(format!(
            "{name}: {cells} of the saved work can't be restored under the current rules; open the \
            file in the editor first"
        )));
    }
    Ok(left.notice)
}

/// The saved work on a file, which may be none.
///
/// Fails if the file is being edited, or isn't what the work is on.
pub(crate) fn saved(
    slot: &mut JournalSlot,
    file: &Path,
    name: &str,
) -> Result<UnfinishedLog, CommandError> {
    if let FileLock::Busy(process) = slot.lock {
        return Err(busy(file, process));
    }
    match slot.find()? {
        Recovered::Work(left) => Ok(left),
        Recovered::Nothing { .. } => Ok(UnfinishedLog { actions: Vec::new(), notice: None }),
        Recovered::Other(_) => {
            let word = shell_quoted(name);
            Err(unusable(format!(
                "{name}: the file has changed since the work on it was saved; move the work first: \
                leadsheet rebase {word} {word}"
            )))
        }
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
