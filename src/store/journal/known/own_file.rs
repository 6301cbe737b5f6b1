//! Whether a file is one that leadsheet wrote, or a download whose work went on in another one.

use crate::leads::sort::sort_by_key;
use crate::sheet::{LogEntry, OwnFile};
use crate::store::journal::known::went_on;
use crate::store::journal::known::went_on::current_file;
use crate::store::journal::line::{Entry, JournalLine, parse};
use crate::store::journal::paths;
use crate::store::journal::paths::JournalFileName;
use crate::store::journal::status::start_of;
use memchr::memmem;
use std::fs;
use std::path::{Path, PathBuf};

/// The most bytes of journals that are searched for a file: opening it doesn't wait for a heap of old ones.
const MAX_SEARCHED_BYTES: usize = 16 * 1024 * 1024;

/// A file that leadsheet wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFor {
    /// What it is.
    pub own: OwnFile,
    /// The download that it was written for.
    pub download: PathBuf,
    /// The file in which the work on that is now: the download itself or a fresh one.
    pub current: PathBuf,
}

impl WrittenFor {
    /// Finds the journal that recorded a file. Journals whose file has the beginning of its name come first.
    pub(crate) fn find(journals: &[JournalFileName], path: &Path, sha256: &str) -> Option<Self> {
        let mut journals_by_name: Vec<&JournalFileName> = journals.iter().collect();
        sort_by_key(&mut journals_by_name, |named| {
            (!named.is_beginning_of(path), !named.is_open())
        });
        let mut searched = 0;
        let mut found = journals_by_name.into_iter().filter_map(|named| {
            if searched > MAX_SEARCHED_BYTES {
                return None;
            }
            let bytes = fs::read(&named.path).ok()?;
            searched += bytes.len();
            memmem::find(&bytes, sha256.as_bytes())?;
            let lines = parse(&bytes).ok()?.lines;
            let own = written(&lines, sha256)?;
            let download = PathBuf::from(&start_of(&lines)?.file);
            Some(Self { own, download, current: current_file(journals, &lines)? })
        });
        found.next()
    }
}

/// What a file is that is neither the results of an upload nor news from Partner Center, as far as the journals of
/// all files tell: the work at hand knows its own files only.
///
/// Journals that can't be read are passed over.
pub fn own_file(folder: &Path, path: &Path, sha256: &str) -> Option<OwnFile> {
    let journals = paths::journals(folder).ok()?;
    let written = WrittenFor::find(&journals, path, sha256).map(|written| written.own);
    written.or_else(|| went_on::is_older(&journals, sha256).then_some(OwnFile::OlderDownload))
}

/// What the file with this SHA-256 is, if one of the exports wrote it. The revert file of all leads may have the very
/// bytes of the download: then it is the download.
fn written(lines: &[JournalLine], sha256: &str) -> Option<OwnFile> {
    if start_of(lines).is_some_and(|start| start.sha256 == sha256) {
        return None;
    }
    let done = lines.iter().filter_map(|line| match &line.what {
        Entry::Done(entry) => Some(entry),
        _ => None,
    });
    done.flat_map(LogEntry::upload_files).find_map(|file| file.own_file(sha256))
}
