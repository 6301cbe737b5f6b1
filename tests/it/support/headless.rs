//! The program without a terminal but with a disk: files are read, written and saved as the shell does it.

use super::files;
use super::fixtures::today;
use super::session::Session;
use leadsheet::app::{
    self, App, Effect, EffectError, EffectKind, Input, ListPanel, Mode, Persistence, ReadFile,
    Recovery, Start, WrittenUpload,
};
use leadsheet::leads::Row;
use leadsheet::sheet::{LogEntry, Sheet};
use leadsheet::store::journal::{Journal, JournalSlot, PendingExport, Recovered, UnfinishedLog};
use leadsheet::store::{self, ExportSession, ExportedPart, PendingLog};
use leadsheet::upload::Plan;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Where the work is saved.
pub trait ActionLog {
    /// Saves that an upload file is about to be written.
    fn save_pending(&mut self, _: PendingExport) {}

    /// Saves what was done.
    fn save(&mut self, actions: Vec<LogEntry>);
}

impl ActionLog for Vec<LogEntry> {
    fn save(&mut self, actions: Vec<LogEntry>) {
        self.extend(actions);
    }
}

impl ActionLog for Journal {
    fn save_pending(&mut self, intent: PendingExport) {
        Self::intend(self, intent, chrono::Utc::now()).expect("safe");
    }

    fn save(&mut self, actions: Vec<LogEntry>) {
        Self::keep(self, actions, chrono::Utc::now());
        self.sync().expect("safe");
    }
}

/// The files and folders of a program without a terminal.
pub struct Folders {
    /// The file that is edited.
    pub source: PathBuf,
    /// The folder that upload files are written to.
    pub out: PathBuf,
    /// The folder that reports name for them.
    pub shown: PathBuf,
}

impl Folders {
    /// Runs the effects of the program until there are none.
    pub fn run_effects(&self, session: &mut Session, log: &mut impl ActionLog) {
        loop {
            let effects = std::mem::take(&mut session.effects);
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Keep(actions) => log.save(actions),
                    // What is typed is taken where no files are listed.
                    Effect::ListFiles(_) => {}
                    Effect::Export(plan) => self.export(session, log, &plan),
                    Effect::ReadResults(name) => session.input(Input::Results(self.read(&name))),
                    effect => panic!("not supported here: {effect:?}"),
                }
            }
        }
    }

    fn export<L: ActionLog>(&self, session: &mut Session, log: &mut L, plan: &Plan) {
        let mut export = HeadlessExport { folders: self, session, log: LogOf(log) };
        store::export_with(&mut export, plan, &self.source, Some(&self.out)).expect("written");
        session.input(Input::Exported(Ok(())));
    }

    fn read(&self, name: &str) -> ReadFile {
        let opened = store::open(&self.source.with_file_name(name));
        let table = opened
            .map(|opened| Arc::new(opened.table))
            .map_err(|error| EffectError::new(EffectKind::Read, error));
        let sha256 = store::file_sha256(&self.source.with_file_name(name)).unwrap_or_default();
        ReadFile { name: name.to_owned(), table, sha256 }
    }
}

/// An export as the shell does it.
struct HeadlessExport<'e, L> {
    folders: &'e Folders,
    session: &'e mut Session,
    log: LogOf<'e, L>,
}

struct LogOf<'e, L>(&'e mut L);

impl<L: ActionLog> PendingLog for LogOf<'_, L> {
    fn record_pending(&mut self, pending: PendingExport) {
        self.0.save_pending(pending);
    }
}

impl<L: ActionLog> ExportSession for HeadlessExport<'_, L> {
    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (&self.session.app.sheet, &mut self.log)
    }

    fn written(&mut self, rows: &[Row], part: &ExportedPart) {
        let shown = |path: &PathBuf| {
            let name = path.file_name().expect("a name");
            files::slashes(&self.folders.shown.join(name).to_string_lossy())
        };
        let part = WrittenUpload {
            path: shown(&part.path),
            rows: rows.to_vec(),
            changed: part.changed,
            sha256: part.sha256.clone(),
            revert: part.revert.as_ref().map(shown),
            revert_sha256: part.revert_sha256.clone(),
            revert_summary: part.revert_summary.clone(),
            is_pilot: part.is_pilot,
        };
        self.session.input(Input::Written(Box::new(part)));
        for effect in std::mem::take(&mut self.session.effects) {
            let Effect::Keep(actions) = effect else { panic!("amid an export: {effect:?}") };
            self.log.0.save(actions);
        }
    }
}

