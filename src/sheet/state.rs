//! Where a row stands on its way to Partner Center.

use crate::leads::{Field, Lead, Level, Origin, Reference, Row};
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome};
use crate::sheet::sheet::Sheet;
use crate::table::parallel::rows_where;
use std::collections::BTreeMap;

/// Where a row stands on its way to Partner Center.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowState {
    /// As Partner Center holds it, and never uploaded.
    Untouched,
    /// Changed, with errors: not exported.
    HeldBack,
    /// Changed, without errors: the next export takes it.
    Ready,
    /// Exported as it stands now.
    Exported,
    /// Refused by Partner Center, and neither corrected since nor marked to be sent again.
    Failed,
    /// Accepted by Partner Center, and not changed since.
    Done,
    /// Already Closed in the file: locked.
    Closed,
}

impl RowState {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 7] = [
        Self::Untouched,
        Self::HeldBack,
        Self::Ready,
        Self::Exported,
        Self::Failed,
        Self::Done,
        Self::Closed,
    ];

    /// Its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::HeldBack => "held back",
            Self::Ready => "ready",
            Self::Exported => "exported",
            Self::Failed => "failed",
            Self::Done => "done",
            Self::Closed => "closed",
        }
    }

    /// Its symbol in the first column of the grid.
    pub fn symbol(self) -> char {
        match self {
            Self::Untouched => ' ',
            Self::HeldBack => '!',
            Self::Ready => '+',
            Self::Exported => '>',
            Self::Failed => '✗',
            Self::Done => '✓',
            Self::Closed => '#',
        }
    }

    /// Its symbol in ASCII, for terminals without Unicode.
    pub fn ascii_symbol(self) -> char {
        match self {
            Self::Failed => 'x',
            Self::Done => '=',
            state => state.symbol(),
        }
    }
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// All rows.
    pub rows: usize,
    /// Changed rows with errors.
    pub held_back: usize,
    /// Rows without errors that the next export takes.
    pub ready: usize,
    /// Rows exported as they stand.
    pub exported: usize,
    /// Rows that the last upload refused and that stand as they were refused.
    pub failed: usize,
    /// Rows that Partner Center took.
    pub done: usize,
    /// Rows that came Closed.
    pub closed: usize,
}

impl StateCounts {
    /// The count of a state that a row has on its way.
    fn of(&mut self, state: RowState) -> Option<&mut usize> {
        match state {
            RowState::HeldBack => Some(&mut self.held_back),
            RowState::Ready => Some(&mut self.ready),
            RowState::Exported => Some(&mut self.exported),
            RowState::Failed => Some(&mut self.failed),
            RowState::Done => Some(&mut self.done),
            RowState::Untouched | RowState::Closed => None,
        }
    }

    /// Returns the states that some rows are in on their way, with the number of these rows.
    pub fn by_stage(&self) -> impl Iterator<Item = (usize, RowState)> {
        let counts = [
            (self.ready, RowState::Ready),
            (self.held_back, RowState::HeldBack),
            (self.failed, RowState::Failed),
            (self.exported, RowState::Exported),
            (self.done, RowState::Done),
            (self.closed, RowState::Closed),
        ];
        counts.into_iter().filter(|(number, _)| *number > 0)
    }
}

impl Sheet {
    /// The state of a row.
    pub fn state(&self, row: Row) -> RowState {
        if self.was_closed(row) {
            return RowState::Closed;
        }
        let uploads = self.ledger.uploads(row);
        let as_uploaded = |upload: &&LeadUpload| upload.cells == self.changes_of(row);
        match uploads.and_then(LeadUploads::newest).filter(as_uploaded).map(|u| &u.outcome) {
            Some(UploadOutcome::Open) => return RowState::Exported,
            Some(UploadOutcome::Accepted) => return RowState::Done,
            Some(UploadOutcome::Rejected { is_resubmitted: false, .. }) => return RowState::Failed,
            Some(UploadOutcome::Rejected { .. }) => {}
            Some(UploadOutcome::Withdrawn) | None if self.is_row_changed(row) => {}
            Some(UploadOutcome::Withdrawn) | None => {
                return match self.ledger.reference_kind(row) {
                    Reference::File => RowState::Untouched,
                    Reference::Accepted => RowState::Done,
                    Reference::Exported => RowState::Exported,
                };
            }
        }
        if self.is_held_back(row) { RowState::HeldBack } else { RowState::Ready }
    }

