//! Undoing and redoing steps.

use crate::app::app::App;
use crate::leads::index::signed;
use crate::sheet::{Change, Step};

/// What is said of steps that were made before the program was started.
const STEPS_FROM_EARLIER_RUN: &str = " (from an earlier session)";

/// What is said when all steps since then are undone.
const START_OF_RUN: &str = " This session started here.";

/// What is said of changes that can't be undone here, because Partner Center accepted them.
const ACCEPTED_HINT: &str = " The revert file of the upload has the old values.";

/// Undoes `count` changes, or one, and reports what was undone.
pub(crate) fn undo(app: &mut App, count: Option<usize>) {
    go_to_history(app, -(signed(count.unwrap_or(1))));
}

/// Redoes `count` undone changes, or one, and reports what was redone.
pub(crate) fn redo(app: &mut App, count: Option<usize>) {
    go_to_history(app, signed(count.unwrap_or(1)));
}

/// Undoes steps if `steps` is negative, else redoes them, and goes to the last one.
pub(crate) fn go_to_history(app: &mut App, steps: isize) {
    let mut made = 0;
    let mut last = None;
    while made < steps.unsigned_abs() {
        let step = if steps < 0 { app.sheet.undo() } else { app.sheet.redo() };
        let Some(step) = step else { break };
        (made, last) = (made + 1, Some(step));
    }
    let did = if steps < 0 { "Undid" } else { "Redid" };
    let Some(step) = last else {
        return app.set_status(if steps < 0 { "Nothing to undo." } else { "Nothing to redo." });
    };
    if made == 1 && step.changes.is_empty() {
        let (done, revert) = if steps < 0 { ("undone", ACCEPTED_HINT) } else { ("redone", "") };
        let label = step.label;
        return app.set_status(format!(
            "\"{label}\" can't be {done}: Partner Center already accepted the leads.{revert}"
        ));
    }
    go_to_step(app, &step);
    let history = app.sheet.history();
    let (done, earlier) = (history.len().0, history.steps_before_run());
    let number = if steps < 0 { done } else { done.saturating_sub(1) };
    let run = if number < earlier { STEPS_FROM_EARLIER_RUN } else { "" };
    let end = if steps < 0 && done == earlier && earlier > 0 { START_OF_RUN } else { "" };
    app.set_status(match made {
        1 => format!("{did}{run}: {}.{end}", step.describe()),
        made => format!("{did} {made} steps, the last{run}: {}.{end}", step.describe()),
    });
}

fn go_to_step(app: &mut App, step: &Step) {
    let shown = |change: &&Change| app.order.position(change.row).is_some();
    let first = step.changes.iter().find(shown).or(step.changes.first());
    if let Some(change) = first {
        app.go_to(change.row, Some(change.field));
    }
}
