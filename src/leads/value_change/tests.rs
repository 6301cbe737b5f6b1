use super::*;
use crate::leads::{Field, Layout, Origin, Reference, UploadResult};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

const HEADER: [&str; 10] = [
    "Referral ID",
    "Lead Name",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Declined/Lost/Error reason",
    "Sales Stage",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "Notes",
];

fn context() -> FileContext {
    FileContext::new(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
}

/// A new lead in which some columns have other texts.
fn with_lead<R>(texts: &[(&str, &str)], look: impl FnOnce(&Lead) -> R) -> R {
    let layout = Layout::new(HEADER.map(str::to_owned).to_vec());
    let mut cells = ["r-1", "one", "New", "Pending", "", "0", "1000", "USD", "11/30/2026", ""];
    for (name, text) in texts {
        cells[layout.named(name).expect(name).index()] = text;
    }
    let context = context();
    let lead = Lead {
        layout: &layout,
        loaded: &cells,
        current: &cells,
        origin: Origin::Download,
        reference: Reference::File,
        to_scan: &[],
        changed: &[],
        broken: None,
        upload_result: UploadResult::Unknown,
        portal_errors: "",
        corrected: &[],
        context: &context,
    };
    look(&lead)
}

/// What a change makes of a cell, or why it can't.
fn changed(col: Col, old: &str, typed: &str, currency: &str) -> Result<String, CannotChange> {
    let name = col.name();
    let texts = [(name.as_str(), old), ("Currency", currency)];
    let change = ValueChange::parse(typed).expect(typed);
    change.check(col, &context()).expect(typed);
    with_lead(&texts, |lead| change.apply(col, lead))
}

#[test]
fn a_date_moves_from_its_own_day() {
    for (old, typed, new) in [
        ("11/30/2026", "+=1q", "02/28/2027"),
        ("01/31/2027", "+=1m", "02/28/2027"),
        ("01/31/2028", "+=1m", "02/29/2028"),
        ("02/29/2028", "+=1y", "02/28/2029"),
        ("03/31/2027", "-=1m", "02/28/2027"),
        ("12/31/2026", "+=30", "01/30/2027"),
        ("12/31/2026", "+= 30 days", "01/30/2027"),
        ("1/5/2027", "-=2W", "12/22/2026"),
        ("2027-03-01", "+=1d", "03/02/2027"),
        ("02/10/2027", "end of month", "02/28/2027"),
        ("02/10/2027", "end of its quarter", "03/31/2027"),
        ("02/10/2027", "END OF YEAR", "12/31/2027"),
        ("02/10/2027", "start of quarter", "01/01/2027"),
        ("12/10/2027", "start of month", "12/01/2027"),
        ("06/10/2027", "start of the year", "01/01/2027"),
        ("11/28/2026", "next working day", "11/30/2026"),
        ("11/29/2026", "next working day", "11/30/2026"),
        ("11/27/2026", "next  working day", "11/27/2026"),
        ("2/1/2027", "next working day", "2/1/2027"),
        ("02/10/2027", "= 3/1/2027", "03/01/2027"),
        ("soon", "+7", "11/29/2026"),
        ("", "eoq", "12/31/2026"),
    ] {
        assert_eq!(changed(Col::CloseDate, old, typed, "USD").as_deref(), Ok(new), "{old} {typed}");
    }
}

#[test]
fn a_date_that_cannot_be_read_or_written_says_so() {
    let of = |old: &str, typed| changed(Col::CloseDate, old, typed, "USD").expect_err(old);
    assert_eq!(of(" ", "+=1q"), CannotChange::Empty);
    assert_eq!(of("soon", "+=1q"), CannotChange::NoDate("soon".into()));
    assert_eq!(of("tomorrow", "+=1q"), CannotChange::NoDate("tomorrow".into()), "not a whole date");
    assert_eq!(of("05.06.2027", "+=1q"), CannotChange::AmbiguousDate("05.06.2027".into()));
    assert_eq!(of("13/40/2027", "end of month"), CannotChange::NoDate("13/40/2027".into()));
    assert_eq!(of("11/30/2026", "+=9999y"), CannotChange::OutOfRange);
    assert_eq!(of("11/30/2026", "-=99999999999999999999"), CannotChange::OutOfRange);
    assert!(of("soon", "+=1q").is_unreadable() && !CannotChange::OutOfRange.is_unreadable());
}

#[test]
fn an_amount_is_calculated_exactly_and_rounded_half_up_to_its_currency() {
    for (old, typed, currency, new) in [
        ("12563", "*=1.1", "USD", "13819.3"),
        ("12563.00", "*=1.1", "USD", "13819.30"),
        ("1250", "*=1.1", "USD", "1375"),
        ("0.05", "*=0.5", "USD", "0.03"),
        ("1", "/=3", "USD", "0.33"),
        ("2", "/=3", "USD", "0.67"),
        ("1000", "/=2", "JPY", "500"),
        ("1001", "/=2", "JPY", "501"),
        ("1.5", "*=1.5", "KWD", "2.25"),
        ("12.563", "*=2", "KWD", "25.126"),
        ("1,250.00", "+=500", "USD", "1750.00"),
        ("100", "+=10%", "USD", "110"),
        ("99.99", "-=10%", "USD", "89.99"),
        ("500", "-=1.2k", "USD", "-700"),
        ("-700", "+=700", "USD", "0"),
        ("12349.99", "round 100", "USD", "12300.00"),
        ("12350", "round 100", "USD", "12400"),
        ("1000", "+=0", "USD", "1000"),
        ("1000", "= 2,500.00", "USD", "2500.00"),
        ("9.995", "+=0.005", "KWD", "10.000"),
        ("7", "*=1.125", "???", "7.88"),
        ("90071992547409930.01", "+=0.01", "USD", "90071992547409930.02"),
    ] {
        let new = Ok(new);
        assert_eq!(changed(Col::DealValue, old, typed, currency).as_deref(), new, "{old} {typed}");
    }
    let of = |old: &str, typed| changed(Col::DealValue, old, typed, "USD").expect_err(old);
    assert_eq!(of("", "*=2"), CannotChange::Empty);
    assert_eq!(of("lots", "*=2"), CannotChange::NoAmount("lots".into()));
    assert_eq!(of("12,563", "*=2"), CannotChange::AmbiguousAmount("12,563".into()));
    assert_eq!(of(&"9".repeat(38), "*=2"), CannotChange::OutOfRange);
    assert_eq!(of(&"9".repeat(90), "*=2"), CannotChange::OutOfRange);
}

#[test]
fn a_text_gets_another_one_or_other_letters() {
    for (col, old, typed, new) in [
        (Col::Notes, "Phase 1 is live.", "append Called 11/26", "Phase 1 is live.\nCalled 11/26"),
        (Col::Notes, "a\r\nb\r\n", "append c", "a\r\nb\r\nc"),
        (Col::Notes, "", "append \"Called\"", "Called"),
        (Col::Notes, "old", "Prepend new", "new\nold"),
        (Col::Notes, "  a  \nb \r\n c ", "trim", "a\nb\r\n c"),
        (Col::LeadName, "UK spring", "append (renewal)", "UK spring (renewal)"),
        (Col::LeadName, "UK spring", "append \"-26\"", "UK spring-26"),
        (Col::LeadName, "UK spring", "prepend \"a \"\"b\"\" \"", "a \"b\" UK spring"),
        (Col::LeadName, "contoso's NEW-build", "title", "Contoso's New-Build"),
        (Col::LeadName, "straße", "upper", "STRASSE"),
        (Col::LeadName, "ÉTÉ", "lower", "été"),
        (Col::LeadName, "  two   words ", "trim", "two words"),
        (Col::LeadName, "x", "title insurance", "title insurance"),
        (Col::LeadName, "x", "= upper", "upper"),
        (Col::LeadName, "x", "=", ""),
        (Col::Currency, "usd", "upper", "USD"),
        (Col::TeamMember(1), "a", "= A,B,1,a@b.co", "A, B, 1, a@b.co"),
    ] {
        if col == Col::TeamMember(1) {
            let change = ValueChange::parse(typed).expect(typed);
            let text = with_lead(&[], |lead| change.apply(col, lead));
            assert_eq!(text.as_deref(), Ok(new), "{typed}");
            continue;
        }
        assert_eq!(changed(col, old, typed, "USD").as_deref(), Ok(new), "{old} {typed}");
    }
}

#[test]
fn a_mistyped_change_is_explained() {
    for (typed, message) in [
        ("", "nothing is typed"),
        (
            "+=",
            "\"\" isn't a number; expected a number, with or without a unit: 30, 2w, 3m, 1q, 1y, 500, 10%",
        ),
        (
            "+=1x",
            "\"1x\" isn't a number; expected a number, with or without a unit: 30, 2w, 3m, 1q, 1y, 500, 10%",
        ),
        ("*=two", "\"two\" isn't a number; expected a number above 0, such as 1.1"),
        ("/=0", "dividing needs a number above 0"),
        ("*=-1", "multiplying needs a number above 0"),
        ("round 0", "rounding needs a number above 0"),
        ("+=1,250", "\"1,250\" can be two numbers; write it without separators between thousands"),
        ("end of days", "\"days\" is no period; expected month, quarter or year"),
        ("append", "append needs a text behind it"),
        ("prepend \"\"", "prepend needs a text behind it"),
    ] {
        let error = ValueChange::parse(typed).expect_err(typed);
        assert_eq!(error.to_string(), message, "{typed}");
    }
}

#[test]
fn a_change_for_another_kind_of_column_names_the_forms_that_fit() {
    let check = |col: Col, typed| ValueChange::parse(typed).expect(typed).check(col, &context());
    for (col, typed) in [
        (Col::CloseDate, "*=2"),
        (Col::CloseDate, "+=1.5"),
        (Col::CloseDate, "+=10%"),
        (Col::CloseDate, "append x"),
        (Col::DealValue, "+=1q"),
        (Col::DealValue, "end of month"),
        (Col::DealValue, "upper"),
        (Col::Notes, "+=1"),
        (Col::Currency, "append x"),
        (Col::Status, "upper"),
        (Col::Reason, "trim"),
    ] {
        let error = check(col, typed).expect_err(typed).to_string();
        assert!(error.contains("isn't for") && error.contains("expected"), "{error}");
    }
    let error = check(Col::CloseDate, "= 5.6.2027").expect_err("two days").to_string();
    assert_eq!(error, "Is it 6 May or 5 June? Type 5/6/2027 or 6/5/2027.");
}

#[test]
fn every_listed_form_can_be_typed_in_its_column() {
    let cols = [
        Col::CloseDate,
        Col::DealValue,
        Col::Notes,
        Col::LeadName,
        Col::Currency,
        Col::TeamMember(1),
    ];
    for col in cols {
        for form in forms(col.column().kind) {
            let change = ValueChange::parse(&form.text).expect(&form.text);
            assert_eq!(change.check(col, &context()), Ok(()), "{}", form.text);
            assert_eq!(change.to_string(), form.text);
        }
    }
}

#[test]
fn an_assignment_is_a_column_and_a_change() {
    for (typed, column, change) in [
        ("Estimated Close Date+=1q", "Estimated Close Date", "+=1q"),
        (" close date -= 2w ", "close date", "-=2w"),
        ("Deal value*=1.1", "Deal value", "*=1.1"),
        ("Notes append \"Called 11/26 = ok\"", "Notes", "append \"Called 11/26 = ok\""),
        ("Notes append a=b", "Notes", "append a=b"),
        ("Customer Contact Job Title=CEO", "Customer Contact Job Title", "= CEO"),
        ("Customer Contact Job Title upper", "Customer Contact Job Title", "upper"),
        ("Declined/Lost/Error reason=1", "Declined/Lost/Error reason", "= 1"),
        ("\"a=b\"=c", "a=b", "= c"),
        ("Close date end of quarter", "Close date", "end of quarter"),
        ("Close date next working day", "Close date", "next working day"),
        ("Deal value round 100", "Deal value", "round 100"),
        ("Status=", "Status", "= "),
    ] {
        let assignment = Assignment::parse(typed).expect(typed);
        assert_eq!(assignment.target.name(), column);
        assert_eq!(assignment.change.to_string(), change);
        assert_eq!(Assignment::parse(&assignment.to_string()), Ok(assignment), "{typed}");
    }
    for typed in ["", "Notes", "=x", "Notes appendd x", "Outcome append x", "\"Notes=1"] {
        let error = Assignment::parse(typed).expect_err(typed);
        assert_eq!(error, AssignmentError::Form(typed.to_owned()));
    }
    let error = Assignment::parse("Deal value round ten").expect_err("no number").to_string();
    assert_eq!(error, "Deal value: \"ten\" isn't a number; expected a number above 0, such as 100");
}

/// The texts that an assignment gives to a lead, by the short names of the columns.
fn assigned(typed: &str, texts: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let assignment = Assignment::parse(typed).map_err(|error| error.to_string())?;
    with_lead(texts, |lead| {
        let bound =
            assignment.bind(lead.layout, lead.context).map_err(|error| error.to_string())?;
        let name = |field: Field| lead.layout.col(field).map_or_else(String::new, Col::short);
        let texts = bound.texts(lead).map_err(|error| error.to_string())?;
        Ok(texts.iter().map(|set| format!("{}={}", name(set.field), set.text)).collect())
    })
}

#[test]
fn an_outcome_sets_all_of_its_cells_as_the_drop_down_does() {
    let won = ["Status=Closed", "Substatus=Won", "Stage=100", "Reason="].map(str::to_owned);
    let active = [("Status", "Active"), ("Substatus", "Accepted"), ("Stage", "80")];
    for name in ["Won", "won", "Closed/Won"] {
        assert_eq!(assigned(&format!("Outcome={name}"), &active).as_deref(), Ok(&won[..]));
    }
    let declined = assigned("outcome=Declined", &[]).expect("offered");
    assert_eq!(declined, ["Status=Closed", "Substatus=Declined", "Stage=0", "Reason="]);
    assert_eq!(assigned("Outcome=Accept", &active).as_deref(), Ok(&[][..]), "it has it");
    let lost = [("Status", "Closed"), ("Substatus", "Lost")];
    let error = assigned("Outcome=Won", &lost).expect_err("closed");
    assert_eq!(error, "the lead doesn't offer \"Won\"");
    let error = assigned("Outcome=Expired", &[]).expect_err("Partner Center sets it");
    assert_eq!(
        error,
        "\"Expired\" isn't an outcome that you can set; expected Accepted, Won, Lost, Declined, Error"
    );
}

#[test]
fn a_reason_is_given_by_its_number_or_its_text() {
    let lost = [("Substatus", "Lost")];
    for value in ["3", "Customer chose another vendor", "customer CHOSE another vendor"] {
        assert_eq!(assigned(&format!("Reason={value}"), &lost), Ok(vec!["Reason=3".into()]));
    }
    assert_eq!(assigned("Reason=99", &lost), Ok(vec!["Reason=99".into()]), "the rules say so");
    assert_eq!(assigned("Currency=eur", &[]), Ok(vec!["Currency=EUR".into()]));
    assert_eq!(assigned("Status=active", &[]), Ok(vec!["Status=Active".into()]));
}

#[test]
fn an_assignment_that_is_not_for_the_file_says_why() {
    for (typed, message) in [
        (
            "Closing date+=1q",
            "the file has no column \"Closing date\"; did you mean \"Close date\"?",
        ),
        ("Referral ID=x", "Referral ID: read-only, Partner Center sets it"),
    ] {
        assert_eq!(assigned(typed, &[]).expect_err(typed), message);
    }
    let error = assigned("Close date*=2", &[]).expect_err("an amount's");
    assert!(
        error.starts_with("Close date: \"*=2\" isn't for Close date; expected +=1q"),
        "{error}"
    );
}

proptest! {
    #[test]
    fn days_forth_and_back_are_the_same_day(day in 0_u64..30_000, days in 0_u32..100_000) {
        let start = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a day") + Days::new(day);
        let old = kind::date::write(start);
        let moved = changed(Col::CloseDate, &old, &format!("+={days}"), "USD").expect("in range");
        let back = changed(Col::CloseDate, &moved, &format!("-={days}"), "USD").expect("in range");
        prop_assert_eq!(back, old);
    }

    #[test]
    fn sums_of_cents_are_exact(cents in 0_u64..9_000_000_000_000, more in 0_u64..9_000_000_000_000) {
        let text = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
        let sum = changed(Col::DealValue, &text(cents), &format!("+={}", text(more)), "USD");
        prop_assert_eq!(sum, Ok(text(cents + more)));
    }

    #[test]
    fn any_text_is_read_and_any_cell_is_changed_or_explained(typed in "\\PC{0,12}", old in "\\PC{0,12}") {
        for typed in [typed.clone(), format!("+={typed}"), format!("append {typed}"), format!("round {typed}")] {
            let Ok(change) = ValueChange::parse(&typed) else { continue };
            prop_assert_eq!(ValueChange::parse(&change.to_string()), Ok(change.clone()));
            for col in [Col::CloseDate, Col::DealValue, Col::Notes, Col::LeadName, Col::Currency] {
                if change.check(col, &context()).is_ok() {
                    let name = col.name();
                    let _ = with_lead(&[(&name, &old)], |lead| change.apply(col, lead));
                }
            }
        }
        if let Ok(assignment) = Assignment::parse(&typed) {
            prop_assert_eq!(Assignment::parse(&assignment.to_string()), Ok(assignment));
        }
    }
}
