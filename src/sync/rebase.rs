//! Carries the open work on a download over to a fresh one: three-way, by Referral ID.

use crate::leads::rules::id_key;
use crate::leads::{CellRef, Field, Row, plural};
use crate::sheet::{Annotation, CellEdit, Edit, LogEntry, PendingChanges, Sheet};
use crate::sync::three_way::{Comparison, MergeOutcome, RebasedCell, RebasedLead, prepare};
use crate::table::{Table, join};
use std::borrow::Cow;
use std::collections::HashMap;

/// What undo calls the step that carries the work over.
const STEP_LABEL: &str = "rebase";

/// The open work on a download, held against a fresh one.
///
/// Of each changed cell three texts are compared: *old* (what the work found), *mine* (what it made of
/// it) and *theirs* (what the fresh download holds). Every changed cell has exactly one [`MergeOutcome`]. Cells
/// that both sides changed are asked about, in [`Conflict`]s. Nothing happens to the fresh download
/// before [`Rebase::finish`].
#[derive(Debug)]
pub struct Rebase {
    /// The fresh download, with the columns that the work added.
    sheet: Sheet,
    /// The changed leads, in the order of the old file.
    pub leads: Vec<RebasedLead>,
    /// What both sides changed.
    pub questions: Vec<Conflict>,
    /// The flags and private notes, each with the row of its lead in the fresh download if that has it.
    annotations: Vec<(Option<Row>, Annotation)>,
    /// Whether the old file was there, so that what else Partner Center changed is known.
    pub knows_old: bool,
}

/// A cell that both sides changed, or the cells of one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The lead, by its place among [`Rebase::leads`].
    pub lead: usize,
    /// Its row in the fresh download.
    pub row: Row,
    /// What is asked about: the column's name, or `Outcome`.
    pub what: String,
    /// The text from before, as it is shown.
    pub old: String,
    /// The user's text, as it is shown.
    pub mine: String,
    /// Partner Center's text, as it is shown.
    pub theirs: String,
    /// What the answer *mine* sets: fields of the fresh download and their texts.
    sets: Vec<(Field, String)>,
    /// The answer.
    pub answer: Option<Side>,
}

/// Whose text a cell gets that both sides changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The user's.
    Mine,
    /// Partner Center's: the change is given up.
    Theirs,
}

impl Side {
    /// Both sides.
    pub const ALL: [Self; 2] = [Self::Mine, Self::Theirs];

    /// Its label.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
        }
    }
}

/// How many changed cells have which fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RebaseCounts {
    /// All changed cells: the sum of the following ones.
    pub changed: usize,
    /// Taken over.
    pub applied: usize,
    /// Already there.
    pub up_to_date: usize,
    /// Changed by both sides.
    pub conflicts: usize,
    /// Of leads that aren't found.
    pub lead_gone: usize,
    /// Of leads that came Closed.
    pub lead_closed: usize,
    /// Of columns that are gone.
    pub column_gone: usize,
    /// Refused by a rule.
    pub refused: usize,
}

impl RebaseCounts {
    /// The number of changes that can't be applied to the fresh download.
    pub fn not_applied(&self) -> usize {
        self.lead_gone + self.lead_closed + self.column_gone + self.refused
    }
}

impl Rebase {
    /// Holds open work against a fresh download, without any change so far.
    ///
    /// With the old file, what else Partner Center changed in these leads is told too, and an outcome
    /// counts as changed by both sides if any of its cells was.
    pub fn new(work: &PendingChanges, old: Option<&Table>, mut sheet: Sheet) -> Self {
        sheet.start_logging();
        sheet.open_as_fresh_download();
        prepare(&mut sheet, work);
        let leads = Comparison::new(work, old, &sheet).leads(work);
        let annotations = annotations(work, &sheet);
        let knows_old = old.is_some();
        let mut rebase = Self { sheet, leads, questions: Vec::new(), annotations, knows_old };
        rebase.join_outcomes();
        rebase.refuse();
        rebase.ask();
        rebase
    }

