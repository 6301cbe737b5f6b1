//! What was done and undone, as a panel and in messages.

use crate::support::session::Session;
use leadsheet::app::{HistoryPanel, Mode, Panel};
use leadsheet::leads::{CellRef, Row};

/// The sample with three steps: two names, then the outcome of a third lead.
fn worked() -> Session {
    let s = Session::sample().at(1, "Lead Name").keys("ccOne<enter>ccTwo<enter>");
    s.at(4, "Lead Name").keys("slost<enter><esc>")
}

fn panel(s: &Session) -> &HistoryPanel {
    s.app.mode.panel().expect("the history is open")
}

fn lines(s: &Session) -> Vec<String> {
    let show = |line| panel(s).line(&s.app, line);
    let lines = (0..panel(s).len()).map(show);
    lines.map(|entry| format!("{} {}", entry.label, entry.text)).collect()
}

#[test]
fn the_newest_step_comes_first_and_the_opened_file_last() {
    let s = worked().keys("ugu");
    let lines = lines(&s);
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("undone outcome Lost, 2 cells   "), "{lines:?}");
    assert!(lines[1].starts_with("now edit Lead Name, 1 cell   Two"), "{lines:?}");
    assert!(lines[2].starts_with("done edit Lead Name, 1 cell   One"), "{lines:?}");
    assert_eq!(lines[3], " the file as opened");
    assert_eq!(panel(&s).heading(&s.app), "History: 2 steps done, 1 undone");
    assert_eq!(panel(&s).window.selected, 1);
}

#[test]
fn one_key_goes_to_any_earlier_or_undone_step() {
    let s = worked().keys("guG<enter>");
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert_eq!(s.message(), "Undid 3 steps, the last: edit Lead Name, 1 cell.");
    let s = s.keys("gukk<enter>");
    assert_eq!([s.cell(1, "Lead Name"), s.cell(2, "Lead Name")], ["One", "Two"]);
    assert_eq!(s.app.sheet.history().len(), (2, 1));
    assert_eq!(
        s.message(),
        "Redid 2 steps, the last: edit Lead Name, 1 cell. Held back: Intent is empty; n goes there."
    );
    // The cursor is where the last of the steps was made.
    assert_eq!(s.app.cell(), CellRef::new(Row(1), s.field("Lead Name")));
}

#[test]
fn the_current_step_of_the_history_is_nothing_to_do() {
    let s = worked().keys("gu<enter>");
    assert_eq!(s.message(), "This is the current step.");
    assert!(s.app.mode.panel::<HistoryPanel>().is_some());
    let s = Session::sample().keys("gu");
    assert_eq!(s.message(), "Nothing has been changed yet.");
}

#[test]
fn undo_and_redo_work_in_the_panel_too() {
    let s = worked().keys("guuu");
    assert_eq!(s.app.sheet.history().len(), (1, 2));
    assert_eq!(panel(&s).window.selected, 2);
    let s = s.keys("<ctrl-r>");
    assert_eq!(s.app.sheet.history().len(), (2, 1));
}

#[test]
fn a_count_undoes_several_steps_and_the_message_counts_them() {
    let s = worked().keys("2u");
    assert_eq!(s.message(), "Undid 2 steps, the last: edit Lead Name, 1 cell.");
    let s = s.keys("9u");
    assert_eq!(s.message(), "Undid: edit Lead Name, 1 cell.");
    let s = s.keys("u");
    assert_eq!(s.message(), "Nothing to undo.");
    let s = s.keys("9<ctrl-r>");
    assert_eq!(
        s.message(),
        "Redid 3 steps, the last: outcome Lost, 2 cells. Held back: Reason is empty (and 1 more); n \
        goes there."
    );
}

#[test]
fn a_label_with_invisible_characters_is_shown_and_has_no_effect() {
    let s = Session::sample().at(1, "Lead Name").keys("cca").paste("\u{202e}[2Jb");
    let s = s.keys("<enter>").at(1, "Lead Name").keys("g/").paste("\u{202e}[2J");
    let mut s = s.keys("<enter>x<enter><enter>");
    assert_eq!(s.cell(1, "Lead Name"), "axb");
    for keys in ["gu", "<esc>u"] {
        s = s.keys(keys);
        let screen = s.screen();
        assert!(screen.contains("replace <U+202E>[2J"), "{screen}");
        assert!(!screen.contains('\u{202e}'));
    }
}
