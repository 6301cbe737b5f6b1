//! The keys of drop-downs and of the palette.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::picker;
use crate::app::editor::commit::{AfterCommit, after_commit};
use crate::app::edits::report;
use crate::app::grid::filter::add;
use crate::app::mode::Mode;
use crate::app::panels::picker::choose::{choose_in, is_outcome, remember};
use crate::app::panels::picker::open::open;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::panels::picker::values::{choose_values, would_hide_all};
use crate::app::panels::picker::views;
use crate::app::panels::rebase;
use crate::leads::{Choice, Field, Row, plural};
use crate::sheet::Filter;

pub(in crate::app) static COMMANDS: [Command; 9] = [
    picker("choose", "Choose the selected line; for a cell, then go one lead down.", |app, _| {
        choose_and(app, AfterCommit::Down);
    }),
    picker(
        "choose_next",
        "Choose the selected line and go to the next editable cell.",
        |app, _| choose_and(app, AfterCommit::Next),
    ),
    picker(
        "choose_previous",
        "Choose the selected line and go to the previous editable cell.",
        |app, _| choose_and(app, AfterCommit::Previous),
    ),
    picker("choose_export", "Choose the selected line and open the review.", |app, _| {
        choose_and(app, AfterCommit::Review);
    }),
    picker("cancel", "Close the list and change nothing.", |app, _| cancel(app)),
    picker("next", "Select the next line.", |app, _| step(app, 1)),
    picker("previous", "Select the previous line.", |app, _| step(app, -1)),
    picker("page_down", "Move the selection ten lines down.", |app, _| step(app, 10)),
    picker("page_up", "Move the selection ten lines up.", |app, _| step(app, -10)),
];

fn step(app: &mut App, by: isize) {
    if let Mode::Picker(picker) = &mut app.mode {
        picker.step(by);
    }
}

/// Goes back to where the list was opened.
fn cancel(app: &mut App) {
    let Mode::Picker(picker) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    match picker.offers {
        PickerKind::Members { editor, .. } => app.mode = Mode::Editor(*editor),
        PickerKind::Cell { row, field, .. } => report_missing_reason(app, row, field),
        PickerKind::Encodings { file, .. } => {
            app.set_status(format!("{} isn't read; everything is unchanged.", file.name));
        }
        _ => {}
    }
}

/// Says that an outcome stays though the list of its reasons was left without choosing one.
fn report_missing_reason(app: &mut App, row: Row, field: Field) {
    let is_reason = app.sheet.layout().col(field).is_some_and(|col| col.is_reason());
    let last = app.sheet.history().done().last();
    let is_last = last.is_some_and(|step| {
        step.changes.iter().any(|change| change.row == row && is_outcome(app, change.field))
    });
    if is_reason && is_last && app.sheet.text(row, field).is_empty() {
        let hint = |name| app.keymap.hint(When::Grid, name);
        let (edit, undo) = (hint("edit"), hint("undo"));
        app.set_status(format!("No reason yet: {edit} chooses one, {undo} undoes the outcome."));
    }
}

/// Takes the selected line. After the choice for a cell it goes on, unless that asks for something more.
fn choose_and(app: &mut App, then: AfterCommit) {
    let is_one = app.selection.is_none();
    if choose(app) && matches!(app.mode, Mode::Grid) {
        after_commit(app, then, is_one);
    }
}

