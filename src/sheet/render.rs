//! The text of an upload file, and the proof that it holds the changes and nothing else.

use super::table::{COMMA, escape};
use super::{Sheet, Table};
use crate::leads::{Col, Layout};
use std::borrow::Cow;
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
    let added = sheet.added_for(rows);
    let mut text = sheet.upload_header(&added).into_owned();
    for (n, &row) in rows.iter().enumerate() {
        push_row(&mut text, sheet, row, &added);
        let own = table.line_end(row as usize);
        if n + 1 < rows.len() || table.ends_with_line_end() {
            text.push_str(if own.is_empty() { table.header_line_end() } else { own });
        }
    }
    text
}

/// A piece of a record that isn't as it was loaded.
enum Piece<'s> {
    /// The new text of a field.
    Changed(usize, &'s str),
    /// The text of an added column behind a field.
    Added(usize, Cow<'s, str>),
}

fn push_row(text: &mut String, sheet: &Sheet, row: u32, added: &[(usize, u32)]) {
    let table = sheet.table();
    // A short row gets the fields that it lacks, empty unless they were set.
    let width = table.fields_of(row as usize).max(table.width());
    let own = sheet.export_of(row).into_iter().filter(|(field, _)| (*field as usize) < width);
    let mut pieces: Vec<Piece> =
        own.map(|(field, new)| Piece::Changed(field as usize, new)).collect();
    pieces.extend(added.iter().map(|(after, f)| Piece::Added(*after, sheet.text(row, *f))));
    if !added.is_empty() {
        pieces.sort_by_key(|piece| match piece {
            Piece::Changed(field, _) => (*field, false),
            Piece::Added(after, _) => (*after, true),
        });
    }
    let mut next = 0;
    for piece in pieces {
        let (until, new) = match &piece {
            Piece::Changed(field, new) => {
                (*field, escape(new, table.raw(row as usize, *field), COMMA))
            }
            Piece::Added(after, new) => (*after + 1, escape(new, "", COMMA)),
        };
        if next < until {
            push_fields(text, table, row as usize, next..until);
            next = until;
        }
        if next > 0 {
            text.push(char::from(COMMA));
        }
        text.push_str(&new);
        next += usize::from(matches!(piece, Piece::Changed(..)));
    }
    if next < width {
        push_fields(text, table, row as usize, next..width);
    }
}

/// Adds untouched neighbouring fields, in one piece if the file has commas, behind a comma unless they
/// are the first ones.
fn push_fields(text: &mut String, table: &Table, row: usize, fields: Range<usize>) {
    if fields.start > 0 {
        text.push(char::from(COMMA));
    }
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
    compare(sheet, rows, &Table::parse(written, COMMA)?)
}

/// Compares an upload file with what these rows should be, see [`verify`].
pub(super) fn compare(sheet: &Sheet, rows: &[u32], upload: &Table) -> Result<Verified, Mismatch> {
    let download = sheet.table();
    let added = sheet.added_for(rows);
    let fields = fields(download, &added);
    let names = fields.iter().map(|field| sheet.layout().name(*field as usize));
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
    let mut waiting: HashMap<_, _> =
        rows.iter().map(|&r| (download.cell(r as usize, id), r)).collect();
    let mut changed = 0;
    for row in 0..upload.len() {
        let lead = waiting.remove(&upload.cell(row, id)).ok_or(Mismatch::Lead { row: row + 1 })?;
        changed += verify_row(sheet, lead, &fields, upload, row)?;
    }
    Ok(Verified { rows: upload.len(), changed })
}

/// Returns the fields of the sheet that an upload file has, in its order: the file's, and the added
/// ones where they stand.
pub(super) fn fields(table: &Table, added: &[(usize, u32)]) -> Vec<u32> {
    let behind = |at: usize| added.iter().filter(move |(after, _)| *after == at).map(|(_, f)| *f);
    (0..table.width()).flat_map(|at| std::iter::once(at as u32).chain(behind(at))).collect()
}

/// Compares one row and returns how many of its cells were changed.
fn verify_row(
    sheet: &Sheet,
    lead: u32,
    fields: &[u32],
    upload: &Table,
    row: usize,
) -> Result<usize, Mismatch> {
    let download = sheet.table();
    let wrong =
        |at: usize| Mismatch::Cell { row: row + 1, column: upload.layout().name(at).to_owned() };
    if upload.fields_of(row) != fields.len() || download.fields_of(lead as usize) > download.width()
    {
        return Err(wrong(fields.len()));
    }
    let cells = sheet.export_of(lead);
    for (at, &field) in fields.iter().enumerate() {
        let loaded = field as usize;
        let right = match cells.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(change) => upload.cell(row, at) == cells[change].1,
            Err(_) if download.delimiter() == COMMA => {
                upload.raw(row, at) == download.raw(lead as usize, loaded)
            }
            Err(_) => {
                upload.raw(row, at) == download.upload_raw(lead as usize, loaded)
                    && upload.cell(row, at) == download.cell(lead as usize, loaded)
            }
        };
        if !right {
            return Err(wrong(at));
        }
    }
    Ok(cells.len())
}

fn id_field(layout: &Layout) -> usize {
    layout.field(Col::ReferralId).unwrap_or_default()
}
