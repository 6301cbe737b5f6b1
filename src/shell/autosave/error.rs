//! Why the work on a file can't be saved.

use crate::app::{EffectError, EffectKind};
use crate::store::journal::{JournalError, SaveError};
use std::io;

/// Why the work on a file can't be saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AutosaveError {
    /// The disk doesn't take it.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The journal can't be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The system has no room for another thread or file.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The file has unfinished work of its own.
    #[error("There is other saved work on it; open it and finish that first.")]
    KeptElsewhere,
    /// Another program edits the file.
    #[error("It is being edited in another leadsheet; quit there first.")]
    Busy,
}

impl From<AutosaveError> for EffectError {
    fn from(error: AutosaveError) -> Self {
        Self::new(EffectKind::Journal, error)
    }
}
