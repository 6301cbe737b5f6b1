//! Flags and private notes: shown, found, undone, kept, moved along, and never in a file that leaves.

use crate::support::files::SAMPLE;
use crate::support::headless::Headless;
use crate::support::json::answer;
use crate::support::line_mode::LineMode;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{Effect, OnExit, Recovery, UnfinishedWork};
use leadsheet::leads::Row;
use leadsheet::sheet::{LogEntry, PendingChanges, RowState, Sheet};
use leadsheet::view::Theme;
use std::fs;
use std::path::Path;

const SECRET: &str = "Rumored to merge; ask Ada";

/// The rows that are flagged and that have a private note, counted from 1.
fn noted(sheet: &Sheet) -> (Vec<usize>, Vec<usize>) {
    let rows = |is: fn(&leadsheet::sheet::Annotation) -> bool| {
        let rows = sheet.annotations().filter(|(_, noted)| is(noted));
        rows.map(|(row, _)| row.number()).collect()
    };
    (rows(|noted| noted.is_flagged), rows(|noted| noted.has_note()))
}

#[test]
fn one_key_flags_the_selected_leads_and_removes_their_flags() {
    let mut s = Session::sample().keys("gf");
    assert!(s.message().starts_with("1 lead flagged"), "{}", s.message());
    s.press("gVjjgf");
    assert!(s.message().starts_with("2 leads flagged"), "one was: {}", s.message());
    assert_eq!(noted(&s.app.sheet).0, [1, 2, 3]);
    s.press("gf");
    assert!(s.message().contains("flag of 3 leads removed"), "{}", s.message());
    let s = s.keys("u");
    assert_eq!(s.message(), "Nothing to undo.", "they are no edits");
}

#[test]
fn a_private_note_is_written_shown_found_and_removed() {
    let mut s = Session::sample().at(2, "Partner Referral Status").keys("gN");
    assert!(s.screen().contains("Private note · "), "{}", s.screen());
    assert!(s.screen().contains("never exported"), "{}", s.screen());
    s.press("Ask Ada<ctrl-j>on Monday<enter>");
    assert_eq!(s.app.sheet.annotation(Row::at(1)).note, "Ask Ada\non Monday");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    assert!(s.screen().contains("Private note: Ask Ada / on Monday"), "{}", s.screen());
    s.press("j");
    assert!(!s.screen().contains("Ask Ada"), "of another lead: {}", s.screen());
    // The detail view, the search and the filter.
    s.press("k<space>");
    let screen = s.screen();
    assert!(screen.contains("Private note: Ask Ada") && screen.contains("on Monday"), "{screen}");
    s.press("<esc>gg/ask ada<enter>");
    assert_eq!(s.app.cell().row, Row::at(1), "{}", s.message());
    s.press("<esc>fn");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row::at(1)]);
    assert!(s.screen().contains("only with a private note"), "{}", s.screen());
    // Esc leaves it; an empty text removes it.
    s.press("ffgN!<esc>");
    assert!(s.message().contains("private note is unchanged"), "{}", s.message());
    s.press("gN<ctrl-u><ctrl-u><backspace><ctrl-u><enter>");
    assert_eq!(
        noted(&s.app.sheet).1,
        Vec::<usize>::new(),
        "{:?}",
        s.app.sheet.annotation(Row::at(1))
    );
    assert!(s.message().contains("removed"), "{}", s.message());
}

#[test]
fn the_mark_is_beside_the_name_also_without_colors() {
    let mut s = Session::sample().keys("gfjgNx<enter>");
    let lines = |s: &mut Session, theme: &Theme| {
        let (buffer, _) = s.draw_with(theme);
        let line = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (2..5).map(line).collect::<Vec<String>>()
    };
    let marks = |lines: &[String], marks: [&str; 2]| {
        lines[0].contains(marks[0]) && lines[1].contains(marks[1]) && lines[2].contains('│')
    };
    let colored = lines(&mut s, &Theme::named("dark").expect("a theme"));
    assert!(marks(&colored, ["⚑", "✎"]), "{colored:#?}");
    let plain = lines(&mut s, &Theme::named("plain").expect("a theme"));
    assert!(marks(&plain, ["f Active", "n "]) || marks(&plain, ["f", "n"]), "{plain:#?}");
    assert!(plain.iter().all(|line| !line.contains('⚑')), "{plain:#?}");
    let s = s.keys("fm");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row::at(0)]);
}

/// The texts of all files in a folder, of its subfolders too.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
    found
}

/// The number of a lead that is ready to export once its notes are changed.
fn number_of_ready_lead() -> usize {
    let mut s = Session::sample();
    let is_ready = |number: &usize| {
        s.go(*number, "Notes");
        s.press("i!<enter>");
        s.app.sheet.state(Row::at(number - 1)) == RowState::Ready
    };
    (1..60).find(is_ready).expect("a lead without errors")
}

