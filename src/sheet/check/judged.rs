//! Tests of what an edit has the rules judge again.

use crate::leads::rules::{check_file, of_file, probe};
use crate::leads::{CellRef, Field, Finding, Origin, Row};
use crate::sheet::{Edit, Sheet};
use crate::table::Table;
use chrono::NaiveDate;
use proptest::prelude::*;

fn sheet(leads: impl Iterator<Item = String>) -> Sheet {
    let header = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                  Estimated Close Date,Marketplace Purchase Intent,Currency,Notes\n";
    let text = header.to_owned() + &leads.collect::<String>();
    let table = Table::parse(text, b',').expect("well-formed");
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    Sheet::new(table, Origin::Download, today)
}

fn seen<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<String> {
    let mut seen: Vec<String> =
        findings.map(|f| format!("{} {:?} {}", f.rule.code(), f.row, f.message)).collect();
    seen.sort();
    seen
}

/// What the rules about all rows find when they look at each of them.
fn afresh(sheet: &Sheet) -> Vec<String> {
    let mut found = Vec::new();
    for rule in of_file() {
        check_file(rule, sheet, &mut found);
    }
    seen(found.iter())
}

#[test]
fn after_an_edit_only_the_edited_lead_is_judged_again() {
    let lead = |n: usize| {
        let (date, intent) = match n {
            40 => ("13/06/2027", "Have not decided"),
            41 => ("05/06/2027", "HaveNotDecided"),
            _ => ("05/06/2027", "Yes"),
        };
        let blank = if n % 1_000 == 7 { ",,,,,,,\n" } else { "" };
        format!("id-{n},Lead,Active,Accepted,{date},{intent},USD,\n{blank}")
    };
    let mut sheet = sheet((0..5_000).map(lead));
    sheet.look_closer();
    let _counts = sheet.counts();
    let before = afresh(&sheet);
    for code in ["E-05", "F-10", "M-03"] {
        assert!(before.iter().any(|found| found.starts_with(code)), "{code}: {before:?}");
    }
    let texts = ["06/30/2027", "13/05/2027", "HaveNotDecided", "Yes", "EUR", "a note", "Name"];
    let fields: Vec<Field> = sheet.layout().fields().collect();
    for (row, (field, text)) in
        fields.iter().flat_map(|field| texts.map(|text| (*field, text))).enumerate()
    {
        let row = Row::at(row * 7 + 100);
        probe::reset();
        let _locked = sheet.apply(Edit::cell("edit", row, field, text));
        let _counts = sheet.counts();
        // By the rules of a row as it stands and as an unchanged one, and by each rule about kinds.
        assert!(probe::counted() <= 6, "{} in {field} {text}", probe::counted());
        assert_eq!(seen(sheet.findings().file()), afresh(&sheet), "{:?}", CellRef::new(row, field));
    }
    assert_ne!(afresh(&sheet), before);
}

proptest! {
    #[test]
    fn edits_find_what_a_look_at_all_rows_finds(
        edits in prop::collection::vec((0..12_usize, 4..6_u32, 0..8_usize, any::<bool>()), 1..30),
    ) {
        let lead = |n: usize| format!("id-{n},Lead,Active,Accepted,05/06/2027,Yes,USD,\n");
        let mut sheet = sheet((0..12).map(lead));
        prop_assert_eq!(seen(sheet.findings().file()), afresh(&sheet));
        let texts = [
            "13/05/2027", "05/05/2027", "06/05/2027", "", "Yes", "HaveNotDecided", "Have not decided",
            "x",
        ];
        for (row, field, text, is_undo) in edits {
            if is_undo {
                sheet.undo();
            } else {
                let _locked = sheet.apply(Edit::cell("edit", Row::at(row), Field(field), texts[text]));
            }
            prop_assert_eq!(seen(sheet.findings().file()), afresh(&sheet));
        }
    }
}
