//! The terminal of the process as a file that can be read.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _};
use std::os::fd::{AsFd as _, OwnedFd};

/// Opens what the keys of this process' terminal are read from.
///
/// That is the standard input, or the controlling terminal where the standard input is something else.
///
/// # Errors
///
/// Fails if the process has no terminal.
pub fn open_terminal() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    OpenOptions::new().read(true).write(true).open("/dev/tty").map(OwnedFd::from)
}
