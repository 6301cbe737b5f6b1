//! A file to edit, a home for its journal, and what the real program leaves of both.

use super::files;
use super::pty::{PROGRAM, Program, Setup};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A file to edit and a home that outlives the program.
pub struct Workspace {
    pub dir: TempDir,
    pub file: PathBuf,
    /// Variables that the program gets besides the usual ones.
    pub env: Vec<(&'static str, OsString)>,
    /// A script of a shell that starts the program, which is `"$0" "$@"` in it.
    pub shell: Option<&'static str>,
}

impl Workspace {
    pub fn new() -> Self {
        let dir = files::scratch();
        fs::create_dir(dir.path().join("work")).expect("a folder");
        let file = files::sample(&dir.path().join("work"));
        Self { dir, file, env: Vec::new(), shell: None }
    }

    pub fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub fn journals(&self) -> PathBuf {
        self.home().join("state_home/leadsheet/journals")
    }

    /// Returns the journals, by what stands behind their names, with their texts.
    pub fn kept(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.journals()).into_iter().flatten();
        let mut kept: Vec<(String, String)> = entries
            .filter_map(|entry| {
                let path = entry.expect("an entry").path();
                let name = path.file_name()?.to_str()?.to_owned();
                let (_, behind) = name.rsplit_once(".journal")?;
                Some((behind.to_owned(), fs::read_to_string(&path).unwrap_or_default()))
            })
            .collect();
        kept.sort();
        kept
    }

    /// Waits until the journal has a text: another thread writes it.
    pub fn wait_for_line(&self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !self.kept().iter().any(|(_, lines)| lines.contains(text)) {
            assert!(Instant::now() < deadline, "{text} never came: {:?}", self.kept());
            std::thread::yield_now();
        }
    }

    pub fn start(&self) -> Program {
        self.start_with(&[])
    }

    pub fn start_with(&self, options: &[&str]) -> Program {
        let file = self.file.to_str().expect("UTF-8");
        let words = [options, &[file]].concat();
        let mut p = match self.shell {
            None => self.setup().start(&words, (80, 24)),
            Some(script) => {
                let words = [&["-c", script, PROGRAM], &words[..]].concat();
                self.setup().spawn_command("sh", &words, (80, 24))
            }
        };
        p.wait_for("60 leads");
        p
    }

    /// Returns the surroundings of the program here.
    pub fn setup(&self) -> Setup {
        let setup = Program::with().home(&self.home());
        self.env.iter().fold(setup, |setup, (name, value)| setup.env(name, value))
    }

    /// Opens the file and gives the first lead another name.
    pub fn edited(&self) -> Program {
        let mut p = self.start();
        // In two pieces: so many keys at once would be taken for a paste on a busy machine.
        p.keys("cc");
        p.wait_for("EDIT");
        p.keys("other name<Enter>");
        p.wait_for("1 held back");
        self.wait_for_line("other name");
        p
    }
}

/// Sends a signal to a program.
pub fn signal(p: &Program, name: &str) {
    let sent = std::process::Command::new("kill")
        .args([&format!("-{name}"), &p.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success());
}

/// Says what of the terminal wasn't given back: its modes, the alternate screen, bracketed paste, the
/// cursor.
pub fn given_back(p: &mut Program) -> Result<(), String> {
    let mut kept = Vec::new();
    if p.modes_now() != p.modes_before() {
        kept.push("raw mode");
    }
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    for (what, on, off) in [
        ("alternate screen", "\u{1b}[?1049h", "\u{1b}[?1049l"),
        ("bracketed paste", "\u{1b}[?2004h", "\u{1b}[?2004l"),
        ("hidden cursor", "\u{1b}[?25l", "\u{1b}[?25h"),
    ] {
        assert!(bytes.contains(on), "{what} was never asked for");
        if bytes.rfind(off) < bytes.rfind(on) {
            kept.push(what);
        }
    }
    if kept.is_empty() { Ok(()) } else { Err(kept.join(", ")) }
}
