//! Where a row stands on its way to Partner Center.

use super::Sheet;
use std::collections::BTreeMap;

/// Where a row stands on its way to Partner Center.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowState {
    /// As downloaded.
    Untouched,
    /// Changed, with errors: not exported.
    HeldBack,
    /// Changed, without errors: the next export takes it.
    Ready,
    /// Exported as it stands now.
    Exported,
    /// Came Closed: locked.
    Closed,
}

impl RowState {
    /// Every state, in the order of the way.
    pub const ALL: [Self; 5] =
        [Self::Untouched, Self::HeldBack, Self::Ready, Self::Exported, Self::Closed];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::HeldBack => "held back",
            Self::Ready => "ready",
            Self::Exported => "exported",
            Self::Closed => "closed",
        }
    }

    /// Returns the sign for it in the grid's first column.
    pub fn sign(self) -> char {
        match self {
            Self::Untouched => ' ',
            Self::HeldBack => '!',
            Self::Ready => '+',
            Self::Exported => '>',
            Self::Closed => '#',
        }
    }
}

/// How many rows are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: usize,
    /// Rows with changes: held back, ready and exported together.
    pub edited: usize,
    /// Changed rows with errors.
    pub held_back: usize,
    /// Changed rows without errors that aren't exported yet.
    pub ready: usize,
    /// Rows exported as they stand.
    pub exported: usize,
    /// Rows that came Closed.
    pub closed: usize,
}

impl Sheet {
    /// Returns where a row, counted from 0, stands.
    pub fn state(&self, row: u32) -> RowState {
        if self.came_closed(row) {
            return RowState::Closed;
        }
        match self.changes_of(row) {
            [] => RowState::Untouched,
            _ if self.findings().holds_back(row) => RowState::HeldBack,
            changes if self.exported().get(&row).is_some_and(|e| e == changes) => {
                RowState::Exported
            }
            _ => RowState::Ready,
        }
    }

    /// Counts the rows in each state.
    pub fn counts(&self) -> Counts {
        let mut counts =
            Counts { rows: self.rows() as usize, closed: self.closed_rows(), ..Counts::default() };
        for row in self.changed_rows() {
            counts.edited += 1;
            match self.state(row) {
                RowState::HeldBack => counts.held_back += 1,
                RowState::Ready => counts.ready += 1,
                RowState::Exported => counts.exported += 1,
                RowState::Untouched | RowState::Closed => {}
            }
        }
        counts
    }
}

/// The changes of a row, by field, in file order.
pub(super) type Changes = Vec<(u32, String)>;

/// The changed rows, by number.
pub(super) type Overlay = BTreeMap<u32, Changes>;
