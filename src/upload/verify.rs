//! The proof that an upload file holds the changes and nothing else.

use crate::leads::{Field, Layout, Row};
use crate::sheet::Sheet;
use crate::table::Table;
use crate::table::escape::COMMA;
use crate::upload::render::fields;
use std::collections::HashMap;

/// What was found when an upload file was compared with the download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many rows it has.
    pub rows: usize,
    /// How many cells differ from what Partner Center holds, as far as is known; all of them as intended.
    pub changed: usize,
}

/// Where an upload file isn't what it has to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// It can't be read as CSV.
    #[error("it can't be read back: {0}")]
    Unreadable(#[from] crate::table::ScanError),
    /// The header has other bytes.
    #[error("the header differs from the download's")]
    Header,
    /// The number of rows is another one.
    #[error("it has {found} rows instead of {expected}")]
    Rows {
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// It reads the same, but its bytes aren't those that were written.
    #[error("its bytes differ from the written ones")]
    Bytes,
    /// A row isn't one of those that were exported.
    #[error("row {row} wasn't exported")]
    Lead {
        /// The row of the upload file, counted from 1.
        row: usize,
    },
    /// A cell differs from what it should hold.
    #[error("row {row}, {column}: the cell has a different value than the edit")]
    Cell {
        /// The row of the upload file, counted from 1.
        row: usize,
        /// The name of its column.
        column: String,
    },
}

/// Compares the text of an upload file, read back from disk, with what these rows should be.
///
/// Matches rows by Referral ID and every cell with the download or with the change over it; cells
/// that weren't changed must have the very bytes of the download, but for the quotes that a comma needs
/// where the download has another delimiter.
pub fn verify(sheet: &Sheet, rows: &[Row], written: String) -> Result<Verified, Mismatch> {
    compare(sheet, rows, &Table::parse(written, COMMA)?)
}

/// Compares an upload file with what these rows should be, see [`verify`].
pub(crate) fn compare(sheet: &Sheet, rows: &[Row], upload: &Table) -> Result<Verified, Mismatch> {
    let download = sheet.table();
    let added = sheet.added_for(rows);
    let fields = fields(download, &added);
    let names = fields.iter().map(|field| sheet.layout().name(*field));
    let ends = ['\r', '\n'];
    if !names.eq(upload.layout().names())
        || upload.header_text().trim_end_matches(ends)
            != sheet.upload_header(&added).trim_end_matches(ends)
    {
        return Err(Mismatch::Header);
    }
    if upload.len() != rows.len() {
        return Err(Mismatch::Rows { expected: rows.len(), found: upload.len() });
    }
    let id = id_field(download.layout());
    let mut waiting: HashMap<_, _> = rows.iter().map(|&r| (download.cell(r, id), r)).collect();
    let mut changed = 0;
    for row in upload.rows() {
        let lead =
            waiting.remove(&upload.cell(row, id)).ok_or(Mismatch::Lead { row: row.number() })?;
        changed += verify_row(sheet, lead, &fields, upload, row)?;
    }
    Ok(Verified { rows: upload.len(), changed })
}

/// Compares one row and returns how many of its cells the upload changes.
fn verify_row(
    sheet: &Sheet,
    lead: Row,
    fields: &[Field],
    upload: &Table,
    row: Row,
) -> Result<usize, Mismatch> {
    let download = sheet.table();
    let wrong = |at: Field| Mismatch::Cell {
        row: row.number(),
        column: upload.layout().name(at).to_owned(),
    };
    if upload.fields_of(row) != fields.len() || download.fields_of(lead) > download.width() {
        return Err(wrong(Field::at(fields.len())));
    }
    let cells = sheet.exported_cells(lead);
    for (at, &field) in Field::first(fields.len()).zip(fields) {
        let right = match cells.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(change) => upload.cell(row, at) == cells[change].1,
            Err(_) if download.delimiter() == COMMA => {
                upload.raw(row, at) == download.raw(lead, field)
            }
            Err(_) => {
                upload.raw(row, at) == download.upload_raw(lead, field)
                    && upload.cell(row, at) == download.cell(lead, field)
            }
        };
        if !right {
            return Err(wrong(at));
        }
    }
    Ok(sheet.upload_changes(lead).len())
}

fn id_field(layout: &Layout) -> Field {
    layout.referral_id().unwrap_or_default()
}
