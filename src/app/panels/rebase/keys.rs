//! Going over to a fresh download, and the keys of the panel that shows what becomes of the changes.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, rebase};
use crate::app::panels::prompt::state::open_prompt;
use crate::app::panels::prompt::state::{PathFor, PromptKind};
use crate::app::panels::rebase::open::may_ask;
use crate::app::panels::rebase::state::RebasePanel;
use crate::sync::Side;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("rebase", "Carries the changes over to a fresh download, and goes on there.", |app, _| {
        if may_ask(app) {
            open_prompt(app, PromptKind::Path(PathFor::Fresh));
        }
    }),
    rebase("mine", "Keeps the change where both sides changed a cell.", |app, _| {
        app.answer_question(Side::Mine);
    }),
    rebase(
        "theirs",
        "Takes what Partner Center holds where both sides changed a cell.",
        |app, _| {
            app.answer_question(Side::Theirs);
        },
    ),
    rebase("all_mine", "Keeps every change that both sides made.", |app, _| {
        answer_all(app, Side::Mine);
    }),
    rebase(
        "all_theirs",
        "Takes what Partner Center holds wherever both sides changed a cell.",
        |app, _| {
            answer_all(app, Side::Theirs);
        },
    ),
    rebase("next_question", "Goes to the next cell that both sides changed.", |app, _| {
        if let Some(panel) = app.mode.panel_mut::<RebasePanel>() {
            panel.next_question(false);
        }
    }),
    rebase("accept", "Carries the changes over, once every question is answered.", |app, _| {
        app.accept_rebase();
    }),
    rebase("close", "Goes back and leaves everything as it was.", |app, _| app.leave_rebase()),
];

fn answer_all(app: &mut App, answer: Side) {
    if let Some(panel) = app.mode.panel_mut::<RebasePanel>() {
        panel.rebase.answer_all(answer);
    }
}
