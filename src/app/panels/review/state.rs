//! The review before an export: what goes, what closes, what can't go back, what stays behind and why.

use crate::app::cell_info::{Tone, describe};
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list_state::ListState;
use crate::app::text::Text;
use crate::app::text::wrap::MIN_TEXT_WIDTH;
use crate::leads::{Field, Finding, Level, Row, difference, plural};
use crate::sheet::Sheet;
use crate::upload::{Irreversible, IrreversibleGroup, PilotPart, Plan, name_rows};

/// The review before an export.
#[derive(Debug)]
pub struct ReviewPanel {
    /// What the export would do.
    pub plan: Plan,
    /// The pilot part that may go first.
    pub pilot: Option<PilotPart>,
    /// The review, line by line.
    pub lines: Vec<ReviewLine>,
    /// The width that the lines were broken for.
    width: u16,
    /// Which line is selected, and which ones are in sight.
    pub window: ListState,
    /// The number of closing leads as typed so far, to confirm what can't be undone.
    pub typed: Text,
    /// Whether the program ends after the export.
    pub then_quits: bool,
}

/// What a line is about: a cell, or a whole lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The row.
    pub row: Row,
    /// The field, if a cell is meant.
    pub field: Option<Field>,
}

impl CellPlace {
    /// A cell of this row, or the whole row.
    pub(crate) const fn new(row: Row, field: Option<Field>) -> Self {
        Self { row, field }
    }
}

/// A line of the review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewLine {
    /// How far it is indented, in steps.
    pub depth: u16,
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// What it is about, if that is a lead.
    pub place: Option<CellPlace>,
}

/// What the review tells besides the plan.
pub(crate) struct ReviewContext<'a> {
    pub(crate) sheet: &'a Sheet,
    /// The folder that upload files are written to.
    pub(crate) folder: &'a str,
    pub(crate) keys: ReviewKeys,
}

/// The keys that the review names.
pub(crate) struct ReviewKeys {
    /// It puts closings into files of their own.
    pub(crate) separate_closing: String,
    /// It exports the pilot part only.
    pub(crate) pilot: String,
    /// It includes the leads that a pilot part leaves in doubt.
    pub(crate) doubtful: String,
}

impl ReviewPanel {
    /// The review of a plan; its lines are written for the screen before they are shown.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            pilot: None,
            lines: Vec::new(),
            width: 0,
            window: ListState::default(),
            typed: Text::default(),
            then_quits: false,
        }
    }

    /// The number that must be typed before this export, if leads become Closed.
    pub fn number_due(&self) -> Option<usize> {
        let number = self.plan.closing.len();
        (number > 0 && self.typed.value() != number.to_string()).then_some(number)
    }

    /// The row and the cell that the selected line is about.
    pub fn place(&self) -> Option<CellPlace> {
        self.lines.get(self.window.selected)?.place
    }

    /// The lead to which Enter goes instead of exporting: the held-back one on whose line one is,
    /// unless the number of closings is being typed.
    pub fn held_back(&self) -> Option<CellPlace> {
        let is_held = |row: Row| self.plan.held_back.binary_search_by_key(&row, |h| h.row).is_ok();
        let is_typed = !self.plan.closing.is_empty() && !self.typed.value().is_empty();
        self.place().filter(|place| !is_typed && is_held(place.row))
    }

    /// Takes another plan; what was typed stays.
    pub(crate) fn replan(&mut self, plan: Plan) {
        self.plan = plan;
        self.lines.clear();
    }

    /// Writes the lines for the screen, unless that is done, and keeps the selected one in sight.
    pub(crate) fn follow(&mut self, around: &ReviewContext, fit: ViewSize) {
        if self.lines.is_empty() || self.width != fit.width {
            self.width = fit.width;
            let writer = ReviewWriter { around, width: fit.width, lines: Vec::new() };
            self.lines = writer.write(&self.plan, self.pilot.as_ref());
        }
        self.window.follow(self.lines.len(), fit.lines);
    }
}

pub(super) struct ReviewWriter<'a> {
    pub(super) around: &'a ReviewContext<'a>,
    width: u16,
    lines: Vec<ReviewLine>,
}

