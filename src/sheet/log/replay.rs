//! The replay of what was done to a sheet.

use crate::leads::{FAMILIES, Origin};
use crate::leads::{Field, Row};
use crate::sheet::edit::CellEdit;
use crate::sheet::edit::{Edit, Step};
use crate::sheet::ledger::answer::Answer;
use crate::sheet::log::entry::{LogEntry, LoggedAnnotation, LoggedLead, LoggedResult};
use crate::sheet::sheet::Sheet;
use crate::sheet::state::Changes;
use std::collections::BTreeSet;

/// What doing actions again came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplayReport {
    /// How many steps are made now.
    pub steps: usize,
    /// How many leads these steps change.
    pub leads: usize,
    /// How many cells, columns and exported leads were left out, because they aren't as they were.
    pub skipped: usize,
}

/// A step of a log that is replayed.
#[derive(Clone, Copy)]
struct Replayed {
    /// Whether it is a step here too: one that is left out whole isn't undone.
    is_step: bool,
    /// Whether it imported results.
    is_results: bool,
}

impl Sheet {
    /// Returns those of the rows that are the leads with these *Referral IDs*.
    fn still_here(&self, leads: &[(Row, String)]) -> Vec<Row> {
        let is_here =
            |(row, id): &&(Row, String)| self.has_row(*row) && self.referral_id(*row) == *id;
        leads.iter().filter(is_here).map(|(row, _)| *row).collect()
    }

    /// Sets the mark in the history: what is done from now on belongs to this run of the program.
    pub fn begin_run(&mut self) {
        self.ledger.history.mark_run();
    }

