//! The keys of the review before an export.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::review;
use crate::app::effect::Effect;
use crate::app::mode::Mode;
use crate::app::panels::prompt::report::ask_from_review;
use crate::app::panels::review::state::{CellPlace, ReviewPanel};
use crate::leads::plural;
use crate::upload::{PlanOptions, describe_reasons};

pub(in crate::app) static COMMANDS: [Command; 7] = [
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
    review(
        "pilot",
        "Export a pilot part first: few leads that try each kind of change; or all again.",
        |app, _| app.toggle_pilot(),
    ),
    review(
        "include_doubtful",
        "Include the leads that are left out because of a pilot part, or leave them out again.",
        |app, _| app.toggle_doubtful(),
    ),
    review(
        "report",
        "Write a report of what would be exported, for somebody who approves the upload.",
        |app, _| ask_from_review(app),
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
        app.set_error(nothing(app, review));
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

/// Why nothing can be exported.
fn nothing(app: &App, review: &ReviewPanel) -> String {
    if review.plan.left_out().is_empty() {
        return "Nothing can be exported: every changed lead is held back.".to_owned();
    }
    let include = app.keymap.hint(When::Review, "include_doubtful");
    format!(
        "Nothing is exported because of the pilot part: {}; {include} includes them.",
        describe_reasons(review.plan.left_out())
    )
}

impl App {
    /// Opens the review, or says why there is nothing to export.
    pub(crate) fn open_review(&mut self) {
        let plan = self.sheet.plan();
        let is_empty = plan.is_empty() && plan.doubtful.is_empty();
        if is_empty && plan.held_back.is_empty() && plan.blocked.is_empty() {
            let why = match plan.exported {
                0 => "no lead is changed".to_owned(),
                n => format!("{} already exported, none changed since", plural(n, "lead")),
            };
            self.set_status(format!("Nothing to export: {why}."));
            return;
        }
        let pilot = self.sheet.pilot_part();
        self.mode = Mode::open(ReviewPanel::new(plan).with_pilot(pilot));
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
        let separate_closing = !review.plan.separate_closing;
        let options = PlanOptions { separate_closing, ..review.plan.options() };
        let plan = self.sheet.plan_for(options).with_reverts(&self.sheet);
        let text = if plan.separate_closing {
            format!("Closing leads are separate: {}.", plural(plan.files.len(), "file"))
        } else {
            "Closing leads are together with the others.".to_owned()
        };
        review.replan(plan);
        self.set_status(text);
    }

    /// Exports the pilot part only, or everything again.
    pub(crate) fn toggle_pilot(&mut self) {
        let Some(review) = self.mode.panel_mut::<ReviewPanel>() else { return };
        let is_pilot = !review.plan.is_pilot;
        let Some(pilot) = review.pilot.as_ref().filter(|_| review.plan.blocked.is_empty()) else {
            let text =
                "No pilot part: each kind of change was tried, or all ready leads are needed.";
            return self.set_status(text);
        };
        let text = if is_pilot {
            format!("Pilot part only: {}.", pilot.describe())
        } else {
            "All ready leads, without a pilot part.".to_owned()
        };
        let options = PlanOptions { is_pilot, ..review.plan.options() };
        review.replan(self.sheet.plan_for(options).with_reverts(&self.sheet));
        self.set_status(text);
    }

    /// Includes the leads that a pilot part leaves in doubt, or leaves them out again.
    pub(crate) fn toggle_doubtful(&mut self) {
        let Some(review) = self.mode.panel_mut::<ReviewPanel>() else { return };
        if review.plan.doubtful.is_empty() {
            return self.set_status("No lead is left out because of a pilot part.");
        }
        let includes_doubtful = !review.plan.includes_doubtful;
        let leads = plural(review.plan.doubtful.len(), "lead");
        let text = if includes_doubtful {
            format!("{leads} included in spite of the pilot part.")
        } else {
            format!("{leads} left out because of the pilot part.")
        };
        let options = PlanOptions { includes_doubtful, ..review.plan.options() };
        review.replan(self.sheet.plan_for(options).with_reverts(&self.sheet));
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
