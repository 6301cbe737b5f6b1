//! The palette: commands found by the words of a stranger, by use, and the outcomes of a lead as commands.

use crate::support::files::SAMPLE;
use crate::support::fixtures::today;
use crate::support::session::Session;
use leadsheet::app::{Mode, Preferences};
use leadsheet::leads::lists::{Lists, ValueList};
use leadsheet::leads::{Origin, RuleContext};
use leadsheet::sheet::Sheet;
use leadsheet::table::Table;
use std::sync::Arc;

/// Words that a new user types, and the command that must come first.
const WORDS: [(&str, &str); 54] = [
    ("accept", "accept"),
    ("accepted", "accept"),
    ("won", "won"),
    ("win", "won"),
    ("lost", "lost"),
    ("lose", "lost"),
    ("decline", "decline"),
    ("declined", "decline"),
    ("reject", "decline"),
    ("duplicate", "error"),
    ("status", "outcome"),
    ("reason", "outcome"),
    ("delete", "clear"),
    ("remove", "clear"),
    ("erase", "clear"),
    ("empty", "clear"),
    ("blank", "clear"),
    ("find", "search"),
    ("look", "search"),
    ("grep", "search"),
    ("sum", "select cells"),
    ("total", "select cells"),
    ("today", "today"),
    ("date", "edit"),
    ("save", "export"),
    ("submit", "export"),
    ("close", "quit"),
    ("exit", "quit"),
    ("leave", "quit"),
    ("hide", "hide column"),
    ("unhide", "columns all"),
    ("sort", "sort ascending"),
    ("order", "sort ascending"),
    ("descending", "sort descending"),
    ("columns", "columns all"),
    ("uppercase", "replace"),
    ("regex", "replace"),
    ("substitute", "replace"),
    ("revert", "restore"),
    ("reset", "restore"),
    ("fix", "apply suggestion"),
    ("correct", "apply suggestion"),
    ("issues", "problems"),
    ("validate", "problems"),
    ("import", "merge"),
    ("processed", "merge"),
    ("manual", "help"),
    ("shortcuts", "help"),
    ("form", "record"),
    ("details", "record"),
    ("top", "first row"),
    ("bottom", "last row"),
    ("changes", "history"),
    ("select all", "select all"),
];

/// The lines of the open palette, the best first.
fn listed(s: &Session) -> Vec<String> {
    let Mode::Picker(picker) = &s.app.mode else { panic!("no list is open") };
    picker.shown.iter().map(|at| picker.offers.show(*at).0).collect()
}

