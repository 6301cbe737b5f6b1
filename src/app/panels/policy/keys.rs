//! Making a policy, and the keys of the panel in which its conflicts are decided.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, policy};
use crate::app::mode::Mode;
use crate::app::panels::policy::open::{ask, show_changes};
use crate::app::panels::policy::state::PolicyPanel;

pub(in crate::app) static COMMANDS: [Command; 4] = [
    grid("plan", "Change all leads as a policy file says, after a preview.", |app, _| ask(app)),
    policy("accept", "Show what would change.", |app, _| accept(app)),
    policy("choose", "Follow the selected sentence, or leave the cells as they are.", |app, _| {
        if let Some(panel) = app.mode.panel_mut::<PolicyPanel>() {
            panel.choose();
        }
    }),
    policy("close", "Go back and change nothing.", |app, _| app.mode = Mode::Grid),
];

fn accept(app: &mut App) {
    if let Some(panel) = app.mode.take_panel::<PolicyPanel>() {
        show_changes(app, &panel.run, &panel.choices);
    }
}
