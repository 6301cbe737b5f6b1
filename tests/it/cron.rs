//! A diary of a job that runs without a terminal: every command line, its output and its exit code.
#![cfg(target_os = "linux")]

use crate::support::files::{SAMPLE, names};
use crate::support::fixtures::leads;
use crate::support::json::answer;
use crate::support::portal::{Portal, Rejections};
use crate::support::program::{CONFIG_HOME, STATE_HOME, program};
use crate::support::workspace::Workspace;
use leadsheet::leads::Row;
use leadsheet::sheet::{CellEdit, Edit, Sheet};
use leadsheet::store::file_sha256;
use leadsheet::store::journal::FileLock;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The largest file that a job may write while the disk is as good as full, in blocks of 512 bytes.
const FULL_DISK: &str = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";

/// A job and what it did so far.
struct Job {
    workspace: Workspace,
    /// Its lines.
    diary: Vec<String>,
}

impl Job {
    fn new() -> Self {
        Self { workspace: Workspace::empty(), diary: Vec::new() }
    }

    /// What happens between two runs.
    fn note(&mut self, text: &str) {
        self.diary.extend([String::new(), format!("# {text}")]);
    }

    /// The program with nothing of a terminal or a login around it, run by a shell with a script if there is one.
    fn command(&self, script: Option<&str>) -> Command {
        let own = program();
        let mut command = match script {
            None => Command::new(own.get_program()),
            Some(script) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", script, "sh"]).arg(own.get_program());
                shell
            }
        };
        command.env_clear().env(STATE_HOME, self.workspace.state_home());
        command.env(CONFIG_HOME, self.workspace.home().join("no config"));
        command.current_dir(self.workspace.folder()).stdin(Stdio::null());
        command
    }

    /// Runs a command line, perhaps by a shell with a script.
    ///
    /// A program that another test starts at the same time has a lock of this process for a moment.
    fn output(&self, script: Option<&str>, line: &str) -> Output {
        let busy = format!("is being edited (process {})", std::process::id());
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let out = self.command(script).args(words(line)).output().expect("it runs");
            let is_busy = String::from_utf8_lossy(&out.stderr).contains(&busy);
            if !is_busy || Instant::now() > deadline {
                return out;
            }
        }
    }

    /// Runs a command line and notes it; it must end with this exit code.
    fn run(&mut self, code: i32, line: &str) -> Output {
        let output = self.output(None, line);
        self.noted(code, line, &output);
        output
    }

    /// Runs a command line while the disk takes no more.
    fn run_on_full_disk(&mut self, line: &str) {
        let output = self.output(Some(FULL_DISK), line);
        self.noted(3, line, &output);
    }

    fn noted(&mut self, code: i32, line: &str, output: &Output) {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let (out, errors) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{line}\n{out}{errors}");
        assert!(!out.contains('\u{1b}') && !errors.contains('\u{1b}'), "{line}\n{out}{errors}");
        assert_eq!(code >= 2 && code != 4, out.is_empty(), "a report or an error: {line}\n{out}");
        assert_eq!(out.is_empty(), !errors.is_empty(), "{line}\n{out}{errors}");
        self.diary.push(format!("$ leadsheet {line}"));
        for line in out.lines().map(str::to_owned).chain(errors.lines().map(|e| format!("! {e}"))) {
            self.diary.push(self.steady(&line));
        }
        self.diary.push(format!("exit code {code}"));
    }

    /// A line without what differs from run to run: folders, times, names of journals.
    fn steady(&self, line: &str) -> String {
        let folder = self.workspace.folder().to_str().expect("UTF-8");
        let state = self.workspace.state_home();
        let line = line.replace(folder, "/job").replace(state.to_str().expect("UTF-8"), "/state");
        let mut words: Vec<String> = Vec::new();
        let is_time = |word: &str| {
            let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
            let is_day = digits.len() == 10 && digits.matches('-').count() == 2;
            is_day || (digits.len() == 5 && digits.as_bytes()[2] == b':')
        };
        let line = (1..9).fold(line, |line, minute| {
            let s = if minute == 1 { "" } else { "s" };
            line.replace(&format!("{minute} minute{s} ago"), "just now")
        });
        for word in line.split(' ') {
            if word.contains(".journal") {
                words.push("/state/JOURNAL".to_owned());
            } else if is_time(word) && line.contains("UTC") {
                words.push("TIME".to_owned());
            } else {
                words.push(word.to_owned());
            }
        }
        words.join(" ").replace("TIME TIME", "TIME").trim_end().to_owned()
    }

    /// The files of the folder with the hashes of what they hold.
    fn files(&self) -> BTreeMap<String, String> {
        let hash = |name: String| {
            let hash = file_sha256(&self.workspace.path(&name)).expect("a file");
            (name, hash)
        };
        names(self.workspace.folder()).into_iter().map(hash).collect()
    }

    fn upload(&self, portal: &mut Portal, part: &str, refusals: &Rejections) {
        let bytes = fs::read(self.workspace.path(part)).expect("exported");
        let processed = portal.upload(&bytes, refusals).expect("an upload file");
        self.workspace.write("processed.csv", processed.results);
    }
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// The diary as it was approved; it is written anew where that is asked for.
fn assert_diary(name: &str, diary: &[String]) {
    let diary = diary.join("\n");
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, diary);
    });
}

