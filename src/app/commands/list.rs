//! The keys of lists.

use super::{change, list, problems};
use crate::app::{App, Command, Mode};

pub(in crate::app) static COMMANDS: [Command; 2] = [
    list("open", "Makes the change that is shown.", |app, _| open(app)),
    list("close", "Goes back to where the list was opened.", |app, _| close(app)),
];

fn close(app: &mut App) {
    let Mode::List(list) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if list.over_problems {
        problems::open(app);
    }
}

fn open(app: &mut App) {
    let Mode::List(list) = &mut app.mode else { return };
    if let Some(edit) = list.edit.take() {
        let again = list.again.take();
        change::make_shown(app, edit, again);
    }
    close(app);
}
