//! Moving the cursor.

use super::grid;
use crate::app::{App, Command};

pub(in crate::app) static COMMANDS: [Command; 14] = [
    grid("left", "Moves one column to the left.", |app, n| columns(app, -(by(n) as isize))),
    grid("right", "Moves one column to the right.", |app, n| columns(app, by(n) as isize)),
    grid("up", "Moves one lead up.", |app, n| rows(app, -(by(n) as i64))),
    grid("down", "Moves one lead down.", |app, n| rows(app, by(n) as i64)),
    grid("page_up", "Moves one screen up.", |app, n| pages(app, -(by(n) as i64), 1)),
    grid("page_down", "Moves one screen down.", |app, n| pages(app, by(n) as i64, 1)),
    grid("half_page_up", "Moves half a screen up.", |app, n| pages(app, -(by(n) as i64), 2)),
    grid("half_page_down", "Moves half a screen down.", |app, n| pages(app, by(n) as i64, 2)),
    grid(
        "first_row",
        "Goes to the first lead, or to the lead whose number is typed before.",
        |app, n| {
            app.viewport.row = n.unwrap_or(1).saturating_sub(1) as u32;
        },
    ),
    grid(
        "last_row",
        "Goes to the last lead, or to the lead whose number is typed before.",
        |app, n| {
            app.viewport.row = n.map_or(u32::MAX, |n| n.saturating_sub(1) as u32);
        },
    ),
    grid("first_column", "Goes to the first column.", |app, _| app.viewport.column = 0),
    grid("last_column", "Goes to the last column.", |app, _| app.viewport.column = usize::MAX),
    grid("next_editable", "Goes to the next cell that can be edited.", |app, n| {
        (0..by(n)).for_each(|_| next_editable(app));
    }),
    grid("previous_editable", "Goes to the cell before that can be edited.", |app, n| {
        (0..by(n)).for_each(|_| previous_editable(app));
    }),
];

fn by(count: Option<usize>) -> usize {
    count.unwrap_or(1).min(100_000)
}

fn columns(app: &mut App, by: isize) {
    app.viewport.column = app.viewport.column.saturating_add_signed(by);
}

pub(super) fn rows(app: &mut App, by: i64) {
    let row = i64::from(app.viewport.row).saturating_add(by).clamp(0, i64::from(u32::MAX));
    app.viewport.row = row as u32;
}

/// Moves by screens, cursor and window together, so that the cursor keeps its place on the screen.
fn pages(app: &mut App, pages: i64, part: i64) {
    let height = i64::from(app.fit.rows.max(1));
    let step = (height / part).max(1) * pages;
    let last = i64::from(app.sheet.rows().saturating_sub(1));
    app.viewport.top = (i64::from(app.viewport.top) + step).clamp(0, last) as u32;
    rows(app, step);
}

/// Goes to the next cell that can be edited, in this row or one of the next.
pub(super) fn next_editable(app: &mut App) {
    let (row, column) = (app.viewport.row, app.viewport.column);
    let here = (column + 1..app.columns.len()).map(|c| (row, c));
    let below =
        (row + 1..app.sheet.rows()).flat_map(|r| (0..app.columns.len()).map(move |c| (r, c)));
    if let Some(cell) = here.chain(below).find(|cell| editable(app, *cell)) {
        (app.viewport.row, app.viewport.column) = cell;
    }
}

pub(super) fn previous_editable(app: &mut App) {
    let (row, column) = (app.viewport.row, app.viewport.column);
    let here = (0..column).rev().map(|c| (row, c));
    let above = (0..row).rev().flat_map(|r| (0..app.columns.len()).rev().map(move |c| (r, c)));
    if let Some(cell) = here.chain(above).find(|cell| editable(app, *cell)) {
        (app.viewport.row, app.viewport.column) = cell;
    }
}

fn editable(app: &App, (row, column): (u32, usize)) -> bool {
    !app.sheet.came_closed(row) && app.sheet.permit(row, app.columns.field(column)).is_ok()
}
