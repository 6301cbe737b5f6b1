//! Taking the terminal over, and giving it back on every way out.

use crate::shell::autosave::crash_message;
use crate::shell::input::system as input;
use crate::shell::terminal::system;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, style, terminal};
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
        "The output isn't a terminal; run leadsheet in a terminal, or use \"leadsheet walk FILE\" or \
        \"leadsheet check FILE\"."
    )]
    NotATerminal,
    /// The terminal can't position text.
    #[error(
        "The terminal can't position text (TERM=dumb); use \"leadsheet walk FILE\", which asks line by \
        line, or another terminal."
    )]
    Dumb,
    /// The console is too old for the sequences that place text.
    #[error(
        "This console can't position text; use \"leadsheet walk FILE\", which asks line by line, or Windows \
        Terminal."
    )]
    WithoutSequences,
    /// The terminal refuses its settings.
    #[error("The terminal can't be used: {0}.")]
    Unusable(io::Error),
}

// The state of the one terminal of the process: the panic hook and signal handlers give it back from any
// thread, and nothing can be handed to them.

/// Whether the terminal is ours at the moment, so that it's given back exactly once.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is used whenever the terminal is ours.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// What makes a terminal report presses, movements with a held button, and places beyond column 223.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// What ends that.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The last words of a thread that failed, other than the one that draws.
static FAILED: OnceLock<String> = OnceLock::new();

/// The terminal while it's ours. Dropping it gives the terminal back.
pub(crate) struct Terminal(());

impl Terminal {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste.
    ///
    /// Fails if there is no terminal, or one that can't show the program.
    /// The terminal is asked about itself, for its background only if that matters.
    pub(crate) fn take(asks_background: bool) -> Result<Self, TerminalError> {
        if !io::stdout().is_terminal() {
            return Err(TerminalError::NotATerminal);
        }
        match std::env::var("TERM").as_deref() {
            Ok("dumb") => return Err(TerminalError::Dumb),
            _ => style::force_color_output(true),
        }
        if !system::takes_sequences() {
            return Err(TerminalError::WithoutSequences);
        }
        let taken = Self(());
        enter().and_then(|()| ask(asks_background)).map_err(TerminalError::Unusable)?;
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
    system::save_modes();
    terminal::enable_raw_mode()?;
    ACTIVE.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, cursor::Hide)?;
    if system::ANSWERS {
        execute!(io::stdout(), EnableBracketedPaste)?;
    }
    if MOUSE.load(Ordering::SeqCst) { report_mouse(true) } else { Ok(()) }
}

/// Uses the mouse, or leaves it to the terminal, now and whenever the terminal is taken again.
pub(crate) fn use_mouse(on: bool) -> io::Result<()> {
    let was_on = MOUSE.swap(on, Ordering::SeqCst);
    if was_on != on && ACTIVE.load(Ordering::SeqCst) { report_mouse(on) } else { Ok(()) }
}

fn report_mouse(on: bool) -> io::Result<()> {
    system::report_mouse(if on { MOUSE_ON } else { MOUSE_OFF }, on)
}

/// Whether the terminal can report its mouse, as far as its name says: asking it would take time.
pub(crate) fn has_mouse() -> bool {
    system::HAS_MOUSE || std::env::var("TERM").is_ok_and(|term| reports_mouse(&term))
}

/// Whether a terminal of this name can report its mouse. The Linux console can't: its mouse is another
/// program's.
fn reports_mouse(term: &str) -> bool {
    const WITHOUT: [&str; 8] = ["linux", "dumb", "ansi", "cons25", "sun", "vt", "wy", "unknown"];
    !term.is_empty() && !WITHOUT.iter().any(|name| term.starts_with(name))
}

/// Asks the terminal for its background (OSC 11), and whether it marks pastes (DECRQM of mode 2004), after it
/// was told to.
///
/// Nothing waits for the answers: not every terminal gives them. A terminal answers in the order of the
/// questions, so that with the second answer there is none to wait for.
fn ask(asks_background: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if !system::ANSWERS {
        return Ok(());
    }
    if asks_background {
        out.write_all(b"\x1b]11;?\x1b\\")?;
    }
    out.write_all(b"\x1b[?2004$p").and_then(|()| out.flush())
}

/// Gives the terminal back as it was found. Does nothing if it was given back already.
pub(crate) fn restore() {
    if ACTIVE.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        if MOUSE.load(Ordering::SeqCst) {
            let _gone = report_mouse(false);
        }
        // The last frame leaves its look behind, and not every terminal takes it back with the screen.
        let plain = style::SetAttribute(style::Attribute::Reset);
        let _gone = if system::ANSWERS {
            execute!(out, plain, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show)
        } else {
            execute!(out, plain, LeaveAlternateScreen, cursor::Show)
        };
        let _gone = out.flush();
        let _gone = terminal::disable_raw_mode();
        system::restore_modes();
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
        if !is_main && FAILED.set(words.clone()).is_ok() && input::ask_to_end() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_without_a_mouse_are_known_by_name() {
        for term in ["xterm-256color", "xterm", "screen", "tmux-256color", "rxvt-unicode", "foot"] {
            assert!(reports_mouse(term), "{term}");
        }
        for term in ["", "linux", "linux-16color", "dumb", "vt100", "vt220", "ansi"] {
            assert!(!reports_mouse(term), "{term}");
        }
    }
}
