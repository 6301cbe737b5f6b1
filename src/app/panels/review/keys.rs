//! The keys of the review before an export.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::review;
use crate::app::effect::Effect;
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 4] = [
    review(
        "export",
        "Writes the upload files, after the number of leads that become Closed is typed; on a held-back lead goes to it.",
        |app, _| export(app),
    ),
    review("open", "Goes to the cell that the line is about, without exporting.", |app, _| {
        if let Mode::Review(review) = &app.mode {
            app.leave_review_to(review.place());
        }
    }),
    review(
        "apart",
        "Puts the leads that become Closed into files of their own, or among the others again.",
        |app, _| app.toggle_separate_closing(),
    ),
    review("close", "Goes back to the grid without exporting.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("Nothing was exported.");
    }),
];

fn export(app: &mut App) {
    let Mode::Review(review) = &app.mode else { return };
    if let Some(place) = review.held_back() {
        app.leave_review_to(Some(place));
    } else if review.plan.is_empty() {
        app.set_error("Nothing can be exported: every changed lead is held back.");
    } else if let Some(number) = review.number_due() {
        let leads = crate::app::panels::review::state::leads(number);
        app.set_error(format!("{leads} will be Closed for good: type {number}, then Enter."));
    } else {
        app.effects.push(Effect::Export(review.plan.clone()));
    }
}
