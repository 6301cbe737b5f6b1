//! What hands know: counts, jumps, exporting and quitting at once, and one way down for every editor.

use crate::support::session::Session;
use leadsheet::app::{Effect, EffectError, EffectKind, Input, Mode, OnExit, WrittenUpload};
use leadsheet::leads::Row;

#[test]
fn a_number_and_enter_go_to_that_row_and_say_so() {
    let s = Session::sample().keys("12<enter>");
    assert_eq!((s.app.viewport.row.number(), s.message()), (12, "Row 12."));
    let s = s.keys("125000<enter>");
    assert_eq!(s.app.viewport.row.number(), 12, "it stays");
    assert!(s.message().starts_with("There is no row 125000; the last one is row 60."));
    let s = s.at(1, "Partner Referral Status").keys("fv6<enter>");
    assert_eq!(s.message(), "Row 6 isn't shown; this is row 7.");
}

#[test]
fn no_number_is_dropped_without_a_word() {
    for (keys, message) in [
        ("5x", "The number 5 was not used: \"clear\" takes none."),
        ("12/", "The number 12 was not used: \"search\" takes none."),
        ("3e", "3e has no function here."),
        ("7<esc>", "The number 7 is discarded."),
    ] {
        let s = Session::sample().keys(keys);
        assert!(s.message().contains(message), "{keys}: {}", s.message());
    }
    for keys in ["5j", "2w", "3n", "2]e", "2<enter>", "2u"] {
        let s = Session::sample().keys(keys);
        assert!(!s.message().contains("not used"), "{keys}: {}", s.message());
    }
}

#[test]
fn jumps_are_gone_back_over_and_forward_again() {
    let s = Session::sample().keys("jj/contoso<enter>");
    let found = s.app.cell();
    let s = s.keys("G<ctrl-o>");
    assert_eq!(s.app.cell(), found);
    assert!(s.message().starts_with("Back at row"), "{}", s.message());
    let s = s.keys("<ctrl-o>");
    assert_eq!(s.app.viewport.row.number(), 3, "steps are no jumps");
    let s = s.keys("2]j");
    assert_eq!(s.app.viewport.row.number(), 60);
    assert!(s.keys("]j").message().contains("no later place"));
}

#[test]
fn panels_lists_and_filters_are_jumps_and_editing_is_none() {
    let mut s = Session::sample().keys("sacc<enter><esc>").at(20, "Lead Name");
    for jump in ["gp<enter>", "gccurr<enter>", "]e", "12<enter>", "fp"] {
        s.go(20, "Lead Name");
        let from = s.app.cell();
        s = s.keys(jump);
        assert!(s.app.cell() != from, "{jump}: {}", s.screen());
        s = s.keys("<ctrl-o>");
        assert_eq!(s.app.cell(), from, "{jump}: {}", s.message());
    }
    assert!(s.message().contains("The filters are off"), "{}", s.message());
    let s = Session::sample().keys("ccx<enter>w<enter><esc>5jsacc<enter><esc><ctrl-o>");
    assert!(s.message().contains("no earlier place"), "{}", s.message());
}

#[test]
fn every_editor_goes_one_lead_down_with_enter() {
    for (column, keys) in [
        ("Lead Name", "ccx<enter>"),
        ("Estimated Close Date", "cc+30<enter>"),
        ("Currency", "<enter>usd<enter>"),
        ("Marketplace Purchase Intent", "<enter>yes<enter>"),
        ("Partner Referral Status", "<enter>acc<enter>yes<enter>"),
        ("Partner Referral Status", "slost<enter>2<enter>"),
        ("Notes", "ccx<enter>"),
        ("Team member 1", "cca, b, 1, a@example.com<enter>"),
    ] {
        let s = Session::sample().at(4, column).keys(keys);
        assert!(matches!(s.app.mode, Mode::Grid), "{column}: {}", s.app.mode.label());
        assert_eq!(s.app.viewport.row.number(), 5, "{column}");
        assert_eq!(s.app.sheet.changed_rows().count(), 1, "{column}");
    }
    let s = Session::sample().at(4, "Currency").keys("<enter>nosuchcode<enter>");
    assert_eq!(s.app.viewport.row.number(), 4, "nothing was chosen");
}

#[test]
fn a_drop_down_is_left_to_both_sides() {
    let at = |keys: &str| {
        let s = Session::sample().at(4, "Currency").keys(keys);
        s.app.sheet.layout().name(s.app.cell().field).to_owned()
    };
    assert_eq!(at("<enter>eur<tab>"), at("w"));
    assert_eq!(at("<enter>eur<backtab>"), at("b"));
}

