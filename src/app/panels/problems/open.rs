//! Opening the panel of problems, and closing it.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::app::panels::problems::state::ProblemsPanel;

/// Opens the panel with what the rules find now, at the line where it was left.
pub(crate) fn open(app: &mut App) {
    let mut problems = ProblemsPanel::new(&app.sheet);
    if let Some(before) = app.suspended_problems.take() {
        problems.resume(&before);
    }
    app.mode = Mode::open(problems);
}

/// Goes back to the grid and keeps in mind where the panel was.
pub(crate) fn leave(app: &mut App) {
    if let Some(problems) = app.mode.take_panel() {
        app.suspended_problems = Some(*problems);
    }
}
