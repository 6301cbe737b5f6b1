//! Blanks around a text, and texts of blanks alone.

/// Returns a text without the blanks around it; nearly all of them are ASCII, so those go first.
pub(super) fn trimmed(text: &str) -> &str {
    let tidy = text.trim_ascii();
    match tidy.as_bytes() {
        [] => "",
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => tidy,
        _ => tidy.trim(),
    }
}

/// Tells whether a text holds nothing but blanks.
pub(super) fn is_blank(text: &str) -> bool {
    match text.bytes().next() {
        None => true,
        Some(first) => !first.is_ascii_graphic() && text.trim().is_empty(),
    }
}
