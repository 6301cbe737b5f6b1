//! Putting a text on the terminal's clipboard. It is only ever written, never read.

use crate::app::{CopyResult, EffectError, EffectKind, Input};
use crate::shell::input::channel::ShellEvent;
use crate::shell::terminal::system;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// The longest text that is sent, in bytes: terminals drop longer sequences, some in silence.
const MAX_BYTES: usize = 74_000;
/// How many bytes `screen` passes on in one piece.
const PIECE: usize = 240;
/// How long tmux may take.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How often is looked whether tmux has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Why a text isn't on the clipboard.
#[derive(Debug, thiserror::Error)]
enum CopyError {
    /// It has more bytes than terminals take; how many it has.
    #[error("{} KB are more than terminals take ({} KB)", .0.div_ceil(1000), MAX_BYTES / 1000)]
    TooLong(usize),
    /// tmux can't be started.
    #[error("tmux can't be run: {0}")]
    Start(io::Error),
    /// tmux took too long.
    #[error("tmux didn't answer within {} s", .0.as_secs())]
    Timeout(Duration),
    /// tmux failed with this message.
    #[error("tmux says: {0}")]
    Tmux(String),
    /// tmux failed without a message.
    #[error("tmux failed")]
    Failed,
    /// The terminal or the system refuses it.
    #[error(transparent)]
    Io(io::Error),
}

impl From<CopyError> for EffectError {
    fn from(error: CopyError) -> Self {
        Self::new(EffectKind::Clipboard, error)
    }
}

/// The way to the terminal's clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClipboardRoute {
    /// A buffer of tmux, which hands it on.
    Tmux,
    /// OSC 52, wrapped so that `screen` hands it on.
    Screen,
    /// OSC 52.
    Terminal,
    /// The clipboard of the system.
    System,
}

impl ClipboardRoute {
    /// The way that the environment calls for; tmux calls itself `screen` too.
    ///
    /// A clipboard of the system is taken, if there is one, in a terminal of this machine: Windows' own console and
    /// macOS' own terminal take no OSC 52.
    fn of(var: impl Fn(&str) -> Option<String>, has_clipboard: bool) -> Self {
        let is_set = |name| var(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") || var("TERM").is_some_and(|term| term.starts_with("screen")) {
            Self::Screen
        } else if has_clipboard && !["SSH_CONNECTION", "SSH_TTY"].into_iter().any(is_set) {
            Self::System
        } else {
            Self::Terminal
        }
    }
}

/// Puts a text on the clipboard. Returns the outcome, or nothing if it will be sent as an event.
pub(crate) fn copy(text: String, sender: &Sender<ShellEvent>) -> Option<CopyResult> {
    if text.len() > MAX_BYTES {
        return Some(Err(CopyError::TooLong(text.len()).into()));
    }
    match ClipboardRoute::of(|name| std::env::var(name).ok(), system::HAS_CLIPBOARD) {
        ClipboardRoute::Tmux => {
            aside(sender, move || tmux(text, TIMEOUT).map(|()| "tmux buffer".to_owned()))
        }
        ClipboardRoute::System => aside(sender, move || {
            system::copy(&text).map(|()| "clipboard".to_owned()).map_err(CopyError::Io)
        }),
        ClipboardRoute::Screen => Some(write(&wrapped(&osc52(&text)))),
        ClipboardRoute::Terminal => Some(write(&osc52(&text))),
    }
}

/// Copies on a thread of its own: the program goes on, however long another one takes.
fn aside(
    sender: &Sender<ShellEvent>,
    copy: impl FnOnce() -> Result<String, CopyError> + Send + 'static,
) -> Option<CopyResult> {
    let sender = sender.clone();
    let started = thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
        let result = copy().map_err(EffectError::from);
        let _gone = sender.send(ShellEvent::Input(Input::Copied(result)));
    });
    started.err().map(|error| Err(CopyError::Io(error).into()))
}

/// The sequence that puts a text on the clipboard. The text itself is not in it, only its base64.
fn osc52(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text))
}

/// Wraps a sequence of ASCII for `screen`, which loses long ones in one piece.
fn wrapped(sequence: &str) -> String {
    let mut wrapped = String::new();
    let mut rest = sequence;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(PIECE));
        wrapped = format!("{wrapped}\x1bP{piece}\x1b\\");
        rest = after;
    }
    wrapped
}

fn write(sequence: &str) -> CopyResult {
    let mut out = io::stdout();
    let written = out.write_all(sequence.as_bytes()).and_then(|()| out.flush());
    // Terminals don't answer; some don't let programs write the clipboard.
    written.map(|()| "sent to the terminal".to_owned()).map_err(|error| CopyError::Io(error).into())
}

