//! The open work on a file, in the form in which it can go over to another file.

use crate::leads::{Field, Row};
use crate::sheet::log::entry::{LogEffect, LogEntry, LoggedLead, LoggedResult};
use crate::sheet::sheet::Sheet;
use std::collections::BTreeMap;

/// What is changed in a file, lead by lead, with the texts from before the first change.
///
/// It names leads by *Referral ID* and cells by column, so it means the same in any order of rows
/// and columns. [`PendingChanges::from_sheet`] takes it from a sheet; [`PendingChanges::from_log`] from what was kept of
/// it, without the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingChanges {
    /// The changed leads, in file order.
    pub leads: Vec<PendingLead>,
    /// The names of the columns that were added, in the order in which they were.
    pub added: Vec<String>,
    /// Whether offers and solutions were unlocked.
    pub offers_unlocked: bool,
}

/// A changed lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLead {
    /// The row in its file.
    pub row: Row,
    /// The *Referral ID*.
    pub id: String,
    /// Whether it was exported as it stands, and isn't known to be refused.
    pub is_exported: bool,
    /// What Partner Center said of it, if it refused the lead as it stands; empty if it didn't, or if the
    /// lead is marked to be uploaded again unchanged.
    pub said: String,
    /// The changed cells.
    pub cells: Vec<PendingCell>,
}

/// A changed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingCell {
    /// The column's name in its file.
    pub column: String,
    /// The text before the first change: what the file holds.
    pub old: String,
    /// The text as it stands. Never the old one.
    pub mine: String,
    /// The text that was exported last, if the cell was.
    pub exported: Option<String>,
}

impl PendingChanges {
    /// The pending changes of a sheet.
    pub fn from_sheet(sheet: &Sheet) -> Self {
        let lead = |row: Row| {
            let changes = sheet.changes_of(row);
            let uploaded = sheet.uploaded(row);
            let exported = uploaded.filter(|(.., said)| said.is_none()).map(|(sent, _)| sent);
            let refused = uploaded.filter(|(sent, _)| *sent == changes).and_then(|(_, said)| said);
            let cell = |(field, mine): &(Field, String)| PendingCell {
                column: sheet.layout().name(*field).to_owned(),
                old: sheet.table().cell(row, *field).into_owned(),
                mine: mine.clone(),
                exported: exported
                    .and_then(|e| e.iter().find(|(f, _)| f == field))
                    .map(|(_, text)| text.clone()),
            };
            PendingLead {
                row,
                id: sheet.referral_id(row),
                is_exported: exported.is_some_and(|exported| exported == changes),
                said: refused.unwrap_or_default().to_owned(),
                cells: changes.iter().map(cell).collect(),
            }
        };
        let own = sheet.layout().file_fields();
        Self {
            leads: sheet.changed_rows().map(lead).collect(),
            added: sheet.layout().names()[own..].to_vec(),
            offers_unlocked: sheet.context().offers_unlocked,
        }
    }

    /// Returns the open work that actions come to, without the file that they were done to.
    pub fn from_log<'a>(actions: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let mut work = Self::default();
        let (mut done, mut undone): (Vec<&[LoggedLead]>, Vec<_>) = (Vec::new(), Vec::new());
        let mut uploaded: BTreeMap<Row, Uploaded> = BTreeMap::new();
        // What Partner Center took is neither changed nor undone any more.
        let mut settled: BTreeMap<Row, (&str, Cells)> = BTreeMap::new();
        for action in actions {
            match action.effect() {
                LogEffect::Step(leads) => {
                    undone.clear();
                    done.push(leads);
                }
                LogEffect::Undo => undone.extend(done.pop()),
                LogEffect::Redo => done.extend(undone.pop()),
                LogEffect::AddColumn(name) => work.added.push(name.to_owned()),
                LogEffect::UnlockOffers => work.offers_unlocked = true,
                LogEffect::Neutral => {}
                LogEffect::Export(leads) => {
                    let now = changed(&done);
                    for (row, _) in leads {
                        let cells = now.get(row).into_iter().flat_map(|(_, cells)| cells);
                        let sent = cells.map(|(column, (_, text))| (*column, *text)).collect();
                        uploaded.insert(*row, Uploaded { sent, said: None });
                    }
                }
                LogEffect::Results(leads) => {
                    results(leads, &mut uploaded);
                    let mut now = changed(&done);
                    let taken = leads.iter().filter(|lead| lead.outcome.as_deref() == Some(""));
                    settled.extend(taken.map(|lead| {
                        let unchanged = || (lead.id.as_str(), Cells::new());
                        (lead.row, now.remove(&lead.row).unwrap_or_else(unchanged))
                    }));
                }
                LogEffect::Resubmit(leads, is_set) => {
                    send_again(leads, is_set, &mut uploaded);
                }
            }
        }
        let mut leads = changed(&done);
        leads.extend(settled);
        leads.retain(|_, (_, cells)| !cells.is_empty());
        let lead = |(row, lead): (Row, _)| kept_lead(row, lead, uploaded.get(&row));
        work.leads = leads.into_iter().map(lead).collect();
        work
    }

    /// The number of changed cells.
    pub fn cells(&self) -> usize {
        self.leads.iter().map(|lead| lead.cells.len()).sum()
    }

    /// Tells whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }
}

