//! Going to what needs attention.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::app::define::{by, grid};
use crate::app::grid::found::CellList;
use crate::app::panels::problems;
use crate::app::panels::problems::state::NO_PROBLEMS;
use crate::app::panels::prompt::state::{PromptKind, open_prompt};
use crate::leads::index::signed;
use crate::leads::{CellRef, Field, Level, Row};
use crate::sheet::Pattern;
use std::sync::Arc;

pub(in crate::app) static COMMANDS: [Command; 13] = [
    grid("search", "Search for a text in all visible cells.", |app, _| search(app)),
    grid("search_value", "Search for the text of this cell.", |app, _| search_value(app)),
    NEXT,
    grid("previous", "Go to the previous match, or to the previous problem.", |app, n| {
        next(app, -by(n));
    }),
    grid("next_problem", "Go to the next error or warning.", |app, n| next_problem(app, by(n))),
    grid("previous_problem", "Go to the previous error or warning.", |app, n| {
        next_problem(app, -by(n));
    }),
    grid("next_changed", "Go to the next changed cell.", |app, n| next_changed(app, by(n))),
    grid("previous_changed", "Go to the previous changed cell.", |app, n| {
        next_changed(app, -by(n));
    }),
    grid("next_failed", "Go to the next lead that the last upload rejected.", |app, n| {
        next_failed(app, by(n));
    }),
    grid("previous_failed", "Go to the previous rejected lead.", |app, n| next_failed(app, -by(n))),
    grid("problems", "List all errors and warnings, grouped by kind.", |app, _| {
        problems::open::open(app);
    }),
    grid(
        "jump_back",
        "Go back to where the cursor was before a search, a filter or another jump.",
        |app, n| app.travel(n.unwrap_or(1), true),
    ),
    grid("jump_forward", "Go forward again after going back.", |app, n| {
        app.travel(n.unwrap_or(1), false);
    }),
];

/// Goes on, to what is looked for.
const NEXT: Command = grid("next", "Go to the next match, or to the next problem.", |app, n| {
    next(app, by(n));
});

impl App {
    /// The cells of shown leads with errors or warnings, by position of the lead and place of the
    /// column, in the order in which they are visited. What is wrong with a lead as a whole stands at its first column.
    pub fn problem_cells(&self) -> Vec<(u32, usize)> {
        let problems = self.sheet.findings().all().filter(|f| f.level.is_problem());
        self.places_of(problems.filter_map(|f| Some((f.row?, f.field))))
    }

    /// Where cells are, from top to bottom and from left to right, those of hidden columns last.
    fn places_of(&self, cells: impl Iterator<Item = (Row, Option<Field>)>) -> Vec<(u32, usize)> {
        let places = self.columns.places();
        let column =
            |field: Option<Field>| field.and_then(|f| places.get(f.index())).map_or(0, |at| *at);
        let mut places: Vec<_> = cells
            .filter_map(|(row, field)| Some((self.order.position(row)?, column(field))))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// Goes to the next of some cells, round and round, and says which one it is.
fn jump(app: &mut App, cells: &(impl CellList + ?Sized), by: isize, what: &str) {
    let here = (app.order.nearest(app.viewport.row), app.viewport.column);
    let at = match cells.find(here) {
        // Between two of them the first step forward goes to the one behind the cursor.
        Err(at) if by > 0 => signed(at) + by - 1,
        Ok(at) | Err(at) => signed(at) + by,
    };
    let count = cells.count();
    let at = at.rem_euclid(signed(count.max(1))).unsigned_abs();
    let Some(cell) = cells.nth(at) else { return };
    app.go_to_position(cell);
    let again = if (by > 0) == (cell > here) { "" } else { ", from the other end" };
    app.set_status(format!("{what} {} of {count}{again}", at + 1));
}

fn next(app: &mut App, by: isize) {
    if app.search.is_none() {
        return next_problem(app, by);
    }
    app.renew_search(false);
    app.go_to_next_match(by);
}

fn next_problem(app: &mut App, by: isize) {
    if by == 1 && go_to_target(app) {
        return;
    }
    let cells = app.problem_cells();
    if cells.is_empty() {
        let list = app.keymap.hint(When::Grid, "problems");
        return app.set_status(match app.sheet.findings().tally().problems() {
            0 => match app.sheet.unchanged_findings().count() {
                0 => NO_PROBLEMS.to_owned(),
                notes => format!("{NO_PROBLEMS} {list} lists {notes} in the others."),
            },
            _ => format!("No visible lead has a problem; {list} lists the others."),
        });
    }
    jump(app, cells.as_slice(), by, "problem");
}

/// Goes to the cell that the last sentence named, if that still has an error.
fn go_to_target(app: &mut App) -> bool {
    let Some(CellRef { row, field }) = app.target.take() else { return false };
    if app.sheet.findings_at(row, field).iter().all(|finding| finding.level != Level::Error) {
        return false;
    }
    app.go_to(row, Some(field));
    let cells = app.problem_cells();
    let here = (app.order.nearest(row), app.viewport.column);
    if let Ok(at) = cells.binary_search(&here) {
        app.set_status(format!("problem {} of {}", at + 1, cells.len()));
    }
    true
}

fn next_changed(app: &mut App, by: isize) {
    let rows = app.sheet.changed_rows();
    let cells =
        rows.flat_map(|r| app.sheet.changed_fields(r).into_iter().map(move |f| (r, Some(f))));
    let cells = app.places_of(cells);
    if cells.is_empty() {
        return app.set_status("No visible cell is changed.");
    }
    jump(app, cells.as_slice(), by, "changed cell");
}

fn next_failed(app: &mut App, by: isize) {
    let failed = app.order.rows().filter(|row| app.sheet.last_upload(*row).is_rejected());
    let cells = app.places_of(failed.map(|row| (row, app.refused_at(row))));
    if cells.is_empty() {
        return app.set_status("No visible lead was rejected by the last upload.");
    }
    jump(app, cells.as_slice(), by, "rejected lead");
}

fn search(app: &mut App) {
    let from = (app.viewport.row, app.viewport.column);
    let before = app.search.clone().map(Arc::new);
    open_prompt(app, PromptKind::Search { from, before });
}

fn search_value(app: &mut App) {
    let CellRef { row, field } = app.cell();
    let text = app.sheet.text(row, field).into_owned();
    if text.is_empty() {
        return app.set_status("The cell is empty; there is nothing to search for.");
    }
    match Pattern::text(&text) {
        Ok(pattern) => {
            app.begin_search(pattern);
            app.run(&NEXT);
        }
        Err(error) => app.set_error(format!("Can't search for this text: {}.", error.why)),
    }
}
