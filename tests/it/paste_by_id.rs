//! Pasting blocks whose rows carry Referral IDs: each row goes to its own lead.

use crate::support::session::Session;
use leadsheet::app::{Effect, ListPanel};
use std::fs;
use std::path::Path;

const VALUE: &str = "Estimated Deal Value";

fn fixture(name: &str) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/paste");
    fs::read_to_string(dir.join(name)).expect("a fixture")
}

/// Four leads whose names and values have their row's number.
fn leads() -> Session {
    Session::open(fixture("leads.csv").trim_start_matches('\u{feff}'))
}

/// The leads of rows 3, 1 and 2, edited and sorted in Excel, without column names.
fn block() -> String {
    fixture("sorted-in-excel.tsv")
}

/// The Referral ID of a row.
fn id(s: &Session, row: usize) -> String {
    s.cell(row, "Referral ID")
}

/// The lines of the preview that is shown.
fn preview(s: &Session) -> Vec<String> {
    match s.app.mode.panel::<ListPanel>() {
        Some(list) if list.edit.is_some() => list
            .entries
            .iter()
            .map(|e| format!("{} {}", e.label, e.text).trim().to_owned())
            .collect(),
        _ => panic!("no preview is shown: {}", s.message()),
    }
}

fn column(s: &Session, name: &str) -> Vec<String> {
    (1..=4).map(|row| s.cell(row, name)).collect()
}

#[test]
fn a_block_sorted_elsewhere_goes_to_the_leads_of_its_ids() {
    let s = leads().at(1, "Lead Name").paste(&block());
    let lines = preview(&s);
    assert_eq!(lines[0], "by Referral ID: 3 leads");
    assert_eq!(
        lines[1..],
        [
            "row 3 (empty) → CRM-3   CRM ID",
            "row 1 (empty) → CRM-1   CRM ID",
            "row 2 (empty) → CRM-2   CRM ID",
        ]
    );
    assert_eq!(s.app.sheet.history().len(), (0, 0));
    let s = s.keys("<enter>");
    assert_eq!(column(&s, "CRM ID"), ["CRM-1", "CRM-2", "CRM-3", ""]);
    assert_eq!(column(&s, "Lead Name"), ["Lead 1", "Lead 2", "Lead 3", "Lead 4"]);
    assert_eq!(s.message(), "3 cells in 3 leads changed; u undoes it.");
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    assert_eq!(s.keys("u").app.sheet.changed_rows().count(), 0);
}

#[test]
fn the_order_on_the_screen_and_the_cursor_do_not_matter() {
    let rows = |s: &Session| {
        format!("CRM ID\tReferral ID\nC4\t{}\nC2\t{}\n", id(s, 4), id(s, 2).to_uppercase())
    };
    for keys in ["", "od", "vjj", "gVj", "G", "zh", "<space>"] {
        let s = leads().at(1, VALUE).keys(keys);
        let text = rows(&s);
        let s = s.paste(&text);
        assert_eq!(preview(&s)[0], "by Referral ID: 2 leads", "{keys}");
        assert_eq!(column(&s.keys("<enter>"), "CRM ID"), ["", "C2", "", "C4"], "{keys}");
    }
    let s = leads().at(1, "Lead Name").keys("fv");
    let text = rows(&s);
    let s = s.paste(&text);
    assert_eq!(preview(&s)[0], "by Referral ID: 2 leads, 2 of them not shown");
}

#[test]
fn column_names_decide_and_unknown_ones_are_named() {
    let s = leads();
    let text = format!(
        "Helper\tNotes\treferral id*\tEstimatedDealValue\tOther\r\nx\tcalled\t{}\t1,500.00\ty\r\n",
        id(&s, 2)
    );
    let s = s.paste(&text);
    let lines = preview(&s);
    assert_eq!(lines[1], "columns that the file doesn't have: Helper, EstimatedDealValue, Other");
    let text = text.replace("EstimatedDealValue", VALUE);
    let s = leads().paste(&text);
    assert_eq!(preview(&s)[1], "columns that the file doesn't have: Helper, Other");
    let s = s.keys("<enter>");
    assert_eq!((s.cell(2, "Notes"), s.cell(2, VALUE)), ("called".into(), "1500.00".into()));
}

