//! What really happened to each file, and what must follow from it at every moment.

use super::office::{Office, STATUS, download};
use crate::support::portal::Processed;
use leadsheet::leads::{Field, Reference, Row};
use leadsheet::sheet::{PendingChanges, RowState, Sheet};
use leadsheet::table::Table;

/// The columns that an upload changes.
const EDITABLE: [&str; 17] = [
    "Lead Name",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Declined/Lost/Error reason",
    "Sales Stage",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "CRM ID",
    "Marketing Campaign ID",
    "Notes",
    "Team member 1",
    "Team member 2",
    "Team member 3",
    "Team member 4",
    "Team member 5",
    "Marketplace Purchase Intent",
];

/// What became of an upload file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    Written,
    Uploaded,
    /// It will never be uploaded.
    Discarded,
}

/// An upload file.
#[derive(Clone, Debug)]
pub struct Part {
    pub rows: Vec<Row>,
    /// The cells of each lead that differ from the download.
    pub sent: Vec<Vec<(Field, String)>>,
    pub text: String,
    pub sha256: String,
    /// The text of its revert file.
    pub revert: Option<String>,
    pub state: PartState,
    /// The leads that the program was told weren't uploaded.
    pub withdrawn: Vec<Row>,
}

/// The processed file of an upload.
#[derive(Clone, Debug)]
pub struct ResultsFile {
    /// The part that was uploaded; nothing if it was a revert file.
    pub part: Option<usize>,
    pub name: String,
    pub processed: Processed,
    pub rows: Vec<Row>,
    /// The cells of each lead that differ from the download.
    pub sent: Vec<Vec<(Field, String)>>,
    pub accepted: Vec<Row>,
    /// The leads that were accepted as Closed.
    pub closed: Vec<Row>,
}

/// An import of a results file that was a step.
#[derive(Clone, Debug)]
pub struct Import {
    pub file: usize,
    pub name: String,
    /// The leads of the file that were taken in.
    pub rows: Vec<Row>,
    /// The leads before it.
    pub before: Vec<String>,
    /// How often leads had been marked before it.
    pub marks: usize,
    /// Whether it isn't undone.
    pub is_made: bool,
}

impl Office {
    /// Whether a results file was taken in whole.
    pub fn is_imported(&self, file: usize) -> bool {
        self.files[file].rows.iter().all(|row| self.is_known(file, *row))
    }

    /// Whether what a results file says of a lead was taken in.
    fn is_known(&self, file: usize, row: Row) -> bool {
        let knows = |i: &Import| i.is_made && i.file == file && i.rows.contains(&row);
        self.imports.iter().any(knows)
    }

    /// Whether nothing in a results file with some leads tells which of two uploads it is of: the program then
    /// takes the oldest one without results, and those in another order, or again in other bytes, as others.
    pub fn is_ambiguous(&self, file: usize, rows: &[Row]) -> bool {
        let own = self.files[file].part;
        let sent = |rows: &[Row], sent: &[Vec<_>], row: &Row| {
            Some(sent[rows.iter().position(|own| own == row)?].clone())
        };
        let is_new = |part: usize, row: &Row| {
            let mut files = (0..self.files.len()).filter(|at| self.files[*at].part == Some(part));
            !files.any(|at| self.is_known(at, *row))
        };
        let is_first =
            |other| own.is_some_and(|own| own < other && rows.iter().all(|row| is_new(own, row)));
        let is_alike = |other: &usize| {
            let (file, part) = (&self.files[file], &self.parts[*other]);
            let is_same =
                |row| sent(&file.rows, &file.sent, row) == sent(&part.rows, &part.sent, row);
            Some(*other) != own
                && rows.iter().all(is_same)
                && rows.iter().any(|row| is_new(*other, row))
        };
        (0..self.parts.len()).filter(is_alike).any(|other| !is_first(other))
    }

    /// Whether the results of a part, and of every other upload of its leads, were taken in; of what wasn't
    /// uploaded, the program was told so.
    pub fn is_settled(&self, part: usize) -> bool {
        let of_lead = |row: &Row| {
            let mut files = (0..self.files.len()).filter(|at| self.files[*at].rows.contains(row));
            let is_told = |part: &Part| {
                part.state != PartState::Discarded
                    || !part.rows.contains(row)
                    || part.withdrawn.contains(row)
            };
            files.all(|at| self.is_known(at, *row)) && self.parts.iter().all(is_told)
        };
        self.parts[part].state == PartState::Uploaded && self.parts[part].rows.iter().all(of_lead)
    }

    /// Whether a revert file was uploaded whose results aren't taken in.
    pub fn has_open_revert(&self) -> bool {
        (0..self.files.len()).any(|at| self.files[at].part.is_none() && !self.is_imported(at))
    }

    /// The newest part with a lead, but for those that were withdrawn.
    pub fn newest_part(&self, row: Row) -> Option<usize> {
        let has = |at: &&usize| {
            let part = &self.parts[**at];
            part.rows.contains(&row) && !part.withdrawn.contains(&row)
        };
        self.order.iter().rev().find(has).copied()
    }

    /// The fields that an upload changes, with their columns.
    fn editable(&self) -> impl Iterator<Item = (Field, &'static str)> {
        EDITABLE.iter().map(|column| (self.field(column), *column))
    }

    /// The cells of a row of an upload file that differ from the download.
    pub fn differing(&self, upload: &Table, row: Row) -> Vec<(Field, String)> {
        let own = self.row_of(&upload.referral_id(row));
        let cell = |field: Field| {
            let text = upload.cell(row, field).into_owned();
            (text != self.sheet.table().cell(own, field)).then_some((field, text))
        };
        upload.layout().fields().filter_map(cell).collect()
    }

