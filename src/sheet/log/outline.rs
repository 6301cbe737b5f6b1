//! What a log comes to, counted without the file that it is about.

use crate::leads::Row;
use crate::sheet::edit::Step;
use crate::sheet::ledger::ledger::Ledger;
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome, UploadSource};
use crate::sheet::log::entry::LogEntry;
use crate::sheet::log::pending::LoggedWork;
use std::collections::BTreeSet;

/// What the entries of a log come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSummary {
    /// How many steps are made, those that were taken back left out.
    pub steps: usize,
    /// How many leads these steps change.
    pub leads: usize,
    /// How many leads were exported.
    pub exported: usize,
    /// How many leads are to be exported: they differ from what was exported last or is accepted, and don't
    /// stand as Partner Center rejected them.
    pub open: usize,
    /// How many leads are flagged.
    pub flagged: usize,
    /// How many leads have a private note.
    pub notes: usize,
}

impl LogSummary {
    /// Counts what entries come to, without the file that they were done to.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let ledger = LoggedWork::replay(entries).ledger;
        let steps = ledger.history.done();
        let leads: BTreeSet<Row> = steps.iter().flat_map(Step::touched).collect();
        let is_export = |upload: &LeadUpload| matches!(upload.source, UploadSource::Export(_));
        let exported = ledger.uploaded_rows().filter(|(_, uploads)| uploads.iter().any(is_export));
        Self {
            steps: steps.len(),
            leads: leads.len(),
            exported: exported.count(),
            flagged: ledger.annotations().filter(|(_, noted)| noted.is_flagged).count(),
            notes: ledger.annotations().filter(|(_, noted)| noted.has_note()).count(),
            open: ledger.tracked_rows().filter(|row| is_open(&ledger, *row)).count(),
        }
    }
}

/// Whether the next export writes a lead.
fn is_open(ledger: &Ledger, row: Row) -> bool {
    let newest = ledger.uploads(row).and_then(LeadUploads::newest);
    match newest.filter(|upload| upload.cells == ledger.changes_of(row)).map(|u| &u.outcome) {
        Some(UploadOutcome::Rejected { is_resubmitted, .. }) => *is_resubmitted,
        _ => ledger.is_changed(row),
    }
}
