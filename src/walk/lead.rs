//! What is said of a lead.

use crate::app::cell_info::describe;
use crate::app::{lead_name, tally_label};
use crate::leads::{Col, Field, Finding, Row, Tally};
use crate::sheet::RowState;
use crate::walk::conversation::Walk;

impl Walk {
    /// The name of a lead and its company, and its row.
    pub(super) fn lead_title(&self, row: Row) -> String {
        match lead_name(&self.app.sheet, row).replace(" · ", ", ") {
            name if name.trim().is_empty() => format!("row {row}"),
            name => format!("{name} (row {row})"),
        }
    }

    /// Says who a lead is, how it stands and what is wrong with it, in a few lines.
    pub(super) fn describe_lead(&mut self, row: Row) {
        let at = self.route.as_ref().map(|route| (route.at + 1, route.leads.len()));
        let title = self.lead_title(row);
        self.output.say(match at {
            Some((at, all)) if all > 1 => format!("Lead {at} of {all}: {title}."),
            _ => format!("Lead: {title}."),
        });
        let contact = [Col::ContactFirstName, Col::ContactLastName].map(|col| self.cell(row, col));
        let contact = contact.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let contact = Some(contact).filter(|name| !name.is_empty());
        let (value, currency) = (self.cell(row, Col::DealValue), self.cell(row, Col::Currency));
        let value = match (value, currency) {
            (Some(value), Some(currency)) => Some(format!("{value} {currency}")),
            (value, _) => value,
        };
        self.facts([
            ("Contact", contact),
            ("Job title", self.cell(row, Col::ContactJobTitle)),
            ("Country", self.cell(row, Col::Country)),
        ]);
        self.facts([
            ("Deal value", value),
            ("Close date", self.cell(row, Col::CloseDate)),
            ("Created", self.cell(row, Col::CreatedDate)),
        ]);
        self.facts([
            ("Outcome", self.outcome_of(row)),
            ("Purchase intent", self.cell(row, Col::PurchaseIntent)),
            ("State", Some(self.state_of(row))),
        ]);
        if let Some(notes) = self.cell(row, Col::Notes) {
            self.lines("Notes", &notes);
        }
        let noted = self.app.sheet.annotation(row).clone();
        if noted.is_flagged {
            self.output.say("Flagged.");
        }
        if noted.has_note() {
            self.lines("Private note", &noted.note);
        }
        self.say_problems(row);
    }

    /// Says how many problems a lead has, and those that no question is about.
    fn say_problems(&mut self, row: Row) {
        let sheet = &self.app.sheet;
        let found = sheet.findings().row(row).filter(|finding| finding.level.is_problem());
        let is_asked = |field: Field| sheet.check_edit(row, field).is_ok();
        let (asked, others): (Vec<&Finding>, Vec<&Finding>) =
            found.partition(|finding| finding.field.is_some_and(is_asked));
        let mut lines: Vec<String> =
            others.into_iter().map(|finding| describe(sheet, finding)).collect();
        let tally = Tally::of(asked);
        if tally != Tally::default() {
            lines.push(format!("Problems: {}.", tally_label(tally)));
        }
        for line in lines {
            self.output.say(line);
        }
    }

    /// Says facts in one line; those that there are none of are left out.
    fn facts<const N: usize>(&mut self, facts: [(&str, Option<String>); N]) {
        let known =
            facts.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}.", text?)));
        let line = known.collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.output.say(line);
        }
    }

    /// Says a text that may have several lines.
    pub(super) fn lines(&mut self, name: &str, text: &str) {
        for (at, line) in text.lines().enumerate() {
            self.output.say(if at == 0 { format!("{name}: {line}") } else { format!("  {line}") });
        }
    }

    /// The text of a cell, if it has one.
    pub(super) fn cell(&self, row: Row, col: Col) -> Option<String> {
        let field = self.app.sheet.layout().field(col)?;
        let text = self.app.sheet.text(row, field);
        Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The outcome that a lead has: `Active, Accepted, stage 80`, and the reason of a closed one.
    pub(super) fn outcome_of(&self, row: Row) -> Option<String> {
        let texts = [Col::Status, Col::Substatus].map(|col| self.cell(row, col));
        let stage = self.cell(row, Col::Stage).map(|stage| format!("stage {stage}"));
        let reason = self.app.sheet.layout().field(Col::Reason);
        let reason = reason.map(|field| self.app.meaning(row, field));
        let reason = reason.filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| format!("reason {}", reason.trim_end_matches('.')));
        let all: Vec<String> = texts.into_iter().chain([stage, reason]).flatten().collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    fn state_of(&self, row: Row) -> String {
        match self.app.sheet.state(row) {
            RowState::Untouched => "unchanged".to_owned(),
            RowState::Exported => "exported, its results aren't imported".to_owned(),
            RowState::Failed => "rejected by the last upload".to_owned(),
            RowState::Done => "accepted by the last upload".to_owned(),
            RowState::Closed => "closed, nothing can be changed".to_owned(),
            state => state.label().to_owned(),
        }
    }

    /// Says every column of a lead that has a text, then which of the empty ones can be filled.
    pub(super) fn all_columns(&mut self, row: Row) {
        let sheet = &self.app.sheet;
        let (mut lines, mut empty) = (Vec::new(), Vec::new());
        for field in sheet.layout().fields() {
            let (name, text) = (sheet.layout().name(field), sheet.text(row, field));
            let is_open = sheet.check_editable(row, field).is_ok();
            match (text.trim(), is_open) {
                ("", true) => empty.push(name),
                ("", false) => {}
                (text, true) => lines.push(format!("{name}: {text}")),
                (text, false) => lines.push(format!("{name}, locked: {text}")),
            }
        }
        if !empty.is_empty() {
            lines.push(format!("Empty, can be filled: {}", empty.join(", ")));
        }
        self.output.list(lines);
    }
}
