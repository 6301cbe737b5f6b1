//! Upload files that were removed before their results were imported.

use crate::leads::Row;
use crate::sheet::{LogEffect, LogEntry, UploadFile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Names the upload files that aren't there any more though some of their leads wait for results.
///
/// `folder` is the one of the file that is edited.
pub fn missing_uploads<'a>(
    entries: impl IntoIterator<Item = &'a LogEntry>,
    folder: &Path,
) -> Vec<PathBuf> {
    let mut exports: Vec<&[UploadFile]> = Vec::new();
    // Which export each lead waits for: the newest.
    let mut waiting: BTreeMap<Row, usize> = BTreeMap::new();
    for entry in entries {
        match entry.effect() {
            LogEffect::Export(leads, _) => {
                waiting.extend(leads.iter().map(|(row, _)| (*row, exports.len())));
                exports.push(entry.upload_files());
            }
            LogEffect::Results(leads, _) => {
                for lead in leads.iter().filter(|lead| lead.outcome.is_some()) {
                    waiting.remove(&lead.row);
                }
            }
            LogEffect::Resubmit(leads, true) => {
                for (row, _) in leads {
                    waiting.remove(row);
                }
            }
            _ => {}
        }
    }
    let waited_for: BTreeSet<usize> = waiting.into_values().collect();
    let files = waited_for.into_iter().flat_map(|at| exports[at]);
    files.filter_map(|file| missing(Path::new(&file.path), folder)).collect()
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
