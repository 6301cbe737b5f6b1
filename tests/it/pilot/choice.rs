//! Which leads a second pilot part tries, and which wait for it.

use crate::support::fixtures::{leads, processed, today};
use leadsheet::leads::{Col, Origin, Row};
use leadsheet::sheet::{CellEdit, Edit, Sheet, UploadFile};
use leadsheet::table::Table;
use leadsheet::upload::{HoldReason, PlanOptions, upload_text};

const CAD: (Col, &str) = (Col::Currency, "CAD");
const EUR: (Col, &str) = (Col::Currency, "EUR");
const NOTE: (Col, &str) = (Col::Notes, "Called");
const CRM_ID: (Col, &str) = (Col::CrmId, "A-1");
const NAME: (Col, &str) = (Col::LeadName, "Contoso deal");
const OTHER_NAME: (Col, &str) = (Col::LeadName, "Contoso Größe");
const LOST: [(Col, &str); 3] =
    [(Col::Status, "Closed"), (Col::Substatus, "Lost"), (Col::Reason, "2")];

/// A sheet of 60 leads with these changes in each.
fn sheet(changes: impl Fn(usize) -> Vec<(Col, &'static str)>) -> Sheet {
    let table = Table::parse(leads(60, |_, row| row), b',').expect("well-formed");
    let mut sheet = Sheet::new(table, Origin::Download, today());
    let field = |col| sheet.layout().field(col).expect("in every download");
    let edits = sheet.rows().flat_map(|row| {
        let cell = |(col, text)| CellEdit::new(row, field(col), text);
        changes(row.index()).into_iter().map(cell).collect::<Vec<_>>()
    });
    let edits = edits.collect();
    sheet.apply(Edit::new("quarter end", edits)).expect("open");
    sheet
}

/// Exports the pilot part and imports its results: leads whose record has one of these texts are rejected.
fn try_pilot(sheet: &mut Sheet, rejected: &str, sentence: &str) {
    let rows = sheet.pilot_part().expect("something to try").rows;
    let text = upload_text(sheet, &rows);
    let file = UploadFile { rows: rows.len(), is_pilot: true, ..UploadFile::default() };
    sheet.mark_exported(&rows, &[file]);
    let errors: Vec<(usize, &str)> = (text.lines().skip(1).enumerate())
        .filter(|(_, line)| line.contains(rejected))
        .map(|(row, _)| (row, sentence))
        .collect();
    assert_eq!(errors.len(), 1, "{text}");
    let results = Table::parse(processed(&text, &errors), b',').expect("well-formed");
    sheet.merge(&results).expect("imported");
}

fn pilot_rows(sheet: &Sheet) -> Vec<usize> {
    let pilot = sheet.pilot_part().expect("something to try");
    pilot.rows.iter().map(|row| row.index()).collect()
}

#[test]
fn two_kinds_in_doubt_are_tried_in_a_lead_each() {
    let mut sheet = sheet(|row| match row / 10 {
        0 => vec![CAD, OTHER_NAME],
        1 => vec![EUR, NAME],
        2 => vec![CAD],
        3 => vec![OTHER_NAME],
        _ => vec![],
    });
    assert_eq!(pilot_rows(&sheet), [0, 10]);
    try_pilot(&mut sheet, "CAD", "An unexpected error");
    assert_eq!(pilot_rows(&sheet), [20, 30]);
}

#[test]
fn a_kind_in_doubt_is_tried_without_what_came_with_it() {
    let mut sheet = sheet(|row| match row / 10 {
        0 => vec![CAD, NOTE],
        1 => vec![NOTE, CRM_ID],
        2 => vec![CAD],
        _ => vec![],
    });
    assert_eq!(pilot_rows(&sheet), [0, 10]);
    try_pilot(&mut sheet, "CAD", "Currency: not supported");
    assert_eq!(pilot_rows(&sheet), [20]);
}

#[test]
fn a_closing_lead_waits_for_what_other_leads_try() {
    const CODES: [&str; 12] =
        ["AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HUF", "JPY", "NOK", "PLN", "SEK"];
    let mut sheet = sheet(|row| {
        let mut changes = vec![(Col::Currency, CODES[row % 12])];
        changes.extend(LOST.into_iter().filter(|_| row >= 48));
        changes
    });
    try_pilot(&mut sheet, "CAD", "Currency: not supported");
    let plan = sheet.plan_for(PlanOptions::default());
    let of = |reason| {
        let own = plan.left_out().iter().filter(|lead| lead.reason() == reason);
        own.map(|lead| lead.row.index()).collect::<Vec<_>>()
    };
    assert_eq!(of(HoldReason::Doubtful), [13, 25, 37, 49]);
    let untried = of(HoldReason::Untried);
    let is_tried = |row: Row| !untried.contains(&row.index());
    assert_eq!(untried.iter().filter(|row| **row >= 48).count(), 4, "{untried:?}");
    assert!(plan.ready().all(is_tried) && plan.ready().any(|row| sheet.closes(row)));
}
