//! The binary on several downloads.

use super::{downloads, file};
use crate::support::journey::Journey;
use crate::support::json::answer;
use crate::support::workspace::Workspace;
use leadsheet::leads::{Col, Row};
use leadsheet::sheet::Edit;
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// A folder with the three downloads, the last one in UTF-16.
fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    for file in downloads() {
        let text = file.table.text();
        let bytes = match &*file.name {
            "west.csv" => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            _ => text.as_bytes().to_vec(),
        };
        workspace.write(&file.name, bytes);
    }
    workspace
}

fn names(workspace: &Workspace) -> Vec<String> {
    crate::support::files::names(workspace.folder())
}

fn paths(workspace: &Workspace) -> Vec<String> {
    let path = |name: &str| workspace.path(name).display().to_string();
    ["north.csv", "south.csv", "west.csv"].map(path).to_vec()
}

/// Starts the program on all three files.
fn start(journey: &mut Journey) {
    let paths = paths(&journey.workspace);
    journey.start_args(&paths.iter().map(String::as_str).collect::<Vec<_>>());
}

/// The program on all three files, after it ran on the first one alone.
fn on_three_files(workspace: Workspace) -> Journey {
    let mut journey = Journey::start_on(workspace, "north.csv");
    journey.wait_for("25 leads");
    journey.end("q");
    start(&mut journey);
    journey.wait_for("3 files");
    journey
}

#[test]
fn upload_files_and_work_are_those_of_each_download() {
    let mut journey = on_three_files(workspace());
    journey.wait_for("3 leads are in two files");
    journey.edit(3, "one");
    journey.edit(30, "two");
    journey.keys("<C-s>");
    journey.wait_for("north.csv: 1 lead in 1 file");
    journey.keys("<Enter>");
    journey.wait_for("verified");
    journey.workspace.wait_for_line("\"do\":\"export\"");
    journey.kill();
    let names = names(&journey.workspace);
    assert!(names.iter().any(|name| name == "north.upload-001.csv"), "{names:?}");
    let status = journey.workspace.status("south.csv");
    assert!(status.contains("1 step in 1 lead"), "{status}");
    // Alone, the file has its work; among the others, it has that and theirs.
    journey.open("north.csv");
    journey.wait_for("exported");
    journey.keys("3gg");
    journey.wait_for("one");
    journey.end("q");
    start(&mut journey);
    journey.wait_for("2 steps in 2 leads");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 2 steps in 2 leads");
    journey.keys("u");
    journey.wait_for("Undid (from an earlier session)");
    journey.kill();
}

#[test]
fn files_that_can_not_be_opened_together_are_named_with_what_to_do() {
    let workspace = workspace();
    fs::copy(workspace.path("north.csv"), workspace.path("copy.csv")).expect("copied");
    workspace.write("notes.txt", "some notes\n");
    let refused = |names: &[&str]| {
        let out = workspace.run_at_once(names);
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).expect("UTF-8")
    };
    let said = refused(&["north.csv", "copy.csv", "north.csv"]);
    assert!(said.contains("copy.csv: it is a copy of north.csv; open one of the two"), "{said}");
    assert!(said.contains("north.csv: the file is named twice; name it once"), "{said}");
    let said = refused(&["north.csv", "notes.txt", "gone.csv"]);
    assert!(said.contains("notes.txt: ") && said.contains("gone.csv: "), "{said}");
    let said = refused(&["north.csv", "-"]);
    assert!(said.contains("the standard input can't be one of several files"), "{said}");
    let lock = workspace.lock("south.csv");
    let said = refused(&["north.csv", "south.csv"]);
    assert!(said.contains("south.csv: it is being edited in another leadsheet"), "{said}");
    drop(lock);
    assert_eq!(workspace.journals(), Vec::<PathBuf>::new(), "nothing was changed");
    assert_eq!(names(&workspace).len(), 5);
}

