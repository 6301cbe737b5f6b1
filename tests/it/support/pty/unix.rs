//! A terminal of Unix: a pair of ends, of which the program has one.

use super::Command;
use crate::support::keys;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{Mode, OFlags};
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The end of a terminal that the program doesn't have, and the program.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// The modes of the terminal before the program had it.
    modes: String,
}

impl Terminal {
    /// Starts a program in a terminal of a size in columns and rows; what it writes can be read.
    pub fn spawn(command: Command, size: (u16, u16)) -> (Self, Box<dyn Read + Send>) {
        let pair = native_pty_system().openpty(pty_size(size)).expect("a terminal");
        let modes = modes(&*pair.master);
        let mut builder = CommandBuilder::new(command.program);
        builder.args(command.args);
        builder.env_clear();
        for (name, value) in command.env {
            builder.env(name, value);
        }
        builder.cwd(command.dir);
        let child = pair.slave.spawn_command(builder).expect("the program starts");
        // The output ends only once no other process has the terminal open.
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let writer = pair.master.take_writer().expect("the terminal can be written to");
        (Self { child, master: pair.master, writer, modes }, reader)
    }

    /// Sends what the terminal sends when a text is pasted.
    pub fn paste(&mut self, text: &str) -> io::Result<()> {
        self.write(&keys::pasted(text))
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes).and_then(|()| self.writer.flush())
    }

    pub fn resize(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.master.resize(pty_size(size)).map_err(io::Error::other)
    }

    /// Closes the terminal, once nobody reads its output any more.
    pub fn close(&mut self) {
        let other = native_pty_system().openpty(pty_size((80, 24))).expect("a terminal");
        self.writer = other.master.take_writer().expect("the terminal can be written to");
        self.master = other.master;
    }

    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it was started")
    }

    /// The exit code of the program, if it has ended.
    pub fn try_wait(&mut self) -> Option<u32> {
        let status = self.child.try_wait().expect("the program was started here");
        status.map(|status| status.exit_code())
    }

    pub fn wait(&mut self) -> u32 {
        self.child.wait().expect("the program was started here").exit_code()
    }

    pub fn kill(&mut self) {
        self.signal("KILL");
    }

    pub fn interrupt(&mut self) {
        self.signal("INT");
    }

    /// Sends a signal to the program, if it is still there.
    fn signal(&self, name: &str) {
        let (name, id) = (format!("-{name}"), self.id().to_string());
        let _gone = std::process::Command::new("kill").args([name, id]).status();
    }

    /// The modes of the terminal as they are.
    pub fn modes(&self) -> String {
        modes(&*self.master)
    }

    /// The modes of the terminal as they were before the program had it.
    pub fn modes_before(&self) -> &str {
        &self.modes
    }

    /// Waits until the program has read everything that was sent to it and waits for more, or is gone.
    pub fn wait_until_read(&self, gone: &AtomicBool, timeout: Duration) {
        /// What comes sooner behind a piece belongs to it.
        const NEXT_PIECE: Duration = Duration::from_millis(2);
        let deadline = Instant::now() + timeout;
        let name = self.master.tty_name().expect("the terminal has a name");
        let Ok(terminal) = rustix::fs::open(name, OFlags::RDONLY | OFlags::NOCTTY, Mode::empty())
        else {
            return;
        };
        let is_read = || {
            let mut polled = [PollFd::new(&terminal, PollFlags::IN)];
            let unread = rustix::event::poll(&mut polled, Some(&Timespec::default()));
            unread.is_ok_and(|unread| unread == 0)
        };
        while !(is_read() && self.waits_for_input()) {
            if gone.load(Ordering::SeqCst) || Instant::now() > deadline {
                return;
            }
            thread::yield_now();
        }
        thread::sleep(NEXT_PIECE);
    }

    /// Tells whether the thread that reads the terminal sleeps; as far as the system tells.
    fn waits_for_input(&self) -> bool {
        let Ok(threads) = std::fs::read_dir(format!("/proc/{}/task", self.id())) else {
            return true;
        };
        let mut stats = threads
            .flatten()
            .filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
        stats.find(|stat| stat.contains("(input)")).is_none_or(|stat| stat.contains("(input) S"))
    }
}

/// What the line discipline of a terminal is set to.
fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().expect("a terminal has modes"))
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
