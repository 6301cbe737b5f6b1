//! One suggestion for all cells like it, from the list of problems.

use crate::support::session::Session;
use leadsheet::app::Mode;

/// Leads of which four have the currency `usd`: the third is closed, the fifth isn't changed.
fn small_letters() -> Session {
    let header =
        "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,Currency\n";
    let row = |n: u32, status: &str, currency: &str| {
        format!("ebacdbd{n}-0b84-4ac4-b4ea-5b2587d42cee,Lead {n},{status},{currency}\n")
    };
    let rows = [
        row(1, "Active,Accepted", "usd"),
        row(2, "Active,Accepted", "eur"),
        row(3, "Closed,Won", "usd"),
        row(4, "Active,Accepted", "usd"),
        row(5, "Active,Accepted", "usd"),
    ];
    let csv = format!("{header}{}", rows.concat());
    Session::open(&csv).at(1, "Lead Name").keys("ccContoso<enter>4GccFabrikam<enter>")
}

fn currencies(s: &Session) -> Vec<String> {
    (1..=5).map(|row| s.cell(row, "Currency")).collect()
}

/// Selects the problem of the currency in the list of problems.
fn at_currency(s: Session) -> Session {
    let mut s = s.keys("gp");
    let at = |s: &Session| match &s.app.mode {
        Mode::List(list) => list.entries[list.window.at].text.contains("C-01"),
        _ => panic!("the list is open"),
    };
    while !at(&s) {
        s = s.keys("j");
    }
    s
}

#[test]
fn a_suggestion_is_shown_and_put_into_all_cells_with_the_same_text_at_once() {
    let mut s = at_currency(small_letters()).keys("a");
    let screen = s.screen();
    assert!(screen.contains("2 cells: usd → USD"), "{screen}");
    assert!(screen.contains("left out, locked: 1 cell with the same text"), "{screen}");
    assert!(screen.contains("left out, in leads without changes: 1 cell"), "{screen}");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    let s = s.keys("<enter>");
    assert_eq!(currencies(&s), ["USD", "eur", "usd", "USD", "usd"]);
    assert!(s.message().contains("2 cells"), "{}", s.message());
    let s = s.keys("u");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    assert!(s.message().contains("2 cells in 2 rows"), "{}", s.message());
}

#[test]
fn a_suggestion_that_is_only_looked_at_changes_nothing() {
    let s = at_currency(small_letters()).keys("a<esc>");
    assert_eq!(currencies(&s), ["usd", "eur", "usd", "usd", "usd"]);
    assert!(matches!(s.app.mode, Mode::Grid));
}
