//! Finds the upload that each row of a results file answers.
//!
//! A processed file has its records as they were uploaded, so a row answers the upload of the lead whose
//! texts it shows. Of the columns only those count in which uploads of the lead differ: Partner Center may
//! change the others.

use crate::leads::{CellRef, Field, Row, UploadResult};
use crate::sheet::CellEdit;
use crate::sheet::Sheet;
use crate::sheet::ledger::ledger::{Answer, differing_fields};
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome, UploadSource};
use crate::sheet::state::Changes;
use crate::sync::import::is_same_value;
use crate::sync::merge_report::MergeReport;
use crate::table::{Join, Table};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Finds the upload that each row of a results file answers.
pub(crate) struct AnswerFinder<'a> {
    sheet: &'a Sheet,
    results: &'a Table,
    words: &'a BTreeMap<Row, RowResult>,
    /// The columns: the field in the results file and the sheet's.
    columns: Vec<(Field, Field)>,
    /// The export that most rows answer beyond doubt: a processed file is that of one upload.
    export: Option<UploadSource>,
    /// Whether some row shows old values that were put back, and that no earlier upload had together.
    is_revert: bool,
    /// Whether some row shows an upload that has its results.
    is_repeated: bool,
}

/// What a results file says of one lead.
pub(crate) struct RowResult {
    /// Its first row in the results file.
    pub at: Row,
    /// The *Errors* of all its rows, each once; empty if it was accepted.
    pub said: String,
    /// Whether one of its rows was accepted and another one rejected.
    pub is_conflicting: bool,
}

/// What a row of the results file comes to.
enum Decision {
    /// It answers an upload with these cells.
    Answers(Changes),
    /// It is about an upload that isn't known here, with these cells.
    Unknown(Changes),
    /// It puts old values back.
    Reverts(Changes),
    /// Its result is known.
    Known,
    /// It contradicts a result that is known.
    Contradicts,
    /// It shows the lead as it was before the export.
    Stale,
    /// It may answer more than one upload.
    Unclear,
    /// Nothing was exported that it could answer.
    NotUploaded,
}

impl<'a> AnswerFinder<'a> {
    pub fn new(
        sheet: &'a Sheet,
        results: &'a Table,
        join: &'a Join,
        words: &'a BTreeMap<Row, RowResult>,
    ) -> Self {
        let columns = join.columns().collect();
        let (export, is_revert, is_repeated) = (None, false, false);
        let mut finder = Self { sheet, results, words, columns, export, is_revert, is_repeated };
        finder.look_at_all();
        finder
    }

    /// Looks for what all rows together tell of the file.
    fn look_at_all(&mut self) {
        let mut exports: BTreeMap<usize, usize> = BTreeMap::new();
        for (&row, word) in self.words {
            let Some(uploads) = self.own_uploads(row) else { continue };
            let waiting = self.matching(row, word, uploads, LeadUpload::waits);
            if let [LeadUpload { source: UploadSource::Export(number), .. }] = waiting[..] {
                *exports.entry(*number).or_default() += 1;
            }
            let answered = self.matching(row, word, uploads, |upload| !upload.waits());
            let reverts = self.reverted(row, word, uploads).is_some();
            self.is_revert |= reverts && answered.is_empty();
            self.is_repeated |= !reverts && !answered.is_empty();
        }
        let most = exports.values().max().copied().unwrap_or_default();
        let mut likely = exports.into_iter().filter(|(_, rows)| *rows == most);
        self.export = match (likely.next(), likely.next()) {
            (Some((number, _)), None) => Some(UploadSource::Export(number)),
            _ => None,
        };
    }

    /// Returns what the file says that is new, and puts each row into its list.
    pub fn find(self, merged: &mut MergeReport) -> Vec<Answer> {
        let answers = self.words.iter().filter_map(|(row, word)| self.answer(*row, word, merged));
        answers.collect()
    }

    fn answer(&self, row: Row, word: &RowResult, merged: &mut MergeReport) -> Option<Answer> {
        if word.is_conflicting {
            merged.conflicting.push(row);
        }
        let is_accepted = word.said.is_empty();
        let cells = match self.decide(row, word) {
            Decision::Answers(cells) => {
                if is_accepted {
                    self.note_accepted(row, word, &cells, merged);
                }
                cells
            }
            Decision::Unknown(cells) => {
                merged.imported.push(row);
                cells
            }
            Decision::Reverts(cells) if is_accepted => {
                merged.reverted.push(row);
                return Some(Answer { row, cells, outcome: UploadOutcome::Accepted });
            }
            Decision::Reverts(_) => {
                merged.not_reverted.push((row, word.said.clone()));
                return None;
            }
            Decision::Known => {
                merged.known.push(row);
                return None;
            }
            Decision::Contradicts => {
                merged.conflicting.push(row);
                return None;
            }
            Decision::Stale => {
                merged.stale.push(row);
                return None;
            }
            Decision::Unclear => {
                merged.unclear.push(row);
                return None;
            }
            Decision::NotUploaded => {
                merged.not_uploaded.push(row);
                return None;
            }
        };
        let list = if is_accepted { &mut merged.accepted } else { &mut merged.rejected };
        list.push(row);
        Some(Answer { row, cells, outcome: UploadOutcome::from_errors(&word.said) })
    }

