//! Workbooks: `.xlsx`, `.xlsb` and `.ods`, sheet by sheet.

use crate::leads::index::index;
use crate::store::fill::error::{SheetRows, SourceProblem};
use crate::store::fill::{MAX_CELLS, PACKED};
use crate::sync::fill::{SourceCell, SourceCellKind, SourceRow, SourceTable};
use calamine::{
    Data, DataRef, DataType, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xlsb, Xlsx,
};
use std::io::{self, Cursor, Read as _};
use zip::ZipArchive;

/// The most bytes that a workbook may have unpacked.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// How many digits of a number a spreadsheet program shows at most.
const MAX_DIGITS: usize = 15;

type Bytes = Cursor<Vec<u8>>;

/// A workbook of any kind.
enum Workbook {
    Xlsx(Box<Xlsx<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

/// Reads the sheet with this name, or the only one that has rows.
pub(super) fn read(
    name: &str,
    bytes: Vec<u8>,
    asked: Option<&str>,
) -> Result<SourceTable, SourceProblem> {
    debug_assert!(bytes.starts_with(PACKED), "the caller looks at the first bytes");
    let mut book = Workbook::open(bytes)?;
    let names = book.sheet_names();
    if let Some(asked) = asked {
        let same = |other: &&String| other.to_lowercase() == asked.to_lowercase();
        let sheet = names.iter().find(same).ok_or_else(|| SourceProblem::UnknownSheet {
            name: asked.to_owned(),
            sheets: names.join(", "),
        })?;
        return titled(name, sheet, names.len(), book.rows(sheet)?).ok_or(SourceProblem::NoHeader);
    }
    let mut found = Vec::new();
    for sheet in &names {
        let table = titled(name, sheet, names.len(), book.rows(sheet)?);
        found.extend(table.filter(|table| !table.rows.is_empty()).map(|table| (sheet, table)));
    }
    if found.len() > 1 {
        let rows = |(sheet, table): &(&String, SourceTable)| SheetRows {
            name: (*sheet).clone(),
            rows: table.rows.len(),
        };
        return Err(SourceProblem::SeveralSheets(found.iter().map(rows).collect()));
    }
    found.pop().map(|(_, table)| table).ok_or(SourceProblem::NoHeader)
}

/// The rows of a sheet below its header, under the name of the file and, of several sheets, the sheet.
fn titled(name: &str, sheet: &str, sheets: usize, rows: Vec<SourceRow>) -> Option<SourceTable> {
    let title = if sheets > 1 { format!("{name}, sheet {sheet}") } else { name.to_owned() };
    SourceTable::new(title, "row", rows)
}

fn damaged(error: impl std::fmt::Display) -> SourceProblem {
    SourceProblem::Damaged(error.to_string())
}

impl Workbook {
    /// Opens a workbook by the files in it, once it is known not to be too large.
    fn open(bytes: Vec<u8>) -> Result<Self, SourceProblem> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let has = |name: &str| archive.index_for_name(name).is_some();
        let kinds = ["xl/workbook.bin", "xl/workbook.xml", "content.xml"].map(has);
        check_size(&mut archive, MAX_UNPACKED)?;
        let bytes = archive.into_inner();
        match kinds {
            [true, ..] => Xlsb::new(bytes).map(|book| Self::Xlsb(Box::new(book))).map_err(damaged),
            [_, true, _] => {
                Xlsx::new(bytes).map(|book| Self::Xlsx(Box::new(book))).map_err(damaged)
            }
            [.., true] => Ods::new(bytes).map(|book| Self::Ods(Box::new(book))).map_err(damaged),
            _ => Err(SourceProblem::Archive),
        }
    }

    /// The names of the sheets that are shown.
    fn sheet_names(&self) -> Vec<String> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        let shown = sheets.iter().filter(|sheet| {
            sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
        });
        shown.map(|sheet| sheet.name.clone()).collect()
    }

    fn rows(&mut self, sheet: &str) -> Result<Vec<SourceRow>, SourceProblem> {
        let mut rows = WorkbookRows::default();
        match self {
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    rows.push(cell.get_position(), cell.get_value())?;
                }
            }
            Self::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    rows.push(cell.get_position(), cell.get_value())?;
                }
            }
            Self::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(damaged)?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let at = (top + row as u32, left + column as u32);
                    rows.push(at, value)?;
                }
            }
        }
        Ok(rows.rows)
    }
}

/// Unpacks everything once, and keeps none of it: what a workbook says of its size needn't be true.
fn check_size(archive: &mut ZipArchive<Bytes>, most: u64) -> Result<(), SourceProblem> {
    let mut left = most;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(damaged)?;
        left -= io::copy(&mut file.take(left), &mut io::sink()).map_err(damaged)?;
        if left == 0 {
            return Err(SourceProblem::TooLargeUnpacked);
        }
    }
    Ok(())
}

