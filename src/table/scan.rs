//! Finds where the fields and records of a CSV text begin and end, without copying any of it.
//!
//! Written here and not taken from `csv-core`, which leaves blank lines and half of each CRLF inside
//! the span of the next field, reads an unclosed quote to the end of the file without an error, and
//! accepts text after a closing quote. Where a text has none of these, both read the same cells; a
//! property test compares them.

use crate::leads::bytes::{self, WORD};
use crate::table::parallel::join;
use crate::table::spans::Spans;
use memchr::{memchr, memchr_iter};

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
    /// The text is 4 GiB or longer, or has too many fields to be counted.
    #[error("the file is 4 GiB or larger")]
    TooLarge,
}

/// The length from which on the two halves of a text are read at the same time.
const PARALLEL_SCAN_MIN_BYTES: usize = 1 << 18;

/// Divides a text into records and fields.
///
/// Records end with LF, CRLF or CR, in any mixture. Lines that hold nothing at all are skipped, and so is an
/// [end-of-file character](end_of_text).
pub(crate) fn scan(text: &str, delimiter: u8) -> Result<Spans, ScanError> {
    let bytes = &text.as_bytes()[..end_of_text(text)];
    if bytes.len() >= u32::MAX as usize {
        return Err(ScanError::TooLarge);
    }
    let mut start = bom_length(bytes);
    start += sep_line(&bytes[start..]).map_or(0, |(_, len)| len);
    let middle = if bytes.len() < PARALLEL_SCAN_MIN_BYTES {
        None
    } else {
        next_line(bytes, bytes.len() / 2)
    };
    scan_halves(bytes, start, middle, delimiter)
}