#[test]
fn a_word_of_a_stranger_finds_the_command() {
    let mut wrong = Vec::new();
    for (word, command) in WORDS {
        let found = listed(&Session::sample().keys(&format!(":{}", word.replace(' ', "<space>"))));
        let first = found.first().cloned().unwrap_or_default();
        if first != command {
            wrong.push(format!("{word}: {first}, not {command}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_was_used_lately_comes_first_and_is_shown_as_recent() {
    let first = listed(&Session::sample().keys(":"));
    let mut s = Session::sample().keys(":row numbers<enter>:fit columns<enter>:");
    assert_eq!(listed(&s)[..2], ["fit columns", "row numbers"]);
    let rest: Vec<String> =
        first.into_iter().filter(|name| !listed(&s)[..2].contains(name)).collect();
    assert_eq!(listed(&s)[2..], rest, "the others keep their order");
    let screen = s.screen();
    assert_eq!(screen.matches(" recent").count(), 2, "{screen}");
    assert!(s.remembered.is_some());
    // What fits equally well is ordered by use.
    assert_eq!(listed(&Session::sample().keys(":widen"))[0], "widen column");
    let s = Session::sample().keys(":sort off<enter>:sort");
    assert_eq!(listed(&s)[0], "sort off");
}

#[test]
fn what_is_run_only_by_its_name_is_never_offered_first() {
    let mut s = Session::sample();
    for name in ["quit discard", "lost", "suspend"] {
        s.app.preferences.command_uses.insert(name.to_owned(), 900);
    }
    let mut s = s.keys(":");
    assert_eq!(listed(&s)[0], "left");
    assert!(!s.screen().contains(" recent"), "{}", s.screen());
}

#[test]
fn a_use_long_ago_counts_for_less_than_one_lately() {
    let mut preferences = Preferences::default();
    let use_of = |preferences: &mut Preferences, name: &str| {
        let mut s = Session::sample();
        s.app.preferences = std::mem::take(preferences);
        *preferences = s.keys(&format!(":{name}<enter>")).app.preferences;
    };
    (0..20).for_each(|_| use_of(&mut preferences, "row numbers"));
    (0..12).for_each(|_| use_of(&mut preferences, "fit columns"));
    let uses = &preferences.command_uses;
    assert!(uses["fit columns"] > uses["row numbers"], "{uses:?}");
    (0..60).for_each(|_| use_of(&mut preferences, "fit columns"));
    assert!(!preferences.command_uses.contains_key("row numbers"), "{preferences:?}");
    assert!(preferences.command_uses["fit columns"] < 600, "{preferences:?}");
}

#[test]
fn an_outcome_is_a_command_and_does_what_the_drop_down_does() {
    let from_list = Session::sample().at(4, "Lead Name").keys("sacc<enter>yes<enter>");
    let typed = Session::sample().at(4, "Lead Name").keys(":accept<enter>yes<enter>");
    for s in [&from_list, &typed] {
        let cells =
            ["Partner Referral Status", "Marketplace Purchase Intent"].map(|c| s.cell(4, c));
        assert_eq!(cells, ["Active", "Yes"]);
    }
    let labels = |s: &Session| {
        s.app.sheet.history().done().iter().map(|step| step.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels(&from_list), labels(&typed));
    // The reason is asked for, and the outcome is one step.
    let s = Session::sample().at(2, "Lead Name").keys(":lost<enter>");
    assert!(matches!(&s.app.mode, Mode::Picker(picker) if picker.title.contains("reason")));
    let s = s.keys("2<enter>");
    assert_eq!(s.cell(2, "Declined/Lost/Error"), "2");
    assert_eq!(s.keys("uu").app.sheet.changed_rows().count(), 0);
}

#[test]
fn an_outcome_command_is_for_all_selected_leads() {
    let s = Session::sample().at(1, "Partner Referral Status").keys("gv:decline<enter>3<enter>");
    let declined = s.app.sheet.changed_rows().count();
    assert_eq!(declined, 32);
    assert!(s.message().contains("changed; u undoes it."), "{}", s.message());
}

#[test]
fn an_outcome_that_is_not_legal_is_refused_with_the_reason() {
    // Lists of one's own can have fewer ways from one outcome to another.
    let ways = "from,status,substatus,way,why,source\nActive,Closed,Won,usual,,\n";
    let lists = Lists::with_own(&[(ValueList::Transitions, ways.to_owned())]).expect("read");
    let rules = RuleContext::new(today(), Arc::new(lists));
    let table = Table::parse(String::from_utf8_lossy(SAMPLE).into_owned(), b',').expect("read");
    let sheet = Sheet::new(table, Origin::Download, rules);
    let s = Session::start(Session::with(sheet)).at(2, "Lead Name").keys(":decline<enter>");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert_eq!(
        s.message(),
        "\"decline\" isn't possible for a lead that is Active. Possible: accept, won."
    );
    let s = s.keys("v:decline<enter>");
    assert_eq!(
        s.message(),
        "None of the selected leads offers \"decline\". Possible: accept, won."
    );
    let s = Session::sample().at(6, "Lead Name").keys(":won<enter>");
    assert!(s.message().contains("R-05"), "{}", s.message());
    let s = Session::sample().at(6, "Lead Name").keys("v:won<enter>");
    assert!(s.message().contains("R-05"), "{}", s.message());
}

#[test]
fn the_intent_is_asked_for_after_accepting_where_it_is_empty() {
    let s = Session::sample().at(4, "Lead Name").keys("sacc<enter>");
    assert!(matches!(&s.app.mode, Mode::Picker(picker) if picker.title.contains("Intent")));
    assert_eq!(s.app.cell().field, s.field("Marketplace Purchase Intent"));
    assert_eq!(s.message(), "Accept: 3 cells changed. Intent is required, too.");
    let chosen = s.keys("no<enter>");
    assert!(chosen.message().starts_with("Ready to export."), "{}", chosen.message());
    assert_eq!(chosen.app.sheet.history().len().0, 2, "as the reason, it is a step of its own");
    // Left empty, with a word about what holds the lead back.
    let s = Session::sample().at(4, "Lead Name").keys("sacc<enter><esc>");
    assert_eq!(s.cell(4, "Marketplace Purchase Intent"), "");
    assert_eq!(s.message(), "Accept: 3 cells changed. Held back: Intent is empty; n goes there.");
    // A lead that has one isn't asked for another.
    let s = Session::sample().at(8, "Lead Name").keys("sacc<enter>");
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.cell(8, "Marketplace Purchase Intent"), "No");
}

#[test]
fn several_accepted_leads_are_asked_for_their_intent_once() {
    let intent = "Marketplace Purchase Intent";
    let s = Session::sample().at(1, "Partner Referral Status").keys("gvsacc<enter>");
    assert!(matches!(&s.app.mode, Mode::Picker(picker) if picker.title.ends_with(" of 21 leads")));
    let s = s.keys("yes<enter>");
    assert_eq!([1, 4, 8, 11].map(|n| s.cell(n, intent)), ["Yes", "Yes", "No", "HaveNotDecided"]);
    assert_eq!(s.cell(2, intent), "", "a lead that wasn't accepted now stays as it is");
    assert!(s.message().starts_with("21 cells in 21 leads changed"), "{}", s.message());
    assert!(s.app.selection.is_none());
    let s = Session::sample().at(1, "Partner Referral Status").keys("gvsacc<enter><esc>");
    let end = "21 held back: Intent is empty; n goes there.";
    assert!(s.message().ends_with(end) && s.app.selection.is_none(), "{}", s.message());
}

#[test]
fn accepting_is_repeated_with_its_answer_only_where_that_is_missing() {
    let intent = "Marketplace Purchase Intent";
    let s = Session::sample().at(4, "Lead Name").keys("sacc<enter>yes<enter>");
    let s = s.at(5, "Lead Name").keys(".").at(8, "Lead Name").keys(".");
    assert_eq!([4, 5, 8].map(|n| s.cell(n, "Partner Referral Status")), ["Active"; 3]);
    assert_eq!([4, 5, 8].map(|n| s.cell(n, intent)), ["Yes", "Yes", "No"]);
    // An intent that is changed later is no part of what is repeated with the outcome.
    let s = Session::sample().at(8, "Lead Name").keys("sacc<enter>").at(4, "Lead Name");
    let s = s.keys("ccX<enter>").at(3, intent).keys("<enter>no<enter>").at(5, intent).keys(".");
    assert_eq!([s.cell(5, intent), s.cell(5, "Partner Referral Status")], ["No", "New"]);
}
