//! Changing each value from its own, in the editor: what is typed, what is shown, what it does.

use crate::support::session::Session;
use leadsheet::app::Mode;
use leadsheet::leads::Row;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,Notes,\
    Marketplace Purchase Intent,Team member 1\n";

/// Leads by their status, value, currency and close date.
fn leads(rows: &[[&str; 4]]) -> Session {
    let lead = |(at, [status, value, currency, date]): (usize, &[&str; 4])| {
        let (substatus, stage) = match *status {
            "Active" => ("Accepted", "80"),
            "New" => ("Pending", "0"),
            _ => ("Won", "100"),
        };
        format!(
            "78b7d0ac-8477-4ce0-8e4c-da11b43c58{at:02},Lead {at},{status},{substatus},,{stage},\
             {value},{currency},{date},old,Yes,\"Ann, Lee, 1, ann@example.com\"\n"
        )
    };
    Session::open(&(HEADER.to_owned() + &rows.iter().enumerate().map(lead).collect::<String>()))
}

fn four() -> Session {
    leads(&[
        ["Active", "1000", "USD", "11/30/2026"],
        ["Active", "12.5", "JPY", "soon"],
        ["Closed", "5", "USD", "11/30/2026"],
        ["New", "0.30", "EUR", "01/31/2027"],
    ])
}

fn column(s: &Session, name: &str) -> [String; 4] {
    [1, 2, 3, 4].map(|number| s.cell(number, name))
}

const DATE: &str = "Estimated Close Date";
const VALUE: &str = "Estimated Deal Value";

