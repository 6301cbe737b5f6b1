//! The text of an upload file, and the proof that it holds the changes and nothing else.

use super::table::{COMMA, escape};
use super::{Sheet, Table};
use crate::leads::{Col, Layout};
use std::collections::HashMap;
use std::ops::Range;

/// Returns the text of an upload file with these rows, in this order.
///
/// The header and every untouched field have the bytes they came with, but *Errors* leaves empty,
/// see [`Sheet::export_of`]; each row keeps its own line end, and the last one has a line end only if
/// the loaded file's last one has. Fields are always separated by commas: where the loaded file has
/// another delimiter, a field with a comma in it gets quotes, and a line `sep=` is left out. A row that
/// is shorter than the header gets the empty fields that it lacks.
pub fn part_text(sheet: &Sheet, rows: &[u32]) -> String {
    let table = sheet.table();
    let mut text = table.upload_header().into_owned();
    for (n, &row) in rows.iter().enumerate() {
        push_row(&mut text, sheet, row);
        let own = table.line_end(row as usize);
        if n + 1 < rows.len() || table.ends_with_line_end() {
            text.push_str(if own.is_empty() { table.header_line_end() } else { own });
        }
    }
    text
}

fn push_row(text: &mut String, sheet: &Sheet, row: u32) {
    let table = sheet.table();
    let has = table.fields_of(row as usize);
    // A short row gets the fields that it lacks, empty unless they were set.
    let width = has.max(table.width());
    let mut next = 0;
    for (field, new) in sheet.export_of(row) {
        let field = field as usize;
        if next < field {
            push_fields(text, table, row as usize, next..field);
            text.push(char::from(COMMA));
        }
        text.push_str(&escape(new, table.raw(row as usize, field), COMMA));
        if field + 1 < width {
            text.push(char::from(COMMA));
        }
        next = field + 1;
    }
    if next < width {
        push_fields(text, table, row as usize, next..width);
    }
}

/// Adds untouched neighbouring fields, in one piece if the file has commas.
fn push_fields(text: &mut String, table: &Table, row: usize, fields: Range<usize>) {
    let mut rest = fields.clone();
    if table.delimiter() == COMMA && fields.start < table.fields_of(row) {
        let there = fields.start..fields.end.min(table.fields_of(row));
        rest.start = there.end;
        text.push_str(table.raw_range(row, there));
    }
    for field in rest {
        if field > fields.start {
            text.push(char::from(COMMA));
        }
        text.push_str(&table.upload_raw(row, field));
    }
}

/// What was found when an upload file was compared with the download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many rows it has.
    pub rows: usize,
    /// How many cells differ from the download, all of them as intended.
    pub changed: usize,
}

/// Where an upload file isn't what it has to be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// It can't be read as CSV.
    #[error("it can't be read back: {0}")]
    Unreadable(#[from] super::ScanError),
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
    #[error("its bytes differ from those that were written")]
    Bytes,
    /// A row isn't one of those that were exported.
    #[error("row {row} isn't a row that was exported")]
    Lead {
        /// The row of the upload file, counted from 1.
        row: usize,
    },
    /// A cell differs from what it should hold.
    #[error("row {row}, {column}: the cell isn't what it should be")]
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
pub fn verify(sheet: &Sheet, rows: &[u32], written: String) -> Result<Verified, Mismatch> {
    let download = sheet.table();
    let upload = Table::parse(written, COMMA)?;
    let ends = ['\r', '\n'];
    let (names, wanted) = (upload.layout().names(), download.layout().names());
    if names != wanted
        || upload.header_text().trim_end_matches(ends)
            != download.upload_header().trim_end_matches(ends)
    {
        return Err(Mismatch::Header);
    }
    if upload.len() != rows.len() {
        return Err(Mismatch::Rows { expected: rows.len(), found: upload.len() });
    }
    let id = id_field(download.layout());
    let mut waiting: HashMap<_, _> =
        rows.iter().map(|&r| (download.cell(r as usize, id), r)).collect();
    let mut changed = 0;
    for row in 0..upload.len() {
        let lead = waiting.remove(&upload.cell(row, id)).ok_or(Mismatch::Lead { row: row + 1 })?;
        changed += verify_row(sheet, lead, &upload, row)?;
    }
    Ok(Verified { rows: upload.len(), changed })
}

/// Compares one row and returns how many of its cells were changed.
fn verify_row(sheet: &Sheet, lead: u32, upload: &Table, row: usize) -> Result<usize, Mismatch> {
    let download = sheet.table();
    let width = download.fields_of(lead as usize).max(download.width());
    let wrong = |field: usize| Mismatch::Cell {
        row: row + 1,
        column: download.layout().name(field).to_owned(),
    };
    if upload.fields_of(row) != width {
        return Err(wrong(width));
    }
    let cells = sheet.export_of(lead);
    for field in 0..width {
        let right = match cells.binary_search_by_key(&(field as u32), |(f, _)| *f) {
            Ok(at) => upload.cell(row, field) == cells[at].1,
            Err(_) if download.delimiter() == COMMA => {
                upload.raw(row, field) == download.raw(lead as usize, field)
            }
            Err(_) => {
                upload.raw(row, field) == download.upload_raw(lead as usize, field)
                    && upload.cell(row, field) == download.cell(lead as usize, field)
            }
        };
        if !right {
            return Err(wrong(field));
        }
    }
    Ok(cells.len())
}

fn id_field(layout: &Layout) -> usize {
    layout.field(Col::ReferralId).unwrap_or_default()
}