/// Takes the selected line. Returns whether it was the choice for a cell, and was let through.
fn choose(app: &mut App) -> bool {
    if would_hide_all(app) {
        return false;
    }
    let Mode::Picker(picker) = std::mem::replace(&mut app.mode, Mode::Grid) else { return false };
    let typed = picker.filter.value().trim().to_owned();
    let (selected, row) = (picker.selected(), picker.row());
    match (picker.offers, selected) {
        (PickerKind::Commands(_), None) => not_a_command(app, &typed, row),
        (PickerKind::Commands(commands), Some(at)) => {
            if let Some((command, _)) = commands.get(at) {
                app.remember(|preferences| preferences.count_use(command.name));
                (command.run)(app, None);
            }
        }
        (PickerKind::Members { mut editor, members }, at) => {
            if let Some((text, _)) = at.and_then(|at| members.get(at)) {
                editor.take_parts(text);
            }
            app.mode = Mode::Editor(*editor);
        }
        (PickerKind::Cell { row, field, .. }, None) => {
            let column = app.sheet.layout().name(field);
            let text = format!(
                "\"{typed}\" isn't one of the choices for {column}; row {row} is unchanged."
            );
            app.set_error(text);
        }
        (PickerKind::Cell { row, field, choices, .. }, Some(at)) => {
            return take(app, row, field, &choices[at]);
        }
        (PickerKind::Columns(columns), Some(at)) => {
            app.go_to(app.viewport.row, columns.get(at).map(|(field, ..)| *field));
        }
        (PickerKind::Values(list), Some(at)) => choose_values(app, &list, Some(at)),
        (PickerKind::Views(lines), Some(at)) => views::show(app, &lines, at),
        (PickerKind::States(states), Some(at)) => {
            if let Some((state, _)) = states.get(at) {
                add(app, Filter::State(*state));
            }
        }
        (PickerKind::Encodings { file, encodings }, Some(at)) => {
            if let Some(encoding) = encodings.get(at) {
                app.read_in(*file, *encoding);
            }
        }
        (PickerKind::Themes(themes), Some(at)) => {
            if let Some(theme) = themes.get(at) {
                app.choose_theme(&theme.name);
            }
        }
        (PickerKind::Encodings { file, encodings }, None) => {
            app.mode =
                Mode::Picker(Picker::open(picker.title, PickerKind::Encodings { file, encodings }));
            app.set_error(format!("There is no encoding \"{typed}\"."));
        }
        (_, None) => app.set_error(format!("No matches for \"{typed}\".")),
    }
    false
}

/// Goes to the lead whose number was typed in place of a command, or asks for a file if that was asked for.
fn not_a_command(app: &mut App, typed: &str, row: Option<Row>) {
    match row {
        _ if rebase::open::is_asked(app, typed) || views::is_asked(app, typed) => {}
        Some(row) => app.go_to(row, None),
        None => app.set_error(format!("There is no command \"{typed}\".")),
    }
}

/// Makes the edit of a choice in every lead that it is meant for, then opens what it asks for next.
///
/// A lead that doesn't offer the choice is left out and counted, as locked cells are. Returns whether
/// the choice was let through.
fn take(app: &mut App, row: Row, field: Field, choice: &Choice) -> bool {
    let is_outcome = is_outcome(app, field);
    let next = choice.then.and_then(|col| app.sheet.layout().field(col));
    let rows = if app.selection.is_some() { app.target_rows() } else { vec![row] };
    let is_one = app.selection.is_none();
    let Some(applied) = choose_in(app, &rows, field, &choice.label) else {
        return false;
    };
    remember(app, field, &choice.label);
    if is_one && applied.cells == 0 && next.is_none() {
        app.set_status("No change: the cell already has this value.");
        return true;
    }
    match next {
        Some(next) => {
            // The reason of a lead that got the outcome: others don't offer one.
            let has_reason = |row: &&Row| app.sheet.check_editable(**row, next).is_ok();
            let row = rows.iter().find(has_reason).copied().unwrap_or(row);
            open(app, row, next);
            if matches!(app.mode, Mode::Editor(_)) {
                app.set_status("This reason needs an explanation: write it here.");
            }
        }
        None if !is_one => {
            report::report_bulk_edit(app, &applied);
            app.clear_selection();
        }
        None if is_outcome && app.sheet.is_row_changed(row) => {
            report::report_edit(app, row, field);
            let cells = plural(applied.cells, "cell");
            if let Some(message) = &mut app.message {
                message.text = format!("{}: {cells} changed. {}", choice.label, message.text);
            }
        }
        None => report::report_edit(app, row, field),
    }
    true
}