#[test]
fn lists_and_panels_go_up_and_down_with_ctrl_n_and_ctrl_p() {
    for open in
        ["gagsx<enter>gasacc<enter><esc>gp", "?", "sacc<enter><esc>gu", "sacc<enter><esc><ctrl-s>"]
    {
        let at = |keys: &str| {
            let s = Session::sample().keys(open).keys(keys);
            let Mode::Panel(panel) = &s.app.mode else { panic!("{open}: {}", s.app.mode.label()) };
            format!("{:?}", panel.list_state())
        };
        assert_eq!(at("<ctrl-n><ctrl-n><ctrl-p>"), at("<down><down><up>"), "{open}");
        assert_ne!(at("<ctrl-n>"), at(""), "{open}");
    }
    let s = Session::sample().keys("<enter>").at(4, "Currency").keys("<esc><enter><ctrl-n>");
    let Mode::Picker(picker) = &s.app.mode else { panic!("the list of currencies") };
    let below = picker.at;
    let s = s.keys("<ctrl-p>");
    let Mode::Picker(picker) = &s.app.mode else { panic!("the list of currencies") };
    assert_eq!(picker.at + 1, below);
}

/// Makes the first lead ready: its intent, then its outcome.
const READY: &str = "gcmarketplace<enter><enter>yes<enter>ksacc<enter>";

fn exits(s: &Session) -> Vec<OnExit> {
    let quits = s.effects.iter().filter_map(|effect| match effect {
        Effect::Quit(exit) => Some(*exit),
        _ => None,
    });
    quits.collect()
}

/// Takes the end of an export that wrote a file with the first lead, as the shell reports it.
fn written(mut s: Session) -> Session {
    assert!(s.effects.iter().any(|effect| matches!(effect, Effect::Export(_))), "it is asked for");
    let path = "/leads/leads.upload-001.csv".to_owned();
    let revert = Some("/leads/leads.upload-001.revert.csv".to_owned());
    let part = WrittenUpload { path, revert, rows: vec![Row(0)], ..WrittenUpload::default() };
    s.input(Input::Written(Box::new(part)));
    s.input(Input::Exported(Ok(())));
    s
}

#[test]
fn zz_and_wq_review_export_and_then_quit() {
    for keys in ["ZZ", ":wq<enter>", ":x<enter>"] {
        let mut s = Session::sample().keys(READY).keys(keys);
        assert!(s.screen().contains("Review: Enter writes the files and quits"), "{}", s.screen());
        assert!(exits(&s).is_empty(), "the review comes first");
        let s = written(s.keys("<enter>"));
        assert_eq!(exits(&s), [OnExit::Kept], "it waits for the results");
        assert_eq!(
            s.app.closing_lines(),
            [
                "Exported 1 lead: /leads/leads.upload-001.csv",
                "Revert file: /leads/leads.upload-001.revert.csv",
                "Upload it, then: leadsheet leads.csv --results FILE"
            ]
        );
    }
}

#[test]
fn what_is_held_back_is_asked_about_after_the_export() {
    let s = Session::sample().keys(READY).keys("5<enter>sacc<enter><esc>ZZ<enter>");
    let mut s = written(s);
    assert!(exits(&s).is_empty());
    assert!(s.screen().contains("held back: 1"), "{}", s.screen());
}

#[test]
fn a_review_that_was_left_does_not_quit_after_a_later_export() {
    let s = written(Session::sample().keys(READY).keys("ZZ<esc><ctrl-s><enter>"));
    assert!(exits(&s).is_empty() && matches!(s.app.mode, Mode::Panel(_)));
    let mut s = Session::sample().keys(READY).keys("ZZ<enter>");
    let error = EffectError::new(EffectKind::Export, "the disk is full");
    s.input(Input::Exported(Err(error)));
    assert!(exits(&s).is_empty() && s.screen().contains("the disk is full"));
    let s = written(s.keys("<esc><ctrl-s><enter>"));
    assert!(exits(&s).is_empty());
}

#[test]
fn without_changes_zz_quits_and_with_an_error_it_asks() {
    assert_eq!(exits(&Session::sample().keys("ZZ")), [OnExit::Finished]);
    let mut s = Session::sample().keys("sacc<enter><esc>ZZ");
    assert!(exits(&s).is_empty());
    assert!(s.screen().contains("nothing can be exported"), "{}", s.screen());
}
