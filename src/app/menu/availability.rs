//! Whether a command is on, or can't be done now, as the menu shows it.

use crate::app::app::App;
use crate::app::grid::selection::Selection;
use crate::app::panels::picker::outcomes;
use crate::app::panels::picker::palette::Action;
use crate::leads::{CellRef, Origin};
use crate::sheet::{Filter, RowState};

/// Whether a command is on, or can't be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandState {
    /// It can be done.
    Available,
    /// It can be done, and what it turns on or chooses is on.
    On,
    /// It can't be done now, for this reason.
    Unavailable(String),
}

/// Looks up the state of one command.
type Find = fn(&App) -> CommandState;

/// The commands whose state isn't always the same, by name. Every other one can be done at any time.
const STATES: [(&str, Find); 59] = [
    ("merge", writable),
    ("rebase", |app| unless(!app.sheet.has_work(), "No lead is changed.")),
    ("uploads", |app| {
        unless(app.sheet.checklist().parts.is_empty(), "No upload file has been written yet.")
    }),
    ("pilot_results", |app| unless(!app.sheet.has_pilot(), "No pilot part was exported yet.")),
    ("reopen_as_results", |app| on(app.sheet.origin() == Origin::Results)),
    ("reopen_as_download", |app| on(app.sheet.origin() == Origin::Download)),
    ("edit", editable),
    ("replace_cell", editable),
    ("clear", editable),
    ("paste", |app| match &app.clipboard {
        None => unavailable("Nothing was copied yet."),
        Some(_) => editable(app),
    }),
    ("apply_suggestion", |app| {
        let CellRef { row, field } = app.cell();
        let has_fix = || app.sheet.findings_at(row, field).iter().any(|f| f.fix.is_some());
        let is_missing = app.selection.is_none() && !has_fix();
        unless(is_missing, "There is no suggestion for this cell.")
    }),
    ("restore", |app| {
        let CellRef { row, field } = app.cell();
        let is_same = app.sheet.changes_of(row).iter().all(|(changed, _)| *changed != field);
        unless(app.selection.is_none() && is_same, "The cell is unchanged.")
    }),
    ("restore_row", |app| {
        let is_changed = || app.target_rows().iter().any(|row| app.sheet.is_row_changed(*row));
        unless(!is_changed(), "The lead is unchanged.")
    }),
    ("flag", writable),
    ("private_note", writable),
    ("undo", |app| unless(app.sheet.history().done().is_empty(), "Nothing to undo.")),
    ("redo", |app| unless(app.sheet.history().undone().is_empty(), "Nothing to redo.")),
    ("history", |app| unless(app.sheet.history().is_empty(), "Nothing has been changed yet.")),
    ("repeat", |app| unless(app.last_edit.is_none(), "There is no edit to repeat yet.")),
    ("fill_down", writable),
    ("replace", writable),
    ("set", selected),
    ("other_end", selected),
    ("clear_selection", selected),
    ("select_cells", |app| on(matches!(app.selection, Some(Selection::Cells { .. })))),
    ("select_leads", |app| on(matches!(app.selection, Some(Selection::Leads { .. })))),
    ("select_again", |app| unless(app.selected_before.is_none(), "Nothing was selected before.")),
    ("search_value", |app| {
        let CellRef { row, field } = app.cell();
        unless(app.sheet.text(row, field).is_empty(), "The cell is empty.")
    }),
    ("next", match_or_problem),
    ("previous", match_or_problem),
    ("next_problem", problem),
    ("previous_problem", problem),
    ("next_changed", changed),
    ("previous_changed", changed),
    ("next_failed", failed),
    ("previous_failed", failed),
    ("filter_problems", |app| is_filtered(app, |filter| matches!(filter, Filter::Problems))),
    ("filter_changed", |app| is_filtered(app, |filter| matches!(filter, Filter::Changed))),
    ("filter_failed", |app| is_filtered(app, |filter| matches!(filter, Filter::Failed))),
    ("filter_due", |app| is_filtered(app, |filter| matches!(filter, Filter::Due { .. }))),
    ("filter_flagged", |app| is_filtered(app, |filter| matches!(filter, Filter::Flagged))),
    ("filter_noted", |app| is_filtered(app, |filter| matches!(filter, Filter::PrivateNote))),
    ("filter_ready", |app| {
        is_filtered(app, |filter| matches!(filter, Filter::State(RowState::Ready)))
    }),
    ("filter_held_back", |app| {
        is_filtered(app, |filter| matches!(filter, Filter::State(RowState::HeldBack)))
    }),
    ("filter_again", |app| {
        let is_as_in_file = app.filters.is_empty() && app.sort.is_none();
        unless(is_as_in_file, "No filter is on, and the leads are in file order.")
    }),
    ("filter_undo", filtered),
    ("filter_off", filtered),
    ("sort_ascending", |app| is_sorted(app, false)),
    ("sort_descending", |app| is_sorted(app, true)),
    ("sort_off", |app| unless(app.sort.is_none(), "The leads are in file order.")),
    ("columns_all", |app| on(app.columns.len() == app.sheet.layout().len())),
    ("row_numbers", |app| on(app.row_numbers)),
    ("mouse", |app| on(app.mouse.is_on())),
    ("record", |app| on(app.record.is_some())),
    ("retry", |app| {
        let is_rejected = |row| app.sheet.last_upload(row).is_rejected();
        let has_any = app.target_rows().into_iter().any(is_rejected);
        unless(!has_any, "The last upload didn't reject the lead.")
    }),
    ("export_again", |app| {
        let is_exported = |row| app.sheet.state(row) == RowState::Exported;
        let has_any = app.target_rows().into_iter().any(is_exported);
        unless(!has_any, "The lead isn't exported.")
    }),
    ("add_offer", offers),
    ("add_solution", offers),
    ("unlock_offers", |app| on(app.sheet.context().offers_unlocked)),
];

