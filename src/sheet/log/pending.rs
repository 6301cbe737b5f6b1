//! The open work on a file, in the form in which it can go over to another file.

use crate::leads::{CellRef, Field, Layout, Row};
use crate::sheet::annotations::annotation::Annotation;
use crate::sheet::edit::{Change, Step};
use crate::sheet::ledger::answer::Answer;
use crate::sheet::ledger::ledger::{Ledger, LoadedTexts};
use crate::sheet::ledger::uploads::{LeadUploads, UploadOutcome};
use crate::sheet::log::entry::{LogEffect, LogEntry, LoggedLead, LoggedResult};
use crate::sheet::sheet::Sheet;
use std::borrow::Cow;
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
    /// The flags and private notes, in file order.
    pub annotations: Vec<PendingAnnotation>,
}

/// A flag and a private note on a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingAnnotation {
    /// The *Referral ID*.
    pub id: String,
    /// What is noted.
    pub annotation: Annotation,
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
        let file = (sheet.table(), sheet.layout());
        let own = sheet.layout().file_fields();
        let account = PendingAccount {
            ledger: &sheet.ledger,
            file: &file,
            id: &|row| sheet.referral_id(row),
            name: &|field| sheet.layout().name(field).to_owned(),
        };
        Self {
            leads: account.leads(),
            added: sheet.layout().names()[own..].to_vec(),
            offers_unlocked: sheet.context().offers_unlocked,
            annotations: account.annotations(),
        }
    }

    /// The pending changes that log entries come to, without the file that they were done to.
    pub fn from_log<'a>(entries: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let work = LoggedWork::replay(entries);
        let file = &work.file;
        let account = PendingAccount {
            ledger: &work.ledger,
            file,
            id: &|row| file.ids.get(&row).map(|id| (*id).to_owned()).unwrap_or_default(),
            name: &|field| file.columns[field.index()].to_owned(),
        };
        Self {
            leads: account.leads(),
            added: work.added.iter().map(|name| (*name).to_owned()).collect(),
            offers_unlocked: work.offers_unlocked,
            annotations: account.annotations(),
        }
    }

    /// The number of changed cells.
    pub fn cells(&self) -> usize {
        self.leads.iter().map(|lead| lead.cells.len()).sum()
    }

    /// Tells whether nothing is changed or noted.
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty() && self.annotations.is_empty()
    }
}

/// What a log comes to, without the file that its entries were done to.
#[derive(Default)]
pub(crate) struct LoggedWork<'a> {
    pub ledger: Ledger,
    pub file: LoggedFile<'a>,
    /// The names of the columns that were added.
    added: Vec<&'a str>,
    offers_unlocked: bool,
}

impl<'a> LoggedWork<'a> {
    /// Does the entries again.
    pub fn replay(entries: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let mut work = Self::default();
        for entry in entries {
            work.repeat(entry.effect());
        }
        work
    }

    fn repeat(&mut self, effect: LogEffect<'a>) {
        let Self { ledger, file, .. } = self;
        let rows = |leads: &[(Row, String)]| leads.iter().map(|(row, _)| *row).collect::<Vec<_>>();
        match effect {
            LogEffect::Step(leads) => {
                let changes = file.changes(leads);
                ledger.make(file, Step::edit(String::new(), changes));
            }
            LogEffect::Undo(kept) => drop(ledger.undo(file, kept)),
            LogEffect::Redo(kept) => drop(ledger.redo(file, kept)),
            LogEffect::Export(leads, files) => ledger.export(&rows(leads), files),
            LogEffect::Results(leads, results) => {
                let answers = leads.iter().filter_map(|lead| file.answer(lead, ledger));
                let answers = answers.collect();
                ledger.answer(file, answers, results);
            }
            LogEffect::Resubmit(leads, is_set) => drop(ledger.resubmit(&rows(leads), is_set)),
            LogEffect::Uploaded(sha256, at) => {
                ledger.set_uploaded(file, sha256, at);
            }
            LogEffect::Annotate(leads) => {
                for lead in leads {
                    file.ids.insert(lead.row, &lead.id);
                    ledger.annotate(lead.row, lead.annotation.clone());
                }
            }
            LogEffect::AddColumn(name) => self.added.push(name),
            LogEffect::UnlockOffers => self.offers_unlocked = true,
            LogEffect::Neutral => {}
        }
    }
}

/// What the pending changes are read from.
struct PendingAccount<'a> {
    ledger: &'a Ledger,
    file: &'a dyn LoadedTexts,
    /// The *Referral ID* of a row.
    id: &'a dyn Fn(Row) -> String,
    /// The name of a column.
    name: &'a dyn Fn(Field) -> String,
}

