//! Every operator on every kind of column, and every mistake.

mod errors;

use super::*;
use crate::leads::{Col, Field, FileContext, Layout};
use chrono::NaiveDate;
use proptest::prelude::*;

/// A Sunday.
const TODAY: (i32, u32, u32) = (2026, 11, 22);

fn context_on((year, month, day): (i32, u32, u32)) -> FileContext {
    FileContext::new(NaiveDate::from_ymd_opt(year, month, day).expect("a day"))
}

fn layout() -> Layout {
    let names = [
        "Lead Name",
        "Partner Referral Status *",
        "Partner Referral Substatus",
        "Sales Stage",
        "Estimated Deal Value",
        "Estimated Close Date",
        "Lead Created Date",
        "Notes",
        "Team member 1",
        "Team member 2",
        "Renewal",
        "a = b",
    ];
    Layout::new(names.map(str::to_owned).to_vec())
}

/// Whether a condition holds for a cell with a text.
fn check_on(today: (i32, u32, u32), condition: &str, text: &str) -> Truth {
    let context = context_on(today);
    let parsed = Condition::parse(condition).unwrap_or_else(|e| panic!("{condition}: {e}"));
    let bound = parsed.bind(&layout(), &context).unwrap_or_else(|e| panic!("{condition}: {e}"));
    bound.check(|_| text, &context)
}

fn check(condition: &str, text: &str) -> Truth {
    check_on(TODAY, condition, text)
}

fn mistake(condition: &str) -> String {
    let bound = Condition::parse(condition)
        .and_then(|condition| condition.bind(&layout(), &context_on(TODAY)));
    bound.err().map_or_else(|| panic!("{condition} is right"), |error| error.to_string())
}

fn all(cases: &[(&str, &str, Truth)]) {
    for (condition, text, truth) in cases {
        assert_eq!(check(condition, text), *truth, "{condition} on {text:?}");
    }
}

use Truth::{Fails, Holds, Unreadable};

#[test]
fn texts_are_compared_without_case_and_outer_spaces() {
    all(&[
        ("Status = New", "New", Holds),
        ("status=new", " NEW ", Holds),
        ("Status = New", "Newer", Fails),
        ("Status = New|Active", "active", Holds),
        ("Status = New | \"Active\"", "Active", Holds),
        ("Status = \"New|Active\"", "Active", Fails),
        ("Status = \"New|Active\"", "new|active", Holds),
        ("Status != New|Active", "Active", Fails),
        ("Status != New|Active", "Closed", Holds),
        ("Status != New", "", Holds),
        ("Lead Name = Ärger", "äRGER", Holds),
        ("Lead Name = \"say \"\"hi\"\"\"", "say \"hi\"", Holds),
    ]);
}

#[test]
fn texts_and_expressions_are_found_in_cells() {
    all(&[
        ("Notes contains Budget", "no budget left", Holds),
        ("Notes contains a.c", "abc", Fails),
        ("Notes contains price|budget", "PRICE", Holds),
        ("Notes contains \"price|budget\"", "price", Fails),
        ("Notes contains x", "", Fails),
        ("Notes matches ^OPP-[0-9]+$", "OPP-17", Holds),
        ("Notes matches ^OPP-[0-9]+$", "opp-17", Fails),
        ("Notes matches ^opp", "OPP-17", Holds),
        ("Notes matches a|b", "xbx", Holds),
        ("Notes matches \"^ a\"", " a", Holds),
        ("Close date contains 2027", "03/01/2027", Holds),
        ("Deal value matches ^[0-9]$", "5", Holds),
    ]);
}

#[test]
fn empty_cells_are_found_in_every_kind_of_column() {
    for column in ["Notes", "Status", "Deal value", "Close date", "Renewal"] {
        for (text, is_empty) in [("", true), (" \t", true), ("x", false), ("\u{a0}", true)] {
            let (empty, filled) = (format!("{column} is empty"), format!("{column} IS  not Empty"));
            assert_eq!(check(&empty, text).holds(), is_empty, "{empty} on {text:?}");
            assert_eq!(check(&filled, text).holds(), !is_empty, "{filled} on {text:?}");
        }
    }
}

#[test]
fn numbers_are_compared_exactly_and_a_text_is_unreadable() {
    all(&[
        ("Deal value > 0", "0.00", Fails),
        ("Deal value > 0", "0.01", Holds),
        ("Deal value > 0", "-0", Fails),
        ("Deal value >= 0", "-0", Holds),
        ("Deal value < 0", "-5", Holds),
        ("Deal value > -5.5", "-5.4", Holds),
        ("Deal value < -5.5", "-10", Holds),
        ("Deal value = 1250", "1250.00", Holds),
        ("Deal value = 1,250.00", "01250", Holds),
        ("Deal value = 1k|2k", "2000", Holds),
        ("Deal value != 1k|2k", "2000", Fails),
        ("Deal value != 1k|2k", "", Holds),
        ("Deal value <= 12.5630", "12.563", Unreadable),
        ("Deal value <= 12.5630", "12.5630", Holds),
        ("Renewal <= 12.5630", "12.563", Holds),
        ("Deal value <= 99999999999999999999999", "99999999999999999999999.1", Fails),
        ("Deal value < 10", "9", Holds),
        ("Deal value < 10", "1,250.00", Fails),
        ("Deal value > 10", "1,250", Unreadable),
        ("Deal value > 10", "abc", Unreadable),
        ("Deal value != 10", "abc", Unreadable),
        ("Deal value > 10", "", Fails),
        ("Deal value < 10", " ", Fails),
        ("Stage >= 80", "100", Holds),
        ("Stage >= 80", "80%", Unreadable),
    ]);
}

