//! Moving the cursor.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{by, grid};
use crate::app::grid::motion::{columns, go_to_row, previous_editable, rows, tab};
use crate::leads::index::{index, number, signed};

pub(in crate::app) static COMMANDS: [Command; 14] = [
    grid("left", "Move one column left.", |app, n| columns(app, -by(n))),
    grid("right", "Move one column right.", |app, n| columns(app, by(n))),
    grid("up", "Move one lead up.", |app, n| rows(app, -by(n))),
    grid("down", "Move one lead down.", |app, n| rows(app, by(n))),
    grid("page_up", "Move one screen up.", |app, n| pages(app, -by(n), 1)),
    grid("page_down", "Move one screen down.", |app, n| pages(app, by(n), 1)),
    grid("half_page_up", "Move half a screen up.", |app, n| pages(app, -by(n), 2)),
    grid("half_page_down", "Move half a screen down.", |app, n| pages(app, by(n), 2)),
    grid(
        "first_row",
        "Go to the first listed lead, or to the row with the number typed first.",
        |app, n| go_to(app, n, 0),
    ),
    grid(
        "last_row",
        "Go to the last listed lead, or to the row with the number typed first.",
        |app, n| go_to(app, n, app.order.len().saturating_sub(1)),
    ),
    grid("first_column", "Go to the first column.", |app, _| {
        app.viewport.go_to_first_column();
    }),
    grid("last_column", "Go to the last column.", |app, _| app.viewport.column = usize::MAX),
    grid("next_editable", "Go to the next editable cell.", |app, n| {
        (0..by(n)).for_each(|_| tab(app));
    }),
    grid("previous_editable", "Go to the previous editable cell.", |app, n| {
        (0..by(n)).for_each(|_| previous_editable(app));
    }),
];

/// Goes to the row with a number, else to a position in the list.
fn go_to(app: &mut App, number: Option<usize>, position: u32) {
    match number {
        Some(number) => go_to_row(app, number),
        None => app.go_to_position((position, app.viewport.column)),
    }
}

/// Moves by screens, cursor and window together, so that the cursor keeps its place on the screen.
fn pages(app: &mut App, pages: isize, part: isize) {
    let height = signed(app.fit.rows.max(1).into());
    let step = (height / part).max(1) * pages;
    let last = signed(index(app.order.len().saturating_sub(1)));
    app.viewport.top =
        number((signed(index(app.viewport.top)) + step).clamp(0, last).unsigned_abs());
    rows(app, step);
}
