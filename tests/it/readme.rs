//! The README, the manual and the reference show what the program draws and what its tables contain.
//!
//! `LEADSHEET_UPDATE=1 cargo test -- readme pictures` rewrites the generated parts of these pages, the pictures,
//! and the table of `fault_table`.

use crate::support::fixtures::today;
use leadsheet::app::{COMMANDS, Keymap, Preset, When};
use leadsheet::cli::{Topic, markdown};
use leadsheet::leads::RuleContext;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Compares a file with its expected text, or writes it in an update run.
pub fn check_file(path: &Path, expected: &str) {
    if std::env::var_os("LEADSHEET_UPDATE").is_some() {
        fs::write(path, expected).expect("writable");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is out of date; run LEADSHEET_UPDATE=1 cargo test -- readme pictures",
        path.display()
    );
}

/// The README and the pages of the manual.
pub fn pages() -> Vec<PathBuf> {
    let manual = fs::read_dir(root().join("assets/manual")).expect("there is a manual");
    let pages = manual.map(|entry| entry.expect("readable").path());
    pages.chain([root().join("README.md")]).collect()
}

/// Compares the generated part of a page, between two marks, with its expected text.
pub fn check_part(name: &str, expected: &str) {
    // Several tests may write their parts at the same time.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->\n"));
    let mut found = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).expect("readable");
        if let Some((before, rest)) = page.split_once(&begin) {
            let (_, after) = rest.split_once(&end).expect("the page has the end mark");
            check_file(&path, &format!("{before}{begin}{expected}{end}{after}"));
            found += 1;
        }
    }
    assert_eq!(found, 1, "pages with the part {name:?}");
}

#[test]
fn the_keys_in_the_manual_are_those_of_the_tables() {
    let keymap = Keymap::default();
    let mut table = String::new();
    for when in When::ALL {
        write!(table, "\n## {}\n\n| keys | command | |\n|---|---|---|\n", when.title())
            .expect("written");
        for command in COMMANDS.iter().flat_map(|family| family.iter()).filter(|c| c.when == when) {
            let keys = keymap
                .keys(command)
                .into_iter()
                .map(|key| format!("`{}`", key.replace('|', "\\|")));
            let typed = command.aliases.iter().map(|alias| format!("`:{alias}`"));
            let keys: Vec<String> = keys.chain(typed).collect();
            let name = command.name.replace('_', " ");
            writeln!(table, "| {} | {name} | {} |", keys.join(" "), command.doc).expect("written");
        }
    }
    check_part("keys", &format!("{}\n", table.trim_start()));
}

/// The keys of the spreadsheet preset that the default one has not, without those behind the leader.
#[test]
fn the_keys_of_the_spreadsheet_preset_in_the_manual_are_the_program_s_own() {
    let (default, map) = (Keymap::default(), Keymap::of(Preset::Spreadsheet));
    let mut table = "| keys | command | |\n|---|---|---|\n".to_owned();
    for command in COMMANDS.iter().flat_map(|family| family.iter()) {
        let before = default.keys(command);
        let keys = map.keys(command).into_iter();
        let keys: Vec<String> = keys.filter(|key| !key.starts_with("Ctrl+K ")).collect();
        if keys.iter().any(|key| !before.contains(key)) {
            let name = command.name.replace('_', " ");
            let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
            writeln!(table, "| {keys} | {name} | {} |", command.doc).expect("written");
        }
    }
    check_part("spreadsheet keys", &table);
}

#[test]
fn the_reference_is_made_from_the_tables() {
    let mut page = "# Reference\n\nMade from the program's own tables; `leadsheet columns`, \
                    `leadsheet rules` and `leadsheet keys` tell the same.\n"
        .to_owned();
    for (title, topic) in [
        ("Columns", Topic::Columns),
        ("Rules", Topic::Rules),
        ("Keys", Topic::Keys(Preset::Default)),
    ] {
        write!(page, "\n## {title}\n\n{}", markdown(topic, &RuleContext::from(today())))
            .expect("written");
    }
    check_file(&root().join("assets/reference.md"), &page);
}

#[test]
fn the_readme_is_short() {
    let readme = fs::read_to_string(root().join("README.md")).expect("readable");
    assert!(readme.lines().count() <= 250, "longer texts belong to the manual");
}
