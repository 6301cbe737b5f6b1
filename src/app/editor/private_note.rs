//! The private note of a lead in the editor.

use crate::app::app::App;
use crate::app::editor::Editor;
use crate::app::mode::Mode;
use crate::app::versioned::Versioned;
use crate::leads::Row;
use crate::sheet::Refusal;

/// Edits the private note of the lead under the cursor.
pub(crate) fn edit_private_note(app: &mut App) {
    if app.sheet.row_count() == 0 {
        return app.set_status("There is no lead to write a note on.");
    }
    if let Err(read_only) = app.sheet.check_writable() {
        return app.report_refusal(&Refusal::ReadOnly(read_only));
    }
    let cell = app.cell();
    app.mode = Mode::Editor(Editor::open_private_note(&app.sheet, cell.row, cell.field));
}

/// Keeps the private note that was typed, without the blank space at its end.
pub(crate) fn commit_private_note(app: &mut App, row: Row, typed: &str) -> bool {
    let note = typed.trim_end();
    let is_removed = note.is_empty() && app.sheet.annotation(row).has_note();
    match Versioned::change_parts(&mut app.sheet).set_private_note(row, note) {
        Err(read_only) => {
            app.report_refusal(&Refusal::ReadOnly(read_only));
            return false;
        }
        Ok(false) => app.set_status("The private note is unchanged."),
        Ok(true) if is_removed => app.set_status("The private note is removed."),
        Ok(true) => {
            app.set_status("The private note is saved with your work; it is never exported.");
        }
    }
    true
}