/// A lead as it was uploaded or exported last.
struct Uploaded<'a> {
    /// The changed cells: column and text.
    sent: BTreeMap<&'a str, &'a str>,
    /// What Partner Center said, if it rejected it, and whether it is marked to be uploaded again unchanged.
    said: Option<(&'a str, bool)>,
}

/// Returns a changed lead, with what is known of its last upload.
fn kept_lead(row: Row, (id, cells): (&str, Cells), uploaded: Option<&Uploaded>) -> PendingLead {
    let as_sent = |u: &&Uploaded| {
        u.sent.len() == cells.len()
            && cells.iter().all(|(column, (_, mine))| u.sent.get(column) == Some(mine))
    };
    let exported = uploaded.filter(|uploaded| uploaded.said.is_none());
    let is_exported = exported.is_some_and(|exported| as_sent(&exported));
    let said = uploaded.filter(as_sent).and_then(|uploaded| uploaded.said);
    let said = said.filter(|(_, again)| !again).map(|(said, _)| said.to_owned());
    let cell = |(column, (old, mine)): (&&str, &(&str, &str))| PendingCell {
        column: (*column).to_owned(),
        old: (*old).to_owned(),
        mine: (*mine).to_owned(),
        exported: exported.and_then(|e| e.sent.get(column)).map(|text| (*text).to_owned()),
    };
    PendingLead {
        row,
        id: id.to_owned(),
        is_exported,
        said: said.unwrap_or_default(),
        cells: cells.iter().map(cell).collect(),
    }
}

/// Notes what a results file said of leads.
fn results<'a>(leads: &'a [LoggedResult], uploaded: &mut BTreeMap<Row, Uploaded<'a>>) {
    for LoggedResult { row, outcome, sent, .. } in leads {
        let sent = sent.iter().map(|(column, text)| (column.as_str(), text.as_str())).collect();
        let said = outcome.as_deref().filter(|said| !said.is_empty()).map(|said| (said, false));
        match outcome {
            Some(_) => drop(uploaded.insert(*row, Uploaded { sent, said })),
            None => drop(uploaded.remove(row)),
        }
    }
}

/// Notes which leads are to be sent again.
fn send_again(leads: &[(Row, String)], again: bool, uploaded: &mut BTreeMap<Row, Uploaded>) {
    for (row, _) in leads {
        match uploaded.get_mut(row).map(|uploaded| &mut uploaded.said) {
            Some(Some((_, mark))) => *mark = again,
            Some(None) if again => drop(uploaded.remove(row)),
            _ => {}
        }
    }
}

/// The changed cells of a lead by column: the first text and the last one.
type Cells<'a> = BTreeMap<&'a str, (&'a str, &'a str)>;

/// Returns what steps change: the leads by row, with their *Referral ID*.
fn changed<'a>(steps: &[&'a [LoggedLead]]) -> BTreeMap<Row, (&'a str, Cells<'a>)> {
    let mut leads: BTreeMap<Row, (&str, Cells)> = BTreeMap::new();
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
    use crate::sheet::edit::Edit;
    use crate::table::Table;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name,Notes,Team member 1\na,one,,\nb,two,x,\nc,three,,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.start_logging();
        sheet
    }

    /// A results file about one lead.
    fn results(row: Row, said: &str) -> Table {
        let id = ["a", "b", "c"][row.index()];
        let text = format!("Referral ID,Errors\n{id},{said}\n");
        Table::parse(text, b',').expect("well-formed")
    }

    fn sorted(mut work: PendingChanges) -> PendingChanges {
        for lead in &mut work.leads {
            lead.cells.sort_by(|a, b| a.column.cmp(&b.column));
        }
        work
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_log_and_the_sheet_have_the_same_pending_changes(
            keys in prop::collection::vec((0..11_u8, 0..3_u32, 1..3_u32, 0..3_u8), 0..30)
        ) {
            let (mut sheet, mut actions) = (sheet(), Vec::new());
            for (key, row, field, text) in keys {
                let text = ["", "x", "one"][usize::from(text)];
                match key {
                    0..=3 => drop(sheet.apply(Edit::cell("edit", Row(row), Field(field), text))),
                    4 => drop(sheet.undo()),
                    5 => drop(sheet.redo()),
                    6 => sheet.mark_exported(&[Row(row), Row((row + 1) % 3)], &[]),
                    7 => drop(sheet.add_column(Col::TeamMember(1))),
                    8 => drop(sheet.merge(&results(Row(row), text))),
                    9 => drop(sheet.resubmit(&[Row(row)], field == 1)),
                    _ => drop(sheet.unlock_offers()),
                }
                actions.extend(sheet.take_log());
            }
            prop_assert_eq!(sorted(PendingChanges::from_log(&actions)), sorted(PendingChanges::from_sheet(&sheet)));
        }
    }
}