    /// The state of every lead.
    pub fn leads(&self) -> Vec<String> {
        self.leads_of(&self.sheet)
    }

    fn leads_of(&self, sheet: &Sheet) -> Vec<String> {
        let of_row = |row: Row| {
            let texts = self.editable().map(|(field, _)| sheet.reference_text(row, field));
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?}",
                sheet.state(row),
                sheet.reference(row),
                sheet.last_upload(row),
                sheet.portal_errors(row),
                sheet.changes_of(row),
                texts.collect::<Vec<_>>(),
            )
        };
        sheet.rows().map(of_row).collect()
    }

    /// The sheet that the journal's entries come to.
    pub fn replayed(&self) -> Sheet {
        let mut sheet = download(&self.download);
        sheet.replay(&self.log);
        assert_eq!(self.leads_of(&sheet), self.leads(), "replay");
        assert_eq!(sheet.history().len(), self.sheet.history().len(), "replay");
        let (mut log, mut own) =
            (PendingChanges::from_log(&self.log), PendingChanges::from_sheet(&self.sheet));
        for lead in log.leads.iter_mut().chain(&mut own.leads) {
            lead.cells.sort_by(|a, b| a.column.cmp(&b.column));
        }
        assert_eq!(log, own, "the log and the sheet have the same pending changes");
        sheet
    }

    /// Fails where the program claims something that isn't so.
    pub fn check(&mut self) {
        let wanted = (self.done.len(), self.undone.len());
        assert_eq!(self.sheet.history().len(), wanted, "steps");
        let ready = self.rows_in(RowState::Ready).len();
        assert_eq!(self.sheet.counts().ready, ready, "the counts are up to date");
        let plan = self.sheet.plan_with(false);
        let planned: Vec<Row> =
            plan.ready().chain(plan.held_back.iter().map(|held| held.row)).collect();
        for row in self.sheet.rows() {
            self.check_base(row);
            let newest = self.newest_part(row);
            let is_of_newest = |i: &Import| self.files[i.file].part == newest;
            let waits = newest.is_some()
                && !self
                    .imports
                    .iter()
                    .any(|i| i.is_made && is_of_newest(i) && i.rows.contains(&row));
            let state = self.sheet.state(row);
            let is_reverted = self.imports.iter().any(|i| self.files[i.file].part.is_none());
            let closes = |i: &Import| {
                let file = &self.files[i.file];
                i.is_made && file.closed.contains(&row) && i.rows.contains(&row)
            };
            let is_closed = self.imports.iter().any(closes);
            assert!(
                !waits || is_reverted || is_closed || state != RowState::Done,
                "row {row:?} is done, and {newest:?} waits"
            );
            if is_closed {
                let notes = self.sheet.check_editable(row, self.field("Notes"));
                assert!(notes.is_err() && !planned.contains(&row), "row {row:?} is Closed");
            }
        }
    }

    /// Fails if what the program claims to know that Partner Center holds of a lead isn't so.
    fn check_base(&mut self, row: Row) {
        let is_of_revert = |at: usize| {
            let file = &self.files[at];
            file.part.is_none() && file.accepted.contains(&row) && !self.is_known(at, row)
        };
        let is_unknown = (0..self.files.len()).any(is_of_revert);
        let mut files = (0..self.files.len()).filter(|at| self.files[*at].rows.contains(&row));
        let is_all_known = files.all(|at| self.is_known(at, row));
        let claims = self.sheet.reference(row) != Reference::Exported;
        if !(claims || is_all_known) || is_unknown || self.doubtful.contains(&row) {
            return;
        }
        self.tally.claims += 1;
        for (field, column) in self.editable() {
            let base = self.sheet.base_text(row, field);
            assert_eq!(base, self.held(row, column), "row {row:?}: {column}");
            let reference = self.sheet.reference_text(row, field);
            assert!(!claims || base == reference, "row {row:?}: {column}");
        }
    }

    fn held(&self, row: Row, column: &str) -> &str {
        self.portal.value(&self.sheet.table().referral_id(row), column)
    }

    /// The cells that are edited, with their texts.
    pub fn edits(&self) -> Vec<(Row, Field, String)> {
        let of_row = |row: Row| {
            let edited = self.sheet.changed_fields(row).into_iter();
            edited.map(move |field| (row, field, self.sheet.text(row, field).into_owned()))
        };
        self.sheet.rows().flat_map(of_row).collect()
    }

    /// Fails if an edit of a lead that isn't Closed is lost.
    pub fn check_edits(&self, edits: Vec<(Row, Field, String)>) {
        for (row, field, text) in edits {
            let is_kept = self.sheet.text(row, field) == text || self.sheet.is_closed(row);
            assert!(is_kept, "row {row:?} lost {text:?}");
        }
    }

    /// Whether the screen shows a lead as Partner Center holds it.
    pub fn agrees(&self, row: Row) -> bool {
        let mut cells = self.editable();
        cells.all(|(field, column)| self.sheet.text(row, field) == self.held(row, column))
    }

    /// Fails unless just those leads are to be exported that differ from the portal.
    pub fn check_settled(&self) {
        for row in self.sheet.rows() {
            let state = self.sheet.state(row);
            let is_left = matches!(state, RowState::Ready | RowState::HeldBack);
            // What was rejected is to be corrected first.
            let is_unclear = self.doubtful.contains(&row)
                || matches!(state, RowState::Exported | RowState::Failed);
            assert!(
                is_unclear || is_left != self.agrees(row),
                "row {row:?} is {state:?}, {} at the portal",
                self.held(row, STATUS)
            );
        }
    }
}
