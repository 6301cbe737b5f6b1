//! The keys of the panel of a bulk change.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::changes;
use crate::app::edits::apply::apply_change_set;
use crate::app::mode::Mode;
use crate::app::panels::changes::state::ChangesPanel;
use crate::leads::plural;

pub(in crate::app) static COMMANDS: [Command; 6] = [
    changes("apply", "Change the ticked leads.", |app, _| apply(app)),
    changes("tick", "Leave the selected lead out, or tick it again.", |app, _| {
        with_panel(app, |panel, sheet| panel.tick(sheet));
    }),
    changes("tick_all", "Tick all leads, or none of them.", |app, _| {
        with_panel(app, |panel, sheet| panel.tick_all(sheet));
    }),
    changes("leave_held_back", "Leave out the leads that would be held back.", |app, _| {
        leave_held_back(app);
    }),
    changes("next_problem", "Go to the next lead with an error or a warning.", |app, _| {
        with_panel(app, |panel, _| panel.next_problem());
    }),
    changes("close", "Go back and change nothing.", |app, _| close(app)),
];

fn with_panel(app: &mut App, act: impl FnOnce(&mut ChangesPanel, &crate::sheet::Sheet)) {
    if let Some(panel) = app.mode.panel_mut::<ChangesPanel>() {
        act(panel, &app.sheet);
    }
}

/// Goes back: to the mapping that the change comes from, else to the grid.
fn close(app: &mut App) {
    let mapping = app.mode.take_panel::<ChangesPanel>().and_then(|panel| panel.mapping);
    app.mode = mapping.map_or(Mode::Grid, |mapping| Mode::Panel(mapping));
}

fn leave_held_back(app: &mut App) {
    let mut left = 0;
    with_panel(app, |panel, sheet| left = panel.leave_held_back(sheet));
    app.set_status(match left {
        0 => "No ticked lead would be held back.".to_owned(),
        number => format!("{} left out.", plural(number, "lead")),
    });
}

fn apply(app: &mut App) {
    if app.mode.panel::<ChangesPanel>().is_some_and(|panel| panel.ticked() == 0) {
        return app.set_status("No lead is ticked, so that nothing would change.");
    }
    let Some(panel) = app.mode.take_panel::<ChangesPanel>() else { return };
    let again = panel.again.clone();
    apply_change_set(app, &panel.set, |row| panel.is_ticked(row), again);
}
