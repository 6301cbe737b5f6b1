//! An edit before, and a step after it went through the door.

use crate::leads::{CellRef, Field, Row};
use crate::leads::{Lock, plural};
use crate::sheet::ledger::answer::AnsweredLead;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The new text of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellEdit {
    /// The cell.
    pub at: CellRef,
    /// The text that it is to have.
    pub text: String,
}

impl CellEdit {
    /// The cell at this row and field with a new text.
    pub fn new(row: Row, field: Field, text: impl Into<String>) -> Self {
        Self { at: CellRef::new(row, field), text: text.into() }
    }
}

/// A wish to change some cells in one step, which one undo takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it is, as undo will name it: `outcome Won`.
    pub label: String,
    /// The cells with their new texts, in the order in which they are set.
    pub sets: Vec<CellEdit>,
    /// Whether locked cells are left out and counted; else one of them refuses the whole edit.
    pub skips_locked: bool,
}

impl Edit {
    /// An edit of several cells.
    pub fn new(label: impl Into<String>, sets: Vec<CellEdit>) -> Self {
        Self { label: label.into(), sets, skips_locked: false }
    }

    /// Leaves locked cells out instead of refusing the whole edit.
    #[must_use]
    pub fn skipping_locked(self) -> Self {
        Self { skips_locked: true, ..self }
    }

    /// An edit of one cell.
    pub fn cell(label: impl Into<String>, row: Row, field: Field, text: impl Into<String>) -> Self {
        Self::new(label, vec![CellEdit::new(row, field, text)])
    }
}

/// A change of one cell, with the text on both sides of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub row: Row,
    /// The field.
    pub field: Field,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
}

/// An edit that was made or results that were imported: what undo takes back and redo makes again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub label: String,
    /// The cells that it changed; none if it imported results.
    pub changes: Vec<Change>,
    /// What imported results made of leads; nothing if it is an edit.
    pub(crate) answers: Vec<AnsweredLead>,
    /// The SHA-256 of the imported results file, if it is known.
    pub(crate) results_file: Option<String>,
}

impl Step {
    /// An edit.
    pub(crate) fn edit(label: String, changes: Vec<Change>) -> Self {
        Self { label, changes, ..Self::default() }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.answers.is_empty()
    }

    /// Whether it imported results.
    pub fn is_results(&self) -> bool {
        !self.answers.is_empty()
    }

    /// The rows that it touched, in its order; a row with several cells more than once.
    pub fn touched(&self) -> impl Iterator<Item = Row> + '_ {
        let edited = self.changes.iter().map(|change| change.row);
        edited.chain(self.answers.iter().map(|lead| lead.row))
    }

    /// The number of rows that it touched.
    pub fn rows(&self) -> usize {
        let mut rows: Vec<Row> = self.touched().collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    /// Describes it in a part of a sentence: `outcome Won, 3 cells` or `fill, 12 cells in 12 leads`.
    ///
    /// Imported results are `results of leads.upload-001.csv, 3 leads`.
    pub fn describe(&self) -> String {
        if self.is_results() {
            return format!("{}, {}", self.label, plural(self.rows(), "lead"));
        }
        let cells = plural(self.changes.len(), "cell");
        match self.rows() {
            1 => format!("{}, {cells}", self.label),
            rows => format!("{}, {cells} in {}", self.label, plural(rows, "lead")),
        }
    }
}

/// What an edit that was let through did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many cells changed; 0 if all had the texts already.
    pub cells: usize,
    /// In how many rows.
    pub rows: usize,
    /// How many cells were left out because they are locked.
    pub left_out: usize,
    /// Why the first of them is.
    pub lock: Option<Lock>,
}

/// The error of every change to a sheet that can't be edited: it was opened read-only, or for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file is open read-only")]
pub struct ReadOnly;

/// Why an edit was not made. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The whole sheet is read-only.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// A cell is locked.
    #[error("{lock}")]
    Locked {
        /// The row of the first locked cell.
        row: Row,
        /// Its field.
        field: Field,
        /// The rule and the reason.
        lock: Lock,
    },
}

impl Refusal {
    /// The lock of the cell, or nothing if the whole sheet is read-only.
    pub fn lock(&self) -> Option<&Lock> {
        match self {
            Self::ReadOnly(_) => None,
            Self::Locked { lock, .. } => Some(lock),
        }
    }
}

/// A cell of an edit that was left out because it is locked.
pub(crate) struct LockedCell {
    /// Its place in the edit.
    pub at: usize,
    /// Its field.
    pub field: Field,
    /// The text that it was to have.
    pub text: String,
    /// Why it is locked.
    pub lock: Lock,
}

/// Counts what an edit changes and what it leaves out.
pub(crate) fn summarize(changes: &[Change], locked: &[LockedCell]) -> Applied {
    let mut rows: Vec<Row> = changes.iter().map(|change| change.row).collect();
    rows.sort_unstable();
    rows.dedup();
    Applied {
        cells: changes.len(),
        rows: rows.len(),
        left_out: locked.len(),
        lock: locked.first().map(|first| first.lock.clone()),
    }
}

/// Joins the changes of a cell that was set more than once, and leaves out those without effect.
pub(crate) fn merge_changes(changes: Vec<Change>) -> Vec<Change> {
    let mut at: HashMap<CellRef, usize> = HashMap::with_capacity(changes.len());
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match at.entry(CellRef::new(change.row, change.field)) {
            Entry::Occupied(first) => joined[*first.get()].after = change.after,
            Entry::Vacant(free) => {
                free.insert(joined.len());
                joined.push(change);
            }
        }
    }
    joined.retain(|change| change.before != change.after);
    joined
}