    /// Does actions again that were done to this file before, through the one door, and sets the mark
    /// in the history behind them.
    ///
    /// A cell is left out and counted if its lead or column isn't there, if it hasn't the text that
    /// the action found, or if it may not change.
    pub fn replay<'a>(&mut self, actions: impl IntoIterator<Item = &'a LogEntry>) -> ReplayReport {
        let mut left_out = 0;
        let (mut done, mut undone): (Vec<Replayed>, Vec<Replayed>) = (Vec::new(), Vec::new());
        for action in self.open_for_work(actions.into_iter()) {
            match action {
                LogEntry::Edit { label, leads } => {
                    let (made, missing) = self.replay_edit(label, leads);
                    left_out += missing;
                    undone.clear();
                    done.push(Replayed { is_step: made, is_results: false });
                }
                LogEntry::Undo { kept } => {
                    if let Some(step) = done.pop() {
                        let before = self.history().len().1;
                        let is_step = step.is_step && self.undo_without(kept.clone()).is_some();
                        let is_forgotten = is_step && self.history().len().1 == before;
                        undone.extend((!is_forgotten).then_some(Replayed { is_step, ..step }));
                    }
                }
                LogEntry::Redo { kept } => {
                    if let Some(step) = undone.pop() {
                        let is_step = step.is_step && self.redo_without(kept.clone()).is_some();
                        done.push(Replayed { is_step, ..step });
                    }
                }
                LogEntry::Export { leads, files } => {
                    let rows = self.still_here(leads);
                    left_out += leads.len() - rows.len();
                    self.mark_exported(&rows, files);
                    // The steps that imported results stay for good.
                    done.retain(|step| !step.is_results);
                    undone.retain(|step| !step.is_results);
                }
                LogEntry::Results { leads, file } => {
                    let steps = self.history().len().0;
                    left_out += self.replay_results(leads, file.as_deref());
                    if file.is_some() && !leads.is_empty() {
                        let is_step = self.history().len().0 > steps;
                        undone.clear();
                        done.push(Replayed { is_step, is_results: true });
                    }
                }
                LogEntry::AddColumn(_)
                | LogEntry::UnlockOffers
                | LogEntry::Resubmit { .. }
                | LogEntry::Uploaded { .. }
                | LogEntry::Annotate { .. }
                | LogEntry::OpenAs { .. } => left_out += self.replay_mark(action),
            }
        }
        self.begin_run();
        ReplayReport {
            steps: self.history().len().0,
            leads: {
                let steps = self.history().done().iter();
                steps.flat_map(Step::touched).collect::<BTreeSet<Row>>().len()
            },
            skipped: left_out,
        }
    }

    /// Does an entry again that is neither a step nor an export; returns how much of it isn't here.
    fn replay_mark(&mut self, entry: &LogEntry) -> usize {
        match entry {
            LogEntry::AddColumn(name) => usize::from(!self.replay_add_column(name)),
            LogEntry::UnlockOffers => usize::from(self.unlock_offers().is_err()),
            LogEntry::Resubmit { leads, is_set: again } => {
                let rows = self.still_here(leads);
                let unmarked =
                    self.resubmit(&rows, *again).map_or(rows.len(), |report| report.left_out);
                leads.len() - rows.len() + unmarked
            }
            LogEntry::Annotate { leads } => self.replay_annotations(leads),
            LogEntry::Uploaded { sha256, is_set, at } => {
                let at = is_set.then(|| at.as_deref().unwrap_or_default());
                usize::from(!self.set_uploaded(sha256, at))
            }
            LogEntry::OpenAs { results } => {
                let origin = if *results { Origin::Results } else { Origin::Download };
                self.open_as(origin).err().unwrap_or_default()
            }
            LogEntry::Edit { .. }
            | LogEntry::Undo { .. }
            | LogEntry::Redo { .. }
            | LogEntry::Export { .. }
            | LogEntry::Results { .. } => 0,
        }
    }

    /// Makes an edit again; returns whether it is a step, and how many cells it lacks.
    fn replay_edit(&mut self, label: &str, leads: &[LoggedLead]) -> (bool, usize) {
        let cells: usize = leads.iter().map(|lead| lead.cells.len()).sum();
        let mut sets = Vec::with_capacity(cells);
        for lead in leads.iter().filter(|l| self.has_row(l.row) && self.referral_id(l.row) == l.id)
        {
            for (column, before, after) in &lead.cells {
                if let Some(field) = self.field_named(column)
                    && self.text(lead.row, field) == before.as_str()
                {
                    sets.push(CellEdit::new(lead.row, field, after.clone()));
                }
            }
        }
        let edit = Edit::new(label, sets).skipping_locked();
        // An edit that spares locked cells is only refused by a read-only sheet.
        let made = self.apply(edit).map_or(0, |applied| applied.cells);
        (made > 0, cells - made.min(cells))
    }

    /// Annotates leads again; returns how many aren't here.
    fn replay_annotations(&mut self, leads: &[LoggedAnnotation]) -> usize {
        let is_here = |lead: &&LoggedAnnotation| {
            self.has_row(lead.row) && self.referral_id(lead.row) == lead.id
        };
        let here = leads.iter().filter(is_here).map(|lead| (lead.row, lead.annotation.clone()));
        let here: Vec<_> = here.collect();
        let left_out = leads.len() - here.len();
        self.annotate(here).map_or(leads.len(), |_| left_out)
    }

    /// Takes the results again that a file had; returns how many leads of it aren't here.
    fn replay_results(&mut self, leads: &[LoggedResult], file: Option<&str>) -> usize {
        let answers: Vec<Answer> =
            leads.iter().filter_map(|lead| self.replayed_answer(lead)).collect();
        let left_out = leads.len() - answers.len();
        self.import_answers(answers, file);
        left_out
    }

    /// Adds the column with this name again; returns whether that worked.
    fn replay_add_column(&mut self, name: &str) -> bool {
        let family =
            FAMILIES.into_iter().find(|family| self.next_name(*family).is_ok_and(|n| n == name));
        family.is_some_and(|family| self.add_column(family).is_ok())
    }

    /// The first field with this name in the file.
    pub(crate) fn field_named(&self, name: &str) -> Option<Field> {
        self.layout().names().iter().position(|n| n == name).map(Field::at)
    }

    /// The answer that was kept about a lead, if its row and columns are here.
    fn replayed_answer(&self, kept: &LoggedResult) -> Option<Answer> {
        let row = kept.row;
        if !self.has_row(row) || self.referral_id(row) != kept.id {
            return None;
        }
        let cells = kept.sent.iter();
        let cells = cells.map(|(name, text)| Some((self.field_named(name)?, text.clone())));
        Answer::from_log(kept, cells.collect::<Option<Changes>>()?, &self.ledger)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::leads::TEAM_MEMBERS;
    use crate::sheet::UploadFile;
    use crate::sheet::log::outline::LogSummary;
    use crate::table::Table;
    use chrono::NaiveDate;

    const FILE: &str = "Referral ID,Lead Name,Notes,Team member 1,Customer Name\n\
                        a,one,,,X\nb,two,x,,Y\nc,three,,,Z\n";

    fn sheet(text: &str) -> Sheet {
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.start_logging();
        sheet
    }

    fn set(sheet: &mut Sheet, row: Row, field: Field, text: &str) {
        sheet.apply(Edit::cell("edit", row, field, text)).expect("let through");
    }

    /// A sheet with everything that can be done to one.
    fn worked() -> Sheet {
        let mut done = sheet(FILE);
        set(&mut done, Row(0), Field(2), "first");
        set(&mut done, Row(1), Field(1), "second");
        done.mark_exported(
            &[Row(0)],
            &[UploadFile {
                path: "u".into(),
                rows: 1,
                sha256: "0".into(),
                ..UploadFile::default()
            }],
        );
        let two = done.add_column(TEAM_MEMBERS).expect("there is room");
        set(&mut done, Row(2), two, "Ann,Lee,a@b.c,1");
        set(&mut done, Row(0), Field(1), "forgotten");
        done.undo();
        set(&mut done, Row(1), Field(2), "third\nline");
        done.undo();
        done.undo();
        done.redo();
        done
    }

    /// The same with flags and private notes between.
    fn annotated() -> Sheet {
        let mut done = worked();
        done.flag(&[Row(0), Row(2)], true).expect("let through");
        set(&mut done, Row(1), Field(2), "fourth");
        done.set_private_note(Row(0), "call\nback").expect("let through");
        done.undo();
        done.flag(&[Row(2)], false).expect("let through");
        done.redo();
        done
    }

    fn state(sheet: &Sheet) -> Vec<String> {
        let row = |row| {
            let (changes, state) = (sheet.changes_of(row), sheet.state(row));
            format!("{changes:?} {state:?} {:?}", sheet.annotation(row))
        };
        let mut state: Vec<String> = (sheet.rows()).map(row).collect();
        state.push(format!("{:?} {:?}", sheet.history().len(), sheet.layout().names()));
        state
    }

    #[test]
    fn replayed_actions_give_the_same_sheet_and_history() {
        let mut done = worked();
        let actions = done.take_log();
        let mut again = sheet(FILE);
        let restored = again.replay(&actions);
        assert_eq!(restored, ReplayReport { steps: 3, leads: 3, skipped: 0 });
        assert_eq!(again.take_log(), actions, "they are noted as they were");
        let outline = LogSummary::of(&actions);
        assert_eq!(
            outline,
            LogSummary { steps: 3, leads: 3, exported: 1, open: 2, ..LogSummary::default() }
        );
        let counts = again.counts();
        assert_eq!(outline.open, counts.ready + counts.held_back, "the first is as exported again");
        loop {
            assert_eq!(state(&again), state(&done));
            if done.undo().is_none() {
                break;
            }
            again.undo();
        }
        while done.redo().is_some() {
            again.redo();
            assert_eq!(state(&again), state(&done));
        }
    }

    #[test]
    fn flags_and_private_notes_are_replayed_and_no_step() {
        let mut done = annotated();
        let actions = done.take_log();
        let mut again = sheet(FILE);
        assert_eq!(again.replay(&actions).skipped, 0);
        assert_eq!(again.take_log(), actions);
        let outline = LogSummary::of(&actions);
        assert_eq!((outline.flagged, outline.notes), (1, 1));
        loop {
            assert_eq!(state(&again), state(&done));
            if done.undo().is_none() {
                break;
            }
            again.undo();
        }
        assert_eq!(done.annotations().count(), 1, "undo goes past them");
    }

    #[test]
    fn a_version_without_annotations_reads_the_rest_of_the_log() {
        let mut done = annotated();
        let actions = done.take_log();
        let known = actions.iter().filter(|entry| !matches!(entry, LogEntry::Annotate { .. }));
        let mut older = sheet(FILE);
        assert_eq!(older.replay(known).skipped, 0);
        let cells = |sheet: &Sheet| -> Vec<String> {
            sheet.rows().map(|row| format!("{:?}", sheet.changes_of(row))).collect()
        };
        assert_eq!(cells(&older), cells(&done));
    }

    #[test]
    fn cells_with_other_old_texts_are_skipped_and_undo_has_the_others() {
        let mut done = worked();
        let actions = done.take_log();
        let other = FILE.replace("b,two,x", "q,two,x").replace("a,one,,", "a,one,other,");
        let mut again = sheet(&other);
        let restored = again.replay(&actions);
        assert_eq!(restored, ReplayReport { steps: 1, leads: 1, skipped: 3 });
        assert_eq!(again.text(Row(2), Field(5)), "Ann,Lee,a@b.c,1");
        again.undo();
        assert_eq!(again.changed_rows().count(), 0);
        let lacking = FILE.replace("Team member 1", "Something else");
        assert_eq!(sheet(&lacking).replay(&actions).skipped, 2, "the column and its cell");
    }

    #[test]
    fn the_mark_is_between_the_steps_of_both_runs() {
        let mut done = worked();
        let mut again = sheet(FILE);
        again.replay(&done.take_log());
        assert_eq!((again.history().len(), again.history().steps_before_run()), ((3, 1), 4));
        set(&mut again, Row(2), Field(1), "new");
        assert_eq!((again.history().len(), again.history().steps_before_run()), ((4, 0), 3));
        again.undo();
        again.undo();
        assert_eq!((again.history().len(), again.history().steps_before_run()), ((2, 2), 3));
        set(&mut again, Row(2), Field(1), "newer");
        assert_eq!((again.history().len(), again.history().steps_before_run()), ((3, 0), 2));
    }

    #[test]
    fn nothing_is_logged_by_default() {
        let mut sheet = sheet(FILE);
        sheet.stop_logging();
        set(&mut sheet, Row(0), Field(2), "x");
        assert!(sheet.take_log().is_empty());
    }
}
