//! Further columns of numbered families.

use crate::support::session::Session;
use leadsheet::leads::{CellRef, Level, Row};
use leadsheet::upload::upload_text;

const LEADS: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Sales Stage,Offer 1*,Team member 1,Notes\nid-1,One,Active,Accepted,80,x,\"A, B, 1, a@b.co\",n\n";

#[test]
fn another_team_member_is_typed_into_its_own_column() {
    let s = Session::open(LEADS).keys("zt");
    assert!(s.message().starts_with("Team member 2 is added"), "{}", s.message());
    let field = s.field("Team member 2");
    assert_eq!(s.app.cell(), CellRef::new(Row(0), field));
    let after = s.app.columns.position(s.field("Team member 1")).expect("it is shown") + 1;
    assert_eq!(s.app.columns.position(field), Some(after));
    let s = s.paste("C, D, 2, c@d.co").keys("<enter>");
    assert_eq!(s.cell(1, "Team member 2"), "C, D, 2, c@d.co");
    let text = upload_text(&s.app.sheet, &[Row(0)]);
    assert!(text.contains("Team member 1,Team member 2,Notes"), "{text}");
    assert!(text.contains("a@b.co\",\"C, D, 2, c@d.co\",n"), "{text}");
}

#[test]
fn offers_can_be_edited_only_after_they_are_unlocked_by_name() {
    let s = Session::open(LEADS).at(1, "Offer 1").keys("<enter>");
    assert!(
        s.message().contains("O-01") && s.message().contains(":unlock offers"),
        "{}",
        s.message()
    );
    let s = s.keys("zo");
    assert!(s.message().contains("; :unlock offers unlocks them"), "{}", s.message());
    let s = s.keys(":unlock offers<enter>");
    assert!(s.message().contains("read-only"), "{}", s.message());
    let s = s.at(1, "Offer 1").keys("ccid, ZZZ<enter>");
    assert_eq!(s.cell(1, "Offer 1"), "id, ZZZ");
    let found = s.app.sheet.findings_at(Row(0), s.field("Offer 1"));
    assert_eq!((found[0].rule.code(), found[0].level), ("O-02", Level::Error));
    let s = s.at(1, "Offer 1").keys("ccid, USD, 10, 100<enter>");
    assert!(s.app.sheet.findings_at(Row(0), s.field("Offer 1")).is_empty());
    let s = s.keys("zo");
    assert!(s.message().starts_with("Offer 2* is added"), "{}", s.message());
    let s = Session::sample()
        .keys(":unlock offers<enter>")
        .at(2, "Marketplace")
        .keys("<enter>yes<enter>");
    let screen = s.keys("<ctrl-s>").screen();
    assert!(screen.contains("Offers and solutions are unlocked"), "{screen}");
}

#[test]
fn an_unlocked_offer_is_edited_in_four_parts_and_empty_ones_are_not_written() {
    let mut s = Session::open(LEADS).keys(":unlock offers<enter>").at(1, "Offer 1").keys("<enter>");
    let screen = s.screen();
    for name in ["ID", "Currency", "Price", "Quantity"] {
        assert!(screen.contains(name), "{name}: {screen}");
    }
    assert!(!screen.contains("missing"), "only the ID is needed: {screen}");
    let s = s.keys("-9<tab>usd<enter>");
    assert_eq!(s.cell(1, "Offer 1"), "x-9, usd");
    assert_eq!(s.app.sheet.findings_at(Row(0), s.field("Offer 1"))[0].rule.code(), "O-02");
}
