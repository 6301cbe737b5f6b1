//! What an export is about to write: noted before, so that after a sudden end the disk can be asked.
//!
//! The export of a part is noted once it stands and is verified. A program that is ended between the two
//! leaves an intent as its last line: any other line behind it shows that the program went on, and so knew
//! what became of the part. Then the file alone decides: if it stands with the very bytes that were meant, its
//! leads are exported, otherwise they aren't.

use crate::leads::Row;
use crate::leads::{plural, visible};
use crate::sheet::{LogEntry, UploadFile};
use crate::store::atomic::{folder_of, temporary};
use crate::store::journal::line::{Entry, JournalLine};
use crate::store::source::sha256;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// A part that is about to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingExport {
    /// Its leads: row, and *Referral ID*.
    pub leads: Vec<(Row, String)>,
    /// The part itself.
    pub part: PendingFile,
    /// Its revert file, if it has one.
    pub revert: Option<PendingFile>,
    /// Whether it is a pilot part.
    pub is_pilot: bool,
}

/// A file that is about to be written.
///
/// A path that isn't UTF-8 isn't found again: such a file counts as not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingFile {
    /// Its whole path.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// What became of the last intent of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExportFate {
    /// The part stands; this is its export.
    Written(LogEntry),
    /// It doesn't.
    Missing,
}

impl PendingFile {
    /// A file that is about to be written.
    pub fn new(path: &Path, sha256: &str) -> Self {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self { path: whole.to_string_lossy().into_owned(), sha256: sha256.to_owned() }
    }

    /// Tells whether the file stands with the very bytes that were meant.
    fn stands(&self) -> bool {
        let is_file = fs::symlink_metadata(&self.path).is_ok_and(|metadata| metadata.is_file());
        is_file && fs::read(&self.path).is_ok_and(|bytes| sha256(&bytes) == self.sha256)
    }

    /// Removes what was left of writing it under a temporary name, which holds its hash.
    fn sweep(&self) {
        let begin = temporary(&self.sha256);
        for entry in fs::read_dir(folder_of(Path::new(&self.path))).into_iter().flatten().flatten()
        {
            if entry.file_name().to_string_lossy().starts_with(&begin) {
                // What can't be removed does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn name(&self) -> String {
        let name = Path::new(&self.path).file_name().unwrap_or_default();
        visible(&name.to_string_lossy()).into_owned()
    }
}

impl PendingExport {
    /// Asks the disk what became of the part.
    fn fate(&self) -> ExportFate {
        if !self.part.stands() {
            return ExportFate::Missing;
        }
        let PendingFile { path, sha256 } = self.part.clone();
        let revert_sha256 = self.revert.as_ref().map(|revert| revert.sha256.clone());
        let rows = self.leads.len();
        let is_pilot = self.is_pilot;
        let files = vec![UploadFile { path, rows, sha256, revert_sha256, written: None, is_pilot }];
        ExportFate::Written(LogEntry::Export { leads: self.leads.clone(), files })
    }

    /// Removes leftovers: temporary files, and the revert file of a part that doesn't stand.
    pub(crate) fn clean(&self, fate: &ExportFate) {
        for file in std::iter::once(&self.part).chain(&self.revert) {
            file.sweep();
        }
        if let (ExportFate::Missing, Some(revert)) =
            (fate, self.revert.as_ref().filter(|r| r.stands()))
        {
            let _ = fs::remove_file(&revert.path);
        }
    }

    /// Says what became of the part.
    pub(crate) fn say(&self, fate: &ExportFate) -> String {
        let name = self.part.name();
        let leads = plural(self.leads.len(), "lead");
        let are = if self.leads.len() == 1 { "is" } else { "are" };
        match fate {
            ExportFate::Written(_) => format!(
                "The program ended during an export. {name} is complete: its {leads} {are} \
                exported."
            ),
            ExportFate::Missing => format!(
                "The program ended during an export, before writing {name}: its {leads} {are} not \
                exported."
            ),
        }
    }
}

/// The intent that is the last that is known of a journal, and what became of it.
pub(crate) fn pending(lines: &[JournalLine]) -> Option<(&PendingExport, ExportFate)> {
    match lines.iter().map(|line| &line.what).rfind(|what| **what != Entry::Unknown) {
        Some(Entry::Intent(intent)) => Some((intent, intent.fate())),
        _ => None,
    }
}

/// What was done by the lines of a journal, and when; a part whose export wasn't noted any more
/// included, if it stands.
pub(crate) fn done(lines: &[JournalLine]) -> Vec<(String, LogEntry)> {
    let noted = lines.iter().filter_map(|line| match &line.what {
        Entry::Done(action) => Some((line.at.clone(), action.clone().logged_at(&line.at))),
        _ => None,
    });
    let last = lines.last().map(|line| line.at.clone()).unwrap_or_default();
    let stands = match pending(lines) {
        Some((_, ExportFate::Written(export))) => Some((last.clone(), export.logged_at(&last))),
        _ => None,
    };
    noted.chain(stands).collect()
}
