//! A number or a date means the same however it is met: typed, in a cell, in a condition, in another file.

use crate::support::fixtures::today;
use leadsheet::leads::condition::{Condition, ConditionError, Truth};
use leadsheet::leads::kind::amount::is_plain;
use leadsheet::leads::kind::cell::CellValue;
use leadsheet::leads::kind::date::{portal, write};
use leadsheet::leads::value_change::{Assignment, CannotChange};
use leadsheet::leads::{Col, Field, Origin, Row};
use leadsheet::sheet::{LeftOutKind, Policy, PolicyRun, Sentence, Sheet, SkippedCell};
use leadsheet::store::fill::{FillSource, read_fill_bytes};
use leadsheet::sync::fill::{Fill, FillCellGroup, FillMapping};
use leadsheet::table::Table;

/// What a text is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reading {
    One(String),
    Ambiguous,
    Nothing,
}

use Reading::{Ambiguous, Nothing};

fn one(text: &str) -> Reading {
    Reading::One(text.to_owned())
}

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,Sales Stage,\
    Estimated Deal Value,Currency,Estimated Close Date\n";

/// A lead whose cell of a column has a text.
fn sheet(col: Col, text: &str, currency: &str) -> (Sheet, Field) {
    let (amount, date) = if col == Col::DealValue { (text, "") } else { ("", text) };
    let row = format!("r-1,a,Active,Accepted,80,\"{amount}\",{currency},\"{date}\"\n");
    let table = Table::parse(format!("{HEADER}{row}"), b',').expect("a table");
    let sheet = Sheet::new(table, Origin::Download, today());
    let field = sheet.layout().field(col).expect("the column");
    (sheet, field)
}

/// What the text of a cell is: as a value, to a condition, to a change and to a policy.
fn in_cell(col: Col, text: &str, currency: &str) -> [Reading; 4] {
    let (sheet, field) = sheet(col, text, currency);
    let value = match (col, sheet.amount(Row(0), field), sheet.day(Row(0), field)) {
        (Col::DealValue, CellValue::One(amount), _) => {
            let sign = if amount.is_negative { "-" } else { "" };
            one(&format!("{sign}{}", amount.plain))
        }
        (Col::CloseDate, _, CellValue::One(day)) => one(&write(day)),
        (Col::DealValue, CellValue::Ambiguous, _) | (Col::CloseDate, _, CellValue::Ambiguous) => {
            Ambiguous
        }
        _ => Nothing,
    };
    // The other ways say no more than whether there is one value, and compare or keep it.
    let certain = if let Reading::One(value) = &value {
        let value = if is_plain(value) { format!("{value}{}", zero(value)) } else { value.clone() };
        format!("{} = {value}", col.short())
    } else {
        format!("{} >= {}", col.short(), if col == Col::DealValue { "0" } else { "1/1/1990" })
    };
    let condition = Condition::parse(&certain).expect("a condition");
    let bound = condition.bind(sheet.layout(), sheet.context()).expect("bound");
    let unread = if value == Ambiguous { Ambiguous } else { Nothing };
    let checked = match bound.check(|at| sheet.text(Row(0), at), sheet.context()) {
        Truth::Holds => value.clone(),
        Truth::Fails => one("another value"),
        Truth::Unreadable => unread.clone(),
    };
    let change = if col == Col::DealValue { "*=1" } else { "+=0" };
    let change = Assignment::parse(&format!("{}{change}", col.short())).expect("an assignment");
    let change = change.bind(sheet.layout(), sheet.context()).expect("bound");
    let changed = match sheet.with_row(Row(0), |lead| change.texts(lead)) {
        Ok(_) => value.clone(),
        Err(CannotChange::AmbiguousAmount(_) | CannotChange::AmbiguousDate(_)) => Ambiguous,
        Err(_) => Nothing,
    };
    let sentence = Sentence { name: "a".to_owned(), when: vec![bound], set: vec![change] };
    let policy = Policy { name: "a".to_owned(), sentences: vec![sentence] };
    let run = PolicyRun::new(&sheet, &policy);
    let is_unread = |skipped: &SkippedCell| skipped.kind == LeftOutKind::Unreadable;
    let planned = if run.skipped.iter().any(is_unread) { unread } else { value.clone() };
    [value, checked, changed, planned]
}

/// What makes a plain amount clear: one more decimal where it has three.
fn zero(plain: &str) -> &'static str {
    if plain.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) { "0" } else { "" }
}

