//! Going over to a fresh download, and the keys of the panel that shows what becomes of the changes.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, rebase};
use crate::app::panels::prompt;
use crate::app::panels::prompt::state::{PathFor, PromptKind};
use crate::app::panels::rebase::state::RebasePanel;
use crate::leads::Origin;
use crate::sync::Side;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("rebase", "Carries the changes over to a fresh download, and goes on there.", |app, _| {
        if may_ask(app) {
            prompt::keys::open_prompt(app, PromptKind::Path(PathFor::Fresh));
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

/// Reads a file, if that is what was typed in the palette: `rebase PATH`, `merge PATH`.
pub(crate) fn is_asked(app: &mut App, typed: &str) -> bool {
    let Some((name, path)) = typed.split_once(' ') else { return false };
    let wanted = match name {
        "rebase" if may_ask(app) => PathFor::Fresh,
        "merge" => PathFor::Results,
        name => return name == "rebase",
    };
    app.effects.push(wanted.read(path.trim().to_owned()));
    true
}

/// Tells whether there is something to carry over, and says why if not.
fn may_ask(app: &mut App) -> bool {
    if let Err(refusal) = app.sheet.check_writable() {
        app.report_refusal(&refusal.into());
    } else if app.sheet.origin() == Origin::Results {
        app.set_status(
            "A results file isn't rebased: open the fresh download with --results and this file.",
        );
    } else if app.sheet.changed_rows().next().is_none() {
        app.set_status(
            "There is nothing to carry over: no lead is changed. Just open the new file.",
        );
    } else {
        return true;
    }
    false
}

fn answer_all(app: &mut App, answer: Side) {
    if let Some(panel) = app.mode.panel_mut::<RebasePanel>() {
        panel.rebase.answer_all(answer);
    }
}
