//! The line mode without a process: answers in, the transcript and the files out.

use super::files::scratch;
use super::session::Session;
use leadsheet::app::{App, Effect, Input, Persistence, Start, WrittenUpload};
use leadsheet::leads::Row;
use leadsheet::sheet::{LogEntry, Sheet};
use leadsheet::store::{self, ExportSession, ExportedPart, PendingLog};
use leadsheet::walk::Walk;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A conversation about a file in a folder of its own.
pub struct LineMode {
    pub walk: Walk,
    pub dir: TempDir,
    /// What was said, with each answer behind its question.
    pub transcript: String,
    /// What the journal has.
    pub log: Vec<LogEntry>,
}

impl LineMode {
    /// Begins a conversation about a CSV text, on the day of the tests.
    pub fn open(csv: &str) -> Self {
        let start = Session::of(csv, super::fixtures::today());
        Self::start(csv, Start { persistence: Persistence::On, ..start })
    }

    /// Begins a conversation about the embedded sample.
    pub fn sample() -> Self {
        Self::open(&String::from_utf8_lossy(super::files::SAMPLE))
    }

    /// Begins a conversation as the program is started.
    pub fn start(csv: &str, start: Start) -> Self {
        let dir = scratch();
        fs::write(dir.path().join("leads.csv"), csv).expect("written");
        let walk = Walk::new(start, "leads.csv");
        let mut line_mode = Self { walk, dir, transcript: String::new(), log: Vec::new() };
        let effects = line_mode.walk.begin();
        line_mode.carry_out(effects);
        line_mode
    }

    /// Answers one question after the other: a line each.
    pub fn answers(mut self, lines: &[&str]) -> Self {
        for line in lines {
            self.answer(line);
        }
        self
    }

    /// Answers a question, and returns what is said then.
    pub fn answer(&mut self, line: &str) -> String {
        let before = self.transcript.len();
        self.transcript.push_str(&leadsheet::leads::visible(line));
        self.transcript.push('\n');
        let effects = self.walk.answer(line);
        self.carry_out(effects);
        self.transcript[before..].to_owned()
    }

    /// What was asked last.
    pub fn asked(&self) -> &str {
        self.transcript.rsplit('\n').next().unwrap_or_default()
    }

    pub fn sheet(&self) -> &Sheet {
        &self.walk.app.sheet
    }

    /// The text of a cell; rows are counted from 1.
    pub fn cell(&self, row: usize, column: &str) -> String {
        let text = self.sheet().get(Row::at(row - 1), column);
        text.unwrap_or_else(|| panic!("no column {column}")).into_owned()
    }

    /// The bytes of a file that was written.
    pub fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn carry_out(&mut self, mut effects: Vec<Effect>) {
        while !effects.is_empty() {
            let mut outcomes = Vec::new();
            for effect in effects {
                match effect {
                    Effect::Keep(actions) => self.log.extend(actions),
                    Effect::Export(plan) => {
                        let source = self.dir.path().join("leads.csv");
                        let (app, log) = (&mut self.walk.app, Log(&mut self.log));
                        let mut export = LineExport { app, log };
                        store::export_with(&mut export, &plan, &source, None).expect("written");
                        outcomes.push(Input::Exported(Ok(())));
                    }
                    _ => {}
                }
            }
            effects = outcomes.into_iter().flat_map(|outcome| self.walk.take(outcome)).collect();
        }
        if self.walk.end().is_some() {
            self.walk.close();
        }
        self.transcript.push_str(&self.walk.take_output());
    }
}

/// An export as the shell does it, whose paths are shown without the folder of the test.
struct LineExport<'e> {
    app: &'e mut App,
    log: Log<'e>,
}

struct Log<'e>(&'e mut Vec<LogEntry>);

impl PendingLog for Log<'_> {
    fn record_pending(&mut self, _: store::journal::PendingExport) {}
}

impl ExportSession for LineExport<'_> {
    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (&self.app.sheet, &mut self.log)
    }

    fn written(&mut self, rows: &[Row], part: &ExportedPart) {
        let shown =
            |path: &PathBuf| format!("/leads/{}", path.file_name().expect("a name").display());
        let upload = WrittenUpload {
            path: shown(&part.path),
            rows: rows.to_vec(),
            changed: part.changed,
            sha256: part.sha256.clone(),
            revert: part.revert.as_ref().map(shown),
            revert_sha256: part.revert_sha256.clone(),
            revert_summary: part.revert_summary.clone(),
            is_pilot: part.is_pilot,
        };
        for effect in self.app.update(Input::Written(Box::new(upload))) {
            let Effect::Keep(actions) = effect else { panic!("amid an export: {effect:?}") };
            self.log.0.extend(actions);
        }
    }
}
