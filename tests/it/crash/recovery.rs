//! The real program is killed, hung up, stopped and started twice: the work and the terminal survive.
#![cfg(unix)]

use crate::support::files::SAMPLE;
use crate::support::program::program;
use crate::support::pty::{PROGRAM, Program};
use crate::support::workspace::{Workspace, given_back, signal};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

#[test]
fn killed_without_warning_the_edit_is_offered_and_comes_back() {
    let workspace = Workspace::new();
    let mut p = workspace.edited();
    signal(&p, "KILL");
    p.wait_exit();
    let mut p = workspace.start();
    p.wait_for("1 step in 1 lead");
    p.keys("s");
    p.wait_for("row 1  Lead Name: UK spring → other name");
    p.keys("<Esc>");
    p.wait_for("go on with it");
    p.keys("<Enter>");
    p.wait_for("Restored: 1 step in 1 lead, with their undo.");
    p.keys("u");
    p.wait_for("from an earlier run");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0, "nothing is changed any more");
    assert_eq!(workspace.kept()[0].0, ".finished-1");
    let mut p = workspace.start();
    p.wait_for("GRID");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(fs::read(&workspace.file).expect("there"), SAMPLE);
}

#[test]
fn work_kept_by_a_newer_version_is_refused_with_what_to_do_and_untouched() {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    let workspace = Workspace::new();
    let mut p = workspace.edited();
    p.keys("q<Enter>");
    assert_eq!(p.wait_exit(), 0);
    let entries = fs::read_dir(workspace.journals()).expect("there");
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    let journal = paths.find(|path| path.extension().is_some_and(|e| e == "journal"));
    let journal = journal.expect("it is kept");
    let json = r#"{"at":"2030-01-01T00:00:00Z","do":"start","format":2}"#;
    let mut check = String::new();
    for byte in &sha2::Sha256::digest(format!("1 {json}"))[..8] {
        write!(check, "{byte:02x}").expect("written");
    }
    let newer = format!("1 {check} {json}\n");
    fs::write(&journal, &newer).expect("written");
    let state = workspace.home().join("state_home");
    let done = program().env("XDG_STATE_HOME", state).arg(&workspace.file).output().expect("runs");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("kept by a newer leadsheet (journal format 2"), "{said}");
    assert!(said.contains("--read-only or --no-journal"), "{said}");
    assert_eq!(fs::read_to_string(&journal).expect("there"), newer);
    let mut p = workspace.start_with(&["--read-only"]);
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn a_signal_ends_it_also_while_the_terminal_takes_nothing() {
    let workspace = Workspace::new();
    let file = workspace.file.to_str().expect("UTF-8");
    let mut p = Program::with().home(&workspace.home()).start(&[file], (1_000, 200));
    p.wait_for("60 leads");
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.stop_reading("<C-l>");
    // More than the terminal takes while nobody reads: nobody can tell, so each gets some time to be
    // drawn by itself.
    for _ in 0..30 {
        p.keys("<C-l>");
        std::thread::sleep(Duration::from_millis(10));
    }
    workspace.wait_for_line("other name");
    signal(&p, "TERM");
    assert_eq!(p.wait_end(), 143);
}

