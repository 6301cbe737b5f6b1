//! A folder with files and with what is kept of the work on them, for commands without a screen.

use super::files;
use super::fixtures::today;
use super::program::program;
use leadsheet::sheet::Sheet;
use leadsheet::store::{self, journal::Desk};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder for files, and a home for what is kept.
pub struct Home {
    dir: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: files::scratch() }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn state(&self) -> PathBuf {
        self.file("state")
    }

    /// Returns the desk of a file: nobody else edits it as long as the value lives.
    pub fn desk(&self, name: &str) -> Desk {
        let (_, source) = store::open_to_edit(&self.file(name), None).expect("a Leads file");
        let folder = self.state().join("leadsheet/journals");
        Desk::open(folder, &source.expect("a file")).expect("a folder")
    }

    /// Keeps work on a file, as an editor that was killed does.
    pub fn keep(&self, name: &str, work: impl FnOnce(&mut Sheet)) {
        let (opened, _) = store::open_to_edit(&self.file(name), None).expect("a Leads file");
        let origin = opened.table.origin();
        let mut sheet = Sheet::new(opened.table, origin, today());
        sheet.record();
        work(&mut sheet);
        let mut desk = self.desk(name);
        desk.find().expect("readable");
        let mut journal = desk.write(Box::new(|_| {})).expect("a thread");
        journal.keep(sheet.take_actions(), chrono::Utc::now());
        journal.sync().expect("safe");
    }

    /// Runs the program in the folder.
    ///
    /// A program that another test starts at the same time has a lock of this process for a moment.
    pub fn run(&self, words: &[&str]) -> Output {
        let busy = format!("is being edited (process {})", std::process::id());
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let out = self.run_at_once(words);
            let is_busy = String::from_utf8_lossy(&out.stderr).contains(&busy);
            if !is_busy || Instant::now() > deadline {
                return out;
            }
        }
    }

    /// Runs the program in the folder, while this process may hold a lock.
    pub fn run_at_once(&self, words: &[&str]) -> Output {
        let mut run = program();
        run.env("XDG_STATE_HOME", self.state()).current_dir(self.path());
        run.args(words).output().expect("it runs")
    }

    pub fn status(&self, name: &str) -> String {
        String::from_utf8(self.run(&["status", name]).stdout).expect("UTF-8")
    }

    pub fn journals(&self) -> Vec<PathBuf> {
        let folder = self.state().join("leadsheet/journals");
        let entries = fs::read_dir(folder).expect("there").map(|e| e.expect("an entry").path());
        let mut paths: Vec<_> =
            entries.filter(|p| p.to_string_lossy().contains(".journal")).collect();
        paths.sort();
        paths
    }
}
