//! Revert files have the old values wherever the rules allow them, and the rest is listed.

use crate::support::fixtures::{download, leads, today};
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::leads::{Col, Level, Origin};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use leadsheet::table::Table;
use leadsheet::upload::{Revert, RevertSummary, upload_text};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;

fn table(text: String) -> Table {
    Table::parse(text, b',').expect("well-formed")
}

fn sheet(text: String) -> Sheet {
    Sheet::new(table(text), Origin::Download, today())
}

fn field(sheet: &Sheet, col: Col) -> Field {
    sheet.layout().field(col).expect("the column is there")
}

/// Sets cells of a lead in one go.
fn set(sheet: &mut Sheet, row: Row, cells: &[(Col, &str)]) {
    let sets = cells.iter().map(|(col, text)| CellEdit::new(row, field(sheet, *col), *text));
    sheet.apply(Edit::new("edit", sets.collect())).expect("open");
}

const ACCEPTED: [(Col, &str); 3] =
    [(Col::Status, "Active"), (Col::Substatus, "Accepted"), (Col::Stage, "80")];
const LOST: [(Col, &str); 3] =
    [(Col::Status, "Closed"), (Col::Substatus, "Lost"), (Col::Reason, "2")];

/// A file with a number of New leads.
fn new_leads(count: usize) -> String {
    leads(count, |_, row| row.replace("Active,Accepted,,80", "New,Pending,,0"))
}

/// What cannot be reverted: row, names of the columns, rule, and whether it is the whole lead.
fn irreversible(sheet: &Sheet, way: &RevertSummary) -> Vec<(Row, Vec<String>, &'static str, bool)> {
    let name = |f: &Field| sheet.layout().name(*f).to_owned();
    let irreversible = way.stuck.iter().map(|stuck| {
        (stuck.row, stuck.fields.iter().map(name).collect(), stuck.rule, stuck.is_whole)
    });
    irreversible.collect()
}

#[test]
fn an_accepted_lead_stays_accepted_and_its_other_cells_are_reverted() {
    let mut sheet = sheet(new_leads(2));
    set(&mut sheet, Row(0), &ACCEPTED);
    set(&mut sheet, Row(0), &[(Col::LeadName, "Other, name"), (Col::Notes, "\"said\"")]);
    set(&mut sheet, Row(1), &ACCEPTED);
    let revert = Revert::new(&sheet, &[Row(0), Row(1)]).expect("readable");
    let text = revert.text().expect("something can be reverted");
    let back = table(text);
    assert_eq!(back.len(), 1, "a lead that cannot be reverted isn't in the file");
    for col in [Col::LeadName, Col::Notes] {
        let field = field(&sheet, col);
        assert_eq!(back.cell(Row(0), field), sheet.table().cell(Row(0), field));
    }
    for (col, text) in ACCEPTED {
        assert_eq!(back.cell(Row(0), field(&sheet, col)), text);
    }
    let way = revert.summary();
    let outcome = ["Partner Referral Status", "Partner Referral Substatus", "Sales Stage"];
    let outcome = || outcome.map(str::to_owned).to_vec();
    assert_eq!(
        irreversible(&sheet, &way),
        [(Row(0), outcome(), "T-01", false), (Row(1), outcome(), "T-01", true)]
    );
    assert!(way.stuck[0].reason.contains("can't go from Active back to New"), "{way:?}");
}

#[test]
fn a_closed_lead_cannot_be_reverted() {
    let mut sheet = sheet(leads(1, |_, row| row));
    set(&mut sheet, Row(0), &LOST);
    set(&mut sheet, Row(0), &[(Col::LeadName, "Other")]);
    let revert = Revert::new(&sheet, &[Row(0)]).expect("readable");
    assert_eq!(revert.text(), None);
    let way = revert.summary();
    let [(Row(0), fields, "R-05", true)] = &irreversible(&sheet, &way)[..] else {
        panic!("{way:?}")
    };
    assert_eq!(fields.len(), 4, "status, substatus, reason and name: {fields:?}");
    assert!(way.stuck[0].reason.starts_with("the lead is Closed"), "{way:?}");
}

#[test]
fn an_old_text_that_breaks_a_rule_cannot_be_reverted_and_is_listed() {
    let text = leads(1, |_, row| row.replace(",USD,", ",usd,").replace("Contoso renewal 1", ""));
    let mut sheet = sheet(text);
    set(&mut sheet, Row(0), &[(Col::Currency, "USD"), (Col::LeadName, "Named"), (Col::Notes, "n")]);
    let revert = Revert::new(&sheet, &[Row(0)]).expect("readable");
    let back = table(revert.text().expect("the note is reverted"));
    assert_eq!(back.cell(Row(0), field(&sheet, Col::Currency)), "USD");
    assert_eq!(back.cell(Row(0), field(&sheet, Col::LeadName)), "Named");
    assert_eq!(back.cell(Row(0), field(&sheet, Col::Notes)), "");
    let way = revert.summary();
    let rules: Vec<_> =
        irreversible(&sheet, &way).into_iter().map(|(_, f, rule, _)| (f, rule)).collect();
    let own = |name: &str| vec![name.to_owned()];
    assert_eq!(rules, [(own("Lead Name"), "N-01"), (own("Currency"), "C-01")]);
}

