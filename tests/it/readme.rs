//! What the README shows is what the program draws and what its tables say.
//!
//! `LEADSHEET_UPDATE=1 cargo test readme` writes the README's generated parts and the picture anew, that of
//! `fault_table` too.

use crate::support::session::Session;
use crate::support::svg;
use leadsheet::app::{COMMANDS, Keymap, When};
use leadsheet::cli::{Topic, markdown};
use leadsheet::view::Theme;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Holds a file against what it should be, or writes it when that was asked for.
fn hold(path: &Path, want: &str) {
    if std::env::var_os("LEADSHEET_UPDATE").is_some() {
        fs::write(path, want).expect("writable");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == want,
        "{} is out of date; run LEADSHEET_UPDATE=1 cargo test readme",
        path.display()
    );
}

/// Holds the part of the README between two marks against what it should be.
pub fn hold_part(name: &str, want: &str) {
    // Several tests may write their parts at the same time.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->\n"));
    let (before, rest) = readme.split_once(&begin).expect("the README has the mark");
    let (_, after) = rest.split_once(&end).expect("the README has the end mark");
    hold(&path, &format!("{before}{begin}{want}{end}{after}"));
}

/// The session that the README shows: one lead ready, one held back, the cursor on what holds it.
fn shown() -> Session {
    Session::sample()
        .keys("sacc<enter>")
        .at(1, "Marketplace")
        .keys("<enter>yes<enter>")
        .at(1, "Partner Referral Status")
        .at(3, "Estimated Close Date")
        .keys("cc02/30/2027<enter>n")
}

#[test]
fn the_picture_in_the_readme_is_the_program_s_own() {
    let mut session = shown();
    let theme = Theme::named("dark").expect("compiled in");
    let (buffer, cursor) = session.draw_with(&theme);
    hold(&root().join("assets/screen.svg"), &svg::picture(&buffer, cursor));
}

#[test]
fn the_screen_in_the_readme_is_the_program_s_own() {
    hold_part("screen", &format!("```text\n{}\n```\n", shown().screen()));
}

#[test]
fn the_keys_in_the_readme_are_those_of_the_tables() {
    let keymap = Keymap::default();
    let mut table = String::new();
    for when in When::ALL {
        write!(table, "\n**{}**\n\n| keys | command | |\n|---|---|---|\n", when.title())
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
    hold_part("keys", &format!("{}\n", table.trim_start()));
}

#[test]
fn the_reference_is_made_from_the_tables() {
    let mut page = "# Reference\n\nMade from the program's own tables; `leadsheet columns`, \
                    `leadsheet rules` and `leadsheet keys` tell the same.\n"
        .to_owned();
    for (title, topic) in
        [("Columns", Topic::Columns), ("Rules", Topic::Rules), ("Keys", Topic::Keys)]
    {
        write!(page, "\n## {title}\n\n{}", markdown(topic)).expect("written");
    }
    hold(&root().join("assets/reference.md"), &page);
}