/// What a text is when it is typed, as the value of a condition, and in a file that leads are filled from.
fn typed(col: Col, text: &str, currency: &str) -> [Reading; 3] {
    let (sheet, field) = sheet(col, "", currency);
    let is_value = |text: &str| match col {
        Col::DealValue => is_plain(text),
        _ => portal(text).is_ok(),
    };
    let understood = sheet.understand(Row(0), col, text);
    let typed = match (understood.doubt.is_empty(), is_value(&understood.text)) {
        (false, _) => Ambiguous,
        (true, true) => one(&understood.text),
        (true, false) => Nothing,
    };
    let condition =
        Condition::parse(&format!("{} = \"{text}\"", col.short())).expect("a condition");
    let condition = match condition.bind(sheet.layout(), sheet.context()) {
        Ok(_) => typed.clone(),
        Err(ConditionError::Ambiguous { .. }) => Ambiguous,
        Err(_) => Nothing,
    };
    let csv = format!("Referral ID,{}\nr-1,\"{text}\"\n", sheet.layout().name(field));
    let source =
        read_fill_bytes("crm.csv", csv.into_bytes(), &FillSource::default()).expect("read");
    let fill = Fill::new(&source, &sheet, &FillMapping::from_names(&source, &sheet));
    let cell = |group| fill.of_group(group).next();
    let filled = match (cell(FillCellGroup::Filled), cell(FillCellGroup::Rejected)) {
        (Some(cell), _) => one(&cell.after),
        (None, Some(cell)) if cell.reason.contains("can mean") => Ambiguous,
        (None, Some(cell)) if cell.reason.contains("can't be read") => Nothing,
        // A rule has something against the value.
        (None, cell) => one(&cell.expect("a cell").after),
    };
    [typed, condition, filled]
}

#[test]
fn a_number_means_the_same_in_a_cell_and_typed() {
    for (text, currency, reading) in [
        ("12563", "USD", one("12563")),
        ("12563.50", "USD", one("12563.50")),
        ("12.563", "USD", Ambiguous),
        ("12,563", "USD", Ambiguous),
        ("$ 12,563", "USD", Ambiguous),
        ("12.5630", "USD", one("12.5630")),
        ("12,563", "KWD", Ambiguous),
        ("1250.563", "USD", one("1250.563")),
        ("0.563", "USD", one("0.563")),
        ("1,250.00", "USD", one("1250.00")),
        ("1.250,00", "EUR", one("1250.00")),
        ("12 563", "EUR", one("12563")),
        ("1.2k", "USD", one("1200")),
        ("lots", "USD", Nothing),
        ("1.2E+11", "USD", Nothing),
    ] {
        assert_eq!(
            in_cell(Col::DealValue, text, currency),
            [&reading; 4].map(Clone::clone),
            "{text}"
        );
        assert_eq!(
            typed(Col::DealValue, text, currency),
            [&reading; 3].map(Clone::clone),
            "{text}"
        );
    }
}

#[test]
fn three_decimals_are_certain_in_a_currency_that_has_them() {
    assert_eq!(in_cell(Col::DealValue, "12.563", "KWD"), [0; 4].map(|_| one("12.563")));
    // The value of a condition is for leads of any currency.
    let readings = typed(Col::DealValue, "12.563", "KWD");
    assert_eq!(readings, [one("12.563"), Ambiguous, one("12.563")]);
}

#[test]
fn an_amount_below_zero_stands_in_cells_only() {
    assert_eq!(in_cell(Col::DealValue, "-5", "USD")[0], one("-5"));
    assert_eq!(typed(Col::DealValue, "-5", "USD")[0], Nothing);
}

#[test]
fn a_date_means_the_same_in_a_cell_and_typed() {
    for (text, reading) in [
        ("03/01/2027", one("03/01/2027")),
        ("3/1/2027", one("03/01/2027")),
        ("3/1/27", one("03/01/2027")),
        ("31/3/2027", one("03/31/2027")),
        ("2027-03-01", one("03/01/2027")),
        ("31.12.2027", one("12/31/2027")),
        ("5.6.2027", Ambiguous),
        ("05-06-2027", Ambiguous),
        ("1 Mar 2027", one("03/01/2027")),
        ("02/30/2027", Nothing),
        ("soon", Nothing),
    ] {
        assert_eq!(in_cell(Col::CloseDate, text, "USD"), [&reading; 4].map(Clone::clone), "{text}");
        assert_eq!(typed(Col::CloseDate, text, "USD"), [&reading; 3].map(Clone::clone), "{text}");
    }
}

#[test]
fn a_date_with_a_time_is_its_day_and_what_depends_on_today_is_for_typing() {
    for text in ["3/31/2027 0:00", "2027-03-31T00:00:00Z"] {
        assert_eq!(
            in_cell(Col::CloseDate, text, "USD"),
            [0; 4].map(|_| one("03/31/2027")),
            "{text}"
        );
        assert_eq!(typed(Col::CloseDate, text, "USD")[2], one("03/31/2027"), "{text}");
    }
    for text in ["+30", "fri", "3/1"] {
        assert_eq!(in_cell(Col::CloseDate, text, "USD"), [0; 4].map(|_| Nothing), "{text}");
        assert!(matches!(&typed(Col::CloseDate, text, "USD")[0], Reading::One(_)), "{text}");
    }
}
