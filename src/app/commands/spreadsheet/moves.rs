//! Moving and selecting as spreadsheet programs do: to the edges of what is filled, to corners, by rows.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;
use crate::app::grid::motion;
use crate::app::grid::selection::{Selection, extend};
use crate::leads::index::{index, number};

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("first_cell", "Go to the first column of the first listed lead.", |app, _| {
        app.go_to_position((0, 0));
    }),
    grid("last_cell", "Go to the last column of the last listed lead.", |app, _| last_cell(app)),
    grid(
        "next_row",
        "Go one lead down; after Tab, in the column where the first Tab was pressed.",
        |app, _| motion::onward(app),
    ),
    grid("previous_row", "Go one lead up.", |app, _| motion::rows(app, -1)),
    grid("edge_up", "Go up to the edge of the filled cells.", |app, _| edge(app, (-1, 0))),
    grid("edge_down", "Go down to the edge of the filled cells.", |app, _| edge(app, (1, 0))),
    grid("edge_left", "Go left to the edge of the filled cells.", |app, _| edge(app, (0, -1))),
    grid("edge_right", "Go right to the edge of the filled cells.", |app, _| edge(app, (0, 1))),
];

pub(in crate::app) static SELECTIONS: [Command; 6] = [
    grid("extend_edge_up", "Extend the selection up to the edge of the filled cells.", |app, _| {
        extend(app, |app| edge(app, (-1, 0)));
    }),
    grid(
        "extend_edge_down",
        "Extend the selection down to the edge of the filled cells.",
        |app, _| extend(app, |app| edge(app, (1, 0))),
    ),
    grid(
        "extend_edge_left",
        "Extend the selection left to the edge of the filled cells.",
        |app, _| extend(app, |app| edge(app, (0, -1))),
    ),
    grid(
        "extend_edge_right",
        "Extend the selection right to the edge of the filled cells.",
        |app, _| extend(app, |app| edge(app, (0, 1))),
    ),
    grid("select_all", "Select all visible cells.", |app, _| select_all(app)),
    grid(
        "select_row",
        "Select all visible cells of the lead, or of the selected leads.",
        |app, _| {
            select_row(app);
        },
    ),
];

fn last_cell(app: &mut App) {
    let last = app.columns.len().saturating_sub(1);
    app.go_to_position((app.order.len().saturating_sub(1), last));
}

/// Goes to the last filled cell before an empty one; from there, or from an empty cell, to the next filled
/// one, or else to the end.
fn edge(app: &mut App, (down, right): (isize, isize)) {
    let start = (index(app.order.nearest(app.viewport.row)), app.viewport.column);
    let (rows, columns) = (index(app.order.len()), app.columns.len());
    let step = |(row, column): (usize, usize)| {
        let row = row.checked_add_signed(down).filter(|row| *row < rows)?;
        Some((row, column.checked_add_signed(right).filter(|column| *column < columns)?))
    };
    let is_filled = |(row, column): (usize, usize)| {
        let row = app.order.row(number(row));
        row.is_some_and(|row| !app.sheet.text(row, app.columns.field(column)).is_empty())
    };
    let is_run = is_filled(start) && step(start).is_some_and(is_filled);
    let mut at = start;
    while let Some(next) = step(at) {
        if is_run && !is_filled(next) {
            break;
        }
        at = next;
        if !is_run && is_filled(at) {
            break;
        }
    }
    app.go_to_position((number(at.0), at.1));
}

/// Selects every cell; the cursor is at the first one, so that a block can be pasted from there.
fn select_all(app: &mut App) {
    let last = app.order.len().checked_sub(1).and_then(|at| app.order.row(at));
    let Some(row) = last else { return app.set_status("There is no lead to select.") };
    app.selection = Some(Selection::Cells { row, column: app.columns.len().saturating_sub(1) });
    app.go_to_position((0, 0));
}

/// Selects the cells of the lead under the cursor, or of all leads that a selection reaches.
fn select_row(app: &mut App) {
    let row = match &app.selection {
        Some(Selection::Cells { row, .. } | Selection::Leads { row }) => *row,
        Some(Selection::Rows(_)) | None => app.viewport.row,
    };
    app.selection = Some(Selection::Cells { row, column: app.columns.len().saturating_sub(1) });
    app.viewport.go_to_first_column();
}
