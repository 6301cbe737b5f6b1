//! Finds the upload that each row of a results file answers.
//!
//! A processed file has its records as they were uploaded, so a row answers the upload of the lead whose
//! texts it shows. Of the columns only those count in which uploads of the lead differ: Partner Center may
//! change the others.

use crate::leads::{CellRef, Field, Row, UploadResult};
use crate::sheet::ledger::answer::Answer;
use crate::sheet::ledger::ledger::differing_fields;
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome, UploadSource, closes};
use crate::sheet::state::Changes;
use crate::sheet::{AnsweredUpload, CellEdit, Sheet};
use crate::sync::damage::DamageKind;
use crate::sync::decision::{Decision, RowResult, answers, repeated};
use crate::sync::judge::is_same_either_way;
use crate::sync::merge_report::{MergeReport, OtherText};
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
    /// The export that most rows fit: a processed file is that of one upload.
    export: Option<UploadSource>,
    /// Whether some row shows old values that were put back, and that no earlier upload had together.
    is_revert: bool,
    /// Whether some row shows an upload that has its results.
    is_repeated: bool,
    /// Whether some row is of a lead that was never uploaded from here.
    has_others: bool,
}

impl<'a> AnswerFinder<'a> {
    pub fn new(
        sheet: &'a Sheet,
        results: &'a Table,
        join: &'a Join,
        words: &'a BTreeMap<Row, RowResult>,
    ) -> Self {
        let columns = join.columns().collect();
        let mut finder = Self {
            sheet,
            results,
            words,
            columns,
            export: None,
            is_revert: false,
            is_repeated: false,
            has_others: false,
        };
        finder.has_others = words.keys().any(|row| finder.own_uploads(*row).is_none());
        finder.look_at_all();
        finder
    }

    /// Looks for what all rows together tell of the file.
    fn look_at_all(&mut self) {
        // How many rows fit each export, and whether one of them waits for its results.
        let mut exports: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
        for (&row, word) in self.words {
            let Some(uploads) = self.own_uploads(row) else { continue };
            let mut fitting = self.fitting(row, word, uploads);
            fitting.retain(|upload| upload.outcome != UploadOutcome::Withdrawn);
            for upload in &fitting {
                if let UploadSource::Export(number) = upload.source {
                    let (rows, waits) = exports.entry(number).or_default();
                    *rows += 1;
                    *waits |= upload.waits();
                }
            }
            let waits = fitting.iter().any(|upload| upload.waits());
            let reverts = self.reverted(row, word, uploads).is_some();
            self.is_revert |= reverts && fitting.is_empty();
            // A revert file shows what Partner Center holds of a lead whose last upload was rejected.
            let is_neutral = uploads.result().is_rejected()
                && uploads.base().is_some_and(|base| fitting.contains(&base));
            self.is_repeated |= !reverts && !fitting.is_empty() && !waits && !is_neutral;
        }
        let most = exports.values().max().copied().unwrap_or_default();
        let mut likely = exports.into_iter().filter(|(_, fits)| *fits == most);
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
        let (upload, cells) = match self.decide(row, word) {
            Decision::Answers(upload, cells) => {
                if is_accepted {
                    self.note_accepted(row, word, &cells, merged);
                }
                (upload, cells)
            }
            Decision::Unknown(cells) => {
                merged.imported.push(row);
                (Some(AnsweredUpload::Elsewhere), cells)
            }
            Decision::Reverts(cells) if is_accepted => {
                merged.reverted.push(row);
                let upload = Some(AnsweredUpload::Elsewhere);
                return Some(Answer { row, upload, cells, outcome: UploadOutcome::Accepted });
            }
            Decision::Reverts(_) => {
                merged.not_reverted.push((row, word.said.clone()));
                return None;
            }
            Decision::Known => return keep(&mut merged.known, row),
            Decision::Contradicts => return keep(&mut merged.conflicting, row),
            Decision::Stale => return keep(&mut merged.stale, row),
            Decision::Unclear => return keep(&mut merged.unclear, row),
            Decision::NotUploaded => return keep(&mut merged.not_uploaded, row),
        };
        let list = if is_accepted { &mut merged.accepted } else { &mut merged.rejected };
        list.push(row);
        Some(Answer { row, upload, cells, outcome: UploadOutcome::from_errors(&word.said) })
    }

