//! A policy: sentences that say what is set in which leads, and the change set that comes of them.
//!
//! Every sentence is judged on the leads as they are, none on what another one makes of them. A cell that was
//! edited by hand is left alone. Cells that an earlier run of the same policy set are judged by what Partner
//! Center holds, so that a second run finds what the first one found and changes nothing.

mod conflict;
mod earlier;
mod judge;
mod run;
#[cfg(test)]
mod tests;

pub use conflict::{ConflictGroup, PolicyConflict, Wish};
pub use run::{PolicyRun, SentenceCount, SkippedCell};

use crate::leads::condition::{BoundCondition, Truth};
use crate::leads::value_change::BoundAssignment;
use crate::leads::{Field, FileContext, Layout};

/// Sentences about all leads of a file, each with its conditions and what it sets.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name, such as that of its file.
    pub name: String,
    /// The sentences, in the order in which they are written; each has a name of its own.
    pub sentences: Vec<Sentence>,
}

/// A sentence of a policy: what is set in the leads on which all of its conditions hold.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its name.
    pub name: String,
    /// The conditions, which must all hold.
    pub when: Vec<BoundCondition>,
    /// What is set, one after the other.
    pub set: Vec<BoundAssignment>,
}

/// Whether a sentence is about a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    /// All of its conditions hold.
    Yes,
    /// One of them doesn't.
    No,
    /// None of them fails, but the cell of this one can't be read.
    Unreadable(Option<Field>),
}

/// Cells of a lead that change together or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyTarget {
    /// Status, substatus, stage and reason: one decision.
    Outcome,
    /// A cell by itself.
    Cell(Field),
}

impl Policy {
    /// What undo calls its change, by which a later run knows it.
    pub fn label(&self) -> String {
        format!("plan {}", self.name)
    }
}

impl Sentence {
    fn matches<T: AsRef<str>>(&self, text: impl Fn(Field) -> T, context: &FileContext) -> Match {
        let mut found = Match::Yes;
        for condition in &self.when {
            match condition.check(&text, context) {
                Truth::Fails => return Match::No,
                Truth::Unreadable if found == Match::Yes => {
                    found = Match::Unreadable(condition.place());
                }
                Truth::Holds | Truth::Unreadable => {}
            }
        }
        found
    }
}

impl PolicyTarget {
    /// The target that a cell belongs to.
    fn of(field: Field, layout: &Layout) -> Self {
        match layout.col(field) {
            Some(col) if col.is_in_outcome() => Self::Outcome,
            _ => Self::Cell(field),
        }
    }

    /// What it is called: the name of the column, or `Outcome`.
    pub fn name(self, layout: &Layout) -> String {
        match self {
            Self::Outcome => "Outcome".to_owned(),
            Self::Cell(field) => {
                layout.col(field).map_or_else(|| layout.name(field).to_owned(), |col| col.short())
            }
        }
    }
}
