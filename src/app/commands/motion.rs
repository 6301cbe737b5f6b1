//! Moving the cursor.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;

pub(in crate::app) static COMMANDS: [Command; 14] = [
    grid("left", "Moves one column to the left.", |app, n| columns(app, -by(n))),
    grid("right", "Moves one column to the right.", |app, n| columns(app, by(n))),
    grid("up", "Moves one lead up.", |app, n| rows(app, -by(n))),
    grid("down", "Moves one lead down.", |app, n| rows(app, by(n))),
    grid("page_up", "Moves one screen up.", |app, n| pages(app, -by(n), 1)),
    grid("page_down", "Moves one screen down.", |app, n| pages(app, by(n), 1)),
    grid("half_page_up", "Moves half a screen up.", |app, n| pages(app, -by(n), 2)),
    grid("half_page_down", "Moves half a screen down.", |app, n| pages(app, by(n), 2)),
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
    grid("first_column", "Goes to the first column.", |app, _| {
        app.viewport.go_to_first_column();
    }),
    grid("last_column", "Goes to the last column.", |app, _| app.viewport.column = usize::MAX),
    grid("next_editable", "Goes to the next cell that can be edited.", |app, n| {
        (0..by(n)).for_each(|_| next_editable(app));
    }),
    grid("previous_editable", "Goes to the cell before that can be edited.", |app, n| {
        (0..by(n)).for_each(|_| previous_editable(app));
    }),
];

/// Returns how often a motion is made: once, or as often as the count says.
pub(crate) fn by(count: Option<usize>) -> isize {
    count.unwrap_or(1).min(100_000) as isize
}

pub(crate) fn columns(app: &mut App, by: isize) {
    app.viewport.column = app.viewport.column.saturating_add_signed(by);
}

pub(crate) fn rows(app: &mut App, by: isize) {
    let last = app.order.len().saturating_sub(1) as isize;
    let at = app.order.nearest(app.viewport.row) as isize;
    let to = at.saturating_add(by).clamp(0, last);
    app.viewport.row = app.order.row(to as u32).unwrap_or_default();
}

/// Goes on downwards: one lead in the grid, one field in the form.
pub(crate) fn onward(app: &mut App) {
    match app.record {
        Some(_) => columns(app, 1),
        None => rows(app, 1),
    }
}

/// Moves by screens, cursor and window together, so that the cursor keeps its place on the screen.
fn pages(app: &mut App, pages: isize, part: isize) {
    let height = app.fit.rows.max(1) as isize;
    let step = (height / part).max(1) * pages;
    let last = app.order.len().saturating_sub(1) as isize;
    app.viewport.top = (app.viewport.top as isize + step).clamp(0, last) as u32;
    rows(app, step);
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
    !app.sheet.was_closed(row) && app.sheet.check_editable(row, app.columns.field(column)).is_ok()
}
