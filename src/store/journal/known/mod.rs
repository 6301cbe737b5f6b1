//! What the journals of other files know of the content of a file that has no work of its own.
//!
//! Journals are looked at by name: only those of the same content are read. A file that leadsheet wrote is named
//! inside of them, so they are searched for its hash where nothing else is known.

mod missing;
mod named;
mod own_file;
#[cfg(test)]
mod tests;
mod went_on;

pub use missing::missing_uploads;
pub use named::{NameState, NamedWork};
pub use own_file::{WrittenFor, own_file};
pub use went_on::WentOn;

use crate::store::journal::error::JournalError;
use crate::store::journal::paths;
use crate::store::journal::status::{JournalState, KeptWork, one, whole};
use crate::store::source::Source;
use std::path::Path;

/// What is known of the content of a file that has no work of its own.
#[derive(Debug)]
pub enum KnownContent {
    /// Work on the same content is saved under another name.
    Named(Box<NamedWork>),
    /// The work on it went on in another file.
    WentOn(WentOn),
    /// It is a file that leadsheet wrote.
    Written(WrittenFor),
}

/// Looks for what is known of the content of a file. The file is hashed only where journals are.
///
/// Journals that can't be read are passed over: they are about other files.
///
/// # Errors
///
/// Fails if the folder can't be read, or the other name can't be locked.
pub fn known(folder: &Path, source: &Source) -> Result<Option<KnownContent>, JournalError> {
    let journals = paths::journals(folder).map_err(JournalError::at(folder))?;
    if journals.is_empty() {
        return Ok(None);
    }
    // A fresh download may have the very same content: then this is the older one all the same.
    let went_on = WentOn::find(&journals, source);
    let went_on = match went_on {
        Some(went_on) if went_on.is_own && went_on.file.as_ref().is_some_and(|f| f.exists()) => {
            return Ok(Some(KnownContent::WentOn(went_on)));
        }
        went_on => went_on,
    };
    if let Some(named) = NamedWork::find(&journals, source)? {
        return Ok(Some(KnownContent::Named(Box::new(named))));
    }
    if let Some(went_on) = went_on {
        return Ok(Some(KnownContent::WentOn(went_on)));
    }
    let written = WrittenFor::find(&journals, &source.path, source.sha256());
    Ok(written.map(KnownContent::Written))
}

/// Lists the work on the same content that is saved under other names.
///
/// # Errors
///
/// Fails if the folder or a journal can't be read.
pub fn kept_elsewhere(
    folder: &Path,
    file: &Path,
    sha256: &str,
) -> Result<Vec<KeptWork>, JournalError> {
    let file = whole(file);
    let mut found = Vec::new();
    for named in paths::journals(folder).map_err(JournalError::at(folder))? {
        if named.is_open() && named.is_of_content(sha256) && !named.is_for(&file) {
            found.extend(one(named)?);
        }
    }
    found.retain(|kept| {
        let is_same = kept.start.as_ref().is_some_and(|start| start.sha256 == sha256);
        is_same && kept.standing == JournalState::Kept && !kept.actions.is_empty()
    });
    Ok(found)
}