/// Reads all records from `start` on, in two halves at the same time: the second begins at `middle`.
///
/// Whether the line at `middle` begins a record or is within quotes is only known when everything before
/// it was read. Where the first half ends at the beginning of a record of the second half, all further
/// records of that half are right as well; else they are read again.
fn scan_halves(
    bytes: &[u8],
    start: usize,
    middle: Option<usize>,
    delimiter: u8,
) -> Result<Spans, ScanError> {
    let Some(middle) = middle.filter(|middle| *middle > start) else {
        return scan_part(bytes, start, bytes.len(), delimiter).map(|(spans, _)| spans.shrunk());
    };
    let (second, first) = join(
        || scan_part(bytes, middle, bytes.len(), delimiter),
        || scan_part(bytes, start, middle, delimiter),
    );
    let (mut spans, mut at) = first?;
    let mut delimiters = Delimiters::new(bytes, delimiter);
    let mut second = second.ok().map(|(spans, _)| spans);
    while at < bytes.len() && !second.as_mut().is_some_and(|second| spans.append_from(second, at)) {
        at = next_record(bytes, record(&mut delimiters, at, &mut spans)?);
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
    let mut spans = Spans::with_capacity(end - start);
    let mut delimiters = Delimiters::new(bytes, delimiter);
    let mut at = next_record(bytes, start);
    while at < end {
        at = next_record(bytes, record(&mut delimiters, at, &mut spans)?);
    }
    Ok((spans, at))
}

/// The position after the first LF from `at` on.
fn next_line(bytes: &[u8], at: usize) -> Option<usize> {
    memchr(b'\n', &bytes[at..]).map(|end| at + end + 1)
}

/// The position after the empty lines at a position.
fn next_record(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// Where the text ends that belongs to the table: before a Ctrl+Z (0x1A) as the last character, with which DOS and
/// programs after its model end a file, or else at its end.
pub(crate) fn end_of_text(text: &str) -> usize {
    let without_line_end = text.trim_end_matches(['\r', '\n']);
    match without_line_end.strip_suffix(END_OF_FILE) {
        Some(table) => table.len(),
        None => text.len(),
    }
}

/// The character with which DOS ends a file, Ctrl+Z.
const END_OF_FILE: char = '\u{1a}';

/// The length of the byte-order mark at the beginning.
pub(crate) fn bom_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// The delimiter that a first line `sep=;` names for Excel, and the length of that line.
pub(crate) fn sep_line(bytes: &[u8]) -> Option<(u8, usize)> {
    let (word, rest) = bytes.split_at_checked(4)?;
    let (&delimiter, rest) = rest.split_first()?;
    let is_delimiter = delimiter == b'\t' || delimiter.is_ascii_punctuation();
    let end = line_end(rest);
    (word.eq_ignore_ascii_case(b"sep=") && is_delimiter && delimiter != b'"' && end > 0)
        .then_some((delimiter, word.len() + 1 + end))
}

/// Reads the record that begins at `start` and returns where the next one begins.
fn record(
    delimiters: &mut Delimiters,
    start: usize,
    spans: &mut Spans,
) -> Result<usize, ScanError> {
    let open = spans.begin(start as u32).ok_or(ScanError::TooLarge)?;
    let unclosed = |begin: usize, bytes: &[u8], record| ScanError::UnclosedQuote {
        line: 1 + line_ends(&bytes[..begin]),
        record,
    };
    let RecordEnd { next, has_stray_text } =
        fields(delimiters, start, |bound| spans.push_short(bound - start))
            .map_err(|begin| unclosed(begin, delimiters.bytes, spans.records.len()))?;
    if has_stray_text {
        spans.stray_quotes.push(spans.records.len() as u32);
    }
    if !spans.end(open, next as u32) {
        // It is too long for short bounds, as hardly any record is.
        let _ = fields(delimiters, start, |bound| spans.push_long(bound - start));
        spans.end_long(open, next as u32);
    }
    Ok(next)
}

/// How a record ends.
struct RecordEnd {
    /// Where the next record begins.
    next: usize,
    /// Whether it has text after a closing quote.
    has_stray_text: bool,
}

/// Reads the fields of the record that begins at `start`, and calls `bound` with the position after each of
/// them; fails with the position of an opening quote that is never closed.
fn fields(
    delimiters: &mut Delimiters,
    start: usize,
    mut bound: impl FnMut(usize),
) -> Result<RecordEnd, usize> {
    let Delimiters { bytes, delimiter, .. } = *delimiters;
    let (mut at, mut has_stray_text) = (start, false);
    loop {
        if bytes.get(at) == Some(&b'"') {
            at = closing_quote(bytes, at + 1).ok_or(at)?;
            has_stray_text |=
                bytes.get(at).is_some_and(|&b| b != delimiter && b != b'\n' && b != b'\r');
        }
        // An empty field and one after its closing quote end here already.
        if bytes.get(at) != Some(&delimiter) {
            at = delimiters.next(at);
        }
        bound(at + 1);
        if bytes.get(at) != Some(&delimiter) {
            break;
        }
        at += 1;
    }
    Ok(RecordEnd { next: at + line_end(&bytes[at..]), has_stray_text })
}

/// The number of bytes that are searched together.
const BLOCK: usize = 64;

/// The delimiters and line ends of a text, found block by block.
///
/// Most fields are so short that several of them end in one block, and that `memchr3` takes longer to start
/// than to search.
struct Delimiters<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    /// The position of the block that was searched last.
    begin: usize,
    /// What was found there: the bytes of each word that are a delimiter or end a line.
    found: [u64; BLOCK / WORD],
}

impl<'b> Delimiters<'b> {
    fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        // An empty block in front of the text.
        let begin = 0_usize.wrapping_sub(BLOCK);
        Self { bytes, delimiter, begin, found: [0; BLOCK / WORD] }
    }

    /// The position of the first delimiter or line end from `at` on, or the end of the text.
    #[inline]
    fn next(&mut self, at: usize) -> usize {
        let mut at = at;
        loop {
            let within = at.wrapping_sub(self.begin);
            if let Some(word) = self.found.get(within / WORD) {
                let rest = word >> (8 * (within % WORD));
                if rest != 0 {
                    // The padding of the last block isn't text.
                    return self.bytes.len().min(at + bytes::first(rest));
                }
                at += WORD - within % WORD;
            } else if at < self.bytes.len() {
                self.search_block(at);
            } else {
                return self.bytes.len();
            }
        }
    }

    /// Searches the block that begins at `at`.
    fn search_block(&mut self, at: usize) {
        let mut padded = [0; BLOCK];
        let rest = &self.bytes[at..];
        let block = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        self.begin = at;
        for (found, word) in self.found.iter_mut().zip(block.as_chunks().0) {
            let is = |byte| bytes::equal(u64::from_le_bytes(*word), byte);
            *found = is(b'\n') | is(b'\r') | is(self.delimiter);
        }
    }
}

