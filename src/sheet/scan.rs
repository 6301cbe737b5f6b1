//! Finds where the fields and records of a CSV text begin and end, without copying any of it.
//!
//! Written here and not taken from `csv-core`, which leaves blank lines and half of each CRLF inside
//! the span of the next field, reads an unclosed quote to the end of the file without a word, and
//! accepts text behind a closing quote. Where a text has none of these, both read the same cells; a
//! property test holds them against each other.

use memchr::memchr;

/// Where one record stands in the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The index of its first field among all fields.
    pub first: u32,
    /// Where it begins.
    pub start: u32,
    /// Where its last field ends.
    pub end: u32,
    /// Where its line end ends.
    pub next: u32,
}

/// The spans of a whole text: every byte belongs to a record, its line end, or a blank line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    /// Where each field begins, in file order.
    pub fields: Vec<u32>,
    /// The records, the header first.
    pub records: Vec<Record>,
    /// The records in which text stands behind a closing quote.
    pub stray_quotes: Vec<u32>,
}

/// Why a text can't be divided into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// A quote is opened and the file ends before it is closed.
    #[error("a quoted field that begins in line {line} is never closed")]
    UnclosedQuote {
        /// The line in which it begins, counted from 1.
        line: usize,
        /// The record in which it begins; the header is 0.
        record: usize,
    },
    /// The text is 4 GiB or longer.
    #[error("the file is 4 GiB or larger")]
    TooLarge,
}

/// Divides a text into records and fields.
///
/// Records end with LF, CRLF or CR, in any mixture. Lines that hold nothing at all are skipped.
pub(super) fn scan(text: &str, delimiter: u8) -> Result<Spans, ScanError> {
    let bytes = text.as_bytes();
    if u32::try_from(bytes.len()).is_err() {
        return Err(ScanError::TooLarge);
    }
    let mut spans = Spans::default();
    spans.fields.reserve(bytes.len() / 12);
    spans.records.reserve(bytes.len() / 512);
    let mut at = mark(bytes);
    at += sep_line(&bytes[at..]).map_or(0, |(_, len)| len);
    loop {
        while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
            at += 1;
        }
        if at == bytes.len() {
            return Ok(spans);
        }
        at = record(bytes, at, delimiter, &mut spans)?;
    }
}

/// Returns how long the byte-order mark at the beginning is.
pub(super) fn mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// Returns the delimiter that a first line `sep=;` names for Excel, and how long that line is.
pub(super) fn sep_line(bytes: &[u8]) -> Option<(u8, usize)> {
    let (word, rest) = bytes.split_at_checked(4)?;
    let (&delimiter, rest) = rest.split_first()?;
    let sign = delimiter == b'\t' || delimiter.is_ascii_punctuation();
    let end = line_end(rest);
    (word.eq_ignore_ascii_case(b"sep=") && sign && delimiter != b'"' && end > 0)
        .then_some((delimiter, word.len() + 1 + end))
}

/// Reads the record that begins at `start` and returns where the next one begins.
fn record(
    bytes: &[u8],
    start: usize,
    delimiter: u8,
    spans: &mut Spans,
) -> Result<usize, ScanError> {
    let first = spans.fields.len() as u32;
    let mut at = start;
    loop {
        spans.fields.push(at as u32);
        if bytes.get(at) == Some(&b'"') {
            let begin = at;
            at = closing_quote(bytes, at + 1).ok_or_else(|| ScanError::UnclosedQuote {
                line: 1 + line_ends(&bytes[..begin]),
                record: spans.records.len(),
            })?;
            if bytes.get(at).is_some_and(|&b| b != delimiter && b != b'\n' && b != b'\r') {
                spans.stray_quotes.push(spans.records.len() as u32);
            }
        }
        while bytes.get(at).is_some_and(|&b| b != delimiter && b != b'\n' && b != b'\r') {
            at += 1;
        }
        if bytes.get(at) != Some(&delimiter) {
            break;
        }
        at += 1;
    }
    let next = at + line_end(&bytes[at..]);
    let record = Record { first, start: start as u32, end: at as u32, next: next as u32 };
    spans.records.push(record);
    Ok(next)
}

/// Returns the position behind the quote that closes a field whose content begins at `at`.
pub(super) fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// Returns how long the line end at the beginning of `bytes` is.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Counts the line ends in a text, a CRLF as one.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
        at += found + line_end(&bytes[at + found..]);
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        let spans = scan(text, b',').expect("well-formed");
        let mut rows = Vec::new();
        for (n, record) in spans.records.iter().enumerate() {
            let last = spans.records.get(n + 1).map_or(spans.fields.len(), |r| r.first as usize);
            let starts = &spans.fields[record.first as usize..last];
            let end = |k: usize| starts.get(k + 1).map_or(record.end, |s| s - 1);
            rows.push(
                (0..starts.len()).map(|k| &text[starts[k] as usize..end(k) as usize]).collect(),
            );
        }
        rows
    }

    #[test]
    fn raw_fields_keep_their_quotes_and_blanks() {
        assert_eq!(rows("a, b ,\"c,\"\"d\"\n"), [["a", " b ", "\"c,\"\"d\""]]);
        assert_eq!(rows("a,\r\n,b"), [["a", ""], ["", "b"]]);
    }

    #[test]
    fn line_ends_of_every_kind_end_a_record_but_not_inside_quotes() {
        assert_eq!(rows("a\r\nb\nc\rd"), [["a"], ["b"], ["c"], ["d"]]);
        assert_eq!(rows("\"a\r\nb\"\r\n"), [["\"a\r\nb\""]]);
    }

    #[test]
    fn blank_lines_and_the_byte_order_mark_belong_to_no_record() {
        assert_eq!(rows("\u{feff}a,b\n\n\r\nc,d\n\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(rows(""), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn a_first_line_for_excel_belongs_to_no_record() {
        assert_eq!(rows("\u{feff}sep=,\r\na,b\n"), [["a", "b"]]);
        assert_eq!(rows("SEP=;\n\na"), [["a"]]);
        for name in ["sep=", "sep=a", "sep=;;", "separator"] {
            assert_eq!(rows(&format!("{name}\n")), [[name]]);
        }
    }

    #[test]
    fn an_unclosed_quote_is_found_where_it_begins() {
        let error = scan("a,b\r\nc,\"d\r\ne,f\r\n", b',').expect_err("unclosed");
        assert_eq!(error, ScanError::UnclosedQuote { line: 2, record: 1 });
    }

    #[test]
    fn text_behind_a_closing_quote_is_kept_and_remembered() {
        assert_eq!(rows("\"a\"b,c\n"), [["\"a\"b", "c"]]);
        assert_eq!(scan("a\n\"a\"b\n", b',').expect("readable").stray_quotes, [1]);
    }

    proptest! {
        #[test]
        fn every_byte_belongs_to_a_record_a_line_end_or_a_blank_line(text in "[a,\"\r\n é]{0,60}") {
            if let Ok(spans) = scan(&text, b',') {
                let mut at = 0;
                for record in &spans.records {
                    prop_assert!(text[at..record.start as usize].bytes().all(|b| b == b'\r' || b == b'\n'));
                    prop_assert!(record.start < record.end || record.first + 1 < spans.fields.len() as u32 || text[record.start as usize..].len() < 2);
                    at = record.next as usize;
                }
                prop_assert!(text[at..].bytes().all(|b| b == b'\r' || b == b'\n'));
            }
        }
    }
}