/// The edits of a file in Excel: three leads, one of them with a day that doesn't exist.
fn edits<'i>(ids: &'i [String], day: &'static str) -> Vec<(&'i str, &'static str, &'static str)> {
    vec![
        (&ids[0], "Estimated Close Date", "02/26/2029"),
        (&ids[0], "Marketplace Purchase Intent", "Yes"),
        (&ids[1], "Estimated Close Date", "02/27/2029"),
        (&ids[1], "Marketplace Purchase Intent", "Yes"),
        (&ids[2], "Estimated Close Date", day),
        (&ids[2], "Marketplace Purchase Intent", "No"),
    ]
}

#[test]
fn a_job_exports_an_edited_file_waits_for_results_and_merges_them() {
    let mut job = Job::new();
    let mut portal = Portal::holding(SAMPLE);
    let ids = portal.ids();
    let export = "export edited.csv --original leads.csv";
    job.workspace.write("leads.csv", portal.download());
    job.workspace.write("edited.csv", portal.download());

    job.note("Nothing is edited yet.");
    job.run(4, export);

    job.note("Three leads are edited, one with a day that doesn't exist.");
    job.workspace.write("edited.csv", portal.edited(&edits(&ids, "02/30/2029")));
    job.run(1, "check edited.csv --original leads.csv");
    job.run(1, export);
    let written = job.files();
    assert!(written.contains_key("leads.upload-001.csv"), "{:?}", written.keys());
    job.note("The job runs twice by accident.");
    job.run(1, export);
    assert_eq!(job.files(), written, "nothing is written twice");

    job.note("The day is corrected, but the disk is full.");
    job.workspace.write("edited.csv", portal.edited(&edits(&ids, "02/28/2029")));
    let before = job.files();
    job.run_on_full_disk(export);
    assert_eq!(job.files(), before, "nothing half written is left");
    job.note("There is room again.");
    job.run(0, export);
    job.note("Twice by accident.");
    let written = job.files();
    job.run(4, export);
    let json = job.command(None).args(words(&format!("{export} --format json"))).output();
    let json = json.expect("it runs");
    let report = answer("export", &json.stdout);
    assert_eq!((json.status.code(), json.stderr.len()), (Some(4), 0));
    let message = report["message"].as_str().expect("a text");
    assert!(message.starts_with("Nothing to write: the same 3 leads are in leads.upload-002.csv"));
    assert_eq!(job.files(), written);

    job.note("Wrong options, files and folders.");
    job.run(2, "export edited.csv");
    job.run(2, "export --kept leads.csv --original leads.csv");
    job.run(2, &format!("{export} --format xml"));
    job.run(2, "export edited.csv --original gone.csv");
    job.run(3, &format!("{export} --again --out gone"));
    assert_eq!(job.files(), written);

    job.note("The file is uploaded, and Partner Center rejects a lead.");
    let refusals = Rejections::none().with(&ids[1], "Estimated Close Date is invalid");
    job.upload(&mut portal, "leads.upload-002.csv", &refusals);
    job.run(1, "merge leads.csv --results processed.csv");
    job.note("Twice by accident.");
    job.run(1, "merge leads.csv --results processed.csv");
    job.run(0, "status leads.csv");
    assert_diary("cron_edited", &job.diary);
}

#[test]
fn a_job_exports_saved_work_and_records_it() {
    let mut job = Job::new();
    let mut portal = Portal::holding(SAMPLE);
    let ids = portal.ids();
    let export = "export --kept leads.csv";
    job.workspace.write("leads.csv", portal.download());

    job.note("No work is saved.");
    job.run(4, export);

    job.note("Somebody edits the file, and closes a lead.");
    job.workspace.save_work("leads.csv", |sheet| {
        for (row, column, text) in [
            (0, "Estimated Close Date", "02/26/2029"),
            (0, "Marketplace Purchase Intent", "Yes"),
            (1, "Partner Referral Status", "Closed"),
            (1, "Partner Referral Substatus", "Won"),
            (1, "Sales Stage", "100"),
            (1, "Marketplace Purchase Intent", "Yes"),
        ] {
            let field = sheet.layout().fields().find(|f| sheet.layout().name(*f) == column);
            let edit = Edit::cell("edit", Row(row), field.expect(column), text);
            sheet.apply(edit).expect("open");
        }
    });
    let mut lock = job.workspace.lock("leads.csv");
    let deadline = Instant::now() + Duration::from_secs(20);
    while matches!(lock.lock, FileLock::Busy(_)) && Instant::now() < deadline {
        lock = job.workspace.lock("leads.csv");
    }
    let busy = job.command(None).args(words(export)).output().expect("it runs");
    let said = String::from_utf8_lossy(&busy.stderr);
    assert_eq!((busy.status.code(), said.contains("the file is being edited")), (Some(2), true));
    drop(lock);
    job.note("The editor was quit.");
    job.run(1, export);
    job.run(1, "export --kept leads.csv --close 2");
    job.run_on_full_disk("export --kept leads.csv --close 1 --separate-closed");
    let before = job.files();
    assert!(!before.keys().any(|name| name.contains("upload")), "{:?}", before.keys());
    job.run(0, "export --kept leads.csv --close 1 --separate-closed --dry-run");
    assert_eq!(job.files(), before);
    job.run(0, "export --kept leads.csv --close 1 --separate-closed");
    job.note("Twice by accident.");
    let written = job.files();
    job.run(4, "export --kept leads.csv --close 1 --separate-closed");
    assert_eq!(job.files(), written);
    job.run(0, "status leads.csv");

    job.note("The first file is uploaded, and Partner Center rejects its lead.");
    let refusals = Rejections::none().with(&ids[0], "Estimated Close Date is invalid");
    job.upload(&mut portal, "leads.upload-001.csv", &refusals);
    job.run(1, "merge leads.csv --results processed.csv");
    job.run(1, export);
    assert_diary("cron_kept", &job.diary);
}

