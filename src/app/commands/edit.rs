//! Changing cells: opening editors and drop-downs, clearing, restoring, undo and redo.

use super::grid;
use crate::app::{App, Command, Editor, Mode, Offers, Picker};
use crate::leads::{Col, Level};
use crate::sheet::Edit;

pub(in crate::app) static COMMANDS: [Command; 9] = [
    grid("edit", "Edits the cell, or opens its drop-down.", |app, _| edit(app)),
    grid("edit_empty", "Edits the cell from an empty line.", |app, _| edit_empty(app)),
    grid("outcome", "Chooses status, substatus and stage of the lead together.", |app, _| {
        outcome(app);
    }),
    grid("take_suggestion", "Puts the suggested text into the cell.", |app, _| {
        take_suggestion(app);
    }),
    grid("clear", "Empties the cell.", |app, _| clear(app)),
    grid("restore", "Puts the downloaded text back into the cell.", |app, _| restore(app)),
    grid("restore_row", "Puts the downloaded texts back into all cells of the lead.", |app, _| {
        restore_row(app);
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

fn edit(app: &mut App) {
    let (row, field) = app.cell();
    if may_edit(app, row, field) {
        open(app, row, field);
    }
}

/// Opens what a cell is edited with: its drop-down if it has one, else the editor.
pub(super) fn open(app: &mut App, row: u32, field: u32) {
    app.go_to(row, Some(field));
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
        Some(field) if may_edit(app, app.viewport.row, field as u32) => {
            open(app, app.viewport.row, field as u32);
        }
        Some(_) => {}
        None => app.complain("This file has no column Partner Referral Status."),
    }
}

fn take_suggestion(app: &mut App) {
    let (row, field) = app.cell();
    let suggested = app.sheet.findings_at(row, field).into_iter().find_map(|f| f.fix);
    match suggested {
        Some(text) if may_edit(app, row, field) => {
            change(app, "suggestion", vec![(row, field, text)]);
        }
        Some(_) => {}
        None => app.say("There is no suggestion for this cell."),
    }
}

fn clear(app: &mut App) {
    let (row, field) = app.cell();
    if app.sheet.layout().col(field as usize).is_some_and(|col| col.is_outcome()) {
        let outcome = app.keymap.hint(crate::app::When::Grid, "outcome");
        app.say(format!("Status, substatus and stage are set together: {outcome} chooses them."));
        return;
    }
    change(app, "clear", vec![(row, field, String::new())]);
}

fn restore(app: &mut App) {
    let (row, field) = app.cell();
    let loaded = app.sheet.table().cell(row as usize, field as usize).into_owned();
    change(app, "restore", vec![(row, field, loaded)]);
}

fn restore_row(app: &mut App) {
    let row = app.viewport.row;
    let loaded = |field: u32| app.sheet.table().cell(row as usize, field as usize).into_owned();
    let sets = app.sheet.changes_of(row).iter().map(|(f, _)| (row, *f, loaded(*f))).collect();
    change(app, "restore", sets);
}

/// Makes an edit and says what it did, or why it was refused. Returns whether it was let through.
pub(super) fn change(app: &mut App, label: &str, sets: Vec<(u32, u32, String)>) -> bool {
    if app.read_only {
        app.complain("Nothing can be changed: the file was opened with --read-only.");
        return false;
    }
    let first = sets.first().map(|(row, field, _)| (*row, *field));
    let column = first.map_or("", |(_, field)| app.sheet.layout().name(field as usize)).to_owned();
    match app.sheet.apply(Edit::new(format!("{label} {column}"), sets)) {
        Err(refusal) => {
            app.refuse(&refusal.lock);
            false
        }
        Ok(applied) => {
            if applied.cells == 0 {
                app.say("No change: the cell has this text already.");
            } else if let Some((row, field)) = first {
                say_after(app, row, field);
            }
            true
        }
    }
}

/// Says what is wrong with a cell that was just changed, or that its lead is ready.
pub(super) fn say_after(app: &mut App, row: u32, field: u32) {
    let finding = app.sheet.findings_at(row, field).into_iter().find(|f| f.level.is_problem());
    if let Some(finding) = finding {
        let text = format!("{} {}: {}", finding.level.word(), finding.rule.code, finding.say);
        match finding.level {
            Level::Error => app.complain(text),
            _ => app.say(text),
        }
        return;
    }
    let errors = app.sheet.findings().row(row).filter(|f| f.level == Level::Error).count();
    let next = app.keymap.hint(crate::app::When::Grid, "next_problem");
    match errors {
        0 if app.sheet.changes_of(row).is_empty() => app.say("The lead is as downloaded."),
        0 => app.say("Ready to export."),
        1 => app.say(format!("Held back by 1 error; press {next}.")),
        n => app.say(format!("Held back by {n} errors; press {next}.")),
    }
}

fn undo(app: &mut App) {
    match app.sheet.undo() {
        Some(step) => {
            go_to_step(app, &step);
            app.say(format!("Undid: {}.", step.describe()));
        }
        None => app.say("Nothing to undo."),
    }
}

fn redo(app: &mut App) {
    match app.sheet.redo() {
        Some(step) => {
            go_to_step(app, &step);
            app.say(format!("Did again: {}.", step.describe()));
        }
        None => app.say("Nothing to redo."),
    }
}

fn go_to_step(app: &mut App, step: &crate::sheet::Step) {
    if let Some(change) = step.changes.first() {
        app.go_to(change.row, Some(change.field));
    }
}
