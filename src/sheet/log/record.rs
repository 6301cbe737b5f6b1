//! Recording what is done to a sheet.

use crate::leads::{Field, Row};
use crate::sheet::edit::{Change, Step};
use crate::sheet::ledger::answer::Answer;
use crate::sheet::ledger::uploads::UploadOutcome;
use crate::sheet::log::entry::{LogEntry, LoggedLead, LoggedResult, UploadFile};
use crate::sheet::sheet::Sheet;

impl Sheet {
    /// Returns rows with their *Referral IDs*.
    pub fn with_ids(&self, rows: &[Row]) -> Vec<(Row, String)> {
        rows.iter().map(|row| (*row, self.referral_id(*row))).collect()
    }

    /// Tells whether upload files keep what the last upload said in *Errors*.
    pub fn keeps_errors(&self) -> bool {
        self.keeps_errors
    }

    /// Lets upload files keep what the last upload said in *Errors*, or clears it there.
    pub fn keep_errors(&mut self, keep: bool) {
        self.keeps_errors = keep;
    }

    /// Begins to note what is done, for [`Sheet::take_log`].
    pub fn start_logging(&mut self) {
        self.log.get_or_insert_default();
    }

    /// Stops noting what is done.
    pub fn stop_logging(&mut self) {
        self.log = None;
    }

    /// Whether something was logged that [`Sheet::take_log`] hasn't taken yet.
    pub fn has_logged(&self) -> bool {
        self.log.as_ref().is_some_and(|entries| !entries.is_empty())
    }

    /// Takes the entries that were logged since the last call, in order; none unless logging is on.
    pub fn take_log(&mut self) -> Vec<LogEntry> {
        self.log.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Remembers that these rows were exported as they stand now, into these files. Results that were imported
    /// before can't be undone any more.
    pub fn mark_exported(&mut self, rows: &[Row], files: &[UploadFile]) {
        self.ledger.export(rows, files);
        self.revalidate(rows);
        self.log(|sheet| LogEntry::Export { leads: sheet.with_ids(rows), files: files.to_vec() });
    }

    /// Remembers when the upload file with this SHA-256 was uploaded, or that it wasn't; tells whether it is
    /// one of this work.
    pub fn set_uploaded(&mut self, sha256: &str, at: Option<&str>) -> bool {
        // The ledger reads the rest of the sheet.
        let mut ledger = std::mem::take(&mut self.ledger);
        let rows = ledger.set_uploaded(&(self.table(), self.layout()), sha256, at);
        self.ledger = ledger;
        let Some(rows) = rows else { return false };
        self.revalidate(&rows);
        self.log(|_| LogEntry::Uploaded {
            sha256: sha256.to_owned(),
            is_set: at.is_some(),
            at: at.map(str::to_owned),
        });
        true
    }

    /// Notes an action, if actions are noted.
    pub(crate) fn log(&mut self, action: impl FnOnce(&Self) -> LogEntry) {
        if self.log.is_some() {
            let action = action(self);
            self.log.get_or_insert_default().push(action);
        }
    }

    /// Returns a step in the form that outlives the program.
    pub(crate) fn log_entry(&self, step: &Step) -> LogEntry {
        let mut leads: Vec<LoggedLead> = Vec::new();
        for Change { row, field, before, after } in &step.changes {
            let column = self.layout().name(*field).to_owned();
            let cell = (column, before.clone(), after.clone());
            match leads.last_mut().filter(|lead| lead.row == *row) {
                Some(lead) => lead.cells.push(cell),
                None => leads.push(LoggedLead {
                    row: *row,
                    id: self.referral_id(*row),
                    cells: vec![cell],
                }),
            }
        }
        LogEntry::Edit { label: step.label.clone(), leads }
    }

    /// The *Referral ID* of a row as loaded.
    pub(crate) fn referral_id(&self, row: Row) -> String {
        self.table().referral_id(row)
    }

    /// An answer in the form that outlives the program.
    pub(crate) fn log_result(&self, answer: &Answer) -> LoggedResult {
        let name = |field: Field| self.layout().name(field).to_owned();
        let loaded =
            |(field, _): &(Field, String)| self.table().cell(answer.row, *field).into_owned();
        LoggedResult {
            row: answer.row,
            id: self.referral_id(answer.row),
            upload: answer.upload,
            outcome: Some(match &answer.outcome {
                UploadOutcome::Rejected { said, .. } => said.clone(),
                _ => String::new(),
            }),
            sent: answer.cells.iter().map(|(field, text)| (name(*field), text.clone())).collect(),
            loaded: if self.ledger.knows_upload(answer.row, &answer.cells) {
                Vec::new()
            } else {
                answer.cells.iter().map(loaded).collect()
            },
        }
    }
}