/// The state of a line of the menu.
pub(crate) fn state(app: &App, action: &Action) -> CommandState {
    match action {
        Action::Command(command) => {
            let find = STATES.iter().find(|(name, _)| *name == command.name);
            find.map_or(CommandState::Available, |(_, find)| find(app))
        }
        Action::Outcome(outcome) => match outcomes::refusal(app, outcome) {
            Some(reason) => CommandState::Unavailable(reason),
            None => on(app.selection.is_none() && outcome.is_of(app, app.cell().row)),
        },
    }
}

fn unavailable(reason: &str) -> CommandState {
    CommandState::Unavailable(reason.to_owned())
}

fn unless(is_impossible: bool, reason: &str) -> CommandState {
    if is_impossible { unavailable(reason) } else { CommandState::Available }
}

fn on(is_on: bool) -> CommandState {
    if is_on { CommandState::On } else { CommandState::Available }
}

fn writable(app: &App) -> CommandState {
    match app.sheet.check_writable() {
        Ok(()) => CommandState::Available,
        Err(refusal) => CommandState::Unavailable(app.refusal_message(&refusal.into())),
    }
}

/// Whether the cell under the cursor can be edited. Of several cells any may be.
fn editable(app: &App) -> CommandState {
    if app.sheet.row_count() == 0 {
        return unavailable("There is no lead to edit.");
    }
    if app.selection.is_some() {
        return writable(app);
    }
    let CellRef { row, field } = app.cell();
    match app.sheet.check_edit(row, field) {
        Ok(()) => CommandState::Available,
        Err(refusal) => CommandState::Unavailable(app.refusal_message(&refusal)),
    }
}

fn selected(app: &App) -> CommandState {
    unless(app.selection.is_none(), "Nothing is selected.")
}

fn filtered(app: &App) -> CommandState {
    unless(app.filters.is_empty(), "No filter is on.")
}

fn is_filtered(app: &App, is_meant: fn(&Filter) -> bool) -> CommandState {
    on(app.filters.iter().any(is_meant))
}

fn is_sorted(app: &App, descending: bool) -> CommandState {
    let field = app.cell().field;
    on(app.sort.is_some_and(|sort| sort.field == field && sort.descending == descending))
}

fn problem(app: &App) -> CommandState {
    if app.sheet.lacks_check() {
        // It waits until that is known.
        return CommandState::Available;
    }
    unless(app.problem_cells().is_empty(), "No visible lead has a problem.")
}

fn match_or_problem(app: &App) -> CommandState {
    if app.search.is_some() { CommandState::Available } else { problem(app) }
}

fn changed(app: &App) -> CommandState {
    unless(app.sheet.changed_rows().next().is_none(), "No lead is changed.")
}

fn failed(app: &App) -> CommandState {
    let is_rejected = |row| app.sheet.last_upload(row).is_rejected();
    unless(!app.order.rows().any(is_rejected), "No visible lead was rejected by the last upload.")
}

fn offers(app: &App) -> CommandState {
    let unlock = app.keymap.key_or_name("unlock_offers");
    let reason = format!("Offers and solutions are locked; {unlock} unlocks them.");
    unless(!app.sheet.context().offers_unlocked, &reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::{self, When};

    #[test]
    fn every_state_belongs_to_a_command() {
        for (name, _) in STATES {
            let is_known = [When::Grid, When::Selection]
                .into_iter()
                .any(|when| command::command(when, name).is_some());
            assert!(is_known, "{name} is no command");
        }
    }
}
