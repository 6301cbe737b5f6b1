//! A scripted hour of work, and a program without a terminal that does it in parallel to the real one.
//!
//! The shadow chooses each step, does it in memory, and returns the keys for the real program. So it knows
//! what the terminal must show after each step, and what must be in the journal.

use super::files::{SAMPLE, names};
use super::headless::{Folders, rows_as_text};
use super::keys;
use super::rng::Rng;
use super::session::Session;
use leadsheet::app::{Effect, Mode, Persistence, Recovery, Start, UnfinishedWork};
use leadsheet::sheet::LogEntry;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The shadow of a program that edits the sample.
pub struct Shadow {
    session: Session,
    folders: Folders,
    /// Where the shadow writes its upload files.
    out: TempDir,
    rng: Rng,
    steps: usize,
    /// Everything that was done, as the journal has it.
    done: Vec<LogEntry>,
    /// The sheet as it was after a number of actions.
    states: Vec<(usize, Vec<String>)>,
}

impl Shadow {
    /// Begins to work on the file; the seed chooses the steps.
    pub fn new(source: &Path, seed: u64) -> Self {
        let out = super::files::scratch();
        let folders = Folders {
            source: source.to_owned(),
            out: out.path().to_owned(),
            shown: source.parent().expect("a folder").to_owned(),
        };
        let mut shadow = Self {
            session: start(source, None),
            folders,
            out,
            rng: Rng::new(seed),
            steps: 0,
            done: Vec::new(),
            states: Vec::new(),
        };
        shadow.remember();
        shadow
    }

    /// Does the next step: the bytes of its keys for the real program.
    pub fn step(&mut self) -> Vec<u8> {
        self.steps += 1;
        let mut keys = self.choose();
        self.press(&keys);
        // A terminal that is closed sends Ctrl+D, which fills what is selected.
        while !matches!(self.session.app.mode, Mode::Grid) || self.session.app.selection.is_some() {
            self.press("<esc>");
            keys.push_str("<esc>");
        }
        keys::bytes(&keys.replace("ctrl-", "C-"))
    }

    /// Presses keys that no step has, in the notation of [`Session::keys`].
    pub fn press(&mut self, keys: &str) {
        self.session.press(keys);
        self.run_effects();
        self.remember();
    }

    /// Resizes the screen.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.session.resize(columns, lines);
    }

    /// Starts the shadow again, with the journal's work, and continues with that: whether it asked first.
    ///
    /// Work that was all undone, or exported, is resumed without a question.
    pub fn resume(&mut self, unfinished: UnfinishedWork) -> bool {
        self.done = unfinished.actions.iter().map(|(_, action)| action.clone()).collect();
        self.session = start(&self.folders.source, Some(unfinished));
        let asks = !matches!(self.session.app.mode, Mode::Grid);
        if asks {
            self.session.press("<enter>");
        }
        let effects = std::mem::take(&mut self.session.effects);
        assert!(effects.is_empty(), "all of it is restored: {effects:?}");
        self.states.clear();
        self.remember();
        asks
    }

    /// The lines of the screen.
    pub fn lines(&mut self) -> Vec<String> {
        self.session.screen().split('\n').map(str::to_owned).collect()
    }

    /// Everything that was done, as the journal must have it.
    pub fn done(&self) -> &[LogEntry] {
        &self.done
    }

    /// The sheet as it was after a number of actions, if that was the end of a step.
    pub fn state_after(&self, actions: usize) -> Option<&[String]> {
        self.states.iter().rev().find(|(n, _)| *n == actions).map(|(_, state)| &state[..])
    }

    fn choose(&mut self) -> String {
        let mut number = |from: usize, to: usize| from + self.rng.below(to + 1 - from);
        // A key that isn't a character now and then: else it looks like a paste.
        let column = ["", "", "3w", "5w", "8w"][number(0, 4)];
        let go = format!("{}G<home>{column}", number(1, 60));
        let n = self.steps;
        match number(0, 23) {
            // There is work from the first step on.
            _ if n == 1 => "ccfirst<enter>".to_owned(),
            // Where the cell is locked, a number and Enter go to a lead: a letter without a function would be
            // guarded for as long as the clock says, which only the real program has.
            0..=9 => format!("{go}cc{n}<enter>"),
            10 | 11 => "u".to_owned(),
            12 => "<ctrl-r>".to_owned(),
            13 => format!("{go}v{}jgd<esc>", number(1, 9)),
            14 => format!("{go}x"),
            15 => format!("{go}sacc<enter>"),
            16 => format!("{go}s<down><down><enter>7<enter>"),
            17 => format!("{go}<end>v{}jsacc<enter>", number(1, 9)),
            18 => ["fv", "fr", "fc", "ff", "ff"][number(0, 4)].to_owned(),
            19 => ".".to_owned(),
            20 => format!("{go}gr"),
            21 => format!("{go}v9jg/e<end><enter>o{n}<enter><enter>"),
            _ => "<ctrl-s><enter>".to_owned(),
        }
    }

    /// Does what the shell does for the program, in a folder of the shadow's own.
    fn run_effects(&mut self) {
        let is_export = |effect: &Effect| matches!(effect, Effect::Export(_));
        if self.session.effects.iter().any(is_export) {
            self.number_as_the_real_one();
        }
        self.folders.run_effects(&mut self.session, &mut self.done);
    }

    /// Lets the numbers of the files go on where the real ones are: what the shadow wrote and a killed program
    /// didn't is gone.
    fn number_as_the_real_one(&self) {
        for name in names(self.out.path()) {
            fs::remove_file(self.out.path().join(name)).expect("removed");
        }
        for name in names(&self.folders.shown) {
            if name.contains("upload") {
                let _ = fs::File::create_new(self.out.path().join(name));
            }
        }
    }

    fn remember(&mut self) {
        let state = rows_as_text(&self.session.app.sheet);
        self.states.push((self.done.len(), state));
    }
}

/// Starts the program on the sample as the shell does.
fn start(source: &Path, unfinished: Option<UnfinishedWork>) -> Session {
    let text = std::str::from_utf8(SAMPLE).expect("UTF-8");
    let folder = source.parent().expect("a folder").display().to_string();
    Session::start(Start {
        folder,
        persistence: Persistence::On,
        recovery: unfinished.map(Recovery::Work),
        ..Session::of(text, chrono::Utc::now().date_naive())
    })
}