#[test]
fn cleared_errors_are_neither_reverted_nor_listed() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("leads.csv");
    let errors = |row: String| {
        let (start, end) = row.rsplit_once(",,").expect("an empty Errors cell");
        format!("{start},Required field missing,{end}")
    };
    fs::write(&path, leads(2, |_, row| errors(row))).expect("written");
    let mut sheet = download(&path);
    let column = field(&sheet, Col::Errors);
    assert_eq!(sheet.text(Row(0), column), "Required field missing");
    set(&mut sheet, Row(0), &[(Col::Notes, "n")]);
    set(&mut sheet, Row(1), &[(Col::Notes, "n"), (Col::Errors, "")]);
    let done = store::export(&sheet, &sheet.plan(), &path, None).expect("exported");
    let part = &done.parts[0];
    assert_eq!(part.revert_summary, RevertSummary { leads: 2, stuck: Vec::new() });
    let back = store::open(part.revert.as_ref().expect("a revert file")).expect("readable").table;
    for row in 0..2 {
        assert_eq!(back.cell(Row(row), column), "");
        assert_eq!(back.cell(Row(row), field(&sheet, Col::Notes)), "");
    }
}

#[test]
fn an_added_column_is_in_the_revert_file_too_and_empty_again() {
    let text = leads(1, |_, row| row.replace(",,,,,,Yes", ",,,,,Yes"));
    let mut sheet = sheet(text.replace(",Team member 5", ""));
    let five = sheet.add_column(Col::TeamMember(1)).expect("there is room");
    set(&mut sheet, Row(0), &[(Col::TeamMember(5), "Ann, Lee, 1, ann@example.com")]);
    let back = Revert::new(&sheet, &[Row(0)]).expect("readable").text().expect("it is reverted");
    let part = upload_text(&sheet, &[Row(0)]);
    assert!(part.contains("Team member 5") && part.contains("Ann, Lee"), "{part}");
    assert_eq!(back, part.replace("\"Ann, Lee, 1, ann@example.com\"", "\"\""));
    assert_eq!(five.index(), sheet.layout().len() - 1);
}

#[test]
fn a_revert_file_has_the_bom_line_ends_encoding_and_columns_of_the_part() {
    let text = format!("\u{feff}{}", leads(3, |_, row| row).replace('\n', "\r\n"));
    let text = text.trim_end().to_owned();
    let mut sheet = sheet(text.clone());
    for row in [0, 2] {
        set(&mut sheet, Row(row), &[(Col::LeadName, "Other")]);
    }
    let back =
        Revert::new(&sheet, &[Row(0), Row(2)]).expect("readable").text().expect("it is reverted");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(back, [lines[0], lines[1], lines[3]].join("\r\n"));
}

#[test]
fn the_plan_counts_what_can_be_reverted_in_each_part() {
    let mut sheet = sheet(new_leads(1_002));
    let name = field(&sheet, Col::LeadName);
    let sets = Row::first(1_002)
        .map(|row| CellEdit::new(row, name, format!("n{}", row.index())))
        .collect();
    sheet.apply(Edit::new("rename", sets)).expect("open");
    for row in [0, 1_001] {
        set(&mut sheet, Row(row), &ACCEPTED);
    }
    set(&mut sheet, Row(1_000), &LOST);
    let plan = sheet.plan();
    let counts: Vec<_> = plan.reverts.iter().map(|way| (way.leads, way.stuck.len())).collect();
    assert_eq!(counts, [(1_000, 1), (1, 2)]);
    let rows: Vec<Row> = plan.irreversible().map(|irreversible| irreversible.row).collect();
    assert_eq!(rows, [0, 1_000, 1_001].map(Row));
}

/// Texts that a cell may have in the download, valid and invalid ones, and texts that it may get.
const MENU: [(Col, &[&str], &[&str]); 6] = [
    (Col::LeadName, &["Lead", "", " Lead"], &["Other", "Lead"]),
    (Col::DealValue, &["12563", "1,250.00", ""], &["1", "12563"]),
    (Col::Currency, &["USD", "usd", "HRK", ""], &["EUR", "USD"]),
    (Col::CloseDate, &["01/30/2027", "2027-01-30", "02/30/2027", ""], &["03/01/2027"]),
    (Col::PurchaseIntent, &["Yes", "yes", ""], &["No", "Yes"]),
    (Col::TeamMember(2), &["", "Ann"], &["Ann, Lee, 1, ann@example.com", ""]),
];

