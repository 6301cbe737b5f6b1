//! A line that asks for a text.

use super::{App, Search, Text};
use crate::sheet::{Filter, Order, Pattern, PatternError};

/// A line that asks for a text.
#[derive(Debug)]
pub struct Prompt {
    /// What it asks for.
    pub asked: Asked,
    /// What is typed so far.
    pub input: Text,
    /// Whether it's read as a regular expression.
    pub is_regex: bool,
    /// What would come of it: how much is found, or what is wrong with the expression.
    pub answer: Result<String, String>,
}

/// What a prompt asks for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// What to look for; with the cell and the search from before, to go back to.
    Search {
        /// The row of the sheet and the position of the column where the cursor was.
        from: (u32, usize),
        /// What was looked for before.
        before: Option<Box<Search>>,
    },
    /// Which text leads must have to be shown, in one field or in any.
    Filter(Option<u32>),
    /// Which results file to take in.
    Results,
    /// What to replace in these cells.
    Replace(Vec<(u32, u32)>),
    /// What to put in its place.
    With {
        /// What is replaced.
        pattern: Pattern,
        /// The cells: row and field.
        cells: Vec<(u32, u32)>,
    },
}

impl Prompt {
    /// Opens an empty line.
    pub(super) fn open(asked: Asked) -> Self {
        Self { asked, input: Text::default(), is_regex: false, answer: Ok(String::new()) }
    }

    /// Returns what is typed as a pattern.
    pub(super) fn pattern(&self) -> Result<Pattern, PatternError> {
        if self.is_regex {
            Pattern::regex(self.input.value())
        } else {
            Pattern::text(self.input.value())
        }
    }

    /// Tells whether what is typed is a pattern, which can be an expression.
    pub fn asks_for_pattern(&self) -> bool {
        !matches!(self.asked, Asked::With { .. } | Asked::Results)
    }
}

impl App {
    /// Works out what would come of what is typed, and shows it where it can be shown.
    pub(super) fn answer_prompt(&mut self) {
        let super::Mode::Prompt(prompt) = &mut self.mode else { return };
        let asked = prompt.asked.clone();
        let typed = prompt.input.value().to_owned();
        let pattern = prompt.pattern();
        let answer = match (asked, pattern) {
            (Asked::With { pattern, cells }, _) => {
                Ok(self.count_replaced(&pattern, &cells, &typed))
            }
            (Asked::Results, _) => Ok("the path of the processed file".to_owned()),
            (_, Err(error)) => Err(format!("Not an expression yet: {}.", error.why)),
            (Asked::Search { from, before }, Ok(pattern)) => {
                self.search_while_typing(&typed, pattern, from, before)
            }
            (Asked::Filter(field), Ok(pattern)) => Ok(self.count_fitting(field, pattern)),
            (Asked::Replace(cells), Ok(pattern)) => {
                let has =
                    |(row, field): &&(u32, u32)| pattern.is_in(&self.sheet.text(*row, *field));
                Ok(match cells.iter().filter(has).count() {
                    _ if typed.is_empty() => {
                        let s = if cells.len() == 1 { "" } else { "s" };
                        format!("what to replace in {} cell{s}; then with what", cells.len())
                    }
                    found => format!("{found} of {} cells have it", cells.len()),
                })
            }
        };
        if let super::Mode::Prompt(prompt) = &mut self.mode {
            prompt.answer = answer;
        }
    }

    fn count_fitting(&self, field: Option<u32>, pattern: Pattern) -> String {
        let mut filters = self.filters.clone();
        filters.push(Filter::Has { field, pattern });
        let shown = Order::of(&self.sheet, &filters, None).len();
        format!("{shown} of {} leads fit", self.order.len())
    }

    fn count_replaced(&self, pattern: &Pattern, cells: &[(u32, u32)], with: &str) -> String {
        let first = cells.iter().find_map(|(row, field)| {
            let old = self.sheet.text(*row, *field);
            pattern
                .is_in(&old)
                .then(|| (old.clone().into_owned(), pattern.replace(&old, with).into_owned()))
        });
        first.map_or("nothing is replaced".to_owned(), |(old, new)| format!("{old} → {new}"))
    }

    /// Goes to the first cell that has what is typed, and back when nothing is typed any more.
    fn search_while_typing(
        &mut self,
        typed: &str,
        pattern: Pattern,
        from: (u32, usize),
        before: Option<Box<Search>>,
    ) -> Result<String, String> {
        (self.viewport.row, self.viewport.column) = from;
        if typed.is_empty() {
            self.search = before.map(|before| *before);
            return Ok(String::new());
        }
        let search = Search::new(&self.sheet, &self.order, &self.columns, pattern);
        let here = (self.order.nearest(from.0), from.1);
        let answer = match search.first_from(here) {
            Some(cell) => {
                self.go_to_position(cell);
                Ok(format!("{} cells have it", search.cells().len()))
            }
            None => Err("No cell that is shown has it.".to_owned()),
        };
        self.search = Some(search);
        answer
    }
}
