//! The line mode: whole conversations, what they write, and what they never do.

use crate::support::files::SAMPLE;
use crate::support::headless::Headless;
use crate::support::hostile;
use crate::support::line_mode::LineMode;
use crate::support::program::{STATE_HOME, program};
use crate::support::pty::Program;
use crate::support::rng::Rng;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{Persistence, Start};
use leadsheet::leads::{Level, is_hidden};
use leadsheet::sheet::RowState;
use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

/// A whole job: accept, correct wrong answers, close, look something up, undo, export, end.
const JOB: [&str; 41] = [
    "?",          // the menu explains itself
    "3",          // open leads without an outcome
    "2",          // lead 1: accept
    "9",          // there is no such intent
    "yes",        // by its name
    "12.500",     // which of the two?
    "12500",      //
    "31/12",      // no date
    "2027-03-01", //
    "+Called: they ask for an offer.",
    "decline",    // lead 2, by its name
    "2",          // the customer didn't respond
    "no",         //
    "",           // value
    "",           // date
    "=q",         // notes: a letter
    "error",      // lead 3
    "u",          // not that one
    "3",          // decline
    "",           // no reason yet
    "",           // no intent
    "",           // value
    "",           // date
    "",           // notes: held back
    "s",          // lead 4 is skipped
    "b",          // the outcome of lead 4 again
    "l",          //
    "c currency", //
    "zzz",        //
    "s",          //
    "w",          //
    "1",          // the problems
    "8",          // the reason
    "3",          // the intent
    "2",          // the review asks for the number of closings; 2 of them
    "6",          // nothing more
    "1",          //
    "5",          //
    "nobody",     //
    "",           //
    "q",
];

/// What is typed at random: commands, choices, values and nonsense; but nothing that ends the conversation.
#[rustfmt::skip]
const WORDS: [&str; 47] = [
    "", "", "", "1", "2", "3", "4", "5",
    "6", "7", "8", "y", "s", "b", "u", "l",
    "m", "r", "e", "w", "c", "c notes", "c currency", "c reason",
    "c errors", "c member 1", "c stage", "?", "=", "=x", "+30", "+ more",
    "12", "1,250", "abc", "USD", "3/1/27", "won", "lost", "yes",
    "c deal value", "c status", "uk", "p", "9", "é\u{301}", "a, b, c, d@e.com",
];

/// Runs the line mode on the file of a workspace with some answers, and returns what it printed and its code.
fn walk(workspace: &Workspace, options: &[&str], answers: &str) -> (String, Option<i32>) {
    let out = walk_output(workspace, options, answers.as_bytes());
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    (String::from_utf8(out.stdout).expect("UTF-8"), out.status.code())
}

fn walk_output(workspace: &Workspace, options: &[&str], answers: &[u8]) -> Output {
    let mut command = program();
    command.env(STATE_HOME, workspace.state_home()).current_dir(workspace.folder());
    command.args(["walk", "leads.csv"]).args(options);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    // A program that ended takes no more answers.
    let _ = child.stdin.take().expect("piped").write_all(answers);
    child.wait_with_output().expect("it ends")
}

/// The characters of a text that a terminal obeys or hides, besides the line feed.
fn controls(text: &str) -> Vec<char> {
    text.chars().filter(|c| *c != '\n' && is_hidden(*c)).collect()
}

/// Starts the line mode on the file of a workspace in a dumb terminal, and waits for the first question.
fn start(workspace: &Workspace) -> Program {
    let source = workspace.file.to_str().expect("UTF-8");
    let mut p = workspace.setup().env("TERM", "dumb").start(&["walk", source], (80, 50));
    p.wait_for("Number");
    p
}

#[test]
fn a_whole_job_reads_as_a_conversation() {
    let line_mode = LineMode::sample().answers(&JOB);
    insta::assert_snapshot!("walk_job", line_mode.transcript);
    assert_eq!(controls(&line_mode.transcript), Vec::<char>::new());
    assert!(line_mode.walk.end().is_some());
}

