//! Helpers for the checks and messages of many rules.

pub(super) use crate::leads::bytes::blank::{is_blank, trimmed};
use crate::leads::index::Row;
use crate::leads::{Col, Lead, visible};

/// The most characters of a value in a message: a cell can hold a megabyte.
const MAX_CHARS_SHOWN: usize = 40;

/// Quotes a value for a message: shortened, hidden characters made visible.
pub(in crate::leads) fn quoted(value: &str) -> String {
    let end = value.char_indices().nth(MAX_CHARS_SHOWN).map(|(end, _)| end);
    let more = if end.is_some() { "…" } else { "" };
    ["\"", &*visible(&value[..end.unwrap_or(value.len())]), more, "\""].concat()
}

/// Whether the user may have set the text of a cell.
///
/// In an upload file that isn't known, so every text counts as given.
pub(super) fn user_set(row: &Lead, col: Col) -> bool {
    !row.is_known() || row.changed(col)
}

/// Whether a character takes no space on the screen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a text is a number as Excel writes long ones: `1.4E+10`.
pub(super) fn is_scientific(text: &str) -> bool {
    // Nearly every text ends here: it begins with another character, which isn't a space either.
    match text.as_bytes() {
        [] => return false,
        [b'0'..=b'9', b'.' | b',' | b'E' | b'e', ..] => {}
        [first, ..] if first.is_ascii_graphic() => return false,
        _ => {}
    }
    let text = text.trim();
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let Some(power) = power.strip_prefix('+') else { return false };
    let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    [whole, decimals, power].into_iter().all(is_digits) && whole.len() == 1
}

/// Whether a text is one or more ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Writes row numbers, counted from 0, as a user counts them: `1, 2, 5 and 12 more`.
pub(super) fn numbers(rows: &[Row]) -> String {
    const MAX_LISTED: usize = 8;
    let shown: Vec<String> = rows.iter().take(MAX_LISTED).map(ToString::to_string).collect();
    let shown = shown.join(", ");
    match rows.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_a_message_is_short_and_visible() {
        assert_eq!(quoted("a\nb\u{200b}"), "\"a␊b<U+200B>\"");
        assert_eq!(quoted(&"x".repeat(1_000_000)).chars().count(), 43);
    }

    #[test]
    fn scientific_notation_is_recognised_as_excel_writes_it() {
        assert!(is_scientific("1.4E+10") && is_scientific("2E+11") && is_scientific("1,4E+10"));
        for text in ["", "E+1", "12E+3", "1.4E10", "1.E+3", "SOLE+1"] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    #[test]
    fn a_long_list_of_rows_is_cut() {
        assert_eq!(numbers(&[Row(0), Row(4)]), "1, 5");
        assert_eq!(
            numbers(&(0..10).map(Row).collect::<Vec<_>>()),
            "1, 2, 3, 4, 5, 6, 7, 8 and 2 more"
        );
    }
}
