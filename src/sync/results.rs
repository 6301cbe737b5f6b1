//! Takes a results file into the work: which leads Partner Center took, and which it refused and why.

use crate::leads::{Field, MAX_UPLOAD_ROWS, Reference, Row};
use crate::sheet::ledger::uploads::LeadUploads;
use crate::sheet::{OwnFile, ReadOnly, RowState, Sheet};
use crate::sync::answers::AnswerFinder;
use crate::sync::decision::RowResult;
use crate::sync::merge_report::MergeReport;
use crate::table::{Join, Table, Union};
use std::collections::BTreeMap;

/// Why a file can't be taken for the results of an upload.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// The sheet is read-only.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// It is a file of this work, not the processed file of an upload.
    #[error("it is {0}; import the processed file, which Partner Center offers after the upload")]
    Own(OwnFile),
    /// It has no *Errors* column.
    #[error("it has no Errors column, so it isn't the processed file of an upload")]
    NoErrors,
    /// It has more rows than an upload can have.
    #[error(
        "it has {rows} rows, but an upload has at most 1,000; it looks like a download: use rebase"
    )]
    TooMany {
        /// How many rows it has.
        rows: usize,
    },
    /// None of its leads is here.
    #[error("none of its {rows} leads is in this file")]
    Foreign {
        /// How many rows it has.
        rows: usize,
    },
}

impl Sheet {
    /// Joins a results file to the work, as [`Sheet::merge`] does, unless it is a file of this work.
    ///
    /// `sha256` is the SHA-256 of the file's bytes, in hexadecimal digits.
    ///
    /// # Errors
    ///
    /// Fails if the file is the download, an upload file or a revert file of this work, and as
    /// [`Sheet::merge`] does; nothing changes then.
    pub fn merge_file(&mut self, results: &Table, sha256: &str) -> Result<MergeReport, MergeError> {
        self.check_writable()?;
        // Of several files each is a download.
        let sources = self.table().sources().map_or(&[][..], Union::files);
        let is_source = sources.iter().any(|file| results.text() == file.table.text());
        let is_download = is_source || results.text() == self.table().text();
        let own = self.own_file(sha256).or(is_download.then_some(OwnFile::Download));
        own.map_or(Ok(()), |own| Err(MergeError::Own(own)))?;
        self.merge_as(results, sha256)
    }

    /// Joins a results file to the work by *Referral ID*.
    ///
    /// Each of its rows answers one upload of the lead: the one whose texts it shows. Leads that Partner Center
    /// accepted are done until they are changed again; those that it rejected have failed until they are
    /// corrected or marked to be sent again. Where this work doesn't know what was uploaded, the texts of the
    /// results file in cells that may be edited are taken over, so that nothing has to be typed again. All
    /// of it is one step, which undo takes back as long as nothing was exported since.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only, or if the file can't be the results of an upload of these leads;
    /// nothing changes then.
    pub fn merge(&mut self, results: &Table) -> Result<MergeReport, MergeError> {
        self.merge_as(results, "")
    }

    fn merge_as(&mut self, results: &Table, sha256: &str) -> Result<MergeReport, MergeError> {
        self.check_writable()?;
        let errors = results.layout().errors().ok_or(MergeError::NoErrors)?;
        if results.len() > MAX_UPLOAD_ROWS {
            return Err(MergeError::TooMany { rows: results.len() });
        }
        let join = Join::new(results, self.table());
        let mut merged = MergeReport::default();
        let words = read_results(results, errors, &join, &mut merged);
        if words.is_empty() && !results.is_empty() {
            return Err(MergeError::Foreign { rows: results.len() });
        }
        if self.ledger.knows_results(sha256) {
            merged.known = words.keys().copied().collect();
        } else {
            let answers = AnswerFinder::new(self, results, &join, &words).find(&mut merged);
            // What isn't clear yet may be clear once other results are known.
            let is_whole = merged.unclear.is_empty() && merged.stale.is_empty();
            if is_whole || !answers.is_empty() {
                self.import_answers(answers, Some(sha256));
            }
            let is_done = |row: &&Row| self.state(**row) == RowState::Done;
            let (done, later) = merged.accepted.iter().partition(is_done);
            (merged.accepted, merged.edited_since) = (done, later);
        }
        let waits = |(row, uploads): (Row, &LeadUploads)| {
            let is_open = uploads.reference_kind() == Reference::Exported;
            (is_open && !words.contains_key(&row)).then_some(row)
        };
        merged.waiting = self.ledger.uploaded_rows().filter_map(waits).collect();
        Ok(merged)
    }
}

/// Gathers what a results file says of each lead that is here.
fn read_results(
    results: &Table,
    errors: Field,
    join: &Join,
    merged: &mut MergeReport,
) -> BTreeMap<Row, RowResult> {
    let mut words: BTreeMap<Row, RowResult> = BTreeMap::new();
    let added = join.added.iter().map(|at| (*at, results.referral_id(*at)));
    merged.unknown = added.collect();
    merged.duplicates.clone_from(&join.duplicates);
    // A row that lacks *Errors* because a line end broke it wasn't accepted for that.
    for at in results.rows().filter(|at| results.is_whole(*at)) {
        let Some(row) = join.row(at) else { continue };
        let cell = results.cell(at, errors);
        let said = cell.trim();
        let Some(word) = words.get_mut(&row) else {
            words.insert(row, RowResult { at, said: said.to_owned(), is_conflicting: false });
            continue;
        };
        word.is_conflicting |= word.said.is_empty() != said.is_empty();
        if word.said.is_empty() {
            // The texts of the row that was refused are the ones to be corrected.
            (word.at, word.said) = (at, said.to_owned());
        } else if !said.is_empty() && !word.said.split("; ").any(|known| known == said) {
            word.said = format!("{}; {said}", word.said);
        }
    }
    words
}
