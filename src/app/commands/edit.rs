//! Changing cells: opening editors and drop-downs, clearing, restoring, undo and redo.

use super::grid;
use crate::app::{App, Command, Editor, Mode, Offers, Picker};
use crate::leads::Col;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid("edit", "Edits the cell, or opens its drop-down.", |app, _| edit(app)),
    grid("edit_empty", "Edits the cell from an empty line.", |app, _| edit_empty(app)),
    grid("outcome", "Chooses status, substatus and stage of the lead together.", |app, _| {
        outcome(app);
    }),
    grid("undo", "Takes the last change back.", |app, n| {
        (0..n.unwrap_or(1)).for_each(|_| undo(app));
    }),
    grid("redo", "Makes the last undone change again.", |app, n| {
        (0..n.unwrap_or(1)).for_each(|_| redo(app));
    }),
];

/// Tells whether the cell under the cursor may be edited, and says why if not.
fn may_edit(app: &mut App, row: u32, field: u32) -> bool {
    if app.sheet.rows() == 0 {
        app.say("There is no lead to edit.");
        return false;
    }
    if app.read_only {
        app.complain("Nothing can be changed: the file was opened with --read-only.");
        return false;
    }
    match app.sheet.permit(row, field) {
        Ok(()) => true,
        Err(lock) => {
            app.refuse(&lock);
            false
        }
    }
}

/// Opens what the cell under the cursor is edited with, or of the selected cells the first one that may
/// be edited: what is typed or chosen then goes into all of them.
pub(super) fn edit(app: &mut App) {
    let (row, field) = app.cell();
    let (row, field) = match app.selection {
        None => (row, field),
        Some(_) => app
            .targets()
            .into_iter()
            .find(|(row, field)| app.sheet.permit(*row, *field).is_ok())
            .unwrap_or((row, field)),
    };
    if may_edit(app, row, field) {
        open(app, row, field);
    }
}

/// Opens what a cell is edited with: its drop-down if it has one, else the editor.
pub(super) fn open(app: &mut App, row: u32, field: u32) {
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
                Offers::Cell { row, field, choices: choices.items, current: choices.current };
            Mode::Picker(Picker::open(title, offers).counted(&app.sheet))
        }
        None => Mode::Editor(Editor::open(&app.sheet, row, field)),
    };
}

fn edit_empty(app: &mut App) {
    edit(app);
    if let Mode::Editor(editor) = &mut app.mode {
        editor.empty();
    }
}

/// Puts pasted text into the editor of the cell under the cursor, to be looked at before it counts.
pub(in crate::app) fn paste(app: &mut App, pasted: &str) {
    let text = pasted.strip_suffix('\n').unwrap_or(pasted);
    let text = text.strip_suffix('\r').unwrap_or(text);
    edit(app);
    match &mut app.mode {
        Mode::Editor(editor) => {
            editor.empty();
            editor.paste(text);
            app.say("Pasted. Enter puts it into the cell, Esc leaves the cell as it was.");
        }
        Mode::Picker(picker) => {
            picker.filter.paste(text.lines().next().unwrap_or_default());
            picker.narrow();
        }
        _ => {}
    }
}

fn outcome(app: &mut App) {
    match app.sheet.layout().field(Col::Status) {
        Some(field) => {
            let rows = app.target_rows();
            let open_row = rows.iter().find(|row| app.sheet.permit(**row, field as u32).is_ok());
            let row = *open_row.or(rows.first()).unwrap_or(&app.viewport.row);
            if may_edit(app, row, field as u32) {
                open(app, row, field as u32);
            }
        }
        None => app.complain("This file has no column Partner Referral Status."),
    }
}

/// What is said of steps that were made before the program was started.
const FROM_BEFORE: &str = " (from an earlier run)";

fn undo(app: &mut App) {
    match app.sheet.undo() {
        Some(step) => {
            go_to_step(app, &step);
            let (done, earlier) = (app.sheet.history().len().0, app.sheet.history().earlier());
            let (run, end) = match done {
                _ if done < earlier => (FROM_BEFORE, ""),
                _ if done == earlier && earlier > 0 => ("", " This run began here."),
                _ => ("", ""),
            };
            app.say(format!("Undid{run}: {}.{end}", step.describe()));
        }
        None => app.say("Nothing to undo."),
    }
}

fn redo(app: &mut App) {
    match app.sheet.redo() {
        Some(step) => {
            go_to_step(app, &step);
            let history = app.sheet.history();
            let is_before = history.len().0 <= history.earlier();
            let run = if is_before { FROM_BEFORE } else { "" };
            app.say(format!("Did again{run}: {}.", step.describe()));
        }
        None => app.say("Nothing to redo."),
    }
}

fn go_to_step(app: &mut App, step: &crate::sheet::Step) {
    let shown = |change: &&crate::sheet::Change| app.order.position(change.row).is_some();
    let first = step.changes.iter().find(shown).or(step.changes.first());
    if let Some(change) = first {
        app.go_to(change.row, Some(change.field));
    }
}
