//! Search in lists and panels: what is typed, which line is selected, what the status line reports.

use crate::support::session::Session;
use leadsheet::app::{ListPanel, Mode, Panel};

/// The help of the sample.
fn help() -> Session {
    Session::sample().keys("?")
}

fn panel(s: &Session) -> &dyn Panel {
    match &s.app.mode {
        Mode::Panel(panel) => panel.as_ref(),
        _ => panic!("a panel is open"),
    }
}

/// The line that the search found, as text.
fn found(s: &Session) -> String {
    let state = panel(s).list_state();
    let line = if panel(s).has_selection() { Some(state.selected) } else { state.found };
    let line = panel(s).line(&s.app, line.expect("a line is found"));
    format!("{} {}", line.label, line.text).trim().to_owned()
}

#[test]
fn a_search_in_the_help_goes_to_each_match_and_wraps_around() {
    let mut s = help().keys("/review<enter>");
    let first = found(&s);
    assert!(first.contains("eview"), "{first}");
    assert!(s.message().starts_with("match 1 of "), "{}", s.message());
    let count = s.message()["match 1 of ".len()..].split(';').next().unwrap_or_default();
    let count: usize = count.parse().expect("a number");
    assert!(count > 2, "{count}");
    for n in 2..=count {
        s = s.keys("n");
        assert_eq!(s.message(), format!("match {n} of {count}"));
        assert!(found(&s).contains("eview"), "{}", found(&s));
    }
    let s = s.keys("n");
    assert_eq!(s.message(), format!("match 1 of {count}, wrapped around"));
    assert_eq!(found(&s), first);
    assert_eq!(s.keys("N").message(), format!("match {count} of {count}, wrapped around"));
}

#[test]
fn a_search_in_every_kind_of_panel_selects_the_matching_line() {
    let edited = || {
        let s = Session::sample().at(1, "Lead Name").keys("ccOne<enter>ccTwo<enter>");
        s.at(3, "Estimated Close Date").keys("ccsoon<enter>")
    };
    for (keys, search, want) in [
        ("gu", "opened", "the file as opened"),
        ("gu", "One", "One"),
        ("<ctrl-s>", "two", "Two"),
        ("gp", "row", "row"),
        ("?", "Symbol|Sign", "Symbols"),
    ] {
        let toggle = if search.contains('|') { "<ctrl-t>" } else { "" };
        let s = edited().keys(keys).keys(&format!("/{toggle}{search}<enter>"));
        assert!(s.message().starts_with("match 1 of "), "{keys} {search}: {}", s.message());
        assert!(found(&s).contains(want), "{keys} {search}: {}", found(&s));
    }
}

#[test]
fn a_search_without_a_match_or_cancelled_leaves_the_panel_as_it_was() {
    let s = help().keys("jjj");
    let before = *panel(&s).list_state();
    let mut s = s.keys("/nowhere");
    let screen = s.screen();
    assert!(screen.contains("No matches"), "{screen}");
    let s = s.keys("<enter>");
    assert_eq!(s.message(), "No matches for \"nowhere\".");
    assert_eq!(*panel(&s).list_state(), before);
    let s = s.keys("/palette<esc>");
    assert_eq!(*panel(&s).list_state(), before);
    let s = s.keys("n");
    assert_eq!(s.message(), "Nothing is searched for yet; / searches.");
}

#[test]
fn closing_a_panel_ends_its_search() {
    let s = help().keys("/palette<enter><esc>?n");
    assert_eq!(s.message(), "Nothing is searched for yet; / searches.");
    assert!(s.app.mode.panel::<ListPanel>().is_some());
}
