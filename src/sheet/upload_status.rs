//! What is known of a row from outside its texts: what Partner Center holds, and how its uploads went.

use crate::leads::{Field, Row};
use crate::leads::{Origin, Reference, UploadResult};
use crate::sheet::edit::ReadOnly;
use crate::sheet::ledger::answer::Answer;
use crate::sheet::ledger::ledger::differing_fields;
use crate::sheet::ledger::uploads::{LeadUploads, UploadOutcome};
use crate::sheet::log::entry::LogEntry;
use crate::sheet::sheet::Sheet;
use crate::table::parallel::rows_where;
use std::borrow::Cow;

/// How rows that were asked for were marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResubmitReport {
    /// How many rows are marked now that weren't.
    pub rows: usize,
    /// How many were left out: not refused or exported, or Closed already.
    pub left_out: usize,
}

impl Sheet {
    /// Takes what the loaded texts tell of the last upload: rows with *Errors* were rejected, and in a
    /// results file the others were accepted.
    pub(crate) fn init_upload_status(&mut self) {
        let tells_all = self.origin() == Origin::Results;
        let errors = self.layout().errors();
        let errors = errors.filter(|_| tells_all || self.origin() == Origin::Download);
        let outcomes: Vec<_> = errors.map_or_else(Vec::new, |errors| {
            let told = |row: Row| self.table().cell(row, errors);
            let is_known =
                |row| (tells_all || !told(row).trim().is_empty()) && self.table().holds_lead(row);
            let rows = rows_where(self.row_count(), is_known).into_iter();
            rows.map(|row| (row, UploadOutcome::from_errors(told(row).trim()))).collect()
        });
        self.ledger.set_loaded(outcomes.into_iter());
    }

    /// The result of the last upload of a row, as far as it is known.
    pub fn last_upload(&self, row: Row) -> UploadResult {
        self.ledger.uploads(row).map_or(UploadResult::Unknown, LeadUploads::result)
    }

    /// The errors that Partner Center reported for a rejected row, word for word; else empty.
    pub fn portal_errors(&self, row: Row) -> &str {
        self.ledger.uploads(row).map_or("", LeadUploads::portal_errors)
    }

    /// What the texts are that the changes of a row are measured against.
    pub fn reference(&self, row: Row) -> Reference {
        self.ledger.reference_kind(row)
    }

    /// Tells whether an upload of a row is known that the file itself doesn't tell.
    pub fn knows_uploads(&self) -> bool {
        self.ledger.uploaded_rows().any(|(_, uploads)| uploads.has_own())
    }

    /// The text of a cell that changes are measured against: what Partner Center holds, or will hold if it
    /// accepts the exports without results, as far as is known.
    pub fn reference_text(&self, row: Row, field: Field) -> Cow<'_, str> {
        let cells = self.ledger.reference_cells(row);
        match cells.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(at) => Cow::Borrowed(cells[at].1.as_str()),
            Err(_) => self.table().cell(row, field),
        }
    }

    /// The text of a cell that Partner Center holds, as far as is known: that of the file, or of the newest upload
    /// that was accepted.
    pub fn base_text(&self, row: Row, field: Field) -> Cow<'_, str> {
        let cells = self.ledger.base_cells(row);
        match cells.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(at) => Cow::Borrowed(cells[at].1.as_str()),
            Err(_) => self.table().cell(row, field),
        }
    }

    /// The cells of a row in which it differs from what Partner Center holds, in file order.
    pub fn fields_unlike_base(&self, row: Row) -> Vec<Field> {
        differing_fields(self.ledger.base_cells(row), self.changes_of(row))
    }

    /// Tells whether a cell differs from its [reference](Self::reference_text).
    pub fn is_changed(&self, row: Row, field: Field) -> bool {
        match (self.changed_text(row, field), self.ledger.reference_cells(row)) {
            (text, []) => text.is_some(),
            _ => self.text(row, field) != self.reference_text(row, field),
        }
    }

    /// Tells whether a row has a changed cell.
    pub fn is_row_changed(&self, row: Row) -> bool {
        self.ledger.is_changed(row)
    }

    /// The changed cells of a row, in file order.
    pub fn changed_fields(&self, row: Row) -> Vec<Field> {
        differing_fields(self.ledger.reference_cells(row), self.changes_of(row))
    }

    /// Iterates over the rows with changes, in file order.
    pub fn changed_rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.ledger.tracked_rows().filter(|row| self.is_row_changed(*row))
    }

    /// Remembers that Partner Center rejected a row as it stands: in another file, from which its changes
    /// came.
    pub(crate) fn import_rejection(&mut self, row: Row, said: String) {
        let cells = self.changes_of(row).to_vec();
        let outcome = UploadOutcome::Rejected { said, is_resubmitted: false };
        self.import_answers(vec![Answer { row, upload: None, cells, outcome }], None);
    }

    /// Takes answers of a results file, see [`Ledger::answer`](crate::sheet::ledger::ledger::Ledger::answer).
    pub(crate) fn import_answers(&mut self, answers: Vec<Answer>, results: Option<&str>) {
        let leads = answers.iter().map(|answer| self.log_result(answer)).collect();
        let mut rows: Vec<Row> = answers.iter().map(|answer| answer.row).collect();
        rows.sort_unstable();
        // The ledger reads the rest of the sheet.
        let mut ledger = std::mem::take(&mut self.ledger);
        let is_new = ledger.answer(&(self.table(), self.layout()), answers, results);
        self.ledger = ledger;
        if is_new {
            self.revalidate_whole(&rows);
        }
        // A file without anything new is known from now on.
        if is_new || results.is_some_and(|results| !results.is_empty()) {
            let leads = if is_new { leads } else { Vec::new() };
            self.log(|_| LogEntry::Results { leads, file: results.map(str::to_owned) });
        }
    }

    /// Marks rejected or exported rows to be exported again as they are, or takes the marks back.
    ///
    /// A refused row that was corrected since is ready without a mark, and one that is done needs none.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn resubmit(&mut self, rows: &[Row], again: bool) -> Result<ResubmitReport, ReadOnly> {
        self.check_writable()?;
        // Nothing can be uploaded for a lead that is Closed already.
        let open = |row: &Row| !(again && self.is_closed(*row));
        let open: Vec<Row> = rows.iter().copied().filter(open).collect();
        let marked = self.ledger.resubmit(&open, again);
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
