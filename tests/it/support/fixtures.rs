//! Fixtures, and leads generated from them.

use chrono::NaiveDate;
use leadsheet::leads::{Col, Origin};
use leadsheet::sheet::Sheet;
use leadsheet::store;
use leadsheet::table::Table;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The fixtures that can be opened, one oddity each.
pub const READABLE: [&str; 31] = [
    "blank-lines.csv",
    "bom.csv",
    "broken-row.csv",
    "crlf.csv",
    "ctrl-z.csv",
    "duplicate-header.csv",
    "edited-elsewhere.csv",
    "excel-unicode-text.csv",
    "header-only.csv",
    "hostile.csv",
    "its-download.csv",
    "line-breaks-in-notes.csv",
    "missing-column.csv",
    "mixed-line-ends.csv",
    "no-final-newline.csv",
    "numbered-families.csv",
    "plain.csv",
    "quoted-everything.csv",
    "ragged.csv",
    "results.csv",
    "semicolon.csv",
    "saved-by-libreoffice.csv",
    "sep-line.csv",
    "sep-semicolon.csv",
    "short-rows.csv",
    "stray-quote.csv",
    "tabs.csv",
    "unclosed-quote-in-row.csv",
    "unknown-columns.csv",
    "utf16.csv",
    "utf16be.csv",
];

/// The path of a fixture.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/leads").join(name)
}

/// The day on which all tests run.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

/// Opens a file as a download.
pub fn download(path: &Path) -> Sheet {
    Sheet::new(store::open(path).expect("a Leads file").table, Origin::Download, today())
}

/// A file with a number of valid leads; `change` may alter the text of each row.
pub fn leads(count: usize, change: impl Fn(usize, String) -> String) -> String {
    let plain = std::fs::read_to_string(fixture("plain.csv")).expect("the fixture");
    let mut lines = plain.lines();
    let mut text = format!("{}\n", lines.next().expect("a header"));
    let row = lines.next().expect("a row");
    for n in 0..count {
        let own = row.replace("5b2587000001", &format!("{:012x}", n + 1));
        writeln!(text, "{}", change(n, own)).expect("written");
    }
    text
}

/// A row whose status and substatus don't go together (rule S-04).
pub fn wrong_pair(row: &str) -> String {
    row.replace("Active,Accepted", "New,Accepted")
}

/// An upload file as Partner Center returns it: with these *Errors* in its rows, counted from 0.
pub fn processed(upload: &str, errors: &[(usize, &str)]) -> String {
    let table = Table::parse(upload.to_owned(), b',').expect("well-formed");
    let field = table.layout().field(Col::Errors).expect("an Errors column");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.layout().names()).expect("written");
    for row in table.rows() {
        let error = errors.iter().find(|(n, _)| *n == row.index()).map_or("", |(_, error)| error);
        let cell = |(at, text)| if at == field { Cow::Borrowed(error) } else { text };
        let cells = table.layout().fields().zip(table.cells(row)).map(cell);
        writer.write_record(cells.map(Cow::into_owned)).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8")
}
