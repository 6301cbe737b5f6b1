//! A search goes on while nobody types: no letter waits for it, and what needs more than it knows waits for that.

use crate::support::files::{large, scratch};
use crate::support::fixtures::today;
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::app::{Input, Mode};
use leadsheet::leads::{Origin, Row};
use leadsheet::sheet::Sheet;
use leadsheet::table::Table;
use proptest::prelude::*;

fn open(text: &str) -> Session {
    let table = Table::parse(text.to_owned(), b',').expect("well-formed");
    Session::start(Session::with(Sheet::new(table, Origin::Download, today())))
}

/// Searches some leads, as the shell does while nothing comes.
fn search_on(session: &mut Session, leads: u32) {
    if session.app.is_searching() {
        session.app.update(Input::SearchOn(leads));
    }
    while let Some(held) = session.app.take_held() {
        session.app.update(held);
    }
}

/// Searches until all is found.
fn finish(session: &mut Session) {
    while session.app.is_searching() {
        search_on(session, 100);
    }
    session.draw();
}

#[test]
fn a_letter_is_answered_before_all_leads_are_searched() {
    let mut s = open(&large(3_000)).at(1, "Lead Name");
    let from = s.app.cell();
    s.press("/fab");
    let seen = s.app.cell();
    assert!(s.app.is_searching() && seen.row == Row(2));
    // As long as it isn't known where the first match is, what was in sight stays there.
    s.press("zz");
    assert!(s.app.is_searching());
    assert_eq!(s.app.cell(), seen);
    let screen = s.screen();
    assert!(!screen.contains("match"), "{screen}");
    s.app.show_search(true);
    let screen = s.screen();
    assert!(screen.contains("0+ cells match; searched "), "{screen}");
    assert!(screen.contains("%. Esc stops."), "{screen}");
    finish(&mut s);
    assert_eq!(s.app.cell(), from);
    let screen = s.screen();
    assert!(screen.contains("No matches."), "{screen}");
}

#[test]
fn enter_waits_for_the_first_match_and_so_does_all_behind_it() {
    let mut s = open(&large(1_000));
    s.press("/-998<enter><up>");
    assert!(s.app.waits() && matches!(s.app.mode, Mode::Prompt(_)));
    search_on(&mut s, 100);
    assert!(s.app.waits());
    finish(&mut s);
    assert!(matches!(s.app.mode, Mode::Grid) && !s.app.waits());
    assert_eq!(s.app.viewport.row, Row(997));
}

#[test]
fn escape_drops_what_waits_for_the_search_and_goes_back() {
    let mut s = open(&large(1_000));
    s.press("<down>/-998<enter><up><esc>");
    assert!(matches!(s.app.mode, Mode::Grid) && !s.app.waits() && !s.app.is_searching());
    assert_eq!((s.app.viewport.row, s.app.search.is_none()), (Row(1), true));
    assert!(s.app.take_held().is_none());
    // In the grid it ends the search.
    s.press("/-9<enter>9999n");
    assert!(s.app.waits());
    s.app.show_search(true);
    let screen = s.screen();
    assert!(screen.contains("+ cells match; searched "), "{screen}");
    s.press("<esc>");
    assert!(s.message().starts_with("The search has ended"), "{}", s.message());
    assert!(!s.app.waits() && !s.app.is_searching());
}

#[test]
fn what_is_found_is_visited_meanwhile_and_counted_truly() {
    let mut s = open(&large(1_000));
    s.press("/f<enter>");
    assert!(s.app.is_searching() && matches!(s.app.mode, Mode::Grid));
    let message = s.message().to_owned();
    let (first, rest) = message.split_once("+ matches; ").expect("it isn't done");
    let number = |text: &str| text.replace(',', "").parse::<usize>().expect("a number");
    let known = first.strip_prefix("one of ").expect("a number");
    assert!(rest.starts_with("n for the next one, Esc ends the search"), "{rest}");
    s.press("n");
    assert_eq!(s.message(), format!("one of {known}+ matches"));
    s.app.show_search(true);
    finish(&mut s);
    let mut at_once = open(&large(1_000)).keys("/f<enter>n");
    assert_eq!(s.snapshot(), at_once.snapshot());
    let (_, count) =
        s.message().strip_prefix("match ").and_then(|m| m.split_once(" of ")).expect("done");
    assert!(number(count) > number(known), "{count} {known}");
}

#[test]
fn a_search_under_way_begins_again_where_leads_or_texts_are_others() {
    for keys in ["ccFabrikam xy<enter>", "zh", "fv", "gs"] {
        let mut s = open(&large(1_000)).at(700, "Notes");
        s.press("/f<enter>");
        assert!(s.app.is_searching(), "{keys}");
        search_on(&mut s, 100);
        s.go(800, "Notes");
        s.press(keys);
        search_on(&mut s, 100);
        s.press("n");
        finish(&mut s);
        let mut at_once = open(&large(1_000)).at(700, "Notes").keys("/f<enter>");
        at_once.go(800, "Notes");
        let at_once = at_once.keys(keys).keys("n");
        assert_eq!(s.app.cell(), at_once.app.cell(), "{keys}");
        assert_eq!(s.message(), at_once.message(), "{keys}");
    }
}