    /// The fresh download.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Counts the fates of the changed cells.
    pub fn counts(&self) -> RebaseCounts {
        let mut counts = RebaseCounts::default();
        for cell in self.leads.iter().flat_map(|lead| &lead.cells) {
            counts.changed += 1;
            *match cell.fate {
                MergeOutcome::Applied => &mut counts.applied,
                MergeOutcome::UpToDate => &mut counts.up_to_date,
                MergeOutcome::Conflict(_) => &mut counts.conflicts,
                MergeOutcome::LeadGone => &mut counts.lead_gone,
                MergeOutcome::LeadClosed => &mut counts.lead_closed,
                MergeOutcome::ColumnGone => &mut counts.column_gone,
                MergeOutcome::Rejected(_) => &mut counts.refused,
            } += 1;
        }
        counts
    }

    /// The number of conflicts that aren't answered.
    pub fn unanswered(&self) -> usize {
        self.questions.iter().filter(|question| question.answer.is_none()).count()
    }

    /// Says how many flags and private notes go over, and how many can't; nothing if there are none.
    pub fn annotations_message(&self) -> Option<String> {
        let gone = self.annotations.iter().filter(|(row, _)| row.is_none()).count();
        let moved = self.annotations.len() - gone;
        if self.annotations.is_empty() {
            return None;
        }
        let lost = match gone {
            0 => String::new(),
            1 => "; those of 1 lead that isn't in the new file stay behind".to_owned(),
            gone => {
                let gone = plural(gone, "lead");
                format!("; those of {gone} that aren't in the new file stay behind")
            }
        };
        Some(format!("Flags and private notes of {} move along{lost}.", plural(moved, "lead")))
    }

    /// Answers every question in the same way.
    pub fn answer_all(&mut self, answer: Side) {
        for question in &mut self.questions {
            question.answer = Some(answer);
        }
    }

    /// Iterates over the leads that were exported as they stood and that Partner Center doesn't show so:
    /// the next export takes them again.
    pub fn exported_open(&self) -> impl Iterator<Item = &RebasedLead> {
        self.leads.iter().filter(|lead| lead.is_exported_open())
    }

    /// Makes the changes in the fresh download, as one step through the door, and returns it with what
    /// was done to it. A question that isn't answered counts as *theirs*.
    pub fn finish(mut self) -> (Sheet, Vec<LogEntry>) {
        let edit = Edit::new(STEP_LABEL, self.sets()).skipping_locked();
        // What would be refused was left out before, and an edit that spares locked cells isn't refused.
        let done = self.sheet.apply(edit);
        debug_assert!(done.is_ok_and(|applied| applied.left_out == 0));
        for lead in &self.leads {
            // A lead that Partner Center refused goes up again only corrected, or marked.
            let stands = lead.cells.iter().all(|cell| cell.fate == MergeOutcome::Applied);
            if let Ok(row) = lead.row
                && stands
                && !lead.portal_errors.is_empty()
            {
                self.sheet.import_rejection(row, lead.portal_errors.clone());
            }
        }
        let noted = self.annotations.into_iter();
        let noted = noted.filter_map(|(row, annotation)| Some((row?, annotation))).collect();
        let noted = self.sheet.annotate(noted);
        debug_assert!(noted.is_ok(), "a fresh download isn't read-only");
        let actions = self.sheet.take_log();
        (self.sheet, actions)
    }

    /// The edits that are made in the fresh download.
    fn sets(&self) -> Vec<CellEdit> {
        let mut sets = Vec::new();
        for (at, lead) in self.leads.iter().enumerate() {
            let Ok(row) = lead.row else { continue };
            let taken = lead.cells.iter().filter(|cell| cell.fate == MergeOutcome::Applied);
            sets.extend(taken.filter_map(|c| Some(CellEdit::new(row, c.field?, c.mine.clone()))));
            let mine = |q: &&Conflict| q.lead == at && q.answer == Some(Side::Mine);
            let first = self.questions.partition_point(|question| question.lead < at);
            let own = self.questions[first..].iter().take_while(|q| q.lead == at).filter(mine);
            sets.extend(
                own.flat_map(|q| {
                    q.sets.iter().map(|(f, text)| CellEdit::new(row, *f, text.clone()))
                }),
            );
        }
        self.in_turn(&mut sets);
        sets
    }

