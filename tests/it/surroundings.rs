//! Surroundings that can't be used: homes and folders that are files, and folders that take no file.

use crate::support::files::{sample, scratch};
use crate::support::json::answer;
use crate::support::program::{CONFIG_HOME, HOME, STATE_HOME, program};
use crate::support::pty::Program;
use std::fs;

#[cfg_attr(windows, ignore = "the system knows the folder of settings by itself")]
#[test]
fn a_home_that_is_a_file_or_missing_has_no_lists_and_no_settings_and_each_command_runs() {
    let dir = scratch();
    let file = dir.path().join("home");
    fs::write(&file, "").expect("written");
    let source = sample(dir.path());
    let source = source.to_str().expect("UTF-8");
    let why = "leadsheet: ";
    let note = "home isn't a folder; your own lists and settings aren't used";
    for home in [file.as_path(), &dir.path().join("none")] {
        for (args, code) in [
            (&["check", source][..], 1),
            (&["check", source, "--format", "json"], 1),
            (&["export", source, "--original", source, "--dry-run"], 4),
            (&["diff", source, source], 0),
            (&["status"], 0),
            (&["rules"], 0),
            (&["columns"], 0),
            (&["rebase", source, source], 0),
            (&["help", "keys"], 0),
        ] {
            let mut command = program();
            command.env_remove(CONFIG_HOME).env_remove(STATE_HOME).env(HOME, home);
            let out = command.args(args).output().expect("it runs");
            let errors = String::from_utf8(out.stderr).expect("UTF-8");
            assert_eq!(out.status.code(), Some(code), "{args:?}: {errors}");
            assert!(!out.stdout.is_empty(), "{args:?}");
            if args.contains(&"json") {
                answer(args[0], &out.stdout);
            }
            let asks = home == file && !["diff", "help"].contains(&args[0]);
            let said = errors.starts_with(why) && errors.trim_end().ends_with(note);
            assert_eq!((said, errors.lines().count()), (asks, usize::from(asks)), "{errors}");
        }
    }
}

#[test]
fn the_editor_starts_without_a_home_and_says_what_is_not_saved_and_not_used() {
    let dir = scratch();
    let file = dir.path().join("in the way");
    fs::write(&file, "").expect("written");
    let source = sample(dir.path());
    let file = file.to_str().expect("UTF-8");
    let with = Program::with().env(CONFIG_HOME, file).env(STATE_HOME, file);
    let mut p = with.start(&[source.to_str().expect("UTF-8")], (200, 24));
    p.wait_for("Your work isn't saved: ");
    p.wait_for("in the way isn't a folder; your own lists and settings aren't used.");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_into_a_folder_that_takes_no_file_names_the_way_out() {
    use crate::support::fixtures::leads;
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let folder = std::path::Path::new("/sys");
    let probe = fs::File::create(folder.join("leadsheet-probe")).expect_err("no file of anybody");
    if !matches!(probe.kind(), PermissionDenied | ReadOnlyFilesystem) {
        return;
    }
    let dir = scratch();
    let original = dir.path().join("leads.csv");
    let edited = dir.path().join("edited.csv");
    let text = leads(1, |_, row| row);
    fs::write(&original, &text).expect("written");
    fs::write(&edited, text.replace("Contoso renewal 1", "Edited")).expect("written");
    let out = program()
        .args(["export", "--out", "/sys", "--original"])
        .args([&original, &edited])
        .output()
        .expect("it runs");
    let errors = String::from_utf8(out.stderr).expect("UTF-8");
    assert_eq!(out.status.code(), Some(3), "{errors}");
    assert!(errors.contains("choose another folder with --out"), "{errors}");
    let mut p = Program::start(
        &["--no-journal", "--out", "/sys", original.to_str().expect("UTF-8")],
        (160, 24),
    );
    p.wait_for("1 lead");
    p.keys("ccother name<Enter>");
    p.keys("<C-s><Enter>");
    p.wait_for("The export failed");
    p.wait_for("choose another folder with --out");
    p.keys("<Esc>qd");
    assert_eq!(p.wait_exit(), 0);
}
