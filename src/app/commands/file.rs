//! Exporting, suspending and quitting.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::ask;
use crate::app::effect::{Effect, OnExit};
use crate::app::file::Persistence;
use crate::app::mode::{Confirm, Mode};

pub(in crate::app) static COMMANDS: [Command; 8] = [
    Command {
        name: "export",
        aliases: &["w", "wq", "x", "save"],
        doc: "Shows what would be exported, then writes the upload files.",
        when: When::Grid,
        run: |app, _| app.open_review(),
    },
    Command {
        name: "quit",
        aliases: &["q", "qa", "exit"],
        doc: "Quits; asks first if changes aren't exported.",
        when: When::Grid,
        run: |app, _| quit(app),
    },
    Command {
        name: "quit_discard",
        aliases: &["q!", "qa!"],
        doc: "Quits and drops what isn't exported; \"leadsheet status\" tells where it is kept aside.",
        when: When::Grid,
        run: |app, _| app.effects.push(Effect::Quit(OnExit::Dropped)),
    },
    Command {
        name: "suspend",
        aliases: &["stop"],
        doc: "Goes back to the shell, until fg brings the program back; without a shell nothing happens.",
        when: When::Grid,
        run: |app, _| app.effects.push(Effect::Suspend),
    },
    ask("keep", "Quits; the work is kept and offered when the file is opened again.", |app, _| {
        keep(app);
    }),
    ask("export", "Opens the review instead of quitting.", |app, _| {
        app.mode = Mode::Grid;
        app.open_review();
    }),
    ask("discard", "Quits and drops what isn't exported.", |app, _| {
        app.effects.push(Effect::Quit(OnExit::Dropped));
    }),
    ask("stay", "Goes back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn quit(app: &mut App) {
    if app.is_unexported() {
        app.mode = Mode::Ask(Confirm::Quit);
    } else {
        app.effects.push(Effect::Quit(app.leave()));
    }
}

/// Quits and keeps the work, if it can be kept.
fn keep(app: &mut App) {
    match &app.keeping {
        Persistence::On => app.effects.push(Effect::Quit(OnExit::Kept)),
        Persistence::Off => {
            app.set_error("The work isn't kept: the program was started without that.");
        }
        Persistence::Failed(why) => {
            let text = format!("The work can't be kept: {why}.");
            app.set_error(text);
        }
    }
}
