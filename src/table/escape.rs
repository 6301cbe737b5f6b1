//! The text of a field, and the bytes that a file has for it.

use crate::leads::Field;
use crate::table::scan;
use std::borrow::Cow;

/// The delimiter of an upload file.
pub(crate) const COMMA: u8 = b',';

/// Unescapes the bytes of a field.
#[inline]
pub(in crate::table) fn unescape(raw: &str) -> Cow<'_, str> {
    match raw.as_bytes() {
        [b'"', ..] => unquote(&raw[1..]),
        _ => Cow::Borrowed(raw),
    }
}

/// Gathers the texts of cells; those that the file writes with quotes are put into `unescaped` and borrowed
/// from there.
pub(in crate::table) fn gather<'t>(
    cells: impl Iterator<Item = &'t str>,
    unescaped: &'t mut Vec<(Field, String)>,
) -> Vec<&'t str> {
    unescaped.clear();
    let text = |(field, raw)| match unescape(raw) {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => {
            unescaped.push((Field::at(field), text));
            ""
        }
    };
    let mut texts: Vec<&str> = cells.enumerate().map(text).collect();
    for (field, text) in unescaped {
        texts[field.index()] = text;
    }
    texts
}

/// Unescapes the bytes after an opening quote.
fn unquote(inner: &str) -> Cow<'_, str> {
    match inner.strip_suffix('"') {
        Some(plain) if memchr::memchr(b'"', plain.as_bytes()).is_none() => Cow::Borrowed(plain),
        _ => Cow::Owned(unescape_slowly(inner)),
    }
}

/// Unescapes the bytes after an opening quote, with doubled quotes or text after the closing one.
pub(in crate::table) fn unescape_slowly(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('"') {
        text.push_str(&rest[..at]);
        let Some(after) = rest[at + 1..].strip_prefix('"') else {
            text.push_str(&rest[at + 1..]);
            return text;
        };
        text.push('"');
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The bytes of a field for a file with commas.
///
/// They change only if the field holds a comma and another delimiter made quotes unnecessary.
pub(in crate::table) fn with_commas(raw: &str, delimiter: u8) -> Cow<'_, str> {
    let whole =
        || raw.starts_with('"') && scan::closing_quote(raw.as_bytes(), 1) == Some(raw.len());
    if delimiter == COMMA || !raw.contains(',') || whole() {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(escape(&unescape(raw), "", COMMA).into_owned())
    }
}

/// The bytes for a cell with a new text.
///
/// It is quoted where it has to be, and where the cell that it replaces was.
pub(crate) fn escape<'t>(text: &'t str, replaced: &str, delimiter: u8) -> Cow<'t, str> {
    let special = |b: u8| b == delimiter || matches!(b, b'"' | b'\n' | b'\r');
    if replaced.starts_with('"') || text.bytes().any(special) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
