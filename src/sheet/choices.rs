//! What a cell's drop-down offers, and the edit that a choice is.

use super::{Edit, Sheet};
use crate::leads::{Choice, Choices, Kind};

impl Sheet {
    /// Returns what the drop-down of a cell offers, or nothing if its column has none.
    pub fn choices(&self, row: u32, field: u32) -> Option<Choices> {
        let col = self.layout().col(field as usize)?;
        match col.column().kind {
            Kind::Choice(offers) => Some(self.with_row(row, offers)),
            _ => None,
        }
    }

    /// Returns the edit that taking a choice in a row makes.
    pub fn choose(&self, row: u32, choice: &Choice, label: impl Into<String>) -> Edit {
        let field = |col| self.layout().field(col).map(|f| f as u32);
        let sets =
            choice.sets.iter().filter_map(|(col, text)| Some((row, field(*col)?, text.clone())));
        Edit::new(label, sets.collect())
    }
}