#[test]
fn the_upload_file_is_the_grid_s_byte_for_byte() {
    let mut line_mode = LineMode::sample().answers(&[
        "5",
        "uk spring",
        "accept",
        "yes",
        "13000",
        "3/1/2027",
        "+Called.",
        "", // back in the menu
        "5",
        "web shop",
        "decline",
        "6",
        "no",
        "",
        "",
        "",
    ]);
    let said = line_mode.answer("1");
    assert!(said.contains("Exported 2 leads."), "{}", line_mode.transcript);
    let mut grid = Headless::open(SAMPLE);
    grid.session.go(1, "Partner Referral Status");
    grid.press("sacc<enter>yes<enter>");
    for (column, text) in [("Estimated Deal Value", "13000"), ("Estimated Close Date", "3/1/2027")]
    {
        grid.session.go(1, column);
        grid.press(&format!("cc{text}<enter>"));
    }
    grid.session.go(1, "Notes");
    grid.press("<enter><ctrl-j>Called.<enter>");
    grid.press("<esc>");
    grid.session.go(4, "Partner Referral Status");
    grid.press("sdecl<enter>6<enter>");
    grid.session.go(4, "Marketplace Purchase Intent");
    grid.press("<enter>no<enter>");
    grid.press("<ctrl-s>1<enter>");
    let written = fs::read(grid.dir.path().join("leads.upload-001.csv")).expect("exported");
    let in_grid = String::from_utf8_lossy(&written).into_owned();
    let by_line = String::from_utf8_lossy(&line_mode.file("leads.upload-001.csv")).into_owned();
    assert_eq!(by_line, in_grid);
    assert_eq!(
        line_mode.file("leads.upload-001.revert.csv"),
        fs::read(grid.dir.path().join("leads.upload-001.revert.csv")).expect("exported")
    );
}

#[test]
fn a_wrong_answer_is_not_written_and_asked_again_with_the_rule() {
    let mut line_mode = LineMode::sample().answers(&["5", "uk spring", "", ""]);
    assert!(line_mode.transcript.contains("Deal value: 12563"), "{}", line_mode.transcript);
    let before = line_mode.sheet().history().len();
    for wrong in ["a lot", "-5", "12.345", "="] {
        let said = line_mode.answer(wrong);
        assert!(line_mode.asked().starts_with("New text"), "{wrong}: {said}");
        assert_eq!(line_mode.sheet().history().len(), before, "{wrong}: {said}");
    }
    let said = line_mode.answer("a lot");
    assert!(said.contains("Not written: "), "{said}");
    let said = line_mode.answer("1\u{1b}[2J");
    assert!(said.contains("can't be seen"), "{said}");
    line_mode.answer("1,250.5");
    assert_eq!(line_mode.cell(1, "Estimated Deal Value"), "1250.5");
}

#[test]
fn closing_leads_are_exported_only_with_their_number() {
    let mut line_mode =
        LineMode::sample().answers(&["5", "uk spring", "decline", "1", "no", "", "", ""]);
    for wrong in ["y", "2", "yes", "01"] {
        let said = line_mode.answer(wrong);
        assert!(said.contains("Nothing was exported"), "{wrong}: {said}");
        assert!(line_mode.asked().contains("Type 1, the number"), "{said}");
    }
    assert!(line_mode.answer("1").contains("Exported 1 lead."), "{}", line_mode.transcript);
    assert_eq!(line_mode.sheet().counts().exported, 1);
}

#[test]
fn undo_asks_again_and_back_goes_to_the_question_and_the_lead_before() {
    let mut line_mode = LineMode::sample().answers(&["3", "accept"]);
    assert!(line_mode.transcript.contains("Intent: empty"), "{}", line_mode.transcript);
    let said = line_mode.answer("u");
    assert!(said.contains("Undid: outcome Accept") && said.contains("Outcome?"), "{said}");
    assert_eq!(line_mode.cell(1, "Partner Referral Status"), "New");
    line_mode.answer("");
    let said = line_mode.answer("b");
    assert!(said.contains("Outcome?"), "{said}");
    line_mode.answer("s");
    let said = line_mode.answer("b");
    assert!(said.contains("Lead 1 of 33"), "{said}");
    let said = line_mode.answer("b");
    assert!(said.contains("This is the first lead.") && said.contains("Lead 1 of 33"), "{said}");
}

