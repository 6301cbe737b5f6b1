//! The review before an export: what goes, what closes, what stays behind and why.

use super::lists::LEAST;
use super::{App, Fit, Text, Tone, Window, describe};
use crate::leads::{Col, Level};
use crate::sheet::{Plan, Sheet};

/// The review before an export.
#[derive(Debug)]
pub struct Review {
    /// What the export would do.
    pub plan: Plan,
    /// The review, line by line.
    pub lines: Vec<Line>,
    /// The width that the lines were broken for.
    width: u16,
    /// Which lines are in sight.
    pub window: Window,
    /// The number of closing leads as typed so far, to confirm what can't be undone.
    pub typed: Text,
}

/// A line of the review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// How far it is indented, in steps.
    pub depth: u16,
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Review {
    /// Returns the review of a plan; its lines are written for the screen before they are shown.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            lines: Vec::new(),
            width: 0,
            window: Window::default(),
            typed: Text::default(),
        }
    }

    /// Returns the number that must be typed before this export, if leads become Closed.
    pub fn number_due(&self) -> Option<usize> {
        let number = self.plan.closing.len();
        (number > 0 && self.typed.value() != number.to_string()).then_some(number)
    }

    /// Writes the lines for the screen and keeps the window within them.
    pub(super) fn follow(&mut self, sheet: &Sheet, folder: &str, fit: Fit) {
        if self.lines.is_empty() || self.width != fit.width {
            self.width = fit.width;
            let writer = Writer { sheet, folder, width: fit.width, lines: Vec::new() };
            self.lines = writer.write(&self.plan);
        }
        self.window.scroll(self.lines.len(), fit.lines);
    }
}

struct Writer<'s> {
    sheet: &'s Sheet,
    folder: &'s str,
    width: u16,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn write(mut self, plan: &Plan) -> Vec<Line> {
        let rows: Vec<u32> = plan.ready().collect();
        self.summary(plan, rows.len());
        for finding in &plan.blocked {
            self.push(1, &describe(self.sheet, finding), Tone::Error);
        }
        let closing = |row: &u32| plan.closing.binary_search(row).is_ok();
        let (last, first): (Vec<u32>, Vec<u32>) = rows.iter().partition(|row| closing(row));
        for row in first {
            self.lead(row);
        }
        if !last.is_empty() {
            let text = format!("Closed for good by the upload: {}", leads(last.len()));
            self.push(0, &text, Tone::Heading);
            for row in last {
                self.lead(row);
            }
        }
        if !plan.held_back.is_empty() {
            let text = format!("Held back, not exported: {}", leads(plan.held_back.len()));
            self.push(0, &text, Tone::Heading);
        }
        for held in &plan.held_back {
            self.push(1, &line_of(self.sheet, held.row), Tone::Plain);
            for finding in &held.errors {
                self.push(2, &describe(self.sheet, finding), Tone::Error);
            }
        }
        self.lines
    }

    fn summary(&mut self, plan: &Plan, ready: usize) {
        let text = match plan.parts.len() {
            0 => "Nothing can be exported.".to_owned(),
            1 => format!("Export: {} in one file", leads(ready)),
            parts => format!("Export: {} in {parts} files of at most 1,000", leads(ready)),
        };
        self.push(0, &text, Tone::Heading);
        if ready > 0 {
            self.push(1, &plan.in_portal_words(), Tone::Note);
        }
        if ready > 0 {
            self.push(1, &format!("To the folder: {}", self.folder), Tone::Note);
        }
        if ready > 0 && self.sheet.facts().offers_unlocked {
            let text = "Offers and solutions are unlocked: Microsoft's page lists them as read-only and, in another place, as columns to add. The upload may refuse them.";
            self.push(1, text, Tone::Warning);
        }
        let warned = |row: &u32| self.sheet.findings().row(*row).any(|f| f.level == Level::Warning);
        let warned = plan.ready().filter(warned).count();
        if warned > 0 {
            let text = format!("With warnings, exported all the same: {}", leads(warned));
            self.push(1, &text, Tone::Warning);
        }
        if plan.exported > 0 {
            let text = format!(
                "{} exported before and not changed since are left out",
                leads(plan.exported)
            );
            self.push(1, &text, Tone::Note);
        }
    }

    fn lead(&mut self, row: u32) {
        self.push(1, &line_of(self.sheet, row), Tone::Plain);
        for (field, new) in self.sheet.export_of(row) {
            let old = self.sheet.table().cell(row as usize, field as usize);
            let column = self.sheet.layout().name(field as usize);
            self.push(2, &format!("{column}: {} → {}", shown(&old), shown(new)), Tone::Good);
        }
        for warning in self.sheet.findings().row(row).filter(|f| f.level == Level::Warning) {
            self.push(2, &describe(self.sheet, warning), Tone::Warning);
        }
    }

    fn push(&mut self, depth: u16, text: &str, tone: Tone) {
        let room = usize::from(self.width.saturating_sub(2 * depth + 4));
        for (n, text) in textwrap::wrap(text, room.max(LEAST)).into_iter().enumerate() {
            let depth = depth + u16::from(n > 0);
            self.lines.push(Line { depth, text: text.into_owned(), tone });
        }
    }
}

fn line_of(sheet: &Sheet, row: u32) -> String {
    format!("row {}  {}", row + 1, lead_name(sheet, row))
}

/// How many characters of a cell the review shows.
const SHOWN: usize = 200;

pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    if shown.is_empty() { "(empty)".to_owned() } else { shown }
}

/// Returns the name of a lead and that of its customer, as far as the row has them.
pub fn lead_name(sheet: &Sheet, row: u32) -> String {
    let text = |col| {
        let field = sheet.layout().field(col)?;
        Some(sheet.text(row, field as u32).into_owned()).filter(|t| !t.trim().is_empty())
    };
    let names: Vec<String> =
        [Col::LeadName, Col::CustomerName].into_iter().filter_map(text).collect();
    names.join(" · ")
}

/// Returns a number of leads in words.
pub(super) fn leads(number: usize) -> String {
    if number == 1 { "1 lead".to_owned() } else { format!("{number} leads") }
}

impl App {
    /// Opens the review, or says why there is nothing to export.
    pub(super) fn open_review(&mut self) {
        let plan = self.sheet.plan();
        if plan.is_empty() && plan.held_back.is_empty() && plan.blocked.is_empty() {
            let why = match plan.exported {
                0 => "no row is changed".to_owned(),
                n => format!("{} exported already, none changed since", leads(n)),
            };
            self.say(format!("Nothing to export: {why}."));
            return;
        }
        self.mode = super::Mode::Review(Review::new(plan));
    }
}
