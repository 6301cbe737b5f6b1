//! The panel of what falls due, and its keys.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::{due, grid};
use crate::app::mode::Mode;
use crate::app::panels::due::state::{DuePanel, NEAR_DAYS};
use crate::leads::index::index;
use crate::leads::plural;

pub(in crate::app) static COMMANDS: [Command; 4] = [
    grid("due", "List the leads that expire, close, or wait for something, by day.", |app, _| {
        open(app, NEAR_DAYS);
    }),
    due("go", "Go to the cell of the selected line.", |app, _| go(app)),
    due("further", "Look further ahead: 7, 30 or 90 days.", |app, _| further(app)),
    due("close", "Go back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn open(app: &mut App, days: u32) {
    let panel = DuePanel::new(&app.sheet, days);
    app.mode = Mode::open(panel);
}

fn go(app: &mut App) {
    let Some((row, field)) = app.mode.panel::<DuePanel>().and_then(|p| p.place(&app.sheet)) else {
        return;
    };
    app.mode = Mode::Grid;
    app.go_to(row, field);
}

fn further(app: &mut App) {
    let Some(panel) = app.mode.panel::<DuePanel>() else { return };
    let days = panel.next_days();
    open(app, days);
    let key = app.keymap.hint(When::Due, "further");
    app.set_status(format!("Looks {} ahead; {key} changes that.", plural(index(days), "day")));
}
