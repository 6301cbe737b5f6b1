//! Where the work on an older download went on.

use crate::store::journal::line::{CloseReason, Closing, Destination, Entry, JournalLine};
use crate::store::journal::paths::{self, JournalFileName};
use crate::store::journal::read;
use crate::store::journal::status::start_of;
use crate::store::source::Source;
use std::path::{Path, PathBuf};

/// How often the work may have gone on in a further file.
const MAX_STEPS: usize = 100;

/// Where the work on the content of a file went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentOn {
    /// The file; nothing if a journal of an older version doesn't tell it.
    pub file: Option<PathBuf>,
    /// The day on which it went on there, in UTC: `2026-11-22`.
    pub day: String,
    /// Whether it was the work of this very file, and not of one with the same content.
    pub is_own: bool,
}

impl WentOn {
    /// Finds where the work on the content of a file went on, if it isn't the file itself.
    pub(crate) fn find(journals: &[JournalFileName], source: &Source) -> Option<Self> {
        let rebased = journals
            .iter()
            .filter(|named| is_rebased(named) && named.is_of_content(source.sha256()));
        let ends = rebased.filter_map(|named| {
            let lines = read::read(&named.path).ok()??.lines;
            let is_same = start_of(&lines)?.sha256 == source.sha256();
            let (at, to) = end(&lines)?;
            is_same.then_some((at, to, named.is_for(&source.path)))
        });
        let (at, to, is_own) = ends.max_by(|(one, ..), (other, ..)| one.cmp(other))?;
        let file = to.map(|to| last_file(journals, to));
        let day = at.get(..10).unwrap_or_default().to_owned();
        (file.as_deref() != Some(&source.path)).then_some(Self { file, day, is_own })
    }
}

/// Whether the work on the download with this SHA-256 went on in another file.
pub(super) fn is_older(journals: &[JournalFileName], sha256: &str) -> bool {
    let mut rebased =
        journals.iter().filter(|named| is_rebased(named) && named.is_of_content(sha256));
    rebased.any(|named| {
        let lines = read::read(&named.path).ok().flatten().map(|read| read.lines);
        lines.is_some_and(|lines| {
            let is_same = start_of(&lines).is_some_and(|start| start.sha256 == sha256);
            let to = end(&lines).and_then(|(_, to)| to);
            is_same && to.is_none_or(|to| to.sha256 != sha256)
        })
    })
}

/// The file in which the work went on that a journal begins; its own file if it didn't go on elsewhere.
pub(super) fn current_file(journals: &[JournalFileName], lines: &[JournalLine]) -> Option<PathBuf> {
    match end(lines) {
        Some((_, Some(to))) => Some(last_file(journals, to)),
        _ => Some(PathBuf::from(&start_of(lines)?.file)),
    }
}

/// Follows the work from file to file, to the one that it is on now.
fn last_file(journals: &[JournalFileName], mut to: Destination) -> PathBuf {
    for _ in 0..MAX_STEPS {
        let of_it = journals.iter().filter(|named| named.is_of_content(&to.sha256));
        let path = Path::new(&to.file);
        let best =
            of_it.max_by_key(|named| (named.is_open(), is_rebased(named), named.is_for(path)));
        let lines = best.and_then(|named| Some(read::read(&named.path).ok()??.lines));
        let Some(lines) = lines else { break };
        match end(&lines) {
            Some((_, Some(next))) => to = next,
            // The file of an open journal may have been renamed since.
            None if best.is_some_and(JournalFileName::is_open) => {
                return start_of(&lines).map_or(path.to_owned(), |s| PathBuf::from(&s.file));
            }
            _ => break,
        }
    }
    PathBuf::from(to.file)
}

fn is_rebased(named: &JournalFileName) -> bool {
    named.closed.as_deref() == Some(paths::word(CloseReason::Rebased))
}

/// When a journal was closed because its work went on elsewhere, and where.
fn end(lines: &[JournalLine]) -> Option<(String, Option<Destination>)> {
    let last = lines.last()?;
    match &last.what {
        Entry::End(Closing { reason: CloseReason::Rebased, to }) => {
            Some((last.at.clone(), to.clone()))
        }
        _ => None,
    }
}
