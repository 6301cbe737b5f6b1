//! Selecting cells and leads.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::by;
use crate::app::define::{grid, selection};
use crate::app::grid::motion;
use crate::app::grid::selection::{Selection, extend};
use crate::leads::{CellRef, Row};

pub(in crate::app) static COMMANDS: [Command; 11] = [
    grid("select_cells", "Select cells, from here to where the cursor moves.", |app, _| {
        app.selection =
            Some(Selection::Cells { row: app.viewport.row, column: app.viewport.column });
    }),
    grid("select_leads", "Select leads, from here to where the cursor moves.", |app, _| {
        app.selection = Some(Selection::Leads { row: app.viewport.row });
    }),
    grid(
        "select_alike",
        "Select the visible leads with the same value in this column.",
        |app, _| {
            let CellRef { row, field } = app.cell();
            let text = app.sheet.text(row, field).into_owned();
            select(app, |app, row| app.sheet.text(row, field) == text);
        },
    ),
    grid("select_shown", "Select all visible leads.", |app, _| select(app, |_, _| true)),
    grid("select_again", "Restore the last selection.", |app, _| {
        if !app.reselect() {
            app.set_status("Nothing visible was selected before.");
        }
    }),
    grid("extend_up", "Extend the selection up.", |app, n| {
        extend(app, |app| motion::rows(app, -by(n)));
    }),
    grid("extend_down", "Extend the selection down.", |app, n| {
        extend(app, |app| motion::rows(app, by(n)));
    }),
    grid("extend_left", "Extend the selection left.", |app, n| {
        extend(app, |app| motion::columns(app, -by(n)));
    }),
    grid("extend_right", "Extend the selection right.", |app, n| {
        extend(app, |app| motion::columns(app, by(n)));
    }),
    selection("clear_selection", "Clear the selection.", |app, _| app.clear_selection()),
    selection("other_end", "Go to the other end of the selection.", |app, _| other_end(app)),
];

fn select(app: &mut App, wanted: impl Fn(&App, Row) -> bool) {
    let mut rows: Vec<Row> = app.order.rows().filter(|row| wanted(app, *row)).collect();
    rows.sort_unstable();
    app.selection = Some(Selection::Rows(rows));
}

fn other_end(app: &mut App) {
    let viewport = &mut app.viewport;
    match &mut app.selection {
        Some(Selection::Cells { row, column }) => {
            std::mem::swap(row, &mut viewport.row);
            std::mem::swap(column, &mut viewport.column);
        }
        Some(Selection::Leads { row }) => std::mem::swap(row, &mut viewport.row),
        Some(Selection::Rows(_)) | None => {}
    }
}
