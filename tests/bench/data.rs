//! What the benchmarks work on: files of the size that a download can have, 5,000 leads with 52 columns.

use leadsheet::app::{App, Start};
use leadsheet::leads::{Field, Origin, Row};
use leadsheet::sheet::{CellEdit, Edit, Sheet};
use leadsheet::table::Table;
use leadsheet::upload::upload_text;
use std::fmt::Write;

/// The most leads that a download can have.
pub const LEADS: usize = 5_000;

/// A cell in the midst of a download: its lead's name.
pub const NAME: (Row, Field) = (Row(2_500), Field(2));

/// Makes a download from the embedded sample: its leads again and again, each with an ID of its own.
pub fn download(leads: usize) -> String {
    download_named(leads, "")
}

/// Makes such a download in which all names of leads begin with a text.
pub fn download_named(leads: usize, begin: &str) -> String {
    let sample = include_str!("../../assets/sample-leads.csv");
    let table = Table::parse(sample.to_owned(), b',').expect("the sample is well-formed");
    let mut text = table.header_text().to_owned();
    for (n, row) in (0..leads).zip(table.rows().cycle()) {
        for field in table.layout().fields() {
            if field.index() > 0 {
                text.push(',');
            }
            let written = match field.index() {
                1 => write!(text, "{n:08x}-0b84-4ac4-a4ea-5b2587d42cee"),
                2 => write!(text, "\"{begin}{}\"", table.cell(row, field).replace('"', "\"\"")),
                _ => write!(text, "{}", table.raw(row, field)),
            };
            written.expect("text");
        }
        text.push_str("\r\n");
    }
    text
}

pub fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

pub fn table() -> Table {
    Table::parse(download(LEADS), b',').expect("well-formed")
}

/// A sheet of which everything is known that is worked out when it is asked for.
pub fn sheet() -> Sheet {
    let sheet = Sheet::new(table(), Origin::Download, today());
    sheet.findings();
    sheet
}

/// Edits of one field of every open lead.
pub fn edits(sheet: &Sheet, field: Field, text: impl Fn(Row) -> String) -> Vec<CellEdit> {
    let open = sheet.rows().filter(|row| !sheet.was_closed(*row));
    open.map(|row| CellEdit::new(row, field, text(row))).collect()
}

/// A sheet in which every open lead has a new CRM ID.
pub fn edited() -> Sheet {
    let mut sheet = sheet();
    let field = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "CRM ID");
    let field = field.expect("the sample has the column");
    let sets = edits(&sheet, field, |row| format!("crm-{}", row.index()));
    sheet.apply(Edit::new("set CRM ID", sets)).expect("the column is open");
    sheet
}

/// A sheet in which every open lead has a new CRM ID and was exported in parts of 1,000, with the parts as
/// Partner Center returns them.
pub fn uploaded() -> (Sheet, Vec<Table>) {
    let mut sheet = edited();
    let parts = sheet.plan_with(false).files;
    let mut processed = Vec::new();
    for rows in &parts {
        let text = upload_text(&sheet, rows);
        processed.push(Table::parse(text, b',').expect("well-formed"));
        sheet.mark_exported(rows, &[]);
    }
    (sheet, processed)
}

/// The same with the results of all parts.
pub fn answered() -> Sheet {
    let (mut sheet, processed) = uploaded();
    for part in &processed {
        sheet.merge(part).expect("results of these leads");
    }
    sheet.counts();
    sheet
}

/// The program with a download open.
pub fn app() -> App {
    App::new(Start { name: "leads.csv".into(), folder: "/leads".into(), ..Start::of(sheet()) })
}
