//! Takes a results file into the work: which leads Partner Center took, and which it refused and why.

use crate::leads::{CellRef, Field, MAX_UPLOAD_ROWS, Row};
use crate::sheet::CellEdit;
use crate::sheet::state::Changes;
use crate::sheet::upload_status::{UploadOutcome, UploadRecord};
use crate::sheet::{Edit, LogEntry, OwnFile, ReadOnly, Sheet};
use crate::table::{Join, Table};
use std::collections::BTreeMap;

/// What a results file said of the work, lead by lead: each row of it counts in one of these, but for
/// the ones that stand twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// The rows that Partner Center took: they are done.
    pub accepted: Vec<Row>,
    /// The rows that it refused: they have failed, or wait to be exported as they were corrected since.
    pub rejected: Vec<Row>,
    /// The rows whose result was known before.
    pub known: Vec<Row>,
    /// The rows that it took and that were edited since: these edits are still to be exported.
    pub edited_since: Vec<Row>,
    /// The rows that the file shows as they were before the export, without *Errors*: it can't be the
    /// result of that upload, so they stay exported.
    pub stale: Vec<Row>,
    /// The rows of whose upload this work knows nothing and the file shows nothing.
    pub not_uploaded: Vec<Row>,
    /// The rows that the file both took and refused, or that it refuses although they are done: what
    /// it refuses counts, unless it is done.
    pub conflicting: Vec<Row>,
    /// The rows of the file whose lead isn't here: row of the file and *Referral ID*.
    pub unknown: Vec<(Row, String)>,
    /// The rows of the file whose lead stands there already.
    pub duplicates: Vec<Row>,
    /// The rows whose uploaded texts were taken from the file, because this work didn't have them.
    pub imported: Vec<Row>,
    /// The cells that the file shows with another text than was exported: row and field.
    pub other_texts: Vec<CellRef>,
    /// The exported rows that the file doesn't name.
    pub waiting: Vec<Row>,
}

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

/// What a results file says of one lead.
struct RowResult {
    /// Its first row in the results file.
    at: Row,
    /// The *Errors* of all its rows, each once; empty if it was taken.
    said: String,
    /// Whether one of its rows was taken and another one refused.
    is_conflicting: bool,
}

