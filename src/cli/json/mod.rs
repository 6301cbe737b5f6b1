//! The answers for programs: JSON, and the schemas that describe it.

mod check;
#[cfg(test)]
pub(in crate::cli) mod derived;
mod schemas;

pub(crate) use check::write;
pub use schemas::{SCHEMAS, Schema, SchemaArgs, run_schema};

use crate::leads::{HiddenMarks, is_hidden};
use serde::Serialize;
use std::io::{self, Write};

/// Writes anything as JSON that reaches a terminal safely.
pub(crate) fn write_pretty(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped { out }, report)?;
    writeln!(out)
}

/// Takes JSON in pieces that end between characters, as `serde_json` writes them.
struct Escaped<'o> {
    out: &'o mut dyn Write,
}

impl Write for Escaped<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if piece.iter().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
            self.out.write_all(piece)?;
        } else {
            let json = std::str::from_utf8(piece).map_err(io::Error::other)?;
            write_escaped(json, self.out)?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes JSON with every character escaped that a terminal would obey or hide, and heaps of marks.
///
/// Outside its strings, JSON has none of them but the line ends.
fn write_escaped(json: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut plain = 0;
    let mut marks = HiddenMarks::default();
    let mut escaped = |c| marks.next(c) > HiddenMarks::MAX || (c != '\n' && is_hidden(c));
    for (at, c) in json.char_indices().filter(|&(_, c)| escaped(c)) {
        out.write_all(&json.as_bytes()[plain..at])?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}")?;
        }
        plain = at + c.len_utf8();
    }
    out.write_all(&json.as_bytes()[plain..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_mean_the_same() {
        let text = "a\u{1b}\u{7f}\u{9b}\u{202e}\u{200d}\u{e0041}é\n\"\\\0";
        let json = serde_json::to_string(text).expect("JSON");
        let mut out = Vec::new();
        write_escaped(&json, &mut out).expect("written");
        let escaped = String::from_utf8(out).expect("UTF-8");
        assert!(!escaped.chars().any(is_hidden), "{escaped}");
        assert!(escaped.contains("\\u202e") && escaped.contains("\\udb40\\udc41"), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), text);
    }

    #[test]
    fn a_pile_of_combining_marks_is_escaped_and_means_the_same() {
        let text = format!("e{}!", "\u{301}".repeat(9));
        let mut out = Vec::new();
        write_pretty(&text, &mut out).expect("written");
        let escaped = String::from_utf8(out).expect("UTF-8");
        assert_eq!(escaped.matches('\u{301}').count(), HiddenMarks::MAX);
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), text);
    }
}
