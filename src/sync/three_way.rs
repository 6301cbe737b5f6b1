//! Finds open work in a fresh download, and tells what becomes of each change there.

use crate::leads::{Field, Row};
use crate::leads::{Layout, Lock, rules};
use crate::sheet::{PendingCell, PendingChanges, PendingLead, Sheet};
use crate::sync::judge::is_same_either_way;
use crate::table::{Table, join};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A changed lead beside the fresh download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebasedLead {
    /// The *Referral ID*.
    pub id: String,
    /// The lead's name, if one of the files tells it.
    pub name: String,
    /// Its row in the fresh download, or why it has none.
    pub row: Result<Row, Missing>,
    /// Whether it was exported as it stood.
    pub is_exported: bool,
    /// What Partner Center said of it, if it refused the lead as it stood.
    pub portal_errors: String,
    /// Its changed cells.
    pub cells: Vec<RebasedCell>,
    /// What Partner Center changed in its other cells; nothing where the old file isn't there.
    pub portal: Vec<PortalCell>,
}

impl RebasedLead {
    /// Tells whether it was exported as it stood, and Partner Center doesn't show it so.
    pub fn is_exported_open(&self) -> bool {
        let is_open = |cell: &RebasedCell| {
            matches!(cell.fate, MergeOutcome::Applied | MergeOutcome::Conflict(_))
        };
        self.is_exported && self.cells.iter().any(is_open)
    }

    /// Returns why a change of the lead can't go over to the fresh download, as a sentence, if it can't.
    pub fn not_applied_reason(&self, cell: &RebasedCell) -> Option<String> {
        Some(match (&cell.fate, self.row) {
            (MergeOutcome::LeadGone, Err(missing)) => format!("The lead {}.", missing.reason()),
            (MergeOutcome::LeadClosed, _) => "The lead is now Closed.".to_owned(),
            (MergeOutcome::ColumnGone, _) => "The new file lacks the column.".to_owned(),
            (MergeOutcome::Rejected(lock), _) => lock.to_string(),
            _ => return None,
        })
    }
}

/// Why a changed lead isn't found in the fresh download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It isn't there.
    Gone,
    /// It has no *Referral ID* by which it could be found.
    NoId,
    /// A lead before it has the same *Referral ID*.
    Twice,
}

impl Missing {
    /// Says so, as the end of a sentence about the lead.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Gone => "isn't in the new file",
            Self::NoId => "has no Referral ID to match",
            Self::Twice => "has the Referral ID of a changed lead before it",
        }
    }
}

/// A changed cell and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebasedCell {
    /// The column's name in the old file.
    pub column: String,
    /// Its field in the fresh download, if it has the column.
    pub field: Option<Field>,
    /// The text before it was changed.
    pub old: String,
    /// The text that it was given.
    pub mine: String,
    /// The text in the fresh download, if there is such a cell.
    pub theirs: Option<String>,
    /// What becomes of it.
    pub fate: MergeOutcome,
}

/// What becomes of a changed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeOutcome {
    /// Partner Center left the cell alone: it is changed in the fresh download too.
    Applied,
    /// The fresh download holds the text already.
    UpToDate,
    /// Both sides changed it: a question, by its place among [`Rebase::questions`](crate::sync::rebase::Rebase::questions).
    Conflict(usize),
    /// The lead isn't found in the fresh download.
    LeadGone,
    /// The lead came Closed in the fresh download: it is locked.
    LeadClosed,
    /// The fresh download lacks the column.
    ColumnGone,
    /// The cell may not have this text in the fresh download.
    Rejected(Lock),
}

/// A [`MergeOutcome`] without what belongs to the one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeOutcomeKind {
    /// The change is in the fresh download.
    Applied,
    /// The fresh download holds the text already.
    UpToDate,
    /// Both sides changed the cell.
    Conflict,
    /// The lead isn't found.
    LeadGone,
    /// The lead is locked, because the download has it as Closed.
    LeadClosed,
    /// The column is missing.
    ColumnGone,
    /// The text isn't allowed.
    Rejected,
}

impl MergeOutcomeKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Applied,
        Self::UpToDate,
        Self::Conflict,
        Self::LeadGone,
        Self::LeadClosed,
        Self::ColumnGone,
        Self::Rejected,
    ];

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "taken_over",
            Self::UpToDate => "already_there",
            Self::Conflict => "conflict",
            Self::LeadGone => "lead_gone",
            Self::LeadClosed => "lead_closed",
            Self::ColumnGone => "column_gone",
            Self::Rejected => "refused",
        }
    }
}

impl MergeOutcome {
    /// Which kind it is.
    pub fn kind(&self) -> MergeOutcomeKind {
        match self {
            Self::Applied => MergeOutcomeKind::Applied,
            Self::UpToDate => MergeOutcomeKind::UpToDate,
            Self::Conflict(_) => MergeOutcomeKind::Conflict,
            Self::LeadGone => MergeOutcomeKind::LeadGone,
            Self::LeadClosed => MergeOutcomeKind::LeadClosed,
            Self::ColumnGone => MergeOutcomeKind::ColumnGone,
            Self::Rejected(_) => MergeOutcomeKind::Rejected,
        }
    }
}

/// A cell that only Partner Center changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalCell {
    /// Its field in the fresh download.
    pub field: Field,
    /// The text in the old file.
    pub old: String,
    /// The text in the fresh download.
    pub theirs: String,
}

