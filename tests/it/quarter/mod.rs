//! The end of a quarter: what the CRM knows, a policy, a note in many leads and the export, in the editor and by
//! commands.

mod files;

use crate::support::keys::pressed;
use crate::support::pty::Program;
use crate::support::workspace::Workspace;
use chrono::Utc;
use files::{MAPPING, NOTE, POLICY};
use std::collections::BTreeMap;
use std::fs;

/// The most keys that the job may take.
const MAX_KEYS: usize = 120;

/// The keys of the whole job, and what the screen shows after each part.
///
/// They fill from the CRM and say what its phases mean, run the policy, put a note into all New leads, and export.
const JOB: [(&str, &str); 15] = [
    ("gFcrm.csv<enter>", "1,250 of 1,800 rows match one lead"),
    ("jjj<enter>out<enter>", "What Phase means: 4 values, 4 not mapped"),
    ("<enter>noth<enter>", "4 values, 3 not mapped"),
    ("<enter>budg<enter>", "Closed - budget (72 rows) → Lost, reason 1"),
    ("<enter>resp<enter>", "Closed - no answer (72 rows) → Lost, reason 2"),
    ("<enter>won<enter>", "400 filled · 1,000 same already · 550 no such lead"),
    ("p", "fill from crm.csv: 400 leads"),
    ("<enter>", "400 ready"),
    ("gP", "policy.toml   TOML file"),
    ("<enter>", "Spam is declined: 30 leads"),
    ("<enter>", "457 cells in 397 leads changed"),
    ("f=Status=New<enter>gcnotes<enter>", "only Status = New"),
    ("g=append Called 11/26<enter>", "append Called 11/26: 970 leads"),
    ("<enter><C-s>", "180 leads close permanently"),
    ("180<enter>", "Exported 1,684 leads"),
];

/// The files of the job in a folder.
fn workspace(download: &str) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", download);
    workspace.write("crm.csv", files::deals());
    workspace.write("policy.toml", POLICY);
    workspace
}

/// The upload files and revert files, by name.
fn written(workspace: &Workspace) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(workspace.folder()).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let named = paths.map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, path)
    });
    let ours = named.filter(|(name, _)| name.contains(".upload-"));
    ours.map(|(name, path)| (name, fs::read(path).expect("readable"))).collect()
}

/// Does the job by commands: the files that they write.
fn by_commands(download: &str) -> BTreeMap<String, Vec<u8>> {
    let workspace = workspace(download);
    workspace.write("crm.toml", MAPPING);
    let note = format!("Notes append {NOTE}");
    for (args, says) in [
        (&["fill", "leads.csv", "--from", "crm.csv", "--mapping", "crm.toml"][..], "1,250 of"),
        (&["plan", "policy.toml", "leads.csv"], "Spam is declined: 30 leads, 90 cells"),
        (&["set", "leads.csv", "--where", "Status=New", &note], "970 cells in 970 leads changed"),
        (&["export", "--kept", "leads.csv", "--close", "180"], "1,684"),
    ] {
        let out = workspace.run(args);
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success() && error.is_empty(), "{args:?}: {error}{text}");
        assert!(text.contains(says), "{args:?}: {text}");
    }
    written(&workspace)
}

#[test]
fn the_quarter_ends_in_the_editor_as_by_commands() {
    let download = files::download(Utc::now().date_naive());
    let workspace = workspace(&download);
    let mut editor = Program::with()
        .home(&workspace.home())
        .dir(workspace.folder())
        .start(&["leads.csv"], (80, 24));
    editor.wait_for("2,500 leads");
    let mut count = 0;
    for (keys, then) in JOB {
        count += pressed(keys).len();
        editor.keys(keys);
        editor.wait_for(then);
    }
    assert!(count <= MAX_KEYS, "{count} keys");
    let files = written(&workspace);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "leads.upload-001.csv",
            "leads.upload-001.revert.csv",
            "leads.upload-002.csv",
            "leads.upload-002.revert.csv",
        ]
    );
    let same = by_commands(&download);
    assert!(files.keys().eq(same.keys()), "{:?}", same.keys());
    for (name, bytes) in &files {
        assert!(bytes == &same[name], "{name} differs");
    }
    println!("{count} keys");
}
