//! The keys that paste.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::{grid, held};
use crate::app::mode::Mode;
use crate::app::panels::list::paste::paste_block;

pub(in crate::app) static COMMANDS: [Command; 3] = [
    grid(
        "paste",
        "Paste what was copied in this program, at the cell or into the selection.",
        |app, _| paste_copied(app),
    ),
    held("paste", "Paste them here.", |app, _| {
        if let Mode::SuspectedPaste(text) = std::mem::replace(&mut app.mode, Mode::Grid) {
            app.paste(&text);
        }
    }),
    held("forget", "Discard them.", |app, _| {
        app.mode = Mode::Grid;
        let offer = app.offer_typing().map(|offer| format!(" {offer}")).unwrap_or_default();
        app.set_status(format!("They were discarded; nothing has changed.{offer}"));
    }),
];

fn paste_copied(app: &mut App) {
    if let Some(clipboard) = &app.clipboard {
        return paste_block(app, clipboard.block.clone());
    }
    let copy = app.keymap.hint(When::Grid, "copy");
    app.set_status(format!("Nothing was copied yet; {copy} copies."));
}
