//! Files that are known by their content: renamed and copied downloads, older ones, and those that leadsheet wrote.

use crate::support::files::slashes;
use crate::support::journey::Journey;
use crate::support::workspace::Workspace;
use std::fs;

/// Starts the program on a file of the folder.
fn open(journey: &mut Journey, name: &str) {
    let file = journey.workspace.path(name).display().to_string();
    journey.start_args(&[&file]);
}

fn rename(workspace: &Workspace, from: &str, to: &str) {
    fs::rename(workspace.path(from), workspace.path(to)).expect("renamed");
}

/// Case F17.
#[test]
fn a_renamed_download_resumes_its_work_under_the_new_name() {
    let mut journey = Journey::saved();
    rename(&journey.workspace, "leads.csv", "q4.csv");
    let status = journey.workspace.status("q4.csv");
    let said = "q4.csv: work on this same content is saved under another name; opening q4.csv \
        offers to resume it.\n\n";
    assert!(status.starts_with(said), "{status}");
    let work = "/leads.csv\n  saved       1 step in 1 lead · the file is gone";
    assert!(slashes(&status).contains(work), "{status}");
    open(&mut journey, "q4.csv");
    journey.wait_for("leads.csv isn't there any more.");
    journey.wait_for("1 step in 1 lead");
    journey.wait_for("resume it under this name");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 1 step in 1 lead; undo works too.");
    journey.edit(2, "second name");
    journey.kill();
    let [(ending, text)] = &journey.workspace.journal_texts()[..] else { panic!("one journal") };
    assert!(ending.is_empty() && text.contains("q4.csv") && !text.contains("/leads.csv"), "{text}");
    open(&mut journey, "q4.csv");
    journey.wait_for("2 steps in 2 leads");
    journey.end("<Esc>");
    assert!(journey.workspace.status("q4.csv").contains("saved       2 steps in 2 leads"));
}

#[test]
fn a_copy_of_a_download_resumes_a_copy_of_its_work() {
    let mut journey = Journey::saved();
    fs::copy(&journey.workspace.file, journey.workspace.path("copy.csv")).expect("copied");
    let lock = journey.workspace.lock("leads.csv");
    open(&mut journey, "copy.csv");
    journey.wait_for("is being edited in another");
    journey.end("<Esc>");
    drop(lock);
    open(&mut journey, "copy.csv");
    journey.wait_for("leads.csv is still there and keeps its work.");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 1 step in 1 lead");
    journey.save_and_quit();
    assert_eq!(journey.workspace.journals().len(), 2);
    journey.resume("1 step in 1 lead");
    journey.save_and_quit();
}

#[test]
fn an_older_download_opens_the_file_in_which_its_work_went_on() {
    let mut journey = Journey::saved();
    let workspace = &journey.workspace;
    let text = fs::read_to_string(&workspace.file).expect("UTF-8");
    workspace.write("friday.csv", text.replacen("Warehouse tablets", "Depot tablets", 1));
    let done = workspace.run(&["rebase", "leads.csv", "friday.csv"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
    assert!(
        workspace.status("leads.csv").contains("friday.csv"),
        "{}",
        workspace.status("leads.csv")
    );
    open(&mut journey, "leads.csv");
    journey.wait_for("This is an older download");
    journey.wait_for("went on in friday.csv");
    journey.keys("<Enter>");
    journey.wait_for("There is saved work on this file");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 1 step in 1 lead");
    journey.wait_for("friday.csv");
    journey.edit(2, "second name");
    journey.save_and_quit();
    let status = journey.workspace.status("friday.csv");
    assert!(status.contains("saved       2 steps in 2 leads"), "{status}");
    fs::remove_file(journey.workspace.path("friday.csv")).expect("removed");
    open(&mut journey, "leads.csv");
    journey.wait_for("went on in friday.csv");
    journey.wait_for("isn't there any more");
    journey.quit();
}

#[test]
fn an_upload_file_opened_as_a_download_is_named_and_one_that_is_gone_is_missed() {
    let mut journey = Journey::start();
    journey.export_first_lead();
    journey.keys("<Esc>");
    journey.wait_for("GRID");
    journey.quit();
    open(&mut journey, "leads.upload-001.csv");
    journey.wait_for("This is leads.upload-001.csv, an upload file");
    journey.wait_for("for leads.csv; open that download to go on");
    journey.quit();
    fs::remove_file(journey.workspace.path("leads.upload-001.csv")).expect("removed");
    journey.start_again();
    journey.wait_for("leads.upload-001.csv isn't there any more");
    journey.quit();
}
