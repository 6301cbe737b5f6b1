//! A program in its own terminal: press keys, read the screen.
//!
//! A reader thread passes on the program's output. Each piece wakes a test that waits for something on
//! the screen, up to a deadline.

#[cfg(unix)]
mod tests;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use super::program::{CONFIG_HOME, HOME, STATE_HOME};
use super::{files, keys};
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
#[cfg(unix)]
use unix::Terminal;
#[cfg(windows)]
use windows::Terminal;

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
        let mut env: Vec<(OsString, OsString)> = vec![
            ("PATH".into(), std::env::var_os("PATH").unwrap_or_default()),
            ("TERM".into(), "xterm-256color".into()),
            ("LANG".into(), "C.UTF-8".into()),
            (HOME.into(), home.into()),
        ];
        for name in [CONFIG_HOME, "XDG_DATA_HOME", STATE_HOME, "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"]
        {
            let dir = home.join(folder_name(name));
            std::fs::create_dir_all(&dir).expect("a folder in a temporary folder");
            env.push((name.into(), dir.into()));
        }
        env.extend(self.env.iter().cloned());
        let dir = self.dir.as_deref().unwrap_or(home).to_owned();
        let args = args.iter().map(OsString::from).collect();
        let command = Command { program: program.into(), args, env, dir };
        let answers = Answers { is_silent: self.is_silent, ..Answers::default() };
        Program::spawn(command, size, own_home, answers)
    }
}

/// The name of the folder below the home that a variable is set to.
fn folder_name(variable: &str) -> String {
    match variable {
        CONFIG_HOME => "config_home".to_owned(),
        STATE_HOME => "state_home".to_owned(),
        _ => variable.trim_start_matches("XDG_").to_ascii_lowercase(),
    }
}

/// A program with its whole environment.
struct Command {
    program: OsString,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    dir: PathBuf,
}

/// A program in a terminal. It is ended with the value.
pub struct Program {
    end: Terminal,
    output: Receiver<Vec<u8>>,
    gone: Arc<AtomicBool>,
    terminal: vt100::Parser<Answers>,
    bytes: Vec<u8>,
    /// The length of a text that was pasted, and how much was written before, until the next keys.
    pasted: Option<(usize, usize)>,
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

    fn spawn(command: Command, size: (u16, u16), home: Option<TempDir>, answers: Answers) -> Self {
        let (end, reader) = Terminal::spawn(command, size);
        let (sender, output) = channel();
        let gone = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&gone);
        thread::spawn(move || forward(reader, &sender, &stop));
        let (rows, cols) = screen_size(size);
        let terminal = vt100::Parser::new_with_callbacks(rows, cols, 0, answers);
        Self { end, output, gone, terminal, bytes: Vec::new(), pasted: None, _home: home }
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
        let sent = self.end.paste(text);
        self.check_sent(sent);
    }

    /// Waits until the program has read a paste: keys in one piece with its end aren't run. After a long one it
    /// also waits for a moment of quiet, so that the screen has to change.
    fn wait_for_paste(&mut self) {
        const LONG: usize = 1_000;
        const REACTS_WITHIN: Duration = Duration::from_secs(1);
        let Some((length, before)) = self.pasted.take() else { return };
        self.end.wait_until_read(&self.gone, DEADLINE);
        self.read_available();
        while length > LONG && self.bytes.len() == before {
            match self.output.recv_timeout(REACTS_WITHIN) {
                Ok(piece) => self.read_piece(&piece),
                Err(_) => return,
            }
        }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        let sent = self.end.write(bytes);
        self.check_sent(sent);
    }

    fn check_sent(&self, sent: io::Result<()>) {
        if let Err(error) = sent {
            self.fail(&format!("the program accepts no keys: {error}"));
        }
    }

    /// Sends bytes to a program that may have ended.
    pub fn send_if_there(&mut self, bytes: &[u8]) {
        let _ = self.end.write(bytes);
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

    /// Takes the console of a program away, while its output is still read.
    #[cfg(windows)]
    pub fn take_console_away(&mut self) {
        self.end.close();
    }

    /// Ends the program without a warning.
    pub fn kill(&mut self) {
        self.end.kill();
    }

    /// Interrupts the program, as Ctrl+C does where the terminal doesn't give it as a key.
    pub fn interrupt(&mut self) {
        self.end.interrupt();
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.end.id()
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
                    let _ = self.end.resize((cols, 24));
                }
            }
        }
    }

    /// Closes the terminal, as a broken connection does: the exit code. The program must answer a key.
    pub fn hang_up(mut self, key: &str) -> u32 {
        // The reading thread has the terminal open until it has read once more.
        self.stop_reading(key);
        self.end.close();
        self.wait_end()
    }

    /// Waits until the program ends, without reading its output: its exit code.
    pub fn wait_end(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.end.try_wait() {
                Some(code) => return code,
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
        self.end.wait()
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
        self.end.modes()
    }

    /// The modes of the terminal as they were before the program had it.
    pub fn modes_before(&self) -> &str {
        self.end.modes_before()
    }

    /// Resizes the terminal and notifies the program.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.read_available();
        let (screen_rows, screen_cols) = screen_size((cols, rows));
        self.terminal.set_size(screen_rows, screen_cols);
        self.end.resize((cols, rows)).expect("the terminal accepts a size");
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
        if !answers.is_empty() {
            let _ = self.end.write(&answers);
        }
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
        if self.end.try_wait().is_none() {
            self.end.kill();
            let _ = self.end.wait();
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

fn screen_size((cols, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |n| NonZeroU16::new(n).expect("a terminal has rows and columns");
    (at_least_one(rows), at_least_one(cols))
}
