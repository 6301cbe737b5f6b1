//! Reads a whole journal, as far as it can be trusted.

use crate::sheet::LogEntry;
use crate::store::journal::error::JournalError;
use crate::store::journal::line::{Entry, JournalLine, Newer, Parsed};
use crate::store::journal::{compact, disk, line};
use std::path::Path;

/// Reads a journal, or returns nothing if there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Parsed>, JournalError> {
    let Some(bytes) = disk::read(path).map_err(JournalError::at(path))? else { return Ok(None) };
    line::parse(&bytes).map(Some).map_err(|Newer(format)| JournalError::Newer { format })
}

/// The part of a journal that can be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedPrefix {
    /// What was done, in order.
    pub actions: Vec<LogEntry>,
    /// The same without what was taken back and forgotten.
    pub shorter: Vec<LogEntry>,
    /// The lines that are believed, as they are written.
    pub written: Vec<u8>,
}

/// Reads the bytes of a journal as far as they can be trusted.
///
/// # Errors
///
/// Fails if it is of a newer version of the program.
pub fn parse_trusted(bytes: &[u8]) -> Result<TrustedPrefix, JournalError> {
    let Parsed { lines, .. } =
        line::parse(bytes).map_err(|Newer(format)| JournalError::Newer { format })?;
    let actions = |lines: Vec<JournalLine>| {
        let done = lines.into_iter().filter_map(|line| match line.what {
            Entry::Done(action) => Some(action),
            _ => None,
        });
        done.collect()
    };
    let written = line::encode(&lines);
    let shorter = actions(compact::compact(lines.clone()));
    Ok(TrustedPrefix { actions: actions(lines), shorter, written })
}
