//! The keys of the menu.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::menu;
use crate::app::menu::state::Menu;
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 8] = [
    menu("choose", "Run the selected command.", |app, _| choose(app)),
    menu("cancel", "Close the menu.", |app, _| app.mode = Mode::Grid),
    menu("next", "Select the next command.", |app, _| with_menu(app, |menu| menu.step(1))),
    menu("previous", "Select the previous command.", |app, _| {
        with_menu(app, |menu| menu.step(-1));
    }),
    menu("next_menu", "Open the menu to the right.", |app, _| {
        with_menu(app, |menu| menu.turn(1));
    }),
    menu("previous_menu", "Open the menu to the left.", |app, _| {
        with_menu(app, |menu| menu.turn(-1));
    }),
    menu("first", "Select the first command.", |app, _| with_menu(app, |menu| menu.select(0))),
    menu("last", "Select the last command.", |app, _| {
        with_menu(app, |menu| menu.select(usize::MAX));
    }),
];

fn with_menu(app: &mut App, change: impl FnOnce(&mut Menu)) {
    if let Mode::Menu(menu) = &mut app.mode {
        change(menu);
    }
}

/// Runs the selected command. One that can't be done now says why itself.
fn choose(app: &mut App) {
    let Mode::Menu(menu) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if let Some(entry) = menu.selected() {
        entry.action.run(app);
    }
}
