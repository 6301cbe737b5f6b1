//! Clearing cells.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::edits::apply::apply_edit;
use crate::app::edits::repeat::RepeatableEdit;
use crate::leads::Field;
use crate::sheet::CellEdit;

/// Clears the cells that are meant, except those of the outcome, which is set as a whole.
pub(crate) fn clear(app: &mut App) {
    let is_outcome =
        |field: Field| app.sheet.layout().col(field).is_some_and(|col| col.is_outcome());
    let mut cells = app.targets();
    cells.retain(|cell| !is_outcome(cell.field));
    if cells.is_empty() {
        let outcome = app.keymap.hint(When::Grid, "outcome");
        app.set_status(format!(
            "Status, substatus and stage are set together; {outcome} chooses them."
        ));
        return;
    }
    let sets = cells.into_iter().map(|at| CellEdit { at, text: String::new() }).collect();
    if apply_edit(app, "clear", sets) {
        app.last_edit = Some(RepeatableEdit::Clear);
    }
}
