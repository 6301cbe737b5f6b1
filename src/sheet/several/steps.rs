//! The steps of several files: which of them a step of all is in each file's log.

use crate::leads::Row;
use crate::sheet::log::entry::LoggedLead;
use std::collections::BTreeSet;

/// The number of a step in the log of a file.
pub(crate) type StepId = u64;

/// The steps that the log of one file has done and undone, the newest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileSteps {
    pub done: Vec<StepId>,
    pub undone: Vec<StepId>,
    /// Those that imported results, which an export lets stay.
    results: BTreeSet<StepId>,
}

impl FileSteps {
    /// Notes a new step, which forgets the undone ones.
    pub fn push(&mut self, id: StepId, is_results: bool) {
        self.undone.clear();
        self.done.push(id);
        self.results.extend(is_results.then_some(id));
    }

    /// Undoes a step, if it is the newest one.
    pub fn undo(&mut self, id: StepId) -> bool {
        let is_newest = self.done.last() == Some(&id);
        if is_newest {
            self.undone.extend(self.done.pop());
        }
        is_newest
    }

    /// Makes a step again, if it was undone last.
    pub fn redo(&mut self, id: StepId) -> bool {
        let is_newest = self.undone.last() == Some(&id);
        if is_newest {
            self.done.extend(self.undone.pop());
        }
        is_newest
    }

    /// Lets imported results stay for good.
    pub fn export(&mut self) {
        self.done.retain(|id| !self.results.contains(id));
        self.undone.retain(|id| !self.results.contains(id));
    }
}

/// A step of the sheet of all files.
#[derive(Clone, Debug)]
pub(crate) struct AllStep {
    /// What undo calls it; nothing if it imported results.
    pub label: Option<String>,
    /// For each file that it touched, its number there.
    pub parts: Vec<StepPart>,
}

/// What a step of all files is in one of them.
#[derive(Clone, Debug)]
pub(crate) struct StepPart {
    /// The number of the file.
    pub file: usize,
    /// The number of the step there.
    pub id: StepId,
    /// The rows of the file that it touched.
    pub rows: Vec<Row>,
    /// Further rows that it touched and that aren't shown: undo leaves them as they are.
    pub hidden: Vec<Row>,
    /// The cells that it changed, with the file's rows and names.
    pub leads: Vec<LoggedLead>,
}

impl StepPart {
    /// The changed leads but for some rows, from their new texts back to the old ones if `is_undo`.
    pub fn leads_without(&self, kept: &[Row], is_undo: bool) -> Vec<LoggedLead> {
        leads_without(&self.leads, kept, is_undo)
    }
}

/// Changed leads but for some rows; from their new texts back to the old ones if `is_undo`.
pub(crate) fn leads_without(leads: &[LoggedLead], kept: &[Row], is_undo: bool) -> Vec<LoggedLead> {
    let mut leads = leads.to_vec();
    leads.retain(|lead| !kept.contains(&lead.row));
    if is_undo {
        leads.reverse();
        for lead in &mut leads {
            lead.cells.reverse();
            for (_, before, after) in &mut lead.cells {
                std::mem::swap(before, after);
            }
        }
    }
    leads
}

/// The steps of the sheet of all files, done and undone, the newest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllSteps {
    pub done: Vec<AllStep>,
    pub undone: Vec<AllStep>,
}

impl AllSteps {
    /// Notes a new step.
    pub fn push(&mut self, step: AllStep) {
        self.undone.clear();
        self.done.push(step);
    }

    /// Lets imported results stay for good.
    pub fn export(&mut self) {
        self.done.retain(|step| step.label.is_some());
        self.undone.retain(|step| step.label.is_some());
    }
}