/// A sheet row by row, so that two of them can be compared: changes, states, errors of Partner Center; then
/// how much can be undone.
pub fn rows_as_text(sheet: &Sheet) -> Vec<String> {
    let row = |row| {
        let errors = sheet.portal_errors(row);
        format!("{:?} {:?} {errors:?}", sheet.changes_of(row), sheet.state(row))
    };
    let mut lines: Vec<String> = (sheet.rows()).map(row).collect();
    lines.push(format!("{:?} {:?}", sheet.history().len(), sheet.layout().names()));
    lines
}

/// A download, the program that is open on it, and its journal.
pub struct Headless {
    pub session: Session,
    pub dir: TempDir,
    folders: Folders,
    /// Nothing only while the program is started again.
    journal: Option<(JournalSlot, Journal)>,
}

impl Headless {
    /// Opens a download.
    pub fn open(download: &[u8]) -> Self {
        let dir = files::scratch();
        fs::write(dir.path().join("leads.csv"), download).expect("written");
        Self::in_folder(dir)
    }

    /// Opens the download `leads.csv` of a folder, with the journal of earlier work if there is one.
    pub fn in_folder(dir: TempDir) -> Self {
        let source = dir.path().join("leads.csv");
        let (out, shown) = (dir.path().to_owned(), PathBuf::from("/home/ada/leads"));
        let folders = Folders { source, out, shown };
        let (session, journal) = start(dir.path(), &folders);
        Self { session, dir, folders, journal: Some(journal) }
    }

    pub fn app(&self) -> &App {
        &self.session.app
    }

    pub fn sheet(&self) -> &Sheet {
        &self.session.app.sheet
    }

    /// The file that is edited.
    pub fn source(&self) -> &Path {
        &self.folders.source
    }

    /// The folder that a real program on this file finds its journals by.
    pub fn state_home(&self) -> PathBuf {
        self.dir.path().join("state")
    }

    /// Presses keys, in the notation of [`Session::keys`], and does what the program asks for.
    pub fn press(&mut self, keys: &str) {
        self.session.press(keys);
        self.session.draw();
        let (_, journal) = self.journal.as_mut().expect("it runs");
        self.folders.run_effects(&mut self.session, journal);
    }

    /// Imports a results file from the folder of the download: the lines of the report.
    pub fn merge(&mut self, name: &str) -> Vec<(String, String)> {
        self.press(&format!("gm{name}<enter>"));
        let errors = self.listed();
        self.press("<esc>");
        errors
    }

    /// The list on the screen: the left column and the text.
    pub fn listed(&self) -> Vec<(String, String)> {
        let Some(ListPanel { entries, .. }) = self.app().mode.panel() else {
            panic!("no list: {}", self.session.message())
        };
        entries.iter().map(|entry| (entry.label.clone(), entry.text.clone())).collect()
    }

    /// Kills the program and starts it again: nothing is different.
    pub fn restart(&mut self) {
        let before = rows_as_text(self.sheet());
        // The lock goes with the program.
        self.journal = None;
        let (session, journal) = start(self.dir.path(), &self.folders);
        (self.session, self.journal) = (session, Some(journal));
        if matches!(self.app().mode, Mode::Ask(_)) {
            self.press("<enter>");
        }
        for (at, (before, after)) in before.iter().zip(rows_as_text(self.sheet())).enumerate() {
            assert_eq!(*before, after, "row {} after another start", at + 1);
        }
    }
}

/// Starts the program on a file, with its saved work.
fn start(folder: &Path, folders: &Folders) -> (Session, (JournalSlot, Journal)) {
    let (opened, source) = store::open_to_edit(&folders.source, None).expect("a Leads file");
    let journals = folder.join("state/leadsheet/journals");
    let mut desk = JournalSlot::open(journals, &source.expect("a file")).expect("a folder");
    let earlier = match desk.find().expect("readable") {
        Recovered::Nothing { .. } => None,
        Recovered::Work(UnfinishedLog { actions, notice }) => {
            let work = app::UnfinishedWork { actions, notice, ..app::UnfinishedWork::default() };
            Some(Recovery::Work(work))
        }
        found @ Recovered::Other(_) => panic!("{found:?}"),
    };
    let journal = desk.write(Box::new(|saved| saved.expect("it is saved"))).expect("a thread");
    let origin = opened.table.origin();
    let session = Session::start(Start {
        folder: folders.shown.display().to_string(),
        persistence: Persistence::On,
        recovery: earlier,
        ..Session::with(Sheet::new(opened.table, origin, today()))
    });
    (session, (desk, journal))
}
