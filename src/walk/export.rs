//! The review and the export, which are those of the grid.

use crate::app::grid::viewport::ViewSize;
use crate::app::mode::Mode;
use crate::app::panels::list::state::ListPanel;
use crate::app::panels::review::state::{ReviewContext, ReviewKeys, ReviewPanel};
use crate::app::{Effect, Text};
use crate::leads::Row;
use crate::walk::answer::TypedAnswer;
use crate::walk::conversation::{Walk, WalkStep};
use crate::walk::start::labelled;

/// What is typed to put closing leads into files of their own.
const SEPARATE: &str = "p";

/// What is typed to export a pilot part only.
const PILOT: &str = "pilot";

/// What is typed to include the leads that a pilot part leaves in doubt.
const DOUBTFUL: &str = "all";

/// The most closing leads that are named before the question.
const MAX_NAMED_CLOSINGS: usize = 5;

impl Walk {
    /// Says what an export would write, and asks whether to do it.
    pub(super) fn review(&mut self) {
        self.visit = None;
        self.output.gap();
        self.app.open_review();
        if self.app.mode.panel::<ReviewPanel>().is_none() {
            self.say_message();
            return self.menu();
        }
        self.step = WalkStep::Review;
        self.say_review();
    }

    fn say_review(&mut self) {
        let around = ReviewContext {
            sheet: &self.app.sheet,
            folder: &self.app.folder,
            keys: ReviewKeys {
                separate_closing: SEPARATE.to_owned(),
                pilot: PILOT.to_owned(),
                doubtful: DOUBTFUL.to_owned(),
            },
        };
        let Some(panel) = self.app.mode.panel_mut::<ReviewPanel>() else { return self.menu() };
        // Lines are broken by whoever reads them.
        panel.follow(&around, ViewSize { width: u16::MAX, ..ViewSize::default() });
        let indented = |depth: u16, text: &str| format!("{}{text}", "  ".repeat(depth.into()));
        let lines: Vec<String> =
            panel.lines.iter().map(|line| indented(line.depth, &line.text)).collect();
        let is_empty = panel.plan.is_empty() && panel.plan.doubtful.is_empty();
        let closing = panel.plan.closing.clone();
        self.output.list(lines);
        self.say_closing(&closing);
        if is_empty {
            return self.menu();
        }
        self.ask_to_export();
    }

    /// Names the leads that are closed by the upload: they may be on a later page of the review.
    fn say_closing(&mut self, closing: &[Row]) {
        if closing.is_empty() {
            return;
        }
        let shown = closing.iter().take(MAX_NAMED_CLOSINGS).map(|row| self.lead_title(*row));
        let shown = shown.collect::<Vec<_>>().join("; ");
        let more = match closing.len().saturating_sub(MAX_NAMED_CLOSINGS) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        self.output.say(format!("Permanently closed by this upload: {shown}{more}."));
    }

    pub(super) fn ask_to_export(&mut self) {
        let Some(panel) = self.app.mode.panel::<ReviewPanel>() else { return self.menu() };
        let closing = panel.plan.closing.len();
        if panel.plan.is_empty() {
            return self.output.ask(&format!("Type {DOUBTFUL} to include them, or Enter to go on"));
        }
        self.output.ask(&match closing {
            0 => "Type y to export, or Enter to go on".to_owned(),
            number => {
                format!("Type {number}, the number of leads to close, to export; or Enter to go on")
            }
        });
    }

    pub(super) fn review_answer(&mut self, answer: TypedAnswer) {
        let Some(panel) = self.app.mode.panel_mut::<ReviewPanel>() else { return self.menu() };
        let TypedAnswer::Text(typed) = answer else {
            self.app.mode = Mode::Grid;
            self.output.say("Nothing was exported.");
            return self.resume_route();
        };
        if typed.eq_ignore_ascii_case(SEPARATE) && panel.plan.is_mixed() {
            self.app.toggle_separate_closing();
            return self.say_review();
        }
        if typed.eq_ignore_ascii_case(PILOT) && panel.pilot.is_some() {
            self.app.toggle_pilot();
            return self.say_review();
        }
        if typed.eq_ignore_ascii_case(DOUBTFUL) && !panel.plan.doubtful.is_empty() {
            self.app.toggle_doubtful();
            return self.say_review();
        }
        panel.typed = Text::new(typed);
        let is_confirmed = match panel.plan.closing.len() {
            0 => typed.eq_ignore_ascii_case("y"),
            _ => panel.number_due().is_none(),
        };
        if is_confirmed && !panel.plan.is_empty() {
            let plan = panel.plan.clone();
            self.app.effects.push(Effect::Export(plan));
        } else {
            self.output.say("Nothing was exported: that isn't what was asked for.");
            self.ask_to_export();
        }
    }

    /// Says what the export wrote and what to do next, and goes back to the menu.
    pub(super) fn report_export(&mut self) {
        if let Some(panel) = self.app.mode.panel::<ListPanel>() {
            let file = &self.file;
            let mut lines = vec![format!("{}.", panel.title)];
            lines.extend(panel.entries.iter().map(|entry| match entry.label.as_str() {
                // It is said how the editor does it.
                "then" => format!(
                    "then: Download the processed file, and import it: \
                    leadsheet walk {file} --results PROCESSED"
                ),
                label => labelled(label, &entry.text),
            }));
            lines.retain(|line| !line.is_empty());
            self.output.list(lines);
        }
        self.say_message();
        self.resume_route();
    }
}
