//! Filling leads from another file: what is read, and what becomes of it.

use crate::support::book::{BookCell, bomb, ods, xlsb, xlsx};
use leadsheet::leads::Encoding;
use leadsheet::store::fill::{FillSource, read_fill_bytes};
use leadsheet::sync::fill::{SourceCellKind, SourceTable};
use proptest::prelude::*;

fn read(name: &str, bytes: &[u8], how: &FillSource) -> Result<SourceTable, String> {
    read_fill_bytes(name, bytes.to_vec(), how).map_err(|error| error.to_string())
}

fn csv(bytes: &[u8]) -> Result<SourceTable, String> {
    read("crm.csv", bytes, &FillSource { option: "--from-encoding", ..FillSource::default() })
}

/// The texts of the rows, with `|` between cells.
fn texts(source: &SourceTable) -> Vec<String> {
    let row = |cells: &[leadsheet::sync::fill::SourceCell]| {
        cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
    };
    source.rows.iter().map(|source| row(&source.cells)).collect()
}

#[test]
fn a_csv_file_is_read_with_any_delimiter_and_encoding() {
    for delimiter in [',', ';', '\t', '|'] {
        let text = format!("CRM ID{delimiter}Amount\nOPP-1{delimiter}\"1.250{delimiter}00\"\n");
        let source = csv(text.as_bytes()).expect("read");
        assert_eq!(source.headers, ["CRM ID", "Amount"], "{delimiter}");
        assert_eq!(source.rows[0].cells[1].text, format!("1.250{delimiter}00"));
    }
    let utf16: Vec<u8> =
        "\u{feff}CRM ID\tKunde\nOPP-1\tMüller".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(texts(&csv(&utf16).expect("read")), ["OPP-1|Müller"]);
    let latin = b"CRM ID;Kunde\nOPP-1;M\xfcller";
    let error = csv(latin).expect_err("the encoding isn't guessed");
    assert!(error.contains("isn't UTF-8") && error.contains("--from-encoding"), "{error}");
    let how = FillSource { encoding: Encoding::named("windows-1252"), ..FillSource::default() };
    assert_eq!(texts(&read("crm.csv", latin, &how).expect("read")), ["OPP-1|Müller"]);
}

#[test]
fn a_sentence_with_commas_is_no_delimiter() {
    let text = "CRM ID;Note\nOPP-1;Call, then write, then wait\nOPP-2;Sent, signed\n";
    assert_eq!(csv(text.as_bytes()).expect("read").headers, ["CRM ID", "Note"]);
    let named = csv(b"sep=;\nCRM ID;Note\nOPP-1;a,b\n").expect("read");
    assert_eq!(named.headers, ["CRM ID", "Note"]);
}

#[test]
fn a_workbook_gives_texts_that_the_editors_read() {
    use SourceCellKind::{Date, Error, Number, Text};
    let rows = vec![
        vec![BookCell::Text("Open deals")],
        vec![],
        ["CRM ID", "Close", "Amount", "Zip", "Sum"].map(BookCell::Text).to_vec(),
        vec![
            BookCell::Text("OPP-1"),
            BookCell::Day(46477),
            BookCell::Number(1250.5),
            BookCell::Text("00123"),
            BookCell::Error,
        ],
        vec![BookCell::Number(4_567_890.0), BookCell::Empty, BookCell::Number(0.1 + 0.2)],
    ];
    let books = [("crm.xlsb", xlsb("Deals", &rows)), ("crm.xlsx", xlsx(&[("Deals", rows)]))];
    for (name, book) in books {
        let source = read(name, &book, &FillSource::default()).expect("read");
        assert_eq!(source.headers, ["CRM ID", "Close", "Amount", "Zip", "Sum"], "{name}");
        assert_eq!(texts(&source), ["OPP-1|2027-03-31|1250.5|00123|#N/A", "4567890||0.3"]);
        assert_eq!((source.place(0), source.name.as_str()), ("row 4".to_owned(), name));
        let kinds: Vec<_> = source.rows[0].cells.iter().map(|cell| cell.kind).collect();
        assert_eq!(kinds, [Text, Date, Number, Text, Error], "{name}");
    }
}

#[test]
fn a_workbook_of_libreoffice_is_read_too() {
    let cell = |attributes: &str, text: &str| {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    };
    let text = "office:value-type=\"string\"";
    let day = "office:value-type=\"date\" office:date-value=\"2027-03-31\"";
    let number = "office:value-type=\"float\" office:value=\"1250.5\"";
    let row = |cells: [String; 3]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let cells = [
        row([cell(text, "CRM ID"), cell(text, "Close"), cell(text, "Amount")]),
        row([cell(text, "00123"), cell(day, "03/31/27"), cell(number, "1.250,50")]),
    ];
    let source = read("crm.ods", &ods(&cells.concat()), &FillSource::default()).expect("read");
    assert_eq!(texts(&source), ["00123|2027-03-31|1250.5"]);
}

#[test]
fn a_sheet_is_named_where_several_have_rows() {
    let rows = |id| {
        vec![
            ["CRM ID", "Amount"].map(BookCell::Text).to_vec(),
            vec![BookCell::Text(id), BookCell::Number(1.0)],
        ]
    };
    let book = xlsx(&[("Deals", rows("OPP-1")), ("Empty", vec![]), ("Lost", rows("OPP-2"))]);
    let of = |sheet| read("crm.xlsx", &book, &FillSource { sheet, ..FillSource::default() });
    assert_eq!(
        of(None).expect_err("asked"),
        "crm.xlsx: several sheets have rows: Deals (1 row), Lost (1 row)"
    );
    let lost = of(Some("lost")).expect("read");
    assert_eq!(
        (texts(&lost), lost.name.as_str()),
        (vec!["OPP-2|1".to_owned()], "crm.xlsx, sheet Lost")
    );
    assert_eq!(
        of(Some("Won")).expect_err("unknown"),
        "crm.xlsx: the workbook has no sheet \"Won\"; it has Deals, Empty, Lost"
    );
}

#[test]
fn a_file_that_cannot_be_read_says_what_it_is() {
    for (bytes, say) in [
        (&b""[..], "the file is empty"),
        (b"CRM ID\nOPP-1\n", "no row has two columns"),
        (b"<html><table><tr><td>CRM ID", "this is a web page (HTML)"),
        (b"%PDF-1.7", "this is a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .xlsx, without a password"),
        (b"PK\x03\x04 broken", "the workbook can't be read"),
        (b"CRM ID,Note\nOPP-1,\"open\n", "a quoted field begins here and is never closed"),
    ] {
        let error = csv(bytes).expect_err(say);
        assert!(error.starts_with("crm.csv: ") && error.contains(say), "{error}");
    }
    let archive = read("a.zip", &bomb("letter.txt", 10), &FillSource::default());
    assert_eq!(
        archive.expect_err("no workbook"),
        "a.zip: this is an archive, not a workbook (.xlsx, .xlsb or .ods)"
    );
    let how = FillSource { sheet: Some("Deals"), ..FillSource::default() };
    let error = read("crm.csv", b"a,b\n1,2\n", &how).expect_err("no sheets");
    assert!(error.contains("isn't a workbook"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_workbook_never_ends_the_program(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let rows = vec![["CRM ID", "Amount"].map(BookCell::Text).to_vec(); 3];
        let mut book = xlsx(&[("Deals", rows)]);
        let place = at.index(book.len());
        book[place] = byte;
        if let Some(cut) = cut {
            let end = cut.index(book.len());
            book.truncate(end);
        }
        // Either is right: what was read, or a sentence.
        let _ = read("crm.xlsx", &book, &FillSource::default());
    }
}
