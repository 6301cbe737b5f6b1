//! The palette: every command of the grid and the outcomes of the lead, found by name, word or use.

use crate::app::app::App;
use crate::app::command::{self, Command, When};
use crate::app::mode::Mode;
use crate::app::panels::picker::outcomes::{OutcomeCommand, outcome_commands, set_outcome};
use crate::app::panels::picker::state::{LETTERS_SCORE, Picker, PickerKind, WORD_SCORE, score};
use crate::app::panels::picker::synonyms::synonyms;
use crate::leads::sort::sort_by_key;

/// How many of its keys the palette shows with a command; help lists all.
const PALETTE_KEYS: usize = 2;

/// How many commands that were used lately come first while nothing is typed.
const MAX_RECENT: usize = 5;

/// What choosing a line of the palette or of the menu does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Runs a command of the grid.
    Command(&'static Command),
    /// Sets an outcome.
    Outcome(OutcomeCommand),
}

/// A line of the palette.
#[derive(Debug)]
pub struct PaletteEntry {
    /// What it does.
    pub action: Action,
    /// Its name.
    pub name: String,
    /// The keys that do the same without the palette.
    pub keys: String,
    /// What it does, in a sentence.
    pub doc: String,
    /// How much it was used lately.
    pub uses: u32,
    /// Whether it comes first while nothing is typed, because it was used lately.
    pub is_recent: bool,
}

impl Action {
    /// Every command of the grid and every outcome that a partner may set, in the order of the registry: the
    /// outcomes before the command that lists them.
    pub(crate) fn all(app: &App) -> Vec<Self> {
        let mut outcomes = outcome_commands(app);
        let mut all = Vec::new();
        for command in command::all().filter(|command| command.when == When::Grid) {
            if command.name == "outcome" {
                all.extend(outcomes.drain(..).map(Self::Outcome));
            }
            all.push(Self::Command(command));
        }
        all
    }

    /// Its name, as it is typed.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Command(command) => command.name.replace('_', " "),
            Self::Outcome(outcome) => outcome.name.clone(),
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn doc(&self) -> &str {
        match self {
            Self::Command(command) => command.doc,
            Self::Outcome(outcome) => &outcome.doc,
        }
    }

    /// The keys that do the same, the best first.
    pub(crate) fn keys(&self, app: &App) -> Vec<String> {
        match self {
            Self::Command(command) => app.keymap.keys(command),
            Self::Outcome(_) => Vec::new(),
        }
    }

    /// Does it.
    pub(crate) fn run(&self, app: &mut App) {
        match self {
            Self::Command(command) if app.postpones(command, None) => {}
            Self::Command(command) => (command.run)(app, None),
            Self::Outcome(outcome) => set_outcome(app, outcome),
        }
    }
}

impl PaletteEntry {
    pub(crate) fn new(app: &App, action: Action) -> Self {
        let keys = action.keys(app).into_iter().take(PALETTE_KEYS).collect::<Vec<_>>().join(" ");
        let (name, doc) = (action.name(), action.doc().to_owned());
        let uses = app.preferences.command_uses.get(&name).copied().unwrap_or_default();
        Self { action, name, keys, doc, uses, is_recent: false }
    }

    /// Whether it must not be run by a slip: it has no key, or it closes the lead.
    fn is_guarded(&self) -> bool {
        match &self.action {
            Action::Command(_) => self.keys.is_empty(),
            Action::Outcome(outcome) => outcome.closes,
        }
    }

    /// How well it fits what was typed; less is better, nothing doesn't fit.
    ///
    /// Its names come first, then its keys, the words for it, and what it does. What it does is searched for
    /// words, not for letters, which stand in every sentence.
    pub(crate) fn score(&self, typed: &str) -> Option<usize> {
        const SYNONYM: usize = 2 * WORD_SCORE + 1;
        const PART_OF_SYNONYM: usize = 2 * LETTERS_SCORE - 1;
        const DOC: usize = 20;
        if typed.is_empty() {
            return Some(0);
        }
        let is_called = match &self.action {
            Action::Command(command) => command.is_called(typed),
            Action::Outcome(outcome) => outcome.name == typed,
        };
        if is_called {
            return Some(0);
        }
        let words = self.synonyms();
        let name = score(&self.name, typed);
        if self.is_guarded() {
            let is_word = name.is_some_and(|name| name <= WORD_SCORE);
            let least = if matches!(self.action, Action::Outcome(_)) { 1 } else { 4 };
            return (words.contains(&typed) || (typed.len() > least && is_word))
                .then_some(2 * LETTERS_SCORE - 1);
        }
        if self.keys.split(' ').any(|key| key.to_lowercase() == typed) {
            return Some(1);
        }
        let name = name.map(|name| 2 * name);
        let synonym = words.iter().find_map(|word| {
            if *word == typed {
                return Some(SYNONYM);
            }
            (typed.len() > 2 && word.starts_with(typed)).then_some(PART_OF_SYNONYM)
        });
        let doc = || score(&self.doc, typed).filter(|score| *score <= WORD_SCORE);
        name.into_iter().chain(synonym).min().or_else(|| Some(DOC + doc()?))
    }

    fn synonyms(&self) -> Vec<&str> {
        match &self.action {
            Action::Command(command) => synonyms(command).to_vec(),
            Action::Outcome(outcome) => outcome.synonyms.iter().map(String::as_str).collect(),
        }
    }
}

/// Opens the palette, the commands that were used lately first.
pub(crate) fn open_palette(app: &mut App) {
    let mut entries: Vec<PaletteEntry> =
        Action::all(app).into_iter().map(|action| PaletteEntry::new(app, action)).collect();
    sort_by_key(&mut entries, |entry| {
        std::cmp::Reverse(if entry.is_guarded() { 0 } else { entry.uses })
    });
    let is_recent = |entry: &PaletteEntry| entry.uses > 0 && !entry.is_guarded();
    let recent = entries.iter().take(MAX_RECENT).filter(|entry| is_recent(entry)).count();
    entries[..recent].iter_mut().for_each(|entry| entry.is_recent = true);
    // The others keep the order of the registry.
    let order: Vec<String> = Action::all(app).iter().map(Action::name).collect();
    sort_by_key(&mut entries[recent..], |entry| order.iter().position(|name| *name == entry.name));
    app.mode = Mode::Picker(Picker::open("Commands", PickerKind::Commands(entries)));
}

/// Does what a line of the palette says, and remembers that it was used, unless it must never come first.
pub(crate) fn run_from_palette(app: &mut App, entry: &PaletteEntry) {
    if !entry.is_guarded() {
        app.remember(|preferences| preferences.count_use(&entry.name));
    }
    entry.action.run(app);
}
