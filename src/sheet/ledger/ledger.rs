//! The changes, uploads and steps of the leads of one file.

use crate::leads::{Field, Reference, Row, UploadResult};
use crate::sheet::annotations::annotation::{Annotation, NONE};
use crate::sheet::edit::{Change, Step};
use crate::sheet::ledger::answer::LeadAccount;
use crate::sheet::ledger::checklist::ExportedFile;
use crate::sheet::ledger::history::History;
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome, UploadSource};
use crate::sheet::log::entry::UploadFile;
use crate::sheet::state::{Changes, Overlay};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The changes, uploads and steps of the leads of one file.
///
/// For each lead three things are told apart: its texts on the screen, *now*; what Partner Center holds as
/// far as is known, the *base*; and what the exports without results will make of it. All three are lists
/// of cells that differ from the file. A lead is *changed* while now differs from its *reference*: the
/// newest export without results, else the base, else the file.
///
/// It knows neither the rules nor the file, so that a sheet and a log without its file keep the same account:
/// see [`LoadedTexts`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(super) overlay: Overlay,
    pub(super) uploads: BTreeMap<Row, LeadUploads>,
    /// The upload files that were written, in their order.
    pub(crate) exports: Vec<ExportedFile>,
    /// The SHA-256 of each results file that was imported.
    pub(super) results: Vec<String>,
    pub(crate) history: History,
    /// The flags and private notes.
    pub(super) annotations: BTreeMap<Row, Annotation>,
    /// How often a private note has changed.
    pub(crate) notes_version: u64,
}

/// The texts of the file that a ledger is about.
pub(crate) trait LoadedTexts {
    /// The text of a cell in the file.
    fn loaded(&self, row: Row, field: Field) -> Cow<'_, str>;

    /// The field of the status.
    fn status(&self) -> Option<Field>;
}

impl Ledger {
    /// The same without the steps to go back: what the rules read.
    pub fn without_history(&self) -> Self {
        Self {
            overlay: self.overlay.clone(),
            uploads: self.uploads.clone(),
            exports: self.exports.clone(),
            results: self.results.clone(),
            history: History::default(),
            annotations: self.annotations.clone(),
            notes_version: self.notes_version,
        }
    }

    /// The cells of a row that differ from the file.
    pub fn changes_of(&self, row: Row) -> &[(Field, String)] {
        self.overlay.get(&row).map_or(&[], Changes::as_slice)
    }

