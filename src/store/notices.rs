//! What the user should know about a file that was opened, one sentence each.

use crate::sheet::Table;

/// Returns what there is to say about a file.
pub(super) fn of(table: &Table) -> Vec<String> {
    [delimiter(table), stray_quotes(table)].into_iter().flatten().collect()
}

/// Returns a sentence about fields that commas don't separate.
fn delimiter(table: &Table) -> Option<String> {
    let found = match table.delimiter() {
        b',' if table.has_sep_line() => {
            return Some(
                "The first line \"sep=,\" is for Excel alone: exported without it.".to_owned(),
            );
        }
        b',' => return None,
        b'\t' => "tabs".to_owned(),
        other => format!("\"{}\"", char::from(other)),
    };
    Some(format!(
        "Fields were separated by {found}: exported with commas, as Partner Center needs."
    ))
}

/// Returns a sentence about text behind closing quotes, which other programs may read otherwise.
fn stray_quotes(table: &Table) -> Option<String> {
    let rows: Vec<usize> = table.rows_with_stray_quotes().collect();
    let first = table.lines().get(*rows.first()?).copied()?;
    Some(match rows.len() {
        1 => format!("Line {first}: text stands behind a closing quote; it is kept as it is."),
        n => format!(
            "{n} rows, the first in line {first}, have text behind a closing quote; \
             it is kept as it is."
        ),
    })
}
