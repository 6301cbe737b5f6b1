//! Why work can't be saved.

use crate::leads::visible;
use crate::store::error::cause;
use crate::store::journal::line::FORMAT;
use std::io;
use std::path::{Path, PathBuf};

/// Why work can't be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The journal of the file is of a newer version of the program.
    #[error(
        "the work on this file was saved by a newer leadsheet (journal format {format}, this one \
        knows {FORMAT}); update leadsheet, or open the file with --read-only or --no-journal"
    )]
    Newer {
        /// Its format.
        format: u64,
    },
    /// The folder or a file in it can't be used.
    #[error("{}: {}", visible(&.path.to_string_lossy()), cause(.source))]
    Io {
        /// What can't be used.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl JournalError {
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
