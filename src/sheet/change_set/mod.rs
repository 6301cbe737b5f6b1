//! What a bulk change would do: a text for each of many cells, shown before it is done.

mod forecast;
mod preview;
mod propose;
#[cfg(test)]
mod tests;

pub use forecast::{AmountTotal, LeadForecast};
pub use preview::ChangePreview;

use crate::leads::{CellRef, Field, Row, plural};
use crate::sheet::edit::{CellEdit, Edit};

/// The cells that a bulk change would change, each with its text before and after, and those that it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// What it does, as undo will name it: `Close date+=1q`.
    pub label: String,
    /// The cells that change; those of a lead stand together, in the order in which they are set.
    pub cells: Vec<ProposedCell>,
    /// What was asked for and isn't done.
    pub left_out: Vec<LeftOut>,
}

/// A cell that a bulk change would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedCell {
    /// The cell.
    pub at: CellRef,
    /// Its text now.
    pub before: String,
    /// The text that it is to get; another one.
    pub after: String,
    /// Where the text comes from, if that isn't the same for all cells: a row of another file, a sentence of a policy.
    pub reason: Option<String>,
}

/// Something that was asked for and isn't done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The lead, if it is one.
    pub row: Option<Row>,
    /// The field, if it is one.
    pub field: Option<Field>,
    /// Why it is left out.
    pub kind: LeftOutKind,
    /// The reason in a part of a sentence; empty if the kind says it all.
    pub reason: String,
}

/// Why something that was asked for isn't done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOutKind {
    /// The cell is locked.
    Locked,
    /// The value of the cell can't be read.
    Unreadable,
    /// The new value isn't possible: it is out of range, or the lead doesn't offer it.
    NotPossible,
    /// What the value is taken from can mean several things.
    Ambiguous,
    /// There is no such lead.
    NoLead,
    /// The cell was edited by hand.
    EditedByHand,
    /// Different texts are wanted for the cell.
    Conflict,
    /// The cell has the new text already.
    Unchanged,
}

impl LeftOutKind {
    /// Every kind, the ones to look at first.
    pub const ALL: [Self; 8] = [
        Self::Locked,
        Self::Unreadable,
        Self::NotPossible,
        Self::Ambiguous,
        Self::NoLead,
        Self::EditedByHand,
        Self::Conflict,
        Self::Unchanged,
    ];

    /// What it is called in a list.
    pub fn label(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Unreadable => "can't be read",
            Self::NotPossible => "not possible",
            Self::Ambiguous => "ambiguous",
            Self::NoLead => "no such lead",
            Self::EditedByHand => "edited by hand",
            Self::Conflict => "in conflict",
            Self::Unchanged => "unchanged by it",
        }
    }

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Unreadable => "unreadable",
            Self::NotPossible => "not_possible",
            Self::Ambiguous => "ambiguous",
            Self::NoLead => "no_lead",
            Self::EditedByHand => "edited_by_hand",
            Self::Conflict => "conflict",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What is left out for one kind of reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutGroup<'c> {
    /// The kind.
    pub kind: LeftOutKind,
    /// All that is left out because of it.
    pub all: Vec<&'c LeftOut>,
}

impl ChangeSet {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The leads that change, each with its cells.
    pub fn leads(&self) -> impl Iterator<Item = (Row, &[ProposedCell])> + Clone {
        let leads = self.cells.chunk_by(|one, next| one.at.row == next.at.row);
        leads.map(|cells| (cells[0].at.row, cells))
    }

    /// The edit that changes the cells of the leads that are ticked, in one step.
    pub fn edit(&self, is_ticked: impl Fn(Row) -> bool) -> Edit {
        let ticked = self.cells.iter().filter(|cell| is_ticked(cell.at.row));
        let sets = ticked.map(|cell| CellEdit { at: cell.at, text: cell.after.clone() });
        Edit::new(self.label.clone(), sets.collect()).skipping_locked()
    }

    /// What is left out, by kind, the kinds to look at first.
    pub fn left_out_groups(&self) -> Vec<LeftOutGroup<'_>> {
        let of = |kind| LeftOutGroup {
            kind,
            all: self.left_out.iter().filter(|out| out.kind == kind).collect(),
        };
        LeftOutKind::ALL.into_iter().map(of).filter(|group| !group.all.is_empty()).collect()
    }

    /// How many are left out because of one kind of reason.
    pub fn count_left_out(&self, kind: LeftOutKind) -> usize {
        self.left_out.iter().filter(|out| out.kind == kind).count()
    }
}

impl LeftOutGroup<'_> {
    /// Describes it in a part of a sentence: `locked: 3 cells (the first: row 7, R-05 …)`.
    pub fn describe(&self) -> String {
        let what = if self.kind == LeftOutKind::NoLead { "row" } else { "cell" };
        let count = plural(self.all.len(), what);
        let label = self.kind.label();
        let Some(first) = self.all.first().filter(|first| !first.reason.is_empty()) else {
            return format!("{label}: {count}");
        };
        let place = first.row.map(|row| format!("row {row}: ")).unwrap_or_default();
        let the_first = if self.all.len() > 1 { "the first: " } else { "" };
        let reason = first.reason.strip_suffix('.').unwrap_or(&first.reason);
        format!("{label}: {count} ({the_first}{place}{reason})")
    }
}