/// Adds what the work added to its file: columns, and the right to edit offers.
pub(crate) fn prepare(sheet: &mut Sheet, work: &PendingChanges) {
    if work.offers_unlocked && sheet.unlock_offers().is_err() {
        return;
    }
    for col in
        work.added.iter().filter_map(|name| Layout::new(vec![name.clone()]).col(Field::default()))
    {
        // What can't be added is told of the cells in it.
        while !sheet.layout().has(col) && sheet.add_column(col).is_ok() {}
    }
}

/// The fresh download beside the old one.
pub(crate) struct Comparison<'a> {
    sheet: &'a Sheet,
    /// The old file, if it is there.
    old: Option<&'a Table>,
    /// The row of each lead, by *Referral ID*.
    rows: HashMap<Cow<'a, str>, Row>,
    /// The field of each column that the work changed.
    fields: HashMap<&'a str, Option<Field>>,
    /// The field of each column of the old file.
    same: Vec<Option<Field>>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(work: &'a PendingChanges, old: Option<&'a Table>, sheet: &'a Sheet) -> Self {
        let mut fields = HashMap::new();
        for cell in work.leads.iter().flat_map(|lead| &lead.cells) {
            fields
                .entry(cell.column.as_str())
                .or_insert_with(|| field_of(sheet.layout(), &cell.column));
        }
        let same = old.map(|old| sheet.layout().matching(old.layout())).unwrap_or_default();
        Self { sheet, old, rows: join::rows(sheet.table()), fields, same }
    }

    /// The field of a changed column.
    fn field(&self, column: &str) -> Option<Field> {
        self.fields.get(column).copied().flatten()
    }

    /// Returns the changed leads, each cell with its fate. What both sides changed isn't asked yet.
    pub(crate) fn leads(&self, work: &PendingChanges) -> Vec<RebasedLead> {
        let mut seen = HashSet::new();
        let lead = |lead: &PendingLead| {
            let id = rules::id_key(Cow::Borrowed(&lead.id)).into_owned();
            let row = match self.rows.get(&*id) {
                _ if id.is_empty() => Err(Missing::NoId),
                _ if !seen.insert(id.clone()) => Err(Missing::Twice),
                None => Err(Missing::Gone),
                Some(row) => Ok(*row),
            };
            self.lead(lead, row)
        };
        work.leads.iter().map(lead).collect()
    }

    fn lead(&self, lead: &PendingLead, row: Result<Row, Missing>) -> RebasedLead {
        let cell = |cell: &PendingCell| {
            let (theirs, fate) = match row {
                Err(_) => (None, MergeOutcome::LeadGone),
                Ok(row) => self.outcome(cell, row),
            };
            let PendingCell { column, old, mine, .. } = cell.clone();
            RebasedCell { field: self.field(&column), column, old, mine, theirs, fate }
        };
        let name = |table: &Table, row: Row| {
            let field = table.layout().lead_name()?;
            Some(table.cell(row, field).into_owned())
        };
        let in_old = || name(self.old?, lead.row);
        let in_new = row.ok().and_then(|row| name(self.sheet.table(), row));
        RebasedLead {
            id: lead.id.trim().to_owned(),
            name: in_new.or_else(in_old).unwrap_or_default(),
            row,
            is_exported: lead.is_exported,
            portal_errors: lead.said.clone(),
            cells: lead.cells.iter().map(cell).collect(),
            portal: row.map(|row| self.portal(lead, row)).unwrap_or_default(),
        }
    }

    /// Returns the text that the fresh download has for a changed cell, and what becomes of the change.
    fn outcome(&self, cell: &PendingCell, row: Row) -> (Option<String>, MergeOutcome) {
        let Some(field) = self.field(&cell.column) else {
            return (None, MergeOutcome::ColumnGone);
        };
        let theirs = self.sheet.table().cell(row, field).into_owned();
        let col = self.sheet.layout().col(field);
        let alike = |one: &str| is_same_either_way(col, &theirs, one);
        // What was exported is no change by somebody else.
        let known = [Some(&cell.old), cell.exported.as_ref()];
        let mut known = known.into_iter().flatten();
        let fate = if theirs == cell.mine {
            MergeOutcome::UpToDate
        } else if self.sheet.was_closed(row) {
            MergeOutcome::LeadClosed
        } else if known.clone().any(|text| theirs == *text) {
            MergeOutcome::Applied
        } else if alike(&cell.mine) {
            MergeOutcome::UpToDate
        } else if known.any(|text| alike(text)) {
            MergeOutcome::Applied
        } else {
            MergeOutcome::Conflict(0)
        };
        (Some(theirs), fate)
    }

    /// The cells of a lead that only Partner Center changed.
    fn portal(&self, lead: &PendingLead, row: Row) -> Vec<PortalCell> {
        let Some(old) = self.old else { return Vec::new() };
        let mine: Vec<Field> =
            lead.cells.iter().filter_map(|cell| self.field(&cell.column)).collect();
        let columns = Field::first(self.same.len()).zip(&self.same);
        let columns = columns.filter_map(|(from, field)| Some((from, (*field)?)));
        let differs =
            columns.filter(|(_, field)| !mine.contains(field)).filter_map(|(from, field)| {
                let was = old.cell(lead.row, from);
                let theirs = self.sheet.table().cell(row, field);
                let col = self.sheet.layout().col(field);
                let is_form = is_same_either_way(col, &was, &theirs);
                (was != theirs && !is_form).then(|| PortalCell {
                    field,
                    old: was.into_owned(),
                    theirs: theirs.into_owned(),
                })
            });
        differs.collect()
    }
}

/// The field of the column with this name in another file.
fn field_of(layout: &Layout, column: &str) -> Option<Field> {
    let other = Layout::new(vec![column.to_owned()]);
    match other.col(Field::default()) {
        Some(col) => layout.field(col),
        None => layout.matching(&other).first().copied().flatten(),
    }
}