#[test]
fn any_editable_column_is_asked_for_by_name_and_a_locked_one_says_why() {
    let mut line_mode = LineMode::sample().answers(&["5", "uk spring"]);
    let said = line_mode.answer("c city");
    assert!(said.contains("City: ") && said.contains("Number"), "{said}");
    let said = line_mode.answer("c crm");
    assert!(said.contains("CRM ID: empty"), "{said}");
    let said = line_mode.answer("CRM-7");
    assert!(said.contains("CRM ID: CRM-7") && said.contains("Outcome?"), "{said}");
    assert_eq!(line_mode.cell(1, "CRM ID"), "CRM-7");
    assert!(line_mode.answer("c nonsense").contains("There is no column \"nonsense\""));
    assert!(line_mode.answer("c team member").contains("Which column? Team member 1"));
}

#[test]
fn hostile_cells_are_read_with_visible_characters_only() {
    let csv = hostile::file();
    let mut line_mode = LineMode::open(&csv);
    line_mode.answer("4");
    for line in ["l", "m", "m", "m", "m", "m", "", "c", "s"].iter().cycle().take(400) {
        line_mode.answer(line);
    }
    assert!(line_mode.transcript.contains("Lead 3"), "{}", line_mode.transcript.len());
    assert_eq!(controls(&line_mode.transcript), Vec::<char>::new());
}

#[test]
fn random_answers_never_write_what_a_rule_forbids() {
    let sample = String::from_utf8_lossy(SAMPLE);
    for seed in 0..12 {
        let mut rng = Rng::new(seed);
        let mut line_mode = LineMode::open(&sample);
        for _ in 0..150 {
            line_mode.answer(rng.one_of(&WORDS));
        }
        assert_eq!(controls(&line_mode.transcript), Vec::<char>::new(), "seed {seed}");
        let sheet = line_mode.sheet();
        for row in sheet.rows().filter(|row| sheet.state(*row) == RowState::HeldBack) {
            // What holds a lead back is what isn't answered yet, never what was written.
            for error in sheet.findings().row(row).filter(|f| f.level == Level::Error) {
                let field = error.field.expect("a cell");
                let is_outcome = sheet.layout().col(field).is_some_and(|col| col.is_outcome());
                let text = sheet.text(row, field);
                assert!(
                    is_outcome || text.is_empty() || !sheet.is_changed(row, field),
                    "seed {seed}: {} in row {row}: {text}",
                    error.message
                );
            }
        }
    }
}

