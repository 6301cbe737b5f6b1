//! The file as it was loaded: its text, and the position of each field in it.

use crate::leads;
use crate::leads::index::{index, number};
use crate::leads::{BrokenRow, Col, Encoding, Layout, Origin};
use crate::leads::{Field, Row};
use crate::table::broken::broken_rows;
use crate::table::escape::{COMMA, gather, unescape, with_commas};
use crate::table::kind::FileKind;
use crate::table::line_numbers::LineNumbers;
use crate::table::scan;
use crate::table::scan::ScanError;
use crate::table::spans::{FieldSpans, Spans};
use crate::table::union::Union;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The record that is the header.
const HEADER: usize = 0;

/// A CSV file as loaded. It never changes.
///
/// Rows and fields are counted from 0; the header isn't a row. The whole text is kept, so that each
/// field, record and the header can leave the program with the bytes it came with.
#[derive(Clone, Debug)]
pub struct Table {
    /// Shared, so that a copy of the table, and the thread that computes its hash, need no copy of it.
    text: Arc<String>,
    /// The header is the first record. Shared like the text: a check behind the screen reads a copy of the table.
    spans: Arc<Spans>,
    delimiter: u8,
    encoding: Encoding,
    layout: Layout,
    /// The rows that a line end inside a cell broke, in file order.
    pub(super) broken: Vec<BrokenRow>,
    /// What the file is opened as, where more is known than its rows.
    kind: Option<FileKind>,
    /// The files that it is made of, if it is made of several.
    union: Option<Arc<Union>>,
}

impl Table {
    /// Divides a text, byte-order mark included, into a header and rows.
    ///
    /// A text without any record makes a table without rows. Fails on a quote that is never closed and
    /// on a text of 4 GiB or more.
    pub fn parse(text: impl Into<Arc<String>>, delimiter: u8) -> Result<Self, ScanError> {
        let text = text.into();
        let spans = Arc::new(scan::scan(&text, delimiter)?);
        let names = spans.of(HEADER).ranges().map(|range| unescape(&text[range]).into_owned());
        let layout = Layout::new(names.collect());
        let encoding = Encoding::Utf8;
        let broken = Vec::new();
        let (kind, union) = (None, None);
        let table = Self { text, spans, delimiter, encoding, layout, broken, kind, union };
        Ok(Self { broken: broken_rows(&table), ..table })
    }

    /// A table without a file: the columns that identify a lead, and no row.
    pub fn empty() -> Self {
        let names = [Col::ReferralId, Col::LeadName].map(Col::name);
        Self {
            text: Arc::default(),
            spans: Arc::default(),
            delimiter: COMMA,
            encoding: Encoding::Utf8,
            layout: Layout::new(names.to_vec()),
            broken: Vec::new(),
            kind: None,
            union: None,
        }
    }

