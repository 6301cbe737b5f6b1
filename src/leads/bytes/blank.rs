//! Whitespace around a text, and texts of whitespace alone.

/// Trims the whitespace around a text; nearly all of it is ASCII, so that goes first.
#[inline]
pub(in crate::leads) fn trimmed(text: &str) -> &str {
    let tidy = text.trim_ascii();
    match tidy.as_bytes() {
        [] => "",
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => tidy,
        _ => tidy.trim(),
    }
}

/// Whether a text is empty or only whitespace.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    match text.bytes().next() {
        None => true,
        Some(first) => !first.is_ascii_graphic() && text.trim().is_empty(),
    }
}
