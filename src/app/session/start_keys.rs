//! The answers to the question about what was left from before.

use crate::app::command::Command;
use crate::app::define::start;

pub(in crate::app) static COMMANDS: [Command; 6] = [
    start("resume", "Goes on with the work that was kept.", |app, _| app.resume()),
    start(
        "rebase",
        "Carries the work over to what the file holds now, after showing what becomes of it.",
        |app, _| app.rebase_left(),
    ),
    start("show", "Lists what was done.", |app, _| app.show_unfinished()),
    start(
        "afresh",
        "Begins afresh; the work that was kept is set aside, not removed.",
        |app, _| {
            app.discard();
        },
    ),
    start("look", "Opens the file without letting anything be changed.", |app, _| {
        app.open_read_only();
    }),
    start("leave", "Quits and leaves everything as it is.", |app, _| app.quit_unchanged()),
];