impl ReviewWriter<'_> {
    fn write(mut self, plan: &Plan, pilot: Option<&PilotPart>) -> Vec<ReviewLine> {
        let mut rows: Vec<Row> = plan.ready().collect();
        rows.sort_unstable();
        self.summary(plan, rows.len(), pilot);
        for finding in &plan.blocked {
            self.push(1, &describe(self.around.sheet, finding), Tone::Error);
        }
        let (last, first): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| plan.closes(**row));
        for row in first {
            self.lead(row);
            self.doubts(plan, row);
        }
        if let Some(row) = last.first() {
            self.heading("Permanently closed by the upload", last.len());
            let findings = self.around.sheet.findings();
            if let Some(closes) = findings.row(*row).find(|f| f.rule.code() == CLOSES) {
                self.push(1, &format!("{CLOSES}: {}", closes.message), Tone::Note);
            }
        }
        for row in last {
            self.lead(row);
            self.doubts(plan, row);
        }
        self.left_out(plan);
        self.stuck(plan);
        if !plan.held_back.is_empty() {
            self.heading("Held back, not exported", plan.held_back.len());
        }
        for held in &plan.held_back {
            let first = held.errors.first().and_then(|error| error.field);
            self.about(CellPlace::new(held.row, first), 1, &self.line_of(held.row), Tone::Plain);
            for finding in &held.errors {
                self.finding(held.row, finding);
            }
        }
        self.lines
    }

    fn summary(&mut self, plan: &Plan, ready: usize, pilot: Option<&PilotPart>) {
        let parts = plan.files.len();
        let text = match parts {
            0 => "Nothing can be exported.".to_owned(),
            1 => format!("Export: {} in one file", plural(ready, "lead")),
            _ => format!("Export: {} in {parts} files of at most 1,000", plural(ready, "lead")),
        };
        self.push(0, &text, Tone::Heading);
        self.sources(plan);
        self.pilot(plan, pilot);
        if ready > 0 {
            self.push(1, &plan.portal_summary(), Tone::Note);
        }
        if !plan.held_back.is_empty() {
            let text =
                format!("Held back, not in the file: {}", plural(plan.held_back.len(), "lead"));
            self.push(1, &text, Tone::Error);
        }
        if ready > 0 {
            self.push(1, &format!("To the folder: {}", self.around.folder), Tone::Note);
            self.push(1, &reverts(plan), Tone::Note);
        }
        if plan.is_mixed() {
            let closing = plural(plan.closing.len(), "lead");
            let key = &self.around.keys.separate_closing;
            let text = if plan.separate_closing {
                format!("Closing leads in a separate file: {closing}; {key} puts all together")
            } else {
                format!("{key} puts the closing leads ({closing}) in a separate file")
            };
            self.push(1, &text, Tone::Note);
        }
        if ready > 0 && self.around.sheet.context().offers_unlocked {
            let text = "Offers and solutions are unlocked: Microsoft's page lists them as \
            read-only and, in another place, as columns to add. The upload may reject them.";
            self.push(1, text, Tone::Warning);
        }
        let findings = self.around.sheet.findings();
        let warned = |row: &Row| findings.row(*row).any(|f| f.level == Level::Warning);
        let warned = plan.ready().filter(warned).count();
        if warned > 0 {
            let text = format!("With warnings, exported anyway: {}", plural(warned, "lead"));
            self.push(1, &text, Tone::Warning);
        }
        if plan.exported > 0 {
            let text = format!(
                "{} exported before and not changed since: not included",
                plural(plan.exported, "lead")
            );
            self.push(1, &text, Tone::Note);
        }
    }

    /// Says how many leads of each file are exported, where there are several: no upload file has leads of two.
    fn sources(&mut self, plan: &Plan) {
        let sheet = self.around.sheet;
        let Some(union) = sheet.table().sources() else { return };
        for (number, file) in union.files().iter().enumerate() {
            let of_file = |rows: &&Vec<Row>| rows.iter().all(|row| sheet.file_of(*row) == number);
            let parts: Vec<&Vec<Row>> = plan.files.iter().filter(of_file).collect();
            let leads: usize = parts.iter().map(|rows| rows.len()).sum();
            if leads > 0 {
                let (leads, files) = (plural(leads, "lead"), plural(parts.len(), "file"));
                self.push(1, &format!("{}: {leads} in {files}", file.name), Tone::Plain);
            }
        }
    }

    fn lead(&mut self, row: Row) {
        let sheet = self.around.sheet;
        let cells = sheet.upload_changes(row);
        let first = cells.first().map(|(field, ..)| *field);
        self.about(CellPlace::new(row, first), 1, &self.line_of(row), Tone::Plain);
        // Each of the two gets about a line.
        let room = usize::from(self.width.saturating_sub(8));
        for (field, old, new) in cells {
            let column = sheet.layout().name(field);
            let [old, new] = difference(&old, &new, room);
            let text = format!("{column}: {old} → {new}");
            self.about(CellPlace::new(row, Some(field)), 2, &text, Tone::Good);
        }
        for warning in sheet.findings().row(row).filter(|f| f.level == Level::Warning) {
            self.finding(row, warning);
        }
    }

    /// Lists what no upload can put back, by reason.
    fn stuck(&mut self, plan: &Plan) {
        let count = irreversible_leads(plan.irreversible());
        if count > 0 {
            self.heading("Can't be reverted after the upload", count);
        }
        for group in plan.irreversible_groups(self.around.sheet) {
            let text = irreversible_line(self.around.sheet, &group);
            let first = group.rows.first();
            let place = first.map(|row| CellPlace::new(*row, group.fields.first().copied()));
            self.wrapped(place, 1, &text, Tone::Warning);
        }
    }

    pub(super) fn heading(&mut self, what: &str, number: usize) {
        self.push(0, &format!("{what}: {}", plural(number, "lead")), Tone::Heading);
    }

    fn finding(&mut self, row: Row, finding: &Finding) {
        let text = describe(self.around.sheet, finding);
        self.about(CellPlace::new(row, finding.field), 2, &text, finding.level.into());
    }

    pub(super) fn line_of(&self, row: Row) -> String {
        line_of(self.around.sheet, row)
    }

    pub(super) fn push(&mut self, depth: u16, text: &str, tone: Tone) {
        self.wrapped(None, depth, text, tone);
    }

    /// Writes a line about a lead.
    pub(super) fn about(&mut self, place: CellPlace, depth: u16, text: &str, tone: Tone) {
        self.wrapped(Some(place), depth, text, tone);
    }

    fn wrapped(&mut self, place: Option<CellPlace>, depth: u16, text: &str, tone: Tone) {
        let room = usize::from(self.width.saturating_sub(2 * depth + 4));
        for (n, text) in textwrap::wrap(text, room.max(MIN_TEXT_WIDTH)).into_iter().enumerate() {
            let depth = depth + u16::from(n > 0);
            self.lines.push(ReviewLine { depth, text: text.into_owned(), tone, place });
        }
    }
}

