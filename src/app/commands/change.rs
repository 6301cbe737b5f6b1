//! Changing cells without an editor: one cell, or all that are selected.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::commands::edit;
use crate::app::define::{grid, selection};
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::grid::selection::Selection;
use crate::app::panels::prompt;
use crate::app::panels::prompt::state::PromptKind;
use crate::leads::{Level, kind};
use crate::sheet::{Applied, Edit};

pub(in crate::app) static COMMANDS: [Command; 9] = [
    grid("take_suggestion", "Puts the suggested text into the cell.", |app, _| suggestion(app)),
    grid("clear", "Empties the cell.", |app, _| clear(app)),
    grid("restore", "Puts the downloaded text back into the cell.", |app, _| restore(app)),
    grid("restore_row", "Puts the downloaded texts back into all cells of the lead.", |app, _| {
        restore_row(app);
    }),
    grid("repeat", "Makes the last edit again, here.", |app, n| {
        (0..n.unwrap_or(1)).for_each(|_| repeat(app));
    }),
    grid("replace", "Replaces a text in the selection, or in the whole column.", |app, _| {
        replace(app);
    }),
    grid("fill_down", "Puts the first selected lead's text into the others.", |app, _| {
        fill_down(app);
    }),
    selection("fill_down", "Puts the first selected lead's text into the others.", |app, _| {
        fill_down(app);
    }),
    selection("set", "Types or chooses a text for all selected cells.", |app, _| edit::edit(app)),
];

/// Makes an edit and says what it did, or why nothing was changed.
///
/// Of several cells the locked ones are left out and counted; a locked cell alone refuses. Returns
/// whether the edit was let through.
pub(crate) fn apply_edit(app: &mut App, label: &str, sets: Vec<(u32, u32, String)>) -> bool {
    let Some(&(row, field, _)) = sets.first() else {
        app.set_status("Nothing to change here.");
        return false;
    };
    let is_one_column = sets.iter().all(|(_, f, _)| *f == field);
    let label = if is_one_column {
        format!("{label} {}", app.sheet.layout().name(field as usize))
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
                app.set_status("No change: the cell has this text already.");
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
        (1, None) => " 1 lead left out: it doesn't offer that.".to_owned(),
        (n, None) => format!(" {n} leads left out: they don't offer that."),
        (1, Some(lock)) => format!(" 1 locked cell left out ({}).", lock.rule),
        (n, Some(lock)) => format!(" {n} locked cells left out (the first: {}).", lock.rule),
    };
    let undo = app.keymap.hint(When::Grid, "undo");
    match (applied.cells, applied.rows) {
        (0, _) if left.is_empty() => app.set_status("No change: the cells have this text already."),
        (0, _) => app.set_error(format!("Nothing changed.{left}")),
        (1, _) => app.set_status(format!("1 cell changed; {undo} takes it back.{left}")),
        (cells, 1) => {
            app.set_status(format!("{cells} cells of 1 lead changed; {undo} takes it back.{left}"));
        }
        (cells, rows) => {
            app.set_status(format!(
                "{cells} cells in {rows} leads changed; {undo} takes it back.{left}"
            ));
        }
    }
}

/// Says what is wrong with a cell that was just changed, or that its lead is ready.
pub(crate) fn report_edit(app: &mut App, row: u32, field: u32) {
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
        0 if app.sheet.changes_of(row).is_empty() => app.set_status("The lead is as downloaded."),
        0 => app.set_status("Ready to export."),
        1 => app.set_status(format!("Held back by 1 error; press {next}.")),
        n => app.set_status(format!("Held back by {n} errors; press {next}.")),
    }
}

/// Puts a text into all targets: as it is into the field that it was typed for, and as each other
/// column reads it.
pub(crate) fn set(app: &mut App, text: &str, typed_for: Option<u32>) -> bool {
    let read = |field: u32| match app.sheet.layout().col(field as usize) {
        Some(col) if typed_for != Some(field) => {
            kind::understand(col, text, app.sheet.context()).text
        }
        _ => text.to_owned(),
    };
    let cells = app.targets();
    let label = if cells.len() == 1 { "edit" } else { "set" };
    let sets = cells.into_iter().map(|(row, field)| (row, field, read(field))).collect();
    let made = apply_edit(app, label, sets);
    if made {
        app.last_edit = Some(RepeatableEdit::Set(text.to_owned()));
    }
    made
}

fn suggestion(app: &mut App) {
    let mut sets = Vec::new();
    for (row, field) in app.targets() {
        let fix = app.sheet.findings_at(row, field).into_iter().find_map(|f| f.fix);
        sets.extend(fix.map(|text| (row, field, text)));
    }
    if sets.is_empty() {
        return app.set_status(match app.selection {
            None => "There is no suggestion for this cell.",
            Some(_) => "There is no suggestion for any of these cells.",
        });
    }
    if apply_edit(app, "suggestion", sets) {
        app.last_edit = Some(RepeatableEdit::Suggestion);
    }
}

