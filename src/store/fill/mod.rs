//! Reads the file that leads are filled from: a CSV file with any delimiter, or a sheet of a workbook.

mod delimited;
mod error;
mod saved;
mod workbook;

pub use error::{FillSourceError, SheetRows, SourceProblem};
pub use saved::{SavedMapping, find_mapping, read_mapping_file, save_mapping};

use crate::leads::Encoding;
use crate::store::error::{OpenError, Unusable};
use crate::store::load::{open_file, unreadable};
use crate::sync::fill::SourceTable;
use std::io::Read as _;
use std::path::Path;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The most cells that are read, empty ones before the last of a row included.
const MAX_CELLS: usize = 10_000_000;

/// How a file begins that is packed, as workbooks are.
const PACKED: &[u8] = b"PK\x03\x04";

/// How a file begins that is in the old format of Office documents: an `.xls` file, or a protected workbook.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0";

/// Which file leads are filled from, and how it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct FillSource<'a> {
    /// The encoding of a CSV file, where it was named.
    pub encoding: Option<Encoding>,
    /// The name of a workbook's sheet, where it was named.
    pub sheet: Option<&'a str>,
    /// The option that names the encoding, for messages.
    pub option: &'static str,
}

/// Reads a CSV file or a sheet of a workbook.
///
/// # Errors
///
/// Fails with one sentence if the file can't be read, is of another kind, has no row with two columns, or is too
/// large; and if a sheet has to be named.
pub fn read_fill_source(path: &Path, how: &FillSource) -> Result<SourceTable, FillSourceError> {
    let name = path.to_string_lossy().into_owned();
    let bytes = read(path).map_err(|problem| problem.of(&name, how.option))?;
    read_fill_bytes(&name, bytes, how)
}

/// Reads the bytes of a CSV file or of a workbook; see [`read_fill_source`].
///
/// # Errors
///
/// The same as of [`read_fill_source`], without those of reading.
pub fn read_fill_bytes(
    name: &str,
    bytes: Vec<u8>,
    how: &FillSource,
) -> Result<SourceTable, FillSourceError> {
    let table = if bytes.starts_with(PACKED) {
        workbook::read(name, bytes, how.sheet)
    } else if bytes.starts_with(OLD_OFFICE) {
        Err(SourceProblem::OldWorkbook)
    } else if let Some(sheet) = how.sheet {
        Err(SourceProblem::NoWorkbook(sheet.to_owned()))
    } else {
        delimited::read(name, bytes, how.encoding)
    };
    table.map_err(|problem| problem.of(name, how.option))
}

fn read(path: &Path) -> Result<Vec<u8>, SourceProblem> {
    let (file, metadata) = open_file(path)?;
    if metadata.len() > MAX_BYTES {
        return Err(SourceProblem::TooLarge);
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| SourceProblem::Open(unreadable(error)))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(SourceProblem::TooLarge);
    }
    Ok(bytes)
}

impl From<Unusable> for SourceProblem {
    fn from(kind: Unusable) -> Self {
        match kind {
            Unusable::Empty => Self::Empty,
            Unusable::TooLarge => Self::TooLarge,
            Unusable::Other(kind) => Self::Other(kind),
            kind => Self::Open(kind),
        }
    }
}

impl SourceProblem {
    fn of(self, name: &str, option: &'static str) -> FillSourceError {
        match self {
            Self::Open(kind) => {
                FillSourceError::Open(OpenError { name: name.to_owned(), kind, option })
            }
            problem => FillSourceError::Problem { name: name.to_owned(), problem },
        }
    }
}
