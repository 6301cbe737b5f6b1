//! The real program is killed, hung up, stopped and started twice: the work and the terminal survive.

use crate::support::files::SAMPLE;
use crate::support::journey::Journey;
#[cfg(unix)]
use crate::support::workspace::signal;
use crate::support::workspace::{Workspace, terminal_restored};
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt as _;
#[cfg(unix)]
use std::path::Path;
#[cfg(unix)]
use std::time::Duration;

#[test]
fn after_a_kill_the_edit_is_offered_and_restored() {
    let mut journey = Journey::start();
    journey.edit(1, "other name");
    journey.kill();
    journey.start_again();
    journey.wait_for("1 step in 1 lead");
    journey.keys("s");
    journey.wait_for("row 1  Lead Name: UK spring → other name");
    journey.keys("<Esc>");
    journey.wait_for("resume it");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 1 step in 1 lead; undo works too.");
    journey.keys("u");
    journey.wait_for("from an earlier session");
    journey.quit();
    assert_eq!(journey.workspace.journal_texts()[0].0, ".finished-1");
    journey.start_again();
    journey.wait_for("GRID");
    journey.quit();
    assert_eq!(fs::read(&journey.workspace.file).expect("there"), SAMPLE);
}

#[test]
fn work_saved_by_a_newer_version_is_refused_with_advice_and_not_changed() {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    let mut journey = Journey::saved();
    let journal = journey.workspace.journals().remove(0);
    let json = r#"{"at":"2030-01-01T00:00:00Z","do":"start","format":3}"#;
    let mut check = String::new();
    for byte in &sha2::Sha256::digest(format!("1 {json}"))[..8] {
        write!(check, "{byte:02x}").expect("written");
    }
    let newer = format!("1 {check} {json}\n");
    fs::write(&journal, &newer).expect("written");
    let done = journey.workspace.run(&["leads.csv"]);
    let output = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{output}");
    assert!(output.contains("saved by a newer leadsheet (journal format 3"), "{output}");
    assert!(output.contains("--read-only or --no-journal"), "{output}");
    assert_eq!(fs::read_to_string(&journal).expect("there"), newer);
    journey.start_with(&["--read-only"]);
    journey.quit();
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_program_while_the_terminal_is_blocked() {
    let workspace = Workspace::new();
    let file = workspace.file.to_str().expect("UTF-8");
    let mut p = workspace.start_args(&[file], (1_000, 200));
    p.wait_for("60 leads");
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.stop_reading("<C-l>");
    // More than the terminal buffers while its output isn't read. There is no event to wait for, so each key
    // gets some time to be drawn by itself.
    for _ in 0..30 {
        p.keys("<C-l>");
        std::thread::sleep(Duration::from_millis(10));
    }
    workspace.wait_for_line("other name");
    signal(&p, "TERM");
    assert_eq!(p.wait_end(), 143);
}

#[test]
fn quitting_saves_the_work_with_its_undo() {
    let mut journey = Journey::start();
    journey.edit(1, "other name");
    journey.keys("ccsecond<Enter>u");
    journey.wait_for("Undid");
    journey.keys("q");
    journey.wait_for("save the work for next time");
    journey.keys("<Enter>");
    assert_eq!(journey.wait_exit(), 0);
    assert_eq!(terminal_restored(&mut journey), Ok(()));
    journey.resume("1 step in 1 lead");
    journey.keys("<C-r>");
    journey.wait_for("Redid (from an earlier session)");
    journey.wait_for("second");
    journey.keys("u");
    journey.wait_for("Undid (from an earlier session)");
    journey.keys("ggccmine<Enter>u");
    journey.wait_for("Intent is empty; n goes there.");
    journey.discard_and_quit();
    let journals = journey.workspace.journal_texts();
    assert_eq!((journals.len(), &*journals[0].0), (1, ".dropped-1"));
    journey.start_again();
    journey.wait_for("GRID");
    journey.quit();
}

#[test]
fn exported_leads_are_still_exported_when_the_work_is_resumed() {
    let mut journey = Journey::start();
    journey.export_first_lead();
    let line = journey.workspace.journal_texts()[0].1.clone();
    assert!(line.contains("\"do\":\"export\"") && line.contains("leads.upload-001.csv"), "{line}");
    journey.kill();
    journey.start_again();
    journey.wait_for("1 lead exported");
    journey.wait_for("1 exported");
    journey.quit();
    assert_eq!(journey.workspace.journal_texts()[0].0, "", "it waits for the results");
}

#[cfg(unix)]
#[test]
fn a_second_editor_of_the_same_file_is_read_only_under_any_path() {
    let mut first = Journey::start();
    first.edit(1, "other name");
    let link = first.workspace.dir.path().join("link.csv");
    std::os::unix::fs::symlink(&first.workspace.file, &link).expect("a link");
    let link = link.to_str().expect("UTF-8");
    let mut second = first.workspace.start_args(&[link], (80, 24));
    second.wait_for("Another leadsheet is editing this file");
    second.wait_for(&format!("(process {})", first.id()));
    second.keys("o");
    second.wait_for("read-only");
    second.keys("ccx");
    second.wait_for("Nothing can be changed");
    second.keys("q");
    assert_eq!(second.wait_exit(), 0);
    first.kill();
    first.start_args(&[link]);
    first.wait_for("1 step in 1 lead");
    first.end("<Esc>");
    assert_eq!(first.workspace.journal_texts()[0].0, "", "it is offered again");
}

#[test]
fn a_download_that_changed_is_not_exported_and_never_mixed_with_the_work() {
    let mut journey = Journey::start();
    journey.keys("sacc<Enter>");
    journey.wait_for("3 cells changed");
    journey.keys("yes<Enter>");
    journey.wait_for("Ready to export");
    let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    journey.workspace.write("leads.csv", text.replacen("UK spring", "UK autumn", 1));
    journey.keys("<C-s>");
    journey.wait_for("Review");
    journey.keys("<Enter>");
    journey.wait_for("so nothing is exported");
    assert!(!journey.workspace.file.with_file_name("leads.upload-001.csv").exists());
    journey.keys("<Esc>");
    journey.save_and_quit();
    journey.start_again();
    journey.wait_for("The file has changed since your work was saved");
    journey.keys("a");
    journey.wait_for("archived");
    journey.wait_for("UK autumn");
    journey.quit();
    assert_eq!(journey.workspace.journal_texts()[0].0, ".aside-1");
}

#[test]
fn read_only_and_no_journal_write_no_journal() {
    let workspace = Workspace::new();
    let mut p = workspace.start_with(&["--read-only"]);
    p.keys("cc");
    p.wait_for("Nothing can be changed");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journal_folder().exists());
    let mut p = workspace.start_with(&["--no-journal"]);
    p.keys("ccother name<Enter>q");
    p.wait_for("Quit without exporting?");
    assert!(!p.screen().contains("next time"), "{}", p.screen());
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journal_folder().exists());
    let mut p = workspace.start_args(&["demo"], (80, 24));
    p.wait_for("A tour in seven steps");
    p.keys("<Esc>");
    p.wait_for("GRID 1/60");
    p.keys("ccother name<Enter>qd");
    assert_eq!(p.wait_exit(), 0);
    assert!(!workspace.journal_folder().exists());
}

