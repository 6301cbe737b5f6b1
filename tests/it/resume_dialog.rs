//! The dialogs about unfinished work: at the start, and before quitting.

use crate::support::session::Session;
use leadsheet::app::{
    Confirm, Effect, EffectError, EffectKind, Input, LaterFile, Mode, OnExit, OtherFile,
    Persistence, Recovery, UnfinishedWork, WorkElsewhere,
};
use leadsheet::leads::Row;
use leadsheet::sheet::{LogEntry, RowState};

/// The actions of these keys, as the journal has them.
fn done(keys: &str) -> Vec<(String, LogEntry)> {
    let s = Session::sample().keeping().keys(keys);
    let actions = s.effects.into_iter().filter_map(|effect| match effect {
        Effect::Keep(actions) => Some(actions),
        _ => None,
    });
    let at = |minute| format!("2026-11-21T09:{minute:02}:00Z");
    actions.flatten().enumerate().map(|(n, action)| (at(n), action)).collect()
}

/// Opens the sample with unfinished work.
fn unfinished(keys: &str) -> Session {
    let unfinished = UnfinishedWork { actions: done(keys), ..UnfinishedWork::default() };
    Session::sample_with(Persistence::On, Some(Recovery::Work(unfinished)))
}

/// Compares the screen with its snapshot.
fn shown(name: &str, session: &mut Session) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, session.snapshot());
    });
}

const WORK: &str = "ccfirst<enter>ccsecond<enter>ccthird<enter>u";

#[test]
fn unfinished_work_must_be_resumed_or_declined_first_and_can_be_listed() {
    let mut s = unfinished(WORK).keys("jx");
    assert!(matches!(s.app.mode, Mode::Ask(Confirm::Start)));
    assert_eq!(s.message(), "x has no function here. Press Enter, s, a or Esc.");
    let screen = s.screen();
    assert!(screen.contains("2 steps in 2 leads"), "{screen}");
    assert!(screen.contains("from 2026-11-21 09:00 to 2026-11-21 09:03 UTC"), "{screen}");
    let mut s = s.keys("s");
    let screen = s.screen();
    assert!(screen.contains("row 2  Lead Name: Warehouse tablets, phase 2 → second"), "{screen}");
    assert!(screen.contains("the last step was undone"), "{screen}");
    let s = s.keys("<esc>");
    assert!(matches!(s.app.mode, Mode::Ask(Confirm::Start)), "a list leads back to the question");
    assert!(s.effects.is_empty());
}

#[test]
fn resuming_restores_cells_undo_and_redo_and_writes_nothing() {
    let s = unfinished(WORK).keys("<enter>");
    assert_eq!(s.message(), "Restored: 2 steps in 2 leads; undo works too.");
    assert_eq!((s.cell(1, "Lead Name"), s.cell(2, "Lead Name")), ("first".into(), "second".into()));
    assert!(s.effects.is_empty(), "the journal has it already");
    let s = s.keys("<ctrl-r>");
    assert!(s.message().starts_with("Redid (from an earlier session): edit"), "{}", s.message());
    assert!(
        matches!(&s.effects[..], [Effect::Keep(a)] if a[..] == [LogEntry::Redo { kept: Some(Vec::new()) }])
    );
}

#[test]
fn undo_reports_where_this_run_began() {
    let s = unfinished(WORK).keys("<enter>ccmine<enter>u");
    let says = "Undid: edit Lead Name, 1 cell. This session started here.";
    assert!(s.message().starts_with(says), "{}", s.message());
    let s = s.keys("u");
    assert!(s.message().starts_with("Undid (from an earlier session): edit"), "{}", s.message());
    let s = s.keys("<ctrl-r>2<ctrl-r>");
    assert!(s.message().starts_with("Redid: edit Lead Name, 1 cell."), "{}", s.message());
    let s = s.keys("2u");
    assert!(s.message().starts_with("Undid 2 steps, the last (from an earlier session)"));
    let s = Session::sample().keeping().keys("ccx<enter>u");
    assert_eq!(s.message(), "Undid: edit Lead Name, 1 cell.");
}

