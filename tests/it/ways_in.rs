//! One value, every way in: typed, pasted, filled, and from a file that was edited elsewhere.

use crate::support::fixtures::{leads, today};
use crate::support::session::Session;
use leadsheet::leads::{Field, Level, Row};
use leadsheet::sheet::Sheet;
use leadsheet::table::Table;

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer<'a> {
    /// The cell has this text, and the lead is ready.
    Taken(&'a str),
    /// It is asked which of two values it is; the lead isn't uploaded with it.
    Asked,
    /// It is no value; the lead isn't uploaded with it.
    Wrong,
}
use Answer::{Asked, Taken, Wrong};

const VALUES: [(&str, &str, Answer); 36] = [
    ("Estimated Close Date", "04/01/2027", Taken("04/01/2027")),
    ("Estimated Close Date", "4/1/2027", Taken("04/01/2027")),
    ("Estimated Close Date", "4/1/27", Taken("04/01/2027")),
    ("Estimated Close Date", "2027-04-01", Taken("04/01/2027")),
    ("Estimated Close Date", "30.4.2027", Taken("04/30/2027")),
    ("Estimated Close Date", "30/4/2027", Taken("04/30/2027")),
    ("Estimated Close Date", "2027. 4. 30.", Taken("04/30/2027")),
    ("Estimated Close Date", "2027年4月30日", Taken("04/30/2027")),
    ("Estimated Close Date", "30-avr-27", Taken("04/30/2027")),
    ("Estimated Close Date", "Apr 30, 2027", Taken("04/30/2027")),
    ("Estimated Close Date", "5.6.2027", Asked),
    ("Estimated Close Date", "5-6-2027", Asked),
    ("Estimated Close Date", "soon", Wrong),
    ("Estimated Close Date", "02/30/2027", Wrong),
    ("Estimated Deal Value", "15200", Taken("15200")),
    ("Estimated Deal Value", "15200.50", Taken("15200.50")),
    ("Estimated Deal Value", "15.200,50", Taken("15200.50")),
    ("Estimated Deal Value", "15,200.50", Taken("15200.50")),
    ("Estimated Deal Value", "15'200", Taken("15200")),
    ("Estimated Deal Value", "15 200", Taken("15200")),
    ("Estimated Deal Value", "€ 500", Taken("500")),
    ("Estimated Deal Value", "1.2k", Taken("1200")),
    ("Estimated Deal Value", "1,250,000", Taken("1250000")),
    ("Estimated Deal Value", "12.563", Asked),
    ("Estimated Deal Value", "12,563", Asked),
    ("Estimated Deal Value", "€ 1.000", Asked),
    ("Estimated Deal Value", "12.5630", Taken("12.5630")),
    ("Estimated Deal Value", "lots", Wrong),
    ("Estimated Deal Value", "-5", Wrong),
    ("Team member 1", "Ann,Lee,555,ann@example.com", Taken("Ann, Lee, 555, ann@example.com")),
    ("Lead Name", "  Summer  ", Taken("Summer")),
    ("Lead Name", "0042", Taken("0042")),
    ("CRM ID", "0042-1", Taken("0042-1")),
    ("CRM ID", "12-Jan", Taken("12-Jan")),
    ("Notes", "1.50 and =1+2", Taken("1.50 and =1+2")),
    ("Currency", "EUR", Taken("EUR")),
];

/// Opens three leads that have a value in every cell that is tried.
fn download() -> String {
    let plain = leads(3, |_, row| row);
    let table = Table::parse(plain.clone(), b',').expect("well-formed");
    let rows: Vec<Row> = table.rows().collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.layout().names()).expect("written");
    for row in rows {
        let cells = table.layout().fields().map(|field| match table.layout().name(field) {
            "Estimated Close Date" => "03/31/2027".to_owned(),
            "Estimated Deal Value" => "7800".to_owned(),
            "Currency" => "USD".to_owned(),
            "Lead Name" => "Autumn".to_owned(),
            "CRM ID" => "CRM-1".to_owned(),
            _ => table.cell(row, field).into_owned(),
        });
        writer.write_record(cells.collect::<Vec<_>>()).expect("written");
    }
    String::from_utf8(writer.into_inner().expect("flushed")).expect("UTF-8")
}

/// What became of the cell of a lead.
fn answer(sheet: &Sheet, row: Row, field: Field) -> (String, bool, bool) {
    let errors =
        || sheet.findings().row(row).filter(|f| f.field == Some(field) && f.level == Level::Error);
    let is_asked = errors().any(|f| f.message.to_string().contains("can mean"));
    (sheet.text(row, field).into_owned(), errors().next().is_some(), is_asked)
}

fn assert_answer(
    way: &str,
    value: &(&str, &str, Answer),
    (text, is_held, is_asked): (String, bool, bool),
) {
    let (column, typed, expected) = *value;
    let found = match (is_held, is_asked) {
        (false, _) => Taken(&text),
        (true, true) => Asked,
        (true, false) => Wrong,
    };
    assert_eq!(found, expected, "{typed:?} {way} into {column}: {text:?}");
}

#[test]
fn a_value_has_the_same_answer_whichever_way_it_comes_in() {
    let csv = download();
    for value in &VALUES {
        let (column, text, _) = *value;
        let of = |session: &Session, number: u32| {
            answer(&session.app.sheet, Row(number - 1), session.field(column))
        };
        let start = || Session::open(&csv).at(1, column);
        // Another key ends a paste that is guessed from many keys at once.
        let typed = match column {
            "Team member 1" => start().keys("cc").paste(text).keys("<enter>"),
            "Notes" => start().keys("cc").keys(text).keys("<ctrl-s>"),
            _ => start().keys("cc").keys(text).keys("<enter>"),
        };
        assert_answer("typed", value, of(&typed, 1));
        let pasted = start().paste(text);
        assert_answer("pasted", value, of(&pasted, 1));
        let filled = start().keys("vjj").paste(text);
        assert_answer("pasted over a selection", value, of(&filled, 3));
        let filled = start().paste(text).keys("vj<ctrl-d>");
        assert_answer("filled down", value, of(&filled, 2));
        assert_answer("imported", value, imported(&csv, column, text));
    }
}

/// Edits a copy of the download elsewhere, and imports it.
fn imported(csv: &str, column: &str, text: &str) -> (String, bool, bool) {
    let download = Table::parse(csv.to_owned(), b',').expect("well-formed");
    let field = download
        .layout()
        .fields()
        .find(|f| download.layout().name(*f) == column)
        .expect("a column");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(download.layout().names()).expect("written");
    for row in download.rows() {
        let is_edited = |at: Field| at == field && row == Row(0);
        let cells = download.layout().fields().map(|at| {
            if is_edited(at) { text.to_owned() } else { download.cell(row, at).into_owned() }
        });
        writer.write_record(cells.collect::<Vec<_>>()).expect("written");
    }
    let edited = String::from_utf8(writer.into_inner().expect("flushed")).expect("UTF-8");
    let edited = Table::parse(edited, b',').expect("well-formed");
    let (sheet, carried) = Sheet::with_import(download, &edited, today());
    if let [refused] = &*carried.rejected {
        return (
            sheet.text(Row(0), field).into_owned(),
            true,
            refused.lock.reason.contains("can mean"),
        );
    }
    assert!(carried.rejected.is_empty() && carried.damage.is_empty(), "{carried:?}");
    answer(&sheet, Row(0), field)
}
