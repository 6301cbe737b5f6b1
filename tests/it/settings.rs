//! The settings in the real program: where they are read from, and what a mistake in them does.

use crate::support::files::{sample, scratch};
use crate::support::pty::Program;
use std::fs;
use std::path::Path;

fn start(home: &Path, settings: &str, options: &[&str]) -> Program {
    let folder = home.join("config_home/leadsheet");
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join("config.toml"), settings).expect("written");
    let source = sample(home);
    let args = [options, &[source.to_str().expect("UTF-8")]].concat();
    Program::with().home(home).start(&args, (80, 24))
}

#[test]
fn keys_from_the_settings_run_their_commands_and_are_in_the_hints() {
    let dir = scratch();
    let mut p = start(dir.path(), "[keys.grid]\nexport = [\"ctrl-e\"]\nquit = [\"g q\"]\n", &[]);
    p.wait_for("Ctrl+E export");
    p.keys("<C-e>");
    p.wait_for("Nothing to export");
    p.keys("gq");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn mistakes_are_listed_at_the_start_in_visible_symbols_and_the_rest_applies() {
    let dir = scratch();
    let text =
        "theme = \"\\u001b]0;x\\u0007\"\n[keys.grid]\nfly = [\"x\"]\nexport = [\"ctrl-e\"]\n";
    let mut p = start(dir.path(), text, &[]);
    p.wait_for("Errors in the settings");
    p.wait_for("[keys.grid] fly isn't a command");
    p.wait_for("there is no theme \"␛]0;x␇\"; choose one of dark");
    p.keys("<Esc>");
    p.wait_for("Ctrl+E export");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn a_missing_settings_file_is_reported() {
    let dir = scratch();
    let mut p = start(dir.path(), "", &["--config", "/nowhere/config.toml"]);
    p.wait_for("/nowhere/config.toml: there is no such file");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
}
