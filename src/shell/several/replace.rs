//! A fresh download in the place of one of several files that are open as one.

use crate::app::{OpenFiles, ReplacedFile};
use crate::cli::hidden_work;
use crate::leads::visible;
use crate::sheet::{JoinError, JoinedLogs, LogEntry, PendingChanges, TimedLog, join_logs};
use crate::shell::autosave::{Autosave, AutosaveError, OpenedSession};
use crate::shell::fresh_download::NextSession;
use crate::shell::several::open::upload_folder;
use crate::shell::several::saves::{FileSave, SeveralSaves, time_text};
use crate::store::Source;
use crate::store::journal::{CloseReason, Closing};
use crate::table::{NamedTable, Table, Union, UnionError};
use std::path::Path;

/// A fresh download that was read to take the place of one of several files.
pub(crate) struct NextFile {
    pub(crate) table: Table,
    pub(crate) name: String,
    /// What the user should know about it, one sentence each.
    pub(crate) notes: Vec<String>,
}

/// Why a fresh download can't take the place of one of several files.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReplaceError {
    /// The fresh download isn't there any more.
    #[error("the fresh download must be read again")]
    NotRead,
    /// Its columns don't fit.
    #[error(transparent)]
    Union(#[from] UnionError),
    /// The work on a file can't be done among the others.
    #[error("{0}: {1}")]
    Join(String, JoinError),
    /// The work on it can't be saved.
    #[error(transparent)]
    Autosave(#[from] AutosaveError),
}

impl SeveralSaves {
    /// The files as a fresh download with this source finds them.
    pub(crate) fn open_files(&self, fresh: Option<&Source>) -> OpenFiles {
        let work =
            |file: &FileSave| PendingChanges::from_log(file.log.iter().map(|(_, entry)| entry));
        OpenFiles {
            same_path: self.with_path_of(fresh),
            work: self.files.iter().map(work).collect(),
        }
    }

    /// Whether a fresh download has the content of one of the files.
    pub(crate) fn has_content(&self, fresh: &Source) -> bool {
        let mut sources = self.files.iter().filter_map(|file| file.autosave.source());
        sources.any(|own| own.bytes == fresh.bytes && own.sha256() == fresh.sha256())
    }

    fn with_path_of(&self, fresh: Option<&Source>) -> Option<usize> {
        let path = &fresh?.path;
        self.files
            .iter()
            .position(|file| file.autosave.source().is_some_and(|own| own.path == *path))
    }

    /// Gets ready to save the work on a fresh download; the path may be that of one of the files.
    pub(crate) fn beside(&self, fresh: Option<Source>) -> Result<OpenedSession, AutosaveError> {
        match self.with_path_of(fresh.as_ref()) {
            Some(file) => self.files[file].autosave.beside(fresh, true),
            None => Autosave::default().beside(fresh, true),
        }
    }

    /// Saves what was done to a fresh download, closes the work on the file whose place it takes, and joins the files
    /// again. If that fails everything stays as it is.
    pub(crate) fn replace(
        &mut self,
        union: &Union,
        number: usize,
        next: NextSession,
        actions: Vec<LogEntry>,
    ) -> Result<ReplacedFile, ReplaceError> {
        let NextSession { mut autosave, path, file } = next;
        let Some(NextFile { table, name, notes }) = file else { return Err(ReplaceError::NotRead) };
        let name = free_name(union, number, name, &path);
        let written = autosave.source().and_then(Source::written);
        let named = NamedTable { name, table, written, notes };
        let table = Table::union(union.with_file(number, named))?;
        let timed: Vec<_> = actions.into_iter().map(|entry| (self.next_time(), entry)).collect();
        let log: TimedLog =
            timed.iter().map(|(time, entry)| (time_text(*time), entry.clone())).collect();
        let mut logs: Vec<TimedLog> = self.files.iter().map(|file| file.log.clone()).collect();
        logs[number].clone_from(&log);
        let JoinedLogs { entries, splitter, hidden } =
            join_logs(&table, logs).map_err(|error| {
                let file = table.sources().and_then(|union| union.files().get(error.file()));
                ReplaceError::Join(file.map(|file| file.name.clone()).unwrap_or_default(), error)
            })?;
        autosave.write_exact_times();
        let saved =
            timed.into_iter().try_for_each(|(time, entry)| autosave.save_at(vec![entry], time));
        if let Err(error) = saved.and_then(|()| autosave.sync()) {
            autosave.abandon();
            return Err(error.into());
        }
        let next = FileSave { path, autosave, has_hidden_work: false, log };
        let mut old = std::mem::replace(&mut self.files[number], next);
        if !old.log.is_empty() {
            let to = self.files[number].autosave.source().map(Closing::rebased);
            old.autosave.close(to.unwrap_or_else(|| CloseReason::Rebased.into()));
        }
        let mut notices = Vec::new();
        let joined = table.sources().map_or(&[][..], Union::files);
        for ((file, leads), own) in self.files.iter_mut().zip(&hidden).zip(joined) {
            let was_named = std::mem::replace(&mut file.has_hidden_work, !leads.is_empty());
            if file.has_hidden_work && !was_named {
                notices.push(hidden_work(&own.name, leads));
            }
        }
        self.splitter = splitter;
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        Ok(ReplacedFile { table, entries, folder: String::new(), notices })
    }

    /// The folder of the upload files, as it is shown.
    pub(crate) fn upload_folder(&self, out: Option<&Path>) -> Option<String> {
        upload_folder(out, self.files.iter().map(|file| file.path.as_path())).ok()
    }
}

/// The name of a fresh download; its path, if another file has the name.
fn free_name(union: &Union, number: usize, name: String, path: &Path) -> String {
    let mut others = union.files().iter().enumerate().filter(|(at, _)| *at != number);
    if others.any(|(_, file)| file.name == name) {
        return visible(&path.to_string_lossy()).into_owned();
    }
    name
}
