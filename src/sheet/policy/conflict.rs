//! What sentences want differently.

use crate::leads::{CellRef, Field, Row};
use crate::sheet::edit::CellEdit;
use crate::sheet::policy::PolicyTarget;

/// What a sentence wants of some cells of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The sentence, by its place in the policy.
    pub sentence: usize,
    /// The cells and their texts, in the order in which they are set.
    pub texts: Vec<(Field, String)>,
}

/// Cells of a lead that several sentences want to set to different texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyConflict {
    /// The lead.
    pub row: Row,
    /// The cells.
    pub target: PolicyTarget,
    /// What each of the sentences wants, in their order.
    pub wishes: Vec<Wish>,
}

/// The conflicts of the same sentences about the same column, which are decided together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictGroup {
    /// What they are about.
    pub target: PolicyTarget,
    /// The sentences, by their places in the policy.
    pub sentences: Vec<usize>,
    /// The conflicts, by their places among [all](super::PolicyRun::conflicts).
    pub conflicts: Vec<usize>,
}

impl Wish {
    /// The cells of a lead with their texts, each with the sentence.
    pub(super) fn sets(&self, row: Row) -> impl Iterator<Item = (CellEdit, usize)> + '_ {
        self.texts.iter().map(move |(field, text)| {
            (CellEdit { at: CellRef::new(row, *field), text: text.clone() }, self.sentence)
        })
    }
}

impl PolicyConflict {
    fn sentences(&self) -> impl Iterator<Item = usize> + '_ {
        self.wishes.iter().map(|wish| wish.sentence)
    }
}

/// Groups conflicts by what they are about and by their sentences, in the order of the first lead of each group.
pub(super) fn groups(conflicts: &[PolicyConflict]) -> Vec<ConflictGroup> {
    let mut groups: Vec<ConflictGroup> = Vec::new();
    for (at, conflict) in conflicts.iter().enumerate() {
        let is_same = |group: &&mut ConflictGroup| {
            group.target == conflict.target
                && conflict.sentences().eq(group.sentences.iter().copied())
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.conflicts.push(at),
            None => groups.push(ConflictGroup {
                target: conflict.target,
                sentences: conflict.sentences().collect(),
                conflicts: vec![at],
            }),
        }
    }
    groups
}
