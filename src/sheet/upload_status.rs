//! What is known of a row from outside its texts: that it was exported, and how its upload went.

use crate::leads::Row;
use crate::leads::{Origin, UploadResult};
use crate::sheet::edit::ReadOnly;
use crate::sheet::log::entry::LogEntry;
use crate::sheet::sheet::Sheet;
use crate::sheet::state::Changes;

/// How far a row came on its way to Partner Center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadRecord {
    /// The changes with which it was uploaded or exported; none if it is a results file's own row.
    pub sent: Changes,
    /// How that went.
    pub outcome: UploadOutcome,
}

/// How an upload of a row went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UploadOutcome {
    /// Nothing is known of it yet.
    Open,
    /// Partner Center took the row.
    Accepted,
    /// Partner Center refused it.
    Rejected {
        /// What it said, word for word.
        said: String,
        /// Whether the row is marked to be uploaded again unchanged.
        is_resubmitted: bool,
    },
}

impl UploadRecord {
    /// The result of the last upload, for the rules.
    pub fn result(&self) -> UploadResult {
        match self.outcome {
            UploadOutcome::Open => UploadResult::Unknown,
            UploadOutcome::Accepted => UploadResult::Accepted,
            UploadOutcome::Rejected { is_resubmitted: false, .. } => UploadResult::Rejected,
            UploadOutcome::Rejected { is_resubmitted: true, .. } => UploadResult::Resubmit,
        }
    }

    /// The errors that Partner Center reported; else empty.
    pub fn rejection(&self) -> &str {
        match &self.outcome {
            UploadOutcome::Rejected { said, .. } => said,
            UploadOutcome::Open | UploadOutcome::Accepted => "",
        }
    }
}

/// How rows that were asked for were marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResubmitReport {
    /// How many rows are marked now that weren't.
    pub rows: usize,
    /// How many were left out: not refused or exported, or Closed already.
    pub left_out: usize,
}

impl Sheet {
    /// Gives each row the standing that the loaded texts tell: those with *Errors* were refused, and in a
    /// results file the others have succeeded.
    pub(crate) fn init_upload_status(&mut self) {
        // What this work has uploaded stays known.
        self.upload_status.retain(|_, standing| !standing.sent.is_empty());
        let Some(field) = self.layout().errors() else { return };
        let tells_all = self.origin() == Origin::Results;
        if !tells_all && self.origin() != Origin::Download {
            return;
        }
        for row in self.rows() {
            if self.table().repeats_header(row) {
                continue;
            }
            let said = self.table().cell(row, field);
            let outcome = match said.trim() {
                "" if tells_all => UploadOutcome::Accepted,
                "" => continue,
                said => UploadOutcome::Rejected { said: said.to_owned(), is_resubmitted: false },
            };
            let standing = UploadRecord { sent: Changes::new(), outcome };
            self.upload_status.entry(row).or_insert(standing);
        }
    }

    /// The result of the last upload of a row, as far as it is known.
    pub fn last_upload(&self, row: Row) -> UploadResult {
        self.upload_status.get(&row).map_or(UploadResult::Unknown, UploadRecord::result)
    }

    /// The errors that Partner Center reported for a rejected row, word for word; else empty.
    pub fn portal_errors(&self, row: Row) -> &str {
        self.upload_status.get(&row).map_or("", UploadRecord::rejection)
    }

    /// Returns the changes with which a row was uploaded or exported last, and what Partner Center said if
    /// it refused them and they aren't to be sent again: the empty text if they are.
    pub(crate) fn uploaded(&self, row: Row) -> Option<(&Changes, Option<&str>)> {
        let standing = self.upload_status.get(&row)?;
        let said = match &standing.outcome {
            UploadOutcome::Open | UploadOutcome::Accepted => None,
            UploadOutcome::Rejected { is_resubmitted: true, .. } => Some(""),
            UploadOutcome::Rejected { said, .. } => Some(said.as_str()),
        };
        Some((&standing.sent, said))
    }

    /// Remembers that Partner Center refused a row as it stands: in another file, from which its changes
    /// came.
    pub(crate) fn import_rejection(&mut self, row: Row, said: String) {
        let sent = self.changes_of(row).to_vec();
        let outcome = UploadOutcome::Rejected { said, is_resubmitted: false };
        let standing = UploadRecord { sent, outcome };
        let kept = self.log_result(row, Some(&standing));
        self.upload_status.insert(row, standing);
        self.revalidate(&[row]);
        self.log(|_| LogEntry::Results { leads: vec![kept] });
    }

    /// Tells whether Partner Center took a row, so that it is done.
    pub(crate) fn is_done(&self, row: Row) -> bool {
        self.last_upload(row) == UploadResult::Accepted
    }

    /// Marks refused or exported rows to be exported again as they are, or takes the marks back.
    ///
    /// A refused row that was corrected since is ready without a mark, and one that is done needs none.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn resubmit(&mut self, rows: &[Row], again: bool) -> Result<ResubmitReport, ReadOnly> {
        self.check_writable()?;
        let mut marked = Vec::new();
        for &row in rows {
            // Nothing can be uploaded for a lead that is Closed already.
            if again && self.was_closed(row) {
                continue;
            }
            let Some(standing) = self.upload_status.get_mut(&row) else { continue };
            match &mut standing.outcome {
                UploadOutcome::Rejected { is_resubmitted: mark, .. } if *mark != again => {
                    *mark = again;
                }
                // What isn't known to be exported is exported.
                UploadOutcome::Open if again => drop(self.upload_status.remove(&row)),
                _ => continue,
            }
            marked.push(row);
        }
        let left_out = rows.len() - marked.len();
        let rows = marked.len();
        if rows > 0 {
            self.revalidate(&marked);
            self.log(|sheet| LogEntry::Resubmit { leads: sheet.with_ids(&marked), is_set: again });
        }
        Ok(ResubmitReport { rows, left_out })
    }

    /// Opens the file as a results file, or as a download again, against its looks.
    ///
    /// # Errors
    ///
    /// Fails with the number of changed rows that would be done, and so locked.
    pub fn open_as(&mut self, origin: Origin) -> Result<(), usize> {
        if origin == Origin::Results {
            let changed = self.changed_rows().filter(|row| !self.table().has_errors(*row)).count();
            if changed > 0 {
                return Err(changed);
            }
        }
        if self.origin() != origin {
            self.set_origin(origin);
            self.log(|_| LogEntry::OpenAs { results: origin == Origin::Results });
        }
        Ok(())
    }
}
