//! The terminal on Unix: sequences, and programs that are there.

use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::process::{Command, Stdio};

/// Where frames go: not through the standard library's own buffer, which cuts what is written at its last
/// line feed, so that a frame would reach the terminal in two pieces. The type that is named after pipes writes to
/// any open file.
pub(crate) type Output = io::PipeWriter;

/// Opens what frames are written to.
pub(crate) fn output() -> io::Result<Output> {
    io::stdout().as_fd().try_clone_to_owned().map(Output::from)
}

/// Whether the terminal marks pastes and answers questions.
pub(crate) const ANSWERS: bool = true;

/// Whether any terminal has a mouse; else its name tells.
pub(crate) const HAS_MOUSE: bool = false;

/// The editor that is taken if no variable names one.
pub(crate) const DEFAULT_EDITOR: &str = "vi";

/// The pager that is taken if no variable names one, if there is one: it quits if the text fits the screen, shows
/// styles, and leaves the text on the screen.
pub(crate) const DEFAULT_PAGER: &[&str] = &["less", "-FRX"];

/// Whether the terminal takes sequences that place and colour text; where it doesn't, `TERM` says so.
pub fn takes_sequences() -> bool {
    true
}

/// Remembers how the terminal's output was set. Here nothing of it is changed.
pub(crate) fn save_modes() {}

/// Sets the terminal's output as it was.
pub fn restore_modes() {}

/// Makes the terminal report its mouse, or not any more, by a sequence.
pub(crate) fn report_mouse(sequence: &[u8], _on: bool) -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(sequence).and_then(|()| out.flush())
}

/// Tells whether an error of the terminal means that it isn't there any more.
pub(crate) fn is_gone(error: &io::Error) -> bool {
    /// The error of a terminal whose other end was closed, on every Unix.
    const EIO: i32 = 5;
    error.raw_os_error() == Some(EIO) || error.kind() == io::ErrorKind::BrokenPipe
}

/// Whether the system has a clipboard that needs no terminal. Terminal.app of macOS takes none from a program.
pub(crate) const HAS_CLIPBOARD: bool = cfg!(target_os = "macos");

/// Puts a text on the system's clipboard.
pub(crate) fn copy(text: &str) -> io::Result<()> {
    let mut command = Command::new("pbcopy");
    // Without it, it takes the text for one in the encoding of old Macintoshes.
    command.env("LC_CTYPE", "UTF-8").stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("pbcopy: {status}"))) }
}