    /// The rows with a known upload, in file order.
    pub fn uploaded_rows(&self) -> impl Iterator<Item = (Row, &LeadUploads)> + '_ {
        self.uploads.iter().map(|(row, uploads)| (*row, uploads))
    }

    /// The uploads of a row, if any is known.
    pub fn uploads(&self, row: Row) -> Option<&LeadUploads> {
        self.uploads.get(&row)
    }

    /// Whether a row was exported with these cells.
    pub fn knows_upload(&self, row: Row, cells: &Changes) -> bool {
        let uploads = self.uploads.get(&row);
        uploads.is_some_and(|uploads| uploads.iter().any(|upload| upload.cells == *cells))
    }

    /// The cells of a row in which its reference differs from the file.
    pub fn reference_cells(&self, row: Row) -> &[(Field, String)] {
        let reference = self.uploads.get(&row).and_then(LeadUploads::reference);
        reference.map_or(&[], |upload| upload.cells.as_slice())
    }

    /// The cells of a row in which what Partner Center holds differs from the file.
    pub fn base_cells(&self, row: Row) -> &[(Field, String)] {
        let base = self.uploads.get(&row).and_then(LeadUploads::base);
        base.map_or(&[], |upload| upload.cells.as_slice())
    }

    /// Whether a row has a cell that differs from its reference.
    pub fn is_changed(&self, row: Row) -> bool {
        self.changes_of(row) != self.reference_cells(row)
    }

    /// The rows with changes or with a known upload, in file order.
    pub fn tracked_rows(&self) -> impl Iterator<Item = Row> + '_ {
        let (mut changed, mut uploaded) = (self.overlay.keys(), self.uploads.keys());
        let (mut one, mut other) = (changed.next(), uploaded.next());
        std::iter::from_fn(move || {
            let next = *[one, other].into_iter().flatten().min()?;
            if one == Some(&next) {
                one = changed.next();
            }
            if other == Some(&next) {
                other = uploaded.next();
            }
            Some(next)
        })
    }

    /// Whether Partner Center holds a lead as Closed because an upload was accepted.
    pub fn was_accepted_closed(&self, file: &dyn LoadedTexts, row: Row) -> bool {
        let base = self.uploads.get(&row).and_then(LeadUploads::base);
        base.is_some_and(|base| base.source != UploadSource::Loaded && base.closes(file.status()))
    }

    /// What is noted about a row.
    pub fn annotation(&self, row: Row) -> &Annotation {
        self.annotations.get(&row).unwrap_or(&NONE)
    }

    /// The rows with a flag or a private note, in file order.
    pub fn annotations(&self) -> impl Iterator<Item = (Row, &Annotation)> {
        self.annotations.iter().map(|(row, annotation)| (*row, annotation))
    }

    /// Annotates a row; an empty annotation removes what was noted.
    pub fn annotate(&mut self, row: Row, annotation: Annotation) {
        if self.annotation(row).note != annotation.note {
            self.notes_version += 1;
        }
        if annotation.is_empty() {
            self.annotations.remove(&row);
        } else {
            self.annotations.insert(row, annotation);
        }
    }

    /// Gives a cell a text. The only place where a cell changes.
    pub(super) fn set(&mut self, file: &dyn LoadedTexts, row: Row, field: Field, text: &str) {
        let as_loaded = file.loaded(row, field) == text;
        let changes = self.overlay.entry(row).or_default();
        match changes.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(at) if as_loaded => drop(changes.remove(at)),
            Ok(at) => text.clone_into(&mut changes[at].1),
            Err(_) if as_loaded => {}
            Err(at) => changes.insert(at, (field, text.to_owned())),
        }
        if changes.is_empty() {
            self.overlay.remove(&row);
        }
    }

    /// Makes a step.
    pub fn make(&mut self, file: &dyn LoadedTexts, step: Step) {
        self.repeat(file, &step);
        self.history.push(step);
    }

    /// Takes the newest step back and returns it, without the cells of some rows, which stay as they are. A
    /// step that would change nothing then is forgotten: none of it can be undone any more.
    ///
    /// Without these rows it is a step of an older version, which left out the rows that were accepted.
    pub fn undo(&mut self, file: &dyn LoadedTexts, kept: Option<&[Row]>) -> Option<Step> {
        let step = self.history.undo()?.clone();
        let step = self.without(step, kept);
        if step.is_empty() && kept.is_some() {
            self.history.forget_undone();
        }
        for Change { row, field, before, .. } in step.changes.iter().rev() {
            self.set(file, *row, *field, before);
        }
        for lead in &step.answers {
            self.put_back(lead.row, &lead.after, &lead.before);
        }
        if let Some(file) = &step.results_file {
            // What was known after it was known by it.
            let at = self.results.iter().position(|known| known == file);
            self.results.truncate(at.unwrap_or(self.results.len()));
        }
        Some(step)
    }

    /// Makes the newest undone step again and returns it, without the cells of some rows, as [`Self::undo`].
    pub fn redo(&mut self, file: &dyn LoadedTexts, kept: Option<&[Row]>) -> Option<Step> {
        let step = self.history.redo()?.clone();
        let step = self.without(step, kept);
        self.repeat(file, &step);
        Some(step)
    }

    fn without(&self, mut step: Step, kept: Option<&[Row]>) -> Step {
        let was_accepted =
            |row: Row| self.uploads.get(&row).is_some_and(|u| u.result() == UploadResult::Accepted);
        step.changes.retain(|change| match kept {
            Some(rows) => !rows.contains(&change.row),
            None => !was_accepted(change.row),
        });
        step
    }

    fn repeat(&mut self, file: &dyn LoadedTexts, step: &Step) {
        for Change { row, field, after, .. } in &step.changes {
            self.set(file, *row, *field, after);
        }
        for lead in &step.answers {
            self.put_back(lead.row, &lead.before, &lead.after);
        }
        self.results.extend(step.results_file.clone());
    }

    /// Puts a lead as it was on the other side of a step; what was said of its uploads since stays.
    fn put_back(&mut self, row: Row, from: &LeadAccount, to: &LeadAccount) {
        let mut lead = to.clone();
        if let Some(now) = self.uploads.get(&row) {
            lead.uploads.keep_withdrawn(now);
            lead.uploads.keep_order(&from.uploads, now);
        }
        self.put(row, lead);
    }

    /// Puts a lead as it is given.
    pub(super) fn put(&mut self, row: Row, lead: LeadAccount) {
        let LeadAccount { changes, uploads } = lead;
        if changes.is_empty() {
            self.overlay.remove(&row);
        } else {
            self.overlay.insert(row, changes);
        }
        if uploads.is_empty() {
            self.uploads.remove(&row);
        } else {
            self.uploads.insert(row, uploads);
        }
    }

    pub(super) fn account(&self, row: Row) -> LeadAccount {
        LeadAccount {
            changes: self.changes_of(row).to_vec(),
            uploads: self.uploads.get(&row).cloned().unwrap_or_default(),
        }
    }

    /// Notes that rows were exported as they are now. Results that were imported before stay.
    pub fn export(&mut self, rows: &[Row], files: &[UploadFile]) {
        let first = self.exports.len();
        self.exports.extend(files.iter().map(|file| ExportedFile::new(file.clone())));
        if files.is_empty() {
            self.exports.push(ExportedFile::default());
        }
        // The rows are in the order of the files.
        let ends = files.iter().scan(0, |end, file| {
            *end += file.rows;
            Some(*end)
        });
        let ends: Vec<usize> = ends.collect();
        let last = files.len().saturating_sub(1);
        for (at, &row) in rows.iter().enumerate() {
            let number = first + ends.partition_point(|end| *end <= at).min(last);
            let source = UploadSource::Export(number);
            let cells = self.changes_of(row).to_vec();
            let upload = LeadUpload { source, cells, outcome: UploadOutcome::Open };
            self.uploads.entry(row).or_default().push(upload);
        }
        self.history.keep_answers();
    }

    /// Notes when the upload file with this SHA-256 was uploaded, or that it wasn't; returns its rows if there is
    /// one.
    ///
    /// One that is uploaded now is newer than all that were uploaded before, and isn't withdrawn any more.
    pub fn set_uploaded(
        &mut self,
        file: &dyn LoadedTexts,
        sha256: &str,
        at: Option<&str>,
    ) -> Option<Vec<Row>> {
        let is_file =
            |export: &ExportedFile| export.file.as_ref().is_some_and(|file| file.sha256 == sha256);
        let number = self.exports.iter().rposition(is_file)?;
        self.exports[number].uploaded = at.map(str::to_owned);
        let mut rows = Vec::new();
        for (row, uploads) in &mut self.uploads {
            if uploads.iter().any(|upload| upload.source == UploadSource::Export(number)) {
                rows.push(*row);
                if at.is_some() {
                    uploads.set_uploaded(number, |other| self.exports[other].uploaded.is_some());
                    uploads.keep_closed(file.status());
                }
            }
        }
        Some(rows)
    }

    /// Whether a results file with this SHA-256 was imported.
    pub fn knows_results(&self, sha256: &str) -> bool {
        self.results.iter().any(|known| known == sha256)
    }

    /// Marks rejected or exported rows to be exported again as they are, or takes the marks back; returns
    /// those for which that changed something.
    pub fn resubmit(&mut self, rows: &[Row], again: bool) -> Vec<Row> {
        let mut marked = rows.to_vec();
        marked.retain(|row| self.uploads.get_mut(row).is_some_and(|u| u.resubmit(again)));
        marked
    }

    /// Notes what the loaded file says of the last upload of its rows, in place of what was noted before.
    pub fn set_loaded(&mut self, outcomes: impl Iterator<Item = (Row, UploadOutcome)>) {
        for uploads in self.uploads.values_mut() {
            uploads.set_loaded(None);
        }
        for (row, outcome) in outcomes {
            self.uploads.entry(row).or_default().set_loaded(Some(outcome));
        }
        self.uploads.retain(|_, uploads| !uploads.is_empty());
    }

    /// What the texts of a row's reference are.
    pub fn reference_kind(&self, row: Row) -> Reference {
        self.uploads.get(&row).map_or(Reference::File, LeadUploads::reference_kind)
    }
}

/// The fields in which two lists of cells of one row differ, in file order.
pub(crate) fn differing_fields(one: &[(Field, String)], other: &[(Field, String)]) -> Vec<Field> {
    let lacks = |cells: &[(Field, String)], cell: &(Field, String)| !cells.contains(cell);
    let in_one = one.iter().filter(|cell| lacks(other, cell));
    let in_other = other.iter().filter(|cell| lacks(one, cell));
    let mut fields: Vec<Field> = in_one.chain(in_other).map(|(field, _)| *field).collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}
