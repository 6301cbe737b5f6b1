//! The line that asks what to look for: what is found is shown while it is typed.

use crate::app::app::App;
use crate::app::grid::search::{FIRST_LEADS, Search, Searched};
use crate::app::mode::Mode;
use crate::app::panels::prompt::state::PromptKind;
use crate::leads::{Row, plural};
use crate::sheet::Pattern;
use std::sync::Arc;
use std::task::Poll;

impl App {
    /// Begins to look for what is typed, and goes back when nothing is typed any more.
    pub(super) fn search_while_typing(
        &mut self,
        typed: &str,
        pattern: Pattern,
        from: (Row, usize),
        before: Option<Arc<Search>>,
    ) -> Result<String, String> {
        if typed.is_empty() {
            (self.viewport.row, self.viewport.column) = from;
            self.search = before.map(Arc::unwrap_or_clone);
            return Ok(String::new());
        }
        let start = self.order.nearest(from.0);
        let Self { sheet, order, columns, search, .. } = self;
        let searched = Searched { sheet, order, columns };
        let mut next = match search.take() {
            Some(search) => search.go_on(searched, pattern, start),
            None => Search::begin(searched, pattern, start),
        };
        next.advance(searched, FIRST_LEADS);
        *search = Some(next);
        self.answer_search(from)
    }

    /// Goes to the first cell found, and tells how many there are, as far as that is known.
    fn answer_search(&mut self, from: (Row, usize)) -> Result<String, String> {
        let Some(search) = &self.search else { return Ok(String::new()) };
        let first = search.first_from((self.order.nearest(from.0), from.1));
        let answer = match search.count() {
            _ if search.is_under_way() => Ok(self.search_line().unwrap_or_default()),
            0 => Err("No matches.".to_owned()),
            1 => Ok("1 cell matches".to_owned()),
            cells => Ok(format!("{} match", plural(cells, "cell"))),
        };
        // As long as it isn't known, what is in sight stays there.
        if let Poll::Ready(first) = first {
            (self.viewport.row, self.viewport.column) = from;
            if let Some((position, place)) = first {
                // A hidden column is shown when the search is accepted, not with each letter.
                let column = if place < self.columns.len() { place } else { from.1 };
                self.go_to_position((position, column));
            }
        }
        answer
    }

    /// Where the cursor was when the line was opened, if it asks for what is looked for now.
    fn asks_for_search(&self) -> Option<(Row, usize)> {
        let (Mode::Prompt(prompt), Some(search)) = (&self.mode, &self.search) else { return None };
        let PromptKind::Search { from, .. } = prompt.kind else { return None };
        let pattern = &search.pattern;
        let is_it =
            prompt.input.value() == pattern.typed() && prompt.is_regex == pattern.is_regex();
        is_it.then_some(from)
    }

    /// Whether it isn't known yet where the first cell is that has what is typed.
    pub(crate) fn awaits_first_match(&self) -> bool {
        let (Some(from), Some(search)) = (self.asks_for_search(), &self.search) else {
            return false;
        };
        search.first_from((self.order.nearest(from.0), from.1)).is_pending()
    }

    /// Searches some leads, and shows what came of it.
    pub(crate) fn search_on(&mut self, leads: u32) {
        self.search_more(leads);
        self.show_search_progress();
    }

    /// Shows how far the search is.
    pub(crate) fn show_search_progress(&mut self) {
        self.retell_match();
        let Some(from) = self.asks_for_search() else { return };
        let answer = self.answer_search(from);
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.answer = answer;
        }
    }
}
