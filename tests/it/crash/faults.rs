//! Writes that fail for real: full disks, limits, links, folders without space.
#![cfg(target_os = "linux")]

use crate::support::files::names;
use crate::support::fixtures::{download, leads};
use crate::support::program::program;
use crate::support::pty::Program;
use crate::support::session::Session;
use crate::support::workspace::{Workspace, signal};
use crate::support::{files, fixtures};
use leadsheet::app::{EffectError, EffectKind, Input, WrittenUpload};
use leadsheet::leads::Row;
use leadsheet::leads::{Col, thousands};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A download with a number of leads, and a copy of it in which every lead has another name.
fn pair(dir: &Path, count: usize) -> (PathBuf, PathBuf) {
    let (original, edited) = (dir.join("leads.csv"), dir.join("edited.csv"));
    fs::write(&original, leads(count, |_, row| row)).expect("written");
    fs::write(&edited, leads(count, |_, row| row.replace("renewal", "new deal"))).expect("written");
    (original, edited)
}

fn renamed(path: &Path) -> Sheet {
    let mut sheet = download(path);
    let field = sheet.layout().field(Col::LeadName).expect("Lead Name");
    let sets = sheet
        .rows()
        .map(|row| CellEdit::new(row, field, format!("new deal {}", row.index())))
        .collect();
    sheet.apply(Edit::new("rename", sets)).expect("open");
    sheet
}

/// A command that runs leadsheet with a limit for the size of files, in bytes.
///
/// The signal of the limit is ignored, as a full disk sends none.
fn limited(bytes: u64) -> Command {
    let mut command = Command::new("sh");
    let own = program();
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let script = "trap '' XFSZ; ulimit -f $1; shift; exec \"$@\"";
    // The shell counts in blocks of 512 bytes.
    command.args(["-c", script, "sh", &(bytes / 512).to_string()]).arg(own.get_program());
    command
}

#[test]
fn at_the_file_size_limit_no_file_remains_and_the_error_names_it() {
    let dir = files::scratch();
    let (original, edited) = pair(dir.path(), 500);
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("a folder");
    let before = fs::read(&original).expect("there");
    let mut command = limited(64 * 1024);
    command.arg("export").arg(&edited).arg("--original").arg(&original).arg("--out").arg(&out);
    let done = command.output().expect("it runs");
    let message = String::from_utf8(done.stderr).expect("UTF-8");
    assert_eq!(done.status.code(), Some(3), "{message}");
    assert!(
        message.contains("out/leads.upload-001.revert.csv: can't be written: File too large"),
        "{message}"
    );
    assert!(message.contains("no upload file was written"), "{message}");
    assert_eq!(names(&out), Vec::<String>::new());
    assert_eq!(fs::read(&original).expect("there"), before);
}

/// Lets a program that runs on a file write as much as it wants.
fn raise_limit(name: &str, path: &str) {
    let pid = fs::read_dir("/proc").expect("processes").filter_map(Result::ok).find(|entry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        line.starts_with(name) && line.contains(path)
    });
    let pid = pid.expect("the program").file_name();
    let raised = Command::new("prlimit")
        .args(["--pid", pid.to_str().expect("a number"), "--fsize=unlimited:unlimited"])
        .status();
    assert!(raised.expect("prlimit runs").success());
}

/// Writes a download of 2,500 leads. The second thousand makes an upload file of over a million bytes, with
/// a long note in each.
fn with_a_large_second_part(source: &Path) {
    let long = format!(",\"{}\",1234567", "x".repeat(2_000));
    let text = leads(2_500, |n, row| {
        if (1_000..2_000).contains(&n) {
            row.replace(",,1234567", &format!(",{}", &long[1..]))
        } else {
            row
        }
    });
    fs::write(source, text).expect("written");
}

/// Gives every lead another name and goes to the review.
fn rename_all(p: &mut Program) {
    p.wait_for("GRID 1/2500");
    p.keys("gcLead Name");
    p.wait_for("PICK");
    p.keys("<Enter>gg");
    p.wait_for("GRID 1/2500");
    p.keys("vG");
    p.wait_for("2,500 leads");
    p.keys("gs");
    p.wait_for("EDIT");
    p.keys("renamed");
    p.keys("<Enter>");
    p.wait_for("2,500 ready");
    p.keys("<Esc><C-s>");
    p.wait_for("REVIEW");
}

/// The most bytes that a file may have for a program that is limited so that the second part is too large.
const LIMIT: u32 = 1_000_000;