/// The position after the quote that closes a field whose content begins at `at`.
#[inline]
pub(crate) fn closing_quote(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr(b'"', &bytes[at..])? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

/// The length of the line end at the beginning of `bytes`.
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
    use crate::leads::{Field, Row};
    use crate::table::spans::RecordSpan;
    use crate::table::table::Table;
    use proptest::prelude::*;
    use std::ops::Range;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        let spans = scan(text, b',').expect("well-formed");
        let mut rows = Vec::new();
        for record in 0..spans.records.len() {
            rows.push(spans.of(record).ranges().map(|range| &text[range]).collect());
        }
        rows
    }

    /// The ranges of a record's fields, and the end of its line end.
    type RecordRanges = (Vec<Range<usize>>, u32);

    /// The records, and which of them have stray quotes.
    fn as_ranges(spans: &Spans) -> (Vec<RecordRanges>, Vec<u32>) {
        let of = |(n, record): (usize, &RecordSpan)| (spans.of(n).ranges().collect(), record.next);
        (spans.records.iter().enumerate().map(of).collect(), spans.stray_quotes.clone())
    }

    #[test]
    fn raw_fields_keep_their_quotes_and_spaces() {
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
    fn an_end_of_file_character_belongs_to_no_record() {
        for end in ["\u{1a}", "\r\n\u{1a}", "\u{1a}\r\n", "\n"] {
            assert_eq!(rows(&format!("a,b\r\nc,d{end}")), [["a", "b"], ["c", "d"]], "{end:?}");
        }
        assert_eq!(rows("a\n\u{1a}b\n"), [["a"], ["\u{1a}b"]]);
        let quoted = scan("a,\"b\"\u{1a}", b',').expect("well-formed");
        assert!(quoted.stray_quotes.is_empty());
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
    fn a_record_may_be_longer_than_a_short_bound_can_hold() {
        for len in 65_520..65_550_usize {
            let long = "x".repeat(len);
            for text in
                [format!("a,{long}\r\nb,c\n"), format!("a,b\n{long},,c"), format!("a\n,{long}")]
            {
                let wanted: Vec<Vec<&str>> =
                    text.lines().map(|line| line.split(',').collect()).collect();
                assert_eq!(rows(&text), wanted);
            }
        }
        let table =
            Table::parse(format!("h\n{},\u{a0},b\n", "x".repeat(70_000)), b',').expect("read");
        assert_eq!(table.fields_to_scan(Row(0)).collect::<Vec<_>>(), [Field(1)]);
        assert_eq!(table.row_text(Row(0)).len(), 70_000 + 5);
    }

    #[test]
    fn an_unclosed_quote_is_located_at_its_start() {
        let error = scan("a,b\r\nc,\"d\r\ne,f\r\n", b',').expect_err("unclosed");
        assert_eq!(error, ScanError::UnclosedQuote { line: 2, record: 1 });
    }

    #[test]
    fn text_after_a_closing_quote_is_kept_and_recorded() {
        assert_eq!(rows("\"a\"b,c\n"), [["\"a\"b", "c"]]);
        assert_eq!(scan("a\n\"a\"b\n", b',').expect("readable").stray_quotes, [1]);
        let twice = "\"a\"b,\"a\"b\n";
        assert_eq!(scan(twice, b',').expect("readable").stray_quotes, [0], "a record counts once");
    }

    proptest! {
        #[test]
        fn two_halves_scan_like_the_whole(text in "[a,\"\"\r\n é]{0,60}", middle in 0..60_usize) {
            let bytes = text.as_bytes();
            let middle = middle.min(bytes.len());
            let whole = scan_halves(bytes, 0, None, b',').map(|spans| as_ranges(&spans));
            let halves = scan_halves(bytes, 0, Some(middle), b',').map(|spans| as_ranges(&spans));
            prop_assert_eq!(halves, whole);
        }

        #[test]
        fn delimiters_are_found_from_every_offset(
            text in "[ab,;\r\né+-]{0,60}",
            at in prop::collection::vec(0..60_usize, 1..20),
        ) {
            let bytes = text.as_bytes();
            let mut delimiters = Delimiters::new(bytes, b',');
            for at in at.into_iter().map(|at| at.min(bytes.len())) {
                let end = bytes[at..].iter().position(|b| matches!(b, b',' | b'\r' | b'\n'));
                prop_assert_eq!(delimiters.next(at), end.map_or(bytes.len(), |end| at + end));
            }
        }

        #[test]
        fn every_byte_belongs_to_a_record_a_line_end_or_a_blank_line(text in "[a,\"\r\n é]{0,60}") {
            if let Ok(spans) = scan(&text, b',') {
                let mut at = 0;
                for (n, record) in spans.records.iter().enumerate() {
                    let Range { start, end } = spans.of(n).whole();
                    prop_assert!(text[at..start].bytes().all(|b| b == b'\r' || b == b'\n'));
                    prop_assert!(start < end, "a blank line isn't a record");
                    prop_assert!(matches!(&text[end..record.next as usize], "" | "\n" | "\r" | "\r\n"));
                    at = record.next as usize;
                }
                prop_assert!(text[at..].bytes().all(|b| b == b'\r' || b == b'\n'));
            }
        }
    }
}
