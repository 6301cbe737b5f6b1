//! The keys of the cell editor that aren't text.

use super::change;
use super::motion;
use crate::app::{App, Command, Mode, When};

const fn editor(
    name: &'static str,
    doc: &'static str,
    run: fn(&mut App, Option<usize>),
) -> Command {
    Command { name, aliases: &[], doc, when: When::Editor, run }
}

pub(in crate::app) static COMMANDS: [Command; 5] = [
    editor(
        "commit",
        "Puts the text into the cell and goes one lead down, in the form one field.",
        |app, _| {
            if commit(app) {
                motion::onward(app);
            }
        },
    ),
    editor(
        "commit_next",
        "Puts the text into the cell and goes to the next cell that can be edited.",
        |app, _| {
            if commit(app) {
                motion::next_editable(app);
            }
        },
    ),
    editor("commit_export", "Puts the text into the cell and opens the review.", |app, _| {
        if commit(app) {
            app.open_review();
        }
    }),
    editor("cancel", "Leaves the cell as it was.", |app, _| {
        app.mode = Mode::Grid;
        app.say("The cell is as it was.");
    }),
    editor("undo_typing", "Puts the text back that the editor opened with.", |app, _| {
        if let Mode::Editor(editor) = &mut app.mode {
            *editor = crate::app::Editor::open(&app.sheet, editor.row, editor.field);
        }
    }),
];

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
