//! A console of Windows: a program of `tests/systems` has it, and passes keys and screens on.

use super::Command;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The program that has the console, and the one in it.
pub struct Terminal {
    child: Child,
    /// Where keys and other messages go, while the console is there.
    keys: Option<ChildStdin>,
}

impl Terminal {
    /// Starts a program in a console of a size in columns and rows; what it writes can be read.
    pub fn spawn(command: Command, (cols, rows): (u16, u16)) -> (Self, Box<dyn Read + Send>) {
        let console = std::env::var_os("LEADSHEET_CONSOLE").expect("tests/systems.sh names it");
        let mut child = std::process::Command::new(console)
            .args([cols.to_string(), rows.to_string()])
            .arg(command.program)
            .args(command.args)
            .env_remove("NO_COLOR")
            .envs(command.env)
            .current_dir(command.dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a console");
        let output = child.stdout.take().expect("it is piped");
        let keys = child.stdin.take();
        (Self { child, keys }, Box::new(output))
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.tell_all('k', bytes)
    }

    /// Sends the keys of a paste, from which Windows Terminal drops all other controls; those that follow come a while
    /// later, as they would belong to it.
    pub fn paste(&mut self, text: &str) -> io::Result<()> {
        let text = text.replace("\r\n", "\r").replace('\n', "\r");
        let keys: String =
            text.chars().filter(|c| !c.is_control() || "\r\t".contains(*c)).collect();
        self.tell_all('p', keys.as_bytes())
    }

    fn tell_all(&mut self, kind: char, bytes: &[u8]) -> io::Result<()> {
        const AT_ONCE: usize = 4096;
        let mut rest = bytes;
        while !rest.is_empty() {
            // No character and no key in two pieces.
            let is_begin = |at: &usize| rest.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80);
            let end = (1..=AT_ONCE.min(rest.len())).rev().find(is_begin).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            self.tell(kind, piece)?;
            rest = after;
        }
        Ok(())
    }

    pub fn resize(&mut self, (cols, rows): (u16, u16)) -> io::Result<()> {
        self.tell('s', format!("{cols} {rows}").as_bytes())
    }

    pub fn interrupt(&mut self) {
        self.tell('i', b"").expect("the console is there");
    }

    fn tell(&mut self, kind: char, bytes: &[u8]) -> io::Result<()> {
        let keys = self.keys.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        let head = format!("{kind}{:04}", bytes.len());
        keys.write_all(&[head.as_bytes(), bytes].concat()).and_then(|()| keys.flush())
    }

    /// Takes the console away.
    pub fn close(&mut self) {
        self.keys = None;
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The exit code of the program, if it has ended.
    pub fn try_wait(&mut self) -> Option<u32> {
        let status = self.child.try_wait().expect("the program was started here");
        status.map(|status| status.code().unwrap_or(1).cast_unsigned())
    }

    pub fn wait(&mut self) -> u32 {
        let status = self.child.wait().expect("the program was started here");
        status.code().unwrap_or(1).cast_unsigned()
    }

    pub fn kill(&mut self) {
        let _gone = self.tell('x', b"");
    }

    /// How the console is set: its own program compares that, and ends with another code.
    pub fn modes(&self) -> String {
        String::new()
    }

    pub fn modes_before(&self) -> &str {
        ""
    }

    /// Waits for nothing: the console's own program lets keys wait for a paste.
    #[expect(clippy::unused_self, reason = "another system's terminal waits")]
    pub fn wait_until_read(&self, _gone: &AtomicBool, _timeout: Duration) {}
}
