//! Changing cells without an editor: one cell, or all that are selected.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::{grid, selection};
use crate::app::editor::private_note::edit_private_note;
use crate::app::edits::annotate::toggle_flag;
use crate::app::edits::apply::{apply_edit, set};
use crate::app::edits::clear::clear;
use crate::app::edits::history::revert_hint;
use crate::app::edits::repeat::RepeatableEdit;
use crate::app::grid::selection::Selection;
use crate::app::panels::list::paste::paste_block;
use crate::app::panels::picker::{choose, open};
use crate::app::panels::prompt::change_values;
use crate::app::panels::prompt::state::{PromptKind, open_prompt};
use crate::leads::{CellRef, Field, Reference, Row};
use crate::sheet::CellEdit;

pub(in crate::app) static COMMANDS: [Command; 12] = [
    grid("apply_suggestion", "Apply the suggestion for the cell.", |app, _| suggestion(app)),
    grid("clear", "Clear the cell.", |app, _| clear(app)),
    grid("restore", "Restore the value that Partner Center holds for the cell.", |app, _| {
        restore(app);
    }),
    grid(
        "restore_row",
        "Restore the values that Partner Center holds for the whole lead.",
        |app, _| {
            restore_row(app);
        },
    ),
    grid("repeat", "Repeat the last edit here.", |app, n| {
        (0..n.unwrap_or(1)).for_each(|_| repeat(app));
    }),
    grid("replace", "Replace a text in the selection or in the whole column.", |app, _| {
        replace(app);
    }),
    grid(
        "change_values",
        "Change each value from its own: dates +=1q, amounts *=1.1, notes append TEXT.",
        |app, _| change_values::ask(app),
    ),
    grid("fill_down", "Fill the selected leads with the value of the first one.", |app, _| {
        fill_down(app);
    }),
    grid("flag", "Flag the lead, or remove its flag; only you see it.", |app, _| toggle_flag(app)),
    grid("private_note", "Edit the private note on the lead; it is never exported.", |app, _| {
        edit_private_note(app);
    }),
    selection("fill_down", "Fill the selected leads with the value of the first one.", |app, _| {
        fill_down(app);
    }),
    selection("set", "Set one value for all selected cells.", |app, _| open::edit(app)),
];

fn suggestion(app: &mut App) {
    let mut sets = Vec::new();
    for CellRef { row, field } in app.targets() {
        let fix = app.sheet.findings_at(row, field).into_iter().find_map(|f| f.fix);
        sets.extend(fix.map(|text| CellEdit::new(row, field, text)));
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

fn restore(app: &mut App) {
    let old = |at: CellRef| CellEdit {
        at,
        text: app.sheet.reference_text(at.row, at.field).into_owned(),
    };
    let sets = app.targets().into_iter().map(old).collect();
    if apply_edit(app, "restore", sets) {
        app.last_edit = Some(RepeatableEdit::Restore);
    }
}

fn restore_row(app: &mut App) {
    let mut sets = Vec::new();
    for row in app.target_rows() {
        let old = |field| CellEdit::new(row, field, app.sheet.reference_text(row, field));
        sets.extend(app.sheet.changed_fields(row).into_iter().map(old));
    }
    if sets.is_empty() {
        let row = app.viewport.row;
        return app.set_status(match app.sheet.reference(row) {
            Reference::File => "No change: this is the downloaded value.".to_owned(),
            Reference::Exported => "No change: this is what was exported.".to_owned(),
            Reference::Accepted => {
                format!("No change: Partner Center accepted this.{}", revert_hint(app, &[row]))
            }
        });
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
            None => return app.set_status("There is no lead above to copy from."),
        }
    }
    let Some((&first, others)) = rows.split_first() else { return };
    let text = |field| app.sheet.text(first, field).into_owned();
    let texts: Vec<(Field, String)> =
        fields.into_iter().map(|field| (field, text(field))).collect();
    let cells =
        |&row: &Row| texts.iter().map(move |(field, text)| CellEdit::new(row, *field, text));
    let sets = others.iter().flat_map(cells).collect();
    if apply_edit(app, "fill", sets)
        && let [(_, text)] = texts.as_slice()
    {
        app.last_edit = Some(RepeatableEdit::Set(text.clone()));
    }
}

/// Adds the other cells of the outcome to fields that hold a part of it: one of them alone would only
/// make an illegal outcome.
fn whole_outcomes(app: &App, mut fields: Vec<Field>) -> Vec<Field> {
    let layout = app.sheet.layout();
    if fields.iter().any(|f| layout.col(*f).is_some_and(|col| col.is_outcome())) {
        fields.extend(layout.outcome_fields());
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
            let field = app.cell().field;
            app.order.rows().map(|row| CellRef::new(row, field)).collect()
        }
    };
    if let Err(refusal) = app.sheet.check_writable() {
        return app.report_refusal(&refusal.into());
    }
    open_prompt(app, PromptKind::Replace(cells));
}

fn repeat(app: &mut App) {
    match app.last_edit.clone() {
        None => app.set_status("There is no edit to repeat yet."),
        Some(RepeatableEdit::Set(text)) => drop(set(app, &text, None)),
        Some(RepeatableEdit::Clear) => clear(app),
        Some(RepeatableEdit::Restore) => restore(app),
        Some(RepeatableEdit::RestoreRow) => restore_row(app),
        Some(RepeatableEdit::Suggestion) => suggestion(app),
        Some(RepeatableEdit::Change { change, is_column }) => {
            change_values::repeat(app, change, is_column);
        }
        Some(RepeatableEdit::Paste(block)) => paste_block(app, block),
        Some(RepeatableEdit::Choices(choices)) => {
            choose::repeat(app, choices);
        }
    }
}
