//! What the user should know about a file that was opened, one sentence each.

use crate::leads::Row;
use crate::leads::{plural, thousands};
use crate::table::Table;

/// What there is to say about a file.
pub(crate) fn of(table: &Table) -> Vec<String> {
    let notices = [delimiter(table), short_rows(table), stray_quotes(table), refused(table)];
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
    let is_short = |&row: &Row| {
        let fields = table.fields_of(row);
        fields < width && table.layout().accepts(fields) && !table.row_text(row).trim().is_empty()
    };
    let rows: Vec<Row> = table.rows().filter(is_short).collect();
    let first = *rows.first()?;
    let first = table.lines().of(first);
    Some(match rows.len() {
        1 => format!("Line {first}: the row lacks cells at its end; they are read as empty."),
        n => format!(
            "{n} rows, the first in line {first}, lack cells at their end; they are read as empty."
        ),
    })
}

/// A sentence about the rows that the last upload refused, for a file that tells them. Of a results
/// file it goes without saying.
fn refused(table: &Table) -> Option<String> {
    if table.is_like_results() {
        return None;
    }
    let (count, rows) = (table.rows().filter(|row| table.has_errors(*row)).count(), table.len());
    let were = if count == 1 { "was" } else { "were" };
    (count > 0).then(|| {
        let (count, rows) = (thousands(count), plural(rows, "row"));
        format!("{count} of {rows} {were} rejected by the last upload.")
    })
}

/// A sentence about text behind closing quotes, which other programs may read otherwise.
fn stray_quotes(table: &Table) -> Option<String> {
    let rows: Vec<Row> = table.rows_with_stray_quotes().collect();
    let first = *rows.first()?;
    let first = table.lines().of(first);
    Some(match rows.len() {
        1 => format!("Line {first}: there is text after a closing quote; it is kept unchanged."),
        n => format!(
            "{n} rows, the first in line {first}, have text after a closing quote; it is kept \
            unchanged."
        ),
    })
}
