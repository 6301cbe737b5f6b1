//! A large file is checked behind the screen: the keys work meanwhile, and what needs all findings waits for them.

use crate::support::files::SAMPLE;
use crate::support::fixtures::{READABLE, fixture, today};
use crate::support::session::Session;
use leadsheet::app::{COMMANDS, Input, Mode, OpeningView, ProblemsPanel, ReviewPanel, Start, When};
use leadsheet::leads::{Origin, Row};
use leadsheet::sheet::{CheckJob, Filter, Sheet};
use leadsheet::table::Table;

fn start() -> Start {
    let sample = String::from_utf8_lossy(SAMPLE).into_owned();
    let table = Table::parse(sample, b',').expect("well-formed");
    let mut sheet = Sheet::new(table, Origin::Download, today());
    sheet.check_in_background();
    Session::with(sheet)
}

/// The sample, whose check has begun.
fn checking() -> (Session, CheckJob) {
    let mut session = Session::start(start());
    let job = session.app.begin_check().expect("it waits to begin");
    session.app.show_check(true);
    session.draw();
    (session, job)
}

fn finish(session: &mut Session, job: CheckJob) {
    let checked = job.run().expect("not stopped");
    session.input(Input::Checked(Box::new(checked)));
}

fn is_known(session: &Session) -> bool {
    session.app.sheet.is_checked() || session.app.sheet.known_findings().is_some()
}

#[test]
fn the_cursor_moves_cells_are_edited_and_progress_is_shown_meanwhile() {
    let (session, job) = checking();
    let mut session = session.sized(120, 24);
    let screen = session.screen();
    assert!(screen.contains("60 leads · checking 0%"), "{screen}");
    assert!(screen.contains("Checking 0 of 60 leads. Esc stops."), "{screen}");
    let mut session = session.keys("<down><down><right>").at(3, "Notes").keys("ccx<enter>");
    assert!(!is_known(&session));
    assert_eq!(session.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(2)]);
    let screen = session.screen();
    assert!(screen.contains("1 changed") && !screen.contains("1 ready"), "{screen}");
    finish(&mut session, job);
    assert!(is_known(&session));
    let screen = session.screen();
    assert!(screen.contains("1 ready") && !screen.contains("checking"), "{screen}");
}

#[test]
fn a_short_check_is_never_seen() {
    let (mut session, job) = checking();
    session.app.show_check(false);
    let before = session.screen();
    assert!(!before.to_lowercase().contains("checking"), "{before}");
    finish(&mut session, job);
    let mut at_once = Session::sample();
    assert_eq!(session.snapshot(), at_once.snapshot());
}

#[test]
fn what_needs_all_findings_waits_and_so_do_the_keys_behind_it() {
    let (session, job) = checking();
    let mut session = session.at(3, "Notes").keys("ccx<enter>").keys("<ctrl-s>");
    assert!(matches!(session.app.mode, Mode::Grid));
    let screen = session.screen();
    assert!(screen.contains("Checking 0 of 60 leads. Esc stops."), "{screen}");
    session = session.keys("<down>q").paste("text");
    assert!(matches!(session.app.mode, Mode::Grid) && !is_known(&session));
    finish(&mut session, job);
    // The review was opened, and its own keys were taken.
    let at_once =
        Session::sample().at(3, "Notes").keys("ccx<enter>").keys("<ctrl-s><down>q").paste("text");
    let mut at_once = at_once;
    assert_eq!(session.snapshot(), at_once.snapshot());
    let (session, job) = checking();
    let mut session = session.at(3, "Notes").keys("ccx<enter>").keys("<ctrl-s>");
    finish(&mut session, job);
    assert!(session.app.mode.panel::<ReviewPanel>().is_some());
}

#[test]
fn escape_stops_the_check_and_what_needs_it_begins_it_again() {
    let (session, job) = checking();
    let mut session = session.keys("<esc>");
    assert_eq!(
        session.message(),
        "The check was stopped at 0 of 60 leads; what needs it begins it again."
    );
    assert!(job.run().is_none());
    assert!(session.app.begin_check().is_none());
    let screen = session.screen();
    assert!(screen.contains("not checked"), "{screen}");
    session = session.keys("gp");
    let job = session.app.begin_check().expect("it begins again");
    session = session.keys("<down><esc>");
    assert_eq!(
        session.message(),
        "The check was stopped at 0 of 60 leads, and what waited for it is dropped; what needs it \
         begins it again."
    );
    assert!(job.run().is_none());
    session = session.keys("gp");
    let job = session.app.begin_check().expect("it begins again");
    finish(&mut session, job);
    assert!(session.app.mode.panel::<ProblemsPanel>().is_some());
}

#[test]
fn a_view_that_needs_all_findings_waits_for_them() {
    let view = || OpeningView { kept: None, only: Some(Filter::Problems) };
    let mut session = Session::start(Start { view: view(), ..start() });
    let job = session.app.begin_check().expect("it waits to begin");
    session = session.keys("<down>");
    assert!(session.app.filters.is_empty() && !is_known(&session));
    assert!(session.app.kept_view().is_none(), "it isn't shown yet");
    finish(&mut session, job);
    let sample = String::from_utf8_lossy(SAMPLE);
    let at_once = Start { view: view(), ..Session::of(&sample, today()) };
    assert_eq!(session.snapshot(), Session::start(at_once).keys("<down>").snapshot());
    let mut session = Session::start(Start { view: view(), ..start() });
    session.app.begin_check().expect("it waits to begin");
    session = session.keys("<down><esc>");
    assert!(session.app.filters.is_empty() && session.app.kept_view().is_some());
}

#[test]
fn no_command_of_the_grid_works_out_all_findings_while_they_are_worked_out_behind_it() {
    for command in COMMANDS.iter().flat_map(|family| family.iter()) {
        if command.when != When::Grid {
            continue;
        }
        for changed in [false, true] {
            let (mut session, _job) = checking();
            if changed {
                session = session.at(3, "Notes").keys("ccx<enter>");
            }
            session = session.keys(&format!(":{}<enter>", command.name));
            session.draw();
            assert!(!is_known(&session), "{}", command.name);
            session = session.keys("<enter>");
            assert!(!is_known(&session), "{}, answered", command.name);
        }
    }
}

#[test]
fn rules_that_run_once_over_a_row_find_what_they_find_one_question_after_the_other() {
    for name in READABLE {
        let open = || leadsheet::store::open(&fixture(name)).expect(name).into_sheet(today());
        let (once, apart) = (open(), open());
        once.look_closer();
        let all = |sheet: &Sheet| {
            let found: Vec<String> = sheet.findings().all().map(|f| format!("{f:?}")).collect();
            let would_be = sheet.unchanged_findings().all().map(|f| format!("{f:?}"));
            (
                found,
                sheet.findings().tally(),
                would_be.collect::<Vec<_>>(),
                format!("{:?}", sheet.due()),
            )
        };
        assert_eq!(all(&once), all(&apart), "{name}");
    }
}