fn clear(app: &mut App) {
    let is_outcome =
        |field: u32| app.sheet.layout().col(field as usize).is_some_and(|col| col.is_outcome());
    let mut cells = app.targets();
    cells.retain(|(_, field)| !is_outcome(*field));
    if cells.is_empty() {
        let outcome = app.keymap.hint(When::Grid, "outcome");
        app.set_status(format!(
            "Status, substatus and stage are set together: {outcome} chooses them."
        ));
        return;
    }
    let sets = cells.into_iter().map(|(row, field)| (row, field, String::new())).collect();
    if apply_edit(app, "clear", sets) {
        app.last_edit = Some(RepeatableEdit::Clear);
    }
}

fn restore(app: &mut App) {
    let table = app.sheet.table();
    let loaded = |row: u32, field: u32| table.cell(row as usize, field as usize).into_owned();
    let sets = app.targets().into_iter().map(|(row, field)| (row, field, loaded(row, field)));
    let sets = sets.collect();
    if apply_edit(app, "restore", sets) {
        app.last_edit = Some(RepeatableEdit::Restore);
    }
}

fn restore_row(app: &mut App) {
    let table = app.sheet.table();
    let mut sets = Vec::new();
    for row in app.target_rows() {
        let loaded = |field: u32| table.cell(row as usize, field as usize).into_owned();
        sets.extend(app.sheet.changes_of(row).iter().map(|(f, _)| (row, *f, loaded(*f))));
    }
    if sets.is_empty() {
        return app.set_status("No change: nothing here differs from the download.");
    }
    if apply_edit(app, "restore", sets) {
        app.last_edit = Some(RepeatableEdit::RestoreRow);
    }
}

/// Puts the text of the first selected lead into the others, column by column; without a selection,
/// the text of the lead above into this one.
fn fill_down(app: &mut App) {
    let fields = whole_outcomes(app, app.target_fields());
    let mut rows = app.target_rows();
    if app.selection.is_none() || rows.len() == 1 {
        let above = app.order.nearest(app.viewport.row).checked_sub(1);
        match above.and_then(|at| app.order.row(at)) {
            Some(row) => rows.insert(0, row),
            None => return app.set_status("There is no lead above to fill from."),
        }
    }
    let Some((&first, others)) = rows.split_first() else { return };
    let text = |field| app.sheet.text(first, field).into_owned();
    let texts: Vec<(u32, String)> = fields.into_iter().map(|field| (field, text(field))).collect();
    let cells = |row: &u32| {
        let row = *row;
        texts.iter().map(move |(field, text)| (row, *field, text.clone()))
    };
    let sets = others.iter().flat_map(cells).collect();
    if apply_edit(app, "fill", sets)
        && let [(_, text)] = texts.as_slice()
    {
        app.last_edit = Some(RepeatableEdit::Set(text.clone()));
    }
}

/// Adds the other cells of the outcome to fields that hold a part of it: one of them alone would only
/// make an illegal outcome.
fn whole_outcomes(app: &App, mut fields: Vec<u32>) -> Vec<u32> {
    let layout = app.sheet.layout();
    if fields.iter().any(|f| layout.col(*f as usize).is_some_and(|col| col.is_outcome())) {
        fields.extend(layout.outcome_fields().map(|f| f as u32));
        fields.sort_unstable();
        fields.dedup();
    }
    fields
}

fn replace(app: &mut App) {
    let cells = match app.selection {
        Some(Selection::Cells { .. } | Selection::Leads { .. } | Selection::Rows(_)) => {
            app.targets()
        }
        None => {
            let (_, field) = app.cell();
            app.order.rows().map(|row| (row, field)).collect()
        }
    };
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    prompt::keys::open_prompt(app, PromptKind::Replace(cells));
}

fn repeat(app: &mut App) {
    match app.last_edit.clone() {
        None => app.set_status("There is no edit to repeat yet."),
        Some(RepeatableEdit::Set(text)) => drop(set(app, &text, None)),
        Some(RepeatableEdit::Clear) => clear(app),
        Some(RepeatableEdit::Restore) => restore(app),
        Some(RepeatableEdit::RestoreRow) => restore_row(app),
        Some(RepeatableEdit::Suggestion) => suggestion(app),
        Some(RepeatableEdit::Paste(block)) => crate::app::commands::paste::paste_block(app, block),
        Some(RepeatableEdit::Choices(choices)) => {
            crate::app::panels::picker::keys::repeat(app, choices);
        }
    }
}
