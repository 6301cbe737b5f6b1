//! What is looked for in the sheet, and where it was found.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::columns::Columns;
use crate::app::grid::found::{CellList, FoundCells, FoundPlaces};
use crate::leads::index::{index, number};
use crate::leads::{Field, Row};
use crate::sheet::{Order, Pattern, Sheet};
use crate::table::parallel::in_pieces;
use std::ops::Range;

/// A search: what is looked for, and the cells that have it.
#[derive(Clone, Debug)]
pub struct Search {
    /// What is looked for.
    pub pattern: Pattern,
    /// The cells that have it.
    cells: FoundCells,
    /// How many edits had been made and undone when it was looked for.
    at: (usize, usize),
}

impl Search {
    /// Looks for a pattern in every cell of the shown leads, also in hidden columns, and in private notes.
    pub(crate) fn new(sheet: &Sheet, order: &Order, columns: &Columns, pattern: Pattern) -> Self {
        let mut search = Self { pattern, cells: FoundCells::default(), at: (0, 0) };
        search.find(sheet, order, columns);
        search
    }

    fn find(&mut self, sheet: &Sheet, order: &Order, columns: &Columns) {
        self.at = sheet.history().len();
        let (places, pattern) = (columns.places(), &self.pattern);
        let of_piece = |piece: Range<usize>| {
            let (mut cells, mut found) = (FoundCells::default(), FoundPlaces::default());
            for position in piece.map(number) {
                let Some(row) = order.row(position) else { break };
                sheet.find(row, pattern, |field| {
                    found.add(places[field.index()]);
                    true
                });
                if is_noted(sheet, row, pattern) {
                    found.add(NOTE_PLACE);
                }
                cells.push(position, &mut found);
            }
            cells
        };
        self.cells = FoundCells::default();
        for cells in in_pieces(index(order.len()), of_piece) {
            self.cells.append(cells);
        }
    }

    /// Looks for a pattern that goes on from this one: only in the cells that have this one, if they are few.
    pub(crate) fn go_on(
        mut self,
        sheet: &Sheet,
        order: &Order,
        columns: &Columns,
        pattern: Pattern,
    ) -> Self {
        // To look at all bytes takes as long as to look at about one cell of each lead.
        let is_fresh = self.at == sheet.history().len() && pattern.narrows(&self.pattern);
        if !is_fresh || self.cells.count() > index(order.len()) {
            return Self::new(sheet, order, columns, pattern);
        }
        let fields = columns.by_place();
        self.cells.retain(|(position, place)| {
            let row = order.row(position).unwrap_or_default();
            let has = |field: &Field| pattern.is_in(&sheet.text(row, *field));
            fields.get(place).is_some_and(has)
                || place == NOTE_PLACE && is_noted(sheet, row, &pattern)
        });
        Self { pattern, ..self }
    }

    /// Moves what was found to where the columns are now.
    pub(crate) fn follow(&mut self, sheet: &Sheet, order: &Order, was: &[Field], now: &Columns) {
        let places = now.places();
        if was.first() != now.by_place().first() || was.len() != places.len() {
            // Private notes are found at the first place.
            return self.find(sheet, order, now);
        }
        self.cells.move_places(|place| was.get(place).map_or(place, |field| places[field.index()]));
    }

    /// The cells that have it, as they were when last looked for.
    pub(crate) fn cells(&self) -> &FoundCells {
        &self.cells
    }
}

/// The place of a private note, which has no column: it is found at the lead's name.
const NOTE_PLACE: usize = 0;

