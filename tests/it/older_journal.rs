//! Work that an older version saved opens with all its parts.
//!
//! `tests/fixtures/journal` was made with the program as it was before its modules were renamed: edits, undo
//! and redo, an added column, an export, discarded and recalled work, results with an accepted and two
//! rejected leads, a lead marked to be uploaded again, edits and an undo after it, unlocked offers. The
//! file of eight leads has one lead in each state.

use crate::support::files::{names, scratch, whole};
use crate::support::headless::Headless;
use crate::support::program::{STATE_HOME, program};
use leadsheet::app::Mode;
use leadsheet::leads::Row;
use leadsheet::sheet::{RowState, Sheet};
use sha2::Digest as _;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The path of a file of the fixture.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/journal").join(name)
}

/// The beginning of a SHA-256, as it is used in the names of journals and in the checks of their lines.
fn hash(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes)[..8].iter().fold(String::new(), |mut hash, byte| {
        write!(hash, "{byte:02x}").expect("a string accepts everything");
        hash
    })
}

/// Copies the fixture into a folder, with the journal under the name that belongs to the copy's path.
fn copied() -> (TempDir, PathBuf) {
    let dir = scratch();
    for name in names(&fixture(""))
        .iter()
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "csv"))
    {
        fs::copy(fixture(name), dir.path().join(name)).expect("copied");
    }
    let folder = whole(dir.path());
    let path = folder.join("leads.csv");
    let (of_path, content) =
        (hash(path.as_os_str().as_encoded_bytes()), hash(&fs::read(&path).expect("the download")));
    let journals = folder.join("state/leadsheet/journals");
    fs::create_dir_all(&journals).expect("a folder");
    let journal = journals.join(format!("leads-{of_path}-{content}.journal"));
    // The first line names the file: here it is the copy.
    let text = fs::read_to_string(fixture("leads.journal")).expect("there");
    let (first, rest) = text.split_once('\n').expect("a first line");
    let json = first.splitn(3, ' ').nth(2).expect("a number, a check and JSON");
    let shown = path.to_string_lossy().replace('\\', "\\\\");
    let json = json.replace("/tmp/contoso/leads.csv", &shown);
    let check = hash(format!("1 {json}").as_bytes());
    fs::write(&journal, format!("1 {check} {json}\n{rest}")).expect("written");
    (dir, journal)
}

/// The changed cells: the number of the lead, the column and the text.
fn changes(sheet: &Sheet) -> Vec<String> {
    let mut changes = Vec::new();
    for row in sheet.rows() {
        for (field, text) in sheet.changes_of(row) {
            let name = sheet.layout().name(*field);
            changes.push(format!("{} {name}: {text}", row.number()));
        }
    }
    changes
}

#[test]
fn a_journal_of_an_older_version_opens_with_all_its_work() {
    let (dir, journal) = copied();
    let before = fs::read(&journal).expect("there");
    let mut program = Headless::in_folder(dir);
    assert!(matches!(program.app().mode, Mode::Ask(_)), "{}", program.session.screen());
    assert!(program.session.screen().contains("10 steps in 6 leads · 4 leads exported"));
    program.press("<enter>");
    let sheet = program.sheet();
    assert_eq!(
        changes(sheet),
        [
            "1 Lead Name: UK spring, revised",
            "1 Partner Referral Status: Active",
            "1 Partner Referral Substatus: Accepted",
            "1 Sales Stage: 80",
            "1 Marketplace Purchase Intent: Yes",
            "2 Marketplace Purchase Intent: No",
            "3 Notes: Asked for a \"second\" trial, in spring",
            "3 Team member 2*: Bob, Partner, +1 425 555 0100, bob@contoso.com",
            "4 Lead Name: Adventure Works shop",
            "5 Lead Name: Backup for 15 shops",
            "5 Marketplace Purchase Intent: Yes",
            "8 Estimated Deal Value: 42000",
        ]
    );
    let states: Vec<RowState> = (sheet.rows()).map(|row| sheet.state(row)).collect();
    assert_eq!(
        states,
        [
            RowState::Done,
            RowState::Failed,
            RowState::Ready,
            RowState::HeldBack,
            RowState::Ready,
            RowState::Closed,
            RowState::Untouched,
            RowState::Exported,
        ]
    );
    let errors: Vec<&str> = (sheet.rows()).map(|row| sheet.portal_errors(row)).collect();
    assert_eq!(errors[1], "Currency is not supported for this lead");
    assert_eq!(errors[2], "The service was busy; upload the lead again");
    assert_eq!(errors.iter().filter(|text| !text.is_empty()).count(), 2);
    assert_eq!(sheet.history().len(), (10, 1));
    assert_eq!(sheet.history().undone()[0].label, "edit Notes");
    assert_eq!(sheet.plan().files, [vec![Row(2), Row(4)]], "the marked lead and the edited one");
    assert_eq!(fs::read(&journal).expect("there"), before, "opening it writes nothing");
}

#[test]
fn work_of_an_older_version_continues_with_undo_marks_results_and_export() {
    let (dir, _) = copied();
    let mut program = Headless::in_folder(dir);
    program.press("<enter>");
    let lines = program.merge("processed.csv");
    assert!(lines[0].1.starts_with("3 leads"), "none of them has a new result: {lines:?}");
    let states = [0, 1, 2, 7].map(|row| program.sheet().state(Row(row)));
    assert_eq!(
        states,
        [RowState::Done, RowState::Failed, RowState::Ready, RowState::Exported],
        "results that are known change no lead"
    );
    program.session.go(3, "Notes");
    program.press("m");
    assert_eq!(program.sheet().state(Row(2)), RowState::Failed, "the mark is removed");
    program.press("m<ctrl-r>");
    assert_eq!(program.sheet().history().len(), (11, 0));
    program.press("uuuuu");
    assert_eq!(program.sheet().history().len(), (6, 5));
    program.press("<ctrl-r><ctrl-r><ctrl-r><ctrl-r>");
    assert_eq!(program.sheet().history().len(), (10, 1));
    program.press("zo");
    let columns = program.sheet().layout().names().len();
    assert!(program.sheet().layout().names().iter().any(|name| name.starts_with("Team member 2")));
    program.restart();
    assert_eq!(program.sheet().layout().names().len(), columns);
    program.press("<ctrl-s><enter>");
    assert_eq!(program.sheet().counts().exported, 3, "{}", program.session.screen());
    program.restart();
    assert_eq!(program.sheet().counts().exported, 3);
}

#[test]
fn the_status_of_work_of_an_older_version_has_all_its_counts() {
    let (dir, _) = copied();
    let file = whole(dir.path()).join("leads.csv");
    let mut status = program();
    status.env(STATE_HOME, dir.path().join("state")).arg("status").arg(&file);
    let text = String::from_utf8(status.output().expect("it runs").stdout).expect("UTF-8");
    let counts = "10 steps in 6 leads · 2 ready · 1 held back · 1 failed · 1 exported · 1 done";
    assert!(text.contains(counts), "{text}");
    assert!(text.contains("2026-11-27 02:38 UTC"), "{text}");
}
