//! What the status line says after an edit: the error that holds a lead back, in words, and the key that goes there.

use crate::support::session::Session;
use leadsheet::app::text_width;
use leadsheet::leads::{CellRef, Row};

const STATUS: &str = "Partner Referral Status";
const INTENT: &str = "Marketplace Purchase Intent";
const EMPTY: &str = "Held back: Intent is empty; n goes there.";

/// The sample with the cursor on the name of a lead that has no purchase intent.
fn named() -> Session {
    Session::sample().at(2, "Lead Name")
}

#[test]
fn every_way_to_edit_a_cell_names_what_holds_the_lead_back() {
    assert_eq!(named().keys("ccTyped<enter>").message(), EMPTY);
    let picked = Session::sample().at(2, "Currency").keys("<enter>eur<enter>");
    assert_eq!(picked.message(), EMPTY);
    assert_eq!(named().paste("Pasted").message(), EMPTY);
    assert_eq!(Session::sample().at(2, "Notes").keys("ccx<enter>kx").message(), EMPTY);
    assert_eq!(named().keys("gd").message(), EMPTY);
    let repeated = Session::sample().at(1, "Lead Name").keys("ccX<enter>.");
    assert_eq!(repeated.message(), EMPTY);
    let suggested = Session::sample().at(2, "Currency").paste("eur").keys("a");
    assert_eq!(suggested.message(), EMPTY);
    let redone = named().keys("ccTyped<enter>u<ctrl-r>");
    assert_eq!(redone.message(), format!("Redid: edit Lead Name, 1 cell. {EMPTY}"));
    let cleared = named().keys("x");
    assert!(cleared.message().starts_with("Held back: "), "{}", cleared.message());
    assert!(cleared.message().ends_with(" The lead has 1 more error."), "{}", cleared.message());
}

#[test]
fn the_key_of_the_message_goes_to_the_cell_that_it_names() {
    let named_cell =
        |s: &Session, number: usize| CellRef::new(Row::at(number - 1), s.field(INTENT));
    // The cursor has moved on to a lead below, and other problems are nearer.
    let s = named().keys("ccTyped<enter>n");
    assert_eq!(s.app.cell(), named_cell(&s, 2));
    assert!(s.message().starts_with("problem "), "{}", s.message());
    // Of several leads, the first that is held back.
    let s = Session::sample().at(1, STATUS).keys("gvsacc<enter><esc>");
    let target = s.app.message.as_ref().and_then(|message| message.target).expect("named");
    assert_eq!(s.keys("n").app.cell(), target);
    // With the column hidden, and with a search on, which has the key for itself.
    let s = Session::sample().at(2, INTENT).keys("zh").at(2, "Lead Name").keys("ccX<enter>n");
    assert_eq!(s.app.cell(), named_cell(&s, 2));
    let s = Session::sample().keys("/ou<enter>").at(2, "Lead Name").keys("ccX<enter>");
    assert!(s.message().ends_with("; ]e goes there."), "{}", s.message());
    assert_eq!(s.keys("]e").app.cell(), named_cell(&named(), 2));
    // A key in between ends it.
    let two = || Session::sample().at(9, "Lead Name").keys("ccX<enter>").at(2, "Lead Name");
    assert_eq!(two().keys("ccTyped<enter>n").app.cell(), named_cell(&named(), 2));
    assert_eq!(two().keys("ccTyped<enter>jn").app.cell(), named_cell(&named(), 9));
}

#[test]
fn a_warning_comes_before_what_holds_the_lead_back() {
    let s = Session::sample().at(2, "Estimated Deal Value").keys("cc0<enter>");
    assert!(s.message().starts_with("Warning: "), "{}", s.message());
    assert!(s.message().ends_with(&format!(" {EMPTY}")), "{}", s.message());
}

#[test]
fn a_message_names_no_rule_and_fits_the_smallest_screen() {
    for keys in ["ccTyped<enter>", "x", "vjjgd", "x."] {
        let mut s = named().sized(60, 12).keys(keys);
        let text = s.message().to_owned();
        assert!(text_width(&text) <= 2 * 58, "{text}");
        assert!(!text.contains("R-0") && !text.contains("M-0"), "{text}");
        let end = text.split(' ').next_back().unwrap_or_default();
        assert!(s.screen().trim_end().ends_with(end), "{}", s.screen());
    }
}
