//! What was done and can be undone, what was undone and can be done again.

use crate::sheet::edit::Step;

/// The steps of the work so far.
///
/// Undo takes the newest step back, redo makes the newest undone step again; a new step forgets what
/// was undone. There is no limit to the number of steps.
///
/// # Limitations
///
/// Linear: after an undo and a new edit, the undone steps are gone. The history only keeps the steps:
/// the sheet applies them.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// How many of the steps, made or undone, are from before this run of the program.
    earlier: usize,
    /// How often a step was made, undone, redone or forgotten.
    version: u64,
}

impl History {
    /// Remembers a new step.
    pub(crate) fn push(&mut self, step: Step) {
        self.version += 1;
        self.undone.clear();
        self.earlier = self.earlier.min(self.done.len());
        self.done.push(step);
    }

    /// Lets imported results stay: their steps are neither undone nor redone any more.
    pub(crate) fn keep_answers(&mut self) {
        self.version += 1;
        let is_results = |step: &Step| !step.answers.is_empty();
        let made = self.done.iter().take(self.earlier).filter(|step| is_results(step)).count();
        let undone = self.earlier.saturating_sub(self.done.len());
        let undone = self.undone.iter().rev().take(undone).filter(|step| is_results(step)).count();
        self.earlier -= made + undone;
        self.done.retain(|step| !is_results(step));
        self.undone.retain(|step| !is_results(step));
    }

    /// Moves the newest step to the undone ones and returns it.
    pub(crate) fn undo(&mut self) -> Option<&Step> {
        self.undone.push(self.done.pop()?);
        self.version += 1;
        self.undone.last()
    }

    /// Forgets the step that was undone last.
    pub(crate) fn forget_undone(&mut self) {
        self.version += 1;
        self.undone.pop();
        if self.earlier > self.done.len() {
            self.earlier -= 1;
        }
    }

    /// Moves the newest undone step back and returns it.
    pub(crate) fn redo(&mut self) -> Option<&Step> {
        self.done.push(self.undone.pop()?);
        self.version += 1;
        self.done.last()
    }

    /// The numbers of steps that can be undone and redone.
    pub fn len(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }

    /// The version of the steps: another one after each change of them. Their numbers can come back with other texts,
    /// after an undo and a new step.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Sets the mark behind the steps so far: they are from before this run of the program.
    pub(crate) fn mark_run(&mut self) {
        self.earlier = self.done.len() + self.undone.len();
    }

    /// Returns how many of the first steps are from before this run of the program: made ones, and
    /// then undone ones.
    pub fn steps_before_run(&self) -> usize {
        self.earlier
    }

    /// The steps that are done, the oldest first: undo reverts the last one.
    pub fn done(&self) -> &[Step] {
        &self.done
    }

    /// The steps that are undone, the newest first: redo repeats the last one.
    pub fn undone(&self) -> &[Step] {
        &self.undone
    }

    /// Tells whether nothing was ever done.
    pub fn is_empty(&self) -> bool {
        self.done.is_empty() && self.undone.is_empty()
    }
}
