//! Finds where the fields and records of a CSV text begin and end, without copying any of it.
//!
//! Written here and not taken from `csv-core`, which leaves blank lines and half of each CRLF inside
//! the span of the next field, reads an unclosed quote to the end of the file without a word, and
//! accepts text behind a closing quote. Where a text has none of these, both read the same cells; a
//! property test holds them against each other.

use super::parallel::both;
use memchr::{memchr, memchr_iter};

/// Where one record stands in the text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The index of its first field among all bounds.
    pub first: u32,
    /// Where its line end ends.
    pub next: u32,
}

/// The spans of a whole text: every byte belongs to a record, its line end, or a blank line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    /// Where each field begins, in file order, and behind the last one of each record where another
    /// one would begin: so every field ends one byte before the next bound.
    bounds: Vec<u32>,
    /// The bounds that follow these, as they were found at the same time: not moved, to save memory.
    behind: Vec<u32>,
    /// The records, the header first.
    pub records: Vec<Record>,
    /// The records in which text stands behind a closing quote.
    pub stray_quotes: Vec<u32>,
}

impl Spans {
    /// Returns the bounds of a record's fields, one more than it has fields; none if there is no such
    /// record.
    pub fn of(&self, record: usize) -> &[u32] {
        let end = self.bounds.len() + self.behind.len();
        let first = |n: usize| self.records.get(n).map_or(end, |r| r.first as usize);
        let (from, to) = (first(record), first(record + 1));
        match from.checked_sub(self.bounds.len()) {
            Some(behind) => &self.behind[behind..to - self.bounds.len()],
            // Some of the bounds behind may belong to no record.
            None => &self.bounds[from..to.min(self.bounds.len())],
        }
    }

    /// Appends the records from one on that begins at a position, if others have one there.
    fn go_on_with(&mut self, others: &mut Self, at: usize) -> bool {
        let begin = |record: &Record| others.bounds[record.first as usize] as usize;
        let Ok(from) = others.records.binary_search_by_key(&at, begin) else { return false };
        let before = self.bounds.len() as u32;
        let moved = |record: &Record| Record { first: record.first + before, ..*record };
        let records = others.records[from..].iter().map(moved);
        let (from, own) = (from as u32, self.records.len() as u32);
        let stray = others.stray_quotes.iter().filter(|n| **n >= from).map(|n| n - from + own);
        self.records.extend(records);
        self.stray_quotes.extend(stray);
        self.behind = std::mem::take(&mut others.bounds);
        true
    }

    fn shrunk(mut self) -> Self {
        self.bounds.shrink_to_fit();
        self.behind.shrink_to_fit();
        self.records.shrink_to_fit();
        self
    }
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

/// From this length on the two halves of a text are read at the same time.
const LONG: usize = 1 << 18;

/// Divides a text into records and fields.
///
/// Records end with LF, CRLF or CR, in any mixture. Lines that hold nothing at all are skipped.
pub(super) fn scan(text: &str, delimiter: u8) -> Result<Spans, ScanError> {
    let bytes = text.as_bytes();
    if bytes.len() >= u32::MAX as usize {
        return Err(ScanError::TooLarge);
    }
    let mut start = mark(bytes);
    start += sep_line(&bytes[start..]).map_or(0, |(_, len)| len);
    let middle = if bytes.len() < LONG { None } else { line_behind(bytes, bytes.len() / 2) };
    scan_halves(bytes, start, middle, delimiter)
}

/// Reads all records from `start` on, those that seem to begin at `middle` at the same time.
///
/// Whether a line in the middle begins a record or stands within quotes is only known when everything
/// before it was read. Where the records before it end at one that was found behind it, all the
/// others are right as well; else they are read again.
fn scan_halves(
    bytes: &[u8],
    start: usize,
    middle: Option<usize>,
    delimiter: u8,
) -> Result<Spans, ScanError> {
    let Some(middle) = middle.filter(|middle| *middle > start) else {
        return scan_part(bytes, start, bytes.len(), delimiter).map(|(spans, _)| spans.shrunk());
    };
    let (behind, before) = both(
        || scan_part(bytes, middle, bytes.len(), delimiter),
        || scan_part(bytes, start, middle, delimiter),
    );
    let (mut spans, mut at) = before?;
    let mut behind = behind.ok().map(|(spans, _)| spans);
    while at < bytes.len() && !behind.as_mut().is_some_and(|behind| spans.go_on_with(behind, at)) {
        at = next_record(bytes, record(bytes, at, delimiter, &mut spans)?);
    }
    Ok(spans.shrunk())
}

/// Reads the records that begin between two positions, and returns where the next one begins.
fn scan_part(
    bytes: &[u8],
    start: usize,
    end: usize,
    delimiter: u8,
) -> Result<(Spans, usize), ScanError> {
    let mut spans = Spans::default();
    spans.bounds.reserve((end - start) / 12);
    spans.records.reserve((end - start) / 512);
    let mut at = next_record(bytes, start);
    while at < end {
        at = next_record(bytes, record(bytes, at, delimiter, &mut spans)?);
    }
    Ok((spans, at))
}

/// Returns the position behind the first LF from `at` on.
fn line_behind(bytes: &[u8], at: usize) -> Option<usize> {
    memchr(b'\n', &bytes[at..]).map(|end| at + end + 1)
}

/// Returns the position behind the empty lines at a position.
fn next_record(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
        at += 1;
    }
    at
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
    let first = spans.bounds.len() as u32;
    let mut at = start;
    loop {
        spans.bounds.push(at as u32);
        if bytes.get(at) == Some(&b'"') {
            let begin = at;
            at = closing_quote(bytes, at + 1).ok_or_else(|| ScanError::UnclosedQuote {
                line: 1 + line_ends(&bytes[..begin]),
                record: spans.records.len(),
            })?;
            let record = spans.records.len() as u32;
            let is_stray =
                bytes.get(at).is_some_and(|&b| b != delimiter && b != b'\n' && b != b'\r');
            if is_stray && spans.stray_quotes.last() != Some(&record) {
                spans.stray_quotes.push(record);
            }
        }
        // Nothing is left of an empty field, nor behind a closing quote.
        if bytes.get(at) != Some(&delimiter) {
            at += field_end(&bytes[at..], delimiter);
        }
        if bytes.get(at) != Some(&delimiter) {
            break;
        }
        at += 1;
    }
    let next = at + line_end(&bytes[at..]);
    spans.bounds.push(at as u32 + 1);
    spans.records.push(Record { first, next: next as u32 });
    Ok(next)
}

