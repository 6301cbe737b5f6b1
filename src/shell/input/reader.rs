//! Reads the bytes of the terminal, as soon as there are any.

use crate::store;
use filedescriptor::{Error, FileDescriptor, POLLIN, poll, pollfd};
use rustix::termios::{SpecialCodeIndex, tcgetattr};
use signal_hook::consts::SIGWINCH;
use signal_hook::low_level::pipe;
use std::io::{self, ErrorKind, PipeReader, Read as _};
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant};

/// The byte that Ctrl+H sends, and Backspace in some terminals.
const CTRL_H: u8 = 0x08;

/// How many bytes are read at once: more than a terminal hands on in one piece.
const BUFFER_SIZE: usize = 16 * 1024;

/// How long a look takes whether more is there to read: it may be about to be written.
const MORE_WITHIN: Duration = Duration::from_micros(20);

/// The input of the terminal.
pub(crate) struct TerminalReader {
    tty: FileDescriptor,
    /// Gets a byte for each change of the terminal's size, which ends the waiting.
    resized: PipeReader,
    buffer: Vec<u8>,
    /// Whether its Backspace sends Ctrl+H, as its settings say (`stty erase`).
    pub(super) erases_with_ctrl_h: bool,
}

impl TerminalReader {
    /// Opens the terminal of the process.
    pub(crate) fn open() -> io::Result<Self> {
        let tty = store::open_terminal()?;
        let erase =
            tcgetattr(&tty).map(|settings| settings.special_codes[SpecialCodeIndex::VERASE]);
        let tty = FileDescriptor::new(tty);
        let (resized, signals) = io::pipe()?;
        pipe::register(SIGWINCH, signals)?;
        Ok(Self {
            tty,
            resized,
            buffer: vec![0; BUFFER_SIZE],
            erases_with_ctrl_h: erase == Ok(CTRL_H),
        })
    }

    /// Waits until there is something to read: whether there is. A change of the size ends it early.
    pub(crate) fn wait(&mut self, timeout: Duration) -> io::Result<bool> {
        let wanted = |fd| pollfd { fd, events: POLLIN, revents: 0 };
        let mut waits = [wanted(self.tty.as_raw_fd()), wanted(self.resized.as_raw_fd())];
        match poll(&mut waits, Some(timeout)) {
            Ok(_) => {}
            Err(Error::Poll(error) | Error::Io(error))
                if error.kind() == ErrorKind::Interrupted =>
            {
                return Ok(false);
            }
            Err(Error::Poll(error) | Error::Io(error)) => return Err(error),
            Err(error) => return Err(io::Error::other(error)),
        }
        if waits[1].revents != 0 {
            let _bytes = self.resized.read(&mut self.buffer)?;
        }
        // A terminal that is gone can be read too: that it is gone.
        Ok(waits[0].revents != 0)
    }

    /// Reads what is there; nothing if the terminal is gone.
    pub(crate) fn read(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.tty.read(&mut self.buffer) {
                Ok(read) => return Ok(&self.buffer[..read]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Tells whether more is there than was read, as far as that can be known without waiting.
    ///
    /// A look that took long found nothing because this thread was kept from looking: it looks again.
    pub(crate) fn is_more_there(&mut self) -> bool {
        for _ in 0..5 {
            let looked = Instant::now();
            while looked.elapsed() < MORE_WITHIN {
                if self.wait(Duration::ZERO).unwrap_or(true) {
                    return true;
                }
            }
            if looked.elapsed() < MORE_WITHIN * 4 {
                return false;
            }
        }
        true
    }
}
