//! The panel of what was done and undone, and its keys.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, history};
use crate::app::edits::history;
use crate::app::mode::Mode;
use crate::app::panels::history::state::HistoryPanel;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid("history", "List the edit history; go back to any step.", |app, _| {
        open(app);
    }),
    history("go", "Undo or redo all steps up to the selected one.", |app, _| go(app)),
    history("undo", "Undo the last change.", |app, n| {
        history::undo(app, n);
        open(app);
    }),
    history("redo", "Redo the last undone change.", |app, n| {
        history::redo(app, n);
        open(app);
    }),
    history("close", "Go back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn open(app: &mut App) {
    if app.sheet.history().is_empty() {
        return app.set_status("Nothing has been changed yet.");
    }
    app.mode = Mode::open(HistoryPanel::new(&app.sheet));
}

fn go(app: &mut App) {
    let Some(steps) = app.mode.panel::<HistoryPanel>() else { return };
    match steps.distance() {
        0 => app.set_status("This is the current step."),
        way => {
            app.mode = Mode::Grid;
            history::go_to_history(app, way);
        }
    }
}
