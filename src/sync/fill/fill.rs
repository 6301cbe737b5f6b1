//! What becomes of each cell that a row of the file has a value for.

use crate::leads::Row;
use crate::sheet::{CellEdit, ChangeSet, Edit, LeftOut, LeftOutKind, ProposedCell, Sheet};
use crate::sync::fill::filler::Filler;
use crate::sync::fill::groups::{FillCell, FillCellGroup, FilledLead, LeadGroup};
use crate::sync::fill::key::KeyJoin;
use crate::sync::fill::mapping::{ColumnValue, FillMapping, FillTarget};
use crate::sync::fill::reading;
use crate::sync::fill::source::SourceTable;
use std::collections::HashMap;

/// What filling the leads from a file comes to. Nothing changes until its [edit](Self::edit) is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fill {
    /// Which row of the file is which lead.
    pub join: KeyJoin,
    /// The cells that the file has a value for, by lead; those that are filled in the order in which they are set.
    pub cells: Vec<FillCell>,
    /// The values that have no meaning yet, by column of the file.
    pub unmapped: Vec<(usize, ColumnValue)>,
}

impl Fill {
    /// Works out what becomes of each lead.
    ///
    /// A cell that was edited here is left: it differs from what Partner Center holds, as far as is known. An empty
    /// cell of the file fills nothing. A value that the rules wouldn't let through is left out, alone.
    pub fn new(source: &SourceTable, sheet: &Sheet, mapping: &FillMapping) -> Self {
        let Some((field, column)) = mapping.key else { return Self::default() };
        let join = KeyJoin::new(source, sheet, field, column);
        let filler = Filler::new(source, sheet, mapping);
        let cells = join.pairs.iter().flat_map(|&(at, lead)| filler.fill_lead(at, lead)).collect();
        let values = mapping.filling().flat_map(|(column, _)| {
            let values = mapping.values_of(source, sheet, column).into_iter();
            values.filter(|value| value.meaning.is_none()).map(move |value| (column, value))
        });
        Self { unmapped: values.collect(), join, cells }
    }

    /// The cells of a group.
    pub fn of_group(&self, group: FillCellGroup) -> impl Iterator<Item = &FillCell> {
        self.cells.iter().filter(move |cell| cell.group == group)
    }

    /// The edit that fills the cells, as one step.
    pub fn edit(&self, label: impl Into<String>) -> Edit {
        let sets = self.cells.iter().flat_map(|cell| cell.sets.iter().cloned());
        Edit::new(label, sets.collect())
    }

    /// The cells that are filled and those that aren't, to be shown before they are filled as one step.
    pub fn change_set(
        &self,
        source: &SourceTable,
        sheet: &Sheet,
        label: impl Into<String>,
    ) -> ChangeSet {
        let mut set = ChangeSet { label: label.into(), ..ChangeSet::default() };
        for cell in &self.cells {
            let place = source.place(cell.source);
            let reason = format!("{place}: {}", source.header(cell.column));
            for CellEdit { at, text } in &cell.sets {
                let before = sheet.text(at.row, at.field).into_owned();
                if before != *text {
                    let (after, reason) = (text.clone(), Some(reason.clone()));
                    set.cells.push(ProposedCell { at: *at, before, after, reason });
                }
            }
            set.left_out.extend(left_out(cell));
        }
        set.left_out.extend(self.join.ambiguous.iter().map(|key| LeftOut {
            row: key.leads.first().copied(),
            field: None,
            kind: LeftOutKind::Ambiguous,
            reason: format!("several rows or leads have the key \"{}\"", reading::shown(&key.key)),
        }));
        set.left_out.extend(self.join.unknown.iter().map(|at| LeftOut {
            row: None,
            field: None,
            kind: LeftOutKind::NoLead,
            reason: source.place(*at),
        }));
        set
    }

    /// What becomes of each lead, in the order of the sheet.
    pub fn leads(&self, sheet: &Sheet) -> Vec<FilledLead> {
        let sources: HashMap<Row, usize> =
            self.join.pairs.iter().map(|(at, lead)| (*lead, *at)).collect();
        let mut groups: HashMap<Row, FillCellGroup> = HashMap::new();
        for cell in &self.cells {
            let group = groups.entry(cell.lead).or_insert(cell.group);
            *group = (*group).min(cell.group);
        }
        let ambiguous = self.join.ambiguous.iter().flat_map(|key| &key.leads);
        let ambiguous: std::collections::HashSet<&Row> = ambiguous.collect();
        let lead = |row: Row| {
            let source = sources.get(&row).copied();
            let group = match (groups.get(&row), source) {
                (Some(group), _) => LeadGroup::Cells(*group),
                (None, Some(_)) => LeadGroup::NoValue,
                (None, None) if ambiguous.contains(&row) => LeadGroup::Ambiguous,
                (None, None) => LeadGroup::NoRow,
            };
            FilledLead { row, group, source }
        };
        sheet.rows().map(lead).collect()
    }
}

/// Why a cell isn't filled; nothing if it is.
fn left_out(cell: &FillCell) -> Option<LeftOut> {
    let kind = match cell.group {
        FillCellGroup::Filled => return None,
        FillCellGroup::Rejected | FillCellGroup::Unmapped => LeftOutKind::NotPossible,
        FillCellGroup::Edited => LeftOutKind::EditedByHand,
        FillCellGroup::Locked => LeftOutKind::Locked,
        FillCellGroup::Same => LeftOutKind::Unchanged,
    };
    let field = match cell.target {
        FillTarget::Field(field) => Some(field),
        FillTarget::Outcome => None,
    };
    let reason = match cell.group {
        FillCellGroup::Unmapped => format!("\"{}\" isn't mapped", reading::shown(&cell.after)),
        _ => cell.reason.clone(),
    };
    Some(LeftOut { row: Some(cell.lead), field, kind, reason })
}

#[cfg(test)]
mod tests;