    /// Sorts the cells of each row so that each can follow the one it depends on.
    fn in_turn(&self, sets: &mut [CellEdit]) {
        let write_order = |field| self.sheet.layout().write_order(field);
        sets.sort_by_key(|edit| (edit.at.row, write_order(edit.at.field)));
    }

    fn is_outcome(&self, field: Option<Field>) -> bool {
        let col = field.and_then(|field| self.sheet.layout().col(field));
        col.is_some_and(|col| col.is_in_outcome())
    }

    /// Makes one conflict of an outcome that both sides changed.
    fn join_outcomes(&mut self) {
        for at in 0..self.leads.len() {
            let lead = &self.leads[at];
            let of_outcome: Vec<usize> = (0..lead.cells.len())
                .filter(|&n| self.is_outcome(lead.cells[n].field))
                .filter(|&n| {
                    matches!(lead.cells[n].fate, MergeOutcome::Applied | MergeOutcome::Conflict(_))
                })
                .collect();
            let is_conflict = |n: &usize| matches!(lead.cells[*n].fate, MergeOutcome::Conflict(_));
            let theirs = lead.portal.iter().any(|cell| self.is_outcome(Some(cell.field)));
            if theirs || of_outcome.iter().any(is_conflict) {
                for n in of_outcome {
                    self.leads[at].cells[n].fate = MergeOutcome::Conflict(0);
                }
            }
        }
    }

    /// Returns what the answer *mine* sets besides the changed cells: an outcome is taken whole.
    fn beside_outcome(&self, lead: &RebasedLead) -> Vec<(Field, String)> {
        let portal = lead.portal.iter().filter(|cell| self.is_outcome(Some(cell.field)));
        portal.map(|cell| (cell.field, cell.old.clone())).collect()
    }

    /// Refuses the changes that the fresh download doesn't let in.
    fn refuse(&mut self) {
        let (mut sets, mut places) = (Vec::new(), HashMap::new());
        for (at, lead) in self.leads.iter().enumerate() {
            let Ok(row) = lead.row else { continue };
            let mut asks_outcome = false;
            for (n, cell) in lead.cells.iter().enumerate() {
                let Some(field) = cell.field else { continue };
                if matches!(cell.fate, MergeOutcome::Applied | MergeOutcome::Conflict(_)) {
                    sets.push(CellEdit::new(row, field, cell.mine.clone()));
                    places.insert(CellRef::new(row, field), (at, n));
                    asks_outcome |=
                        self.is_outcome(Some(field)) && cell.fate != MergeOutcome::Applied;
                }
            }
            if asks_outcome {
                let others = self.beside_outcome(lead).into_iter();
                sets.extend(others.map(|(field, text)| CellEdit::new(row, field, text)));
            }
        }
        self.in_turn(&mut sets);
        for (at, lock) in self.sheet.locks(&sets) {
            if let Some(&(lead, cell)) = places.get(&sets[at].at) {
                self.leads[lead].cells[cell].fate = MergeOutcome::Rejected(lock);
            }
        }
    }

    /// Makes the questions: one for an outcome, one for each other cell that both sides changed.
    fn ask(&mut self) {
        for at in 0..self.leads.len() {
            let Ok(row) = self.leads[at].row else { continue };
            let cells = &self.leads[at].cells;
            let is_asked = |n: &usize| matches!(cells[*n].fate, MergeOutcome::Conflict(_));
            let (outcome, others): (Vec<usize>, Vec<usize>) =
                (0..cells.len()).filter(is_asked).partition(|n| self.is_outcome(cells[*n].field));
            let outcome = Some(outcome).filter(|cells| !cells.is_empty());
            for cells in outcome.into_iter().chain(others.into_iter().map(|n| vec![n])) {
                let question = self.question(at, row, &cells);
                for n in cells {
                    self.leads[at].cells[n].fate = MergeOutcome::Conflict(self.questions.len());
                }
                self.questions.push(question);
            }
        }
    }

