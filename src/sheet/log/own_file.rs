//! The program's own files, which are neither the results of an upload nor a fresh download.

use crate::leads::Row;
use crate::sheet::ledger::uploads::UploadSource;
use crate::sheet::log::entry::{LogEntry, UploadFile};
use crate::sheet::sheet::Sheet;
use std::fmt;

/// A file that the work itself begins with or wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFile {
    /// The download that the work is on.
    Download,
    /// An older download, whose work went on in another one.
    OlderDownload,
    /// An upload file of it.
    Upload,
    /// The revert file of an upload file.
    Revert,
}

impl fmt::Display for OwnFile {
    /// Writes it as a part of a sentence: `an upload file that leadsheet wrote`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Download => "the download that this work is on",
            Self::OlderDownload => "an older download, whose work went on in another file",
            Self::Upload => "an upload file that leadsheet wrote",
            Self::Revert => "a revert file that leadsheet wrote",
        })
    }
}

impl UploadFile {
    /// What the file with this SHA-256 is: this upload file, its revert file, or neither.
    pub fn own_file(&self, sha256: &str) -> Option<OwnFile> {
        if self.sha256 == sha256 {
            return Some(OwnFile::Upload);
        }
        (self.revert_sha256.as_deref() == Some(sha256)).then_some(OwnFile::Revert)
    }
}

impl UploadFile {
    /// The path of its revert file, if it has one.
    pub fn revert_path(&self) -> Option<String> {
        self.revert_sha256.as_ref()?;
        Some(format!("{}.revert.csv", self.path.strip_suffix(".csv")?))
    }
}

impl LogEntry {
    /// The upload files that it records.
    pub fn upload_files(&self) -> &[UploadFile] {
        match self {
            Self::Export { files, .. } => files,
            _ => &[],
        }
    }
}

impl Sheet {
    /// The path of the revert file that has the values which a row had before the upload that Partner Center
    /// accepted last, if there is one.
    pub fn revert_file(&self, row: Row) -> Option<String> {
        let base = self.ledger.uploads(row)?.base()?;
        let UploadSource::Export(number) = base.source else { return None };
        self.ledger.exports.get(number)?.file.as_ref()?.revert_path()
    }

    /// What the file with this SHA-256 is, if this work wrote it.
    pub fn own_file(&self, sha256: &str) -> Option<OwnFile> {
        let files = self.ledger.exports.iter().filter_map(|export| export.file.as_ref());
        files.into_iter().find_map(|file| file.own_file(sha256))
    }
}