/// Hands a text to tmux, which keeps it and hands it on to its terminal.
fn tmux(text: String, patience: Duration) -> Result<(), CopyError> {
    let mut command = Command::new("tmux");
    command.args(["load-buffer", "-w", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut tmux = command.spawn().map_err(CopyError::Start)?;
    if let Some(stdin) = tmux.stdin.take() {
        feed(stdin, text)?;
    }
    let deadline = Instant::now() + patience;
    loop {
        match tmux.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => return Err(error_message(&mut tmux)),
            Ok(None) if Instant::now() < deadline => thread::sleep(POLL_INTERVAL),
            Ok(None) => {
                let _ended = tmux.kill().and_then(|()| tmux.wait());
                return Err(CopyError::Timeout(patience));
            }
            Err(error) => return Err(CopyError::Io(error)),
        }
    }
}

/// Writes a text to a process from a thread of its own: one that doesn't read must not be waited for.
fn feed(mut stdin: ChildStdin, text: String) -> Result<(), CopyError> {
    let feed = move || drop(stdin.write_all(text.as_bytes()));
    let started = thread::Builder::new().name("tmux".to_owned()).spawn(feed);
    started.map(drop).map_err(CopyError::Io)
}

/// Reads the first line that a failed tmux wrote to its error output.
fn error_message(process: &mut Child) -> CopyError {
    let mut said = String::new();
    if let Some(stderr) = &mut process.stderr {
        let _unreadable = stderr.take(1_000).read_to_string(&mut said);
    }
    match said.lines().next() {
        Some(line) => CopyError::Tmux(line.trim_end_matches('.').to_owned()),
        None => CopyError::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_goes_through_tmux_or_screen_or_the_terminal_itself() {
        let way = |vars: &[(&str, &str)]| {
            let find = |name: &str| vars.iter().find(|(n, _)| *n == name);
            ClipboardRoute::of(|name| find(name).map(|(_, value)| (*value).to_owned()), false)
        };
        let with_own = |vars: &[(&str, &str)]| {
            let find = |name: &str| vars.iter().find(|(n, _)| *n == name);
            ClipboardRoute::of(|name| find(name).map(|(_, value)| (*value).to_owned()), true)
        };
        assert_eq!(with_own(&[]), ClipboardRoute::System);
        assert_eq!(with_own(&[("SSH_TTY", "/dev/pts/1")]), ClipboardRoute::Terminal);
        assert_eq!(with_own(&[("TMUX", "/tmp/tmux-0/default,1,0")]), ClipboardRoute::Tmux);
        let term = ("TERM", "screen-256color");
        assert_eq!(way(&[term, ("TMUX", "/tmp/tmux-0/default,1,0")]), ClipboardRoute::Tmux);
        assert_eq!(way(&[term]), ClipboardRoute::Screen);
        assert_eq!(way(&[("TERM", "xterm"), ("STY", "1.pts-0")]), ClipboardRoute::Screen);
        assert_eq!(way(&[("TERM", "xterm"), ("TMUX", ""), ("STY", "")]), ClipboardRoute::Terminal);
    }

    #[test]
    fn screen_gets_the_sequence_in_pieces_within_its_limit() {
        let sequence = osc52(&"é\u{1b}[2J\n".repeat(100));
        let wrapped = wrapped(&sequence);
        let pieces: Vec<&str> = wrapped.split_terminator("\x1b\\").collect();
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.len() <= PIECE + 2));
        let joined: String = pieces.iter().map(|p| p.strip_prefix("\x1bP").expect("DCS")).collect();
        assert_eq!(joined, sequence);
    }

    #[test]
    fn a_text_too_long_for_terminals_is_not_sent_and_that_is_reported() {
        let (sender, _receiver) = std::sync::mpsc::channel();
        let outcome = copy("x".repeat(MAX_BYTES + 1), &sender);
        let why = "75 KB are more than terminals take (74 KB)";
        assert_eq!(outcome.and_then(Result::err).map(|e| e.to_string()).as_deref(), Some(why));
    }

    #[test]
    fn only_the_base64_of_a_copied_text_is_sent() {
        let sequence = osc52("a\u{1b}]0;b\u{7}\u{9b}c");
        let base64 = sequence.strip_prefix("\x1b]52;c;").and_then(|s| s.strip_suffix('\x07'));
        let base64 = base64.expect("one sequence");
        assert!(base64.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)));
    }
}
