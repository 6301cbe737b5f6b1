//! The open work on a file, in the form in which it can go over to another file.

use super::{Action, KeptLead, Sheet};
use std::collections::BTreeMap;

/// What is changed in a file, lead by lead, with the texts from before the first change.
///
/// It names leads by *Referral ID* and cells by column, so it means the same whatever the order of rows
/// and columns. [`OpenWork::of`] takes it from a sheet; [`OpenWork::of_actions`] from what was kept of
/// it, without the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// The changed leads, in file order.
    pub leads: Vec<OpenLead>,
    /// The names of the columns that were added, in the order in which they were.
    pub added: Vec<String>,
    /// Whether offers and solutions were unlocked.
    pub offers_unlocked: bool,
}

/// A changed lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLead {
    /// The row in its file, counted from 0.
    pub row: u32,
    /// The *Referral ID*.
    pub id: String,
    /// Whether it was exported as it stands.
    pub is_exported: bool,
    /// The changed cells.
    pub cells: Vec<OpenCell>,
}

/// A changed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCell {
    /// The column's name in its file.
    pub column: String,
    /// The text before the first change: what the file holds.
    pub old: String,
    /// The text as it stands. Never the old one.
    pub mine: String,
    /// The text that was exported last, if the cell was.
    pub exported: Option<String>,
}

impl OpenWork {
    /// Returns the open work in a sheet.
    pub fn of(sheet: &Sheet) -> Self {
        let lead = |row: u32| {
            let changes = sheet.changes_of(row);
            let exported = sheet.exported().get(&row);
            let cell = |(field, mine): &(u32, String)| OpenCell {
                column: sheet.layout().name(*field as usize).to_owned(),
                old: sheet.table().cell(row as usize, *field as usize).into_owned(),
                mine: mine.clone(),
                exported: exported
                    .and_then(|e| e.iter().find(|(f, _)| f == field))
                    .map(|(_, text)| text.clone()),
            };
            OpenLead {
                row,
                id: sheet.id(row),
                is_exported: exported.is_some_and(|exported| exported == changes),
                cells: changes.iter().map(cell).collect(),
            }
        };
        let own = sheet.layout().own();
        Self {
            leads: sheet.changed_rows().map(lead).collect(),
            added: sheet.layout().names()[own..].to_vec(),
            offers_unlocked: sheet.facts().offers_unlocked,
        }
    }

    /// Returns the open work that actions come to, without the file that they were done to.
    pub fn of_actions<'a>(actions: impl IntoIterator<Item = &'a Action>) -> Self {
        let mut work = Self::default();
        let (mut done, mut undone): (Vec<&[KeptLead]>, Vec<_>) = (Vec::new(), Vec::new());
        let mut exported: BTreeMap<u32, Cells> = BTreeMap::new();
        for action in actions {
            match action {
                Action::Edit { leads, .. } => {
                    undone.clear();
                    done.push(leads);
                }
                Action::Undo => undone.extend(done.pop()),
                Action::Redo => done.extend(undone.pop()),
                Action::AddColumn(name) => work.added.push(name.clone()),
                Action::UnlockOffers => work.offers_unlocked = true,
                Action::Export { leads, .. } => {
                    let mut now = changed(&done);
                    for (row, _) in leads {
                        if let Some((_, cells)) = now.remove(row) {
                            exported.insert(*row, cells);
                        }
                    }
                }
            }
        }
        let lead = |(row, (id, cells)): (u32, (&str, Cells))| {
            let exported = exported.get(&row);
            let is_exported = exported.is_some_and(|exported| *exported == cells);
            let cell = |(column, (old, mine)): (&str, (&str, &str))| OpenCell {
                column: column.to_owned(),
                old: old.to_owned(),
                mine: mine.to_owned(),
                exported: exported.and_then(|e| e.get(column)).map(|(_, text)| (*text).to_owned()),
            };
            let cells = cells.into_iter().map(cell).collect();
            OpenLead { row, id: id.to_owned(), is_exported, cells }
        };
        work.leads = changed(&done).into_iter().map(lead).collect();
        work
    }

    /// Returns how many cells are changed.
    pub fn cells(&self) -> usize {
        self.leads.iter().map(|lead| lead.cells.len()).sum()
    }

    /// Tells whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }
}

/// The changed cells of a lead by column: the first text and the last one.
type Cells<'a> = BTreeMap<&'a str, (&'a str, &'a str)>;

/// Returns what steps change: the leads by row, with their *Referral ID*.
fn changed<'a>(steps: &[&'a [KeptLead]]) -> BTreeMap<u32, (&'a str, Cells<'a>)> {
    let mut leads: BTreeMap<u32, (&str, Cells)> = BTreeMap::new();
    for lead in steps.iter().flat_map(|step| step.iter()) {
        let (_, cells) = leads.entry(lead.row).or_insert((&lead.id, Cells::new()));
        for (column, before, after) in &lead.cells {
            cells.entry(column).or_insert((before, after)).1 = after;
        }
    }
    for (_, cells) in leads.values_mut() {
        cells.retain(|_, (old, mine)| old != mine);
    }
    leads.retain(|_, (_, cells)| !cells.is_empty());
    leads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Col, Origin};
    use crate::sheet::{Edit, Table};
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name,Notes,Team member 1\na,one,,\nb,two,x,\nc,three,,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.record();
        sheet
    }

    fn sorted(mut work: OpenWork) -> OpenWork {
        for lead in &mut work.leads {
            lead.cells.sort_by(|a, b| a.column.cmp(&b.column));
        }
        work
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn what_was_kept_tells_the_same_open_work_as_the_sheet(
            keys in prop::collection::vec((0..9_u8, 0..3_u32, 1..3_u32, 0..3_u8), 0..30)
        ) {
            let (mut sheet, mut actions) = (sheet(), Vec::new());
            for (key, row, field, text) in keys {
                let text = ["", "x", "one"][usize::from(text)];
                match key {
                    0..=3 => drop(sheet.apply(Edit::cell("edit", row, field, text))),
                    4 => drop(sheet.undo()),
                    5 => drop(sheet.redo()),
                    6 => sheet.mark_exported(&[row, (row + 1) % 3], &[]),
                    7 => drop(sheet.add_column(Col::TeamMember(1))),
                    _ => sheet.unlock_offers(),
                }
                actions.extend(sheet.take_actions());
            }
            prop_assert_eq!(sorted(OpenWork::of_actions(&actions)), sorted(OpenWork::of(&sheet)));
        }
    }
}
