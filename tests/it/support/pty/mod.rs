//! A program in its own terminal: press keys, read the screen.
//!
//! A reader thread passes on the program's output. Each piece wakes a test that waits for something on
//! the screen, up to a deadline.

use super::{files, keys};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{Mode, OFlags};
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_leadsheet");

/// How long to wait for anything before the test fails.
const DEADLINE: Duration = Duration::from_secs(20);

/// What to change about the surroundings of a program before it starts.
#[derive(Default)]
pub struct Setup {
    env: Vec<(OsString, OsString)>,
    home: Option<PathBuf>,
    dir: Option<PathBuf>,
    is_silent: bool,
}

impl Setup {
    /// Uses a terminal that doesn't answer whether it marks pastes.
    pub fn silent(mut self) -> Self {
        self.is_silent = true;
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Uses a home folder that outlives the program, for a test that starts it twice.
    pub fn home(mut self, home: &Path) -> Self {
        self.home = Some(home.to_owned());
        self
    }

    /// Starts it in a folder other than its home.
    pub fn dir(mut self, dir: &Path) -> Self {
        self.dir = Some(dir.to_owned());
        self
    }

    /// Starts leadsheet; the size is (columns, rows).
    pub fn start(self, args: &[&str], size: (u16, u16)) -> Program {
        self.spawn_command(PROGRAM, args, size)
    }

    /// Starts any program; the size is (columns, rows).
    pub fn spawn_command(self, program: &str, args: &[&str], size: (u16, u16)) -> Program {
        let own_home = self.home.is_none().then(files::scratch);
        let home = self.home.as_deref().or(own_home.as_ref().map(TempDir::path));
        let home = home.expect("one of the two is there");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home);
        for name in ["CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"] {
            let dir = home.join(name.to_ascii_lowercase());
            std::fs::create_dir_all(&dir).expect("a folder in a temporary folder");
            command.env(format!("XDG_{name}"), dir);
        }
        for (name, value) in &self.env {
            command.env(name, value);
        }
        command.cwd(self.dir.as_deref().unwrap_or(home));
        let answers = Answers { is_silent: self.is_silent, ..Answers::default() };
        Program::spawn(command, size, own_home, answers)
    }
}

/// A program in a terminal. It is ended with the value.
pub struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    gone: Arc<AtomicBool>,
    terminal: vt100::Parser<Answers>,
    bytes: Vec<u8>,
    /// The length of a text that was pasted, and how much was written before, until the next keys.
    pasted: Option<(usize, usize)>,
    /// The modes of the terminal before the program had it.
    modes: String,
    _home: Option<TempDir>,
}

impl Program {
    /// Starts leadsheet in clean surroundings; the size is (columns, rows).
    pub fn start(args: &[&str], size: (u16, u16)) -> Self {
        Self::with().start(args, size)
    }

    /// Starts any program in clean surroundings; the size is (columns, rows).
    pub fn spawn_command(program: &str, args: &[&str], size: (u16, u16)) -> Self {
        Self::with().spawn_command(program, args, size)
    }

    /// Begins to describe other surroundings.
    pub fn with() -> Setup {
        Setup::default()
    }