#[test]
fn the_history_marks_the_steps_of_an_earlier_run() {
    let mut s = unfinished(WORK).keys("<enter>ccmine<enter>ccmore<enter>gu");
    let screen = s.screen();
    let lines: Vec<&str> = screen.lines().skip(2).take(5).map(|l| l.trim()).collect();
    let starts = ["now", "done", "before", "before", "the file as opened"];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{screen}");
    }
}

#[test]
fn exported_leads_are_still_exported_after_a_restart() {
    let mut first = Session::sample().keeping().keys("sacc<enter>yes<enter>");
    let part = leadsheet::app::WrittenUpload { rows: vec![Row(0)], ..Default::default() };
    first.effects.extend(first.app.update(Input::Written(Box::new(part))));
    assert_eq!(first.app.sheet.state(Row(0)), RowState::Exported);
    let actions: Vec<(String, LogEntry)> = first
        .effects
        .drain(..)
        .filter_map(|effect| match effect {
            Effect::Keep(actions) => Some(actions),
            _ => None,
        })
        .flatten()
        .map(|action| (String::new(), action))
        .collect();
    let unfinished = UnfinishedWork { actions, ..UnfinishedWork::default() };
    // Nothing is unfinished, so there is no question; the work is saved until its results are imported.
    let s = Session::sample_with(Persistence::On, Some(Recovery::Work(unfinished)));
    assert_eq!(s.app.sheet.state(Row(0)), RowState::Exported);
    assert!(s.message().contains("1 lead exported"), "{}", s.message());
    let s = s.keys("q");
    assert!(matches!(s.effects[..], [Effect::Quit(OnExit::Kept)]));
}

#[test]
fn added_columns_are_shown_again() {
    let s = unfinished(":add team member<enter>").keys("<enter>");
    let field = s.field("Team member 2");
    assert!(s.app.columns.position(field).is_some());
}

#[test]
fn starting_over_archives_the_work_and_saves_what_follows() {
    let s = unfinished(WORK).keys("accnew<enter>");
    assert!(matches!(&s.effects[..], [Effect::Archive, Effect::Keep(_)]), "{:?}", s.effects);
    assert_eq!(s.cell(2, "Lead Name"), "Warehouse tablets, phase 2");
}

#[test]
fn work_that_is_restored_in_part_gets_a_new_journal() {
    let mut actions = done(WORK);
    if let (_, LogEntry::Edit { leads, .. }) = &mut actions[0] {
        leads[0].id = "another lead".to_owned();
    }
    let unfinished = UnfinishedWork { actions, ..UnfinishedWork::default() };
    let s = Session::sample_with(Persistence::On, Some(Recovery::Work(unfinished))).keys("<enter>");
    assert!(s.message().starts_with("1 cell can't be restored"), "{}", s.message());
    let [Effect::Archive, Effect::Keep(saved)] = &s.effects[..] else { panic!("{:?}", s.effects) };
    assert!(
        matches!(saved[..], [LogEntry::Edit { .. }, LogEntry::Edit { .. }, LogEntry::Undo { .. }]),
        "{saved:?}"
    );
}

#[test]
fn work_on_another_content_is_never_resumed() {
    let unfinished = UnfinishedWork { actions: done(WORK), ..UnfinishedWork::default() };
    let start = || Session::sample_with(Persistence::On, Some(Recovery::Other(unfinished.clone())));
    let s = start().keys("<enter>");
    assert_eq!(s.message(), "That key has no function here. Press r, s, a, o or Esc.");
    let s = start().keys("o");
    assert!(s.app.sheet.is_read_only() && matches!(s.effects[..], [Effect::OpenReadOnly]));
    let s = start().keys("a");
    assert!(matches!(s.effects[..], [Effect::Archive]) && matches!(s.app.mode, Mode::Grid));
    let s = start().keys("<esc>");
    assert!(matches!(s.effects[..], [Effect::Quit(OnExit::Kept)]));
}

#[test]
fn a_file_that_is_open_elsewhere_is_read_only() {
    let mut s =
        Session::sample_with(Persistence::On, Some(Recovery::Busy(Some(77)))).keys("<enter>as");
    assert!(matches!(s.app.mode, Mode::Ask(Confirm::Start)) && s.effects.is_empty());
    assert!(s.screen().contains("(process 77)"), "{}", s.screen());
    let s = s.keys("occx");
    assert!(s.message().contains("read-only"), "{}", s.message());
    assert!(matches!(s.effects[..], [Effect::OpenReadOnly]));
}

