//! What is said of a lead.

use crate::app::cell_info::describe;
use crate::app::{lead_name, tally_label};
use crate::leads::{Field, Finding, Row, Tally};
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
        for line in self.facts(row) {
            self.output.say(line);
        }
        if let Some(notes) = self.cell(row, self.app.sheet.layout().notes()) {
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

    /// Who a lead is, what the deal is and how it stands, a line each; what isn't known is left out.
    fn facts(&self, row: Row) -> Vec<String> {
        let (layout, cell) = (self.app.sheet.layout(), |field| self.cell(row, field));
        let contact: Vec<String> = layout.contact_names().into_iter().filter_map(cell).collect();
        let value = match (cell(layout.deal_value()), cell(layout.currency())) {
            (Some(value), Some(currency)) => Some(format!("{value} {currency}")),
            (value, _) => value,
        };
        let facts = [
            [
                ("Contact", Some(contact.join(" ")).filter(|name| !name.is_empty())),
                ("Job title", cell(layout.job_title())),
                ("Country", cell(layout.country())),
            ],
            [
                ("Deal value", value),
                ("Close date", cell(layout.close_date())),
                ("Created", cell(layout.created_date())),
            ],
            [
                ("Outcome", self.outcome_of(row)),
                ("Purchase intent", cell(layout.purchase_intent())),
                ("State", Some(self.state_of(row))),
            ],
        ];
        let line = |facts: [(&str, Option<String>); 3]| {
            let known = facts.into_iter().filter_map(|(name, text)| Some((name, text?)));
            known.map(|(name, text)| format!("{name}: {text}.")).collect::<Vec<_>>().join(" ")
        };
        facts.into_iter().map(line).filter(|line| !line.is_empty()).collect()
    }

    /// Says a text that may have several lines.
    pub(super) fn lines(&mut self, name: &str, text: &str) {
        for (at, line) in text.lines().enumerate() {
            self.output.say(if at == 0 { format!("{name}: {line}") } else { format!("  {line}") });
        }
    }

    /// The text of a cell, if it has one.
    pub(super) fn cell(&self, row: Row, field: Option<Field>) -> Option<String> {
        let text = self.app.sheet.text(row, field?);
        Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The outcome that a lead has: `Active, Accepted, stage 80`, and the reason of a closed one.
    pub(super) fn outcome_of(&self, row: Row) -> Option<String> {
        let layout = self.app.sheet.layout();
        let texts = [layout.status(), layout.substatus()].map(|field| self.cell(row, field));
        let stage = self.cell(row, layout.stage()).map(|stage| format!("stage {stage}"));
        let reason = layout.reason();
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
