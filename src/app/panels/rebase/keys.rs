//! Going over to a fresh download, and the keys of the panel that shows what becomes of the changes.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, rebase};
use crate::app::effect::PathFor;
use crate::app::panels::rebase::open::may_ask;
use crate::app::panels::rebase::state::RebasePanel;
use crate::sync::Side;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("rebase", "Move your changes to a fresh download and continue there.", |app, _| {
        if may_ask(app) {
            app.ask_file(PathFor::Fresh);
        }
    }),
    rebase("mine", "Keep your change to the cell.", |app, _| {
        app.answer_question(Side::Mine);
    }),
    rebase("theirs", "Use Partner Center's value for the cell.", |app, _| {
        app.answer_question(Side::Theirs);
    }),
    rebase("all_mine", "Keep your changes to all cells that both sides changed.", |app, _| {
        answer_all(app, Side::Mine);
    }),
    rebase(
        "all_theirs",
        "Use Partner Center's values for all cells that both sides changed.",
        |app, _| {
            answer_all(app, Side::Theirs);
        },
    ),
    rebase("next_question", "Go to the next cell that both sides changed.", |app, _| {
        if let Some(panel) = app.mode.panel_mut::<RebasePanel>() {
            panel.next_question(false);
        }
    }),
    rebase(
        "accept",
        "Move the changes to the new file, once every question is answered.",
        |app, _| {
            app.accept_rebase();
        },
    ),
    rebase("close", "Go back and change nothing.", |app, _| app.leave_rebase()),
];

fn answer_all(app: &mut App, answer: Side) {
    if let Some(panel) = app.mode.panel_mut::<RebasePanel>() {
        panel.rebase.answer_all(answer);
    }
}
