//! Putting texts into cells as spreadsheet programs do.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::grid;
use crate::app::edits::apply::apply_edit;
use crate::app::mode::Mode;
use crate::app::panels::picker::choose::is_outcome;
use crate::app::panels::picker::open::type_over;
use crate::leads::kind::{date, understand};
use crate::leads::{CellRef, Field, Kind};
use crate::sheet::CellEdit;

pub(in crate::app) static COMMANDS: [Command; 2] = [
    grid("fill_right", "Fill the selected columns with the value of the first one.", |app, _| {
        fill_right(app);
    }),
    grid("today", "Type today's date over the date in this cell.", |app, _| today(app)),
];

/// Puts the text of the first selected column into the others, lead by lead; without a selection, the text
/// of the column on the left into this one.
fn fill_right(app: &mut App) {
    let mut fields = app.target_fields();
    if fields.len() == 1 {
        match app.viewport.column.checked_sub(1) {
            Some(left) => fields.insert(0, app.columns.field(left)),
            None => return app.set_status("There is no column on the left to copy from."),
        }
    }
    let Some((&first, others)) = fields.split_first() else { return };
    let others: Vec<Field> =
        others.iter().copied().filter(|field| !is_outcome(app, *field)).collect();
    if others.is_empty() {
        let outcome = app.keymap.hint(When::Grid, "outcome");
        return app.set_status(format!(
            "Status, substatus and stage are set together; {outcome} chooses them."
        ));
    }
    let mut sets = Vec::new();
    for row in app.target_rows() {
        let text = app.sheet.text(row, first).into_owned();
        for field in &others {
            let col = app.sheet.layout().col(*field);
            let text = col.map_or_else(
                || text.clone(),
                |col| understand(col, &text, app.sheet.context()).text,
            );
            sets.push(CellEdit::new(row, *field, text));
        }
    }
    apply_edit(app, "fill", sets);
}

/// Opens the editor of a date with today's date, to be accepted or corrected.
fn today(app: &mut App) {
    let CellRef { field, .. } = app.cell();
    let kind = app.sheet.layout().col(field).map(|col| col.column().kind);
    if !matches!(kind, Some(Kind::Date)) {
        return app.set_status("Today's date belongs in the column of a date.");
    }
    let text = date::write(app.sheet.context().today);
    type_over(app, "");
    if let Mode::Editor(editor) = &mut app.mode {
        editor.paste(&text);
    }
}
