//! The keys of the review before an export.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::review;
use crate::app::effect::Effect;
use crate::app::mode::Mode;
use crate::app::panels::review::state::{CellPlace, ReviewPanel};
use crate::leads::plural;

pub(in crate::app) static COMMANDS: [Command; 4] = [
    review(
        "export",
        "Write the upload files, once the number of closing leads is typed; on a held-back lead, \
        go to it.",
        |app, _| export(app),
    ),
    review("open", "Go to the cell of the line, without exporting.", |app, _| {
        if let Some(review) = app.mode.panel::<ReviewPanel>() {
            app.leave_review_to(review.place());
        }
    }),
    review(
        "separate_closing",
        "Put closing leads in a separate file, or together with the others again.",
        |app, _| app.toggle_separate_closing(),
    ),
    review("close", "Go back to the grid without exporting.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("Nothing was exported.");
    }),
];

fn export(app: &mut App) {
    let Some(review) = app.mode.panel::<ReviewPanel>() else { return };
    if let Some(place) = review.held_back() {
        app.leave_review_to(Some(place));
    } else if review.plan.is_empty() {
        app.set_error("Nothing can be exported: every changed lead is held back.");
    } else if let Some(number) = review.number_due() {
        let closing = plural(number, "lead");
        let export = app.keymap.hint(When::Review, "export");
        app.set_error(format!(
            "{closing} will be permanently closed: type {number}, then {export}."
        ));
    } else {
        app.last_export.then_quits = review.then_quits;
        app.effects.push(Effect::Export(review.plan.clone()));
    }
}

impl App {
    /// Opens the review, or says why there is nothing to export.
    pub(crate) fn open_review(&mut self) {
        let plan = self.sheet.plan();
        if plan.is_empty() && plan.held_back.is_empty() && plan.blocked.is_empty() {
            let why = match plan.exported {
                0 => "no lead is changed".to_owned(),
                n => format!("{} already exported, none changed since", plural(n, "lead")),
            };
            self.set_status(format!("Nothing to export: {why}."));
            return;
        }
        self.mode = Mode::open(ReviewPanel::new(plan));
    }

    /// Puts the leads that become Closed into files of their own, or among the others again.
    pub(crate) fn toggle_separate_closing(&mut self) {
        let Some(review) = self.mode.panel_mut::<ReviewPanel>() else { return };
        if !review.plan.is_mixed() {
            let all =
                if review.plan.closing.is_empty() { "No lead becomes" } else { "All leads become" };
            self.set_status(format!("{all} Closed; there is nothing to separate."));
            return;
        }
        let plan = self.sheet.plan_with(!review.plan.separate_closing).with_reverts(&self.sheet);
        let text = if plan.separate_closing {
            format!("Closing leads are separate: {}.", plural(plan.files.len(), "file"))
        } else {
            "Closing leads are together with the others.".to_owned()
        };
        review.replan(plan);
        self.set_status(text);
    }

    /// Goes from the review to the cell that the selected line is about.
    pub(crate) fn leave_review_to(&mut self, place: Option<CellPlace>) {
        let Some(CellPlace { row, field }) = place else {
            self.set_status("This line isn't about a lead; go to one first.");
            return;
        };
        self.mode = Mode::Grid;
        self.go_to(row, field);
        let export = self.keymap.hint(When::Grid, "export");
        self.set_status(format!("Nothing was exported; {export} reopens the review."));
    }
}
