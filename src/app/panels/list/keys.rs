//! The keys of lists.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::list;
use crate::app::edits::apply;
use crate::app::panels::list::state::ListPanel;
use crate::app::panels::problems;

pub(in crate::app) static COMMANDS: [Command; 2] = [
    list("open", "Make the change that is shown.", |app, _| open(app)),
    list("close", "Close the list and go back.", |app, _| close(app)),
];

fn close(app: &mut App) {
    let Some(list) = app.mode.take_panel::<ListPanel>() else { return };
    if list.over_problems {
        problems::open::open(app);
    }
}

fn open(app: &mut App) {
    let Some(list) = app.mode.panel_mut::<ListPanel>() else { return };
    if let Some(edit) = list.edit.take() {
        let again = list.repeat.take();
        apply::apply_edit_shown(app, edit, again);
    }
    close(app);
}