/// The rows of a sheet while its cells are read.
#[derive(Default)]
struct WorkbookRows {
    rows: Vec<SourceRow>,
    /// How many cells the rows have, empty ones before the last of a row included.
    cells: usize,
}

impl WorkbookRows {
    /// Adds a cell by its place, which is behind all those before.
    fn push(
        &mut self,
        (row, column): (u32, u32),
        value: &impl AsCell,
    ) -> Result<(), SourceProblem> {
        let Some(cell) = value.as_cell() else { return Ok(()) };
        let (number, column) = (index(row) + 1, index(column));
        if self.rows.last().is_none_or(|last| last.number != number) {
            self.rows.push(SourceRow { number, cells: Vec::new() });
        }
        let Some(last) = self.rows.last_mut() else { return Ok(()) };
        self.cells += (column + 1).saturating_sub(last.cells.len());
        if self.cells > MAX_CELLS {
            return Err(SourceProblem::TooLargeUnpacked);
        }
        if last.cells.len() <= column {
            last.cells.resize(column + 1, SourceCell::default());
        }
        last.cells[column] = cell;
        Ok(())
    }
}

/// A value of a workbook, as a cell holds it.
trait AsCell {
    /// The cell; nothing for an empty one.
    fn as_cell(&self) -> Option<SourceCell>;
}

impl AsCell for Data {
    fn as_cell(&self) -> Option<SourceCell> {
        match self {
            Self::Empty => None,
            Self::Int(number) => Some(cell(number.to_string(), SourceCellKind::Number)),
            Self::Float(number) => Some(cell(decimal(*number), SourceCellKind::Number)),
            Self::String(text) | Self::DurationIso(text) => Some(SourceCell::text(text.as_str())),
            Self::Bool(is) => Some(truth(*is)),
            Self::DateTime(time) => Some(day(time)),
            Self::DateTimeIso(text) => Some(iso_day(text)),
            Self::Error(error) => Some(cell(error.to_string(), SourceCellKind::Error)),
        }
    }
}

impl AsCell for DataRef<'_> {
    fn as_cell(&self) -> Option<SourceCell> {
        if self.is_empty() { None } else { Data::from(self.clone()).as_cell() }
    }
}

fn cell(text: String, kind: SourceCellKind) -> SourceCell {
    SourceCell { text, kind }
}

fn truth(is: bool) -> SourceCell {
    SourceCell::text(if is { "TRUE" } else { "FALSE" })
}

/// A day as `2027-03-31`; a time of day alone, or a span of time, stays the number that it is.
fn day(time: &ExcelDateTime) -> SourceCell {
    if time.as_f64() < 1.0 || !time.is_datetime() {
        return cell(decimal(time.as_f64()), SourceCellKind::Number);
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    cell(format!("{year:04}-{month:02}-{day:02}"), SourceCellKind::Date)
}

/// The day of `2027-03-31T00:00:00`.
fn iso_day(text: &str) -> SourceCell {
    const DAY: usize = 10;
    let is_day = |day: &&str| {
        day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    };
    match text.get(..DAY).filter(is_day) {
        Some(day) => cell(day.to_owned(), SourceCellKind::Date),
        None => SourceCell::text(text),
    }
}

/// A number with as many digits as a spreadsheet program shows: 0.1 + 0.2 is `0.3`.
fn decimal(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= MAX_DIGITS {
        return shortest;
    }
    let rounded = format!("{number:.*e}", MAX_DIGITS - 1);
    rounded.parse::<f64>().map_or(shortest, |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(4_567_890.0), "4567890");
        assert_eq!(decimal(-1250.5), "-1250.5");
        assert_eq!(decimal(123_456_789_012_345_680.0), "123456789012346000");
    }

    #[test]
    fn what_is_large_unpacked_is_refused_whatever_it_says_of_its_size() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).expect("begun");
        io::Write::write_all(&mut writer, &vec![b' '; 100_000]).expect("written");
        let bytes = writer.finish().expect("finished").into_inner();
        assert!(bytes.len() < 1_000, "{} bytes", bytes.len());
        let check = |most| {
            let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).expect("an archive");
            check_size(&mut archive, most)
        };
        assert!(check(100_001).is_ok());
        assert!(matches!(check(100_000), Err(SourceProblem::TooLargeUnpacked)));
    }

    #[test]
    fn a_day_is_never_a_serial_number() {
        assert_eq!(iso_day("2027-03-31T00:00:00").text, "2027-03-31");
        assert_eq!(iso_day("soon").kind, SourceCellKind::Text);
    }
}
