//! The program without a terminal but with a disk: files are read, written and saved as the shell does it.

use super::files;
use super::fixtures::today;
use super::session::Session;
use leadsheet::app::{
    self, App, Earlier, Effect, Input, Keeping, List, Mode, PartDone, ReadFile, Start,
};
use leadsheet::leads::Origin;
use leadsheet::sheet::{Action, Sheet};
use leadsheet::store::journal::{Desk, Found, Intent, Journal, Left};
use leadsheet::store::{self, Exporter};
use leadsheet::upload::Plan;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// Where the work is saved.
pub trait Keeps {
    /// Saves that an upload file is about to be written.
    fn intend(&mut self, _: Intent) {}

    /// Saves what was done.
    fn keep(&mut self, actions: Vec<Action>);
}

impl Keeps for Vec<Action> {
    fn keep(&mut self, actions: Vec<Action>) {
        self.extend(actions);
    }
}

impl Keeps for Journal {
    fn intend(&mut self, intent: Intent) {
        Self::intend(self, intent, chrono::Utc::now()).expect("safe");
    }

    fn keep(&mut self, actions: Vec<Action>) {
        Self::keep(self, actions, chrono::Utc::now());
        self.sync().expect("safe");
    }
}

/// Where a program without a terminal has its files.
pub struct Places {
    /// The file that is edited.
    pub source: PathBuf,
    /// The folder that upload files are written to.
    pub out: PathBuf,
    /// The folder that reports name for them.
    pub shown: PathBuf,
}

impl Places {
    /// Does what the program asks for until it asks for nothing more.
    pub fn carry_out(&self, session: &mut Session, keeper: &mut impl Keeps) {
        loop {
            let effects = std::mem::take(&mut session.effects);
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Keep(actions) => keeper.keep(actions),
                    Effect::Export(plan) => self.export(session, keeper, &plan),
                    Effect::ReadResults(name) => session.input(Input::Results(self.read(&name))),
                    effect => panic!("nobody does this here: {effect:?}"),
                }
            }
        }
    }

    fn export(&self, session: &mut Session, keeper: &mut impl Keeps, plan: &Plan) {
        let shown = |path: PathBuf| {
            self.shown.join(path.file_name().expect("a name")).display().to_string()
        };
        let mut exporter = Exporter::new(&self.source, Some(&self.out)).expect("a folder");
        for rows in &plan.parts {
            let mut intend = |intent| keeper.intend(intent);
            let part = exporter.part(&session.app.sheet, rows, &mut intend).expect("written");
            let part = PartDone {
                path: shown(part.path),
                rows: rows.clone(),
                changed: part.changed,
                sha256: part.sha256,
                revert: part.revert.map(shown),
                way_back: part.way_back,
            };
            session.input(Input::Written(Box::new(part)));
            for effect in std::mem::take(&mut session.effects) {
                let Effect::Keep(actions) = effect else { panic!("amid an export: {effect:?}") };
                keeper.keep(actions);
            }
        }
        session.input(Input::Exported(Ok(())));
    }

    fn read(&self, name: &str) -> ReadFile {
        let opened = store::open(&self.source.with_file_name(name));
        let table = opened.map(|opened| Arc::new(opened.table)).map_err(|why| why.to_string());
        ReadFile { name: name.to_owned(), table }
    }
}

/// A sheet row by row, so that two of them can be compared: changes, states, errors of Partner Center; then
/// how much can be undone.
pub fn picture(sheet: &Sheet) -> Vec<String> {
    let row = |row| {
        let said = sheet.portal_said(row);
        format!("{:?} {:?} {said:?}", sheet.changes_of(row), sheet.state(row))
    };
    let mut lines: Vec<String> = (0..sheet.rows()).map(row).collect();
    lines.push(format!("{:?} {:?}", sheet.history().len(), sheet.layout().names()));
    lines
}

/// A download, the program that is open on it, and its journal.
pub struct Headless {
    pub session: Session,
    pub dir: TempDir,
    places: Places,
    /// Nothing only while the program is started again.
    journal: Option<(Desk, Journal)>,
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
        let places = Places { source, out, shown };
        let (session, journal) = start(dir.path(), &places);
        Self { session, dir, places, journal: Some(journal) }
    }

    pub fn app(&self) -> &App {
        &self.session.app
    }

    pub fn sheet(&self) -> &Sheet {
        &self.session.app.sheet
    }

    /// The file that is edited.
    pub fn source(&self) -> &Path {
        &self.places.source
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
        self.places.carry_out(&mut self.session, journal);
    }

    /// Imports a results file from the folder of the download: the lines of the report.
    pub fn merge(&mut self, name: &str) -> Vec<(String, String)> {
        self.press(&format!("gm{name}<enter>"));
        let said = self.listed();
        self.press("<esc>");
        said
    }

    /// The list on the screen: the left column and the text.
    pub fn listed(&self) -> Vec<(String, String)> {
        let Mode::List(List { entries, .. }) = &self.app().mode else {
            panic!("no list: {}", self.session.message())
        };
        entries.iter().map(|entry| (entry.left.clone(), entry.text.clone())).collect()
    }

    /// Kills the program and starts it again: nothing is different.
    pub fn restart(&mut self) {
        let before = picture(self.sheet());
        // The lock goes with the program.
        self.journal = None;
        let (session, journal) = start(self.dir.path(), &self.places);
        (self.session, self.journal) = (session, Some(journal));
        if matches!(self.app().mode, Mode::Ask(_)) {
            self.press("<enter>");
        }
        for (at, (before, after)) in before.iter().zip(picture(self.sheet())).enumerate() {
            assert_eq!(*before, after, "row {} after another start", at + 1);
        }
    }
}

/// Starts the program on a file, with its saved work.
fn start(folder: &Path, places: &Places) -> (Session, (Desk, Journal)) {
    let (opened, source) = store::open_to_edit(&places.source, None).expect("a Leads file");
    let journals = folder.join("state/leadsheet/journals");
    let mut desk = Desk::open(journals, &source.expect("a file")).expect("a folder");
    let earlier = match desk.find().expect("readable") {
        Found::Nothing { .. } => None,
        Found::Work(Left { actions, notice }) => Some(Earlier::Work(app::Left { actions, notice })),
        found @ Found::Other(_) => panic!("{found:?}"),
    };
    let journal = desk.write(Box::new(|kept| kept.expect("it is kept"))).expect("a thread");
    let session = Session::start(Start {
        folder: places.shown.display().to_string(),
        keeping: Keeping::On,
        earlier,
        ..Session::with(Sheet::new(opened.table, Origin::Download, today()))
    });
    (session, (desk, journal))
}
