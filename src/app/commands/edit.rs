//! Changing cells: opening editors and drop-downs, clearing, restoring, undo and redo.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;
use crate::app::edits::history::{redo, undo};
use crate::app::grid::motion::go_to_row;
use crate::app::mode::Mode;
use crate::app::panels::picker::open::{edit, may_edit, open};
use crate::app::panels::picker::outcomes::first_open;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    grid(
        "edit",
        "Edit the cell, or open its drop-down list; after a number, go to that row.",
        |app, n| match n {
            Some(number) => go_to_row(app, number),
            None => edit(app),
        },
    ),
    grid("replace_cell", "Replace the cell's text: edit it from an empty line.", |app, _| {
        replace_cell(app);
    }),
    grid("outcome", "Choose status, substatus and stage of the lead together.", |app, _| {
        outcome(app);
    }),
    grid("undo", "Undo the last change.", undo),
    grid("redo", "Redo the last undone change.", redo),
];

fn replace_cell(app: &mut App) {
    edit(app);
    let typed_over = app.keymap.preset().types_over();
    if let Mode::Editor(editor) = &mut app.mode {
        editor.empty();
        editor.typed_over = typed_over;
    }
}

fn outcome(app: &mut App) {
    match app.sheet.layout().status() {
        Some(field) => {
            let row = first_open(app, field);
            if may_edit(app, row, field) {
                open(app, row, field);
            }
        }
        None => app.set_error("This file has no column Partner Referral Status."),
    }
}
