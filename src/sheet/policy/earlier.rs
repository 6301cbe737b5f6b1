//! What an earlier run of a policy set.

use crate::leads::{CellRef, Field, Row};
use crate::sheet::sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// The cells that an earlier run set, by row: with the texts that Partner Center holds.
pub(super) type EarlierCells = BTreeMap<Row, Vec<(Field, String)>>;

impl Sheet {
    /// The cells that were last set by a step with this label and still differ from what Partner Center holds.
    pub(super) fn cells_set_by(&self, label: &str) -> EarlierCells {
        let mut cells: BTreeSet<CellRef> = BTreeSet::new();
        for step in self.history().done() {
            for change in &step.changes {
                let at = CellRef::new(change.row, change.field);
                if step.label == label {
                    cells.insert(at);
                } else {
                    cells.remove(&at);
                }
            }
        }
        let mut by_row = EarlierCells::new();
        for CellRef { row, field } in cells {
            let held = self.base_text(row, field);
            if self.text(row, field) != held {
                by_row.entry(row).or_default().push((field, held.into_owned()));
            }
        }
        by_row
    }
}
