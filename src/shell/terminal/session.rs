//! Taking the terminal over, and giving it back on every way out.

use crate::shell::autosave::crash_message;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, style, terminal};
use signal_hook::consts::SIGTERM;
use signal_hook::low_level;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Why there is no terminal for the program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TerminalError {
    /// The output goes elsewhere.
    #[error(
        "The output isn't a terminal; run leadsheet in a terminal, or use \"leadsheet check\"."
    )]
    NotATerminal,
    /// The terminal can't position text.
    #[error(
        "The terminal can't position text (TERM=dumb); use another terminal, or \"leadsheet \
        check\"."
    )]
    Dumb,
    /// The terminal refuses its settings.
    #[error("The terminal can't be used: {0}.")]
    Unusable(io::Error),
}

// The state of the one terminal of the process: the panic hook and signal handlers give it back from any
// thread, and nothing can be handed to them.

/// Whether the terminal is ours at the moment, so that it's given back exactly once.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// The last words of a thread that failed, other than the one that draws.
static FAILED: OnceLock<String> = OnceLock::new();

/// The terminal while it's ours. Dropping it gives the terminal back.
pub(crate) struct Terminal(());

impl Terminal {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste.
    ///
    /// Fails if there is no terminal, or one that can't show the program.
    pub(crate) fn take() -> Result<Self, TerminalError> {
        if !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal);
        }
        match std::env::var("TERM").as_deref() {
            Ok("dumb") => return Err(TerminalError::Dumb),
            _ => style::force_color_output(true),
        }
        let taken = Self(());
        enter().and_then(|()| ask_about_pastes()).map_err(TerminalError::Unusable)?;
        Ok(taken)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Takes the terminal, at the beginning or again after another program had it.
pub(crate) fn enter() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    ACTIVE.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)
}

/// Asks the terminal whether it marks pastes (DECRQM of mode 2004), after it was told to.
///
/// Nothing waits for the answer: not every terminal gives one.
fn ask_about_pastes() -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(b"\x1b[?2004$p").and_then(|()| out.flush())
}

/// Gives the terminal back as it was found. Does nothing if it was given back already.
pub(crate) fn restore() {
    if ACTIVE.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        // The last frame leaves its look behind, and not every terminal takes it back with the screen.
        let plain = style::SetAttribute(style::Attribute::Reset);
        let _gone = execute!(out, plain, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _gone = out.flush();
        let _gone = terminal::disable_raw_mode();
    }
}

/// Makes a panic give the terminal back and say where the work is.
///
/// What the panic itself says isn't printed: there may be a cell's text in it. A thread that panics ends
/// the program in order, as a signal does: without it the program would go on half.
pub(crate) fn install_panic_hook<P>(journal: Option<P>)
where
    P: Fn() -> PathBuf + Send + Sync + 'static,
{
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(|at| (at.file(), at.line()));
        let words = crash_message(place, journal.as_ref().map(|path| path()).as_ref());
        let is_main = thread::current().name() == Some("main");
        // The one that draws must not be in the midst of it when the terminal is given back.
        if !is_main && FAILED.set(words.clone()).is_ok() && low_level::raise(SIGTERM).is_ok() {
            return;
        }
        restore();
        say(&words);
    }));
}

/// Says the last words of a thread that has failed, and tells whether there was one.
pub(crate) fn has_failed() -> bool {
    let words = FAILED.get();
    words.inspect(|words| say(words)).is_some()
}

fn say(words: &str) {
    // If even the error output is gone, the work is kept all the same.
    let _gone = io::stderr().lock().write_all(words.as_bytes());
}

/// Stops the program as the key of a shell would, until it is continued.
///
/// The signal is one that the system doesn't take where no shell could ever continue the program.
pub(crate) fn stop() {
    #[cfg(unix)]
    let _refused = low_level::raise(STOP);
}

/// The signal that stops a program: not SIGTSTP, which is listened to and so has lost its effect, but
/// the one for a program that reads in the background.
#[cfg(unix)]
const STOP: i32 = signal_hook::consts::SIGTTIN;
