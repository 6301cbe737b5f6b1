//! One export of edited files at a time: two at the same moment would write the same leads twice.

use crate::store::atomic;
use crate::store::{journal, system};
use std::fs::{File, OpenOptions};
use std::path::Path;

/// Waits until no other export of an edited file writes into the folder of the upload files; it is locked as long as
/// the value lives.
///
/// Work that is saved has a lock of its own. Nothing where there is no folder for locks, or the file system has none:
/// an export doesn't depend on it.
pub fn lock_exports(source: &Path, out_dir: Option<&Path>) -> Option<File> {
    let folder = system::whole_path(out_dir.unwrap_or_else(|| atomic::folder_of(source))).ok()?;
    let journals = journal::journal_folder()?;
    journal::make_folder(&journals).ok()?;
    let path = journals.join(format!("{}.lock", journal::file_prefix(&folder)));
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).ok()?;
    file.lock().ok()?;
    Some(file)
}
