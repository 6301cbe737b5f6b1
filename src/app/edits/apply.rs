//! Making edits, and reporting what they changed.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::edits::repeat::RepeatableEdit;
use crate::leads::{CellRef, Field, Level, Reference, Row, kind};
use crate::sheet::{Applied, CellEdit, Edit};

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
        return match app.sheet.apply(Edit::new(label, sets)) {
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
    match app.sheet.apply(Edit::new(label, sets).skipping_locked()) {
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
    match app.sheet.apply(edit) {
        Err(refusal) => app.report_refusal(&refusal),
        Ok(applied) => {
            report_bulk_edit(app, &applied);
            app.clear_selection();
            app.last_edit = again.or(app.last_edit.take());
        }
    }
}

/// Says what an edit of several cells did.
pub(crate) fn report_bulk_edit(app: &mut App, applied: &Applied) {
    let left = match (applied.left_out, &applied.lock) {
        (0, _) => String::new(),
        (1, None) => " 1 lead skipped: it doesn't offer that.".to_owned(),
        (n, None) => format!(" {n} leads skipped: they don't offer that."),
        (1, Some(lock)) => format!(" 1 locked cell skipped ({}).", lock.rule),
        (n, Some(lock)) => format!(" {n} locked cells skipped (the first: {}).", lock.rule),
    };
    let undo = app.keymap.hint(When::Grid, "undo");
    match (applied.cells, applied.rows) {
        (0, _) if left.is_empty() => app.set_status("No change: the cells already have this text."),
        (0, _) => app.set_error(format!("Nothing changed.{left}")),
        (1, _) => app.set_status(format!("1 cell changed; {undo} undoes it.{left}")),
        (cells, 1) => {
            app.set_status(format!("{cells} cells of 1 lead changed; {undo} undoes it.{left}"));
        }
        (cells, rows) => {
            app.set_status(format!(
                "{cells} cells in {rows} leads changed; {undo} undoes it.{left}"
            ));
        }
    }
}

/// Says what is wrong with a cell that was just changed, or that its lead is ready.
pub(crate) fn report_edit(app: &mut App, row: Row, field: Field) {
    let finding = app.sheet.findings_at(row, field).into_iter().find(|f| f.level.is_problem());
    if let Some(finding) = finding {
        let text = format!("{} {}: {}", finding.level.label(), finding.rule.code, finding.message);
        match finding.level {
            Level::Error => app.set_error(text),
            _ => app.set_status(text),
        }
        return;
    }
    let errors = app.sheet.findings().row(row).filter(|f| f.level == Level::Error).count();
    let next = app.keymap.hint(When::Grid, "next_problem");
    match errors {
        0 if !app.sheet.is_row_changed(row) => app.set_status(match app.sheet.reference(row) {
            Reference::File => "The lead is unchanged.",
            Reference::Exported => "The lead is as exported.",
            Reference::Accepted => "The lead is as Partner Center accepted it.",
        }),
        0 => app.set_status("Ready to export."),
        1 => app.set_status(format!("Held back by 1 error; press {next}.")),
        n => app.set_status(format!("Held back by {n} errors; press {next}.")),
    }
}

/// Puts a text into all targets: as it is into the field that it was typed for, and as each other
/// column reads it.
pub(crate) fn set(app: &mut App, text: &str, typed_for: Option<Field>) -> bool {
    let read = |field: Field| match app.sheet.layout().col(field) {
        Some(col) if typed_for != Some(field) => {
            kind::understand(col, text, app.sheet.context()).text
        }
        _ => text.to_owned(),
    };
    let cells = app.targets();
    let label = if cells.len() == 1 { "edit" } else { "set" };
    let sets = cells.into_iter().map(|at| CellEdit { at, text: read(at.field) }).collect();
    let made = apply_edit(app, label, sets);
    if made {
        app.last_edit = Some(RepeatableEdit::Set(text.to_owned()));
    }
    made
}