    /// Lists the cells that Partner Center shows with another text, and edits that are given up because the
    /// lead is Closed.
    fn note_accepted(&self, row: Row, word: &RowResult, cells: &Changes, merged: &mut MergeReport) {
        let fields = cells.iter().map(|(field, _)| *field);
        let other = fields.filter(|field| !self.shows(row, word, *field, cells));
        merged.other_texts.extend(other.filter_map(|field| {
            let (shown, exported) = self.shown_and_text(row, word, field, cells)?;
            let cell = CellRef::new(row, field);
            Some(OtherText { cell, exported: exported.into_owned(), shown: shown.into_owned() })
        }));
        let status = self.sheet.layout().status();
        if closes(cells, status) {
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
        let fitting = self.fitting(row, word, uploads);
        let of_file = fitting.iter().find(|upload| Some(upload.source) == self.export);
        let reverted = self.reverted(row, word, uploads);
        let (waiting, answered): (Vec<&LeadUpload>, Vec<&LeadUpload>) =
            fitting.iter().partition(|upload| upload.waits());
        let (open, withdrawn): (Vec<&LeadUpload>, Vec<&LeadUpload>) =
            waiting.into_iter().partition(|upload| upload.outcome == UploadOutcome::Open);
        match (of_file, &open[..]) {
            (_, []) => {}
            _ if self.is_revert && !self.is_repeated && reverted.is_some() => {}
            (Some(upload), _) if upload.waits() => return answers(upload),
            (Some(upload), _) if reverted.is_none() || !self.is_revert => {
                return repeated(upload, word);
            }
            // Of those with the same texts, the oldest was uploaded first.
            (None, [one, others @ ..]) if others.iter().all(|other| other.cells == one.cells) => {
                return uploads.oldest_open(&one.cells).map_or(Decision::Unclear, answers);
            }
            _ => return Decision::Unclear,
        }
        match (reverted, answered.last()) {
            (Some(cells), None) => return Decision::Reverts(cells),
            (Some(cells), Some(_)) if self.is_revert && !self.is_repeated => {
                return Decision::Reverts(cells);
            }
            (Some(_), Some(upload)) if !self.is_repeated => {
                let is_known =
                    !word.said.is_empty() && matches!(repeated(upload, word), Decision::Known);
                return if is_known { Decision::Known } else { Decision::Unclear };
            }
            (_, Some(upload)) => return repeated(upload, word),
            (None, None) => {}
        }
        if let Some(upload) = withdrawn.last() {
            return answers(upload);
        }
        // The changed cells, and how many of them have the text of before.
        let old_cells = |open: &LeadUpload| {
            let before = uploads.base().map_or(&[][..], |base| &base.cells);
            let fields = differing_fields(&open.cells, before);
            let is_old = |field: &&Field| {
                self.shows(row, word, **field, before)
                    && !self.shows(row, word, **field, &open.cells)
            };
            (fields.len(), fields.iter().filter(is_old).count())
        };
        let mut open = uploads.waiting().filter(|upload| upload.outcome == UploadOutcome::Open);
        match (open.next(), open.next()) {
            (Some(one), None) => match old_cells(one) {
                (_, 0) => answers(one),
                (all, old) if all == old => Decision::Stale,
                _ => Decision::Unclear,
            },
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
                (true, false) => Decision::Answers(None, cells),
                (false, _) => Decision::Unknown(cells),
            };
        }
        let is_shown = changes.iter().all(|(field, _)| self.shows(row, word, *field, &changes));
        if word.said.is_empty() && !is_shown {
            return Decision::NotUploaded;
        }
        Decision::Answers(None, changes)
    }