    pub(crate) fn find_closed(&mut self) {
        self.closed = rows_where(self.row_count(), |row| self.is_closed_in_file(row));
    }

    fn is_closed_in_file(&self, row: Row) -> bool {
        let Some(field) = self.layout().status() else { return false };
        match self.origin() {
            Origin::Download => self.table().cell(row, field).trim() == "Closed",
            Origin::Compared => self.with_row(row, |row: &Lead| row.was_closed()),
            Origin::Results | Origin::Upload | Origin::Added => false,
        }
    }

    /// Tells whether a row may not change because the file has it as Closed.
    pub fn was_closed(&self, row: Row) -> bool {
        self.closed.binary_search(&row).is_ok()
    }

    /// Tells whether a row may not change because Partner Center holds it as Closed: the file has it so, or
    /// an upload that was accepted.
    pub fn is_closed(&self, row: Row) -> bool {
        let file = (self.table(), self.layout());
        self.was_closed(row) || self.ledger.was_accepted_closed(&file, row)
    }

    /// How many rows the file has as Closed.
    pub(crate) fn closed_rows(&self) -> usize {
        self.closed.len()
    }

    /// The rows with changes, and those with a known upload.
    pub fn tracked_rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.ledger.tracked_rows()
    }

    /// Tells whether something holds a row back: as far as the row tells alone, while the sheet is checked behind the
    /// screen.
    fn is_held_back(&self, row: Row) -> bool {
        match (self.known_findings(), &self.check) {
            (None, Some(_)) => self.findings_of(row).iter().any(|f| f.level == Level::Error),
            _ => self.findings().holds_back(row),
        }
    }

    /// Counts the rows in each state.
    pub fn counts(&self) -> StateCounts {
        let states = self.states.get_or_init(|| States::new(self));
        debug_assert_eq!(*states, States::new(self), "every change brings them up to date");
        let counts = states.counts;
        StateCounts { rows: self.row_count(), closed: self.closed_rows(), ..counts }
    }

    /// Brings the states of rows up to date.
    pub(crate) fn refresh_states(&mut self, rows: impl IntoIterator<Item = Row>) {
        // The states are worked out with the rest of the sheet.
        if let Some(mut states) = self.states.take() {
            for row in rows {
                states.set(row, self.state(row));
            }
            let is_unset = self.states.set(states).is_ok();
            debug_assert!(is_unset, "they were taken before");
        }
    }
}

/// The state of each row that is on its way, and how many are in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct States {
    /// Without the rows that are untouched or closed in the file.
    by_row: BTreeMap<Row, RowState>,
    /// Without the number of rows and of closed ones.
    counts: StateCounts,
}

impl States {
    fn new(sheet: &Sheet) -> Self {
        let mut states = Self::default();
        for row in sheet.tracked_rows() {
            states.set(row, sheet.state(row));
        }
        states
    }

    fn set(&mut self, row: Row, state: RowState) {
        let before = match state {
            RowState::Untouched | RowState::Closed => self.by_row.remove(&row),
            state => self.by_row.insert(row, state),
        };
        if let Some(count) = before.and_then(|before| self.counts.of(before)) {
            *count -= 1;
        }
        if let Some(count) = self.counts.of(state) {
            *count += 1;
        }
    }
}

/// The changes of a row, by field, in file order.
pub(crate) type Changes = Vec<(Field, String)>;

/// The changed rows, by number.
pub(crate) type Overlay = BTreeMap<Row, Changes>;