/// Whether the private note of a lead has a pattern.
fn is_noted(sheet: &Sheet, row: Row, pattern: &Pattern) -> bool {
    let note = &sheet.annotation(row).note;
    !note.is_empty() && pattern.is_in(note) && pattern.typed() != ""
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

    /// Goes to a cell that was found. If that shows its column, the others are found at other places.
    pub(crate) fn go_to_match(&mut self, cell: (u32, usize)) {
        let was = self.columns.by_place();
        self.go_to_position(cell);
        self.follow_search(&was);
    }

    /// Moves what was found to where the columns are now.
    pub(crate) fn follow_search(&mut self, was: &[Field]) {
        if let Some(search) = &mut self.search
            && was != self.columns.by_place()
        {
            search.follow(&self.sheet, &self.order, was, &self.columns);
        }
    }
}

/// Stays at the first cell found, or goes back if there is none.
pub(crate) fn accept_search(app: &mut App, from: (Row, usize)) {
    let Some(search) = &app.search else { return };
    let count = search.cells().count();
    if count == 0 {
        let typed = search.pattern.typed().to_owned();
        (app.viewport.row, app.viewport.column) = from;
        app.search = None;
        return app.set_status(format!("No shown lead contains \"{typed}\"."));
    }
    let from = (app.order.nearest(from.0), from.1);
    if let Some(cell) = search.cells().first_from(from) {
        app.go_to_match(cell);
    }
    let Some(search) = &app.search else { return };
    let here = (app.order.nearest(app.viewport.row), app.viewport.column);
    let at = search.cells().find(here).map_or(1, |at| at + 1);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::sheet::Edit;
    use crate::table::Table;
    use proptest::prelude::*;

    /// The cells that have a pattern, one looked at after the other.
    fn plainly(
        search: &Search,
        sheet: &Sheet,
        order: &Order,
        columns: &Columns,
    ) -> Vec<(u32, usize)> {
        let has = |row: Row, place: usize, field: Field| {
            search.pattern.is_in(&sheet.text(row, field))
                || place == 0 && search.pattern.is_in(&sheet.annotation(row).note)
        };
        let mut cells = Vec::new();
        for (position, row) in (0..).zip(order.rows()) {
            let places = columns.by_place().into_iter().enumerate();
            cells.extend(
                places.filter(|(at, field)| has(row, *at, *field)).map(|(at, _)| (position, at)),
            );
        }
        cells
    }

    fn listed(search: &Search) -> Vec<(u32, usize)> {
        (0..search.cells().count()).filter_map(|n| search.cells().nth(n)).collect()
    }

    proptest! {
        #[test]
        fn a_search_that_goes_on_finds_what_a_new_one_finds(
            rows in prop::collection::vec(prop::collection::vec("[abAB ]{0,6}", 3), 1..9),
            note in "[ab]{0,3}",
            typed in "[abB\"]{1,5}",
            descending: bool,
        ) {
            let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let text = format!("Referral ID,Lead Name,Notes\n{}\n", rows.join("\n"));
            let table = Table::parse(text, b',').expect("well-formed");
            let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
            let mut sheet = Sheet::new(table, Origin::Download, today);
            let _locked = sheet.apply(Edit::cell("edit", Row(0), Field(2), "ab\"b"));
            sheet.set_private_note(Row(0), &note).expect("it isn't read-only");
            let sort = crate::sheet::Sort { field: Field(1), descending };
            let order = Order::new(&sheet, &[], Some(sort));
            let columns = Columns::fitted(&sheet);
            let mut search: Option<Search> = None;
            for (at, c) in typed.char_indices() {
                let pattern = Pattern::text(&typed[..at + c.len_utf8()]).expect("a text");
                let next = match search.take() {
                    Some(search) => search.go_on(&sheet, &order, &columns, pattern),
                    None => Search::new(&sheet, &order, &columns, pattern),
                };
                prop_assert_eq!(listed(&next), plainly(&next, &sheet, &order, &columns));
                search = Some(next);
            }
            let (mut search, mut shown) = (search.expect("a letter was typed"), columns.clone());
            shown.hide(1);
            search.follow(&sheet, &order, &columns.by_place(), &shown);
            prop_assert_eq!(listed(&search), plainly(&search, &sheet, &order, &shown));
        }
    }
}
