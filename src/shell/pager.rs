//! Shows long text through the user's pager.

use crate::shell::external_editor::split_command;
use crate::shell::input::system;
use crate::shell::terminal::system::DEFAULT_PAGER;
use std::io::{self, IsTerminal as _, Write};
use std::process::{Child, Command, Stdio};

/// Shows a text through `PAGER` on a terminal; writes it to `out` if standard output isn't a terminal or the
/// pager can't be started.
///
/// # Errors
///
/// Fails if the text can't be written.
pub fn page(text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let pager = if io::stdout().is_terminal() { pager() } else { None };
    let Some(mut child) = pager.and_then(|command| start(&command).ok()) else {
        return out.write_all(text);
    };
    // Ctrl+C is the pager's while it runs.
    system::leave_interrupts();
    let written = match child.stdin.take() {
        Some(mut stdin) => stdin.write_all(text),
        None => Ok(()),
    };
    child.wait()?;
    // A reader may quit before the end.
    written.or_else(|e| if e.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(e) })
}

/// The words of the pager's command; nothing if the text is written plainly.
fn pager() -> Option<Vec<String>> {
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return None;
    }
    let command = match std::env::var("PAGER") {
        Ok(command) => split_command(&command),
        Err(_) => DEFAULT_PAGER.iter().map(|word| (*word).to_owned()).collect(),
    };
    (!command.is_empty()).then_some(command)
}

fn start(command: &[String]) -> io::Result<Child> {
    let (program, options) = command.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.args(options).stdin(Stdio::piped()).spawn()
}