impl PendingAccount<'_> {
    /// The leads with a cell that differs from the file, or from what Partner Center holds or will hold.
    fn leads(&self) -> Vec<PendingLead> {
        let leads = self.ledger.tracked_rows().map(|row| self.lead(row));
        leads.filter(|lead| !lead.cells.is_empty()).collect()
    }

    fn annotations(&self) -> Vec<PendingAnnotation> {
        let pending = |(row, annotation): (Row, &Annotation)| PendingAnnotation {
            id: (self.id)(row),
            annotation: annotation.clone(),
        };
        self.ledger.annotations().map(pending).collect()
    }

    fn lead(&self, row: Row) -> PendingLead {
        let (now, reference) = (self.ledger.changes_of(row), self.ledger.reference_cells(row));
        let text = |cells: &[(Field, String)], field: Field| {
            let at = cells.binary_search_by_key(&field, |(f, _)| *f).ok()?;
            Some(cells[at].1.clone())
        };
        let cell = |field: Field| {
            let loaded = self.file.loaded(row, field).into_owned();
            let mine = text(now, field).unwrap_or_else(|| loaded.clone());
            let exported = text(reference, field);
            // A cell that was put back after an upload was another one before.
            let old = if mine == loaded { exported.clone().unwrap_or(loaded) } else { loaded };
            PendingCell { column: (self.name)(field), old, mine, exported }
        };
        let mut fields: Vec<Field> = now.iter().chain(reference).map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        let cells = fields.into_iter().map(cell).filter(|cell| cell.old != cell.mine).collect();
        let newest = self.ledger.uploads(row).and_then(LeadUploads::newest);
        let newest = newest.filter(|upload| upload.cells == now);
        let (is_exported, said) = match newest.map(|upload| &upload.outcome) {
            Some(UploadOutcome::Open | UploadOutcome::Accepted) => (true, ""),
            Some(UploadOutcome::Rejected { said, is_resubmitted: false }) => (false, said.as_str()),
            _ => (false, ""),
        };
        PendingLead { row, id: (self.id)(row), is_exported, said: said.to_owned(), cells }
    }
}

/// What a log tells of the file that its actions were done to.
#[derive(Default)]
pub(crate) struct LoggedFile<'a> {
    /// The names of the columns that the log names; their places stand for fields.
    columns: Vec<&'a str>,
    ids: BTreeMap<Row, &'a str>,
    /// The texts of the cells that were changed.
    texts: BTreeMap<CellRef, &'a str>,
}

impl<'a> LoggedFile<'a> {
    fn field(&mut self, column: &'a str) -> Field {
        let at = self.columns.iter().position(|name| *name == column);
        Field::at(at.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        }))
    }

    fn changes(&mut self, leads: &'a [LoggedLead]) -> Vec<Change> {
        let mut changes = Vec::new();
        for lead in leads {
            let row = lead.row;
            self.ids.insert(row, &lead.id);
            for (column, before, after) in &lead.cells {
                let field = self.field(column);
                // What a cell had before its first change is what the file holds.
                self.texts.entry(CellRef::new(row, field)).or_insert(before);
                let (before, after) = (before.clone(), after.clone());
                changes.push(Change { row, field, before, after });
            }
        }
        changes
    }

    fn answer(&mut self, lead: &'a LoggedResult, ledger: &Ledger) -> Option<Answer> {
        self.ids.insert(lead.row, &lead.id);
        for ((column, _), loaded) in lead.sent.iter().zip(&lead.loaded) {
            let field = self.field(column);
            self.texts.entry(CellRef::new(lead.row, field)).or_insert(loaded);
        }
        let cells = lead.sent.iter().map(|(column, text)| (self.field(column), text.clone()));
        let cells = cells.collect();
        Answer::from_log(lead, cells, ledger)
    }
}

impl LoadedTexts for LoggedFile<'_> {
    /// The text of a cell before its first change. Of a cell that only results changed it isn't known.
    fn loaded(&self, row: Row, field: Field) -> Cow<'_, str> {
        Cow::Borrowed(self.texts.get(&CellRef::new(row, field)).copied().unwrap_or_default())
    }

    fn status(&self) -> Option<Field> {
        let status = |name: &&str| Layout::new(vec![(*name).to_owned()]).status().is_some();
        self.columns.iter().position(status).map(Field::at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Col, Origin};
    use crate::sheet::LogSummary;
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
            keys in prop::collection::vec((0..13_u8, 0..3_u32, 1..3_u32, 0..3_u8), 0..30)
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
                    11 => drop(sheet.flag(&[Row(row)], field == 1)),
                    12 => drop(sheet.set_private_note(Row(row), text)),
                    9 => drop(sheet.resubmit(&[Row(row)], field == 1)),
                    _ => drop(sheet.unlock_offers()),
                }
                actions.extend(sheet.take_log());
            }
            prop_assert_eq!(sorted(PendingChanges::from_log(&actions)), sorted(PendingChanges::from_sheet(&sheet)));
            let (outline, counts) = (LogSummary::of(&actions), sheet.counts());
            prop_assert_eq!(outline.open, counts.ready + counts.held_back);
            prop_assert_eq!(outline.steps, sheet.history().len().0);
        }
    }
}