#[test]
fn quitting_saves_the_work_unless_it_is_discarded() {
    for (keys, leave) in [
        ("ccx<enter>q<enter>", OnExit::Kept),
        ("ccx<enter>qd", OnExit::Dropped),
        ("ccx<enter>:q!<enter>", OnExit::Dropped),
        ("ccx<enter>uq", OnExit::Finished),
    ] {
        let s = Session::sample().keeping().keys(keys);
        let last = s.effects.last();
        assert!(matches!(last, Some(Effect::Quit(l)) if *l == leave), "{keys}: {last:?}");
    }
    let s = Session::sample().keys("ccx<enter>q<enter>");
    assert!(s.effects.is_empty(), "unsaved work isn't quit without a question");
}

#[test]
fn a_journal_that_cannot_be_written_is_reported_and_shown_in_the_title() {
    let mut s = Session::sample().keeping().keys("ccx<enter>");
    s.app
        .update(Input::Kept(Err(EffectError::new(EffectKind::Journal, "No space left on device"))));
    let text = s.message().to_owned();
    assert_eq!(text, "Not saved: No space left on device. Continue, and export before you quit.");
    let mut s = s.keys("jccy<enter>");
    assert_eq!(s.cell(3, "Lead Name"), "y", "editing continues");
    assert!(s.screen().lines().next().is_some_and(|title| title.contains("not saved")));
    let mut s = s.keys("q<enter>");
    assert!(s.screen().contains("No space left on device"), "{}", s.screen());
    assert!(!s.effects.iter().any(|effect| matches!(effect, Effect::Quit(_))));
    s.app.update(Input::Kept(Ok(())));
    assert!(!s.screen().lines().next().is_some_and(|title| title.contains("not saved")));
}

#[test]
fn the_resume_and_quit_dialogs_fit_the_screen() {
    let unfinished = UnfinishedWork {
        actions: done(WORK),
        notice: Some("The journal is damaged; the work before the damage is restored.".to_owned()),
        ..UnfinishedWork::default()
    };
    for (name, earlier) in [
        ("resume", Recovery::Work(unfinished.clone())),
        ("resume_other_content", Recovery::Other(unfinished)),
        ("resume_locked", Recovery::Busy(None)),
    ] {
        let mut s = Session::sample_with(Persistence::On, Some(earlier)).sized(60, 12);
        shown(&format!("{name}_60x12"), &mut s);
    }
    let mut s = Session::sample().keeping().keys("ccx<enter>q");
    shown("ask_save_80x24", &mut s);
    let mut s = Session::sample_with(
        Persistence::On,
        Some(Recovery::Work(UnfinishedWork { actions: done(WORK), ..UnfinishedWork::default() })),
    )
    .keys("s");
    shown("resume_list_80x24", &mut s);
}

fn named(state: OtherFile) -> Recovery {
    let work = UnfinishedWork { actions: done(WORK), ..UnfinishedWork::default() };
    Recovery::Named(WorkElsewhere { work, name: "leads.csv".to_owned(), state })
}

fn went_on() -> Recovery {
    let (path, name) = ("/leads/friday.csv".into(), "friday.csv".to_owned());
    Recovery::WentOn(LaterFile { path, name, day: "2026-11-22".to_owned() })
}

#[test]
fn work_saved_under_another_name_is_resumed_once_it_is_saved_under_this_one() {
    let mut s = Session::sample_with(Persistence::On, Some(named(OtherFile::Gone))).keys("jx");
    assert_eq!(s.message(), "x has no function here. Press Enter, s, a, o or Esc.");
    let screen = s.screen();
    assert!(screen.contains("leads.csv has this content and saved work"), "{screen}");
    let s = s.keys("s").keys("<esc><enter>");
    assert!(matches!(s.effects[..], [Effect::TakeUp]), "{:?}", s.effects);
    assert_eq!(s.cell(1, "Lead Name"), "UK spring", "nothing is restored before it is saved");
    let mut s = s;
    let full = EffectError::new(EffectKind::Journal, "No space left on device");
    s.app.update(Input::TakenUp(Err(full)));
    assert_eq!(s.message(), "The work can't be resumed here: No space left on device.");
    assert!(matches!(s.app.mode, Mode::Ask(Confirm::Start)), "it is still asked");
    let work = UnfinishedWork { actions: done(WORK), ..UnfinishedWork::default() };
    s.app.update(Input::TakenUp(Ok(Box::new(work))));
    assert_eq!(s.message(), "Restored: 2 steps in 2 leads; undo works too.");
    assert_eq!(s.cell(2, "Lead Name"), "second");
}