#[test]
fn only_named_leads_come_and_nothing_is_asked_in_a_read_only_file() {
    let sample = String::from_utf8_lossy(SAMPLE);
    let mut start = Session::of(&sample, crate::support::fixtures::today());
    start.sheet.set_read_only();
    let start = Start { persistence: Persistence::Off, ..start };
    let line_mode = LineMode::start(&sample, start).answers(&["4", "", "c notes", "q"]);
    let said = &line_mode.transcript;
    assert!(said.contains("The file is open read-only."), "{said}");
    assert!(said.contains("Lead 2 of 50") && !said.contains("Outcome?"), "{said}");
    assert!(said.ends_with("Nothing was changed.\n"), "{said}");
    let workspace = Workspace::new();
    let (said, code) = walk(&workspace, &["--only", "closed"], "\nq\n");
    assert!(
        said.contains("Lead 2 of 10") && said.contains("closed, nothing can be changed"),
        "{said}"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_dumb_terminal_gets_questions_and_no_escape_sequence() {
    let workspace = Workspace::new();
    let mut p = start(&workspace);
    p.keys("3\r");
    p.wait_for("Lead 1 of 33");
    p.keys("2\r");
    p.wait_for("Intent: empty");
    p.keys("q\r");
    assert_eq!(p.wait_exit(), 1, "a change isn't exported");
    assert!(!p.bytes().contains(&0x1b), "{}", p.screen());
    assert!(workspace.status("leads.csv").contains("held back"));
}

#[test]
fn a_killed_conversation_keeps_every_answer_whose_next_question_came() {
    let workspace = Workspace::new();
    let mut p = start(&workspace);
    p.keys("3\r");
    p.wait_for("Lead 1 of 33");
    p.keys("2\r");
    p.wait_for("Intent: empty");
    p.keys("1\r");
    p.wait_for("Type it as 1250");
    p.kill();
    p.wait_exit();
    let (said, _) = walk(&workspace, &[], "1\nq\n");
    assert!(said.contains("Restored: 2 steps in 1 lead"), "{said}");
}

#[test]
fn an_interrupted_conversation_says_that_its_work_is_saved() {
    let workspace = Workspace::new();
    let mut p = start(&workspace);
    p.keys("3\r");
    p.wait_for("Lead 1 of 33");
    p.keys("2\r");
    p.wait_for("Intent: empty");
    // Ctrl+C sends it, too; but the terminal drops what is written while it does so.
    p.interrupt();
    assert_eq!(p.wait_exit(), 128 + 2);
    let screen = p.screen();
    assert!(screen.contains("Interrupted.") && screen.contains("Your work is saved."), "{screen}");
    assert!(workspace.status("leads.csv").contains("held back"));
}

#[test]
fn without_more_answers_the_work_is_kept_and_resumed() {
    let workspace = Workspace::new();
    let (first, code) = walk(&workspace, &[], "3\n2\n1");
    assert_eq!(code, Some(1), "{first}");
    assert!(first.ends_with("To go on: leadsheet walk leads.csv\n"), "{first}");
    let (second, code) = walk(&workspace, &[], "1\ne\ny\nq\n");
    assert!(second.contains("Restored: 2 steps in 1 lead"), "{second}");
    assert_eq!((code, controls(&second)), (Some(0), Vec::new()), "{second}");
    assert!(workspace.path("leads.upload-001.csv").exists(), "{second}");
    assert_eq!(fs::read(&workspace.file).expect("readable"), SAMPLE, "the download is as it was");
}

#[test]
fn the_editor_goes_on_with_what_was_answered_and_the_other_way_round() {
    let workspace = Workspace::new();
    walk(&workspace, &[], "3\n2\n1\nq\n");
    let mut p = workspace.start();
    p.wait_for("2 steps in 1 lead");
    p.keys("<Enter>");
    p.wait_for("1 ready");
    p.keys("2gg0cc");
    p.wait_for("EDIT");
    p.keys("named in the grid<Enter>");
    workspace.wait_for_line("named in the grid");
    let (busy, code) = walk(&workspace, &[], "1\n");
    assert!(busy.contains("Another leadsheet is editing this file."), "{busy}");
    assert!(busy.ends_with("start with --read-only.\n"), "{busy}");
    assert_eq!(code, Some(2));
    p.kill();
    p.wait_exit();
    let (said, _) = walk(&workspace, &[], "1\n5\nnamed in\nq\n");
    assert!(said.contains("Restored: 3 steps in 2 leads"), "{said}");
    assert!(said.contains("Lead: named in the grid"), "{said}");
}

#[test]
fn work_that_is_not_saved_is_lost_only_after_a_question() {
    let workspace = Workspace::new();
    let (said, code) = walk(&workspace, &["--no-journal"], "3\n2\n1\nq\n\nq\ny\n");
    assert!(said.contains("Nothing is saved; export before you end."), "{said}");
    assert_eq!(said.matches("ending loses it").count(), 2, "{said}");
    assert!(said.ends_with("These changes are not saved.\n"), "{said}");
    assert_eq!((code, workspace.journals().len()), (Some(1), 0));
}

#[test]
fn what_cannot_be_used_is_refused_before_any_question() {
    let workspace = Workspace::new();
    for (args, code, why) in [
        (&["walk", "-"][..], 2, "the file must be named"),
        (&["walk", "none.csv"], 2, "none.csv"),
        (&["walk", "leads.csv", "--out", "none"], 2, "the folder for the upload files"),
        (&["walk"], 2, "required"),
    ] {
        let out = workspace.run(args);
        let errors = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.stdout.is_empty() && errors.contains(why), "{args:?}: {errors}");
        assert_eq!(out.status.code(), Some(code), "{args:?}: {errors}");
    }
    let out = walk_output(&workspace, &[], b"5\n\xff\xfe\nq\n");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("characters that can't be seen"), "{said}");
}