    /// The conflict of a cell, or of the cells of an outcome.
    fn question(&self, at: usize, row: Row, cells: &[usize]) -> Conflict {
        let lead = &self.leads[at];
        let cells: Vec<&RebasedCell> = cells.iter().map(|n| &lead.cells[*n]).collect();
        let set = |cell: &&RebasedCell| Some((cell.field?, cell.mine.clone()));
        let mut sets: Vec<(Field, String)> = cells.iter().filter_map(set).collect();
        let (what, [old, mine, theirs]) = match cells[..] {
            [cell] if !self.is_outcome(cell.field) => {
                let texts = [Some(&cell.old), Some(&cell.mine), cell.theirs.as_ref()];
                (cell.column.clone(), texts.map(|text| text.cloned().unwrap_or_default()))
            }
            _ => {
                sets.extend(self.beside_outcome(lead));
                ("Outcome".to_owned(), self.outcomes(lead, row))
            }
        };
        Conflict { lead: at, row, what, old, mine, theirs, sets, answer: None }
    }

    /// The old outcome of a lead, the user's and Partner Center's, as they are shown.
    fn outcomes(&self, lead: &RebasedLead, row: Row) -> [String; 3] {
        let mut shown: [Vec<String>; 3] = Default::default();
        for field in self.sheet.layout().outcome_fields() {
            let theirs = self.sheet.text(row, field).into_owned();
            let cell = lead.cells.iter().find(|cell| cell.field == Some(field));
            let portal = lead.portal.iter().find(|cell| cell.field == field);
            let old = cell.map(|c| &c.old).or(portal.map(|c| &c.old)).unwrap_or(&theirs).clone();
            let mine = cell.map_or(&old, |cell| &cell.mine).clone();
            for (texts, text) in shown.iter_mut().zip([old, mine, theirs]) {
                texts.extend(Some(text).filter(|text| !text.is_empty()));
            }
        }
        shown.map(|texts| texts.join("/"))
    }
}