#[test]
fn the_view_of_several_files_is_kept_for_them_together() {
    let mut journey = on_three_files(workspace());
    journey.keys("lzh");
    journey.wait_for("is hidden");
    assert!(!journey.screen().contains("north.csv"), "{}", journey.screen());
    journey.quit();
    let mut paths = paths(&journey.workspace);
    paths.reverse();
    journey.start_args(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    journey.wait_for("3 files");
    assert!(!journey.screen().contains("west.csv"), "{}", journey.screen());
    journey.quit();
    journey.open("north.csv");
    journey.wait_for("25 leads");
    journey.quit();
}

#[test]
fn a_rebase_replaces_one_file_and_the_work_on_all_stays() {
    let workspace = workspace();
    let south = downloads().remove(1).table;
    let mut lines: Vec<&str> = south.text().lines().collect();
    lines.remove(1);
    workspace.write("south-new.csv", lines.join("\n"));
    let mut journey = on_three_files(workspace);
    journey.edit(3, "one");
    journey.edit(30, "two");
    journey.keys(":rebase south-new.csv<Enter>");
    journey.wait_for("It replaces south.csv: 19 of its 20 leads are in it.");
    journey.keys("<Enter>");
    journey.wait_for("south-new.csv is one of the files now");
    journey.edit(31, "three");
    journey.kill();
    let status = journey.workspace.status("south-new.csv");
    assert!(status.contains("2 steps in 2 leads"), "{status}");
    let status = journey.workspace.status("south.csv");
    assert!(status.contains("south-new.csv"), "{status}");
    let mut paths = paths(&journey.workspace);
    paths[1] = journey.workspace.path("south-new.csv").display().to_string();
    journey.start_args(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    journey.wait_for("3 steps in 3 leads");
    journey.keys("<Enter>");
    journey.wait_for("Restored: 3 steps in 3 leads");
    journey.kill();
}

/// Answers the purchase intent of all leads of a file but some, in its saved work.
fn save_intents(workspace: &Workspace, name: &str, but: &[usize]) {
    workspace.save_work(name, |sheet| {
        let intent = sheet.layout().field(Col::PurchaseIntent).expect("Intent");
        let rows: Vec<Row> = sheet.rows().filter(|row| !but.contains(&row.number())).collect();
        let (sets, _) = sheet.choose_in(&rows, intent, "Yes");
        sheet.apply(Edit::new("intent", sets)).expect("offered");
    });
}

/// The upload files and the revert files of a folder, with their bytes.
fn uploads(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
    let uploads = names(workspace).into_iter().filter(|name| name.contains(".upload-"));
    uploads.map(|name| (name.clone(), fs::read(workspace.path(&name)).expect("there"))).collect()
}

#[test]
fn saved_work_on_several_files_is_exported_as_that_on_each_alone() {
    // These leads of the first file are in the second one, too.
    let (together, alone) = (workspace(), workspace());
    save_intents(&together, "north.csv", &[]);
    save_intents(&alone, "north.csv", &[23, 24, 25]);
    for workspace in [&together, &alone] {
        save_intents(workspace, "south.csv", &[]);
    }
    let all = ["export", "--kept", "north.csv", "south.csv", "west.csv"];
    let dry = together.run(&[&all[..], &["--dry-run", "--format", "json"]].concat());
    let report = answer("export", dry.stdout);
    assert_eq!(report["downloads"], json!(["north.csv", "south.csv", "west.csv"]));
    let leads = report["leads"].as_array().expect("a list");
    let of_south = leads.iter().find(|lead| lead["download"] == "south.csv").expect("there");
    assert!(of_south["row"].as_u64() <= Some(20), "{of_south}");
    assert_eq!(uploads(&together), []);
    let out = together.run(&all);
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(text.contains("north.csv has saved work on 1 lead that a newer file has"), "{text}");
    for name in ["north.csv", "south.csv"] {
        alone.run(&["export", "--kept", name]);
    }
    let written = uploads(&together);
    assert_eq!(written.len(), 4, "{text}");
    assert!(written == uploads(&alone), "the same files: {text}");
    // The export is in the journal of each: again there is nothing to write, in the editor neither.
    let again = String::from_utf8(together.run(&all).stdout).expect("UTF-8");
    assert!(again.contains("Nothing"), "{again}");
    assert_eq!(uploads(&together).len(), 4);
    for name in ["north.csv", "south.csv"] {
        let lines = |workspace: &Workspace| {
            let status = workspace.status(name);
            status.lines().filter(|line| line.contains("exported")).count()
        };
        assert_eq!(lines(&together), lines(&alone), "{name}");
    }
}

#[test]
fn downloads_that_can_not_be_exported_together_are_named_all_at_once() {
    let workspace = workspace();
    fs::copy(workspace.path("north.csv"), workspace.path("copy.csv")).expect("copied");
    let refused = |names: &[&str]| {
        let out = workspace.run_at_once(&[&["export", "--kept"], names].concat());
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).expect("UTF-8")
    };
    let said = refused(&["north.csv", "copy.csv", "north.csv"]);
    assert!(said.contains("copy.csv: it is a copy of north.csv"), "{said}");
    assert!(said.contains("north.csv: the file is named twice"), "{said}");
    let locks = ["south.csv", "west.csv"].map(|name| workspace.lock(name));
    let said = refused(&["north.csv", "south.csv", "west.csv"]);
    assert!(said.contains("south.csv: the file is being edited"), "{said}");
    assert!(said.contains("west.csv: the file is being edited"), "{said}");
    drop(locks);
}

#[test]
fn a_fresh_download_that_hides_saved_work_of_another_file_says_so() {
    let workspace = workspace();
    workspace.write("all.csv", file(0..42, b',', |_, _| {}).text());
    let mut journey = on_three_files(workspace);
    journey.edit(3, "one");
    journey.keys(":rebase all.csv<Enter>");
    journey.wait_for("Which file does all.csv replace?");
    journey.keys("south<Enter>");
    journey.wait_for("It replaces south.csv");
    journey.keys("<Enter>");
    journey.wait_for("all.csv is one");
    journey.wait_until("the other file's saved work", |screen| {
        let text = screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains("north.csv has saved work on 1 lead")
    });
    journey.kill();
}
