//! Files that leadsheet wrote, and older downloads, are neither results nor a fresh download, whichever work wrote them.

use crate::support::workspace::Workspace;
use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::thread;

const HEADER: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,\
    Partner Referral Substatus,Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,\
    Estimated Close Date,CRM ID,Notes,Errors,Marketplace Purchase Intent,Team member 1,\
    Customer Name,Customer Country\r\n";

/// A download of three open leads.
fn download(notes: &str) -> String {
    let row = |n: u32| {
        format!(
            "id-{n},Lead {n},USD,Active,Accepted,,80,10,01/30/2027,,{notes},,Yes,\"A,B,9,a@b.c\",X,US\r\n"
        )
    };
    HEADER.to_owned() + &(1..=3).map(row).collect::<String>()
}

/// What was done before one of the files is given by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Past {
    /// The work that wrote it is saved.
    Saved,
    /// That work went on in friday.csv.
    Rebased,
    /// The user began again: that work is archived.
    Archived,
    /// An edited copy was exported.
    Edited,
}

/// A workspace with leads.csv, one lead of which is in leads.upload-001.csv, and the file that the work is on.
fn workspace(past: Past) -> (Workspace, &'static str) {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", download("old"));
    let run = |args: &[&str]| ran(&workspace.run(args));
    if past == Past::Edited {
        let edited = download("old").replacen("01/30/2027,,", "01/30/2027,X-1,", 1);
        workspace.write("edited.csv", edited);
        run(&["export", "edited.csv", "--original", "leads.csv"]);
        return (workspace, "leads.csv");
    }
    run(&["set", "leads.csv", "CRM ID=X-1", "--where", "Lead Name=Lead 1"]);
    run(&["export", "--kept", "leads.csv"]);
    match past {
        Past::Rebased => {
            workspace.write("friday.csv", download("new"));
            run(&["rebase", "leads.csv", "friday.csv"]);
            return (workspace, "friday.csv");
        }
        Past::Archived => {
            workspace.lock("leads.csv").start_afresh().expect("renamed");
            run(&["set", "leads.csv", "CRM ID=X-2", "--where", "Lead Name=Lead 2"]);
        }
        Past::Saved | Past::Edited => {}
    }
    (workspace, "leads.csv")
}

fn ran(out: &Output) {
    assert_eq!(out.status.code(), Some(0), "{}", text(out));
}

/// What a command wrote.
fn text(out: &Output) -> String {
    let both = [&*out.stdout, &*out.stderr].concat();
    String::from_utf8(both).expect("UTF-8")
}

const PASTS: [Past; 4] = [Past::Saved, Past::Rebased, Past::Archived, Past::Edited];

#[test]
fn no_file_that_leadsheet_wrote_is_imported_as_results_whichever_work_wrote_it() {
    for past in PASTS {
        let (workspace, open) = workspace(past);
        let before = workspace.journal_texts();
        for (name, what) in [
            ("leads.upload-001.csv", "an upload file that leadsheet wrote"),
            ("leads.upload-001.revert.csv", "a revert file that leadsheet wrote"),
        ] {
            let copy = workspace.path("any name.csv");
            fs::copy(workspace.path(name), copy).expect("copied");
            for name in [name, "any name.csv"] {
                let out = workspace.run(&["merge", open, "--results", name]);
                let message = text(&out);
                assert_eq!(out.status.code(), Some(2), "{past:?}: {name}: {message}");
                assert!(message.contains(what), "{past:?}: {name}: {message}");
            }
        }
        assert_eq!(workspace.journal_texts(), before, "{past:?}");
    }
}

#[test]
fn that_nothing_is_recorded_of_a_download_that_is_no_file_is_said() {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", download("old"));
    let edited = download("old").replacen("01/30/2027,,", "01/30/2027,X-1,", 1);
    workspace.write("edited.csv", edited);
    let input = fs::File::open(workspace.path("leads.csv")).expect("there");
    let args = ["export", "edited.csv", "--original", "-", "--out", "."];
    let out = workspace.command(&args).stdin(input).output().expect("it runs");
    let message = text(&out);
    assert_eq!(out.status.code(), Some(0), "{message}");
    assert!(message.contains("couldn't be recorded: -: the download isn't a file."), "{message}");
    assert_eq!(workspace.journals(), Vec::<PathBuf>::new());
}