/// Outcomes that a lead may have in the download, and others that it may get.
const OUTCOMES: [[&str; 4]; 8] = [
    ["New", "Pending", "", "0"],
    ["New", "Received", "", "0"],
    ["New", "Pending", "3", "0"],
    ["Active", "Accepted", "", "80"],
    ["Active", "Accepted", "", "40"],
    ["Active", "Engaged", "", "80"],
    ["Closed", "Won", "", "100"],
    ["Closed", "Lost", "2", "80"],
];

const OUTCOME_COLUMNS: [Col; 4] = [Col::Status, Col::Substatus, Col::Reason, Col::Stage];

prop_compose! {
    /// A lead in the download, and its edits.
    fn a_lead()(
        came in prop::array::uniform6(0_usize..4),
        outcome in 0_usize..OUTCOMES.len(),
        given in prop::array::uniform6(prop::option::of(0_usize..2)),
        to in prop::option::of(0_usize..OUTCOMES.len()),
    ) -> ([usize; 6], usize, [Option<usize>; 6], Option<usize>) {
        (came, outcome, given, to)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn upload_and_revert_restore_the_old_values_except_those_listed(
        made in prop::collection::vec(a_lead(), 1..6),
    ) {
        let plain = leads(made.len(), |_, row| row);
        let first = sheet(plain);
        // The download with the leads' own texts.
        let mut rows: Vec<Vec<String>> = (0..u32::try_from(made.len()).expect("few rows"))
            .map(|row| first.table().cells(Row(row)).map(|cell| cell.into_owned()).collect())
            .collect();
        for (cells, (came, outcome, ..)) in rows.iter_mut().zip(&made) {
            for ((col, texts, _), at) in MENU.iter().zip(came) {
                texts[at % texts.len()].clone_into(&mut cells[field(&first, *col).index()]);
            }
            for (col, text) in OUTCOME_COLUMNS.iter().zip(OUTCOMES[*outcome]) {
                text.clone_into(&mut cells[field(&first, *col).index()]);
            }
        }
        let mut text = first.table().header_text().to_owned();
        for cells in &rows {
            let cells: Vec<String> = cells.iter().map(|c| format!("\"{c}\"")).collect();
            text.push_str(&(cells.join(",") + "\n"));
        }
        let mut edited = sheet(text);
        for (row, (_, _, given, to)) in Row::first(made.len()).zip(&made) {
            let mut sets = Vec::new();
            for (col, text) in OUTCOME_COLUMNS.iter().zip(to.map(|to| OUTCOMES[to]).into_iter().flatten()) {
                sets.push(CellEdit::new(row, field(&edited, *col), text));
            }
            for ((col, _, texts), at) in MENU.iter().zip(given) {
                if let Some(at) = at {
                    sets.push(CellEdit::new(row, field(&edited, *col), texts[at % texts.len()]));
                }
            }
            edited.apply(Edit::new("edit", sets).skipping_locked()).expect("spared");
        }
        let plan = edited.plan();
        for (part, way) in plan.files.iter().zip(&plan.reverts) {
            let uploaded = table(upload_text(&edited, part));
            let revert = Revert::new(&edited, part).expect("readable");
            let text = revert.text();
            prop_assert_eq!(text.is_none(), way.leads == 0);
            let back = table(text.unwrap_or_else(|| uploaded.header_text().to_owned()));
            let judged = Sheet::against(back, table(uploaded.text().to_owned()), today());
            let errors: Vec<_> =
                judged.findings().all().filter(|f| f.level == Level::Error).collect();
            prop_assert!(errors.is_empty(), "{:?}", errors);
            let mut listed: BTreeSet<CellRef> = BTreeSet::new();
            for stuck in &way.stuck {
                listed.extend(stuck.fields.iter().map(|f| CellRef::new(stuck.row, *f)));
            }
            let id = field(&edited, Col::ReferralId);
            for (at, &row) in uploaded.rows().zip(part.iter()) {
                let own = judged.rows().find(|r| judged.text(*r, id) == uploaded.cell(at, id));
                let stuck = || way.stuck.iter().filter(|s| s.row == row);
                let all = stuck().map(|s| s.fields.len()).sum::<usize>() == edited.changes_of(row).len();
                prop_assert_eq!(own.is_none(), all);
                prop_assert_eq!(stuck().any(|s| s.is_whole), all && stuck().count() == 1);
                for f in uploaded.layout().fields() {
                    let now = match own {
                        Some(own) => judged.text(own, f),
                        None => uploaded.cell(at, f),
                    };
                    let is_old = now == edited.table().cell(row, f);
                    prop_assert_eq!(!is_old, listed.contains(&CellRef::new(row, f)), "row {} field {}", row, f);
                    prop_assert!(is_old || now == uploaded.cell(at, f));
                }
            }
        }
    }
}
