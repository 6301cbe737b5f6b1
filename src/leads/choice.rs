//! What a drop-down of a column offers, and what a choice sets.

use super::Col;

/// The choices of a drop-down that are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// All of them, to choose from.
    All,
    /// The one with this label, to apply it.
    Named(&'a str),
}

impl Wanted<'_> {
    /// Whether the choice with this label is wanted.
    pub(super) fn takes(self, label: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(name) => name == label,
        }
    }
}

/// The choices of a drop-down for one cell.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// The choices, in the order in which they are shown.
    pub items: Vec<Choice>,
    /// The index of the choice that the cell holds now.
    pub current: Option<usize>,
}

/// One choice of a drop-down.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The name in the drop-down.
    pub label: String,
    /// Its meaning, or its other effects.
    pub detail: String,
    /// The cells that it sets in the row, with their new texts.
    pub sets: Vec<(Col, String)>,
    /// The cell whose drop-down opens next: the reason after a closing.
    pub then: Option<Col>,
}
