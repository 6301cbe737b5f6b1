//! The keys of the panel that fills leads from another file.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::fill;
use crate::app::effect::PathFor;
use crate::app::mode::Mode;
use crate::app::panels::fill::choices;
use crate::app::panels::fill::state::FillPanel;

pub(in crate::app) static COMMANDS: [Command; 6] = [
    Command {
        name: "fill_from_file",
        aliases: &["fill", "import_crm"],
        doc: "Fill cells from a CRM export, a CSV file or a workbook; a preview comes first.",
        when: When::Grid,
        run: |app, _| ask(app),
    },
    fill(
        "change",
        "Choose what the column fills or the value means, or take the key.",
        |app, _| {
            choices::change(app);
        },
    ),
    fill("next_open", "Go to the next value or column that fills nothing yet.", |app, _| {
        if let Some(panel) = app.mode.panel_mut::<FillPanel>()
            && let Some(at) = panel.next_open(panel.window.selected + 1)
        {
            panel.window.selected = at;
        }
    }),
    fill(
        "preview",
        "Show each cell that is filled, to leave some out, and then fill them.",
        |app, _| {
            app.preview_fill();
        },
    ),
    fill("restart", "Map the columns by their names again, without a saved mapping.", |app, _| {
        app.restart_fill();
    }),
    fill("close", "Go back and change nothing.", |app, _| {
        app.mode = Mode::Grid;
        app.set_status("Nothing was filled.");
    }),
];

/// Asks for the file, if the sheet can be edited.
fn ask(app: &mut App) {
    match app.sheet.check_writable() {
        Err(refusal) => app.report_refusal(&refusal.into()),
        Ok(()) => app.ask_file(PathFor::Fill),
    }
}
