//! The tour of the sample: each step is recognised by what was done, by any way there is.

use crate::support::files::SAMPLE;
use crate::support::fixtures::today;
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::app::{Preferences, Start};

/// The sample as the demo opens it.
fn demo() -> Session {
    let sample = String::from_utf8_lossy(SAMPLE);
    Session::start(Start { is_sample: true, ..Session::of(&sample, today()) })
}

/// What the tour says, in one line.
fn tour(s: &Session) -> String {
    s.app.tour_lines(400).join(" ")
}

#[test]
fn the_demo_asks_for_the_keys_that_are_known_and_begins() {
    let mut s = demo();
    let screen = s.screen();
    for offer in ["Excel or LibreOffice", "vim", "neither", "no tour"] {
        assert!(screen.contains(offer), "{screen}");
    }
    let mut s = s.keys("<down><enter>");
    let screen = s.screen();
    assert!(screen.contains("Tour 1 of 7: Move with the arrow keys"), "{screen}");
    assert!(screen.contains("Lead Name") && screen.contains("GRID 1/60"), "{screen}");
    assert!(!demo().keys("<esc>").screen().contains("Tour 1"), "and it can be declined");
}

#[test]
fn the_keys_in_the_tour_are_those_in_use() {
    let s = demo().keys("<enter>");
    assert_eq!(s.app.preferences.keys.as_deref(), Some("spreadsheet"));
    let s = s.keys("<ctrl-home>").at(8, "Currency").keys("<right>");
    let outcome = s.app.keymap.hint(leadsheet::app::When::Grid, "outcome");
    assert!(!outcome.is_empty() && outcome != "s", "{outcome}");
    assert!(tour(&s).contains("Tour 1"), "{}", tour(&s));
    let s = s.keys("<left>");
    assert!(tour(&s).starts_with(&format!("Tour 2 of 7: {outcome} changes")), "{}", tour(&s));
}

#[test]
fn each_step_goes_on_when_its_deed_was_done_and_not_before() {
    let mut s = demo().keys("<down><enter>");
    for (number, before, deed) in [
        (1, "jj", "8gg4w"),
        (2, "<down><up>", "sacc<enter>"),
        (3, "kk", "na"),
        (4, "1gg", "gcintent<enter>vj<enter>yes<enter>"),
        (5, "j", "u"),
        (6, "j", "<ctrl-s>"),
    ] {
        let step = format!("Tour {number} of 7: ");
        s = s.keys(before);
        assert!(tour(&s).starts_with(&step), "{step}{}", tour(&s));
        s = s.keys(deed);
        let next = format!("Tour {} of 7: ", number + 1);
        assert!(tour(&s).starts_with(&next), "{next}{} {}", tour(&s), s.message());
        s.resize(60, 12);
        s.resize(80, 24);
    }
    // The tour stays in sight over the review.
    let screen = s.screen();
    assert!(screen.contains("Tour 7 of 7") && screen.contains("Review"), "{screen}");
}

#[test]
fn another_way_counts_as_well() {
    // By the mouse, a filter or a search: only the cell under the cursor counts.
    let s = demo().keys("<down><enter>/usd<enter>n");
    let s =
        if tour(&s).starts_with("Tour 2") { s } else { s.at(8, "Currency").keys("<right><left>") };
    assert!(tour(&s).starts_with("Tour 2"), "{}", tour(&s));
    let s = s.at(1, "Partner Referral Status").keys("<enter>acc<enter>");
    assert!(tour(&s).starts_with("Tour 3"), "{}", tour(&s));
}

#[test]
fn a_step_or_the_whole_tour_can_be_skipped_and_begun_again() {
    let s = demo().keys("<down><enter>gn");
    assert!(tour(&s).starts_with("Tour 2"), "{}", tour(&s));
    let s = s.keys("gngngngngngn");
    assert!(tour(&s).starts_with("The tour is done"), "{}", tour(&s));
    let s = s.keys("ge");
    assert_eq!(tour(&s), "");
    let mut s = s.keys(":tour<enter>");
    assert!(s.screen().contains("I come from"), "{}", s.screen());
    // A file of one's own is not changed by exercises.
    let s = Session::sample().keys(":tour<enter>");
    assert!(s.message().contains("leadsheet demo"), "{}", s.message());
}

#[test]
fn a_new_user_is_welcomed_with_the_keys_that_matter_until_the_first_key() {
    let sample = String::from_utf8_lossy(SAMPLE);
    let start = |welcomes, notices: &[&str]| Start {
        preferences: Preferences { welcomes, ..Preferences::default() },
        notices: notices.iter().map(|notice| (*notice).to_owned()).collect(),
        ..Session::of(&sample, today())
    };
    let mut s = Session::start(start(0, &[]));
    let screen = s.screen();
    let says = "Welcome. i edits, s sets the outcome, Ctrl+S exports; ? helps.";
    assert!(screen.lines().last().is_some_and(|line| line.contains(says)), "{screen}");
    let s = s.keys("j");
    assert_eq!((s.message(), s.app.preferences.welcomes), ("", 1));
    assert_eq!(Session::start(start(3, &[])).message(), "", "who knows it isn't told again");
    let s = Session::start(start(0, &["A notice."]));
    assert_eq!(s.message(), "A notice. · ? helps.");
    assert_eq!(demo().message(), "", "the tour greets by itself");
}

#[test]
fn the_tour_leaves_the_grid_on_every_screen() {
    for (columns, lines) in [(80, 24), (60, 12), (200, 60), (10, 3), (1, 1)] {
        let mut s = demo().keys("<down><enter>").sized(columns, lines);
        for step in 1..=8 {
            let screen = s.screen();
            if columns >= 60 {
                assert!(screen.contains("UK spring"), "step {step}: {screen}");
                assert!(s.app.tour_lines(columns).len() <= 3, "step {step}: {screen}");
            }
            s = s.keys("gn");
        }
    }
}

#[test]
fn the_real_demo_is_toured_to_its_export() {
    let mut p = Program::start(&["demo"], (80, 24));
    for (keys, then) in [
        ("", "I come from"),
        ("<Down><Enter>", "Tour 1 of 7"),
        ("8gg4w", "Tour 2 of 7"),
        ("sacc<Enter>", "Tour 3 of 7"),
        ("na", "Tour 4 of 7"),
        ("gg06l", "GRID 1/60"),
        ("vj<Enter>", "PICK"),
        ("yes<Enter>", "Tour 5 of 7"),
        ("u", "Tour 6 of 7"),
        ("<C-s>", "Tour 7 of 7"),
        ("<Enter>", "The tour is done"),
        ("<Esc>ge", "No tour"),
    ] {
        p.keys(keys);
        p.wait_for(then);
    }
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    let (_, named) = bytes.rsplit_once("The demo's files are in ").expect("it names them");
    let folder = std::path::Path::new(named.trim()).parent().expect("a folder");
    assert!(folder.join("sample-leads.upload-001.csv").is_file());
    std::fs::remove_dir_all(folder).expect("removable");
}
