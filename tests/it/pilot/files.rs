//! The pilot part of several files that are opened as one sheet.

use super::three_kinds;
use crate::support::fixtures::{leads, today};
use leadsheet::leads::{Col, Origin, Row};
use leadsheet::sheet::{CellEdit, Edit, Sheet, UploadFile};
use leadsheet::table::{NamedTable, Table};
use leadsheet::upload::{FilePart, PlanOptions};

/// Three files of 60 leads.
fn three_files() -> Sheet {
    let file = |(number, name): (usize, &str)| {
        let own = |_, row: String| row.replace("-000000", &format!("-{number}00000"));
        let text = leads(60, own);
        let table = Table::parse(text, b',').expect("well-formed");
        NamedTable { name: name.to_owned(), table, written: None, notes: Vec::new() }
    };
    let files = ["north.csv", "south.csv", "west.csv"].into_iter().enumerate().map(file).collect();
    Sheet::new(Table::union(files).expect("joined"), Origin::Download, today())
}

/// The number of the file of each upload file of the pilot part.
fn pilot_files(sheet: &Sheet) -> Vec<usize> {
    let plan = sheet.plan_for(PlanOptions { is_pilot: true, ..PlanOptions::default() });
    plan.files.iter().map(|rows| sheet.file_of(rows[0])).collect()
}

#[test]
fn a_pilot_part_of_several_files_is_one_upload_if_a_file_has_every_kind() {
    let mut sheet = three_files();
    assert_eq!(sheet.rows().count(), 180);
    three_kinds(&mut sheet);
    assert_eq!(pilot_files(&sheet), [0]);
    // Only the last file has a kind of its own, and it has all the others too.
    let name = sheet.layout().field(Col::LeadName).expect("in every download");
    let last = Row::at(179);
    sheet.apply(Edit::new("name", vec![CellEdit::new(last, name, "Größe")])).expect("open");
    assert_eq!(pilot_files(&sheet), [2]);
    // Two files have a kind of their own each.
    let first = CellEdit::new(Row::at(0), sheet.layout().field(Col::CrmId).expect("there"), "A-1");
    sheet.apply(Edit::new("key", vec![first])).expect("open");
    assert_eq!(pilot_files(&sheet), [0, 2]);
}

#[test]
fn the_results_of_one_file_decide_about_the_leads_of_the_others() {
    let mut sheet = three_files();
    three_kinds(&mut sheet);
    let plan = sheet.plan_for(PlanOptions { is_pilot: true, ..PlanOptions::default() });
    let rows: Vec<Row> = plan.ready().collect();
    let file = UploadFile { rows: rows.len(), is_pilot: true, ..UploadFile::default() };
    sheet.mark_exported(&rows, &[file]);
    assert_eq!(sheet.plan().ready().count(), 0, "everything waits for the results");
    let part = FilePart::new(&sheet, &rows).expect("of the first file");
    let text = leadsheet::upload::upload_text(&part.sheet, &part.rows);
    let cad = text.lines().skip(1).position(|line| line.contains("CAD")).expect("tried");
    let results =
        crate::support::fixtures::processed(&text, &[(cad, "Currency CAD isn't supported")]);
    sheet.merge(&Table::parse(results, b',').expect("well-formed")).expect("imported");
    let plan = sheet.plan();
    assert!(plan.left_out().iter().any(|lead| sheet.file_of(lead.row) == 2));
    assert_eq!(plan.left_out().len(), 29, "all CAD but the rejected one");
    assert_eq!(plan.ready().count(), 180 - 30 - (rows.len() - 1));
}
