//! What is said of conditions that can't be read or don't fit their column.

use super::*;

fn said(cases: &[(&str, &str)]) {
    for (condition, said) in cases {
        assert_eq!(mistake(condition), *said, "{condition}");
    }
}

#[test]
fn every_mistake_says_what_is_expected() {
    said(&[
        ("", "the condition is empty; expected a column, an operator and a value: Status = New"),
        (
            "Status",
            "\"Status\" has no operator; expected =, !=, <, <=, >, >=, contains, matches, is empty \
             or is not empty",
        ),
        ("Status => New", "\"=>\" isn't an operator; did you mean >=?"),
        ("Status == New", "\"==\" isn't an operator; did you mean =?"),
        (
            "Deal value+=5",
            "\"+=\" isn't an operator; expected =, !=, <, <=, >, >=, contains, matches, is empty or \
             is not empty",
        ),
        (
            "\"Status\" like New",
            "\"like\" isn't an operator; expected =, !=, <, <=, >, >=, \
             contains, matches, is empty or is not empty",
        ),
        ("< today", "no column stands before <; expected its name"),
        ("\"Status = New", "a quotation mark is missing after \"Status = New"),
        ("Status = \"New", "a quotation mark is missing after \"New"),
        (
            "Status = \"New\" Active",
            "\"Active\" follows the closing quotation mark; expected | and another value, or the end",
        ),
        ("Status =", "a value is missing after =; \"is empty\" finds empty cells"),
        ("Status = New|", "a value is missing after =; \"is empty\" finds empty cells"),
        ("Notes matches", "a value is missing after matches; \"is empty\" finds empty cells"),
        ("Notes is empty x", "\"x\" follows \"is empty\", which takes no value"),
        ("Deal value < 1|2", "< takes one value; only =, != and contains take several"),
        ("Notes matches (a", "the expression can't be read: unclosed group"),
    ]);
}

#[test]
fn a_condition_that_does_not_fit_the_column_says_what_does() {
    said(&[
        ("Deal valeu > 0", "no column is named \"Deal valeu\"; did you mean \"Deal value\"?"),
        ("Renewel = x", "no column is named \"Renewel\"; did you mean \"Renewal\"?"),
        ("xyzzyxyzzy = x", "no column is named \"xyzzyxyzzy\""),
        ("Currency = USD", "the file has no column \"Currency\""),
        (
            "Status > New",
            "> compares dates and numbers, and \"Status\" holds texts; expected =, !=, contains, \
             matches, is empty or is not empty",
        ),
        (
            "Outcome contains Won",
            "contains doesn't fit \"Outcome\"; expected = or != and the name of an outcome",
        ),
        (
            "Outcome = Wonn",
            "no outcome is named \"Wonn\"; expected Pending, Received, Accepted, Won, Lost, \
             Declined, Error, Expired",
        ),
        (
            "Close date < soon",
            "\"soon\" isn't a date; expected one such as today, today-10d, +1m, this quarter or \
             12/31/2026",
        ),
        (
            "Close date < +99999y",
            "\"+99999y\" isn't a date; expected one such as today, today-10d, +1m, this quarter or \
             12/31/2026",
        ),
        (
            "Close date < 5.6.2027",
            "\"5.6.2027\" can mean two values. Is it 6 May or 5 June? Write 5/6/2027 or 6/5/2027",
        ),
        ("Deal value > lots", "\"lots\" isn't a number; expected one such as 500 or 1250.50"),
        (
            "Deal value > 1,250",
            "\"1,250\" can mean two values. Is it 1 250 or 1.25? Write 1250 or 1.25",
        ),
        (
            "Renewal > x",
            "\"x\" is neither a number nor a date; expected one such as 500 or today, today-10d, \
             +1m, this quarter or 12/31/2026",
        ),
    ]);
}

#[test]
fn the_column_may_be_left_out_where_one_is_known() {
    for (text, whole) in [
        ("< today", "Close date < today"),
        ("is empty", "Close date is empty"),
        ("Status=New", "Status = New"),
    ] {
        let condition = Condition::parse_on("Close date", text).expect("a condition");
        assert_eq!(condition.to_string(), whole);
    }
}
