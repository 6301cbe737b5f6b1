//! Changing cells: opening editors and drop-downs, clearing, restoring, undo and redo.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;
use crate::app::editor::Editor;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid("edit", "Edits the cell, or opens its drop-down.", |app, _| edit(app)),
    grid("edit_empty", "Edits the cell from an empty line.", |app, _| replace_cell(app)),
    grid("outcome", "Chooses status, substatus and stage of the lead together.", |app, _| {
        outcome(app);
    }),
    grid("undo", "Takes the last change back.", undo),
    grid("redo", "Makes the last undone change again.", redo),
];

/// Tells whether the cell under the cursor may be edited, and says why if not.
fn may_edit(app: &mut App, row: u32, field: u32) -> bool {
    if app.sheet.rows() == 0 {
        app.set_status("There is no lead to edit.");
        return false;
    }
    match app.sheet.check_edit(row, field) {
        Ok(()) => true,
        Err(refusal) => {
            app.report_refusal(&refusal);
            false
        }
    }
}

/// Opens what the cell under the cursor is edited with, or of the selected cells the first one that may
/// be edited: what is typed or chosen then goes into all of them.
pub(crate) fn edit(app: &mut App) {
    let (row, field) = app.cell();
    let (row, field) = match app.selection {
        None => (row, field),
        Some(_) => app
            .targets()
            .into_iter()
            .find(|(row, field)| app.sheet.check_editable(*row, *field).is_ok())
            .unwrap_or((row, field)),
    };
    if may_edit(app, row, field) {
        open(app, row, field);
    }
}

/// Opens what a cell is edited with: its drop-down if it has one, else the editor.
pub(crate) fn open(app: &mut App, row: u32, field: u32) {
    if app.selection.is_none() {
        app.go_to(row, Some(field));
    }
    app.mode = match app.sheet.choices(row, field) {
        Some(choices) => {
            let title = match app.sheet.layout().col(field as usize) {
                Some(col) if col.is_outcome() => "Outcome of the lead".to_owned(),
                _ => app.sheet.layout().name(field as usize).to_owned(),
            };
            let offers =
                PickerKind::Cell { row, field, choices: choices.items, current: choices.current };
            Mode::Picker(Picker::open(title, offers).counted(&app.sheet))
        }
        None => Mode::Editor(Editor::open(&app.sheet, row, field)),
    };
}

fn replace_cell(app: &mut App) {
    edit(app);
    if let Mode::Editor(editor) = &mut app.mode {
        editor.empty();
    }
}

fn outcome(app: &mut App) {
    match app.sheet.layout().status() {
        Some(field) => {
            let rows = app.target_rows();
            let open_row =
                rows.iter().find(|row| app.sheet.check_editable(**row, field as u32).is_ok());
            let row = *open_row.or(rows.first()).unwrap_or(&app.viewport.row);
            if may_edit(app, row, field as u32) {
                open(app, row, field as u32);
            }
        }
        None => app.set_error("This file has no column Partner Referral Status."),
    }
}

/// What is said of steps that were made before the program was started.
const STEPS_FROM_EARLIER_RUN: &str = " (from an earlier run)";

/// What is said when all steps since then are undone.
const START_OF_RUN: &str = " This run began here.";

/// Takes so many changes back, one if nothing is said, and says what was undone.
pub(crate) fn undo(app: &mut App, count: Option<usize>) {
    go_to_history(app, -(count.unwrap_or(1) as isize));
}

/// Makes so many undone changes again, one if nothing is said, and says what was done.
pub(crate) fn redo(app: &mut App, count: Option<usize>) {
    go_to_history(app, count.unwrap_or(1) as isize);
}

/// Undoes so many steps, or makes them again, and goes to the last one of them.
pub(crate) fn go_to_history(app: &mut App, steps: isize) {
    let mut made = 0;
    let mut last = None;
    while made < steps.unsigned_abs() {
        let step = if steps < 0 { app.sheet.undo() } else { app.sheet.redo() };
        let Some(step) = step else { break };
        (made, last) = (made + 1, Some(step));
    }
    let did = if steps < 0 { "Undid" } else { "Did again" };
    let Some(step) = last else {
        return app.set_status(if steps < 0 { "Nothing to undo." } else { "Nothing to redo." });
    };
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

fn go_to_step(app: &mut App, step: &crate::sheet::Step) {
    let shown = |change: &&crate::sheet::Change| app.order.position(change.row).is_some();
    let first = step.changes.iter().find(shown).or(step.changes.first());
    if let Some(change) = first {
        app.go_to(change.row, Some(change.field));
    }
}
