//! Asking for a policy, and what it comes to once its file is read.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::effect::{EffectError, PathFor};
use crate::app::mode::Mode;
use crate::app::panels::changes;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::policy::state::PolicyPanel;
use crate::declared::{Mistakes, read_policy};
use crate::leads::plural;
use crate::sheet::{ChangeSet, PolicyRun};

/// A policy file that was read, or why it couldn't be.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// Its whole path, by which it is offered the next time.
    pub path: String,
    /// Its name, by which undo and a later run know what it did.
    pub name: String,
    /// Its text.
    pub text: Result<String, EffectError>,
}

/// Asks for the file of a policy; the one that was made last is offered.
pub(super) fn ask(app: &mut App) {
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    let last = app.preferences.policy.clone().unwrap_or_default();
    app.ask_file_from(PathFor::Policy, &last);
}

impl App {
    /// Judges the leads by a policy that was read, and shows its conflicts or what would change.
    pub(crate) fn policy_read(&mut self, file: &PolicyFile) {
        let text = match &file.text {
            Ok(text) => text,
            Err(error) => return self.set_error(error.to_string()),
        };
        self.remember(|preferences| preferences.policy = Some(file.path.clone()));
        let policy = match read_policy(&file.name, text, self.sheet.layout(), self.sheet.context())
        {
            Ok(policy) => policy,
            Err(mistakes) => return self.show_policy_mistakes(&file.name, &mistakes),
        };
        let run = PolicyRun::new(&self.sheet, &policy);
        if run.disputed.is_empty() {
            show_changes(self, &run, &[]);
        } else {
            self.mode = Mode::open(PolicyPanel::new(run));
        }
    }

    fn show_policy_mistakes(&mut self, name: &str, mistakes: &Mistakes) {
        let lines = mistakes.lines().into_iter().map(|line| ListLine::new("", line, Tone::Error));
        let count = plural(mistakes.all().len(), "mistake");
        let title = format!("{name}: {count}, nothing is changed");
        self.mode = Mode::open(ListPanel::new(title, lines.collect()));
    }
}

/// Shows what a policy would change, sentence by sentence, with a choice for each of its conflicts.
pub(super) fn show_changes(app: &mut App, run: &PolicyRun, choices: &[Option<usize>]) {
    let set = run.by_sentence(run.change_set(&app.sheet, choices));
    let notes = run.sentences.iter().map(|sentence| note(&sentence.name, sentence.leads, &set));
    let notes = notes.collect();
    changes::open::open(app, set, notes, None);
}

/// What a sentence does, in a line.
fn note(name: &str, leads: usize, set: &ChangeSet) -> ListLine {
    let is_of = |reason: Option<&str>| reason == Some(name);
    let cells = set.cells.iter().filter(|cell| is_of(cell.reason.as_deref())).count();
    let (leads, cells) = (plural(leads, "lead"), plural(cells, "cell"));
    ListLine::new("", format!("{name}: {leads}, {cells} to change"), Tone::Note)
}
