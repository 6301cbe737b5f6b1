//! Opening the editor or the drop-down of a cell.

use crate::app::app::App;
use crate::app::editor::Editor;
use crate::app::mode::Mode;
use crate::app::panels::picker::choose::is_outcome;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::panels::picker::take::is_follow_up;
use crate::leads::{CellRef, Choice, Field, Row, plural};

/// Whether the cell under the cursor may be edited, and says why if not.
pub(crate) fn may_edit(app: &mut App, row: Row, field: Field) -> bool {
    if app.sheet.row_count() == 0 {
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
    let cell = app.cell();
    let CellRef { row, field } = match app.selection {
        None => cell,
        Some(_) => app
            .targets()
            .into_iter()
            .find(|cell| app.sheet.check_editable(cell.row, cell.field).is_ok())
            .unwrap_or(cell),
    };
    if may_edit(app, row, field) {
        open(app, row, field);
    }
}

/// Edits the cell under the cursor, and it alone, as if it were empty: what is typed replaces its text, and
/// narrows the list of a drop-down.
pub(crate) fn type_over(app: &mut App, typed: &str) {
    app.clear_selection();
    let CellRef { row, field } = app.cell();
    if !may_edit(app, row, field) {
        return;
    }
    open(app, row, field);
    match &mut app.mode {
        Mode::Editor(editor) => {
            editor.empty();
            editor.paste(typed);
            editor.typed_over = true;
        }
        Mode::Picker(picker) => {
            picker.filter.paste(typed.trim());
            picker.filter_by();
        }
        _ => {}
    }
}

/// Opens what a cell is edited with: its drop-down if it has one, else the editor.
pub(crate) fn open(app: &mut App, row: Row, field: Field) {
    let rows = if app.selection.is_some() { app.target_rows() } else { vec![row] };
    open_for(app, row, field, rows);
}

/// Opens what a cell is edited with; what is chosen goes into the cells of some leads.
pub(crate) fn open_for(app: &mut App, row: Row, field: Field, rows: Vec<Row>) {
    if app.selection.is_none() {
        app.go_to(row, Some(field));
    }
    if app.selection.is_some() && rows.len() > 1 && is_outcome(app, field) {
        return open_outcome_of(app, row, field, rows);
    }
    app.mode = match app.sheet.choices(row, field) {
        Some(choices) => {
            let title = match app.sheet.layout().col(field) {
                Some(col) if col.is_outcome() => "Outcome of the lead".to_owned(),
                _ if is_follow_up(app, field) && rows.len() > 1 => {
                    format!("{} of {}", app.sheet.layout().name(field), plural(rows.len(), "lead"))
                }
                _ => app.sheet.layout().name(field).to_owned(),
            };
            let (choices, current) = (choices.items, choices.current);
            let offers = PickerKind::Cell { row, field, rows, choices, current };
            Mode::Picker(Picker::open(title, offers).counted(&app.sheet))
        }
        None => Mode::Editor(Editor::open(&app.sheet, row, field)),
    };
}

/// Opens the outcomes that any of several leads can get; a choice goes into those that offer it.
fn open_outcome_of(app: &mut App, row: Row, field: Field, rows: Vec<Row>) {
    let total = plural(rows.len(), "lead");
    let choice = |(choice, number): (Choice, usize)| {
        let count =
            if number == rows.len() { total.clone() } else { format!("{number} of {total}") };
        let parts = [&count, choice.detail.as_str()].map(str::trim);
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        Choice { detail: detail.join("   "), ..choice }
    };
    let choices: Vec<Choice> = app.sheet.choices_in(&rows, field).into_iter().map(choice).collect();
    let title = format!("Outcome of {total}");
    let offers = PickerKind::Cell { row, field, rows, choices, current: None };
    app.mode = Mode::Picker(Picker::open(title, offers));
}