/// The flags and private notes of the work, with the rows of their leads in the fresh download.
fn annotations(work: &PendingChanges, sheet: &Sheet) -> Vec<(Option<Row>, Annotation)> {
    if work.annotations.is_empty() {
        return Vec::new();
    }
    let rows = join::rows(sheet.table());
    let row = |id: &str| rows.get(&*id_key(Cow::Borrowed(id))).copied();
    work.annotations.iter().map(|noted| (row(&noted.id), noted.annotation.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Col, Origin};
    use crate::sheet::RowState;
    use crate::sync::three_way::Missing;
    use chrono::NaiveDate;

    const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,\
        Partner Referral Substatus,Sales Stage,Estimated Deal Value,Estimated Close Date,Notes,\
        Team member 1,Offer 1,Customer Name";

    const OLD: &str = "a,A,New,Received,0,100,03/01/2027,n,,,X\n\
                       b,B,Active,Accepted,80,100,03/01/2027,n,,,X\n\
                       c,C,New,Received,0,100,03/01/2027,n,,,X\n";

    fn sheet_of(text: String) -> Sheet {
        let table = Table::parse(text, b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.start_logging();
        sheet
    }

    fn sheet(rows: &str) -> Sheet {
        sheet_of(format!("{HEADER}\n{rows}"))
    }

    fn set(sheet: &mut Sheet, row: Row, column: &str, text: &str) {
        let field = sheet.layout().names().iter().position(|name| name == column);
        let field = field.expect("there is such a column");
        sheet.apply(Edit::cell("edit", row, Field::at(field), text)).expect("let through");
    }

    fn changed(cells: &[(Row, &str, &str)]) -> Sheet {
        let mut sheet = sheet(OLD);
        for (row, column, text) in cells {
            set(&mut sheet, *row, column, text);
        }
        sheet
    }

    fn rebase(old: &Sheet, new: Sheet) -> Rebase {
        let rebase = Rebase::new(&PendingChanges::from_sheet(old), Some(old.table()), new);
        let cells: usize = rebase.leads.iter().map(|lead| lead.cells.len()).sum();
        assert_eq!(
            (cells, rebase.counts().changed),
            (PendingChanges::from_sheet(old).cells(), cells)
        );
        rebase
    }

    fn fates(rebase: &Rebase) -> Vec<(&str, &'static str)> {
        let cells = rebase.leads.iter().flat_map(|lead| &lead.cells);
        cells.map(|cell| (&*cell.column, cell.fate.kind().as_str())).collect()
    }

    #[test]
    fn cells_unchanged_in_partner_center_are_applied_as_one_step() {
        let old = changed(&[(Row(0), "Notes", "mine"), (Row(1), "Lead Name", "other")]);
        let header = "Notes,referral id,Lead Name *,Partner Referral Status,Customer Name\n";
        let rows = "n,c,C,New,X\nn, B ,B,Active,X\nn,A,A,New,X\n";
        let rebase = rebase(&old, sheet_of(format!("{header}{rows}")));
        assert_eq!(fates(&rebase), [("Notes", "taken_over"), ("Lead Name", "taken_over")]);
        let (mut new, actions) = rebase.finish();
        assert_eq!(
            (new.text(Row(2), Field(0)), new.text(Row(1), Field(2))),
            ("mine".into(), "other".into())
        );
        assert!(matches!(&actions[..], [LogEntry::Edit { label, .. }] if label == STEP_LABEL));
        let step = new.undo().expect("one step");
        assert_eq!(
            (step.describe(), new.changed_rows().count()),
            ("rebase, 2 cells in 2 leads".into(), 0)
        );
    }

    #[test]
    fn values_already_in_partner_center_need_no_change_in_any_format() {
        let old = changed(&[
            (Row(0), "Notes", "mine"),
            (Row(0), "Estimated Deal Value", "250"),
            (Row(1), "Estimated Close Date", "04/01/2027"),
        ]);
        let new = "a,A,New,Received,0,250.00,03/01/2027,mine,,,X\n\
                   b,B,Active,Accepted,80,100,4/1/2027,n,,,X\n";
        let rebase = rebase(&old, sheet(new));
        assert!(fates(&rebase).iter().all(|(_, fate)| *fate == "already_there"), "{rebase:?}");
        let (new, actions) = rebase.finish();
        assert!(new.changed_rows().next().is_none() && actions.is_empty());
    }

    #[test]
    fn another_format_of_the_old_text_is_not_a_change_of_partner_center() {
        let mut old = sheet("a,A,New,Received,0,100,2027-03-01,n,,,X\n");
        set(&mut old, Row(0), "Estimated Close Date", "03/01/2027");
        set(&mut old, Row(0), "Estimated Deal Value", "250");
        let rebase = rebase(&old, sheet("a,A,New,Received,0,100.00,2027-03-01,n,,,X\n"));
        assert!(fates(&rebase).iter().all(|(_, fate)| *fate == "taken_over"), "{rebase:?}");
        assert!(rebase.leads[0].portal.is_empty());
    }

    #[test]
    fn other_changes_of_partner_center_in_edited_leads_are_only_reported() {
        let old = changed(&[(Row(0), "Notes", "mine")]);
        let new = OLD.replace("a,A,", "a,AA,").replace("b,B,", "b,BB,");
        let rebase = rebase(&old, sheet(&new));
        let portal: Vec<_> =
            rebase.leads[0].portal.iter().map(|c| (c.field, &*c.old, &*c.theirs)).collect();
        assert_eq!(portal, [(Field(1), "A", "AA")]);
        assert_eq!((rebase.leads[0].name.as_str(), rebase.questions.len()), ("AA", 0));
        let (new, _) = rebase.finish();
        assert_eq!(
            (new.text(Row(0), Field(1)), new.text(Row(0), Field(7))),
            ("AA".into(), "mine".into())
        );
    }

    #[test]
    fn a_cell_that_both_sides_changed_is_a_conflict_and_the_answer_decides() {
        let old = changed(&[
            (Row(0), "Notes", "mine"),
            (Row(1), "Notes", "mine"),
            (Row(2), "Notes", "mine"),
        ]);
        let new = OLD.replace(",n,", ",theirs,");
        let mut rebase = rebase(&old, sheet(&new));
        assert_eq!((rebase.questions.len(), rebase.unanswered()), (3, 3));
        let q = &rebase.questions[0];
        assert_eq!((&*q.what, &*q.old, &*q.mine, &*q.theirs), ("Notes", "n", "mine", "theirs"));
        rebase.questions[0].answer = Some(Side::Mine);
        rebase.questions[1].answer = Some(Side::Theirs);
        let (new, _) = rebase.finish();
        assert_eq!([0, 1, 2].map(|row| new.text(Row(row), Field(7))), ["mine", "theirs", "theirs"]);
        assert_eq!(new.changed_rows().collect::<Vec<_>>(), [Row(0)]);
    }

    #[test]
    fn an_outcome_is_one_conflict_and_is_applied_as_a_whole() {
        let mut old = changed(&[]);
        for (column, text) in [
            ("Partner Referral Status", "Active"),
            ("Partner Referral Substatus", "Accepted"),
            ("Notes", "mine"),
        ] {
            set(&mut old, Row(0), column, text);
        }
        // Partner Center only changed the stage, which the user left alone.
        let new = OLD.replace("a,A,New,Received,0", "a,A,New,Received,40");
        let mut asked = rebase(&old, sheet(&new));
        let [q] = &asked.questions[..] else { panic!("one question: {asked:?}") };
        let texts = (&*q.what, &*q.old, &*q.mine, &*q.theirs);
        assert_eq!(texts, ("Outcome", "New/Received/0", "Active/Accepted/0", "New/Received/40"));
        let counts = asked.counts();
        assert_eq!((counts.conflicts, counts.applied), (2, 1));
        asked.answer_all(Side::Mine);
        let (mine, _) = asked.finish();
        let outcome =
            |sheet: &Sheet| [2, 3, 4].map(|field| sheet.text(Row(0), Field(field)).into_owned());
        assert_eq!(outcome(&mine), ["Active", "Accepted", "0"]);
        let mut asked = rebase(&old, sheet(&new));
        asked.answer_all(Side::Theirs);
        let (theirs, _) = asked.finish();
        assert_eq!(outcome(&theirs), ["New", "Received", "40"]);
        assert_eq!(theirs.text(Row(0), Field(7)), "mine");
        // Without the old file only the changed cells can be compared.
        let work = PendingChanges::from_sheet(&old);
        assert!(Rebase::new(&work, None, sheet(&new)).questions.is_empty());
        let new = OLD.replace("a,A,New,Received,0", "a,A,New,Pending,40");
        let asked = Rebase::new(&work, None, sheet(&new));
        assert_eq!((asked.questions.len(), asked.counts().conflicts), (1, 2));
    }

    #[test]
    fn a_missing_lead_and_one_that_is_closed_now_are_reported() {
        let old = changed(&[
            (Row(0), "Notes", "mine"),
            (Row(1), "Partner Referral Status", "Closed"),
            (Row(1), "Notes", "mine"),
        ]);
        let rebase = rebase(&old, sheet("b,B,Closed,Won,100,100,03/01/2027,n,,,X\n"));
        let wanted = [
            ("Notes", "lead_gone"),
            ("Partner Referral Status", "already_there"),
            ("Notes", "lead_closed"),
        ];
        assert_eq!(fates(&rebase), wanted);
        assert_eq!((rebase.leads[0].row, &*rebase.leads[0].name), (Err(Missing::Gone), "A"));
        assert_eq!(rebase.counts().not_applied(), 2);
        assert!(rebase.finish().0.changed_rows().next().is_none());
    }

    #[test]
    fn leads_without_an_id_or_with_a_repeated_one_are_not_matched() {
        let mut old = sheet(
            "a,A,New,Received,0,1,,n,,,X\nA,B,New,Received,0,1,,n,,,X\n,C,New,Received,0,1,,n,,,X\n",
        );
        for row in 0..3 {
            set(&mut old, Row(row), "Notes", "mine");
        }
        let rebase = rebase(&old, sheet("a,A,New,Received,0,1,,n,,,X\n"));
        let rows: Vec<_> = rebase.leads.iter().map(|lead| lead.row).collect();
        assert_eq!(rows, [Ok(Row(0)), Err(Missing::Twice), Err(Missing::NoId)]);
    }

    #[test]
    fn a_missing_column_and_a_refused_text_are_reported() {
        let old = changed(&[(Row(0), "Notes", "mine"), (Row(1), "Lead Name", "a\u{142}b")]);
        let text = "Referral ID,Lead Name,Partner Referral Status\na,A,New\nb,B,Active\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let table = table.with_encoding(crate::leads::Encoding::WINDOWS_1252);
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let rebase = rebase(&old, Sheet::new(table, Origin::Download, today));
        assert_eq!(fates(&rebase), [("Notes", "column_gone"), ("Lead Name", "refused")]);
        assert_eq!(rebase.leads[0].cells[0].theirs, None);
        assert!(rebase.finish().1.is_empty());
    }

    #[test]
    fn exported_leads_are_done_if_partner_center_shows_the_values() {
        let mut old = changed(&[
            (Row(0), "Notes", "sent"),
            (Row(1), "Notes", "sent"),
            (Row(2), "Notes", "sent"),
        ]);
        old.mark_exported(&[Row(0), Row(1), Row(2)], &[]);
        set(&mut old, Row(2), "Notes", "sent, then changed");
        let new = OLD.replace(
            "a,A,New,Received,0,100,03/01/2027,n",
            "a,A,New,Received,0,100,03/01/2027,sent",
        );
        let new = new.replace(
            "c,C,New,Received,0,100,03/01/2027,n",
            "c,C,New,Received,0,100,03/01/2027,sent",
        );
        let rebase = rebase(&old, sheet(&new));
        let fates: Vec<_> = fates(&rebase).into_iter().map(|(_, fate)| fate).collect();
        assert_eq!(fates, ["already_there", "taken_over", "taken_over"]);
        assert_eq!(rebase.exported_open().map(|lead| &*lead.id).collect::<Vec<_>>(), ["b"]);
        let (new, _) = rebase.finish();
        assert_eq!(new.state(Row(0)), RowState::Untouched);
        assert_eq!(new.counts().exported, 0, "the next export takes them again");
    }

    #[test]
    fn rejected_leads_are_still_failed_unless_corrected_or_marked() {
        let mut old =
            changed(&[(Row(0), "Notes", "x"), (Row(1), "Notes", "x"), (Row(2), "Notes", "x")]);
        old.mark_exported(&[Row(0), Row(1), Row(2)], &[]);
        let results = sheet_of("Referral ID,Errors\na,No\nb,No\nc,No\n".to_owned());
        old.merge(results.table()).expect("results of these leads");
        set(&mut old, Row(1), "Notes", "corrected");
        old.resubmit(&[Row(2)], true).expect("editable");
        let mut fresh = sheet(OLD);
        fresh.take_log();
        let (new, actions) = rebase(&old, fresh).finish();
        let states = |sheet: &Sheet| [0, 1, 2].map(|row| sheet.state(Row(row)) == RowState::Failed);
        assert_eq!((states(&new), new.portal_errors(Row(0))), ([true, false, false], "No"));
        let mut again = sheet(OLD);
        again.replay(&actions);
        assert_eq!(states(&again), [true, false, false], "it outlives the program");
    }

    #[test]
    fn added_columns_and_unlocked_offers_move_unless_the_new_file_has_them() {
        let mut old = changed(&[]);
        old.add_column(Col::TeamMember(1)).expect("there is room");
        old.unlock_offers().expect("editable");
        old.add_column(Col::Offer(1)).expect("there is room");
        set(&mut old, Row(0), "Team member 2", "Ann,Lee,1,a@b.co");
        set(&mut old, Row(1), "Offer 2", "an offer");
        let (new, actions) = rebase(&old, sheet(OLD)).finish();
        let added: Vec<_> = new.layout().names()[new.layout().file_fields()..].to_vec();
        assert_eq!(added, ["Team member 2", "Offer 2"]);
        assert_eq!(
            (new.text(Row(0), Field(11)), new.text(Row(1), Field(12))),
            ("Ann,Lee,1,a@b.co".into(), "an offer".into())
        );
        assert!(matches!(actions[0], LogEntry::UnlockOffers) && actions.len() == 4);
        let mut again = sheet(OLD);
        assert_eq!(again.replay(&actions).skipped, 0, "what is kept of it comes to the same");
        assert_eq!(again.text(Row(1), Field(12)), "an offer");

        let header = HEADER.replace("Team member 1", "Team member 1,TEAM MEMBER 2 *");
        let rows = OLD.replace(",n,,,X", ",n,,,,X");
        let (new, _) = rebase(&old, sheet_of(format!("{header}\n{rows}"))).finish();
        assert_eq!((new.text(Row(0), Field(9)), new.added().len()), ("Ann,Lee,1,a@b.co".into(), 1));
    }
}