/// What a results file comes to for one row.
enum Decision {
    /// Nothing that wasn't known, or that can be believed.
    Nothing,
    /// The row has this standing from now on.
    Applies(UploadRecord),
    /// The row was taken as it was exported, and edited since.
    Superseded,
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
        let is_download = results.text() == self.table().text();
        let own = self.own_file(sha256).or(is_download.then_some(OwnFile::Download));
        own.map_or(Ok(()), |own| Err(MergeError::Own(own)))?;
        self.merge(results)
    }

    /// Joins a results file to the work by *Referral ID*.
    ///
    /// Leads that Partner Center took are done, and locked; those that it refused have failed until they
    /// are corrected or marked to be sent again. Where this work doesn't know what was uploaded, the texts
    /// of the results file in cells that may be edited are taken over as one step, so that nothing has to
    /// be typed again.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only, or if the file can't be the results of an upload of these leads;
    /// nothing changes then.
    pub fn merge(&mut self, results: &Table) -> Result<MergeReport, MergeError> {
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
        self.import_exports(results, &join, &words, &mut merged);
        let mut kept = Vec::new();
        for (&row, word) in &words {
            match self.decide(row, word, (results, &join), &mut merged) {
                Decision::Nothing => {}
                Decision::Applies(standing) => {
                    kept.push(self.log_result(row, Some(&standing)));
                    self.upload_status.insert(row, standing);
                }
                Decision::Superseded => {
                    kept.push(self.log_result(row, None));
                    self.upload_status.remove(&row);
                }
            }
        }
        let waits = |(row, standing): (&Row, &UploadRecord)| {
            (standing.outcome == UploadOutcome::Open && !words.contains_key(row)).then_some(*row)
        };
        merged.waiting = self.upload_status.iter().filter_map(waits).collect();
        if !kept.is_empty() {
            let rows: Vec<Row> = kept.iter().map(|lead| lead.row).collect();
            self.revalidate(&rows);
            self.log(|_| LogEntry::Results { leads: kept });
        }
        Ok(merged)
    }

    /// Repeats the edits of leads that were uploaded elsewhere, or whose work was discarded here.
    fn import_exports(
        &mut self,
        results: &Table,
        join: &Join,
        words: &BTreeMap<Row, RowResult>,
        merged: &mut MergeReport,
    ) {
        let is_new = |row: &Row| {
            self.changes_of(*row).is_empty()
                && self.upload_status.get(row).is_none_or(|s| s.sent.is_empty())
        };
        let rows: Vec<Row> = words.keys().copied().filter(is_new).collect();
        let mut sets = Vec::new();
        for &row in &rows {
            sets.extend(self.differing_cells(row, words[&row].at, (results, join)));
        }
        // What may not be edited was written by Partner Center, or by a mistake that isn't repeated.
        if self.apply(Edit::new("merge", sets).skipping_locked()).is_ok() {
            merged.imported =
                rows.into_iter().filter(|r| !self.changes_of(*r).is_empty()).collect();
        }
    }

    /// The cells of a row that differ between the results file and the download.
    fn differing_cells(
        &self,
        row: Row,
        at: Row,
        (results, join): (&Table, &Join),
    ) -> Vec<CellEdit> {
        let errors = self.layout().errors();
        // A short row says nothing of the cells that it lacks.
        let fields = results.fields_of(at);
        let theirs = |(field, own): (Field, Field)| {
            let text = results.cell(at, field);
            let is_there = field.index() < fields;
            let differs = is_there && *text != *self.table().cell(row, own);
            (differs && Some(own) != errors).then(|| CellEdit::new(row, own, text))
        };
        join.columns().filter_map(theirs).collect()
    }

    /// Returns what the file comes to for a row, and puts the row into its list.
    fn decide(
        &self,
        row: Row,
        word: &RowResult,
        file: (&Table, &Join),
        merged: &mut MergeReport,
    ) -> Decision {
        let changes = self.changes_of(row).to_vec();
        let standing = self.upload_status.get(&row);
        if word.is_conflicting {
            merged.conflicting.push(row);
        }
        if self.is_done(row) {
            let list =
                if word.said.is_empty() { &mut merged.known } else { &mut merged.conflicting };
            list.push(row);
            return Decision::Nothing;
        }
        let sent = standing.map_or_else(|| changes.clone(), |standing| standing.sent.clone());
        if !word.said.is_empty() {
            let said = word.said.clone();
            if standing.is_some_and(|standing| standing.rejection() == said) {
                merged.known.push(row);
                return Decision::Nothing;
            }
            merged.rejected.push(row);
            let outcome = UploadOutcome::Rejected { said, is_resubmitted: false };
            return Decision::Applies(UploadRecord { sent, outcome });
        }
        let differing = self.differing(row, word.at, &sent, file);
        let is_stale =
            !sent.is_empty() && sent.iter().all(|(field, _)| differing.contains(&(*field, true)));
        if is_stale {
            merged.stale.push(row);
            return Decision::Nothing;
        }
        if standing.is_none() && (sent.is_empty() || !differing.is_empty()) {
            merged.not_uploaded.push(row);
            return Decision::Nothing;
        }
        merged.other_texts.extend(differing.into_iter().map(|(field, _)| CellRef::new(row, field)));
        if changes != sent {
            merged.edited_since.push(row);
            return Decision::Superseded;
        }
        merged.accepted.push(row);
        Decision::Applies(UploadRecord { sent, outcome: UploadOutcome::Accepted })
    }

    /// Returns the sent cells that the results file shows with another text, and whether that is the
    /// download's.
    fn differing(
        &self,
        row: Row,
        at: Row,
        sent: &Changes,
        (results, join): (&Table, &Join),
    ) -> Vec<(Field, bool)> {
        let fields = results.fields_of(at);
        let shown = |field: Field| join.columns().find(|(_, own)| *own == field);
        let differing = |(field, text): &(Field, String)| {
            let (theirs, _) = shown(*field).filter(|(theirs, _)| theirs.index() < fields)?;
            let shown = results.cell(at, theirs);
            let is_old = || *shown == *self.table().cell(row, *field);
            (*shown != **text).then(|| (*field, is_old()))
        };
        let errors = self.layout().errors();
        let sent = sent.iter().filter(|(field, _)| Some(*field) != errors);
        sent.filter_map(differing).collect()
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
    for at in results.rows() {
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
