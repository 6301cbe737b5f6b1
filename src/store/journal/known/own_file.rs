//! Whether a file is one that leadsheet wrote.

use crate::leads::sort::sort_by_key;
use crate::sheet::{LogEntry, OwnFile};
use crate::store::journal::known::went_on::current_file;
use crate::store::journal::line::{Entry, JournalLine, parse};
use crate::store::journal::paths::JournalFileName;
use crate::store::journal::status::start_of;
use crate::store::source::Source;
use memchr::memmem;
use std::fs;
use std::path::PathBuf;

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
    /// Finds the journal that recorded the file. Journals whose file has the beginning of its name come first.
    pub(crate) fn find(journals: &[JournalFileName], source: &Source) -> Option<Self> {
        let mut journals_by_name: Vec<&JournalFileName> = journals.iter().collect();
        sort_by_key(&mut journals_by_name, |named| {
            (!named.is_beginning_of(&source.path), !named.is_open())
        });
        let mut searched = 0;
        let mut found = journals_by_name.into_iter().filter_map(|named| {
            if searched > MAX_SEARCHED_BYTES {
                return None;
            }
            let bytes = fs::read(&named.path).ok()?;
            searched += bytes.len();
            memmem::find(&bytes, source.sha256().as_bytes())?;
            let lines = parse(&bytes).ok()?.lines;
            let own = written(&lines, source.sha256())?;
            let download = PathBuf::from(&start_of(&lines)?.file);
            Some(Self { own, download, current: current_file(journals, &lines)? })
        });
        found.next()
    }
}

/// What the file with this SHA-256 is, if one of the exports wrote it.
fn written(lines: &[JournalLine], sha256: &str) -> Option<OwnFile> {
    let done = lines.iter().filter_map(|line| match &line.what {
        Entry::Done(entry) => Some(entry),
        _ => None,
    });
    done.flat_map(LogEntry::upload_files).find_map(|file| file.own_file(sha256))
}
