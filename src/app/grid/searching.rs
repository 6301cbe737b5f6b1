//! The search in the grid: it goes on while nobody types, and steps go from one cell found to the next.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::search::{FIRST_LEADS, MatchMessage, Search, Searched};
use crate::leads::{Field, Row, thousands};
use crate::sheet::Pattern;
use std::task::Poll;

impl App {
    /// Whether a search is under way, so that there is something to do while no input comes: see
    /// [`Input::SearchOn`](crate::app::input::Input).
    pub fn is_searching(&self) -> bool {
        self.search.as_ref().is_some_and(Search::is_under_way)
    }

    /// The cell under the cursor, by position of the lead and place of the column.
    fn here(&self) -> (u32, usize) {
        (self.order.nearest(self.viewport.row), self.viewport.column)
    }

    /// Begins to look for a pattern at the cursor.
    pub(crate) fn begin_search(&mut self, pattern: Pattern) {
        let start = self.here().0;
        let Self { sheet, order, columns, .. } = self;
        self.search = Some(Search::begin(Searched { sheet, order, columns }, pattern, start));
        self.search_more(FIRST_LEADS);
    }

    /// Searches the next leads. Where texts changed since the search began, it begins again.
    pub(crate) fn search_more(&mut self, leads: u32) {
        let start = self.here().0;
        let Self { sheet, order, columns, search, .. } = self;
        let Some(search) = search else { return };
        let searched = Searched { sheet, order, columns };
        if search.is_under_way() && search.is_stale(sheet) {
            search.restart(searched, start);
        }
        search.advance(searched, leads);
    }

    /// Begins to look for the pattern again if leads or columns are shown otherwise, or texts changed.
    pub(crate) fn renew_search(&mut self, is_stale: bool) {
        let start = self.here().0;
        let Self { sheet, order, columns, search, .. } = self;
        if let Some(search) = search
            && (is_stale || search.is_stale(sheet))
        {
            search.restart(Searched { sheet, order, columns }, start);
            self.search_more(FIRST_LEADS);
        }
    }

    /// Goes to a cell that was found. If that shows its column, the others are found at other places.
    fn go_to_match(&mut self, cell: (u32, usize)) {
        let was = self.columns.by_place();
        self.go_to_position(cell);
        self.follow_search(&was);
    }

    /// Moves what was found to where the columns are now.
    pub(crate) fn follow_search(&mut self, was: &[Field]) {
        let start = self.here().0;
        let Self { sheet, order, columns, search, .. } = self;
        if let Some(search) = search
            && was != columns.by_place()
        {
            search.follow(Searched { sheet, order, columns }, was, start);
            self.search_more(FIRST_LEADS);
        }
    }

    /// Whether it isn't known yet where a number of steps lead to, from one cell found to the next.
    pub(crate) fn awaits_match(&self, by: isize) -> bool {
        self.search.as_ref().is_some_and(|search| search.step(self.here(), by).is_pending())
    }

    /// Goes a number of steps from one cell found to the next, round and round, and says which one it is.
    pub(crate) fn go_to_next_match(&mut self, by: isize) {
        let Some(search) = &self.search else { return };
        let here = self.here();
        match search.step(here, by) {
            Poll::Ready(Some(cell)) => {
                self.go_to_match(cell);
                let is_around = (by > 0) != (cell > here);
                self.tell_match(if is_around { ", from the other end" } else { "" }.to_owned());
            }
            Poll::Ready(None) => self.tell_no_match(),
            Poll::Pending => {}
        }
    }

    fn tell_no_match(&mut self) {
        let Some(search) = &self.search else { return };
        let text = format!("No shown lead contains \"{}\".", search.pattern.typed());
        self.set_status(text);
    }

    /// Says which of the cells found the one under the cursor is.
    fn tell_match(&mut self, rest: String) {
        let here = self.here();
        let Some(search) = &mut self.search else { return };
        let count = search.count_label();
        let text = match search.number_of(here) {
            Some(at) => format!("match {} of {count}{rest}", thousands(at)),
            None => format!("one of {count} matches{rest}"),
        };
        let message = MatchMessage { text: text.clone(), rest };
        search.message = Some(message).filter(|_| search.is_under_way());
        self.set_status(text);
    }

    /// Puts the sentence about a cell that was found right, if it is still shown.
    pub(crate) fn retell_match(&mut self) {
        let Some(message) = self.search.as_mut().and_then(|search| search.message.take()) else {
            return;
        };
        if self.message.as_ref().is_some_and(|shown| shown.text == message.text) {
            self.tell_match(message.rest);
        }
    }
}

/// Stays at the first cell found, or goes back if there is none.
pub(crate) fn accept_search(app: &mut App, from: (Row, usize)) {
    let Some(search) = &app.search else { return };
    let start = (app.order.nearest(from.0), from.1);
    match search.first_from(start) {
        Poll::Ready(Some(cell)) => {
            app.go_to_match(cell);
            let next = app.keymap.hint(When::Grid, "next");
            let end = app.keymap.hint(When::Grid, "cancel");
            app.tell_match(format!("; {next} for the next one, {end} ends the search"));
        }
        Poll::Ready(None) => {
            (app.viewport.row, app.viewport.column) = from;
            app.tell_no_match();
            app.search = None;
        }
        Poll::Pending => {}
    }
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