#[test]
fn work_saved_under_another_name_stays_there_when_the_file_is_started_afresh() {
    let start = |state| Session::sample_with(Persistence::On, Some(named(state)));
    let s = start(OtherFile::There).keys("accnew<enter>");
    let [Effect::LeaveElsewhere, Effect::Keep(_)] = &s.effects[..] else {
        panic!("{:?}", s.effects)
    };
    let s = start(OtherFile::There).keys("o");
    assert!(s.app.sheet.is_read_only() && matches!(s.effects[..], [Effect::OpenReadOnly]));
    let s = start(OtherFile::Busy(Some(77))).keys("<enter>");
    assert_eq!(s.message(), "That key has no function here. Press s, a, o or Esc.");
    assert!(s.effects.is_empty());
}

#[test]
fn the_file_in_which_the_work_went_on_is_opened_in_the_place_of_an_older_download() {
    let start = || Session::sample_with(Persistence::On, Some(went_on()));
    let mut s = start().keys("<enter>");
    let [Effect::OpenOther(path)] = &s.effects[..] else { panic!("{:?}", s.effects) };
    assert_eq!(path.to_str(), Some("/leads/friday.csv"));
    let error = EffectError::new(EffectKind::Open, "friday.csv: there is no such file");
    s.app.update(Input::NotOpened(error));
    assert_eq!(s.message(), "friday.csv: there is no such file");
    assert!(matches!(s.app.mode, Mode::Ask(Confirm::Start)));
    let s = s.keys("s");
    assert_eq!(s.message(), "That key has no function here. Press Enter, a, o or Esc.");
    let s = start().keys("accnew<enter>");
    assert!(matches!(&s.effects[..], [Effect::LeaveElsewhere, Effect::Keep(_)]));
}

#[test]
fn work_that_was_all_undone_is_no_question() {
    let s = unfinished("ccfirst<enter>u");
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.message(), "All that was done was undone before; redo brings it back.");
    let s = s.keys("<ctrl-r>");
    assert_eq!(s.cell(1, "Lead Name"), "first");
}

#[test]
fn missing_upload_files_are_named_in_the_dialog_and_the_message() {
    let work = |names: &[&str]| {
        let missing_uploads = names.iter().map(|name| (*name).to_owned()).collect();
        let work =
            UnfinishedWork { actions: done(WORK), missing_uploads, ..UnfinishedWork::default() };
        Session::sample_with(Persistence::On, Some(Recovery::Work(work)))
    };
    let mut s = work(&["leads.upload-002.csv"]);
    let screen = s.screen();
    assert!(screen.contains("leads.upload-002.csv isn't there any more"), "{screen}");
    let s = s.keys("<enter>");
    assert_eq!(
        s.message(),
        "Restored: 2 steps in 2 leads; undo works too. leads.upload-002.csv isn't there any more: \
        if it wasn't uploaded, mark its leads to be exported again (:export again)."
    );
    let s = work(&["a.csv", "b.csv", "c.csv"]).keys("<enter>");
    assert!(s.message().contains("a.csv and 2 other upload files aren't there"), "{}", s.message());
}

#[test]
fn the_dialogs_about_other_names_fit_the_screen() {
    for (name, earlier) in [
        ("processed_or_not", Recovery::Uncertain { rejected: 1, leads: 4 }),
        ("named_gone", named(OtherFile::Gone)),
        ("named_copy", named(OtherFile::There)),
        ("named_locked", named(OtherFile::Busy(Some(77)))),
        ("went_on", went_on()),
    ] {
        let mut s = Session::sample_with(Persistence::On, Some(earlier)).sized(60, 14);
        shown(&format!("{name}_60x14"), &mut s);
    }
}