#[test]
fn quitting_keeps_the_work_with_its_undo_for_the_next_time() {
    let workspace = Workspace::new();
    let mut p = workspace.edited();
    p.keys("ccsecond<Enter>u");
    p.wait_for("Undid");
    p.keys("q");
    p.wait_for("keep the work for next time");
    p.keys("<Enter>");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(given_back(&mut p), Ok(()));
    let mut p = workspace.start();
    p.wait_for("1 step in 1 lead");
    p.keys("<Enter>");
    p.wait_for("Restored");
    p.keys("<C-r>");
    p.wait_for("Did again (from an earlier run)");
    p.wait_for("second");
    p.keys("u");
    p.wait_for("Undid (from an earlier run)");
    p.keys("ggccmine<Enter>u");
    p.wait_for("This run began here");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
    let kept = workspace.kept();
    assert_eq!((kept.len(), &*kept[0].0), (1, ".dropped-1"));
    let mut p = workspace.start();
    p.wait_for("GRID");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn exported_leads_are_exported_still_when_the_work_is_resumed() {
    let workspace = Workspace::new();
    let mut p = workspace.start();
    p.keys("sacc<Enter>");
    p.wait_for("3 cells changed");
    p.keys("$<Enter>yes<Enter>");
    p.wait_for("Ready to export");
    p.keys("<C-s>");
    p.wait_for("Review");
    p.keys("<Enter>");
    p.wait_for("verified");
    let line = workspace.kept()[0].1.clone();
    assert!(line.contains("\"do\":\"export\"") && line.contains("leads.upload-001.csv"), "{line}");
    signal(&p, "KILL");
    p.wait_exit();
    let mut p = workspace.start();
    p.wait_for("1 lead exported");
    p.wait_for("1 exported");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(workspace.kept()[0].0, "", "it waits for the results");
}

#[test]
fn a_second_editor_of_the_same_file_may_only_look_also_by_another_name() {
    let workspace = Workspace::new();
    let mut first = workspace.edited();
    let link = workspace.dir.path().join("link.csv");
    std::os::unix::fs::symlink(&workspace.file, &link).expect("a link");
    let link = link.to_str().expect("UTF-8");
    let mut second = Program::with().home(&workspace.home()).start(&[link], (80, 24));
    second.wait_for("Another leadsheet edits this file");
    second.wait_for(&format!("(process {})", first.id()));
    second.keys("o");
    second.wait_for("read-only");
    second.keys("ccx");
    second.wait_for("Nothing can be changed");
    second.keys("q");
    assert_eq!(second.wait_exit(), 0);
    signal(&first, "KILL");
    first.wait_exit();
    let mut third = Program::with().home(&workspace.home()).start(&[link], (80, 24));
    third.wait_for("1 step in 1 lead");
    third.keys("<Esc>");
    assert_eq!(third.wait_exit(), 0);
    assert_eq!(workspace.kept()[0].0, "", "it is offered again");
}

#[test]
fn a_source_that_changed_is_refused_before_an_export_and_never_mixed_with_the_work() {
    let workspace = Workspace::new();
    let mut p = workspace.start();
    p.keys("sacc<Enter>");
    p.wait_for("3 cells changed");
    p.keys("$<Enter>yes<Enter>");
    p.wait_for("Ready to export");
    let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    fs::write(&workspace.file, text.replacen("UK spring", "UK autumn", 1)).expect("written");
    p.keys("<C-s>");
    p.wait_for("Review");
    p.keys("<Enter>");
    p.wait_for("leads.csv was changed by another");
    assert!(!workspace.file.with_file_name("leads.upload-001.csv").exists());
    p.keys("<Esc>q<Enter>");
    assert_eq!(p.wait_exit(), 0);
    let mut p = workspace.start();
    p.wait_for("The file was changed since work on it was kept");
    p.keys("a");
    p.wait_for("kept aside");
    p.wait_for("UK autumn");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(workspace.kept()[0].0, ".aside-1");
}

#[test]
fn nothing_is_written_when_nothing_is_to_be_kept() {
    let workspace = Workspace::new();
    let mut p = workspace.start_with(&["--read-only"]);
    p.keys("cc");
    p.wait_for("Nothing can be changed");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journals().exists());
    let mut p = workspace.start_with(&["--no-journal"]);
    p.keys("ccother name<Enter>q");
    p.wait_for("Quit without exporting?");
    assert!(!p.screen().contains("next time"), "{}", p.screen());
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journals().exists());
    let mut p = Program::with().home(&workspace.home()).start(&["demo"], (80, 24));
    p.wait_for("60 leads");
    p.keys("ccother name<Enter>qd");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journals().exists());
}

