//! The keys of lists.

use super::{change, group};
use crate::app::{App, Command, Mode, When};

const fn list(name: &'static str, doc: &'static str, run: fn(&mut App, Option<usize>)) -> Command {
    Command { name, aliases: &[], doc, when: When::List, run }
}

pub(in crate::app) static COMMANDS: [Command; 9] = [
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
    list("next", "Goes one line down.", |app, _| step(app, 1)),
    list("previous", "Goes one line up.", |app, _| step(app, -1)),
    list("page_down", "Goes one screen down.", |app, _| step(app, app.fit.lines as isize)),
    list("page_up", "Goes one screen up.", |app, _| step(app, -(app.fit.lines as isize))),
    list("first", "Goes to the first line.", |app, _| step(app, isize::MIN)),
    list("last", "Goes to the last line.", |app, _| step(app, isize::MAX)),
];

fn step(app: &mut App, by: isize) {
    if let Mode::List(list) = &mut app.mode {
        list.step(by);
    }
}

fn open(app: &mut App) {
    let Mode::List(list) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if let Some(edit) = list.edit {
        change::make_shown(app, edit, list.again);
        return;
    }
    if let Some((row, field)) = list.lines.get(list.at).and_then(|e| e.target) {
        app.go_to(row, field);
    }
}
