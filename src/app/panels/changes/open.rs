//! Opening the panel of a bulk change.

use crate::app::app::App;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::edits::report::left_out_report;
use crate::app::mode::Mode;
use crate::app::panels::changes::state::ChangesPanel;
use crate::app::panels::list::state::ListLine;
use crate::sheet::ChangeSet;

/// Shows what a bulk change would do, for each lead to be left out or not; says why if nothing would change.
///
/// The notes stand above the leads; `again` is the change as it can be made again.
pub(crate) fn open(
    app: &mut App,
    set: ChangeSet,
    notes: Vec<ListLine>,
    again: Option<RepeatableEdit>,
) {
    app.mode = Mode::Grid;
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    if set.is_empty() {
        return app.set_error(format!("Nothing would change.{}", left_out_report(&set, true)));
    }
    let mut panel = ChangesPanel::new(&app.sheet, set, notes);
    panel.again = again;
    app.mode = Mode::open(panel);
}
