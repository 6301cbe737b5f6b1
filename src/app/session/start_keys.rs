//! The answers to the question about what was left from before.

use crate::app::command::Command;
use crate::app::define::start;
use crate::leads::Origin;

pub(in crate::app) static COMMANDS: [Command; 7] = [
    start(
        "resume",
        "Resume the saved work, open the file that has it, or open the file as a download.",
        |app, _| app.resume(),
    ),
    start("processed", "The file is the processed file of an upload.", |app, _| {
        app.answer_kind(Origin::Results);
    }),
    start(
        "rebase",
        "Move the work to the current content of the file, after a preview.",
        |app, _| app.rebase_left(),
    ),
    start("show", "List what was done.", |app, _| app.show_unfinished()),
    start(
        "discard",
        "Start over; the saved work on this file is archived, not removed.",
        |app, _| {
            app.discard();
        },
    ),
    start("read_only", "Open the file read-only.", |app, _| {
        app.open_read_only();
    }),
    start("quit", "Quit and change nothing.", |app, _| app.quit_unchanged()),
];
