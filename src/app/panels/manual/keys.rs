//! The keys of the manual.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::mode::Mode;
use crate::app::panels::manual::state::ManualPanel;

pub(in crate::app) static COMMANDS: [Command; 3] = [
    Command::new(When::Panel, "manual", "Open the manual.", |app, _| open(app)),
    Command::new(When::Manual, "open", "Open the selected topic.", |app, _| {
        if let Some(manual) = app.mode.panel_mut::<ManualPanel>() {
            manual.open_selected();
        }
    }),
    Command::new(When::Manual, "close", "Close the page, or the manual.", |app, _| close(app)),
];

/// Opens the manual over the open panel.
fn open(app: &mut App) {
    app.mode = match std::mem::replace(&mut app.mode, Mode::Grid) {
        Mode::Panel(mut panel) => match panel.downcast_mut::<ManualPanel>() {
            Some(manual) => {
                manual.list_topics();
                Mode::Panel(panel)
            }
            None => Mode::open(ManualPanel::new(panel)),
        },
        mode => mode,
    };
    app.panel_search = None;
}

fn close(app: &mut App) {
    let Some(mut manual) = app.mode.take_panel::<ManualPanel>() else { return };
    app.panel_search = None;
    app.mode = if manual.page.is_some() {
        manual.list_topics();
        Mode::Panel(manual)
    } else {
        Mode::Panel(manual.under)
    };
}
