//! What only a console of Windows does, with the real program in it: `tests/systems.sh` runs it under wine.

use crate::support::journey::Journey;
use crate::support::workspace::Workspace;

#[test]
fn a_program_is_not_suspended_and_says_why() {
    let mut p = Workspace::new().start();
    p.keys(":suspend<Enter>");
    p.wait_for("Windows can't suspend a program");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

/// The program that has the console tells by another exit code if it isn't set as before.
#[test]
fn ctrl_c_from_the_console_keeps_the_work_and_gives_the_console_back() {
    let mut journey = Journey::start();
    journey.edit(1, "other name");
    journey.interrupt();
    assert_eq!(journey.wait_exit(), 128 + 2);
    let bytes = String::from_utf8_lossy(&journey.bytes()).into_owned();
    assert!(bytes.rfind("\u{1b}[?1049l") > bytes.rfind("\u{1b}[?1049h"), "{bytes:?}");
    assert!(bytes.contains("is saved: "), "{bytes:?}");
    journey.resume("1 step in 1 lead");
    journey.wait_for("other name");
    journey.discard_and_quit();
}

#[test]
fn a_console_that_is_taken_away_loses_nothing() {
    let mut journey = Journey::start();
    journey.export_first_lead();
    journey.keys("<Esc>");
    journey.wait_for("GRID");
    journey.edit(2, "other name");
    journey.take_console_away();
    journey.wait_end();
    journey.resume("1 lead exported");
    journey.wait_for("other name");
    journey.wait_for("1 exported");
    journey.discard_and_quit();
}

#[test]
fn nothing_is_asked_of_the_console_and_no_mark_of_pastes() {
    let mut p = Workspace::new().start();
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    for asked in ["\u{1b}[?2004", "\u{1b}[c", "\u{1b}]11;?"] {
        assert!(!bytes.contains(asked), "{asked:?} in {bytes:?}");
    }
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}
