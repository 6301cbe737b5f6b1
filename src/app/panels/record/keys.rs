//! The form of one lead and the keys that mean something else there than in the grid.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::by;
use crate::app::define::{grid, record};
use crate::app::grid::motion;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    grid("record", "Shows the whole lead as a form.", |app, _| app.open_record()),
    record("next_field", "Goes to the next field.", |app, n| motion::columns(app, by(n))),
    record("previous_field", "Goes to the field before.", |app, n| {
        motion::columns(app, -by(n));
    }),
    record("half_page_down", "Moves half a screen down.", |app, _| scroll(app, true)),
    record("half_page_up", "Moves half a screen up.", |app, _| scroll(app, false)),
    record("next_lead", "Shows the next lead.", |app, n| lead(app, by(n))),
    record("previous_lead", "Shows the lead before.", |app, n| lead(app, -by(n))),
    record("close", "Goes back to the grid.", |app, _| app.close_record()),
];

fn scroll(app: &mut App, is_down: bool) {
    let (_, field) = app.cell();
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
        app.set_status(format!("This is the {end} lead that is shown."));
    }
}
