//! CSV files with any delimiter.

use crate::leads::{Encoding, Field, Row};
use crate::store::encoding::decode;
use crate::store::error::Unusable;
use crate::store::fill::MAX_CELLS;
use crate::store::fill::error::SourceProblem;
use crate::store::{sniff, sniff::melted};
use crate::sync::fill::{SourceCell, SourceRow, SourceTable};
use crate::table::{ScanError, Table};
use std::sync::Arc;

/// How many bytes decide what a file is.
const SNIFF_BYTES: usize = 64 * 1024;

/// How many rows decide which delimiter a file has.
const SNIFF_ROWS: usize = 200;

/// The delimiters of CSV files, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

pub(super) fn read(
    name: &str,
    bytes: Vec<u8>,
    asked: Option<Encoding>,
) -> Result<SourceTable, SourceProblem> {
    let encoding = sniff::bytes(&bytes[..bytes.len().min(SNIFF_BYTES)], asked)?;
    let text = decode(bytes, encoding)?;
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    if start.is_empty() {
        return Err(SourceProblem::Empty);
    }
    sniff::begins_like_text(start)?;
    let table = table(text)?;
    if let Some(line) = melted(&table) {
        return Err(SourceProblem::Open(Unusable::UnclosedQuote { line }));
    }
    let (mut rows, mut cells) = (Vec::with_capacity(table.len() + 1), 0);
    let header = table.layout().names().iter().map(SourceCell::text).collect();
    // The header's line isn't asked for: nothing is said of it.
    rows.push(SourceRow { number: 1, cells: header });
    let lines = table.lines();
    for row in table.rows() {
        let fields = table.fields_of(row);
        cells += fields;
        if cells > MAX_CELLS {
            return Err(SourceProblem::TooLarge);
        }
        let cell = |field: Field| SourceCell::text(table.cell(row, field));
        let cells = Field::first(fields).map(cell).collect();
        rows.push(SourceRow { number: lines.of(row), cells });
    }
    SourceTable::new(name.to_owned(), "line", rows).ok_or(SourceProblem::NoHeader)
}

/// Divides a text into rows by the delimiter with which most rows have the columns of the header.
fn table(text: String) -> Result<Table, SourceProblem> {
    let named = Table::named_delimiter(
        text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace()),
    );
    let text = Arc::new(text);
    let parsed = |delimiter| Table::parse(Arc::clone(&text), delimiter);
    if let Some(named) = named {
        return parsed(named).map_err(|error| problem(&error));
    }
    let mut best: Option<(usize, Table)> = None;
    let mut failed = None;
    for delimiter in DELIMITERS {
        match parsed(delimiter) {
            Ok(table) => {
                let fit = fit(&table);
                if best.as_ref().is_none_or(|(best, _)| fit > *best) {
                    best = Some((fit, table));
                }
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match (best, failed) {
        (Some((1.., table)), _) => Ok(table),
        (_, Some(error)) => Err(problem(&error)),
        (_, None) => Err(SourceProblem::NoHeader),
    }
}

/// How well the rows of a table fit its widest row: the cells of those that have as many columns.
fn fit(table: &Table) -> usize {
    let rows = || (0..table.len().min(SNIFF_ROWS)).map(Row::at).map(|row| table.fields_of(row));
    let width = rows().chain([table.width()]).max().unwrap_or_default();
    if width < 2 {
        return 0;
    }
    let alike = rows().filter(|fields| *fields == width).count();
    (alike + usize::from(table.width() == width)) * width
}

fn problem(error: &ScanError) -> SourceProblem {
    match error {
        ScanError::UnclosedQuote { line, .. } => {
            SourceProblem::Open(Unusable::UnclosedQuote { line: *line })
        }
        ScanError::TooLarge => SourceProblem::TooLarge,
    }
}
