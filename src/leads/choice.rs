//! What a drop-down of a column offers, and what a choice sets.

use super::Col;
use super::outcome::KEEP;

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
    /// The cell whose drop-down opens next: the reason after a closing, the purchase intent after accepting.
    pub then: Option<Col>,
}

impl Choice {
    /// Whether it sets an outcome: status, substatus and stage.
    pub fn is_outcome(&self) -> bool {
        self.sets.iter().any(|(col, _)| *col == Col::Status)
    }

    /// Whether it closes the lead, which can't be undone after the upload.
    pub fn closes(&self) -> bool {
        self.sets.iter().any(|(col, text)| *col == Col::Status && text == "Closed")
    }

    /// The words that an outcome is found by: its own name, status and substatus. Going back to the download is
    /// found by its name only, because its status is another outcome's as well.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let is_own = |col: Col| matches!(col, Col::Status | Col::Substatus);
        let sets = self.sets.iter().filter(move |(col, _)| is_own(*col));
        let sets = sets.filter(|_| self.label != KEEP).map(|(_, text)| text.as_str());
        std::iter::once(self.label.as_str()).chain(sets)
    }
}