/// The rule that says what closing means.
const CLOSES: &str = "T-05";

/// Says what the revert files will put back.
fn reverts(plan: &Plan) -> String {
    let (back, stuck) =
        (plan.reverts.iter().map(|way| way.leads).sum(), irreversible_leads(plan.irreversible()));
    match (back, stuck) {
        (0, _) => "Revert file: none, another upload can't undo any of it".to_owned(),
        (back, 0) => format!("Revert file: has the old values of {}", plural(back, "lead")),
        (back, stuck) => format!(
            "Revert file: for {}; {} can't be fully reverted, listed below",
            plural(back, "lead"),
            plural(stuck, "lead")
        ),
    }
}

/// Of how many leads something can't go back.
pub(crate) fn irreversible_leads<'s>(stuck: impl Iterator<Item = &'s Irreversible>) -> usize {
    let mut rows: Vec<Row> = stuck.map(|stuck| stuck.row).collect();
    rows.dedup();
    rows.len()
}

/// Says what of a group of leads can't go back, why, and which leads these are.
pub(crate) fn irreversible_line(sheet: &Sheet, group: &IrreversibleGroup) -> String {
    let rows = name_rows(&group.rows);
    format!("{}: {} ({rows})", group.rule, group.describe(sheet.layout()))
}

/// A lead by its row, its file and its row there where there are several, and its names.
pub(crate) fn line_of(sheet: &Sheet, row: Row) -> String {
    format!("row {}  {}", sheet.row_place(row), lead_name(sheet, row))
}

/// How many characters of a cell the review shows.
const MAX_CELL_CHARS: usize = 200;

pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_CELL_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    if shown.is_empty() { "(empty)".to_owned() } else { shown }
}

/// The most terminal columns that each text of a change takes in a list.
const MAX_CHANGE_WIDTH: usize = 80;

/// An old and a new text beside each other, as a list shows them: cut around what differs.
pub(crate) fn change(old: &str, new: &str) -> String {
    let [old, new] = difference(old, new, MAX_CHANGE_WIDTH);
    format!("{old} → {new}")
}

/// The name of a lead and that of its customer, as far as the row has them.
pub fn lead_name(sheet: &Sheet, row: Row) -> String {
    let layout = sheet.layout();
    let text = |field: Option<Field>| {
        let field = field?;
        Some(sheet.text(row, field).into_owned()).filter(|t| !t.trim().is_empty())
    };
    let names: Vec<String> =
        [layout.lead_name(), layout.customer_name()].into_iter().filter_map(text).collect();
    names.join(" · ")
}