#[test]
fn after_a_failure_in_part_two_of_three_a_retry_writes_the_others() {
    let dir = files::scratch();
    let source = dir.path().join("leads.csv");
    with_a_large_second_part(&source);
    let limit = LIMIT / 512;
    let script = format!("trap '' XFSZ; ulimit -S -f {limit}; exec \"$0\" \"$1\" --theme plain");
    let own = program();
    let name = own.get_program().to_str().expect("UTF-8");
    let path = source.to_str().expect("UTF-8");
    let mut p = Program::spawn_command("sh", &["-c", &script, name, path], (100, 24));
    rename_all(&mut p);
    p.keys("<Enter>");
    p.wait_for("The export stopped after 1,000 leads");
    // Without its line breaks: where a message is wrapped depends on the folder's name.
    let screen = p.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    for message in
        ["leads.upload-002.revert.csv", "File too large", "leads.upload-001.csv", "1,500 leads"]
    {
        assert!(screen.contains(message), "{message} in {screen}");
    }
    let first = ["leads.csv", "leads.upload-001.csv", "leads.upload-001.revert.csv"];
    assert_eq!(names(dir.path()), first, "no half file, no litter");
    let first = fs::read(dir.path().join("leads.upload-001.csv")).expect("there");
    // There is room again.
    raise_limit(name, path);
    p.keys("<Esc>");
    p.wait_for("GRID");
    p.keys("<C-s>");
    p.wait_for("Export: 1,500 leads in 2 files");
    p.keys("<Enter>");
    p.wait_for("Exported 1,500 leads");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
    assert_eq!(fs::read(dir.path().join("leads.upload-001.csv")).expect("there"), first);
    let rows = |name: &str| store::open(&dir.path().join(name)).expect("a part").table.len();
    let written = [1, 2, 3].map(|n| rows(&format!("leads.upload-00{n}.csv")));
    assert_eq!(written, [1_000, 1_000, 500]);
}

/// The Referral IDs of the parts in a folder, in order.
fn exported(folder: &Path) -> Vec<String> {
    let parts = names(folder)
        .into_iter()
        .filter(|name| name.contains(".upload-") && !name.contains(".revert."));
    parts.flat_map(|name| ids(&folder.join(name))).collect()
}

fn ids(path: &Path) -> Vec<String> {
    let table = store::open(path).expect("a whole file").table;
    let id = table.layout().field(Col::ReferralId).expect("Referral ID");
    table.rows().map(|row| table.cell(row, id).into_owned()).collect()
}

#[test]
fn a_kill_during_an_export_loses_no_lead_and_exports_none_twice() {
    for seen in ["leads.upload-001.csv", "leads.upload-002.revert.csv"] {
        let workspace = Workspace::empty();
        with_a_large_second_part(&workspace.file);
        let path = workspace.file.to_str().expect("UTF-8");
        let mut p = workspace.start_args(&[path], (100, 24));
        rename_all(&mut p);
        p.keys("<Enter>");
        let deadline = Instant::now() + Duration::from_secs(20);
        while !workspace.path(seen).exists() {
            assert!(Instant::now() < deadline, "{seen} was never written");
            std::thread::yield_now();
        }
        signal(&p, "KILL");
        p.wait_exit();

        let leads_exported = exported(workspace.folder());
        let status = workspace.status("leads.csv");
        let mut p = workspace.start_args(&[path], (100, 24));
        p.wait_for("There is saved work on this file");
        let leftover = names(workspace.folder())
            .into_iter()
            .filter(|name| name.starts_with(".leadsheet-"))
            .count();
        assert_eq!((leads_exported.len() % 1_000, leftover), (0, 0), "only complete parts");
        p.keys("<Enter>");
        p.wait_for("Restored: ");
        let ready = 2_500 - leads_exported.len();
        let shown = match leads_exported.len() {
            0 => "2,500 ready".to_owned(),
            2_500 => "2,500 exported".to_owned(),
            n => format!("{} ready · {} exported", thousands(ready), thousands(n)),
        };
        let title = format!("2,500 leads · {shown}");
        assert!(p.screen().contains(&title), "{title} in {}", p.screen());
        assert!(status.contains(&format!("1 step in {title}")), "{title} in {status}");
        if ready > 0 {
            p.keys("<C-s>");
            p.wait_for(&format!("Export: {} leads", thousands(ready)));
            p.keys("<Enter>");
            p.wait_for(&format!("Exported {} leads", thousands(ready)));
            p.keys("<Esc>");
        }
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
        assert_eq!(exported(workspace.folder()), ids(&workspace.file), "each lead is in one part");
    }
}

