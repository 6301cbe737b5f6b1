//! Committing what was typed into a cell, and where the cursor goes then.

use crate::app::app::App;
use crate::app::editor::private_note::commit_private_note;
use crate::app::edits::apply;
use crate::app::grid::motion;
use crate::app::mode::Mode;

/// What comes after a cell was committed.
#[derive(Clone, Copy)]
pub(crate) enum AfterCommit {
    Down,
    Up,
    Left,
    Right,
    Next,
    Previous,
    Review,
    Stay,
}

/// Puts what was typed into the cell and goes on, unless it was refused.
pub(crate) fn commit_and(app: &mut App, then: AfterCommit) {
    let is_one = app.selection.is_none();
    if let Mode::Editor(editor) = &app.mode
        && editor.is_private_note
    {
        let (row, typed) = (editor.row, editor.typed());
        if commit_private_note(app, row, &typed) {
            app.mode = Mode::Grid;
            if matches!(then, AfterCommit::Review) {
                app.open_review();
            }
        }
        return;
    }
    if commit(app) {
        after_commit(app, then, is_one);
    }
}

/// Goes where the key that committed a cell goes; after several selected cells it doesn't go down, as
/// there is no cell below all of them.
pub(crate) fn after_commit(app: &mut App, then: AfterCommit, is_one: bool) {
    match then {
        AfterCommit::Down if is_one => motion::onward(app),
        AfterCommit::Up if is_one => motion::backward(app),
        AfterCommit::Left => motion::columns(app, -1),
        AfterCommit::Right => motion::columns(app, 1),
        AfterCommit::Next => motion::tab(app),
        AfterCommit::Previous => motion::previous_editable(app),
        AfterCommit::Review => app.open_review(),
        AfterCommit::Down | AfterCommit::Up | AfterCommit::Stay => {}
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
    let committed = apply::set(app, &text, Some(field));
    if committed {
        app.mode = Mode::Grid;
    }
    committed
}
