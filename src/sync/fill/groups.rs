//! The groups that the cells and the leads of a fill fall into.

use crate::leads::Row;
use crate::sheet::CellEdit;
use crate::sync::fill::mapping::FillTarget;

/// What becomes of a cell that the file has a value for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FillCellGroup {
    /// It gets the value.
    Filled,
    /// The value isn't allowed there, or can mean two things.
    Rejected,
    /// The value has no meaning yet.
    Unmapped,
    /// It was edited here and stays.
    Edited,
    /// It is locked.
    Locked,
    /// It has the value already.
    Same,
}

impl FillCellGroup {
    /// Every group, what has to be looked at first.
    pub const ALL: [Self; 6] =
        [Self::Filled, Self::Rejected, Self::Unmapped, Self::Edited, Self::Locked, Self::Same];

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Rejected => "rejected",
            Self::Unmapped => "unmapped",
            Self::Edited => "edited",
            Self::Locked => "locked",
            Self::Same => "same",
        }
    }

    /// What it means, as the heading of a list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Rejected => "rejected by a rule",
            Self::Unmapped => "value not mapped",
            Self::Edited => "edited by hand, so left",
            Self::Locked => "locked",
            Self::Same => "same already",
        }
    }
}

/// A cell of a lead that the file has a value for; an outcome is several cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillCell {
    /// The lead.
    pub lead: Row,
    /// The row of the file, counted from 0.
    pub source: usize,
    /// The column of the file, counted from 0.
    pub column: usize,
    /// What the column fills.
    pub target: FillTarget,
    /// What becomes of it.
    pub group: FillCellGroup,
    /// Its text now; of an outcome, the substatus.
    pub before: String,
    /// The text that it gets; the file's own where it gets none.
    pub after: String,
    /// Why it isn't filled; else empty.
    pub reason: String,
    /// The cells that are set, if it is filled.
    pub sets: Vec<CellEdit>,
}

/// What becomes of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadGroup {
    /// What becomes of its cells: the first of their groups in the order of [`FillCellGroup::ALL`].
    Cells(FillCellGroup),
    /// Its row in the file has no value for it.
    NoValue,
    /// Several leads or several rows have its key.
    Ambiguous,
    /// It has no row in the file.
    NoRow,
}

impl LeadGroup {
    /// Every group, what has to be looked at first.
    pub fn all() -> impl Iterator<Item = Self> {
        let cells = FillCellGroup::ALL.into_iter().map(Self::Cells);
        cells.chain([Self::NoValue, Self::Ambiguous, Self::NoRow])
    }

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cells(group) => group.as_str(),
            Self::NoValue => "no_value",
            Self::Ambiguous => "ambiguous",
            Self::NoRow => "no_row",
        }
    }
}

/// A lead and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledLead {
    /// The lead.
    pub row: Row,
    /// What becomes of it.
    pub group: LeadGroup,
    /// Its row of the file, counted from 0, if it has exactly one.
    pub source: Option<usize>,
}
