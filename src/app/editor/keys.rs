//! The keys of the cell editor that aren't text.

use crate::app::command::Command;
use crate::app::define::editor;
use crate::app::editor::commit::{AfterCommit, commit_and};
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 5] = [
    editor(
        "commit",
        "Accept the text and go one lead down, in the detail view one field.",
        |app, _| commit_and(app, AfterCommit::Down),
    ),
    editor("commit_next", "Accept the text and go to the next editable cell.", |app, _| {
        commit_and(app, AfterCommit::Next);
    }),
    editor("commit_previous", "Accept the text and go to the previous editable cell.", |app, _| {
        commit_and(app, AfterCommit::Previous);
    }),
    editor("commit_export", "Accept the text and open the review.", |app, _| {
        commit_and(app, AfterCommit::Review);
    }),
    editor("cancel", "Cancel; the cell keeps its text.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("The cell is unchanged.");
    }),
];
