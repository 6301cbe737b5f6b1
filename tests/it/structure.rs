//! Rows that are no leads: pieces of a row that a line end broke, and empty rows.

use crate::support::fixtures::{fixture, leads, processed, today};
use crate::support::program::program;
use crate::support::session::Session;
use leadsheet::app::Input;
use leadsheet::leads::{BrokenRow, Origin, Row};
use leadsheet::sheet::{Edit, RowState, Sheet};
use leadsheet::table::Table;
use std::fs;

fn broken() -> String {
    fs::read_to_string(fixture("broken-row.csv")).expect("the fixture")
}

/// The same leads without the line end.
fn whole() -> String {
    broken().replace("\r1 Contoso", " 1 Contoso").replace("Lead 2\r,", "Lead 2,")
}

fn table(text: String) -> Table {
    Table::parse(text, b',').expect("well-formed")
}

#[test]
fn the_pieces_of_a_broken_row_are_locked_and_named_together() {
    let out = program().arg("check").arg(fixture("broken-row.csv")).output().expect("it runs");
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    let message = "error    F-05  Rows 2 and 3 are one lead that a line end inside a cell broke. They \
                   are kept unchanged; download the file again.";
    assert_eq!(text.matches(message).count(), 2, "{text}");
    assert!(!text.contains("R-02") && text.contains("4 rows: 2 ready, 2 held back"), "{text}");
    for row in [2, 3] {
        let s = Session::open(&broken()).at(row, "Notes").keys("ccx<enter>");
        let message = "Notes: rows 2 and 3 are one lead that a line end inside a cell broke";
        assert!(s.message().contains(message), "{}", s.message());
        assert_eq!(s.app.sheet.changed_rows().count(), 0);
    }
}

#[test]
fn a_row_that_broke_elsewhere_is_not_imported_and_its_rest_is_no_lead() {
    let mut sheet = Sheet::new(table(whole()), Origin::Download, today());
    assert_eq!(sheet.row_count(), 3);
    let edited = broken().replace("Lead 1", "Edited");
    let carried = sheet.import_edits(&table(edited)).expect("editable");
    assert_eq!(sheet.changed_rows().collect::<Vec<_>>(), [Row(0)]);
    assert_eq!((carried.ragged, &*carried.join.added), (vec![Row(1)], &[][..]));

    // The last cell of a row: what is before the line end would go up as the whole text.
    let notes = |text: &str| format!("Referral ID,Lead Name,Notes\na,A,{text}\n");
    let mut sheet = Sheet::new(table(notes("\"one\ntwo\"")), Origin::Download, today());
    let edited = table(notes("one\ntwo"));
    let pieces = BrokenRow { first: Row(0), last: Row(1) };
    assert_eq!(edited.broken_row(Row(0)), Some(pieces));
    let carried = sheet.import_edits(&edited).expect("editable");
    assert_eq!((carried.ragged, sheet.changed_rows().count()), (vec![Row(0)], 0));
}

#[test]
fn a_broken_row_of_a_results_file_is_not_accepted() {
    let mut sheet = Sheet::new(table(leads(2, |_, row| row)), Origin::Download, today());
    let note = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "Notes");
    for row in [Row(0), Row(1)] {
        sheet.apply(Edit::cell("note", row, note.expect("Notes"), "new")).expect("open");
    }
    let sent = leadsheet::upload::upload_text(&sheet, &[Row(0), Row(1)]);
    sheet.mark_exported(&[Row(0), Row(1)], &[]);
    let results = processed(&sent, &[(1, "No")]).replacen(",new,", ",ne\nw,", 1);
    let report = sheet.merge(&table(results)).expect("results of these leads");
    assert_eq!((report.accepted, report.rejected), (vec![], vec![Row(1)]));
    assert_eq!(report.waiting, [Row(0)], "what became of it isn't known");
    assert_eq!(sheet.state(Row(0)), RowState::Exported);
}

/// Two leads with an empty row of commas, one of spaces, and one of a single blank field between them.
fn with_empty_rows() -> String {
    let text = leads(2, |_, row| row);
    let (header, rows) = text.split_once('\n').expect("a header");
    let commas = ",".repeat(header.matches(',').count());
    let (first, second) = rows.split_once('\n').expect("two rows");
    let spaces = commas.replace(',', " , ");
    format!("{header}\n{first}\n{commas}\n{spaces}\n \n{second}")
}

#[test]
fn an_empty_row_takes_no_value_by_any_way_and_is_never_ready() {
    let refused = "this row is empty; it isn't a lead.";
    for row in [2, 3, 4] {
        for keys in ["ccx<enter>", "x"] {
            let s = Session::open(&with_empty_rows()).at(row, "Notes").keys(keys);
            assert_eq!(s.app.sheet.changed_rows().count(), 0, "{}", s.message());
        }
        let s = Session::open(&with_empty_rows()).at(row, "Notes").keys("i");
        assert!(s.message().contains(refused), "{}", s.message());
    }
    // Set in a selection of leads and empty rows.
    let s = Session::open(&with_empty_rows()).at(1, "Notes").keys("vjjjjccx<enter>");
    let changed: Vec<Row> = s.app.sheet.changed_rows().collect();
    assert_eq!(changed, [Row(0), Row(4)], "{}", s.message());
    // Pasted.
    let mut s = Session::open(&with_empty_rows()).at(1, "Notes");
    s.app.update(Input::Paste("a\nb\nc\nd\ne\n".to_owned()));
    let s = s.keys("<enter>");
    let changed: Vec<Row> = s.app.sheet.changed_rows().collect();
    assert_eq!(changed, [Row(0), Row(4)], "{}", s.message());
    assert_eq!(s.app.sheet.plan().ready().collect::<Vec<_>>(), changed);
    // Imported from a copy.
    let mut sheet = Sheet::new(table(with_empty_rows()), Origin::Download, today());
    let filled = with_empty_rows().replacen("\n,,", "\n,,x", 1);
    let carried = sheet.import_edits(&table(filled)).expect("editable");
    assert_eq!((sheet.changed_rows().count(), &*carried.join.added), (0, &[Row(1)][..]));
}

#[test]
fn an_empty_row_of_a_results_file_is_no_lead_that_was_accepted() {
    let s = Session::results(&with_empty_rows());
    let counts = s.app.sheet.counts();
    assert_eq!(counts.done, 2, "{counts:?}");
    for row in [Row(1), Row(2), Row(3)] {
        assert_eq!(s.app.sheet.state(row), RowState::Untouched);
    }
}