#[test]
fn leads_of_a_written_part_are_exported_and_those_of_a_failed_one_are_not() {
    let mut s = Session::open(&leads(3, |_, row| row));
    let field = s.field("Lead Name");
    let sets = Row::first(3).map(|row| CellEdit::new(row, field, "x")).collect();
    s.app.sheet.apply(Edit::new("rename", sets)).expect("open");
    let part = WrittenUpload { rows: vec![Row(0), Row(2)], ..WrittenUpload::default() };
    s.app.update(Input::Written(Box::new(part)));
    s.app.update(Input::Exported(Err(EffectError::new(EffectKind::Export, "no space"))));
    assert!(s.screen().contains("1 lead not exported yet"), "{}", s.screen());
    let counts = s.app.sheet.counts();
    assert_eq!((counts.exported, counts.ready), (2, 1));
    assert_eq!(s.app.sheet.plan().files, [vec![Row(1)]]);
}

#[test]
fn output_to_a_full_device_is_an_error() {
    let full = || File::options().write(true).open("/dev/full").expect("the device");
    for command in [&["check"][..], &["check", "--format=json"], &["columns"]] {
        let mut own = program();
        own.args(command);
        if command[0] == "check" {
            own.arg(fixtures::fixture("wrong-pair.csv"));
        }
        let done = own.stdout(full()).output().expect("it runs");
        let message = String::from_utf8(done.stderr).expect("UTF-8");
        assert_eq!(done.status.code(), Some(3), "{message}");
        assert!(
            message.contains("the output can't be written: No space left on device"),
            "{message}"
        );
        assert!(!message.contains("os error"), "{message}");
    }
}

#[test]
fn a_download_behind_a_link_is_read_and_never_changed() {
    let dir = files::scratch();
    let (real, linked, out) =
        (dir.path().join("real"), dir.path().join("linked"), dir.path().join("out"));
    for folder in [&real, &linked, &out] {
        fs::create_dir(folder).expect("a folder");
    }
    let (original, _) = pair(&real, 1);
    fs::set_permissions(&original, fs::Permissions::from_mode(0o640)).expect("a mode");
    let link = linked.join("mine.csv");
    symlink(&original, &link).expect("a link");
    symlink(&out, dir.path().join("out link")).expect("a link");
    let before = fs::read(&original).expect("there");
    let sheet = renamed(&link);
    let done = store::export(&sheet, &sheet.plan(), &link, None).expect("exported");
    assert_eq!(
        done.parts[0].path,
        linked.join("mine.upload-001.csv"),
        "in the folder of the given name"
    );
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&done.parts[0].path), 0o640, "the mode of the file, not of the link");
    let folder = dir.path().join("out link");
    let done = store::export(&sheet, &sheet.plan(), &link, Some(&folder)).expect("exported");
    assert_eq!(done.parts[0].path, folder.join("mine.upload-001.csv"));
    assert_eq!(names(&out), ["mine.upload-001.csv", "mine.upload-001.revert.csv"]);
    assert!(fs::symlink_metadata(&folder).expect("there").is_symlink());
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(fs::read(&original).expect("there"), before);
}

#[test]
fn a_link_named_like_an_upload_file_is_neither_followed_nor_replaced() {
    let dir = files::scratch();
    let (original, _) = pair(dir.path(), 1);
    let before = fs::read(&original).expect("there");
    symlink(&original, dir.path().join("leads.upload-001.csv")).expect("a link to the source");
    symlink("nowhere", dir.path().join("leads.upload-002.csv")).expect("a link to nothing");
    let sheet = renamed(&original);
    let done = store::export(&sheet, &sheet.plan(), &original, None).expect("exported");
    assert_eq!(done.parts[0].path, dir.path().join("leads.upload-003.csv"));
    assert_eq!(fs::read(&original).expect("there"), before);
    assert!(!dir.path().join("nowhere").exists());
}

#[test]
fn a_folder_that_was_removed_is_an_error_and_the_edits_remain() {
    let dir = files::scratch();
    let (original, _) = pair(dir.path(), 1);
    let out = dir.path().join("out");
    let sheet = renamed(&original);
    fs::write(&out, "a file").expect("written");
    let error = store::export(&sheet, &sheet.plan(), &original, Some(&out)).expect_err("refused");
    assert!(
        error.to_string().contains("out: the folder can't be read: Not a directory"),
        "{error}"
    );
    // As if it had gone between the listing and the writing.
    let error =
        store::write_new(&out.join("a.csv"), &store::Content::new(&b"x"[..]), Some(&original))
            .expect_err("refused");
    assert!(error.to_string().contains("a.csv: can't be written: Not a directory"), "{error}");
    assert_eq!(fs::read(&out).expect("there"), b"a file");
    assert_eq!(sheet.counts().ready, 1);
}
