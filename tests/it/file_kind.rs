//! A file is opened as a download or as the processed file of an upload, the same by every command.

use crate::support::fixtures::{leads, processed};
use crate::support::workspace::Workspace;
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{Edit, Sheet};

/// What Partner Center said of an earlier upload.
const OLD_ERROR: &str = "Required field Solution 1 missing";

/// A fresh download of four leads; one has an old text in *Errors*.
fn friday() -> String {
    processed(&leads(4, |_, row| row), &[(0, OLD_ERROR)])
}

/// Changes the *CRM ID* of all leads.
fn set_crm_ids(sheet: &mut Sheet) {
    let names = sheet.layout().names();
    let field = Field::at(names.iter().position(|name| name == "CRM ID").expect("a column"));
    for row in sheet.rows().collect::<Vec<Row>>() {
        sheet.apply(Edit::cell("edit", row, field, "X-1")).expect("let through");
    }
}

fn text(workspace: &Workspace, args: &[&str]) -> String {
    let out = workspace.run(args);
    String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned()
}

/// `monday.csv` with changes in all leads, and a fresh download with this name.
fn changed(fresh: &str) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("monday.csv", leads(4, |_, row| row));
    workspace.write(fresh, friday());
    workspace.save_work("monday.csv", set_crm_ids);
    workspace
}

#[test]
fn a_rebase_onto_a_download_with_old_errors_moves_all_work_and_locks_none() {
    // A name of a processed file doesn't count: it was given as a fresh download.
    for fresh in ["friday.csv", "processed.csv"] {
        let workspace = changed(fresh);
        let report = text(&workspace, &["rebase", "monday.csv", fresh]);
        assert!(report.contains("4 applied"), "{report}");
        let status = workspace.status(fresh);
        assert!(status.contains("1 step in 4 leads · 4 ready"), "{status}");
        let (_, journal) = &workspace.journal_texts()[0];
        assert_eq!(journal.matches("take_as").count(), 1, "{journal}");
    }
}

#[test]
fn every_command_opens_a_file_as_the_same() {
    let workspace = Workspace::empty();
    let most = processed(&leads(4, |_, row| row), &[(0, OLD_ERROR), (1, "No"), (3, "No")]);
    for (name, content, is_results) in [
        ("leads.csv", friday(), false),
        ("processed.csv", friday(), true),
        ("leads.upload-001.csv", friday(), true),
        ("most.csv", most, true),
    ] {
        workspace.write(name, content);
        workspace.write("empty.csv", leads(4, |_, row| row));
        for args in [&["check", name][..], &["check", "empty.csv", "--original", name]] {
            assert_eq!(text(&workspace, args).contains("R-13"), is_results, "{args:?}");
        }
        // A lead that is done can't be changed, so the work on it is none.
        workspace.save_work(name, |sheet| {
            let row = Row(2);
            let field = sheet.layout().lead_name().expect("a column");
            assert_eq!(sheet.check_edit(row, field).is_err(), is_results, "{name}");
            sheet.resubmit(&[Row(0)], true).expect("editable");
        });
        let status = workspace.status(name);
        assert_eq!(status.contains(" done"), is_results, "{status}");
    }
}

mod in_a_terminal {
    use super::*;
    use crate::support::journey::Journey;

    #[test]
    fn work_moved_to_a_download_with_old_errors_is_whole_after_another_start() {
        let mut journey = Journey::start_on(changed("friday.csv"), "monday.csv");
        journey.wait_for("There is saved work");
        journey.keys("<Enter>");
        journey.wait_for("4 ready");
        journey.keys(":rebase friday.csv<Enter>");
        journey.wait_for("moves your changes to friday.csv");
        journey.keys("<Enter>");
        journey.wait_for("friday.csv is open now");
        journey.wait_for("4 ready");
        journey.save_and_quit();
        journey.open("friday.csv");
        journey.wait_for("1 step in 4 leads");
        journey.keys("<Enter>");
        journey.wait_for("Restored: 1 step in 4 leads");
        journey.wait_for("4 ready");
        journey.save_and_quit();
    }

    #[test]
    fn in_doubt_enter_opens_a_download_in_which_every_lead_is_open_and_asks_no_more() {
        let workspace = Workspace::empty();
        workspace.write("friday.csv", friday());
        let mut journey = Journey::start_on(workspace, "friday.csv");
        journey.wait_for("Is this the processed file of an upload?");
        journey.keys("a");
        journey.wait_for("That key has no function here");
        journey.keys("<Enter>");
        journey.wait_for("A download: every lead is open");
        journey.wait_for("4 leads · 1 failed");
        journey.quit();
        journey.open("friday.csv");
        journey.wait_for("Opened as a download, as you chose before");
        journey.quit();
    }

    #[test]
    fn in_doubt_a_file_is_asked_about_and_the_answer_is_kept() {
        let workspace = Workspace::empty();
        workspace.write("friday.csv", friday());
        let mut journey = Journey::start_on(workspace, "friday.csv");
        journey.wait_for("Is this the processed file of an upload?");
        journey.wait_for("1 of 4 leads has Errors.");
        journey.keys("p");
        journey.wait_for("A processed file: 1 lead failed, 3 done.");
        journey.quit();
        journey.open("friday.csv");
        journey.wait_for("Opened as a processed file, as you chose before");
        journey.wait_for("3 done");
        journey.quit();
    }
}
