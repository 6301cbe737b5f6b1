//! Moving the cursor in the grid.

use crate::app::app::App;
use crate::app::command::When;
use crate::leads::Row;
use crate::leads::index::{index, number, signed};

pub(crate) fn columns(app: &mut App, by: isize) {
    let (shown, all) = (app.columns.len(), app.columns.all().count());
    let is_last = app.viewport.column + 1 == shown;
    if by > 0 && is_last && shown < all && app.record.is_none() {
        let key = app.keymap.hint(When::Grid, "columns_all");
        app.set_status(format!("This is the last of {shown} columns; {key} shows all {all}."));
    }
    app.viewport.column = app.viewport.column.saturating_add_signed(by);
}

pub(crate) fn rows(app: &mut App, by: isize) {
    let last = signed(index(app.order.len().saturating_sub(1)));
    let at = signed(index(app.order.nearest(app.viewport.row)));
    let to = at.saturating_add(by).clamp(0, last);
    app.viewport.row = app.order.row(number(to.unsigned_abs())).unwrap_or_default();
}

/// Goes to the row with a number, as lists and messages count rows, and says which one it is.
pub(crate) fn go_to_row(app: &mut App, number: usize) {
    let rows = app.sheet.row_count();
    if number == 0 || number > rows {
        let offer = app.offer_typing().map(|offer| format!(" {offer}")).unwrap_or_default();
        return app
            .set_status(format!("There is no row {number}; the last one is row {rows}.{offer}"));
    }
    let wanted = Row::at(number - 1);
    let at = app.order.nearest(wanted);
    let row = app.order.row(at).unwrap_or_default();
    app.viewport.row = row;
    let place = app.sheet.row_place(row);
    app.set_status(if row == wanted {
        format!("Row {place}.")
    } else {
        format!("Row {wanted} isn't shown; this is row {place}.")
    });
}

/// Goes on downwards: one lead in the grid, one field in the form. After Tabs it goes back to the column
/// where the first one was pressed.
pub(crate) fn onward(app: &mut App) {
    if app.record.is_some() {
        return columns(app, 1);
    }
    rows(app, 1);
    app.viewport.column = app.habits.tab_origin.take().unwrap_or(app.viewport.column);
}

/// Goes back upwards: one lead in the grid, one field in the form.
pub(crate) fn backward(app: &mut App) {
    match app.record {
        Some(_) => columns(app, -1),
        None => rows(app, -1),
    }
}

/// Goes to the next cell that can be edited, and remembers where the first of several Tabs was pressed if
/// the keys are those of spreadsheet programs.
pub(crate) fn tab(app: &mut App) {
    if app.keymap.preset().types_over() {
        app.habits.tab_origin.get_or_insert(app.viewport.column);
    }
    next_editable(app);
}

/// Goes to the next cell that can be edited, in this lead or one of the next.
pub(crate) fn next_editable(app: &mut App) {
    let (at, column) = (app.order.nearest(app.viewport.row), app.viewport.column);
    let here = (column + 1..app.columns.len()).map(|c| (at, c));
    let below =
        (at + 1..app.order.len()).flat_map(|at| (0..app.columns.len()).map(move |c| (at, c)));
    if let Some(cell) = here.chain(below).find(|cell| editable(app, *cell)) {
        app.go_to_position(cell);
    }
}

pub(crate) fn previous_editable(app: &mut App) {
    let (at, column) = (app.order.nearest(app.viewport.row), app.viewport.column);
    let here = (0..column).rev().map(|c| (at, c));
    let above = (0..at).rev().flat_map(|at| (0..app.columns.len()).rev().map(move |c| (at, c)));
    if let Some(cell) = here.chain(above).find(|cell| editable(app, *cell)) {
        app.go_to_position(cell);
    }
}

fn editable(app: &App, (position, column): (u32, usize)) -> bool {
    let Some(row) = app.order.row(position) else { return false };
    !app.sheet.is_closed(row) && app.sheet.check_editable(row, app.columns.field(column)).is_ok()
}