#[test]
fn a_state_folder_that_cannot_be_made_is_reported_and_editing_continues() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.state_home()).expect("a folder");
    fs::write(workspace.state_home().join("leadsheet"), "in the way").expect("written");
    let mut p = workspace.start();
    p.wait_for("Your work isn't saved");
    p.wait_for("not saved");
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.keys("q");
    p.wait_for("loses it.");
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg(unix)]
#[test]
fn a_journal_that_cannot_grow_is_reported_and_editing_continues() {
    let mut workspace = Workspace::new();
    workspace.shell = Some("ulimit -f 1; exec \"$0\" \"$@\"");
    let mut p = workspace.start();
    p.keys("cc");
    p.wait_for("EDIT");
    p.paste(&"long ".repeat(300));
    p.wait_for("long long");
    p.keys("<Enter>");
    p.wait_for("Not saved: File too large");
    p.wait_for("not saved");
    p.keys("ccmore<Enter>");
    p.wait_for("*more");
    p.keys("q");
    p.wait_for("loses it.");
    p.keys("d");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_journal_and_its_folder() {
    let mut journey = Journey::start();
    journey.edit(1, "other name");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let folder = journey.workspace.journal_folder();
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(folder).expect("readable") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
    journey.discard_and_quit();
}

#[test]
fn status_lists_forgets_and_recalls_saved_work() {
    let mut journey = Journey::start();
    let status = |journey: &Journey, options: &[&str]| {
        let done = journey.workspace.run(&[&["status"], options].concat());
        assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        (done.status.code(), String::from_utf8(done.stdout).expect("UTF-8"))
    };
    let file = journey.workspace.file.display().to_string();
    assert_eq!(status(&journey, &[]), (Some(0), "There is no saved work.\n".to_owned()));
    journey.edit(1, "other name");
    assert_eq!(status(&journey, &["--forget", &file]).0, Some(1), "it is being edited");
    journey.save_and_quit();
    let (code, output) = status(&journey, &[&file]);
    assert!(
        code == Some(0)
            && output.starts_with(&format!(
                "{file}\n  file        download, 60 leads\n  \
                saved       1 step in 1 lead · 1 held back · last 20"
            )),
        "{output}"
    );
    let header = "Referral ID,Lead Name,Notes,Currency,Sales Stage\n";
    journey.workspace.write("leads.csv", header);
    assert!(status(&journey, &[]).1.contains("the file has changed since"));
    journey.workspace.write("leads.csv", SAMPLE);
    journey.resume("1 step in 1 lead");
    journey.discard_and_quit();
    assert!(status(&journey, &[]).1.contains("  discarded   1 step in 1 lead"));
    assert!(status(&journey, &["--recall", &file]).1.contains("offered again"));
    journey.start_again();
    journey.wait_for("1 step in 1 lead");
    journey.end("<Esc>");
    assert!(status(&journey, &["--forget", &file]).1.contains("the work is removed"));
    assert_eq!(status(&journey, &[&file]), (Some(0), "There is no saved work.\n".to_owned()));
}

#[cfg(unix)]
#[test]
fn after_stop_and_continue_signals_the_screen_is_redrawn() {
    let mut p = Journey::start();
    p.edit(1, "other name");
    signal(&p, "STOP");
    p.resize(100, 30);
    let before = p.bytes().len();
    signal(&p, "CONT");
    p.wait_until("all lines", |screen| {
        screen.rows(0, 100).filter(|l| l.contains('│')).count() > 25
    });
    // Keys in one piece could be a paste, until the terminal has answered that it marks these.
    p.keys("jcc");
    p.wait_for("EDIT");
    p.keys("more");
    p.wait_for("more");
    p.keys("<Enter>");
    p.wait_for("*more");
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
    p.discard_and_quit();
}

#[cfg(unix)]
#[test]
fn suspending_returns_the_terminal_to_the_shell_and_resumes() {
    let mut workspace = Workspace::new();
    workspace.shell = Some(
        "set -m; \"$0\" \"$@\"; stty -a | grep -o ' .icanon\\| icanon'; \
         read answer; echo \"got $answer\"; fg; echo \"code $?\"",
    );
    let mut p = workspace.start();
    p.keys("ccother name<Enter>");
    p.wait_for("1 held back");
    p.keys(":suspend<Enter>");
    p.wait_for(" icanon");
    assert_eq!(terminal_restored(&mut p), Ok(()));
    workspace.wait_for_line("other name");
    p.keys("hello<Enter>");
    p.wait_for("other name");
    p.keys("jccagain<Enter>");
    p.wait_for("again   ");
    p.keys("qd");
    p.wait_for("code 0");
    assert_eq!(p.wait_exit(), 0);
}
