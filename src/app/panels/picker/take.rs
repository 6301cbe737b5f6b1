//! Taking a choice for cells, and opening what it asks for next.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::edits::report::{report_bulk_edit, report_edit, report_held_back};
use crate::app::mode::Mode;
use crate::app::panels::picker::choose::{OUTCOME, choose_in, is_outcome, remember};
use crate::app::panels::picker::open::{open, open_for};
use crate::leads::{Choice, Field, Row, plural};
use crate::sheet::Applied;

/// Makes the edit of a choice in every lead that it is meant for, then opens what it asks for next. Returns
/// whether the choice was let through.
///
/// A lead that doesn't offer the choice is left out and counted, as locked cells are.
pub(crate) fn take(
    app: &mut App,
    (row, field): (Row, Field),
    rows: &[Row],
    choice: &Choice,
) -> bool {
    let is_one = app.selection.is_none();
    let is_answer = is_follow_up(app, field) && follows_outcome(app, rows);
    let Some(applied) = choose_in(app, rows, field, &choice.label) else { return false };
    remember(app, field, &choice.label, is_answer);
    let next = choice.then.and_then(|col| app.sheet.layout().field(col));
    if let Some(next) = next
        && ask_next(app, (row, next), rows, &choice.label)
    {
        return true;
    }
    if is_one && applied.cells == 0 {
        app.set_status("No change: the cell already has this value.");
    } else if is_one {
        report_one(app, (row, field), &choice.label, &applied);
    } else {
        report_bulk_edit(app, &applied);
        app.clear_selection();
    }
    true
}

/// Opens what a choice asks for next in the leads that got it. Returns whether any of them needs it.
fn ask_next(app: &mut App, (row, next): (Row, Field), rows: &[Row], label: &str) -> bool {
    if is_follow_up(app, next) {
        let rows = without_text(app, next, &last_touched(app, rows));
        let Some(&first) = rows.first() else { return false };
        let (made, name) = (last_made(app, label), app.short_name(next));
        open_for(app, first, next, rows);
        app.set_status(format!("{made} {name} is required, too."));
        return true;
    }
    // The reason of a lead that got the outcome: others don't offer one.
    let has_reason = |row: &&Row| app.sheet.check_editable(**row, next).is_ok();
    let row = rows.iter().find(has_reason).copied().unwrap_or(row);
    open(app, row, next);
    if matches!(app.mode, Mode::Editor(_)) {
        app.set_status("This reason needs an explanation: write it here.");
    }
    true
}

/// What the last edit changed, which set an outcome: `Accept: 3 cells changed.`
fn last_made(app: &App, label: &str) -> String {
    let Some(step) = app.sheet.history().done().last() else { return String::new() };
    let mut rows: Vec<Row> = step.changes.iter().map(|change| change.row).collect();
    rows.dedup();
    match (step.changes.len(), rows.len()) {
        (cells, 0 | 1) => format!("{label}: {} changed.", plural(cells, "cell")),
        (cells, rows) => {
            format!("{label}: {} in {} changed.", plural(cells, "cell"), plural(rows, "lead"))
        }
    }
}

/// Whether the last edit set the outcome of any of some leads.
fn follows_outcome(app: &App, rows: &[Row]) -> bool {
    let last = app.sheet.history().done().last();
    last.is_some_and(|step| {
        let outcomes = step.changes.iter().filter(|change| is_outcome(app, change.field));
        let mut touched: Vec<Row> = outcomes.map(|change| change.row).collect();
        touched.sort_unstable();
        rows.iter().any(|row| touched.binary_search(row).is_ok())
    })
}

/// Whether a column is asked for after an outcome only where it is empty.
pub(crate) fn is_follow_up(app: &App, field: Field) -> bool {
    app.sheet.layout().purchase_intent() == Some(field)
}

/// Those of some leads that the last edit touched.
fn last_touched(app: &App, rows: &[Row]) -> Vec<Row> {
    let Some(step) = app.sheet.history().done().last() else { return Vec::new() };
    let mut touched: Vec<Row> = step.changes.iter().map(|change| change.row).collect();
    touched.sort_unstable();
    rows.iter().copied().filter(|row| touched.binary_search(row).is_ok()).collect()
}

/// Those of some leads whose cell is empty and may be edited.
pub(crate) fn without_text(app: &App, field: Field, rows: &[Row]) -> Vec<Row> {
    let needs = |row: &Row| {
        app.sheet.text(*row, field).trim().is_empty()
            && app.sheet.check_editable(*row, field).is_ok()
    };
    rows.iter().copied().filter(needs).collect()
}

fn report_one(app: &mut App, (row, field): (Row, Field), label: &str, applied: &Applied) {
    report_edit(app, row, field);
    if is_outcome(app, field)
        && app.sheet.is_row_changed(row)
        && let Some(message) = &mut app.message
    {
        let cells = plural(applied.cells, "cell");
        message.text = format!("{label}: {cells} changed. {}", message.text);
    }
}

/// Says what is missing where the list that an outcome led to was left without choosing from it.
pub(crate) fn report_missing_answer(app: &mut App, field: Field, rows: &[Row]) {
    let is_missing = rows.iter().any(|row| app.sheet.text(*row, field).is_empty());
    if !is_missing || !follows_outcome(app, rows) {
        return;
    }
    let hint = |name| app.keymap.hint(When::Grid, name);
    let (edit, undo) = (hint("edit"), hint("undo"));
    if app.sheet.layout().col(field).is_some_and(|col| col.is_reason()) {
        app.set_status(format!("No reason yet: {edit} chooses one, {undo} undoes the outcome."));
    } else if is_follow_up(app, field) {
        let label = app.sheet.history().done().last().map(|step| step.label.clone());
        let made = last_made(app, label.unwrap_or_default().trim_start_matches(OUTCOME));
        app.set_status(made);
        report_held_back(app, rows.to_vec());
        if app.selection.is_some() {
            app.clear_selection();
        }
    }
}