#[test]
fn a_state_folder_that_can_not_be_made_is_told_and_work_goes_on() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.home().join("state_home")).expect("a folder");
    fs::write(workspace.home().join("state_home/leadsheet"), "in the way").expect("written");
    let mut p = workspace.start();
    p.wait_for("The work isn't kept");
    p.wait_for("not kept");
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.keys("q");
    p.wait_for("loses it.");
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn a_journal_that_can_not_grow_is_told_at_once_and_work_goes_on() {
    let workspace = Workspace::new();
    let file = workspace.file.to_str().expect("UTF-8");
    let program = PROGRAM;
    let mut p = Program::with().home(&workspace.home()).spawn_command(
        "sh",
        &["-c", "ulimit -f 1; exec \"$0\" \"$1\"", program, file],
        (80, 24),
    );
    p.wait_for("60 leads");
    p.keys("cc");
    p.paste(&"long ".repeat(300));
    p.keys("<Enter>");
    p.wait_for("Not kept: File too large");
    p.wait_for("not kept");
    p.keys("ccmore<Enter>");
    p.wait_for("*more");
    p.keys("q");
    p.wait_for("loses it.");
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn the_journal_and_its_folder_are_the_user_s_alone() {
    let workspace = Workspace::new();
    let mut p = workspace.edited();
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&workspace.journals()), 0o700);
    for entry in fs::read_dir(workspace.journals()).expect("readable") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn the_status_tells_what_is_kept_and_forgets_or_recalls_it() {
    let workspace = Workspace::new();
    let status = |options: &[&str]| {
        let state = workspace.home().join("state_home");
        let done = program().env("XDG_STATE_HOME", state).arg("status").args(options).output();
        let done = done.expect("runs");
        assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        (done.status.code(), String::from_utf8(done.stdout).expect("UTF-8"))
    };
    let file = workspace.file.to_str().expect("UTF-8");
    assert_eq!(status(&[]), (Some(0), "Nothing is kept.\n".to_owned()));
    let mut p = workspace.edited();
    assert_eq!(status(&["--forget", file]).0, Some(1), "it is being edited");
    p.keys("q<Enter>");
    assert_eq!(p.wait_exit(), 0);
    let (code, said) = status(&[file]);
    assert!(
        code == Some(0)
            && said.starts_with(&format!(
                "{file}\n  kept        1 step in 1 lead · 1 held back · last 20"
            )),
        "{said}"
    );
    fs::write(&workspace.file, "Referral ID,Lead Name,Notes,Currency,Sales Stage\n")
        .expect("written");
    assert!(status(&[]).1.contains("the file was changed since"));
    fs::write(&workspace.file, SAMPLE).expect("written");
    let mut p = workspace.start();
    p.wait_for("1 step in 1 lead");
    p.keys("<Enter>");
    p.wait_for("Restored");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
    assert!(status(&[]).1.contains("  dropped     1 step in 1 lead"));
    assert!(status(&["--recall", file]).1.contains("offered again"));
    let mut p = workspace.start();
    p.wait_for("1 step in 1 lead");
    p.keys("<Esc>");
    assert_eq!(p.wait_exit(), 0);
    assert!(status(&["--forget", file]).1.contains("the work is removed"));
    assert_eq!(status(&[file]), (Some(0), "Nothing is kept.\n".to_owned()));
}

#[test]
fn stopped_and_continued_from_outside_it_draws_everything_anew() {
    let workspace = Workspace::new();
    let mut p = workspace.edited();
    signal(&p, "STOP");
    p.resize(100, 30);
    let before = p.bytes().len();
    signal(&p, "CONT");
    p.keys("jccmore<Enter>");
    p.wait_for("*more");
    p.wait_until("all lines", |screen| {
        screen.rows(0, 100).filter(|l| l.contains('│')).count() > 25
    });
    let after = String::from_utf8_lossy(&p.bytes()[before..]).into_owned();
    assert!(after.contains("\u{1b}[?1049h") && after.contains("\u{1b}[?2004h"));
    // No shell could ever bring this one back: it doesn't stop for the signal of a terminal.
    signal(&p, "TSTP");
    p.keys("cc");
    p.wait_for("EDIT");
    p.keys("still there");
    p.wait_for("still there");
    p.keys("<Enter>");
    p.wait_for("*still there");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn suspended_it_gives_the_terminal_to_the_shell_and_takes_it_again() {
    let workspace = Workspace::new();
    let file = workspace.file.to_str().expect("UTF-8");
    let program = PROGRAM;
    let script = "set -m; \"$0\" \"$1\"; stty -a | grep -o ' .icanon\\| icanon'; \
                  read answer; echo \"got $answer\"; fg; echo \"code $?\"";
    let mut p = Program::with().home(&workspace.home()).spawn_command(
        "sh",
        &["-c", script, program, file],
        (80, 24),
    );
    p.wait_for("60 leads");
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.keys(":suspend<Enter>");
    p.wait_for(" icanon");
    assert_eq!(given_back(&mut p), Ok(()));
    workspace.wait_for_line("other name");
    p.keys("hello<Enter>");
    p.wait_for("other name");
    p.keys("jccagain<Enter>");
    p.wait_for("again   ");
    p.keys("qd");
    p.wait_for("code 0");
    assert_eq!(p.wait_exit(), 0);
}
