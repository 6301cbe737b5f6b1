//! Upload files that were removed before their results were imported.

use crate::sheet::{Checklist, LogEntry, UploadPart, UploadStage};
use std::path::{Path, PathBuf};

/// Names the upload files that aren't there any more though some of their leads wait for results.
///
/// `folder` is the one of the file that is edited.
pub fn missing_uploads<'a>(
    entries: impl IntoIterator<Item = &'a LogEntry>,
    folder: &Path,
) -> Vec<PathBuf> {
    let parts = Checklist::from_log(entries).parts;
    let is_needed = |part: &&UploadPart| {
        !part.waiting.is_empty() && part.stage != UploadStage::Replaced && part.uploaded.is_none()
    };
    let waiting = parts.iter().filter(is_needed);
    waiting.filter_map(|part| missing(Path::new(&part.file.path), folder)).collect()
}

/// Where an upload file was, if it isn't there any more.
///
/// A path is as it was typed: a relative one may be from a folder that isn't known now. Then only a file that
/// stood beside the download is looked for.
fn missing(path: &Path, folder: &Path) -> Option<PathBuf> {
    let beside = folder.join(path.file_name()?);
    let is_known =
        path.is_absolute() || path.parent().is_some_and(|parent| folder.ends_with(parent));
    let is_missing = |path: &Path| matches!(path.try_exists(), Ok(false));
    let was = if path.is_absolute() { path.to_owned() } else { beside.clone() };
    (is_known && is_missing(&was) && is_missing(&beside)).then_some(was)
}