#[test]
fn nothing_that_leaves_has_them() {
    let mut h = Headless::open(SAMPLE);
    let number = number_of_ready_lead();
    h.session.go(number, "Notes");
    h.press(&format!("gfgN{SECRET}<enter>"));
    assert!(h.sheet().plan().is_empty(), "there is nothing to export");
    h.press("i!<enter>");
    let row = Row::at(number - 1);
    assert_eq!(h.sheet().state(row), RowState::Ready);
    h.press("<ctrl-s><enter>");
    h.restart();
    assert_eq!(h.sheet().annotation(row).note, SECRET, "it is kept");
    assert!(h.sheet().annotation(row).is_flagged);
    let state = h.state_home().display().to_string();
    let (kept, others): (Vec<_>, Vec<_>) =
        texts(h.dir.path()).into_iter().partition(|(path, _)| path.starts_with(&state));
    assert!(kept.iter().any(|(_, text)| text.contains(SECRET)), "the journal has it");
    let names: Vec<&String> = others.iter().map(|(path, _)| path).collect();
    assert!(others.len() == 3, "an upload file and its revert file: {names:?}");
    assert!(others.iter().all(|(_, text)| !text.contains(SECRET)), "{names:?}");
}

/// Saved work on a file: an edit, a flag and a private note.
fn saved() -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", SAMPLE);
    workspace.save_work("leads.csv", |sheet| {
        sheet.set(Row::at(1), "Notes", "called").expect("open");
        sheet.set(Row::at(1), "Marketplace Purchase Intent", "Yes").expect("open");
        sheet.flag(&[Row::at(0), Row::at(1)], true).expect("open");
        sheet.set_private_note(Row::at(1), SECRET).expect("open");
    });
    workspace
}

#[test]
fn no_report_has_them_and_the_status_counts_them() {
    let workspace = saved();
    // The exported lead isn't reported again: that comes last.
    for format in ["html", "markdown", "csv"] {
        let out =
            workspace.run(&["export", "--kept", "leads.csv", "--dry-run", "--format", format]);
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(text.contains("called") && !text.contains("Ada"), "{format}: {text}");
    }
    for format in ["text", "json"] {
        for line in [
            "check leads.csv",
            "diff leads.csv leads.csv",
            "export --kept leads.csv --dry-run",
            "status --due leads.csv",
            "status leads.csv",
            "export --kept leads.csv",
        ] {
            let line = format!("{line} --format {format}");
            let out = workspace.run(&line.split(' ').collect::<Vec<_>>());
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            assert!(!text.is_empty() && !text.contains("Ada"), "{line}: {text}");
        }
    }
    let status = workspace.status("leads.csv");
    assert!(status.contains("2 flagged · 1 private note"), "{status}");
    let json = answer("status", workspace.run(&["status", "--format", "json"]).stdout);
    assert_eq!(json["files"][0]["journals"][0]["private_notes"], 1, "{json:#}");
}

#[test]
fn a_rebase_moves_them_along_and_says_which_stay_behind() {
    let workspace = saved();
    // The fresh download has another order, and lacks the first lead.
    let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a record")).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&records[0]).expect("written");
    for record in records[2..].iter().rev() {
        writer.write_record(record).expect("written");
    }
    workspace.write("fresh.csv", writer.into_inner().expect("whole"));
    let out = workspace.run(&["rebase", "leads.csv", "fresh.csv"]);
    let report = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(report.contains("Flags and private notes of 1 lead move along"), "{report}");
    assert!(report.contains("1 lead that isn't in the new file"), "{report}");
    assert!(!report.contains("Ada"), "{report}");
    let status = workspace.status("fresh.csv");
    assert!(status.contains("1 flagged · 1 private note"), "{status}");
}

#[test]
fn work_that_is_only_a_note_is_kept_and_resumed_without_a_question() {
    let mut s = Session::sample().keeping().keys(&format!("gN{SECRET}<enter>"));
    let log: Vec<LogEntry> = s
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Keep(actions) => Some(actions.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(PendingChanges::from_log(&log).annotations.len(), 1);
    s.press("q");
    let end = s.effects.iter().find_map(|effect| match effect {
        Effect::Quit(end) => Some(*end),
        _ => None,
    });
    assert_eq!(end, Some(OnExit::Kept), "nothing is unexported, and the journal isn't finished");
    let actions =
        log.into_iter().map(|action| ("2026-11-21T10:00:00Z".to_owned(), action)).collect();
    let work = Recovery::Work(UnfinishedWork { actions, ..UnfinishedWork::default() });
    let s = Session::open_with_work(&String::from_utf8_lossy(SAMPLE), work);
    assert_eq!(noted(&s.app.sheet).1, [1], "{}", s.message());
}

#[test]
fn the_line_mode_reads_them_out() {
    let mut line_mode = LineMode::sample();
    let sheet = &mut line_mode.walk.app.sheet;
    for row in sheet.rows() {
        sheet.set_private_note(row, "first line\nsecond line").expect("open");
    }
    let all: Vec<Row> = sheet.rows().collect();
    sheet.flag(&all, true).expect("open");
    let said = line_mode.answer("3");
    assert!(said.contains("Flagged.\nPrivate note: first line\n  second line\n"), "{said}");
}
