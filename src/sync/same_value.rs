//! Whether two texts of a cell mean the same.

use crate::leads::{Col, Kind, kind};

/// Tells whether two texts of a cell differ in their form alone.
pub(crate) fn is_same_value(col: Option<Col>, old: &str, new: &str) -> bool {
    match col.map(|col| col.column().kind) {
        Some(Kind::Date) => kind::date::is_same_day(old, new),
        Some(Kind::Amount) => kind::amount::is_same(old, new),
        Some(Kind::LongText) => lines(old).eq(lines(new)),
        _ => false,
    }
}

/// Iterates over the lines of a text, however they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}
