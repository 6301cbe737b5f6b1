//! Where a row stands on its way to Partner Center.

use crate::leads::{Field, Reference, Row};
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome};
use crate::sheet::sheet::Sheet;
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
    /// Rows with changes, in any state.
    pub edited: usize,
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
        if self.findings().holds_back(row) { RowState::HeldBack } else { RowState::Ready }
    }

    /// The rows with changes, and those with a known upload.
    pub fn tracked_rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.ledger.tracked_rows()
    }

    /// Counts the rows in each state.
    pub fn counts(&self) -> StateCounts {
        let counts = *self.counts.get_or_init(|| self.count());
        debug_assert_eq!(counts, self.count(), "every change forgets them");
        counts
    }

    fn count(&self) -> StateCounts {
        let mut counts = StateCounts {
            rows: self.row_count(),
            closed: self.closed_rows(),
            ..StateCounts::default()
        };
        for row in self.tracked_rows() {
            counts.edited += usize::from(self.is_row_changed(row));
            match self.state(row) {
                RowState::HeldBack => counts.held_back += 1,
                RowState::Ready => counts.ready += 1,
                RowState::Exported => counts.exported += 1,
                RowState::Failed => counts.failed += 1,
                RowState::Done => counts.done += 1,
                RowState::Untouched | RowState::Closed => {}
            }
        }
        counts
    }
}

/// The changes of a row, by field, in file order.
pub(crate) type Changes = Vec<(Field, String)>;

/// The changed rows, by number.
pub(crate) type Overlay = BTreeMap<Row, Changes>;
