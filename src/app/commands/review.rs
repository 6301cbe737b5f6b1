//! The keys of the review before an export.

use super::review;
use crate::app::{App, Command, Effect, Mode};

pub(in crate::app) static COMMANDS: [Command; 2] = [
    review(
        "export",
        "Writes the upload files; where leads become Closed, after their number is typed.",
        |app, _| export(app),
    ),
    review("close", "Goes back to the grid without exporting.", |app, _| {
        app.mode = Mode::Grid;
        app.say("Nothing was exported.");
    }),
];

fn export(app: &mut App) {
    let Mode::Review(review) = &app.mode else { return };
    if review.plan.is_empty() {
        app.complain("Nothing can be exported: every changed lead is held back.");
    } else if let Some(number) = review.number_due() {
        let leads = crate::app::review::leads(number);
        app.complain(format!("{leads} will be Closed for good: type {number}, then Enter."));
    } else {
        app.effects.push(Effect::Export(review.plan.clone()));
    }
}
