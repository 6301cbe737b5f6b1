//! A large file is read behind the screen: its beginning is shown at once, and what is typed waits for the rest.

use crate::support::files::{large, scratch};
use crate::support::fixtures::today;
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::app::{App, Effect, Input, Mode, Persistence, Recovery, Start};
use leadsheet::leads::{Origin, Row};
use leadsheet::sheet::Sheet;
use leadsheet::table::{FileKind, Table};
use proptest::prelude::*;

fn start(text: &str, rows: Option<usize>) -> Start {
    let mut table = Table::parse(text.to_owned(), b',').expect("well-formed");
    if let Some(rows) = rows {
        let end = table.row_text(Row::at(rows)).as_ptr() as usize - table.text().as_ptr() as usize;
        table = Table::parse(text[..end].to_owned(), b',').expect("well-formed");
    }
    Session::with(Sheet::new(table.with_kind(FileKind::WithoutErrors), Origin::Download, today()))
}

/// The beginning of a text, on a screen of 80×24.
fn beginning(text: &str) -> Session {
    let mut session = Session::start(start(text, Some(100)));
    session.app = App::beginning(start(text, Some(100)));
    session.draw();
    session
}

fn load(session: &mut Session, start: Start) {
    session.app.take_loaded(start);
    session.input(Input::Redraw);
}

#[test]
fn the_cursor_moves_within_the_beginning_and_nothing_says_how_many_leads_there_are() {
    let text = large(300);
    let mut session = beginning(&text);
    let screen = session.screen();
    assert!(screen.contains("loading") && screen.contains("1/…"), "{screen}");
    assert!(!screen.contains("leads ·"), "{screen}");
    session = session.keys("<down><down><right>");
    assert_eq!(session.app.viewport.row, Row(2));
    session.app.show_loading(34);
    let screen = session.screen();
    assert!(
        screen.contains("loading 34%") && screen.contains("Loading: 34%. Esc stops."),
        "{screen}"
    );
    session.app.show_loading(100);
    let screen = session.screen();
    assert!(screen.contains("  loading\n"), "{screen}");
    assert!(screen.contains("Loading: read, its leads are being found. Esc stops."), "{screen}");
    load(&mut session, start(&text, None));
    let at_once = Session::start(start(&text, None)).keys("<down><down><right>");
    let mut at_once = at_once;
    assert_eq!(session.snapshot(), at_once.snapshot());
}

#[test]
fn what_leads_beyond_the_beginning_waits_and_so_does_all_behind_it() {
    let text = large(300);
    let mut session = beginning(&text).keys("G<up>x");
    assert_eq!(session.app.viewport.row, Row(0));
    session.app.show_loading(50);
    let screen = session.screen();
    assert!(screen.contains("What you typed waits."), "{screen}");
    load(&mut session, start(&text, None));
    assert_eq!(session.app.viewport.row, Row(298));
    let mut at_once = Session::start(start(&text, None)).keys("G<up>x");
    assert_eq!(session.snapshot(), at_once.snapshot());
}

#[test]
fn a_question_about_saved_work_is_answered_by_no_key_from_before_it() {
    let text = large(300);
    let mut session = beginning(&text).keys("Gds");
    let start = start(&text, None);
    load(
        &mut session,
        Start { persistence: Persistence::On, recovery: Some(Recovery::Busy(None)), ..start },
    );
    assert!(matches!(session.app.mode, Mode::Ask(_)));
    assert!(matches!(session.effects[..], [Effect::Redraw]), "{:?}", session.effects);
    assert!(session.app.take_held().is_none());
}

#[test]
fn escape_stops_the_reading_and_a_quitting_key_quits() {
    let text = large(300);
    let session = beginning(&text).keys("<esc>");
    assert!(matches!(session.effects[..], [Effect::StopLoading]), "{:?}", session.effects);
    let session = beginning(&text).keys("<ctrl-q>");
    assert!(matches!(session.effects[..], [Effect::Quit(_)]), "{:?}", session.effects);
}

/// Keys that move, edit, search, ask and undo.
const KEYS: [&str; 24] = [
    "<down>",
    "<down>",
    "<down>",
    "<up>",
    "<right>",
    "<right>",
    "<left>",
    "<pagedown>",
    "<pageup>",
    "<home>",
    "<end>",
    "G",
    "gg",
    "5j",
    "<tab>",
    "cc",
    "x",
    "<enter>",
    "/",
    "a",
    "n",
    "u",
    "gp",
    "<ctrl-d>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_typed_while_a_file_is_read_means_what_it_means_at_once(
        keys in prop::collection::vec(0..KEYS.len(), 0..24),
        loaded_after in 0_usize..24,
    ) {
        let text = large(160);
        let keys: Vec<&str> = keys.iter().map(|n| KEYS[*n]).collect();
        let (before, after) = keys.split_at(loaded_after.min(keys.len()));
        let mut session = beginning(&text).keys(&before.concat());
        load(&mut session, start(&text, None));
        let mut session = session.keys(&after.concat());
        let mut at_once = Session::start(start(&text, None)).keys(&keys.concat());
        prop_assert_eq!(session.snapshot(), at_once.snapshot(), "{:?}", keys);
    }
}

#[test]
fn a_large_file_opens_with_its_beginning_and_then_as_a_whole() {
    let dir = scratch();
    let path = dir.path().join("leads.csv");
    std::fs::write(&path, large(6_000)).expect("written");
    let path = path.to_str().expect("UTF-8");
    let mut program = Program::start(&[path], (100, 24));
    // Before anything is there: it waits for the end of the file.
    program.send(b"G");
    program.wait_for("6,000 leads");
    program.wait_for("6000/6000");
    program.send(b"\x11");
    assert_eq!(program.wait_exit(), 0);
}

#[test]
fn a_large_file_that_is_wrong_behind_its_beginning_ends_with_the_sentence_about_it() {
    let dir = scratch();
    let path = dir.path().join("leads.csv");
    let mut bytes = large(3_000).into_bytes();
    bytes.extend(b"\xff\xfe");
    std::fs::write(&path, bytes).expect("written");
    let mut program = Program::start(&[path.to_str().expect("UTF-8")], (100, 24));
    assert_eq!(program.wait_exit(), 2);
    let screen = program.screen();
    assert!(screen.contains("the text isn't UTF-8 (byte "), "{screen}");
}

#[test]
fn a_large_file_is_opened_from_the_list_and_one_that_is_wrong_leads_back_to_it() {
    let in_list = |name: &str, more: &[u8]| {
        let dir = scratch();
        let text = [large(6_000).as_bytes(), more].concat();
        std::fs::write(dir.path().join(name), text).expect("written");
        let mut program = Program::with().dir(dir.path()).start(&[], (100, 24));
        program.wait_for(name);
        program.keys("<Enter>");
        (program, dir)
    };
    let (mut program, _dir) = in_list("wrong.csv", b"\xff\xfe");
    program.wait_for("Encoding of wrong.csv");
    program.keys("<Esc>");
    program.wait_for("Which file do you want to work on?");
    program.keys("q");
    assert_eq!(program.wait_exit(), 0);
    let (mut program, _dir) = in_list("good.csv", b"");
    program.send(b"G");
    program.wait_for("GRID 6000/6000");
    program.send(b"\x11");
    assert_eq!(program.wait_exit(), 0);
}
