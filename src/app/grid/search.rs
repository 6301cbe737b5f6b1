//! What is looked for in the sheet, and where it was found.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::columns::Columns;
use crate::leads::Row;
use crate::leads::index::number;
use crate::sheet::{Order, Pattern, Sheet};

/// A search: what is looked for, and the cells that have it.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is looked for.
    pub pattern: Pattern,
    /// The cells that have it: position of the lead and place of the column, in this order.
    cells: Vec<(u32, usize)>,
    /// How many edits had been made and undone when it was looked for.
    at: (usize, usize),
}

impl Search {
    /// Looks for a pattern in every cell of the shown leads, also in hidden columns, and in private notes.
    pub(crate) fn new(sheet: &Sheet, order: &Order, columns: &Columns, pattern: Pattern) -> Self {
        let mut search = Self { pattern, cells: Vec::new(), at: (0, 0) };
        search.find(sheet, order, columns);
        search
    }

    fn find(&mut self, sheet: &Sheet, order: &Order, columns: &Columns) {
        self.at = sheet.history().len();
        self.cells.clear();
        let places = columns.places();
        for (position, row) in order.rows().enumerate() {
            let from = self.cells.len();
            let found = sheet.fields_with(row, &self.pattern);
            self.cells.extend(found.map(|field| (number(position), places[field.index()])));
            // A private note has no column: it is found at the lead's name.
            if self.pattern.is_in(&sheet.annotation(row).note) && self.pattern.typed() != "" {
                self.cells.push((number(position), 0));
            }
            self.cells[from..].sort_unstable();
            self.cells.dedup();
        }
    }

    /// The cells that have it, by position of the lead and place of the column, as they were when last
    /// looked for.
    pub fn cells(&self) -> &[(u32, usize)] {
        &self.cells
    }

    /// The cell to begin with: the first one at or behind a place, else the first of all.
    pub(crate) fn first_from(&self, from: (u32, usize)) -> Option<(u32, usize)> {
        let at = self.cells.partition_point(|cell| *cell < from);
        self.cells.get(at).or(self.cells.first()).copied()
    }
}

impl App {
    /// Looks for the pattern again if leads or columns are shown otherwise, or texts have changed.
    pub(crate) fn renew_search(&mut self, is_stale: bool) {
        if let Some(search) = &mut self.search
            && (is_stale || search.at != self.sheet.history().len())
        {
            search.find(&self.sheet, &self.order, &self.columns);
        }
    }
}

/// Stays at the first cell found, or goes back if there is none.
pub(crate) fn accept_search(app: &mut App, from: (Row, usize)) {
    let Some(search) = &app.search else { return };
    let count = search.cells().len();
    if count == 0 {
        let typed = search.pattern.typed().to_owned();
        (app.viewport.row, app.viewport.column) = from;
        app.search = None;
        return app.set_status(format!("No shown lead contains \"{typed}\"."));
    }
    let from = (app.order.nearest(from.0), from.1);
    if let Some(cell) = search.first_from(from) {
        app.go_to_position(cell);
        app.renew_search(true);
    }
    let Some(search) = &app.search else { return };
    let here = (app.order.nearest(app.viewport.row), app.viewport.column);
    let at = search.cells().binary_search(&here).map_or(1, |at| at + 1);
    let (next, end) = (app.keymap.hint(When::Grid, "next"), app.keymap.hint(When::Grid, "cancel"));
    app.set_status(format!(
        "match {at} of {count}; {next} for the next one, {end} ends the search"
    ));
}

/// Ends the search, or tells how to quit.
pub(crate) fn cancel(app: &mut App) {
    if app.search.take().is_some() {
        let next = app.keymap.hint(When::Grid, "next");
        return app.set_status(format!("The search has ended; {next} goes to problems again."));
    }
    let quit = app.keymap.hint(When::Grid, "quit");
    app.set_status(format!("{quit} quits; it asks before anything is lost."));
}
