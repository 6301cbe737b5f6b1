//! The keys of the list of files.

use crate::app::command::Command;
use crate::app::define::files;
use crate::app::effect::Effect;
use crate::app::panels::files::open::{ask_path, close, open_selected, show_folder};

pub(in crate::app) static COMMANDS: [Command; 6] = [
    files("open", "Open the selected file, or list the selected folder.", |app, _| {
        open_selected(app);
    }),
    files("path", "Type or paste the path of a file.", |app, _| ask_path(app, "")),
    files(
        "folder",
        "List the working folder with its folders; again, the folder above.",
        |app, _| {
            show_folder(app);
        },
    ),
    files("refresh", "List the working folder, the downloads and saved work again.", |app, _| {
        app.request_files(None);
    }),
    files("demo", "Try the editor on a copy of the sample leads.", |app, _| {
        app.effects.push(Effect::OpenDemo);
    }),
    files("close", "Go back to the grid, or quit if no file is open.", |app, _| close(app)),
];
