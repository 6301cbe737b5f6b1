//! The terminal on Windows: a console, whose output takes sequences where it is told to.

use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm_winapi::{ConsoleMode, Handle};
use std::io;
use std::sync::{Mutex, PoisonError};

/// Where frames go.
pub(crate) type Output = io::Stdout;

/// Opens what frames are written to.
#[expect(clippy::unnecessary_wraps, reason = "another system's output can fail")]
pub(crate) fn output() -> io::Result<Output> {
    Ok(io::stdout())
}

/// Whether the terminal marks pastes and answers questions. crossterm hands on neither marks nor answers, and asking
/// for marks changes keys in some terminals: pastes are known by how fast they come.
pub(crate) const ANSWERS: bool = false;

/// Whether any terminal has a mouse; else its name tells.
pub(crate) const HAS_MOUSE: bool = true;

/// The editor that is taken if no variable names one.
pub(crate) const DEFAULT_EDITOR: &str = "notepad";

/// The pager that is taken if no variable names one, if there is one. `more` loses what isn't in its code page.
pub(crate) const DEFAULT_PAGER: &[&str] = &[];

/// Whether the console takes sequences that place and colour text; from now on it does, if it can.
pub fn takes_sequences() -> bool {
    save_modes();
    crossterm::ansi_support::supports_ansi()
}

/// How the console's output was set before the program changed it.
static MODE: Mutex<Option<u32>> = Mutex::new(None);

fn console() -> io::Result<ConsoleMode> {
    Handle::current_out_handle().map(ConsoleMode::from)
}

/// Remembers how the console's output was set, once.
pub(crate) fn save_modes() {
    let mut saved = MODE.lock().unwrap_or_else(PoisonError::into_inner);
    if saved.is_none() {
        *saved = console().and_then(|console| console.mode()).ok();
    }
}

/// Sets the console's output as it was.
pub fn restore_modes() {
    let saved = *MODE.lock().unwrap_or_else(PoisonError::into_inner);
    if let (Some(mode), Ok(console)) = (saved, console()) {
        let _gone = console.set_mode(mode);
    }
}

/// Makes the console report its mouse, or not any more: not by a sequence.
pub(crate) fn report_mouse(_sequence: &[u8], on: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if on {
        crossterm::execute!(out, EnableMouseCapture)
    } else {
        crossterm::execute!(out, DisableMouseCapture)
    }
}

/// Tells whether an error of the terminal means that it isn't there any more.
pub(crate) fn is_gone(error: &io::Error) -> bool {
    /// The console was closed, and its handle with it.
    const INVALID_HANDLE: i32 = 6;
    /// The other end of the pipe is closed: no process is there.
    const NO_DATA: i32 = 232;
    /// No process is on the other end of the pipe.
    const PIPE_NOT_CONNECTED: i32 = 233;
    matches!(error.raw_os_error(), Some(INVALID_HANDLE | NO_DATA | PIPE_NOT_CONNECTED))
        || error.kind() == io::ErrorKind::BrokenPipe
}

/// Whether the system has a clipboard that needs no terminal.
pub(crate) const HAS_CLIPBOARD: bool = true;

/// Puts a text on the system's clipboard.
pub(crate) fn copy(text: &str) -> io::Result<()> {
    clipboard_win::set_clipboard_string(text).map_err(|error| io::Error::other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_on_the_clipboard_as_it_is() {
        let text = "gr\u{fc}n\t1\r\n\u{1f40e}\t2";
        copy(text).expect("copied");
        assert_eq!(clipboard_win::get_clipboard_string().expect("a text"), text);
    }
}
