//! Making edits.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::edits::report::{left_out_report, report_bulk_edit, report_edit};
use crate::app::versioned::Versioned;
use crate::leads::{CellRef, Field, Row};
use crate::sheet::{CellEdit, ChangeSet, Edit};

/// Makes an edit and says what it did, or why nothing was changed.
///
/// Of several cells the locked ones are left out and counted; a locked cell alone refuses. Returns
/// whether the edit was let through.
pub(crate) fn apply_edit(app: &mut App, label: &str, sets: Vec<CellEdit>) -> bool {
    let Some(&CellEdit { at: CellRef { row, field }, .. }) = sets.first() else {
        app.set_status("Nothing to change here.");
        return false;
    };
    let is_one_column = sets.iter().all(|set| set.at.field == field);
    let label = if is_one_column {
        format!("{label} {}", app.sheet.layout().name(field))
    } else {
        label.to_owned()
    };
    let count = sets.len();
    if count == 1 {
        return match Versioned::change_parts(&mut app.sheet).apply(Edit::new(label, sets)) {
            Err(refusal) => {
                app.report_refusal(&refusal);
                false
            }
            Ok(applied) if applied.cells == 0 => {
                app.set_status("No change: the cell already has this text.");
                true
            }
            Ok(_) => {
                report_edit(app, row, field);
                true
            }
        };
    }
    match Versioned::change_parts(&mut app.sheet).apply(Edit::new(label, sets).skipping_locked()) {
        Err(refusal) => {
            app.report_refusal(&refusal);
            false
        }
        Ok(applied) => {
            report_bulk_edit(app, &applied);
            app.clear_selection();
            applied.left_out < count
        }
    }
}

/// Makes the edit that a preview showed, which can be made again if `again` says how.
pub(crate) fn apply_edit_shown(app: &mut App, edit: Edit, again: Option<RepeatableEdit>) {
    match Versioned::change_parts(&mut app.sheet).apply(edit) {
        Err(refusal) => app.report_refusal(&refusal),
        Ok(applied) => {
            report_bulk_edit(app, &applied);
            app.clear_selection();
            app.last_edit = again.or(app.last_edit.take());
        }
    }
}

/// Makes a bulk change for the leads that are ticked, as one step, and says what it did and what it left out.
pub(crate) fn apply_change_set(
    app: &mut App,
    set: &ChangeSet,
    is_ticked: impl Fn(Row) -> bool,
    again: Option<RepeatableEdit>,
) {
    apply_edit_shown(app, set.edit(is_ticked), again);
    let left_out = left_out_report(set, false);
    if let Some(message) = app.message.as_mut().filter(|message| message.tone != Tone::Error) {
        message.text.push_str(&left_out);
    }
}

/// Puts a text into all targets: as it is into the field that it was typed for, and as each other
/// column reads it.
pub(crate) fn set(app: &mut App, text: &str, typed_for: Option<Field>) -> bool {
    let read = |at: CellRef| match app.sheet.layout().col(at.field) {
        Some(col) if typed_for != Some(at.field) => app.sheet.understand(at.row, col, text).text,
        _ => text.to_owned(),
    };
    let cells = app.targets();
    let label = if cells.len() == 1 { "edit" } else { "set" };
    let sets = cells.into_iter().map(|at| CellEdit { at, text: read(at) }).collect();
    let made = apply_edit(app, label, sets);
    if made {
        app.last_edit = Some(RepeatableEdit::Set(text.to_owned()));
    }
    made
}