#[test]
fn ids_without_a_lead_or_with_two_texts_are_named_and_left_out() {
    let s = leads();
    let (one, two) = (id(&s, 1), id(&s, 2));
    let missing = "00000000-0000-4000-8000-000000000000";
    let text = format!(
        "Referral ID\tCRM ID\n{one}\tA\n{two}\tB\n{missing}\tC\n{two}\tD\n\tE\n\t\n{one}\tA\n"
    );
    let s = s.paste(&text);
    assert_eq!(
        preview(&s),
        [
            "by Referral ID: 1 lead",
            &format!("not found: {missing}"),
            &format!("several times in the block, with different texts: {two}"),
            "without a Referral ID: row 6 of the block",
            "row 1 (empty) → A   CRM ID",
        ]
    );
    let s = leads().paste(&format!("Referral ID\tCRM ID\n{missing}\tC\n"));
    let message = format!("Nothing would change; by Referral ID: 0 leads; not found: {missing}.");
    assert_eq!(s.message(), message);
}

#[test]
fn an_id_that_two_rows_of_the_file_have_is_named_and_left_out() {
    let csv = "Referral ID,Lead Name,CRM ID\nab-cd-ef-1,A,\nab-cd-ef-1,B,\nab-cd-ef-2,C,\n";
    let s = Session::open(csv).paste("AB-CD-EF-1\tx\nAB-CD-EF-2\ty\n");
    assert_eq!(
        preview(&s)[..2],
        ["by Referral ID: 1 lead", "several times in the file: AB-CD-EF-1"]
    );
    assert_eq!(s.keys("<enter>").cell(3, "Lead Name"), "y");
}

#[test]
fn without_names_the_columns_are_those_that_fit_the_locked_cells() {
    // On the screen Lead Name stands first, in the file it follows Referral ID.
    let s = leads();
    let (one, engagement) = (id(&s, 1), s.cell(1, "Engagement ID"));
    let s = s.paste(&format!("New name\t{engagement}\t{one}\tContoso Ltd\n"));
    assert_eq!(s.keys("<enter>").cell(1, "Lead Name"), "New name");
    let s = leads().paste(&format!("{one}\tOther name\tContoso Ltd\n"));
    assert_eq!(s.keys("<enter>").cell(1, "Lead Name"), "Other name");
    // What Excel makes of a read-only cell is no contradiction.
    let text = block().replace("012345678", "12345678").replace("+14255550100", "1.42556E+10");
    let s = leads().paste(&text);
    assert_eq!(preview(&s)[1], "skipped, locked: 3 cells (the first: R-04)");
    assert_eq!(column(&s.keys("<enter>"), "CRM ID"), ["CRM-1", "CRM-2", "CRM-3", ""]);
}

#[test]
fn rows_or_columns_that_are_mixed_up_are_refused() {
    let s = Session::sample();
    let (one, two) = (id(&s, 1), id(&s, 2));
    let text = format!(
        "{}\tReferral ID\tCRM ID\n{}\t{two}\tX\n",
        "Customer Name",
        s.cell(1, "Customer Name")
    );
    let s = s.paste(&text);
    assert_eq!(
        s.message(),
        "Nothing was pasted: the block has another Customer Name for row 2: \"Contoso Ltd\", not \
        \"Northwind Traders\"."
    );
    let s = s.paste(&format!("{one}\tCRM-9\t80\n"));
    assert!(
        s.message().starts_with("Nothing was pasted: its columns don't fit"),
        "{}",
        s.message()
    );
    assert_eq!(s.app.sheet.history().len(), (0, 0));
}

#[test]
fn locked_cells_are_skipped_as_in_any_paste() {
    // Row 6 is closed in the download.
    let s = Session::sample();
    let text = format!("Referral ID\tCRM ID\n{}\tX\n{}\tY\n", id(&s, 6), id(&s, 7));
    let s = s.paste(&text);
    assert_eq!(preview(&s)[1], "skipped, locked: 1 cell (the first: R-05)");
    let s = s.keys("<enter>");
    assert_eq!(s.cell(7, "CRM ID"), "Y");
    let mut s = s.keys("u");
    s.app.sheet.set_read_only();
    assert!(s.paste(&text).message().contains("--read-only"));
}