#[test]
fn days_are_compared_with_days_and_with_today() {
    all(&[
        ("Close date < today", "11/21/2026", Holds),
        ("Close date < today", "11/22/2026", Fails),
        ("Close date <= today", "11/22/2026", Holds),
        ("Close date > today", "11/23/2026", Holds),
        ("Close date >= today", "11/21/2026", Fails),
        ("Close date = today", "11/22/2026", Holds),
        ("Close date = today|+1", "11/23/2026", Holds),
        ("Close date != today", "11/23/2026", Holds),
        ("Close date != today", "", Holds),
        ("Close date = today-10d", "11/12/2026", Holds),
        ("Close date = Today - 10", "11/12/2026", Holds),
        ("Close date = today+2w", "12/06/2026", Holds),
        ("Close date = +3m", "02/22/2027", Holds),
        ("Close date = +1q", "2/22/2027", Holds),
        ("Close date = +1y", "11/22/2027", Holds),
        ("Close date = tomorrow", "11/23/2026", Holds),
        ("Close date = eoq", "12/31/2026", Holds),
        ("Close date < 2027-03-01", "02/28/2027", Holds),
        ("Close date < \"1 Mar 2027\"", "03/01/2027", Fails),
        ("Close date < 3/1", "02/28/2027", Holds),
        ("Close date < today", "", Fails),
        ("Close date < today", "soon", Unreadable),
        ("Close date != today", "02/30/2026", Unreadable),
        ("Close date < today", "2026-11-01", Holds),
        ("Close date < today", "1/3/26", Holds),
        ("Close date < today", "31/3/26", Holds),
        ("Close date < today", "01.03.2026", Unreadable),
        ("Renewal < today", "11/21/2026", Holds),
        ("Renewal = this month", "11/30/2026", Holds),
        ("Renewal = 500", "500.00", Fails),
        ("Renewal >= 500", "500.00", Holds),
    ]);
}

#[test]
fn the_day_of_creation_is_read_as_the_other_dates_of_its_column_prove() {
    use crate::leads::kind::date::CreatedForm;
    let condition = Condition::parse("Created < today-10d").expect("a condition");
    let check = |others: &[&str], text: &str| {
        let created = CreatedForm::of(others.iter().chain([&text]));
        let context = FileContext { created, ..context_on(TODAY) };
        let bound = condition.bind(&layout(), &context).expect("a column");
        bound.check(|_| text, &context)
    };
    assert_eq!(check(&["10-31-2026"], "11-11-2026"), Holds);
    assert_eq!(check(&["10-31-2026"], "11-12-2026"), Fails);
    assert_eq!(check(&["10-31-2026"], "04-03-2026"), Holds);
    assert_eq!(check(&["10/31/2026"], "04-03-2026"), Unreadable, "two forms");
    assert_eq!(check(&["31-10-2026"], "04-03-2026"), Unreadable, "the day first");
    assert_eq!(check(&["10-31-2026"], ""), Fails);
}

#[test]
fn months_end_as_in_spreadsheets() {
    for (today, condition, day) in [
        ((2027, 1, 31), "Close date = +1m", "02/28/2027"),
        ((2028, 1, 31), "Close date = +1m", "02/29/2028"),
        ((2026, 11, 30), "Close date = +1q", "02/28/2027"),
        ((2028, 2, 29), "Close date = +1y", "02/28/2029"),
        ((2027, 3, 31), "Close date = today-1m", "02/28/2027"),
        ((2028, 2, 28), "Close date = tomorrow", "02/29/2028"),
    ] {
        assert_eq!(check_on(today, condition, day), Holds, "{condition} on {today:?}");
    }
}