    /// Lists the cells that Partner Center shows with another text, and edits that are given up because the
    /// lead is Closed.
    fn note_accepted(&self, row: Row, word: &RowResult, cells: &Changes, merged: &mut MergeReport) {
        let fields = cells.iter().map(|(field, _)| *field);
        let other = fields.filter(|field| !self.shows(row, word, *field, cells));
        merged.other_texts.extend(other.map(|field| CellRef::new(row, field)));
        let status = self.sheet.layout().status();
        let closes = cells.iter().any(|(f, text)| Some(*f) == status && text.trim() == "Closed");
        if closes {
            let edited = differing_fields(cells, self.sheet.changes_of(row)).into_iter();
            merged.lost.extend(
                edited.map(|field| {
                    (CellRef::new(row, field), self.sheet.text(row, field).into_owned())
                }),
            );
        }
    }

    fn decide(&self, row: Row, word: &RowResult) -> Decision {
        let Some(uploads) = self.own_uploads(row) else { return self.without_uploads(row, word) };
        let waiting = self.matching(row, word, uploads, LeadUpload::waits);
        let answered = self.matching(row, word, uploads, |upload| !upload.waits());
        match waiting[..] {
            [one] => return Decision::Answers(one.cells.clone()),
            [] => {}
            [one, ..] if waiting.iter().all(|upload| upload.cells == one.cells) => {
                return Decision::Answers(one.cells.clone());
            }
            _ => {
                let mut likely = waiting.iter().filter(|u| Some(u.source) == self.export);
                return match (likely.next(), likely.next()) {
                    (Some(one), None) => Decision::Answers(one.cells.clone()),
                    _ => Decision::Unclear,
                };
            }
        }
        let reverted = self.reverted(row, word, uploads);
        match (reverted, answered.last()) {
            (Some(cells), None) => return Decision::Reverts(cells),
            (Some(cells), Some(_)) if self.is_revert && !self.is_repeated => {
                return Decision::Reverts(cells);
            }
            (Some(_), Some(_)) if !self.is_repeated => return Decision::Unclear,
            (_, Some(upload)) => return repeated(upload, word),
            (None, None) => {}
        }
        let shows_old = |open: &LeadUpload| {
            let before = uploads.base().map_or(&[][..], |base| &base.cells);
            let fields = differing_fields(&open.cells, before);
            fields.iter().all(|field| self.shows(row, word, *field, before))
        };
        let mut open = uploads.waiting().filter(|upload| upload.outcome == UploadOutcome::Open);
        match (open.next(), open.next()) {
            (Some(one), None) if word.said.is_empty() && shows_old(one) => Decision::Stale,
            (Some(one), None) => Decision::Answers(one.cells.clone()),
            (Some(_), Some(_)) => Decision::Unclear,
            (None, _) => match uploads.result() {
                // It was corrected and uploaded elsewhere.
                last if last.is_rejected() => Decision::Unknown(self.differing_cells(row, word)),
                _ => Decision::Unclear,
            },
        }
    }

    /// What a row of a lead that was never exported from here comes to.
    fn without_uploads(&self, row: Row, word: &RowResult) -> Decision {
        if self.sheet.last_upload(row) == UploadResult::Accepted {
            let is_known = word.said.is_empty();
            return if is_known { Decision::Known } else { Decision::Contradicts };
        }
        if !word.said.is_empty() && self.sheet.portal_errors(row) == word.said {
            return Decision::Known;
        }
        let changes = self.sheet.changes_of(row).to_vec();
        if changes.is_empty() {
            let cells = self.differing_cells(row, word);
            return match (cells.is_empty(), word.said.is_empty()) {
                (true, true) => Decision::NotUploaded,
                (true, false) => Decision::Answers(cells),
                (false, _) => Decision::Unknown(cells),
            };
        }
        let is_shown = changes.iter().all(|(field, _)| self.shows(row, word, *field, &changes));
        if word.said.is_empty() && !is_shown {
            return Decision::NotUploaded;
        }
        Decision::Answers(changes)
    }

