//! The keys of a line that asks for a file, besides those of every line that asks for a text.

use crate::app::command::{Command, When};
use crate::app::define::path;
use crate::app::panels::files::open::{accept_path, complete, step};

pub(in crate::app) static COMMANDS: [Command; 6] = [
    path(
        "accept",
        "Take the path that is typed if there is such a file, else the selected one.",
        |app, _| {
            accept_path(app);
        },
    ),
    path("complete", "Complete the path as far as one file or folder is meant.", |app, _| {
        complete(app);
    }),
    path("next", "Select the next file of the list.", |app, _| step(app, 1)),
    path("previous", "Select the previous file of the list.", |app, _| step(app, -1)),
    Command::new(When::Path, "page_down", "Go one screen of files down.", |app, _| step(app, 10)),
    Command::new(When::Path, "page_up", "Go one screen of files up.", |app, _| step(app, -10)),
];
