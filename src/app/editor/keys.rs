//! The keys of the cell editor that aren't text.

use crate::app::command::Command;
use crate::app::define::{editor, entry};
use crate::app::editor::commit::{AfterCommit, commit_and};
use crate::app::mode::Mode;

pub(in crate::app) static COMMANDS: [Command; 11] = [
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
    editor(
        "commit_up",
        "Accept the text and go one lead up, in the detail view one field.",
        |app, _| commit_and(app, AfterCommit::Up),
    ),
    editor("commit_export", "Accept the text and open the review.", |app, _| {
        commit_and(app, AfterCommit::Review);
    }),
    editor("cancel", "Cancel; the cell keeps its text.", |app, _| {
        let is_note = matches!(&app.mode, Mode::Editor(editor) if editor.is_private_note);
        let what = if is_note { "private note" } else { "cell" };
        app.mode = Mode::Grid;
        app.set_status(format!("The {what} is unchanged."));
    }),
    entry("commit_up", "Accept the text and go one lead up.", |app, _| {
        commit_and(app, AfterCommit::Up);
    }),
    entry("commit_down", "Accept the text and go one lead down.", |app, _| {
        commit_and(app, AfterCommit::Down);
    }),
    entry("commit_left", "Accept the text and go one column left.", |app, _| {
        commit_and(app, AfterCommit::Left);
    }),
    entry("commit_right", "Accept the text and go one column right.", |app, _| {
        commit_and(app, AfterCommit::Right);
    }),
    entry(
        "edit_text",
        "Move the caret with the arrows instead of going to another cell.",
        |app, _| {
            if let Mode::Editor(editor) = &mut app.mode {
                editor.typed_over = false;
            }
        },
    ),
];
