//! The keys of the cell editor that aren't text.

use crate::app::command::Command;
use crate::app::define::editor;
use crate::app::editor::commit::{AfterCommit, commit_and};
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    editor(
        "commit",
        "Puts the text into the cell and goes one lead down, in the form one field.",
        |app, _| commit_and(app, AfterCommit::Down),
    ),
    editor(
        "commit_next",
        "Puts the text into the cell and goes to the next cell that can be edited.",
        |app, _| commit_and(app, AfterCommit::Next),
    ),
    editor(
        "commit_previous",
        "Puts the text into the cell and goes to the cell before that can be edited.",
        |app, _| commit_and(app, AfterCommit::Previous),
    ),
    editor("commit_export", "Puts the text into the cell and opens the review.", |app, _| {
        commit_and(app, AfterCommit::Review);
    }),
    editor("cancel", "Leaves the cell as it was.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("The cell is as it was.");
    }),
];
