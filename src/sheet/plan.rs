//! The upload plan: which rows an export takes, which it holds back and why.

use super::{RowState, Sheet};
use crate::leads::{Col, Finding, Level};

/// The most records that Partner Center processes in one uploaded file.
pub const PART_ROWS: usize = 1_000;

/// What an export would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The ready rows in file order, divided into parts of at most [`PART_ROWS`].
    pub parts: Vec<Vec<u32>>,
    /// The changed rows that are held back, with the errors that hold them.
    pub held_back: Vec<Held>,
    /// The ready rows that become Closed, which can't be undone after the upload.
    pub closing: Vec<u32>,
    /// How many rows are exported already as they stand.
    pub exported: usize,
    /// How many refused rows are neither corrected nor marked to be sent again.
    pub failed: usize,
    /// The errors of the whole file; while there is one, nothing is exported.
    pub blocked: Vec<Finding>,
}

/// A changed row that isn't exported.
#[derive(Clone, Debug)]
pub struct Held {
    /// The row, counted from 0.
    pub row: u32,
    /// The errors that hold it.
    pub errors: Vec<Finding>,
}

impl Plan {
    /// Iterates over the ready rows in file order.
    pub fn ready(&self) -> impl Iterator<Item = u32> + '_ {
        self.parts.iter().flatten().copied()
    }

    /// Says what Partner Center would tell after the upload, in its own words.
    ///
    /// Only leads without errors are ready, so every record of an upload file would be updated.
    pub fn in_portal_words(&self) -> String {
        let ready = self.ready().count();
        format!(
            "Partner Center: records in the file {ready} · would be updated {ready} · would not be processed 0"
        )
    }

    /// Tells whether the export would write nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl Sheet {
    /// Works out what an export would do now.
    pub fn plan(&self) -> Plan {
        let mut plan =
            Plan { blocked: self.findings().blocks().cloned().collect(), ..Plan::default() };
        let mut ready = Vec::new();
        for row in self.worked_rows() {
            match self.state(row) {
                RowState::Ready => ready.push(row),
                RowState::HeldBack => {
                    plan.held_back.push(Held { row, errors: self.errors_of(row) });
                }
                RowState::Exported => plan.exported += 1,
                RowState::Failed => plan.failed += 1,
                RowState::Untouched | RowState::Done | RowState::Closed => {}
            }
        }
        if plan.blocked.is_empty() {
            plan.closing = ready.iter().copied().filter(|&row| self.closes(row)).collect();
            plan.parts = ready.chunks(PART_ROWS).map(<[u32]>::to_vec).collect();
        }
        plan
    }

    /// Returns the cells of a row that an export writes with another text than the download's.
    ///
    /// They are the changes, and *Errors*, which leaves empty: what the last upload said of the row
    /// isn't true of the corrected one.
    pub fn export_of(&self, row: u32) -> Vec<(u32, &str)> {
        let changes = self.changes_of(row);
        let mut cells: Vec<(u32, &str)> =
            changes.iter().map(|(f, text)| (*f, text.as_str())).collect();
        if let Some(errors) = self.layout().field(Col::Errors)
            && !self.is_changed(row, errors as u32)
            && !self.table().cell(row as usize, errors).is_empty()
        {
            let at = cells.partition_point(|(field, _)| *field < errors as u32);
            cells.insert(at, (errors as u32, ""));
        }
        cells
    }

    /// Tells whether uploading a row closes the lead.
    pub fn closes(&self, row: u32) -> bool {
        let status = self.layout().field(Col::Status).map(|f| self.text(row, f as u32));
        status.is_some_and(|text| text == "Closed") && !self.came_closed(row)
    }

    fn errors_of(&self, row: u32) -> Vec<Finding> {
        self.findings().row(row).filter(|f| f.level == Level::Error).cloned().collect()
    }
}
