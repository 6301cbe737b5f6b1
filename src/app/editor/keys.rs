//! The keys of the cell editor that aren't text.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::commands::{change, motion};
use crate::app::define::editor;
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    editor(
        "commit",
        "Puts the text into the cell and goes one lead down, in the form one field.",
        |app, _| commit_and(app, AfterCommit::Down),
    ),
    editor(
        "commit_next",
        "Puts the text into the cell and goes to the next cell that can be edited.",
        |app, _| commit_and(app, AfterCommit::Next),
    ),
    editor(
        "commit_previous",
        "Puts the text into the cell and goes to the cell before that can be edited.",
        |app, _| commit_and(app, AfterCommit::Previous),
    ),
    editor("commit_export", "Puts the text into the cell and opens the review.", |app, _| {
        commit_and(app, AfterCommit::Review);
    }),
    editor("cancel", "Leaves the cell as it was.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("The cell is as it was.");
    }),
];

/// What comes after a cell was committed.
#[derive(Clone, Copy)]
pub(crate) enum AfterCommit {
    Down,
    Next,
    Previous,
    Review,
}

/// Puts what was typed into the cell and goes on, unless it was refused.
pub(crate) fn commit_and(app: &mut App, then: AfterCommit) {
    if commit(app) {
        after_commit(app, then);
    }
}

/// Goes where the key that committed a cell goes.
pub(crate) fn after_commit(app: &mut App, then: AfterCommit) {
    match then {
        AfterCommit::Down => motion::onward(app),
        AfterCommit::Next => motion::next_editable(app),
        AfterCommit::Previous => motion::previous_editable(app),
        AfterCommit::Review => app.open_review(),
    }
}

/// Puts what was typed into the cell. Returns whether it was let through; if not, the editor stays.
fn commit(app: &mut App) -> bool {
    let Mode::Editor(editor) = &app.mode else { return false };
    let (row, field, text) = (editor.row, editor.field, editor.reads(&app.sheet));
    if app.selection.is_none() && text == app.sheet.text(row, field) {
        app.mode = Mode::Grid;
        return true;
    }
    let committed = change::set(app, &text, Some(field));
    if committed {
        app.mode = Mode::Grid;
    }
    committed
}
