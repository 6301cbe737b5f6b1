//! The keys of lists.

use super::group;
use crate::app::{App, Command, Mode, When};

const fn list(name: &'static str, doc: &'static str, run: fn(&mut App, Option<usize>)) -> Command {
    Command { name, aliases: &[], doc, when: When::List, run }
}

pub(in crate::app) static COMMANDS: [Command; 3] = [
    list(
        "open",
        "Goes to the cell of the selected line, or makes the change that is shown.",
        |app, _| open(app),
    ),
    list(
        "apply_to_all",
        "Puts the suggestion of the selected problem into all cells like it.",
        |app, _| {
            group::preview(app);
        },
    ),
    list("close", "Goes back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn open(app: &mut App) {
    let Mode::List(list) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if let Some(edit) = list.edit {
        return group::apply(app, edit);
    }
    if let Some((row, field)) = list.lines.get(list.window.at).and_then(|e| e.target) {
        app.go_to(row, field);
    }
}