#[test]
fn an_edit_lets_a_search_under_way_begin_again() {
    let mut s = open(&large(1_000)).at(1, "Notes");
    s.press("/f<enter>");
    search_on(&mut s, 500);
    s.go(800, "Notes");
    s.press("ccFabrikam<enter><down>");
    search_on(&mut s, 100);
    s.app.show_search(true);
    let screen = s.screen();
    assert!(screen.contains("+ cells match; searched 10%."), "{screen}");
}

#[test]
fn a_step_after_an_undo_and_another_edit_finds_what_is_there_now() {
    let mut s = open(&large(60)).at(5, "Notes").keys("ccxyzzy<enter>").keys("/xyzzy<enter>");
    assert_eq!(s.app.cell().row, Row(4));
    s = s.keys("u").at(9, "Notes").keys("ccxyzzy<enter>gg").keys("n");
    assert_eq!((s.app.cell().row, s.message()), (Row(8), "match 1 of 1"));
}

#[test]
fn a_private_note_that_is_written_meanwhile_is_found_and_a_removed_one_is_not() {
    let mut s = open(&large(60)).at(5, "Notes").keys("gNxyzzy<enter>").keys("/xyzzy<enter>");
    assert_eq!(s.app.cell().row, Row(4));
    s = s.at(9, "Notes").keys("gNxyzzy<enter>").at(1, "Notes").keys("n");
    assert_eq!((s.app.cell().row, s.message()), (Row(4), "match 1 of 2"));
    s = s.at(5, "Notes").keys("gN<ctrl-u><enter>").at(1, "Notes").keys("n");
    assert_eq!((s.app.cell().row, s.message()), (Row(8), "match 1 of 1"));
}

/// Keys that search, move, edit and arrange.
const KEYS: [&str; 26] = [
    "/",
    "/",
    "/",
    "c",
    "o",
    "n",
    "t",
    "-",
    "9",
    "1",
    "<backspace>",
    "<enter>",
    "<enter>",
    "n",
    "n",
    "N",
    "3n",
    "<esc>",
    "<down>",
    "<right>",
    "G",
    "*",
    "ccnot<enter>",
    "u",
    "<ctrl-t>",
    "zh",
];

/// What a search leads to. Where the window stands depends on what was in sight meanwhile.
fn outcome(s: &Session) -> String {
    let answer = match &s.app.mode {
        Mode::Prompt(prompt) => format!("{:?}", prompt.answer),
        mode => mode.label().to_owned(),
    };
    let typed = s.app.search.as_ref().map(|search| search.pattern.typed().to_owned());
    format!("{:?} {} {answer} {typed:?}", s.app.cell(), s.message())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_search_that_is_done_at_any_time_leads_to_what_a_search_at_once_does(
        keys in prop::collection::vec(
            (0..KEYS.len(), prop::collection::vec(1..300_u32, 0..3)), 0..24
        ),
    ) {
        let text = large(600);
        let (mut s, mut at_once) = (open(&text), open(&text));
        let mut pressed = String::new();
        for (key, pieces) in keys {
            // It drops what waits, which never waits where all is known.
            if KEYS[key] == "<esc>" && s.app.waits() {
                continue;
            }
            pressed += KEYS[key];
            s.press(KEYS[key]);
            at_once = at_once.keys(KEYS[key]);
            for leads in pieces {
                search_on(&mut s, leads);
            }
        }
        finish(&mut s);
        search_on(&mut s, 1);
        prop_assert_eq!(outcome(&s), outcome(&at_once), "{}", pressed);
        s.press("n");
        finish(&mut s);
        prop_assert_eq!(outcome(&s), outcome(&at_once.keys("n")), "{}, then n", pressed);
    }
}

#[test]
fn the_program_searches_to_the_end_while_nobody_types() {
    let dir = scratch();
    let path = dir.path().join("leads.csv");
    std::fs::write(&path, large(6_000)).expect("written");
    let mut program = Program::start(&[path.to_str().expect("UTF-8")], (100, 24));
    program.wait_for("6,000 leads");
    program.keys("/-5998");
    program.wait_for("1 cell matches");
    program.keys("<enter>");
    program.wait_for("match 1 of 1");
    program.wait_for("5999/6000");
    // Typed ahead of what is found.
    program.keys("/-3<enter>");
    program.wait_for("match ");
    program.send(b"\x11");
    assert_eq!(program.wait_exit(), 0);
}
