//! A line that asks for a text.

use crate::app::app::App;
use crate::app::effect::PathFor;
use crate::app::grid::search::Search;
use crate::app::mode::Mode;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::Panel;
use crate::app::panels::prompt::change_values::{self, ChangedCells};
use crate::app::panels::prompt::report::{self, ReportPlace};
use crate::app::text::Text;
use crate::app::text::wrap::share;
use crate::leads::index::index;
use crate::leads::{CellRef, Field, Row, difference, plural, thousands};
use crate::sheet::{Filter, Order, Pattern, PatternError};
use std::sync::Arc;

/// A line that asks for a text.
#[derive(Debug)]
pub struct Prompt {
    /// What it asks for.
    pub kind: PromptKind,
    /// What is typed so far.
    pub input: Text,
    /// Whether it's read as a regular expression.
    pub is_regex: bool,
    /// What would come of it: how much is found, or what is wrong with the expression.
    pub answer: Result<String, String>,
    /// The panel that is searched, shown above the line.
    pub panel: Option<Box<dyn Panel>>,
}

/// What a prompt asks for.
#[derive(Clone, Debug)]
pub enum PromptKind {
    /// What to look for; with the cell and the search from before, to go back to.
    Search {
        /// The row of the sheet and the position of the column where the cursor was.
        from: (Row, usize),
        /// What was looked for before.
        before: Option<Arc<Search>>,
    },
    /// What to search for in the panel above.
    Lines {
        /// Where the panel was, to go back to.
        from: ListState,
        /// What was searched for before.
        before: Option<Pattern>,
    },
    /// Which text leads must have to be shown, in one field or in any.
    Filter(Option<Field>),
    /// Which condition leads must meet to be shown; the field is meant where it names no column.
    Condition(Field),
    /// The path of a file.
    Path(PathFor),
    /// Where the report of an upload is written.
    Report(ReportPlace),
    /// The name of a view: another one for the view with this name, else one for what is shown now.
    ViewName(Option<String>),
    /// How the values of these cells change.
    Change(Box<ChangedCells>),
    /// What to replace in these cells.
    Replace(Vec<CellRef>),
    /// What to put in its place.
    With {
        /// What is replaced.
        pattern: Pattern,
        /// The cells.
        cells: Vec<CellRef>,
    },
}

impl Prompt {
    /// Opens an empty line.
    pub(crate) fn open(asked: PromptKind) -> Self {
        Self {
            kind: asked,
            input: Text::default(),
            is_regex: false,
            answer: Ok(String::new()),
            panel: None,
        }
    }

    /// What is typed as a pattern.
    pub(crate) fn pattern(&self) -> Result<Pattern, PatternError> {
        if self.is_regex {
            Pattern::regex(self.input.value())
        } else {
            Pattern::text(self.input.value())
        }
    }

    /// Whether what is typed is a pattern, which can be an expression.
    pub fn asks_for_pattern(&self) -> bool {
        !matches!(
            self.kind,
            PromptKind::With { .. }
                | PromptKind::Condition(_)
                | PromptKind::Path(_)
                | PromptKind::Report(_)
                | PromptKind::ViewName(_)
                | PromptKind::Change(_)
        )
    }

    /// Whether what is typed is the path of a report.
    pub(crate) fn asks_for_report(&self) -> bool {
        matches!(self.kind, PromptKind::Report(_))
    }

    /// Whether what is typed is the path of a file that is read.
    pub fn asks_for_path(&self) -> bool {
        matches!(self.kind, PromptKind::Path(_))
    }
}

/// By how many bytes a replacement may make the texts of all of its cells longer.
pub(crate) const MAX_GROWTH_BYTES: usize = 32_000_000;

/// Says that a replacement would make the texts longer than that.
pub(crate) fn too_much() -> String {
    let most = MAX_GROWTH_BYTES / 1000;
    format!("The texts would grow by more than {most} KB; replace fewer, or with a shorter text.")
}

/// Asks for a text.
pub(crate) fn open_prompt(app: &mut App, asked: PromptKind) {
    app.mode = Mode::Prompt(Prompt::open(asked));
    app.answer_prompt();
}

impl App {
    /// Works out what would come of what is typed, and shows it where it can be shown.
    pub(crate) fn answer_prompt(&mut self) {
        let Mode::Prompt(prompt) = &mut self.mode else { return };
        let asked = prompt.kind.clone();
        let typed = prompt.input.value().to_owned();
        let pattern = prompt.pattern();
        let answer = match (asked, pattern) {
            (PromptKind::With { pattern, cells }, _) => {
                self.count_replaced(&pattern, &cells, &typed)
            }
            (PromptKind::Path(wanted), _) => {
                self.narrow_files(&typed);
                Ok(wanted.about().to_owned())
            }
            (PromptKind::Report(place), _) => report::answer(self, &place, &typed),
            (PromptKind::Condition(field), _) => self.count_holding(field, &typed),
            (PromptKind::Change(cells), _) => change_values::answer(self, &cells, &typed),
            (PromptKind::ViewName(old), _) => Ok(self.about_name(old.as_deref(), &typed)),
            (_, Err(error)) => Err(format!("Not a valid expression yet: {}.", error.why)),
            (PromptKind::Search { from, before }, Ok(pattern)) => {
                self.search_while_typing(&typed, pattern, from, before)
            }
            (PromptKind::Lines { from, .. }, Ok(pattern)) => {
                self.search_panel_while_typing(Some(pattern).filter(|_| !typed.is_empty()), from)
            }
            (PromptKind::Filter(field), Ok(pattern)) => Ok(self.count_fitting(field, pattern)),
            (PromptKind::Replace(cells), Ok(pattern)) => {
                let has = |cell: &&CellRef| pattern.is_in(&self.sheet.text(cell.row, cell.field));
                Ok(match cells.iter().filter(has).count() {
                    _ if typed.is_empty() => {
                        let cells = plural(cells.len(), "cell");
                        format!("what to replace in {cells}; next, the replacement")
                    }
                    found => {
                        format!("{} of {} match", thousands(found), plural(cells.len(), "cell"))
                    }
                })
            }
        };
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.answer = answer;
        }
    }

    fn count_fitting(&self, field: Option<Field>, pattern: Pattern) -> String {
        let mut filters = self.filters.clone();
        filters.push(Filter::Has { field, pattern });
        let shown = Order::new(&self.sheet, &filters, None).len();
        format!("{} of {} match", thousands(index(shown)), plural(index(self.order.len()), "lead"))
    }

    fn count_replaced(
        &self,
        pattern: &Pattern,
        cells: &[CellRef],
        with: &str,
    ) -> Result<String, String> {
        let texts = cells.iter().map(|cell| self.sheet.text(cell.row, cell.field));
        let Some(old) = texts.into_iter().find(|old| pattern.is_in(old)) else {
            return Ok("no cell matches".to_owned());
        };
        let new = pattern.replace(&old, with, MAX_GROWTH_BYTES).ok_or_else(too_much)?;
        // It stands on one line.
        let room = share(usize::from(self.fit.width), " → ", [&old, &new]);
        let [old, new] = difference(&old, &new, room);
        Ok(format!("{old} → {new}"))
    }
}
