//! A folder with files to edit, a home for the journals, and what the real program writes to both.

use super::files;
use super::fixtures::today;
use super::program::{STATE_HOME, program};
use super::pty::{PROGRAM, Program, Setup};
use leadsheet::sheet::Sheet;
use leadsheet::store::{self, journal::JournalSlot};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder of files and a home that outlive the program.
pub struct Workspace {
    pub dir: TempDir,
    /// The file that is edited: `leads.csv` in the folder of the files.
    pub file: PathBuf,
    /// Environment variables of the program besides the usual ones.
    pub env: Vec<(&'static str, OsString)>,
    /// A shell script that starts the program, which is `"$0" "$@"` in it.
    pub shell: Option<&'static str>,
}

impl Workspace {
    /// A workspace whose file is the sample.
    pub fn new() -> Self {
        let workspace = Self::empty();
        files::sample(workspace.folder());
        workspace
    }

    /// A workspace without any file.
    pub fn empty() -> Self {
        let dir = files::scratch();
        let folder = dir.path().join("work");
        fs::create_dir(&folder).expect("a folder");
        Self { dir, file: folder.join("leads.csv"), env: Vec::new(), shell: None }
    }

    /// The folder of the files.
    pub fn folder(&self) -> &Path {
        self.file.parent().expect("it is in a folder")
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("written");
    }

    pub fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub fn state_home(&self) -> PathBuf {
        self.home().join("state_home")
    }

    pub fn journal_folder(&self) -> PathBuf {
        self.state_home().join("leadsheet").join("journals")
    }

    /// The paths of all journals, open and closed.
    pub fn journals(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.journal_folder()).into_iter().flatten();
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.to_string_lossy().contains(".journal")).collect();
        paths.sort();
        paths
    }

    /// The endings of the journals' names, which are empty while a journal is open, with their texts.
    pub fn journal_texts(&self) -> Vec<(String, String)> {
        let mut texts: Vec<(String, String)> = (self.journals().iter())
            .filter_map(|path| {
                let (_, ending) = path.file_name()?.to_str()?.rsplit_once(".journal")?;
                Some((ending.to_owned(), fs::read_to_string(path).unwrap_or_default()))
            })
            .collect();
        texts.sort();
        texts
    }

    /// Waits until a journal has a text: another thread writes it.
    pub fn wait_for_line(&self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !self.journal_texts().iter().any(|(_, lines)| lines.contains(text)) {
            assert!(Instant::now() < deadline, "{text} never came: {:?}", self.journal_texts());
            std::thread::yield_now();
        }
    }

    /// Waits until the journals have a number of entries of a kind.
    pub fn wait_for_entries(&self, kind: &str, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let entry = format!("\"do\":\"{kind}\"");
        let found = || -> usize {
            self.journal_texts().iter().map(|(_, lines)| lines.matches(&entry).count()).sum()
        };
        while found() < count {
            assert!(
                Instant::now() < deadline,
                "{count} {kind} never came: {:?}",
                self.journal_texts()
            );
            std::thread::yield_now();
        }
    }

    /// Locks a file as an editor does, until the value is dropped.
    pub fn lock(&self, name: &str) -> JournalSlot {
        let (_, source) = store::open_to_edit(&self.path(name), None).expect("a Leads file");
        JournalSlot::open(self.journal_folder(), &source.expect("a file")).expect("a folder")
    }

    /// Saves work on a file, as an editor that is killed then.
    pub fn save_work(&self, name: &str, work: impl FnOnce(&mut Sheet)) {
        let (opened, _) = store::open_to_edit(&self.path(name), None).expect("a Leads file");
        let origin = opened.table.origin();
        let mut sheet = Sheet::new(opened.table, origin, today());
        sheet.start_logging();
        work(&mut sheet);
        let mut desk = self.lock(name);
        desk.find().expect("readable");
        let mut journal = desk.write(Box::new(|_| {})).expect("a thread");
        journal.keep(sheet.take_log(), chrono::Utc::now());
        journal.sync().expect("safe");
    }

    /// Runs a command of the program in the folder.
    ///
    /// A program that another test starts at the same time has a lock of this process for a moment.
    pub fn run(&self, args: &[&str]) -> Output {
        let busy = format!("is being edited (process {})", std::process::id());
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let out = self.run_at_once(args);
            let is_busy = String::from_utf8_lossy(&out.stderr).contains(&busy);
            if !is_busy || Instant::now() > deadline {
                return out;
            }
        }
    }

    /// Runs a command of the program in the folder, also while this process holds a lock.
    pub fn run_at_once(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("it runs")
    }

    /// A command of the program in the folder, to be run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut run = program();
        run.env(STATE_HOME, self.state_home()).current_dir(self.folder()).args(args);
        run
    }

    /// The report of `leadsheet status` on a file.
    pub fn status(&self, name: &str) -> String {
        let out = self.run(&["status", name]);
        assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).expect("UTF-8")
    }

    /// Starts the program on the file.
    pub fn start(&self) -> Program {
        self.start_with(&[])
    }

    /// Starts the program on the file with options, and waits until it shows the file.
    pub fn start_with(&self, options: &[&str]) -> Program {
        let file = self.file.to_str().expect("UTF-8");
        let mut p = self.start_args(&[options, &[file]].concat(), (80, 24));
        p.wait_for("60 leads");
        p
    }

    /// Starts the program with arguments, on a screen of a size in columns and lines.
    pub fn start_args(&self, args: &[&str], size: (u16, u16)) -> Program {
        match self.shell {
            None => self.setup().start(args, size),
            Some(script) => {
                let args = [&["-c", script, PROGRAM], args].concat();
                self.setup().spawn_command("sh", &args, size)
            }
        }
    }

    /// The environment of the program here.
    pub fn setup(&self) -> Setup {
        let setup = Program::with().home(&self.home());
        self.env.iter().fold(setup, |setup, (name, value)| setup.env(name, value))
    }
}

/// Sends a signal to a program.
#[cfg(unix)]
pub fn signal(p: &Program, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &p.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(sent.success());
}

/// What of the terminal wasn't restored: its modes, the alternate screen, bracketed paste, the cursor.
pub fn terminal_restored(p: &mut Program) -> Result<(), String> {
    let mut lost = Vec::new();
    if p.modes_now() != p.modes_before() {
        lost.push("raw mode");
    }
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    for (what, on, off) in [
        ("alternate screen", "\u{1b}[?1049h", "\u{1b}[?1049l"),
        ("bracketed paste", "\u{1b}[?2004h", "\u{1b}[?2004l"),
        ("hidden cursor", "\u{1b}[?25l", "\u{1b}[?25h"),
    ] {
        // Pastes aren't marked on Windows.
        let is_asked = bytes.contains(on) || cfg!(windows) && what == "bracketed paste";
        assert!(is_asked, "{what} was never asked for");
        if bytes.rfind(off) < bytes.rfind(on) {
            lost.push(what);
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(lost.join(", ")) }
}
