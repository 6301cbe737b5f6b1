//! Which leads are shown, and in which order.

use crate::app::app::App;
use crate::app::command::Command;
use crate::app::define::grid;
use crate::app::grid::filter::{add, arrange};
use crate::app::mode::Mode;
use crate::app::panels::due::state::NEAR_DAYS;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::app::panels::picker::values::open_values;
use crate::app::panels::prompt::state::{PromptKind, open_prompt};
use crate::leads::CellRef;
use crate::sheet::{Filter, RowState, Sort};

pub(in crate::app) static COMMANDS: [Command; 22] = [
    grid("filter_value", "Show the leads with this value in this column.", |app, _| {
        let CellRef { row, field } = app.cell();
        let text = app.sheet.text(row, field).into_owned();
        add(app, Filter::value(field, text));
    }),
    grid("filter_other", "Show the leads with another value in this column.", |app, _| {
        let CellRef { row, field } = app.cell();
        let text = app.sheet.text(row, field).into_owned();
        add(app, Filter::other(field, text));
    }),
    grid("filter_text", "Show the leads that contain a text in this column.", |app, _| {
        let field = app.cell().field;
        open_prompt(app, PromptKind::Filter(Some(field)));
    }),
    grid("filter_anywhere", "Show the leads that contain a text in any column.", |app, _| {
        open_prompt(app, PromptKind::Filter(None));
    }),
    grid(
        "filter_where",
        "Show the leads where a condition holds: Close date < today.",
        |app, _| {
            let field = app.cell().field;
            open_prompt(app, PromptKind::Condition(field));
        },
    ),
    grid(
        "filter_values",
        "List the values of this column with their counts, to filter by one or several.",
        |app, _| {
            open_values(app);
        },
    ),
    grid("filter_problems", "Show the leads with errors or warnings.", |app, _| {
        add(app, Filter::Problems);
    }),
    grid("filter_errors", "Show the leads with errors.", |app, _| add(app, Filter::Errors)),
    grid("filter_changed", "Show the changed leads.", |app, _| add(app, Filter::Changed)),
    grid("filter_ready", "Show the leads that are ready to export.", |app, _| {
        add(app, Filter::State(RowState::Ready));
    }),
    grid("filter_held_back", "Show the leads that are held back by errors.", |app, _| {
        add(app, Filter::State(RowState::HeldBack));
    }),
    grid("filter_failed", "Show the leads that the last upload rejected.", |app, _| {
        add(app, Filter::Failed);
    }),
    grid(
        "filter_state",
        "Show the leads in one state: untouched, exported, closed, or another.",
        |app, _| {
            states(app);
        },
    ),
    grid("filter_due", "Show the leads that expire, close or wait for something.", |app, _| {
        add(app, Filter::Due { days: NEAR_DAYS });
    }),
    grid("filter_flagged", "Show the flagged leads.", |app, _| add(app, Filter::Flagged)),
    grid("filter_noted", "Show the leads with a private note.", |app, _| {
        add(app, Filter::PrivateNote);
    }),
    grid("filter_again", "Apply the filters and the sort order again, after edits.", |app, _| {
        let (filters, sort) = (app.filters.clone(), app.sort);
        arrange(app, filters, sort);
    }),
    grid("filter_undo", "Remove the last filter.", |app, _| {
        let mut filters = app.filters.clone();
        match filters.pop() {
            Some(_) => arrange(app, filters, app.sort),
            None => app.set_status("No filter is on."),
        }
    }),
    grid("filter_off", "Remove all filters.", |app, _| arrange(app, Vec::new(), app.sort)),
    grid("sort_ascending", "Sort by this column, smallest first.", |app, _| sort(app, false)),
    grid("sort_descending", "Sort by this column, largest first.", |app, _| sort(app, true)),
    grid("sort_off", "Show the leads in file order.", |app, _| {
        let filters = app.filters.clone();
        arrange(app, filters, None);
    }),
];

fn sort(app: &mut App, descending: bool) {
    let field = app.cell().field;
    let filters = app.filters.clone();
    arrange(app, filters, Some(Sort { field, descending }));
}

fn states(app: &mut App) {
    let count = |state| app.order.rows().filter(|row| app.sheet.state(*row) == state).count();
    let states = RowState::ALL.into_iter().map(|state| (state, count(state)));
    let states = states.filter(|(_, count)| *count > 0).collect();
    app.mode = Mode::Picker(Picker::open("Lead state", PickerKind::States(states)));
}
