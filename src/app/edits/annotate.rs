//! Flags on leads.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::versioned::Versioned;
use crate::leads::plural;
use crate::sheet::Refusal;

/// Flags the lead or the selected leads; if all of them are flagged, removes their flags.
pub(crate) fn toggle_flag(app: &mut App) {
    let rows = app.target_rows();
    if rows.is_empty() {
        return app.set_status("There is no lead to flag.");
    }
    let is_set = rows.iter().any(|row| !app.sheet.annotation(*row).is_flagged);
    match Versioned::change_parts(&mut app.sheet).flag(&rows, is_set) {
        Err(read_only) => app.report_refusal(&Refusal::ReadOnly(read_only)),
        Ok(count) => {
            let leads = plural(count, "lead");
            let again = app.keymap.hint(When::Grid, "flag");
            let show = app.keymap.hint(When::Grid, "filter_flagged");
            app.set_status(if is_set {
                format!("{leads} flagged; {show} shows the flagged leads.")
            } else {
                format!("The flag of {leads} removed; {again} sets it again.")
            });
        }
    }
}