#[test]
fn periods_have_a_first_and_a_last_day() {
    // Today, the period, and its first and last day.
    for (today, period, first, last) in [
        (TODAY, "this week", "11/16/2026", "11/22/2026"),
        (TODAY, "last week", "11/09/2026", "11/15/2026"),
        (TODAY, "next week", "11/23/2026", "11/29/2026"),
        ((2026, 11, 23), "this week", "11/23/2026", "11/29/2026"),
        (TODAY, "this month", "11/01/2026", "11/30/2026"),
        (TODAY, "next month", "12/01/2026", "12/31/2026"),
        ((2028, 1, 31), "next month", "02/01/2028", "02/29/2028"),
        ((2027, 3, 31), "last month", "02/01/2027", "02/28/2027"),
        (TODAY, "this quarter", "10/01/2026", "12/31/2026"),
        (TODAY, "Next  Quarter", "01/01/2027", "03/31/2027"),
        ((2027, 1, 1), "last quarter", "10/01/2026", "12/31/2026"),
        ((2026, 12, 31), "this year", "01/01/2026", "12/31/2026"),
        (TODAY, "next year", "01/01/2027", "12/31/2027"),
        (TODAY, "last year", "01/01/2025", "12/31/2025"),
    ] {
        let day = |text: &str| crate::leads::kind::date::portal(text).expect("a day");
        let text = |day: NaiveDate| crate::leads::kind::date::write(day);
        let (before, after) = (text(day(first).pred_opt().expect("a day")), day(last).succ_opt());
        let after = text(after.expect("a day"));
        let holds = |operator: &str, text: &str| {
            check_on(today, &format!("Close date {operator} {period}"), text).holds()
        };
        // Before it, on its first and its last day, and after it.
        for (operator, expected) in [
            ("=", [false, true, true, false]),
            ("!=", [true, false, false, true]),
            ("<", [true, false, false, false]),
            ("<=", [true, true, true, false]),
            (">", [false, false, false, true]),
            (">=", [false, true, true, true]),
        ] {
            let found = [&*before, first, last, &*after].map(|text| holds(operator, text));
            assert_eq!(found, expected, "{operator} {period} on {today:?}");
        }
    }
}

#[test]
fn the_outcome_is_the_status_and_the_substatus_together() {
    let context = context_on(TODAY);
    let texts = |status: &'static str, substatus: &'static str| {
        move |col: Col| match col {
            Col::Status => status,
            Col::Substatus => substatus,
            _ => "",
        }
    };
    for (condition, status, substatus, truth) in [
        ("Outcome = Won", "Closed", "Won", Holds),
        ("outcome=won", "closed", " Won ", Holds),
        ("Outcome = Closed/Won", "Closed", "Won", Holds),
        ("Outcome = Won", "Active", "Won", Fails),
        ("Outcome = Decline|Lost", "Closed", "Declined", Holds),
        ("Outcome = Keep as new", "New", "Received", Holds),
        ("Outcome != Won|Lost", "Closed", "Lost", Fails),
        ("Outcome != Won", "", "", Holds),
    ] {
        let parsed = Condition::parse(condition).expect("a condition");
        let bound = parsed.on_columns(&context).expect("an outcome");
        let found = bound.check(texts(status, substatus), &context);
        assert_eq!(found, truth, "{condition} on {status}/{substatus}");
    }
}

#[test]
fn columns_are_found_by_every_name() {
    for (name, field) in [
        ("estimated  deal VALUE", 4),
        ("Deal value", 4),
        ("\"Deal value\"", 4),
        ("Status", 1),
        ("Partner Referral Status", 1),
        ("Close date", 5),
        ("Created", 6),
        ("Member 2", 9),
        ("team member 2", 9),
        ("Renewal", 10),
        ("\"a = b\"", 11),
    ] {
        let condition = Condition::parse(&format!("{name} is empty")).expect("a condition");
        let bound = condition.bind(&layout(), &context_on(TODAY)).expect("a column");
        assert_eq!(bound.place(), Some(Field::at(field)), "{name}");
    }
}

/// Parts of conditions, and pieces that look like some.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("is".to_owned()),
        Just("is empty".to_owned()),
        Just("contains".to_owned()),
        Just("\"".to_owned()),
        "[=<>!~|+ ]{1,3}",
        "[ a-zÄ\"|-]{1,6}",
    ]
}

proptest! {
    #[test]
    fn a_condition_is_written_as_it_is_read(pieces in prop::collection::vec(piece(), 1..7)) {
        if let Ok(condition) = Condition::parse(&pieces.concat()) {
            let text = condition.to_string();
            prop_assert_eq!(Condition::parse(&text), Ok(condition), "{}", text);
        }
    }
}

#[test]
fn without_a_file_a_value_that_the_column_never_has_is_a_mistake() {
    let said = |condition: &str| {
        let condition = Condition::parse(condition).expect("a condition");
        condition.on_columns(&context_on(TODAY)).err().map(|error| error.to_string())
    };
    let mistyped = said("Status = New|Actve").expect("a mistake");
    assert_eq!(mistyped, "\"Status\" is never \"Actve\"; did you mean \"Active\"?");
    assert!(said("Substatus != Wonn").is_some() && said("Intent = Maybe").is_some());
    for right in ["status = NEW | active", "Substatus = won", "Intent = yes", "Status contains x"] {
        assert_eq!(said(right), None, "{right}");
    }
    assert!(
        Condition::parse("Status = Actve")
            .expect("one")
            .bind(&layout(), &context_on(TODAY))
            .is_ok()
    );
}
