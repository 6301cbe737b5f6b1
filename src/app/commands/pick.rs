//! The keys of drop-downs and of the palette.

use super::edit::{open, say_after};
use super::text::{Then, go_on};
use crate::app::{App, Command, Mode, Offers, When};

const fn picker(
    name: &'static str,
    doc: &'static str,
    run: fn(&mut App, Option<usize>),
) -> Command {
    Command { name, aliases: &[], doc, when: When::Picker, run }
}

pub(in crate::app) static COMMANDS: [Command; 8] = [
    picker("choose", "Takes the selected line.", |app, _| choose(app)),
    picker(
        "choose_next",
        "Takes the selected line and goes to the next cell that can be edited.",
        |app, _| choose_and(app, Then::Next),
    ),
    picker("choose_export", "Takes the selected line and opens the review.", |app, _| {
        choose_and(app, Then::Review);
    }),
    picker("cancel", "Closes the list and changes nothing.", |app, _| cancel(app)),
    picker("next", "Selects the next line.", |app, _| step(app, 1)),
    picker("previous", "Selects the line before.", |app, _| step(app, -1)),
    picker("page_down", "Selects a line ten further down.", |app, _| step(app, 10)),
    picker("page_up", "Selects a line ten further up.", |app, _| step(app, -10)),
];

fn step(app: &mut App, by: isize) {
    if let Mode::Picker(picker) = &mut app.mode {
        picker.step(by);
    }
}

/// Goes back to where the list was opened.
fn cancel(app: &mut App) {
    let Mode::Picker(picker) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    if let Offers::Members { editor, .. } = picker.offers {
        app.mode = Mode::Editor(*editor);
    }
}

/// Takes the selected choice for a cell and goes on, unless it asks for something more.
fn choose_and(app: &mut App, then: Then) {
    let is_cell = matches!(&app.mode, Mode::Picker(p) if matches!(p.offers, Offers::Cell { .. }));
    let is_taken = matches!(&app.mode, Mode::Picker(p) if p.selected().is_some());
    choose(app);
    if is_cell && is_taken && matches!(app.mode, Mode::Grid) {
        go_on(app, then);
    }
}

fn choose(app: &mut App) {
    let Mode::Picker(picker) = std::mem::replace(&mut app.mode, Mode::Grid) else { return };
    let typed = picker.filter.value().trim().to_owned();
    let (selected, row) = (picker.selected(), picker.row());
    match (picker.offers, selected) {
        (Offers::Commands(_), None) => match row {
            Some(row) => app.go_to(row - 1, None),
            None => app.complain(format!("There is no command \"{typed}\".")),
        },
        (Offers::Commands(commands), Some(at)) => {
            if let Some((command, _)) = commands.get(at) {
                (command.run)(app, None);
            }
        }
        (Offers::Members { mut editor, members }, at) => {
            if let Some((text, _)) = at.and_then(|at| members.get(at)) {
                editor.take_member(text);
            }
            app.mode = Mode::Editor(*editor);
        }
        (Offers::Cell { row, field, .. }, None) => {
            let column = app.sheet.layout().name(field as usize);
            let text = format!(
                "\"{typed}\" isn't one of the choices for {column}; row {} is as it was.",
                row + 1
            );
            app.complain(text);
        }
        (Offers::Cell { row, field, choices, .. }, Some(at)) => take(app, row, field, &choices[at]),
    }
}

/// Makes the edit of a choice, then opens what the choice asks for next.
fn take(app: &mut App, row: u32, field: u32, choice: &crate::leads::Choice) {
    let is_outcome = app.sheet.layout().col(field as usize).is_some_and(|c| c.is_outcome());
    let column = app.sheet.layout().name(field as usize);
    let label =
        if is_outcome { format!("outcome {}", choice.label) } else { format!("set {column}") };
    let edit = app.sheet.choose(row, choice, label);
    let applied = match app.sheet.apply(edit) {
        Ok(applied) => applied,
        Err(refusal) => return app.refuse(&refusal.lock),
    };
    let next = choice.then.and_then(|col| app.sheet.layout().field(col));
    if applied.cells == 0 && next.is_none() {
        return app.say("No change: the cell has this value already.");
    }
    match next {
        Some(next) => {
            open(app, row, next as u32);
            if matches!(app.mode, Mode::Editor(_)) {
                app.say(format!("{}: write here what it was.", choice.label));
            }
        }
        None if is_outcome && !app.sheet.changes_of(row).is_empty() => {
            say_after(app, row, field);
            let ready = app.message.take().map(|m| m.text).unwrap_or_default();
            let cells =
                if applied.cells == 1 { "1 cell" } else { &format!("{} cells", applied.cells) };
            app.say(format!("{}: {cells} changed. {ready}", choice.label));
        }
        None => say_after(app, row, field),
    }
}
