//! Views with a name.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;
use crate::app::panels::picker::views::open_views;
use crate::app::panels::prompt::state::{PromptKind, open_prompt};

pub(in crate::app) static COMMANDS: [Command; 2] = [
    grid("views", "List the saved views, to show, rename or remove one.", |app, _| {
        open_views(app);
    }),
    grid(
        "save_view",
        "Save the filters, the sort order and the columns under a name.",
        |app, _| {
            save(app);
        },
    ),
];

fn save(app: &mut App) {
    open_prompt(app, PromptKind::ViewName(None));
}
