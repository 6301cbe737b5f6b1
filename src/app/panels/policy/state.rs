//! The conflicts of a policy, and how each is decided.

use crate::app::panels::list_state::ListState;
use crate::sheet::{ConflictGroup, PolicyRun};

/// The panel in which the conflicts of a policy are decided, each by one sentence or by none.
#[derive(Debug)]
pub struct PolicyPanel {
    /// Which lines are in sight.
    pub window: ListState,
    /// What the policy comes to.
    pub(crate) run: PolicyRun,
    /// The conflicts that are decided together.
    pub(super) groups: Vec<ConflictGroup>,
    /// The sentence that each group follows, by its place in the policy; nothing to leave the cells as they are.
    pub(crate) choices: Vec<Option<usize>>,
    pub(super) lines: Vec<PolicyLine>,
}

/// A line of the panel, with the place of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyLine {
    /// What a group of conflicts is about.
    Group(usize),
    /// A way to decide it: by this sentence, or by none.
    Choice(usize, Option<usize>),
}

impl PolicyPanel {
    /// The panel of a policy with conflicts; none is decided.
    pub(crate) fn new(run: PolicyRun) -> Self {
        let groups = run.conflicts();
        let mut lines = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            lines.push(PolicyLine::Group(at));
            let sentences = group.sentences.iter().map(|sentence| Some(*sentence));
            lines.extend(sentences.chain([None]).map(|choice| PolicyLine::Choice(at, choice)));
        }
        let choices = vec![None; groups.len()];
        let window = ListState { selected: 1, ..ListState::default() };
        Self { window, run, groups, choices, lines }
    }

    /// How many groups are decided by a sentence.
    pub(super) fn decided(&self) -> usize {
        self.choices.iter().flatten().count()
    }

    /// Decides a group as the selected line says, and goes on to the next one.
    pub(super) fn choose(&mut self) {
        let here = self.window.selected;
        let Some(PolicyLine::Choice(group, choice)) = self.lines.get(here).copied() else { return };
        self.choices[group] = choice;
        let is_next = |line: &PolicyLine| *line == PolicyLine::Group(group + 1);
        if let Some(next) = self.lines.iter().position(is_next) {
            self.window.selected = next + 1;
        }
    }
}