    fn spawn(
        command: CommandBuilder,
        size: (u16, u16),
        home: Option<TempDir>,
        answers: Answers,
    ) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).expect("a terminal");
        let modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        // The output ends only once no other process has the terminal open.
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("the terminal can be read");
        let writer = pair.master.take_writer().expect("the terminal can be written to");
        let (sender, output) = channel();
        let gone = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&gone);
        thread::spawn(move || forward(reader, &sender, &stop));
        let (rows, cols) = screen_size(size);
        let terminal = vt100::Parser::new_with_callbacks(rows, cols, 0, answers);
        let (master, bytes) = (pair.master, Vec::new());
        Self {
            child,
            master,
            writer,
            output,
            gone,
            terminal,
            bytes,
            pasted: None,
            modes,
            _home: home,
        }
    }

    /// Presses keys, written as [`keys::bytes`] reads them.
    ///
    /// A program may mistake many keys at once for a paste, so these are pressed one by one, at the speed of
    /// fast typing.
    pub fn keys(&mut self, keys: &str) {
        const AT_ONCE: usize = 12;
        self.wait_for_paste();
        let pressed = keys::pressed(keys);
        if pressed.len() <= AT_ONCE {
            return self.send(&pressed.concat());
        }
        for key in pressed {
            self.send(&key);
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Pastes a text in one piece.
    pub fn paste(&mut self, text: &str) {
        self.read_available();
        self.pasted = Some((text.len(), self.bytes.len()));
        self.send(&keys::pasted(text));
    }

    /// Waits until the program has read a paste: keys in one piece with its end aren't run. After a long one it
    /// also waits for a moment of quiet, so that the screen has to change.
    fn wait_for_paste(&mut self) {
        const LONG: usize = 1_000;
        const REACTS_WITHIN: Duration = Duration::from_secs(1);
        let Some((length, before)) = self.pasted.take() else { return };
        self.wait_until_read();
        self.read_available();
        while length > LONG && self.bytes.len() == before {
            match self.output.recv_timeout(REACTS_WITHIN) {
                Ok(piece) => self.read_piece(&piece),
                Err(_) => return,
            }
        }
    }

    /// Waits until the program has read everything that was sent to it and waits for more, or is gone.
    fn wait_until_read(&self) {
        /// What comes sooner behind a piece belongs to it.
        const NEXT_PIECE: Duration = Duration::from_millis(2);
        let deadline = Instant::now() + DEADLINE;
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
            if self.gone.load(Ordering::SeqCst) || Instant::now() > deadline {
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

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let sent = self.writer.write_all(bytes).and_then(|()| self.writer.flush());
        if let Err(error) = sent {
            self.fail(&format!("the program accepts no keys: {error}"));
        }
    }

    /// Sends bytes to a program that may have ended.
    pub fn send_if_there(&mut self, bytes: &[u8]) {
        let _ = self.writer.write_all(bytes).and_then(|()| self.writer.flush());
    }

    /// Waits until the screen shows a text in one of its lines.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |screen| {
            lines(screen).any(|line| line.contains(text))
        });
    }

    /// Waits until the screen is as wanted; `what` names it in the message of a failure.
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        self.read_available();
        while !wanted(self.terminal.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(piece) => self.read_piece(&piece),
                Err(RecvTimeoutError::Timeout) => {
                    self.fail(&format!("timed out waiting for {what}"))
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.fail(&format!("the program ended before there was {what}"))
                }
            }
        }
    }

    /// Waits until the program has redrawn everything in another size, or has ended: whether it drew.
    pub fn draws_at(&mut self, cols: u16, rows: u16) -> bool {
        const CLEARED: &[u8] = b"\x1b[2J";
        let deadline = Instant::now() + DEADLINE;
        self.read_available();
        let before = self.bytes.len();
        self.resize(cols, rows);
        while !self.bytes[before..].windows(CLEARED.len()).any(|bytes| bytes == CLEARED) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(piece) => self.read_piece(&piece),
                Err(RecvTimeoutError::Timeout) => self.fail("it doesn't draw any more"),
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it was started")
    }

    /// Reads nothing any more, as a connection that stalls doesn't. The program has to answer a key.
    pub fn stop_reading(&mut self, key: &str) {
        const ANSWERS_WITHIN: Duration = Duration::from_secs(1);
        self.gone.store(true, Ordering::SeqCst);
        self.keys(key);
        let mut cols = 80;
        loop {
            match self.output.recv_timeout(ANSWERS_WITHIN) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return,
                // The key changed nothing that is shown, as one that moves at the end of a list does:
                // another size is drawn in any case.
                Err(RecvTimeoutError::Timeout) => {
                    cols = 159 - cols;
                    let _ = self.master.resize(pty_size((cols, 24)));
                }
            }
        }
    }

    /// Closes the terminal, as a broken connection does: the exit code. The program must answer a key.
    pub fn hang_up(mut self, key: &str) -> u32 {
        // The reading thread has the terminal open until it has read once more.
        self.stop_reading(key);
        let other = native_pty_system().openpty(pty_size((80, 24))).expect("a terminal");
        self.writer = other.master.take_writer().expect("the terminal can be written to");
        self.master = other.master;
        self.wait_end()
    }

    /// Waits until the program ends, without reading its output: its exit code.
    pub fn wait_end(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.child.try_wait().expect("the program was started here") {
                Some(status) => return status.exit_code(),
                None if Instant::now() > deadline => self.fail("timed out waiting for its end"),
                None => thread::yield_now(),
            }
        }
    }

    /// Waits until the program ends: its exit code (1 if a signal ended it).
    pub fn wait_exit(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(piece) => self.read_piece(&piece),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => self.fail("timed out waiting for its end"),
            }
        }
        self.child.wait().expect("the program was started here").exit_code()
    }

    /// The lines of the screen now, without spaces at their ends.
    pub fn screen(&mut self) -> String {
        self.read_available();
        lines(self.terminal.screen()).collect::<Vec<_>>().join("\n")
    }

    /// One line of the screen, counted from 0, without the blanks at its end.
    pub fn line(&mut self, row: u16) -> String {
        self.read_available();
        lines(self.terminal.screen()).nth(row.into()).expect("a line of the screen")
    }

    /// Where the cursor is, as (column, row) counted from 0; nothing while it's hidden.
    pub fn cursor(&mut self) -> Option<(u16, u16)> {
        self.read_available();
        let screen = self.terminal.screen();
        let (row, col) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((col, row))
    }

    /// A cell of the screen with its colours and attributes; both are counted from 0.
    pub fn style_at(&mut self, col: u16, row: u16) -> vt100::Cell {
        self.read_available();
        self.terminal.screen().cell(row, col).expect("a cell of the screen").clone()
    }

    /// Everything that the program has written so far.
    pub fn bytes(&mut self) -> Vec<u8> {
        self.read_available();
        self.bytes.clone()
    }

    /// The modes of the terminal as they are.
    pub fn modes_now(&self) -> String {
        modes(&*self.master)
    }

    /// The modes of the terminal as they were before the program had it.
    pub fn modes_before(&self) -> &str {
        &self.modes
    }

    /// Resizes the terminal and notifies the program.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.read_available();
        let (screen_rows, screen_cols) = screen_size((cols, rows));
        self.terminal.set_size(screen_rows, screen_cols);
        self.master.resize(pty_size((cols, rows))).expect("the terminal accepts a size");
    }

    fn read_available(&mut self) {
        while let Ok(piece) = self.output.try_recv() {
            self.read_piece(&piece);
        }
    }

    fn read_piece(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
        self.terminal.process(piece);
        let answers = std::mem::take(&mut self.terminal.callbacks_mut().bytes);
        // A program that asks and ends doesn't wait for the answer.
        let _ = self.writer.write_all(&answers);
    }

    fn fail(&self, reason: &str) -> ! {
        let screen = self.terminal.screen();
        let (rows, cols) = screen.size();
        let mut picture = String::new();
        for line in lines(screen) {
            let _ = writeln!(picture, "|{line}");
        }
        panic!("{reason}; the screen ({cols}×{rows}):\n{picture}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The terminal's answers: programs wait for them as for a real terminal's.
#[derive(Default)]
struct Answers {
    bytes: Vec<u8>,
    /// Whether a question about a mode isn't answered.
    is_silent: bool,
}

impl vt100::Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        i1: Option<u8>,
        i2: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        match ((i1, i2), params.first().and_then(|p| p.first()), c) {
            ((None, None), _, 'c') => self.bytes.extend_from_slice(b"\x1b[?62;22c"),
            ((None, None), Some(6), 'n') => {
                let (row, col) = screen.cursor_position();
                let _ = write!(self.bytes, "\x1b[{};{}R", row + 1, col + 1);
            }
            ((Some(b'?'), Some(b'$')), Some(2004), 'p') if !self.is_silent => {
                let state = if screen.bracketed_paste() { 1 } else { 2 };
                let _ = write!(self.bytes, "\x1b[?2004;{state}$y");
            }
            _ => {}
        }
    }
}

