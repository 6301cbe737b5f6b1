//! The keys of drop-downs and of the palette.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::picker;
use crate::app::editor::commit::{AfterCommit, after_commit};
use crate::app::grid::filter::add;
use crate::app::mode::Mode;
use crate::app::panels::fill;
use crate::app::panels::picker::palette::run_from_palette;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::panels::picker::take::{report_missing_answer, take};
use crate::app::panels::picker::values::{choose_values, would_hide_all};
use crate::app::panels::picker::views;
use crate::app::panels::rebase;
use crate::leads::{Field, Row};
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
        PickerKind::Fill { panel, .. } => fill::choices::answer(app, panel, None),
        PickerKind::Cell { field, rows, .. } => report_missing_answer(app, field, &rows),
        PickerKind::Encodings { file, .. } => {
            app.set_status(format!("{} isn't read; everything is unchanged.", file.name));
        }
        PickerKind::Files(_) => app.leave_rebase(),
        _ => {}
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
        (PickerKind::Commands(entries), Some(at)) => {
            if let Some(entry) = entries.into_iter().nth(at) {
                run_from_palette(app, &entry);
            }
        }
        (PickerKind::Members { mut editor, members }, at) => {
            if let Some((text, _)) = at.and_then(|at| members.get(at)) {
                editor.take_parts(text);
            }
            app.mode = Mode::Editor(*editor);
        }
        (PickerKind::Cell { row, field, .. }, None) => not_a_choice(app, &typed, (row, field)),
        (PickerKind::Cell { row, field, rows, choices, .. }, Some(at)) => {
            return take(app, (row, field), &rows, &choices[at]);
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
        (PickerKind::Sheets { path, sheets }, Some(at)) => {
            if let Some((sheet, _)) = sheets.into_iter().nth(at) {
                app.read_sheet(path, sheet);
            }
        }
        (PickerKind::Files(_), Some(at)) => app.replace_file(at),
        (PickerKind::Fill { panel, choices }, at) => {
            let chosen = at.and_then(|at| choices.into_iter().nth(at));
            fill::choices::answer(app, panel, chosen.map(|choice| choice.answer));
        }
        (offers, None) => no_match(app, picker.title, offers, &typed),
    }
    false
}

/// Says that no line fits what was typed; what must be answered stays open.
fn no_match(app: &mut App, title: String, offers: PickerKind, typed: &str) {
    let text = match &offers {
        PickerKind::Encodings { .. } => format!("There is no encoding \"{typed}\"."),
        PickerKind::Files(_) => format!("None of the open files is called \"{typed}\"."),
        _ => return app.set_error(format!("No matches for \"{typed}\".")),
    };
    app.mode = Mode::Picker(Picker::open(title, offers));
    app.set_error(text);
}

fn not_a_choice(app: &mut App, typed: &str, (row, field): (Row, Field)) {
    let column = app.sheet.layout().name(field);
    let row = app.sheet.row_place(row);
    let text =
        format!("\"{typed}\" isn't one of the choices for {column}; row {row} is unchanged.");
    app.set_error(text);
}

/// Goes to the lead whose number was typed in place of a command, or asks for a file if that was asked for.
fn not_a_command(app: &mut App, typed: &str, row: Option<Row>) {
    match row {
        _ if rebase::open::is_asked(app, typed) || views::is_asked(app, typed) => {}
        Some(row) => app.go_to(row, None),
        None => app.set_error(format!("There is no command \"{typed}\".")),
    }
}
