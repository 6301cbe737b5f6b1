use super::*;
use crate::leads::value_change::Assignment;
use crate::leads::{Level, Origin};
use crate::sheet::sheet::Sheet;
use crate::table::Table;
use chrono::NaiveDate;

/// Leads by their status, value, currency and close date, all else as in the sample.
fn sheet(leads: &[[&str; 5]]) -> Sheet {
    let mut text = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
        Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,\
        Notes,Marketplace Purchase Intent,Team member 1\n"
        .to_owned();
    for (at, [status, substatus, value, currency, date]) in leads.iter().enumerate() {
        let id = format!("78b7d0ac-8477-4ce0-8e4c-da11b43c58{at:02}");
        let stage = if *status == "Active" { "80" } else { "0" };
        let lead = format!(
            "{id},lead {at},{status},{substatus},,{stage},{value},{currency},{date},old,Yes,\
             \"A, B, 1, a@example.com\"\n"
        );
        text.push_str(&lead);
    }
    let table = Table::parse(text, b',').expect("well-formed");
    Sheet::new(table, Origin::Download, NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

fn propose(sheet: &Sheet, typed: &[&str]) -> ChangeSet {
    let bind = |text: &&str| {
        let assignment = Assignment::parse(text).expect(text);
        assignment.bind(sheet.layout(), sheet.context()).expect(text)
    };
    let bound: Vec<_> = typed.iter().map(bind).collect();
    sheet.propose(&sheet.rows().collect::<Vec<_>>(), &bound, typed.join(", "))
}

fn cells(set: &ChangeSet) -> Vec<String> {
    let line = |cell: &ProposedCell| {
        format!("{} {}: {} -> {}", cell.at.row, cell.at.field.index(), cell.before, cell.after)
    };
    set.cells.iter().map(line).collect()
}

const ACTIVE: [&str; 5] = ["Active", "Accepted", "1000", "USD", "11/30/2026"];

#[test]
fn cells_that_are_locked_unreadable_or_the_same_are_left_out_and_counted() {
    let sheet = sheet(&[
        ACTIVE,
        ["Closed", "Won", "1", "USD", "11/30/2026"],
        ["Active", "Accepted", "1", "USD", "soon"],
        ["Active", "Accepted", "1", "USD", ""],
        ["Active", "Accepted", "1", "USD", "12/31/2026"],
    ]);
    let set = propose(&sheet, &["Close date end of quarter"]);
    assert_eq!(cells(&set), ["1 8: 11/30/2026 -> 12/31/2026"]);
    let described: Vec<String> = set.left_out_groups().iter().map(|g| g.describe()).collect();
    assert!(described[0].starts_with("locked: 1 cell (row 2: R-05"), "{described:?}");
    assert_eq!(
        described[1..],
        [
            "can't be read: 2 cells (the first: row 3: \"soon\" isn't a date)",
            "unchanged by it: 1 cell"
        ]
    );
}

#[test]
fn assignments_follow_each_other_in_a_lead() {
    let sheet = sheet(&[ACTIVE, ["Active", "Accepted", "1000", "JPY", "11/30/2026"]]);
    let set = propose(&sheet, &["Deal value*=1.001", "Close date+=1q", "Close date end of month"]);
    assert_eq!(
        cells(&set)[..3],
        ["1 6: 1000 -> 1001", "1 8: 11/30/2026 -> 02/28/2027", "2 6: 1000 -> 1001"]
    );
    let set = propose(&sheet, &["Outcome=Lost", "Reason=3", "Notes append Budget"]);
    assert_eq!(
        cells(&set)[..5],
        [
            "1 2: Active -> Closed",
            "1 3: Accepted -> Lost",
            "1 4:  -> 3",
            "1 9: old -> old\nBudget",
            "2 2: Active -> Closed"
        ]
    );
    let back = propose(&sheet, &["Close date+=7", "Close date-=7"]);
    assert!(back.is_empty() && back.count_left_out(LeftOutKind::Unchanged) == 2, "{back:?}");
}

#[test]
fn a_reason_without_an_outcome_that_asks_for_it_is_locked() {
    let set = propose(&sheet(&[ACTIVE]), &["Reason=3"]);
    assert!(set.is_empty());
    assert_eq!(set.count_left_out(LeftOutKind::Locked), 1);
}

#[test]
fn what_would_be_held_back_is_what_is_held_back_after_the_edit() {
    let leads = [
        ACTIVE,
        ["Active", "Accepted", "100", "USD", "01/31/2027"],
        ["New", "Pending", "1000", "USD", "01/31/2027"],
    ];
    for typed in [
        &["Close date= soon"][..],
        &["Deal value-=500"],
        &["Outcome=Lost"],
        &["Outcome=Lost", "Reason=1"],
    ] {
        let mut sheet = sheet(&leads);
        let set = propose(&sheet, typed);
        let expected: Vec<(Row, Vec<&str>)> = sheet
            .forecast(&set)
            .iter()
            .filter(|lead| lead.is_held_back())
            .map(|lead| (lead.row, lead.errors.iter().map(|error| error.rule.code()).collect()))
            .collect();
        sheet.apply(set.edit(|_| true)).expect("editable");
        let held = |row: Row| {
            let errors = sheet.findings().row(row).filter(|f| f.level == Level::Error);
            (row, errors.map(|error| error.rule.code()).collect::<Vec<_>>())
        };
        let mut held: Vec<_> =
            sheet.rows().map(held).filter(|(_, codes)| !codes.is_empty()).collect();
        let sorted =
            |list: &mut Vec<(Row, Vec<&str>)>| list.iter_mut().for_each(|(_, c)| c.sort_unstable());
        let mut expected = expected;
        sorted(&mut held);
        sorted(&mut expected);
        assert_eq!(expected, held, "{typed:?}");
        assert_eq!(held.is_empty(), typed.len() == 2, "{typed:?}");
    }
}

#[test]
fn a_date_in_the_past_is_a_warning_in_the_forecast() {
    let sheet = sheet(&[ACTIVE, ["Active", "Accepted", "100", "USD", "01/31/2028"]]);
    let forecast = sheet.forecast(&propose(&sheet, &["Close date-=1y"]));
    let first = forecast.first().and_then(LeadForecast::first).expect("one is past");
    assert!(forecast.len() == 1 && !forecast[0].is_held_back());
    assert!(first.message.contains("is in the past"), "{}", first.message);
}

#[test]
fn leads_that_are_not_ticked_stay_and_one_undo_takes_all_back() {
    let mut sheet = sheet(&[ACTIVE; 3]);
    let set = propose(&sheet, &["Deal value*=2", "Close date+=1q"]);
    let edit = set.edit(|row| row != Row(1));
    assert_eq!(sheet.apply(edit).map(|applied| (applied.cells, applied.rows)), Ok((4, 2)));
    assert_eq!(sheet.history().len(), (1, 0));
    sheet.undo().expect("a step");
    assert_eq!(sheet.changed_rows().count(), 0);
}

#[test]
fn amounts_add_up_by_currency() {
    let sheet = sheet(&[ACTIVE, ACTIVE, ["Active", "Accepted", "0.30", "EUR", "11/30/2026"]]);
    let set = propose(&sheet, &["Deal value*=1.1"]);
    let totals = |skipped: Option<Row>| -> Vec<String> {
        let totals = sheet.amount_totals(&set, |row| Some(row) != skipped);
        totals.iter().map(|t| format!("{} {} -> {}", t.currency, t.before, t.after)).collect()
    };
    assert_eq!(totals(None), ["EUR 0.30 -> 0.33", "USD 2000 -> 2200"]);
    assert_eq!(totals(Some(Row(0))), ["EUR 0.30 -> 0.33", "USD 1000 -> 1100"]);
}

#[test]
fn new_texts_with_their_origin_become_cells_in_the_order_in_which_they_depend_on_each_other() {
    let sheet = sheet(&[ACTIVE, ACTIVE]);
    let layout = sheet.layout();
    let field = |name: &str| layout.named(name).expect(name);
    let set = |row, name: &str, text: &str| {
        (CellEdit::new(row, field(name), text), Some(format!("crm row {row}")))
    };
    let sets = vec![
        set(Row(1), "Reason", "3"),
        set(Row(0), "Reason", "3"),
        set(Row(1), "Substatus", "Lost"),
        set(Row(1), "Status", "Closed"),
        set(Row(0), "Notes", "old"),
        set(Row(0), "Referral ID", "x"),
    ];
    let proposed = sheet.propose_texts("fill", sets);
    let fields: Vec<_> = proposed.cells.iter().map(|cell| cell.at).collect();
    let at = |name| CellRef::new(Row(1), field(name));
    assert_eq!(fields, [at("Status"), at("Substatus"), at("Reason")]);
    assert_eq!(proposed.cells[0].reason.as_deref(), Some("crm row 2"));
    assert_eq!(proposed.count_left_out(LeftOutKind::Locked), 2);
    assert_eq!(proposed.count_left_out(LeftOutKind::Unchanged), 1);
}