    /// The uploads of a lead, if one is known besides what the file itself tells.
    fn own_uploads(&self, row: Row) -> Option<&'a LeadUploads> {
        self.sheet.ledger.uploads(row).filter(|uploads| uploads.has_own())
    }

    /// The uploads whose texts a row shows, the oldest first: only those with just its texts, if there are any,
    /// else those with other forms of them too.
    fn fitting(&self, row: Row, word: &RowResult, uploads: &'a LeadUploads) -> Vec<&'a LeadUpload> {
        let mut fields: Vec<Field> =
            uploads.iter().flat_map(|u| u.cells.iter().map(|(field, _)| *field)).collect();
        fields.sort_unstable();
        fields.dedup();
        let own = uploads.iter().filter(|upload| upload.source != UploadSource::Loaded);
        let fits =
            |upload: &&LeadUpload| fields.iter().all(|f| self.shows(row, word, *f, &upload.cells));
        let is_exact = |upload: &&LeadUpload| {
            fields.iter().all(|f| self.shows_exactly(row, word, *f, &upload.cells))
        };
        let fitting: Vec<&LeadUpload> = own.filter(fits).collect();
        let exact: Vec<&LeadUpload> = fitting.iter().copied().filter(is_exact).collect();
        if exact.is_empty() { fitting } else { exact }
    }

    /// What a lead holds if a row shows old values of it that a revert file put back: each cell that the
    /// accepted upload changed has the text of then or an earlier one, and at least one an earlier one.
    fn reverted(&self, row: Row, word: &RowResult, uploads: &LeadUploads) -> Option<Changes> {
        let base = uploads.base().filter(|base| base.source != UploadSource::Loaded)?;
        // A processed file has the leads of one upload alone, and nothing puts a closed lead back.
        if self.has_others || base.closes(self.sheet.layout().status()) {
            return None;
        }
        let before: Vec<&Changes> = uploads
            .iter()
            .take_while(|upload| !std::ptr::eq(*upload, base))
            .map(|upload| &upload.cells)
            .collect();
        let file = Changes::new();
        let mut cells = base.cells.clone();
        let of_before = before.iter().flat_map(|cells| cells.iter());
        let mut fields: Vec<Field> =
            base.cells.iter().chain(of_before).map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        if fields.iter().all(|field| self.shows(row, word, *field, &base.cells)) {
            return None;
        }
        for field in fields {
            let known =
                || [&base.cells].into_iter().chain(before.iter().rev().copied()).chain([&file]);
            // An old text may look like what a spreadsheet program makes of the new one.
            let exact = known().find(|cells| self.shows_exactly(row, word, field, cells));
            let held = exact.or_else(|| known().find(|c| self.shows(row, word, field, c)))?;
            cells.retain(|(f, _)| *f != field);
            cells.extend(held.iter().find(|(f, _)| *f == field).cloned());
        }
        cells.sort_unstable_by_key(|(field, _)| *field);
        self.sheet.may_be_uploaded(row, &base.cells, &cells).then_some(cells)
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
        let Some((shown, text)) = self.shown_and_text(row, word, field, cells) else { return true };
        let col = self.sheet.layout().col(field);
        // A processed file that a spreadsheet program saved shows what that makes of the text; what looks like
        // the work of one may be the old text all the same.
        let is_made_of = || {
            DamageKind::of_editable(col, &text, &shown).is_some()
                && DamageKind::of(&text, &shown).is_some()
        };
        shown == text || is_same_either_way(col, &shown, &text) || is_made_of()
    }

    /// Whether it shows a cell with just this text.
    fn shows_exactly(
        &self,
        row: Row,
        word: &RowResult,
        field: Field,
        cells: &[(Field, String)],
    ) -> bool {
        let texts = self.shown_and_text(row, word, field, cells);
        texts.is_none_or(|(shown, text)| shown == text)
    }

    /// The text of a cell in the results file, and in these cells, else in the file.
    fn shown_and_text<'c>(
        &self,
        row: Row,
        word: &RowResult,
        field: Field,
        cells: &'c [(Field, String)],
    ) -> Option<(Cow<'c, str>, Cow<'c, str>)>
    where
        'a: 'c,
    {
        let shown =
            self.shown(word, field).filter(|_| Some(field) != self.sheet.layout().errors())?;
        let text = cells.iter().find(|(own, _)| *own == field);
        let text = text.map(|(_, text)| Cow::Borrowed(text.as_str()));
        Some((shown, text.unwrap_or_else(|| self.sheet.table().cell(row, field))))
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

/// Lists a row that has nothing new.
fn keep(list: &mut Vec<Row>, row: Row) -> Option<Answer> {
    list.push(row);
    None
}
