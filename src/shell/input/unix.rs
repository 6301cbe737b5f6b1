//! Keys and notices on Unix: the bytes of the terminal, as soon as there are any, and signals.

use crate::shell::input::notice::{Listener, Notice};
use crate::store;
use filedescriptor::{Error, FileDescriptor, POLLIN, poll, pollfd};
use rustix::termios::{SpecialCodeIndex, tcgetattr};
use signal_hook::consts::{
    SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGWINCH, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{self, pipe};
use std::io::{self, ErrorKind, PipeReader, Read as _};
use std::os::fd::AsRawFd as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

/// How often the input thread looks whether its terminal is still there.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Tells what signals mean, from a thread of its own.
pub(crate) fn watch(listener: impl Listener) -> io::Result<()> {
    watch_signals(
        &[SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ],
        listener,
    )
}

/// Tells of the signals that ask the program to end, from a thread of its own; the others keep their effect.
pub(crate) fn watch_ends(listener: impl Listener) -> io::Result<()> {
    watch_signals(&[SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ], listener)
}

fn watch_signals(wanted: &[i32], mut listener: impl Listener) -> io::Result<()> {
    let mut signals = Signals::new(wanted)?;
    let watch = move || {
        for signal in signals.forever() {
            let notice = match signal {
                // A file that is too long for the user's limits is an error of writing, not the end.
                SIGXFSZ => continue,
                SIGINT | SIGQUIT => Notice::Interrupt(signal),
                SIGTSTP => Notice::Stop,
                SIGCONT => Notice::Continued,
                SIGWINCH => Notice::Resized,
                _ => Notice::End(signal),
            };
            if !listener(notice) {
                return;
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop)
}

/// Wakes the thread that waits for keys and the one that waits for signals; whether the second tells of it, after
/// all that came before.
pub(crate) fn wake() -> bool {
    // A signal of a changed size ends the waiting, and does no harm.
    low_level::raise(SIGWINCH).is_ok()
}

/// Asks this program to end, as another one could: whether it was asked.
pub(crate) fn ask_to_end() -> bool {
    low_level::raise(SIGTERM).is_ok()
}

/// Whether a program can be stopped until its shell continues it.
pub(crate) const CAN_STOP: bool = true;

/// Stops the program as the key of a shell would, until it is continued.
///
/// The signal is one that the system doesn't take where no shell could ever continue the program: not SIGTSTP,
/// which is listened to and so has lost its effect, but the one for a program that reads in the background.
pub(crate) fn stop() {
    let _refused = low_level::raise(SIGTTIN);
}

/// Leaves Ctrl+C to another program in this terminal from now on.
pub(crate) fn leave_interrupts() {
    let _refused = signal_hook::flag::register(SIGINT, Arc::new(AtomicBool::new(false)));
}

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
    erases_with_ctrl_h: bool,
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

    /// Whether its Backspace sends Ctrl+H.
    pub(super) fn erases_with_ctrl_h(&self) -> bool {
        self.erases_with_ctrl_h
    }

    /// Whether it has another size than before, where no signal tells that.
    #[expect(clippy::unused_self, reason = "another system's reader looks")]
    pub(super) fn has_resized(&mut self) -> bool {
        false
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