#[test]
fn no_file_that_leadsheet_wrote_is_a_fresh_download() {
    for past in [Past::Saved, Past::Rebased, Past::Archived] {
        let (workspace, open) = workspace(past);
        for name in ["leads.upload-001.csv", "leads.upload-001.revert.csv"] {
            let out = workspace.run(&["rebase", open, name]);
            let message = text(&out);
            assert_eq!(out.status.code(), Some(2), "{past:?}: {name}: {message}");
            assert!(message.contains("file that leadsheet wrote"), "{past:?}: {message}");
        }
    }
}

#[test]
fn an_older_download_is_not_imported_as_results() {
    let (workspace, open) = workspace(Past::Rebased);
    let out = workspace.run(&["merge", open, "--results", "leads.csv"]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("an older download, whose work went on in another file"));
}

#[test]
fn a_download_with_the_bytes_of_its_revert_file_is_a_download() {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", download("old"));
    ran(&workspace.run(&["set", "leads.csv", "CRM ID=X-1"]));
    ran(&workspace.run(&["export", "--kept", "leads.csv"]));
    let revert = fs::read(workspace.path("leads.upload-001.revert.csv")).expect("written");
    assert_eq!(revert, download("old").as_bytes(), "all leads go back");
    assert!(workspace.status("leads.csv").contains("download, 3 leads"));
    // Nothing was uploaded, so the fresh download is as the old one.
    workspace.write("friday.csv", revert);
    let out = workspace.run(&["rebase", "leads.csv", "friday.csv"]);
    ran(&out);
    assert!(text(&out).contains("3 changed cells: 3 applied"), "{}", text(&out));
    assert!(workspace.status("leads.csv").contains("download, 3 leads"));
}

#[test]
fn an_export_of_an_edited_copy_can_be_recalled_with_its_upload_files() {
    let (workspace, _) = workspace(Past::Edited);
    assert!(workspace.status("leads.csv").contains("finished    1 step in 1 lead · 1 exported"));
    ran(&workspace.run(&["status", "--recall", "leads.csv"]));
    let status = workspace.status("leads.csv");
    assert!(status.contains("to upload     leads.upload-001.csv  1 lead"), "{status}");
    let upload = fs::read_to_string(workspace.path("leads.upload-001.csv")).expect("written");
    workspace.write("processed.csv", upload.replace("\r\n", "\n"));
    let out = workspace.run(&["merge", "leads.csv", "--results", "processed.csv"]);
    ran(&out);
    assert!(!text(&out).contains("without this work"), "it answers the export: {}", text(&out));
    assert!(workspace.status("leads.csv").contains("1 done"));
}

#[test]
fn of_exports_at_the_same_moment_one_writes_the_leads() {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", download("old"));
    workspace.write("edited.csv", download("new"));
    let export = || workspace.run_at_once(&["export", "edited.csv", "--original", "leads.csv"]);
    let codes: Vec<Option<i32>> = thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(export)).collect();
        runs.into_iter().map(|run| run.join().expect("it runs").status.code()).collect()
    });
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == Some(4)).count(), 3, "{codes:?}");
    assert!(!workspace.path("leads.upload-002.csv").exists());
}

mod in_a_terminal {
    use super::*;
    use crate::support::journey::Journey;

    #[test]
    fn the_editor_refuses_the_upload_file_of_work_that_went_on_elsewhere() {
        let (workspace, open) = workspace(Past::Rebased);
        let mut journey = Journey::start_on(workspace, open);
        journey.wait_for("There is saved work on this file");
        journey.keys("<Enter>");
        journey.wait_for("GRID");
        for (keys, said) in
            [("gm", "it is an upload file that leadsheet"), (":rebase ", "Nothing was moved")]
        {
            journey.keys(keys);
            journey.keys("leads.upload-001.csv");
            journey.wait_for("leads.upload-001.csv");
            journey.keys("<Enter>");
            journey.wait_for(said);
        }
    }
}