#[test]
fn a_paste_by_position_warns_of_cells_that_are_another_lead_s() {
    let s = Session::sample();
    let text = format!("x\t{}\ny\t{}\n", s.cell(2, "Engagement ID"), s.cell(1, "Engagement ID"));
    let s = s.keys("za").at(1, "Lead Name").paste(&text);
    assert_eq!(
        preview(&s)[0],
        "row 1: Engagement ID is that of ANOTHER lead, row 2; 1 row more like it"
    );
}

#[test]
fn what_was_copied_here_still_goes_to_the_cursor() {
    let s = Session::sample().at(4, "Lead Name").keys("gyjp");
    assert!(preview(&s).iter().all(|line| !line.starts_with("by Referral ID")));
}

#[test]
fn copied_leads_have_their_referral_id_also_when_it_is_hidden() {
    let s = Session::sample().keys("gVjgy");
    let copied = s.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.expect("copied");
    for (row, line) in (1..).zip(copied.lines()) {
        assert!(line.ends_with(&id(&s, row)), "{line}");
    }
    // Sorted and edited elsewhere, the rows go to their own leads.
    let lines: Vec<&str> = copied.lines().rev().collect();
    let edited = lines.join("\n").replace("UK spring", "UK summer");
    let s = Session::sample().at(9, "Lead Name").paste(&edited);
    assert_eq!(preview(&s), ["by Referral ID: 2 leads", "row 1 UK spring → UK summer   Lead Name"]);
    let s = s.keys("<enter>");
    assert_eq!(s.cell(1, "Lead Name"), "UK summer");
}

#[test]
fn what_a_spreadsheet_made_of_a_lead_s_cells_is_no_change_and_two_readings_are_held_back() {
    let s = leads();
    let block = |cells: [&str; 3]| {
        let rows = (1..=3).zip(cells).map(|(row, cell)| format!("{}\t{cell}\n", id(&s, row)));
        let rows: String = rows.collect();
        format!("Referral ID\tEstimated Deal Value\n{rows}")
    };
    let before: Vec<String> = column(&s, VALUE);
    let (same, damaged) = (format!("{},00", before[0]), "#NAME?");
    let pasted = block([&same, damaged, "12.563"]);
    let s = leads().at(1, "Lead Name").paste(&pasted);
    let lines = preview(&s);
    let left = "left as they are, calculated as a formula: 1 cell (row 2, Estimated Deal Value)";
    assert_eq!(lines[1], left);
    // The first amount proves that the comma is the decimal mark.
    assert_eq!(lines[2..], [format!("row 3 {} → 12563   Estimated Deal Value", before[2])]);
    let s = s.keys("<enter>");
    assert_eq!(column(&s, VALUE)[..2], before[..2]);
    let s = leads().at(1, "Lead Name").paste(&block([&before[0], &before[1], "12.563"]));
    let s = s.keys("<enter>");
    assert_eq!(s.cell(3, VALUE), "12.563");
    let mut s = s.at(3, VALUE);
    assert!(s.screen().contains("can mean 12 563 or 12.563"), "{}", s.screen());
}

#[test]
fn a_column_that_a_spreadsheet_damaged_changes_no_lead_though_it_has_no_referral_ids() {
    let set = leads().at(1, "CRM ID").paste("0012-1\n007\n12");
    assert_eq!(column(&set, "CRM ID")[..3], ["0012-1", "007", "12"]);
    let s = set.at(1, "CRM ID").paste("12-Jan\n7\nB-3");
    let lines = preview(&s);
    assert_eq!(
        lines[0],
        "left as they are, leading zeros or plus signs lost: 1 cell (row 2, CRM ID)"
    );
    assert_eq!(lines[1], "left as they are, dates rewritten: 1 cell (row 1, CRM ID)");
    let s = s.keys("<enter>");
    assert_eq!(column(&s, "CRM ID")[..3], ["0012-1", "007", "B-3"]);
    let s = s.at(1, "CRM ID").paste("12-Jan\n7");
    assert!(s.message().starts_with("Nothing would change; left as they are, "), "{}", s.message());
    // One text is meant as it is, and what was copied here was never in another program.
    let s = s.at(2, "CRM ID").paste("7");
    assert_eq!(s.cell(2, "CRM ID"), "7");
}
