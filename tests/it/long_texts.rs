//! Old and new text of a long note, of which the last sentence differs: what changed is seen in every place.

use crate::support::fixtures::leads;
use crate::support::json::answer;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{FreshDownload, Input, Persistence, Recovery, UnfinishedWork};
use leadsheet::leads::Row;
use leadsheet::sheet::Edit;
use leadsheet::table::Table;

/// A long note that ends with this answer.
fn note(answer: &str) -> String {
    let sentence = "Customer asked for a phased rollout across fourteen shops with a pilot in the \
                    spring and a review in the summer. ";
    format!("{}Budget approved: {answer}.", sentence.repeat(4))
}

/// A download of one lead with this note.
fn file(note: &str) -> String {
    leads(1, |_, row| row.replacen("High,,,,,1234567", &format!("High,,,,{note},1234567"), 1))
}

fn edit(s: &mut Session, text: &str) {
    let notes = s.field("Notes");
    s.app.sheet.apply(Edit::cell("edit Notes", Row(0), notes, text)).expect("editable");
}

/// The download with the answer YES in its note instead of NO.
fn edited() -> Session {
    let mut s = Session::open(&file(&note("NO")));
    edit(&mut s, &note("YES"));
    s
}

/// The screen on one line, as wrapped text is read.
fn read(s: &mut Session) -> String {
    s.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_shows(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} in:\n{text}");
    }
}

#[test]
fn the_review_shows_what_differs() {
    for (columns, lines) in [(60, 20), (80, 24), (200, 60)] {
        let text = read(&mut edited().sized(columns, lines).keys("<ctrl-s>"));
        assert_shows(&text, &["Budget approved: [NO]. →", "Budget approved: [YES]."]);
    }
}

#[test]
fn the_history_shows_what_differs() {
    let text = read(&mut edited().sized(80, 24).keys("gu"));
    assert_shows(&text, &["row 1, Notes: …", " approved: [NO]. → …", " approved: [YES]."]);
}

#[test]
fn the_grid_and_the_record_show_the_old_text_around_what_differs() {
    let mut s = edited().sized(80, 60).at(1, "Notes");
    assert_shows(&read(&mut s), &["was \"…", "Budget approved: [NO].\""]);
    let mut s = s.keys("<space>");
    assert_shows(&read(&mut s), &["Notes Customer asked", "was \"…", "Budget approved: [NO].\""]);
}

#[test]
fn the_list_of_what_was_done_shows_what_differs() {
    let mut s = Session::open(&file(&note("NO"))).keeping();
    edit(&mut s, &note("YES"));
    let actions = s.app.sheet.take_log().into_iter();
    let actions = actions.map(|entry| ("2026-11-21T09:00:00Z".to_owned(), entry)).collect();
    let work = UnfinishedWork { actions, ..UnfinishedWork::default() };
    let s = Session::open_with_work(&file(&note("NO")), Recovery::Work(work));
    let text = read(&mut s.sized(80, 24).keys("s"));
    assert_shows(&text, &["row 1 Notes: …", "Budget approved: [NO]. → …", "approved: [YES]."]);
}

#[test]
fn a_replacement_shows_what_differs_while_it_is_typed_and_before_it_is_made() {
    let s = Session::open(&file(&note("NO"))).sized(80, 24).at(1, "Notes");
    let mut s = s.keys("g/NO.<enter>YES.");
    assert_shows(&read(&mut s), &["Budget approved: [NO]. → …", "Budget approved: [YES]."]);
    let mut s = s.keys("<enter>");
    assert_shows(
        &read(&mut s),
        &["replace NO. in Notes: 1 lead", "Budget approved: [NO]. → …", "approved: [YES]."],
    );
}

#[test]
fn a_paste_with_a_preview_shows_what_differs() {
    let mut s = Session::open(&leads(2, |_, row| {
        row.replacen("High,,,,,1234567", &format!("High,,,,{},1234567", note("NO")), 1)
    }));
    s = s.sized(80, 24).at(1, "Notes").paste(&format!("{}\n{}\n", note("YES"), note("LATER")));
    let text = read(&mut s);
    assert_shows(
        &text,
        &["approved: [NO]. → …", "approved: [YES]. Notes", "approved: [LATER]. Notes"],
    );
}

#[test]
fn a_question_of_a_rebase_shows_what_differs() {
    let fresh = FreshDownload {
        table: Table::parse(file(&note("LATER")), b',').expect("well-formed"),
        name: "fresh.csv".to_owned(),
        folder: "/fresh".to_owned(),
        notices: Vec::new(),
        keeping: Persistence::On,
        among: None,
    };
    for (columns, lines) in [(60, 20), (80, 24), (200, 60)] {
        let mut s = Session::open(&file(&note("NO"))).keeping().sized(columns, lines);
        edit(&mut s, &note("YES"));
        s = s.keys(":rebase<enter>fresh.csv<enter>");
        s.input(Input::Fresh(Ok(Box::new(fresh.clone()))));
        let text = s.screen();
        let question = text.lines().find(|line| line.contains("mine")).unwrap_or_default();
        assert_shows(question, &["mine \"…", "[YES].\" · theirs \"…", "[LATER]."]);
        let detail = read(&mut s);
        assert_shows(&detail, &["was \"…", "[NO].\" · mine \"…", "[YES].\" · theirs \"…"]);
    }
}

#[test]
fn the_reports_of_the_command_line_show_what_differs_and_json_is_whole() {
    let workspace = Workspace::empty();
    for (name, answer) in [("old.csv", "NO"), ("edited.csv", "YES"), ("fresh.csv", "LATER")] {
        workspace.write(name, file(&note(answer)));
    }
    let run = |args: &[&str]| String::from_utf8(workspace.run(args).stdout).expect("UTF-8");
    let export = ["export", "edited.csv", "--original", "old.csv", "--dry-run"];
    let report = run(&export);
    assert_shows(&report, &["Notes: …", "Budget approved: [NO]. → …", "Budget approved: [YES]."]);
    let report = run(&["diff", "old.csv", "edited.csv"]);
    assert_shows(&report, &["Notes: …", "Budget approved: [NO]. → …", "Budget approved: [YES]."]);
    workspace.save_work("old.csv", |sheet| {
        let notes = sheet.layout().names().iter().position(|name| name == "Notes");
        let notes = leadsheet::leads::Field::at(notes.expect("a column"));
        sheet.apply(Edit::cell("edit", Row(0), notes, note("YES"))).expect("editable");
    });
    let rebase = ["rebase", "old.csv", "fresh.csv", "--dry-run"];
    let report = run(&rebase);
    assert_shows(
        &report,
        &["was \"…", "approved: [NO].\" · mine \"…", "[YES].\" · theirs \"…", "[LATER].\""],
    );
    for command in [&export[..], &rebase, &["diff", "old.csv", "edited.csv"]] {
        let report = run(&[command, &["--format", "json"]].concat());
        answer(command[0], &report);
        assert_shows(&report, &[&format!("\"{}\"", note("NO")), &format!("\"{}\"", note("YES"))]);
    }
    // Also where the texts are longer than what is told of other values.
    let long = |answer: &str| file(&format!("{}{}", note("NO").repeat(4), note(answer)));
    workspace.write("old.csv", long("NO"));
    workspace.write("edited.csv", long("YES"));
    for command in [&export[..], &["diff", "old.csv", "edited.csv"]] {
        assert_shows(&run(command), &["Budget approved: [NO]. → …", "approved: [YES]."]);
        let json = run(&[command, &["--format", "json"]].concat());
        answer(command[0], &json);
        assert_shows(&json, &["Budget approved: YES.\""]);
    }
}