#[test]
fn a_column_is_changed_each_value_from_its_own_in_one_step() {
    let mut s = four().at(1, DATE).keys("g=+=1q");
    let screen = s.screen();
    assert!(screen.contains("Change Close date: +=1q"), "{screen}");
    assert!(
        screen.contains("11/30/2026 → 02/28/2027 · 2 of 4 cells change, 1 locked, row 2: \"soon\""),
        "{screen}"
    );
    let mut s = s.keys("<enter>");
    let screen = s.screen();
    for text in [
        "Close date+=1q: 2 leads",
        "left out, locked: 1 cell (row 3: R-05",
        "left out, can't be read: 1 cell (row 2: \"soon\" isn't a date)",
        "[x]  1  11/30/2026 → 02/28/2027   Lead 0",
        "[x]  4  01/31/2027 → 04/30/2027   Lead 3",
    ] {
        assert!(screen.contains(text), "{text}\n{screen}");
    }
    let s = s.keys("<enter>");
    assert_eq!(column(&s, DATE), ["02/28/2027", "soon", "11/30/2026", "04/30/2027"]);
    assert!(s.message().contains("2 cells in 2 leads changed"), "{}", s.message());
    assert!(s.message().contains("Left out, locked: 1 cell"), "{}", s.message());
    let s = s.keys("u");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_lead_without_a_tick_stays_as_it_is() {
    let s = four().at(1, VALUE).keys("g=*=1.1<enter>");
    // The first lead is selected: Space leaves it out and goes on to the next one.
    let mut s = s.keys("<space>");
    let screen = s.screen();
    assert!(screen.contains("Deal value*=1.1: 2 of 3 leads"), "{screen}");
    assert!(
        screen.contains("sum in EUR: 0.30 → 0.33") && !screen.contains("sum in USD"),
        "{screen}"
    );
    let s = s.keys("<enter>");
    assert_eq!(column(&s, VALUE), ["1000", "14", "5", "0.33"]);
    let mut s = four().at(1, VALUE).keys("g=*=1.1<enter>a<enter>");
    assert!(s.screen().contains("0 of 3 leads") && s.message().starts_with("No lead is ticked"));
    let s = s.keys("a<enter>");
    assert_eq!(column(&s, VALUE), ["1100", "14", "5", "0.33"]);
}

#[test]
fn what_a_change_would_hold_back_is_shown_before_and_held_back_after() {
    let mut s = four().at(1, VALUE).keys("g=-=500<enter>");
    let screen = s.screen();
    assert!(screen.contains("held back by errors after it: 2 leads"), "{screen}");
    assert!(screen.contains("[x]! 2") && screen.contains("[x]  1"), "{screen}");
    let s = s.keys("<tab>");
    assert!(s.message().is_empty());
    let held = s.keys("<enter>");
    assert_eq!(column(&held, VALUE), ["500", "-488", "5", "-499.70"]);
    assert!(held.message().contains("2 held back"), "{}", held.message());
    let left = four().at(1, VALUE).keys("g=-=500<enter>x<enter>");
    assert_eq!(column(&left, VALUE), ["500", "12.5", "5", "0.30"]);
}

#[test]
fn a_selection_limits_the_change_and_a_repeat_makes_it_elsewhere() {
    let s = four().at(1, DATE).keys("Vg=+=1m<enter><enter>");
    assert_eq!(column(&s, DATE)[3], "01/31/2027");
    assert_eq!(column(&s, DATE)[0], "12/30/2026");
    // Made in a selection, it is repeated at once in the cell under the cursor.
    let s = s.at(4, DATE).keys(".");
    assert_eq!(column(&s, DATE)[3], "02/28/2027");
    // Made in a whole column, it is shown again first.
    let s = four().at(1, DATE).keys("g=+=1m<enter><enter>.");
    assert!(matches!(s.app.mode, Mode::Panel(_)));
    let s = s.keys("<enter>");
    assert_eq!(column(&s, DATE)[0], "01/30/2027");
    let s = s.at(1, VALUE).keys(".");
    assert!(
        s.message().contains("\"+=1m\" isn't for Deal value; expected *=1.1"),
        "{}",
        s.message()
    );
    assert_eq!(column(&s, VALUE)[0], "1000");
}

#[test]
fn notes_are_appended_on_a_line_of_their_own() {
    let s = four().at(1, "Notes").keys("g=append Called 11/26<enter><enter>");
    assert_eq!(column(&s, "Notes")[0], "old\nCalled 11/26");
    assert_eq!(s.app.sheet.history().len(), (1, 0));
    let label = &s.app.sheet.history().done()[0].label;
    assert_eq!(label, "Notes append Called 11/26");
}

#[test]
fn the_forms_of_a_column_are_shown_and_a_mistake_is_explained_while_typing() {
    let mut s = four().at(1, DATE).keys("g=");
    let hint = s.screen();
    assert!(hint.contains("+=1q   -=2w   +=30   end of month"), "{hint}");
    assert!(s.keys("<down>").screen().contains("Change Close date: +=1q"));
    let mut s = four().at(1, VALUE).keys("g=<down><down>");
    let screen = s.screen();
    assert!(screen.contains("+=10%") && screen.contains("ten percent more"), "{screen}");
    let mut s = s.keys("<up>");
    assert!(s.screen().contains("Deal value: *=1.1"));
    let mut s = s.keys("<ctrl-u>+=1q");
    assert!(s.screen().contains("\"+=1q\" isn't for Deal value; expected *=1.1"), "{}", s.screen());
    let s = s.keys("<enter>");
    assert!(matches!(s.app.mode, Mode::Prompt(_)), "it can be corrected");
}

#[test]
fn outcomes_and_locked_columns_are_not_changed_by_a_formula() {
    let s = four().at(1, "Partner Referral Status").keys("g=");
    assert!(s.message().contains("chosen from a list"), "{}", s.message());
    let s = four().at(1, "Referral ID").keys("g=");
    assert!(s.message().contains("R-04"), "{}", s.message());
    let s = four().at(2, DATE).keys("Vg=+=1q<enter>");
    assert!(s.message().contains("can't be read: 1 cell (row 2"), "{}", s.message());
    assert!(matches!(s.app.mode, Mode::Grid));
}

#[test]
fn a_replacement_is_shown_with_ticks_too() {
    let mut s = four().at(1, "Lead Name").keys("g/Lead<enter>Deal<enter>");
    let screen = s.screen();
    assert!(screen.contains("replace Lead in Lead Name: 3 leads"), "{screen}");
    assert!(screen.contains("left out, locked: 1 cell"), "{screen}");
    let s = s.keys("<space><enter>");
    assert_eq!(column(&s, "Lead Name"), ["Lead 0", "Deal 1", "Lead 2", "Deal 3"]);
    assert_eq!(s.app.sheet.changes_of(Row(0)).len(), 0);
}

#[test]
fn a_column_with_a_drop_down_offers_its_values() {
    let mut s = four().at(1, "Marketplace Purchase Intent").keys("g=");
    let screen = s.screen();
    assert!(screen.contains("= Yes   = No") && !screen.contains("upper"), "{screen}");
    s.press("<down><down>");
    let screen = s.screen();
    assert!(screen.contains("Change Intent: = No"), "{screen}");
    let s = s.keys("<enter><enter>");
    assert_eq!(s.cell(1, "Marketplace Purchase Intent"), "No");
    let mut s = four().at(1, "Currency").keys("g=<down>");
    assert!(s.screen().contains("Change Currency: = "), "{}", s.screen());
}
