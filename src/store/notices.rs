//! What the user should know about a file that was opened, one sentence each.

use crate::leads::Row;
use crate::leads::{plural, thousands};
use crate::table::parallel::rows_where;
use crate::table::{FileKind, Table};

/// What there is to say about a file.
pub(crate) fn of(table: &Table) -> Vec<String> {
    let notices = [
        delimiter(table),
        short_rows(table),
        broken_rows(table),
        stray_quotes(table),
        end_of_file(table),
        rejected(table),
    ];
    notices.into_iter().flatten().collect()
}

/// A sentence about fields that commas don't separate.
fn delimiter(table: &Table) -> Option<String> {
    let found = match table.delimiter() {
        b',' if table.has_sep_line() => {
            return Some(
                "The first line \"sep=,\" is only for Excel: it isn't exported.".to_owned(),
            );
        }
        b',' => return None,
        b'\t' => "tabs".to_owned(),
        other => format!("\"{}\"", char::from(other)),
    };
    Some(format!(
        "Fields are separated by {found}; they are exported with commas, as Partner Center \
        requires."
    ))
}

/// A sentence about rows that lack cells at their end which may be empty.
fn short_rows(table: &Table) -> Option<String> {
    let width = table.width();
    let is_short = |row: Row| {
        let fields = table.fields_of(row);
        fields < width && table.is_whole(row) && !table.row_text(row).trim().is_empty()
    };
    let rows = rows_where(table.len(), is_short);
    let first = *rows.first()?;
    let first = table.lines().of(first);
    Some(match rows.len() {
        1 => format!("Line {first}: the row lacks cells at its end; they are read as empty."),
        n => format!(
            "{}, the first in line {first}, lack cells at their end; they are read as empty.",
            plural(n, "row")
        ),
    })
}

/// A sentence about rows that a line end inside a cell broke in two, so that the rest is taken for a row.
fn broken_rows(table: &Table) -> Option<String> {
    let rows = rows_where(table.len(), |row| table.continues_broken_row(row));
    let first = table.lines().of(*rows.first()?);
    Some(match rows.len() {
        1 => format!(
            "Line {first} is the rest of the row before it, which a line end broke; download the \
            file again."
        ),
        n => format!(
            "{}, the first in line {first}, are the rest of the row before them, which a \
            line end broke; download the file again.",
            plural(n, "row")
        ),
    })
}

/// A sentence about the character with which DOS ends a file.
fn end_of_file(table: &Table) -> Option<String> {
    table.has_end_of_file().then(|| {
        "The file ends with Ctrl+Z (byte 1A), an old mark for the end of a file: it isn't exported."
            .to_owned()
    })
}

/// A sentence about rows that an upload rejected, or about the export that the file answers. Of another
/// results file it goes without saying.
fn rejected(table: &Table) -> Option<String> {
    match table.kind() {
        FileKind::WithoutErrors | FileKind::MostlyRejected | FileKind::Named => None,
        FileKind::TooLong | FileKind::Uncertain => {
            let count = rows_where(table.len(), |row| table.has_errors(row)).len();
            let were = if count == 1 { "was" } else { "were" };
            let (count, rows) = (thousands(count), plural(table.len(), "row"));
            Some(format!("{count} of {rows} {were} rejected by the last upload."))
        }
        FileKind::Answer { download } => {
            Some(format!("It is the processed file of an export from {download}; import it there."))
        }
    }
}

/// A sentence about text behind closing quotes, which other programs may read otherwise.
fn stray_quotes(table: &Table) -> Option<String> {
    let rows: Vec<Row> = table.rows_with_stray_quotes().collect();
    let first = *rows.first()?;
    let first = table.lines().of(first);
    Some(match rows.len() {
        1 => format!("Line {first}: there is text after a closing quote; it is kept unchanged."),
        n => format!(
            "{}, the first in line {first}, have text after a closing quote; it is kept \
            unchanged.",
            plural(n, "row")
        ),
    })
}
