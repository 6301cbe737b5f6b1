//! The questions about one lead: which ones, and in which order.

use crate::app::edits::report::lead_report;
use crate::leads::sort::sort_by_key;
use crate::leads::{ANSWERED_COLUMNS, Field, Level, Row, UploadResult};
use crate::sheet::{RowState, Sheet};
use crate::walk::conversation::{Walk, WalkStep};
use crate::walk::route::RouteKind;
use std::cmp::Reverse;

/// A lead that is asked about.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) row: Row,
    /// The columns that are asked for next; a locked one is left out when its turn comes.
    todo: Vec<Field>,
    /// The columns that were asked for, the last one last.
    asked: Vec<Field>,
}

impl Visit {
    /// Begins with a lead: in a walk through problems with the cells that have one, else with what is asked of
    /// every lead.
    pub(super) fn new(sheet: &Sheet, row: Row, kind: &RouteKind) -> Self {
        let mut findings: Vec<_> =
            sheet.findings().row(row).filter(|f| f.level.is_problem()).collect();
        sort_by_key(&mut findings, |finding| (Reverse(finding.level), finding.field));
        let problems = findings.into_iter().filter_map(|finding| finding.field);
        let columns = ANSWERED_COLUMNS.iter().filter_map(|col| sheet.layout().field(*col));
        let todo: Vec<Field> = match kind {
            RouteKind::Problems => problems.collect(),
            RouteKind::Rejected => problems.chain(columns).collect(),
            _ => columns.collect(),
        };
        let todo = todo.into_iter().map(|field| question_of(sheet, field)).collect();
        Self { row, todo, asked: Vec::new() }
    }

    /// Asks for a column next, even if it was asked for before.
    pub(super) fn ask_next(&mut self, field: Field) {
        self.asked.retain(|asked| *asked != field);
        self.todo.retain(|later| *later != field);
        self.todo.insert(0, field);
    }

    /// Notes that a column was asked for.
    pub(super) fn answered(&mut self, field: Field) {
        self.asked.push(field);
    }

    /// The column to ask for: the next one that may be edited, then one with an error that wasn't asked for.
    fn next(&mut self, sheet: &Sheet) -> Option<Field> {
        let is_open = |field: Field| sheet.check_edit(self.row, field).is_ok();
        while !self.todo.is_empty() {
            let field = self.todo.remove(0);
            if is_open(field) && !self.asked.contains(&field) {
                return Some(field);
            }
        }
        let errors = sheet.findings().row(self.row).filter(|f| f.level == Level::Error);
        let fields = errors.filter_map(|f| f.field).map(|field| question_of(sheet, field));
        fields.filter(|field| is_open(*field) && !self.asked.contains(field)).min()
    }
}

/// The column whose question sets a column: status, substatus and stage are one question.
pub(super) fn question_of(sheet: &Sheet, field: Field) -> Field {
    let is_outcome = sheet.layout().col(field).is_some_and(|col| col.is_outcome());
    sheet.layout().status().filter(|_| is_outcome).unwrap_or(field)
}

impl Walk {
    /// Asks the next question about the lead, or goes on to the next lead.
    pub(super) fn next_question(&mut self) {
        let Some(visit) = &mut self.visit else { return self.menu() };
        match visit.next(&self.app.sheet) {
            Some(field) => self.ask_cell(field),
            None if visit.asked.is_empty() => self.pause(),
            None => self.end_of_lead(),
        }
    }

    /// Lets the user go on from a lead that nothing is asked about.
    fn pause(&mut self) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        let status = self.app.sheet.layout().status();
        if self.app.sheet.is_read_only() {
            return self.ask_to_go_on();
        }
        let refusal = status.and_then(|field| self.app.sheet.check_edit(row, field).err());
        match refusal {
            Some(refusal) => self.output.say(format!("Nothing to ask: {refusal}")),
            None => self.output.say("Nothing to ask about this lead; c COLUMN asks for a column."),
        }
        self.ask_to_go_on();
    }

    pub(super) fn ask_to_go_on(&mut self) {
        self.step = WalkStep::Pause;
        self.output.ask("Enter to go on");
    }

    /// Says how the lead stands after its questions, and goes on.
    fn end_of_lead(&mut self) {
        let Some(row) = self.visit.as_ref().map(|visit| visit.row) else { return self.menu() };
        if self.app.sheet.last_upload(row) == UploadResult::Rejected
            && self.app.sheet.state(row) == RowState::Failed
            && !self.app.sheet.is_read_only()
        {
            self.step = WalkStep::Resubmit;
            self.output.say("Nothing was changed since the upload rejected it.");
            return self.output.ask("Type y to send it again as it is, or Enter to leave it");
        }
        if self.app.sheet.is_row_changed(row) {
            let report = lead_report(&self.app, row);
            self.output.say(report);
        }
        self.go_on(1);
    }

    /// Marks the rejected lead to be sent again, if that is the answer.
    pub(super) fn resubmit(&mut self, is_wanted: bool) {
        if let (Some(visit), true) = (&self.visit, is_wanted) {
            match self.app.sheet.resubmit(&[visit.row], true) {
                Ok(report) if report.rows > 0 => {
                    self.output.say("It is sent again as it is with the next export.");
                }
                Ok(_) => self.output.say("It can't be sent again: it is closed."),
                Err(error) => self.output.say(format!("Not changed: {error}.")),
            }
        }
        self.go_on(1);
    }

    /// Goes back to the question before, or to the lead before.
    pub(super) fn back(&mut self) {
        let current = self.current_field();
        let Some(visit) = &mut self.visit else { return self.menu() };
        if let Some(current) = current {
            visit.ask_next(current);
        }
        match visit.asked.last().copied() {
            Some(before) => {
                visit.ask_next(before);
                self.next_question();
            }
            None => self.go_on(-1),
        }
    }

    /// The column that is asked for.
    pub(super) fn current_field(&self) -> Option<Field> {
        match self.step {
            WalkStep::Cell(field) => Some(field),
            _ => None,
        }
    }
}