/// Gives every lead another name.
fn rename_all(sheet: &mut Sheet) {
    let field = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "Lead Name");
    let field = field.expect("there");
    let name = |row: Row| CellEdit::new(row, field, format!("new {}", row.index()));
    sheet.apply(Edit::new("rename", sheet.rows().map(name).collect())).expect("open");
}

#[test]
fn a_job_that_was_killed_while_it_wrote_leaves_nothing_in_the_way() {
    let job = Job::new();
    job.workspace.write("leads.csv", leads(900, |_, row| row));
    job.workspace.save_work("leads.csv", rename_all);
    let journal = fs::metadata(&job.workspace.journals()[0]).expect("there").len();
    let blocks = journal / 512 + 300;
    let export = "export --kept leads.csv";
    let killed = job.output(Some(&format!("ulimit -f {blocks}; exec \"$@\"")), export);
    let xfsz = 25;
    let text = String::from_utf8_lossy(&killed.stderr);
    assert_eq!(killed.status.signal(), Some(xfsz), "{:?}: {text}", killed.status);
    assert!(!job.files().keys().any(|name| name == "leads.upload-001.csv"));
    let done = job.output(None, export);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let names: Vec<String> = job.files().into_keys().collect();
    assert_eq!(names, ["leads.csv", "leads.upload-001.csv", "leads.upload-001.revert.csv"]);
}

#[test]
fn a_job_whose_output_is_lost_has_done_its_work_and_says_so() {
    let job = Job::new();
    job.workspace.write("leads.csv", leads(3, |_, row| row));
    job.workspace.write("edited.csv", leads(3, |_, row| row.replace("renewal", "deal")));
    let args = ["export", "edited.csv", "--original", "leads.csv"];
    let full = File::options().write(true).open("/dev/full").expect("the device");
    let lost = job.command(None).args(args).stdout(full).stderr(Stdio::piped()).output();
    let lost = lost.expect("it runs");
    let text = String::from_utf8_lossy(&lost.stderr);
    assert_eq!(lost.status.code(), Some(3), "{text}");
    assert!(text.contains("the output can't be written: No space left on device"), "{text}");
    let again = job.command(None).args(args).output().expect("it runs");
    assert_eq!(again.status.code(), Some(4), "the file was written before");
}

#[test]
fn an_upload_file_that_was_moved_away_is_written_again_and_named() {
    let job = Job::new();
    job.workspace.write("leads.csv", leads(3, |_, row| row));
    job.workspace.write("edited.csv", leads(3, |_, row| row.replace("renewal", "deal")));
    let run = |code: i32| -> Value {
        let args = ["export", "edited.csv", "--original", "leads.csv", "--format", "json"];
        let done = job.command(None).args(args).output().expect("it runs");
        assert_eq!(done.status.code(), Some(code), "{}", String::from_utf8_lossy(&done.stderr));
        answer("export", &done.stdout)
    };
    run(0);
    let twice = run(4);
    assert_eq!(
        (&twice["earlier"][0]["leads"], &twice["earlier"][0]["exists"]),
        (&3.into(), &true.into())
    );
    fs::remove_file(job.workspace.path("leads.upload-001.csv")).expect("there");
    let report = run(0);
    assert_eq!(report["earlier"][0]["exists"], false);
    let notice = report["notices"][0].as_str().expect("a notice");
    assert!(notice.contains("leads.upload-001.csv is gone"), "{notice}");
    assert!(
        report["parts"][0]["path"].as_str().is_some_and(|p| p.ends_with("leads.upload-002.csv"))
    );
    // The same leads in a file that was written later with other values aren't the same any more.
    job.workspace.write("edited.csv", leads(3, |_, row| row.replace("renewal", "contract")));
    assert_eq!(run(0)["earlier"].as_array().map(Vec::len), Some(1), "only the lost one");
    job.workspace.write("edited.csv", leads(3, |_, row| row.replace("renewal", "deal")));
    run(0);
}