/// What the line discipline of a terminal is set to.
fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().expect("a terminal has modes"))
}

fn forward(mut reader: Box<dyn Read + Send>, sender: &Sender<Vec<u8>>, stop: &AtomicBool) {
    let mut piece = [0; 8192];
    while let Ok(n) = reader.read(&mut piece) {
        if n == 0 || sender.send(piece[..n].to_vec()).is_err() || stop.load(Ordering::SeqCst) {
            return;
        }
    }
}

fn lines(screen: &vt100::Screen) -> impl Iterator<Item = String> + '_ {
    let (_, cols) = screen.size();
    screen.rows(0, cols.get()).map(|line| line.trim_end().to_owned())
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn screen_size((cols, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |n| NonZeroU16::new(n).expect("a terminal has rows and columns");
    (at_least_one(rows), at_least_one(cols))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Program {
        Program::spawn_command("sh", &["-c", script], (40, 6))
    }

    #[test]
    fn keys_reach_the_program_and_its_exit_code_comes_back() {
        let mut sh = shell("printf ready; read x; printf \"got $x\"; exit 3");
        sh.wait_for("ready");
        sh.keys("abc<lt>d<Enter>");
        sh.wait_for("got abc<d");
        assert_eq!(sh.wait_exit(), 3);
        assert_eq!(sh.screen(), "readyabc<d\ngot abc<d\n\n\n\n");
        assert_eq!(sh.line(1), "got abc<d");
        assert_eq!(sh.cursor(), Some((9, 1)));
        assert!(sh.bytes().starts_with(b"ready"));
    }

    #[test]
    fn leadsheet_itself_starts_and_ends() {
        let mut program = Program::start(&["--version"], (80, 24));
        assert_eq!(program.wait_exit(), 0, "{}", program.screen());
    }

    #[test]
    fn the_environment_is_clean_unless_the_test_sets_it() {
        let dir = files::scratch();
        let script = "echo $TERM $LANG [$COLORTERM$NO_COLOR$SSH_TTY$TMUX] $EXTRA; pwd; \
                      echo $HOME; test \"$XDG_STATE_HOME\" = \"$HOME/state_home\" && echo same";
        let size = (200, 6);
        let mut sh = Program::with().env("EXTRA", "more").home(dir.path()).spawn_command(
            "sh",
            &["-c", script],
            size,
        );
        assert_eq!(sh.wait_exit(), 0);
        let home = dir.path().display();
        let shown = format!("xterm-256color C.UTF-8 [] more\n{home}\n{home}\nsame\n\n");
        assert_eq!(sh.screen(), shown);
        let other = files::scratch();
        let mut sh = Program::with().dir(other.path()).spawn_command("sh", &["-c", "pwd"], size);
        sh.wait_exit();
        assert_eq!(sh.line(0), other.path().display().to_string());
    }

    #[test]
    fn attributes_and_colours_of_a_cell_can_be_read() {
        let mut sh = shell("printf '\\033[1;7;31mx\\033[0my\\033[?25l'");
        sh.wait_exit();
        let (x, y) = (sh.style_at(0, 0), sh.style_at(1, 0));
        assert_eq!((x.contents(), x.bold(), x.inverse()), ("x", true, true));
        assert_eq!(x.fgcolor(), vt100::Color::Idx(1));
        assert_eq!((y.contents(), y.bold(), y.inverse()), ("y", false, false));
        assert_eq!(sh.cursor(), None);
    }

    #[test]
    fn a_new_size_reaches_the_program() {
        let mut sh = shell("stty size; read x; stty size");
        sh.wait_for("6 40");
        sh.resize(30, 5);
        sh.keys("<Enter>");
        sh.wait_for("5 30");
        assert_eq!(sh.wait_exit(), 0);
        assert_eq!(sh.screen().lines().count(), 5 - 1);
    }

    #[test]
    fn a_paste_arrives_in_brackets() {
        let mut sh = shell("stty -echo -icanon min 14; echo go; head -c 14 | od -An -c");
        sh.wait_for("go");
        sh.paste("a\tb");
        sh.wait_for("033   [   2   0");
        assert_eq!(sh.wait_exit(), 0);
    }

    #[test]
    fn queries_to_the_terminal_are_answered() {
        let script = "stty -echo -icanon min 1; printf 'ab\\033[6n'; \
                      head -c 6 | od -An -c; printf '\\033[c'; head -c 9 | od -An -c";
        let mut sh = shell(script);
        sh.wait_until("two answers", |screen| lines(screen).any(|l| l.contains("6   2   ;   2")));
        assert!(sh.screen().contains("033   [   1   ;   3   R"), "{}", sh.screen());
        assert_eq!(sh.wait_exit(), 0);
    }

    #[test]
    #[should_panic(expected = "the program ended before there was \"never\" on the screen")]
    fn a_wait_that_times_out_shows_the_screen() {
        shell("printf once").wait_for("never");
    }

    #[test]
    fn a_running_program_is_ended_when_the_value_is_dropped() {
        let mut sh = shell("echo $$; exec sleep 600");
        sh.wait_until("a process id", |screen| lines(screen).any(|l| !l.is_empty()));
        let process = PathBuf::from("/proc").join(sh.line(0));
        drop(sh);
        assert!(!process.exists());
    }
}
