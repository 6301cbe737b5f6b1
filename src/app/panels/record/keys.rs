//! The form of one lead and the keys that mean something else there than in the grid.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::by;
use crate::app::define::{grid, record};
use crate::app::grid::motion;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("record", "Show the whole lead in the detail view.", |app, _| app.open_record()),
    record("next_field", "Go to the next field.", |app, n| motion::columns(app, by(n))),
    record("previous_field", "Go to the previous field.", |app, n| {
        motion::columns(app, -by(n));
    }),
    record("half_page_down", "Move half a screen down.", |app, _| scroll(app, true)),
    record("half_page_up", "Move half a screen up.", |app, _| scroll(app, false)),
    record("next_lead", "Show the next lead.", |app, n| lead(app, by(n))),
    record("previous_lead", "Show the previous lead.", |app, n| lead(app, -by(n))),
    record("close", "Go back to the grid.", |app, _| app.close_record()),
];

fn scroll(app: &mut App, is_down: bool) {
    let field = app.cell().field;
    let Some(record) = &mut app.record else { return };
    if let Some(to) = record.scroll(field, is_down).and_then(|to| app.columns.position(to)) {
        app.viewport.column = to;
    }
}

fn lead(app: &mut App, by: isize) {
    let before = app.viewport.row;
    motion::rows(app, by);
    if app.viewport.row == before {
        let end = if by > 0 { "last" } else { "first" };
        app.set_status(format!("This is the {end} visible lead."));
    }
}
