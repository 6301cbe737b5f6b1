//! The program in a terminal of its own, whose answers to keys are timed.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// After how much silence an answer is complete.
const SILENCE: Duration = Duration::from_millis(15);

/// How long the first byte of an answer may take, and a start.
const DEADLINE: Duration = Duration::from_secs(20);

/// What answered a key, or a start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer {
    /// From the key to the last byte.
    pub time: Duration,
    /// How many bytes came.
    pub bytes: usize,
}

/// A running program. It is ended with the value.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    _master: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Starts a program with a file, and returns how long it took until a text was on the screen.
    pub fn start(program: &str, file: &Path, home: &Path, text: &str) -> (Self, Duration) {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let writer = pair.master.take_writer().expect("it can be written to");
        let mut command = CommandBuilder::new(program);
        command.arg(file);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home);
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut piece = vec![0; 64 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut piece) {
                if sender.send((Instant::now(), piece[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let begin = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut session = Self { child, writer, output, _master: pair.master };
        let mut seen = Vec::new();
        let shown = loop {
            let (at, piece) = session.output.recv_timeout(DEADLINE).expect("it draws");
            seen.extend(piece);
            if seen.windows(text.len()).any(|bytes| bytes == text.as_bytes()) {
                break at - begin;
            }
        };
        session.answer(begin);
        (session, shown)
    }

    /// Presses a key that is answered.
    pub fn press(&mut self, key: &str) -> Answer {
        let begin = Instant::now();
        self.writer.write_all(key.as_bytes()).expect("it accepts keys");
        let answer = self.answer(begin);
        assert!(answer.bytes > 0, "{key:?} isn't answered");
        answer
    }

    /// Presses keys one by one: how long their answers took together.
    pub fn press_all(&mut self, keys: &[&str]) -> Answer {
        let answers = keys.iter().map(|key| self.press(key));
        answers.fold(Answer::default(), |sum, one| Answer {
            time: sum.time + one.time,
            bytes: sum.bytes + one.bytes,
        })
    }

    /// The most memory that it had, in MiB; where the system tells.
    pub fn peak(&self) -> Option<f64> {
        let status = format!("/proc/{}/status", self.child.process_id()?);
        let status = std::fs::read_to_string(status).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
    }

    fn answer(&mut self, begin: Instant) -> Answer {
        let mut answer = Answer::default();
        let mut wait = DEADLINE;
        while let Ok((at, piece)) = self.output.recv_timeout(wait) {
            answer = Answer { time: at - begin, bytes: answer.bytes + piece.len() };
            wait = SILENCE;
        }
        answer
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}