    /// The uploads of a lead, if one is known besides what the file itself tells.
    fn own_uploads(&self, row: Row) -> Option<&'a LeadUploads> {
        self.sheet.ledger.uploads(row).filter(|uploads| uploads.has_own())
    }

    /// The uploads of a kind whose texts a row shows, the oldest first.
    fn matching(
        &self,
        row: Row,
        word: &RowResult,
        uploads: &'a LeadUploads,
        wanted: impl Fn(&LeadUpload) -> bool,
    ) -> Vec<&'a LeadUpload> {
        let mut fields: Vec<Field> =
            uploads.iter().flat_map(|u| u.cells.iter().map(|(field, _)| *field)).collect();
        fields.sort_unstable();
        fields.dedup();
        let own = |upload: &&LeadUpload| upload.source != UploadSource::Loaded;
        let matches = |upload: &&LeadUpload| {
            wanted(upload) && fields.iter().all(|f| self.shows(row, word, *f, &upload.cells))
        };
        uploads.iter().filter(own).filter(matches).collect()
    }

    /// What a lead holds if a row shows old values of it that a revert file put back: each cell that the
    /// accepted upload changed has the text of then or an earlier one, and at least one an earlier one.
    fn reverted(&self, row: Row, word: &RowResult, uploads: &LeadUploads) -> Option<Changes> {
        let base = uploads.base().filter(|base| base.source != UploadSource::Loaded)?;
        let before: Vec<&Changes> = uploads
            .iter()
            .take_while(|upload| !std::ptr::eq(*upload, base))
            .map(|upload| &upload.cells)
            .collect();
        let file = Changes::new();
        let mut cells = base.cells.clone();
        let mut goes_back = false;
        let of_before = before.iter().flat_map(|cells| cells.iter());
        let mut fields: Vec<Field> =
            base.cells.iter().chain(of_before).map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        for field in fields {
            if self.shows(row, word, field, &base.cells) {
                continue;
            }
            let earlier = before.iter().rev().copied().chain([&file]);
            let earlier = earlier.into_iter().find(|cells| self.shows(row, word, field, cells))?;
            goes_back = true;
            cells.retain(|(f, _)| *f != field);
            cells.extend(earlier.iter().find(|(f, _)| *f == field).cloned());
        }
        cells.sort_unstable_by_key(|(field, _)| *field);
        goes_back.then_some(cells)
    }

    /// The text of a cell in the results file; nothing if it lacks the cell.
    fn shown(&self, word: &RowResult, field: Field) -> Option<Cow<'a, str>> {
        let (theirs, _) = self.columns.iter().find(|(_, own)| *own == field)?;
        (theirs.index() < self.results.fields_of(word.at))
            .then(|| self.results.cell(word.at, *theirs))
    }

    /// Whether the results file shows a cell with the text of these cells, else of the file, in any form; a
    /// cell that it lacks, and *Errors*, may have had any text.
    fn shows(&self, row: Row, word: &RowResult, field: Field, cells: &[(Field, String)]) -> bool {
        if Some(field) == self.sheet.layout().errors() {
            return true;
        }
        let Some(shown) = self.shown(word, field) else { return true };
        let col = self.sheet.layout().col(field);
        let is = |text: &str| {
            shown == text || is_same_value(col, &shown, text) || is_same_value(col, text, &shown)
        };
        match cells.iter().find(|(own, _)| *own == field) {
            Some((_, text)) => is(text),
            None => is(&self.sheet.table().cell(row, field)),
        }
    }

    /// The cells of a row that may be edited and that the results file shows with another text than the
    /// download. What may not be edited was written by Partner Center, or by a mistake that isn't repeated.
    fn differing_cells(&self, row: Row, word: &RowResult) -> Changes {
        let errors = self.sheet.layout().errors();
        let differing = |(_, own): &(Field, Field)| {
            let text = self.shown(word, *own)?;
            let differs = *text != *self.sheet.table().cell(row, *own) && Some(*own) != errors;
            differs.then(|| CellEdit::new(row, *own, text))
        };
        let edits: Vec<CellEdit> = self.columns.iter().filter_map(differing).collect();
        let locked: Vec<usize> = self.sheet.locks(&edits).into_iter().map(|(at, _)| at).collect();
        let open = edits.into_iter().enumerate().filter(|(at, _)| !locked.contains(at));
        let mut cells: Changes = open.map(|(_, edit)| (edit.at.field, edit.text)).collect();
        cells.sort_unstable_by_key(|(field, _)| *field);
        cells
    }
}

/// What a row comes to that shows an upload that has its results.
fn repeated(upload: &LeadUpload, word: &RowResult) -> Decision {
    match &upload.outcome {
        UploadOutcome::Accepted if !word.said.is_empty() => Decision::Contradicts,
        UploadOutcome::Rejected { said, .. } if *said != word.said => {
            Decision::Answers(upload.cells.clone())
        }
        _ => Decision::Known,
    }
}