    /// Sets the encoding of the file's characters, so that upload files are written in the same one.
    #[must_use]
    pub fn with_encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }

    /// The encoding of the file's characters.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The files that it is made of, if it is made of several.
    pub fn sources(&self) -> Option<&Union> {
        self.union.as_deref()
    }

    /// The same, to be kept longer than the table.
    pub(crate) fn shared_sources(&self) -> Option<Arc<Union>> {
        self.union.clone()
    }

    /// Takes the files that it is made of; its first field is the column *Source*.
    pub(super) fn set_union(&mut self, union: Arc<Union>) {
        self.layout.set_source(Field::default());
        self.union = Some(union);
    }

    /// The columns of the fields.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The whole text as loaded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The *Referral ID* of a row, as the file writes it; empty if there is none.
    pub fn referral_id(&self, row: Row) -> String {
        let field = self.layout.referral_id();
        field.map(|f| self.cell(row, f).into_owned()).unwrap_or_default()
    }

    /// Sets what the file is opened as, where more is known than its rows.
    #[must_use]
    pub fn with_kind(self, kind: FileKind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// What the file is opened as, and why.
    pub fn kind(&self) -> FileKind {
        self.kind.clone().unwrap_or_else(|| FileKind::from_rows(self))
    }

    /// Where the loaded texts come from: a download or a results file.
    pub fn origin(&self) -> Origin {
        self.kind().origin()
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.spans.records.len().saturating_sub(1)
    }

    /// The numbers of all rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row> + ExactSizeIterator + Clone + use<> {
        Row::first(self.len())
    }

    /// Whether the table has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of fields in the header.
    pub fn width(&self) -> usize {
        self.layout.len()
    }

    /// The byte between two fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The number of fields in a row; more or fewer than in the header if the row is ragged.
    pub fn fields_of(&self, row: Row) -> usize {
        self.fields(row).count()
    }

    /// The text of a cell as loaded, unescaped; nothing beyond the end of the row.
    pub fn cell(&self, row: Row, field: Field) -> Cow<'_, str> {
        unescape(self.raw(row, field))
    }

    /// The bytes of a cell as in the file, with their quotes.
    #[inline]
    pub fn raw(&self, row: Row, field: Field) -> &str {
        self.fields(row).range(field.index()).map(|range| &self.text[range]).unwrap_or_default()
    }

    /// The length of each cell of a row in bytes, with its quotes.
    #[cfg(feature = "tui")]
    pub(crate) fn lengths(&self, row: Row) -> impl Iterator<Item = usize> {
        self.fields(row).ranges().map(|range| range.len())
    }

    /// The bytes of several neighbouring cells with the delimiters between them.
    ///
    /// `fields` must not be empty nor reach beyond the row.
    pub(crate) fn raw_range(&self, row: Row, fields: Range<Field>) -> &str {
        let range = |field: Field| self.fields(row).range(field.index()).unwrap_or_default();
        &self.text[range(fields.start).start..range(Field::at(fields.end.index() - 1)).end]
    }

    /// The fields of a row whose bytes aren't simple, see [`is_simple_ascii`](leads::is_simple_ascii).
    pub(crate) fn fields_to_scan(&self, row: Row) -> impl Iterator<Item = Field> {
        let fields = self.fields(row);
        let Range { start: mut at, end } = fields.whole();
        let next = move || loop {
            // All fields in one go; it continues after a field that has to be scanned.
            let found = at + leads::first_to_scan(self.text.get(at..end)?)?;
            let field = fields.at(found);
            let range = fields.range(field)?;
            at = range.end + 1;
            // A tab between two fields isn't in either of them.
            if found < range.end {
                return Some(Field::at(field));
            }
        };
        std::iter::from_fn(next)
    }

    /// The cells of a row, unescaped.
    pub fn cells(&self, row: Row) -> impl Iterator<Item = Cow<'_, str>> {
        let all = self.text();
        self.fields(row).ranges().map(|range| unescape(&all[range]))
    }

    /// Gathers the texts of a row's cells, unescaped.
    ///
    /// Those that the file writes as they are, nearly all of them, are borrowed from it; the others
    /// replace what `unescaped` held, and are borrowed from there.
    pub(crate) fn texts<'t>(
        &'t self,
        row: Row,
        unescaped: &'t mut Vec<(Field, String)>,
    ) -> Vec<&'t str> {
        let fields = self.fields(row);
        match fields.short() {
            Some(bounds) => {
                let record = &self.text[fields.whole()];
                let raw = |ends: &[u16]| &record[ends[0].into()..usize::from(ends[1]) - 1];
                gather(bounds.windows(2).map(raw), unescaped)
            }
            None => gather(fields.ranges().map(|range| &self.text[range]), unescaped),
        }
    }

    /// The bytes of the header, byte-order mark and line end included.
    pub fn header_text(&self) -> &str {
        &self.text[..self.next(HEADER)]
    }

    /// Whether the file begins with a line `sep=`, which only Excel understands.
    pub fn has_sep_line(&self) -> bool {
        let bytes = self.text.as_bytes();
        scan::sep_line(&bytes[scan::bom_length(bytes)..]).is_some()
    }

    /// The delimiter that a first line `sep=` names in a text.
    pub fn named_delimiter(text: &str) -> Option<u8> {
        let bytes = text.as_bytes();
        scan::sep_line(&bytes[scan::bom_length(bytes)..]).map(|(delimiter, _)| delimiter)
    }

    /// The bytes of the header for an upload file: as they are, but with commas between the
    /// names and without a line `sep=` or blank lines before it. Partner Center needs the names in the first
    /// line.
    pub(crate) fn upload_header(&self) -> Cow<'_, str> {
        if self.delimiter == COMMA && !self.has_sep_line() {
            let (bom, start) =
                (scan::bom_length(self.text.as_bytes()), self.spans.of(HEADER).whole().start);
            let header = &self.text[start..self.next(HEADER)];
            if start > bom {
                return Cow::Owned(self.text[..bom].to_owned() + header);
            }
            return Cow::Borrowed(self.header_text());
        }
        Cow::Owned(self.upload_header_with(|_| std::iter::empty::<&str>()))
    }

    /// The bytes of the header for an upload file, with further names after some fields.
    pub(crate) fn upload_header_with<N, I>(&self, added: impl Fn(Field) -> I) -> String
    where
        N: AsRef<str>,
        I: Iterator<Item = N>,
    {
        let mut text = self.text[..scan::bom_length(self.text.as_bytes())].to_owned();
        let names = self.spans.of(HEADER).ranges().map(|range| &self.text[range]);
        for (field, name) in self.layout.fields().zip(names) {
            text.push_str(&with_commas(name, self.delimiter));
            for name in added(field) {
                text.push(char::from(COMMA));
                text.push_str(name.as_ref());
            }
            text.push_str(if field.number() < self.width() { "," } else { self.header_line_end() });
        }
        text
    }

    /// The bytes of a cell for an upload file: as they are, unless a comma in it needs quotes.
    pub(crate) fn upload_raw(&self, row: Row, field: Field) -> Cow<'_, str> {
        with_commas(self.raw(row, field), self.delimiter)
    }

    /// The bytes of a row without its line end.
    pub fn row_text(&self, row: Row) -> &str {
        &self.text[self.fields(row).whole()]
    }

    /// The line end of a row; nothing if the file ends with the row.
    pub fn line_end(&self, row: Row) -> &str {
        self.line_end_of(row.index() + 1)
    }

    /// The line end of the header, which new rows of an upload file use.
    pub fn header_line_end(&self) -> &str {
        self.line_end_of(HEADER)
    }

    /// Whether the last row ends with a line end.
    pub fn ends_with_line_end(&self) -> bool {
        self.text[..scan::end_of_text(&self.text)].ends_with(['\n', '\r'])
    }

    /// Whether the file ends with an end-of-file character, Ctrl+Z, which belongs to no row.
    pub fn has_end_of_file(&self) -> bool {
        scan::end_of_text(&self.text) < self.text.len()
    }

    /// Whether rows end with different line ends.
    pub fn has_mixed_line_ends(&self) -> bool {
        let first = self.header_line_end();
        self.rows().map(|row| self.line_end(row)).any(|end| !end.is_empty() && end != first)
    }

    /// The rows with text after a closing quote.
    pub fn rows_with_stray_quotes(&self) -> impl Iterator<Item = Row> + '_ {
        self.spans
            .stray_quotes
            .iter()
            .filter(|&&record| record > 0)
            .map(|record| Row::at(index(*record) - 1))
    }

    /// Whether a row has text after a closing quote.
    pub(crate) fn has_stray_quotes(&self, row: Row) -> bool {
        let all = &self.spans.stray_quotes;
        !all.is_empty() && all.binary_search(&number(row.number())).is_ok()
    }

    /// The numbers of the lines in which rows begin.
    pub fn lines(&self) -> LineNumbers<'_> {
        LineNumbers::new(self)
    }

    /// The position at which a row begins, in bytes.
    pub(crate) fn start(&self, row: Row) -> usize {
        self.fields(row).whole().start
    }

    /// The ranges of the fields of a row.
    pub(super) fn fields(&self, row: Row) -> FieldSpans<'_> {
        self.spans.of(row.index() + 1)
    }

    /// The end of a record, with its line end.
    fn next(&self, record: usize) -> usize {
        self.spans.records.get(record).map_or(0, |record| index(record.next))
    }

    fn line_end_of(&self, record: usize) -> &str {
        &self.text[self.spans.of(record).whole().end..self.next(record)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::escape::escape;
    use proptest::prelude::*;

    fn table(text: &str) -> Table {
        Table::parse(text.to_owned(), b',').expect("well-formed")
    }

    #[test]
    fn cells_are_unescaped_and_raw_bytes_are_kept() {
        let t = table("\u{feff}h,i\r\n\"say \"\"hi\"\"\",x\r\n");
        assert_eq!(t.layout().name(Field(0)), "h");
        assert_eq!(t.cell(Row(0), Field(0)), "say \"hi\"");
        assert_eq!(t.raw(Row(0), Field(0)), "\"say \"\"hi\"\"\"");
        assert_eq!(t.header_text(), "\u{feff}h,i\r\n");
        assert_eq!((t.row_text(Row(0)), t.line_end(Row(0))), ("\"say \"\"hi\"\"\",x", "\r\n"));
    }

    #[test]
    fn cells_beyond_the_end_of_a_short_row_are_empty() {
        let t = table("a,b,c\n1\n1,2,3,4\n");
        assert_eq!(
            (t.cell(Row(0), Field(1)), t.fields_of(Row(0)), t.fields_of(Row(1))),
            ("".into(), 1, 4)
        );
        assert_eq!((t.cell(Row(1), Field(3)), t.cell(Row(7), Field(0))), ("4".into(), "".into()));
    }

    #[test]
    fn odd_fields_are_those_with_odd_bytes_of_their_own() {
        let t = Table::parse("h\ti\tj\na\t\"b\nb\"\tc\nd\t\te\u{a0}\n\u{7f}".to_owned(), b'\t');
        let t = t.expect("well-formed");
        let to_scan: Vec<Vec<Field>> =
            (0..3).map(|row| t.fields_to_scan(Row(row)).collect()).collect();
        assert_eq!(to_scan, [vec![Field(1)], vec![Field(2)], vec![Field(0)]]);
    }

    #[test]
    fn with_commas_a_field_keeps_its_bytes_unless_it_needs_quotes() {
        let raw = |raw| with_commas(raw, b';').into_owned();
        assert_eq!(
            ["a", "\"a,b\"", "\"a;b\"", "a\"b"].map(raw),
            ["a", "\"a,b\"", "\"a;b\"", "a\"b"]
        );
        assert_eq!(["1,5", "\"a\"b,c", "a\"b,"].map(raw), ["\"1,5\"", "\"ab,c\"", "\"a\"\"b,\""]);
        let t = Table::parse("\u{feff}sep=;\r\n\na;\"b\";c,d\r\n1\n".to_owned(), b';');
        let t = t.expect("well-formed");
        assert_eq!(t.upload_header(), "\u{feff}a,\"b\",\"c,d\"\r\n");
        assert_eq!((t.has_sep_line(), t.lines().of(Row(0))), (true, 4));
        assert_eq!(table("\u{feff}\na\n").upload_header(), "\u{feff}a\n");
    }

    #[test]
    fn mixed_line_ends_are_noticed_and_a_missing_last_one_is_not() {
        assert!(!table("h\r\na\r\nb").has_mixed_line_ends());
        assert!(table("h\r\na\nb\r\n").has_mixed_line_ends());
    }

    #[test]
    fn a_text_without_a_record_is_a_table_without_rows() {
        let t = table("\u{feff}\n");
        assert_eq!((t.len(), t.width()), (0, 0));
    }

    #[test]
    fn a_new_text_is_quoted_where_needed_or_where_it_was() {
        assert_eq!(escape("a", "b", b','), "a");
        assert_eq!(escape("a", "\"b\"", b','), "\"a\"");
        assert_eq!(escape("a,\"b\"", "", b','), "\"a,\"\"b\"\"\"");
        assert_eq!(escape("a\nb", "", b','), "\"a\nb\"");
        assert_eq!(escape("a;b", "", b';'), "\"a;b\"");
    }

    /// What `csv-core` makes of the same text, cell by cell.
    fn reference(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        reader.records().map(|r| r.expect("UTF-8").iter().map(str::to_owned).collect()).collect()
    }

    proptest! {
        #[test]
        fn well_formed_text_reads_as_csv_core_reads_it(
            rows in prop::collection::vec(prop::collection::vec("[ab,\"\r\n é]{0,6}", 2..5), 1..6),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let line = |row: &Vec<String>| row.iter().map(|c| escape(c, "", b',')).collect::<Vec<_>>().join(",");
            let text: String = rows.iter().map(|row| line(row) + end).collect();
            let t = table(&text);
            let header: Vec<String> = t.layout().fields().map(|f| t.layout().name(f).to_owned()).collect();
            let mut ours = vec![header];
            ours.extend(t.rows().map(|row| t.cells(row).map(Cow::into_owned).collect()));
            prop_assert_eq!(&ours, &rows);
            prop_assert_eq!(ours, reference(&text));
        }

        #[test]
        fn the_pieces_put_together_are_the_file(text in "[ab,\"\n é]{0,60}") {
            if let Ok(t) = Table::parse(text.clone(), b',') {
                let pieces: usize = t.rows().map(|r| t.row_text(r).len() + t.line_end(r).len()).sum();
                let blank = text.len() - t.header_text().len() - pieces;
                prop_assert!(blank <= text.matches('\n').count());
                for row in t.rows() {
                    let fields: Vec<_> = Field::first(t.fields_of(row)).map(|f| t.raw(row, f)).collect();
                    prop_assert_eq!(fields.join(","), t.row_text(row));
                }
            }
        }
    }
}
