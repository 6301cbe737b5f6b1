//! The real binary without a terminal.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The variable that names the user's own folder.
pub const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// The variable that names the folder of settings.
pub const CONFIG_HOME: &str = if cfg!(windows) { "APPDATA" } else { "XDG_CONFIG_HOME" };

/// The variable that names the folder of what the program keeps by itself, as journals.
pub const STATE_HOME: &str = if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_STATE_HOME" };

/// The program without arguments yet, in an environment without custom lists and colour settings.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_leadsheet"));
    let no_config = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config");
    program.env(CONFIG_HOME, no_config).env_remove("NO_COLOR");
    program.env(STATE_HOME, concat!(env!("CARGO_TARGET_TMPDIR"), "/no-state"));
    program
}

#[test]
fn tests_start_the_program_only_through_this_module_and_the_terminal_s() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let name = concat!("CARGO_BIN_EXE", "_leadsheet");
    let mut folders = vec![tests.clone()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).expect("the tests") {
            let path = file.expect("a file").path();
            if path.is_dir() && path != tests.join("support") {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            assert!(!text.contains(name), "{}: use support::program", path.display());
            files += 1;
        }
    }
    assert!(files > 40, "{files} files were read");
}
