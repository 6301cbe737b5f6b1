//! Exporting and quitting.

use super::ask;
use crate::app::{App, Ask, Command, Effect, Mode, When};

pub(in crate::app) static COMMANDS: [Command; 6] = [
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
        doc: "Quits and drops what isn't exported.",
        when: When::Grid,
        run: |app, _| app.effects.push(Effect::Quit),
    },
    ask("export", "Opens the review instead of quitting.", |app, _| {
        app.mode = Mode::Grid;
        app.open_review();
    }),
    ask("discard", "Quits and drops what isn't exported.", |app, _| app.effects.push(Effect::Quit)),
    ask("stay", "Goes back to the grid.", |app, _| app.mode = Mode::Grid),
];

fn quit(app: &mut App) {
    if app.is_unexported() {
        app.mode = Mode::Ask(Ask::Quit);
    } else {
        app.effects.push(Effect::Quit);
    }
}