/// Returns how many bytes stand before the next delimiter or line end.
///
/// Looks at eight bytes together: most fields are so short that `memchr3` takes longer to begin than
/// to find.
fn field_end(bytes: &[u8], delimiter: u8) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let wanted = [delimiter, b'\n', b'\r'].map(|byte| ONES * u64::from(byte));
    // Marks the high bit of the first byte of a word that is 0, and perhaps of some behind it.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = wanted.iter().fold(0, |found, byte| found | zero(word ^ byte));
        if found != 0 {
            return at * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let end = rest.iter().position(|b| [delimiter, b'\n', b'\r'].contains(b));
    end.map_or(bytes.len(), |end| words.len() * 8 + end)
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

/// Counts LF, CRLF and CR, each as one line end.
pub fn line_ends(bytes: &[u8]) -> usize {
    let alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
    memchr_iter(b'\n', bytes).count() + memchr_iter(b'\r', bytes).filter(alone).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        let spans = scan(text, b',').expect("well-formed");
        let mut rows = Vec::new();
        for record in 0..spans.records.len() {
            let fields = spans.of(record).windows(2);
            rows.push(fields.map(|b| &text[b[0] as usize..b[1] as usize - 1]).collect());
        }
        rows
    }

    /// The bounds and the end of each record, and the records with stray quotes.
    fn told(spans: &Spans) -> (Vec<(Vec<u32>, u32)>, Vec<u32>) {
        let of = |(n, record): (usize, &Record)| (spans.of(n).to_vec(), record.next);
        (spans.records.iter().enumerate().map(of).collect(), spans.stray_quotes.clone())
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
        let twice = "\"a\"b,\"a\"b\n";
        assert_eq!(scan(twice, b',').expect("readable").stray_quotes, [0], "a record counts once");
    }

    proptest! {
        #[test]
        fn both_halves_together_are_the_whole(text in "[a,\"\"\r\n é]{0,60}", middle in 0..60_usize) {
            let bytes = text.as_bytes();
            let middle = middle.min(bytes.len());
            let whole = scan_halves(bytes, 0, None, b',').map(|spans| told(&spans));
            let halves = scan_halves(bytes, 0, Some(middle), b',').map(|spans| told(&spans));
            prop_assert_eq!(halves, whole);
        }

        #[test]
        fn a_field_ends_before_the_first_delimiter_or_line_end(text in "[ab,;\r\né+-]{0,40}") {
            let bytes = text.as_bytes();
            let end = bytes.iter().position(|b| matches!(b, b',' | b'\r' | b'\n'));
            prop_assert_eq!(field_end(bytes, b','), end.unwrap_or(bytes.len()));
        }

        #[test]
        fn every_byte_belongs_to_a_record_a_line_end_or_a_blank_line(text in "[a,\"\r\n é]{0,60}") {
            if let Ok(spans) = scan(&text, b',') {
                let mut at = 0;
                for (n, record) in spans.records.iter().enumerate() {
                    let bounds = spans.of(n);
                    let (start, end) = (bounds[0] as usize, bounds[bounds.len() - 1] as usize - 1);
                    prop_assert!(text[at..start].bytes().all(|b| b == b'\r' || b == b'\n'));
                    prop_assert!(start < end, "a blank line is no record");
                    prop_assert!(matches!(&text[end..record.next as usize], "" | "\n" | "\r" | "\r\n"));
                    at = record.next as usize;
                }
                prop_assert!(text[at..].bytes().all(|b| b == b'\r' || b == b'\n'));
            }
        }
    }
}
