//! What results make of leads: the answers to their uploads.

use crate::leads::{Field, Row};
use crate::sheet::edit::Step;
use crate::sheet::ledger::ledger::{Ledger, LoadedTexts};
use crate::sheet::ledger::uploads::{LeadUploads, UploadOutcome, UploadSource};
use crate::sheet::log::entry::{AnsweredUpload, LoggedResult};
use crate::sheet::state::Changes;
use std::collections::BTreeMap;

/// What a results file says of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub row: Row,
    /// The upload; nothing if it is the one with these cells.
    pub upload: Option<AnsweredUpload>,
    /// The cells in which the upload differed from the file.
    pub cells: Changes,
    /// Accepted or rejected.
    pub outcome: UploadOutcome,
}

impl Answer {
    /// The answer that a log keeps about a row: the *Errors* and the cells that were uploaded.
    ///
    /// Without *Errors*, in a log of an older version, the newest upload was accepted, and nothing if there is
    /// none.
    pub fn from_log(lead: &LoggedResult, mut cells: Changes, ledger: &Ledger) -> Option<Self> {
        let (row, errors) = (lead.row, lead.outcome.as_deref());
        cells.sort_unstable_by_key(|(field, _)| *field);
        let outcome = UploadOutcome::from_errors(errors.unwrap_or_default());
        if errors.is_none() {
            cells.clone_from(&ledger.uploads(row)?.waiting().next_back()?.cells);
        }
        Some(Self { row, upload: lead.upload, cells, outcome })
    }
}

/// A lead before or after results were imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeadAccount {
    pub(super) changes: Changes,
    pub(super) uploads: LeadUploads,
}

/// What imported results made of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnsweredLead {
    pub row: Row,
    pub(super) before: LeadAccount,
    pub(super) after: LeadAccount,
}

impl Ledger {
    /// Notes what a results file says of leads.
    ///
    /// An answer about an upload that isn't known is one of another work, or of a revert file: what was
    /// uploaded then is known from now on, and unchanged cells get its texts. A lead that was
    /// accepted as Closed has the texts that Partner Center holds: nothing else can be uploaded any more.
    ///
    /// With the SHA-256 of the file it is a step that undo takes back.
    ///
    /// Returns whether something was new.
    pub fn answer(
        &mut self,
        file: &dyn LoadedTexts,
        answers: Vec<Answer>,
        results: Option<&str>,
    ) -> bool {
        let mut answered = Vec::new();
        for answer in answers {
            let (row, before) = (answer.row, self.account(answer.row));
            self.answer_lead(file, answer);
            let after = self.account(row);
            if before != after {
                answered.push(AnsweredLead { row, before, after });
            }
        }
        let is_new = !answered.is_empty();
        let Some(results) = results else { return is_new };
        let results_file = (!results.is_empty()).then(|| results.to_owned());
        self.results.extend(results_file.clone());
        if is_new {
            let label = self.results_label(&answered);
            let step = Step { label, changes: Vec::new(), answers: answered, results_file };
            self.history.push(step);
        }
        is_new
    }

    /// What results are called that answered these leads: those of the upload file that most of them are in.
    fn results_label(&self, leads: &[AnsweredLead]) -> String {
        let mut exports: BTreeMap<usize, usize> = BTreeMap::new();
        for lead in leads {
            let answered = lead.after.uploads.iter().find(|upload| {
                !upload.waits() && lead.before.uploads.iter().all(|before| before != *upload)
            });
            if let Some(UploadSource::Export(number)) = answered.map(|upload| upload.source) {
                *exports.entry(number).or_default() += 1;
            }
        }
        let number = exports.into_iter().max_by_key(|(_, leads)| *leads).map(|(number, _)| number);
        let file = number.and_then(|number| self.exports[number].file.as_ref());
        match file.and_then(|file| file.path.rsplit(['/', '\\']).next()) {
            Some(name) => format!("results of {name}"),
            None => "results".to_owned(),
        }
    }

    fn answer_lead(&mut self, file: &dyn LoadedTexts, answer: Answer) {
        let Answer { row, upload, cells, outcome } = answer;
        let reference = self.reference_cells(row).to_vec();
        let is_accepted = outcome == UploadOutcome::Accepted;
        let uploads = self.uploads.entry(row).or_default();
        let is_known = match upload {
            Some(AnsweredUpload::Export(number)) => uploads.answer_export(number, &outcome),
            Some(AnsweredUpload::Elsewhere) => false,
            None => uploads.answer(&cells, &outcome),
        };
        if !is_known {
            let is_first = !uploads.has_own();
            uploads.insert_elsewhere(cells.clone(), outcome);
            if is_accepted {
                let now = self.reference_cells(row).to_vec();
                self.follow(file, row, &reference, &now);
            } else if is_first {
                self.follow(file, row, &reference, &cells);
            }
        }
        if let Some(uploads) = self.uploads.get_mut(&row) {
            uploads.keep_closed(file.status());
        }
        if is_accepted && self.was_accepted_closed(file, row) {
            let base = self.uploads[&row].base().map(|base| base.cells.clone());
            let uploads = self.uploads[&row].clone();
            self.put(row, LeadAccount { changes: base.unwrap_or_default(), uploads });
        }
    }

    /// Gives the cells of a row that are as in one state of it the texts of another state.
    fn follow(&mut self, file: &dyn LoadedTexts, row: Row, from: &Changes, to: &Changes) {
        let in_state = |state: &[(Field, String)], field: Field| {
            let text = state.iter().find(|(f, _)| *f == field).map(|(_, text)| text.clone());
            text.unwrap_or_else(|| file.loaded(row, field).into_owned())
        };
        let fields: Vec<Field> = from.iter().chain(to).map(|(field, _)| *field).collect();
        for field in fields {
            if in_state(self.changes_of(row), field) == in_state(from, field) {
                self.set(file, row, field, &in_state(to, field));
            }
        }
    }
}
