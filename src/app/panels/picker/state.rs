//! Drop-downs and the palette: a list to narrow by typing and to choose from.

use crate::app::command::When;
use crate::app::editor::Editor;
use crate::app::effect::UnreadFile;
use crate::app::panels::fill::choices::FillChoice;
use crate::app::panels::fill::state::FillPanel;
use crate::app::panels::picker::palette::PaletteEntry;
use crate::app::panels::picker::values::ColumnTexts;
use crate::app::panels::picker::views::ViewLine;
use crate::app::panels::review::state::shown;
use crate::app::text::Text;
use crate::app::theme::ThemeName;
use crate::leads::index::index;
use crate::leads::{Choice, Encoding, Field, Row, plural};
use crate::sheet::{RowState, Sheet};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A list to choose from.
#[derive(Debug)]
pub struct Picker {
    /// What is chosen.
    pub title: String,
    /// What there is.
    pub offers: PickerKind,
    /// What was typed to narrow it.
    pub filter: Text,
    /// The offers that fit what was typed, the best first.
    pub shown: Vec<usize>,
    /// The position of the selected offer among the shown ones.
    pub at: usize,
    /// How often each offer stands in the file, where that is told.
    pub counts: Vec<usize>,
}

/// What a picker offers.
#[derive(Debug)]
pub enum PickerKind {
    /// The choices for a cell.
    Cell {
        /// The row of the cell, counted from 0.
        row: Row,
        /// Its field, counted from 0.
        field: Field,
        /// The leads that get the choice.
        rows: Vec<Row>,
        /// The choices.
        choices: Vec<Choice>,
        /// Which of them the cell holds now.
        current: Option<usize>,
    },
    /// Commands of the grid and the outcomes of the lead.
    Commands(Vec<PaletteEntry>),
    /// Columns to go to: field, name and what it is.
    Columns(Vec<(Field, String, &'static str)>),
    /// The texts in a column to filter by.
    Values(ColumnTexts),
    /// Views with a name.
    Views(Vec<ViewLine>),
    /// The places of leads on their way to Partner Center, with the number of leads at each.
    States(Vec<(RowState, usize)>),
    /// The encodings in which a file can be read.
    Encodings {
        /// The file.
        file: Box<UnreadFile>,
        /// The encodings, the most likely first.
        encodings: Vec<Encoding>,
    },
    /// Themes to draw the screen in.
    Themes(Vec<ThemeName>),
    /// Sheets of a workbook that leads are filled from, each with the number of its rows.
    Sheets {
        /// The path of the workbook, as it was typed.
        path: String,
        /// The sheets.
        sheets: Vec<(String, usize)>,
    },
    /// The files that are open as one, whose place a fresh download takes, each with how many of its leads are in it.
    Files(Vec<(String, String)>),
    /// What a column of another file fills, or what a value of it means.
    Fill {
        /// The panel that it was opened from.
        panel: Box<FillPanel>,
        /// The choices.
        choices: Vec<FillChoice>,
    },
    /// Team members to fill a form from.
    Members {
        /// The editor with the form, as it was left.
        editor: Box<Editor>,
        /// The members, and how often each stands in the file.
        members: Vec<(String, usize)>,
    },
}

impl PickerKind {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Cell { choices, .. } => choices.len(),
            Self::Commands(commands) => commands.len(),
            Self::Columns(columns) => columns.len(),
            Self::Values(list) => list.values.len(),
            Self::Views(views) => views.len(),
            Self::States(states) => states.len(),
            Self::Encodings { encodings, .. } => encodings.len(),
            Self::Themes(themes) => themes.len(),
            Self::Sheets { sheets, .. } => sheets.len(),
            Self::Files(files) => files.len(),
            Self::Fill { choices, .. } => choices.len(),
            Self::Members { members, .. } => members.len(),
        }
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sections of the key map that hold: a key of the first one hides those of the others.
    pub(crate) fn sections(&self) -> &'static [When] {
        match self {
            Self::Values(_) => &[When::Values, When::Picker, When::Text],
            Self::Views(_) => &[When::Views, When::Picker, When::Text],
            _ => &[When::Picker, When::Text],
        }
    }

    /// Whether an offer is ticked, where several can be.
    pub fn is_ticked(&self, at: usize) -> Option<bool> {
        match self {
            Self::Values(list) => Some(list.ticked.contains(&at)),
            _ => None,
        }
    }

    /// The keys that do the same without the list.
    pub fn keys(&self, at: usize) -> &str {
        match self {
            Self::Commands(commands) => commands.get(at).map_or("", |entry| &entry.keys),
            _ => "",
        }
    }

    /// How much an offer was used lately, where that is remembered.
    fn uses(&self, at: usize) -> u32 {
        match self {
            Self::Commands(entries) => entries.get(at).map_or(0, |entry| entry.uses),
            _ => 0,
        }
    }

    /// A word about an offer at the end of its line.
    pub fn note(&self, at: usize) -> &'static str {
        match self {
            Self::Commands(entries) if entries.get(at).is_some_and(|entry| entry.is_recent) => {
                "recent"
            }
            _ => "",
        }
    }

    /// The name and the explanation of an offer.
    pub fn show(&self, at: usize) -> (String, String) {
        match self {
            Self::Cell { choices, .. } => {
                choices.get(at).map(|c| (c.label.clone(), c.detail.clone())).unwrap_or_default()
            }
            Self::Commands(commands) => commands
                .get(at)
                .map(|entry| (entry.name.clone(), entry.doc.clone()))
                .unwrap_or_default(),
            Self::Columns(columns) => columns
                .get(at)
                .map(|(_, name, what)| (name.clone(), (*what).to_owned()))
                .unwrap_or_default(),
            Self::Views(views) => views
                .get(at)
                .map(|line| (line.view.name.clone(), line.detail.clone()))
                .unwrap_or_default(),
            Self::Values(list) => list
                .values
                .get(at)
                .map(|(text, n)| (value_label(text), plural(*n, "lead")))
                .unwrap_or_default(),
            Self::States(states) => states
                .get(at)
                .map(|(state, n)| (state.label().to_owned(), plural(*n, "lead")))
                .unwrap_or_default(),
            Self::Encodings { encodings, .. } => encodings
                .get(at)
                .map(|e| (e.option().to_owned(), e.region().to_owned()))
                .unwrap_or_default(),
            Self::Themes(themes) => {
                themes.get(at).map(|t| (t.name.clone(), t.what.clone())).unwrap_or_default()
            }
            Self::Sheets { sheets, .. } => sheets
                .get(at)
                .map(|(name, rows)| (shown(name), plural(*rows, "row")))
                .unwrap_or_default(),
            Self::Files(files) => files.get(at).cloned().unwrap_or_default(),
            Self::Fill { choices, .. } => {
                choices.get(at).map(|c| (c.label.clone(), c.detail.clone())).unwrap_or_default()
            }
            Self::Members { members, .. } => {
                let text = members.get(at).map(|(text, _)| text.clone());
                (text.unwrap_or_default(), String::new())
            }
        }
    }

    /// How well an offer fits what was typed; less is better, nothing doesn't fit.
    fn score(&self, at: usize, typed: &str) -> Option<usize> {
        let (label, detail) = self.show(at);
        match self {
            Self::Cell { .. } if label.to_lowercase() == typed => Some(0),
            Self::Cell { choices, .. } if choices.get(at)?.is_outcome() => {
                let choice = choices.get(at)?;
                let best = choice.words().filter_map(|word| score(word, typed)).min()?;
                // A closing isn't chosen by a part of a word.
                let limit = if choice.closes() { WORD_SCORE } else { LETTERS_SCORE - 1 };
                (best <= limit).then_some(best)
            }
            // A cell gets a value that stands in the list by what was typed, not by its letters.
            Self::Cell { .. } => score(&label, typed)
                .or_else(|| Some(score(&detail, typed)? + 10))
                .filter(|score| score % 10 < LETTERS_SCORE),
            Self::Commands(entries) => entries.get(at)?.score(typed),
            Self::Encodings { encodings, .. } => match encodings.get(at) {
                // By any of its names: `cp932`, `932`, `sjis`.
                Some(&encoding) if Encoding::named(typed) == Some(encoding) => Some(0),
                _ => score(&label, typed).or_else(|| Some(score(&detail, typed)? + 10)),
            },
            Self::Fill { .. } => score(&label, typed)
                .or_else(|| Some(score(&detail, typed)? + 10))
                .filter(|score| score % 10 < LETTERS_SCORE),
            Self::Columns(_)
            | Self::Values(_)
            | Self::Views(_)
            | Self::States(_)
            | Self::Themes(_)
            | Self::Sheets { .. }
            | Self::Files(_)
            | Self::Members { .. } => score(&label, typed),
        }
    }
}

impl Picker {
    /// Opens on what there is, the current choice selected.
    pub(crate) fn open(title: impl Into<String>, offers: PickerKind) -> Self {
        let at = match &offers {
            PickerKind::Cell { current, .. } => current.unwrap_or_default(),
            _ => 0,
        };
        let shown = (0..offers.len()).collect();
        let counts = match &offers {
            PickerKind::Members { members, .. } => members.iter().map(|(_, n)| *n).collect(),
            _ => Vec::new(),
        };
        Self { title: title.into(), offers, filter: Text::default(), shown, at, counts }
    }

    /// Tells how often each choice for a cell stands in its column.
    ///
    /// Only where a choice is one text of the column: an outcome is several cells, and a reason's number
    /// means one thing for a lost lead and another for an error.
    pub(crate) fn counted(mut self, sheet: &Sheet) -> Self {
        let PickerKind::Cell { field, choices, .. } = &self.offers else { return self };
        let col = sheet.layout().col(*field);
        let mut numbers = HashMap::new();
        for choice in choices {
            match &choice.sets[..] {
                [(one, text)] if Some(*one) == col && !one.is_reason() => {
                    numbers.insert(text.as_str(), 0);
                }
                _ => return self,
            }
        }
        for row in sheet.rows() {
            if let Some(number) = numbers.get_mut(&*sheet.text(row, *field)) {
                *number += 1;
            }
        }
        let of = |choice: &Choice| choice.sets.first().and_then(|(_, t)| numbers.get(t.as_str()));
        self.counts = choices.iter().map(|c| of(c).copied().unwrap_or_default()).collect();
        self
    }

    /// Which bytes of a name are what was typed.
    pub fn matched(&self, name: &str) -> Vec<usize> {
        matched(name, &self.filter.value().trim().to_lowercase())
    }

    /// Narrows the list to what fits the typed text, and selects the best.
    pub(crate) fn filter_by(&mut self) {
        let typed = self.filter.value().trim().to_lowercase();
        let mut fits: Vec<(usize, Reverse<u32>, usize)> = (0..self.offers.len())
            .filter_map(|at| {
                Some((self.offers.score(at, &typed)?, Reverse(self.offers.uses(at)), at))
            })
            .collect();
        if typed.is_empty() {
            fits.sort_unstable_by_key(|(.., at)| *at);
        } else {
            fits.sort_unstable();
        }
        self.shown = fits.into_iter().map(|(.., at)| at).collect();
        self.at = 0;
    }

    /// Moves the selection, stopping at both ends.
    pub(crate) fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// The text of the empty list; `choose` is the key that accepts what is typed.
    pub fn nothing(&self, choose: &str) -> String {
        match (&self.offers, self.row()) {
            (PickerKind::Commands(_), Some(row)) => format!("{choose} goes to lead {row}."),
            _ => "No matches.".to_owned(),
        }
    }

    /// The lead with the number that was typed, if one was.
    pub(crate) fn row(&self) -> Option<Row> {
        let digits = self.filter.value().trim();
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| Row::at(index(digits.parse().unwrap_or(u32::MAX)).saturating_sub(1)))
    }

    /// The selected offer.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.at).copied()
    }
}

/// The name of a value in a list of values.
fn value_label(text: &str) -> String {
    if text.is_empty() { "(blank)".to_owned() } else { shown(text) }
}

/// The score of a text with a word that begins with the typed text; a text that itself begins so scores higher.
pub(super) const WORD_SCORE: usize = 2;
/// The score of a text that has the typed letters in order, with others between them.
pub(super) const LETTERS_SCORE: usize = 5;

/// How well a text fits what was typed: beginning, word, part, letters in order.
pub(super) fn score(text: &str, typed: &str) -> Option<usize> {
    let text = text.to_lowercase();
    if typed.is_empty() {
        return Some(0);
    }
    match text.find(typed) {
        Some(0) => return Some(1),
        Some(at) if !text[..at].ends_with(char::is_alphanumeric) => return Some(WORD_SCORE),
        Some(_) => return Some(3),
        None => {}
    }
    let mut letters = text.chars();
    typed.chars().all(|t| letters.any(|l| l == t)).then_some(LETTERS_SCORE)
}

/// The bytes at which the letters stand that make a text fit what was typed.
fn matched(text: &str, typed: &str) -> Vec<usize> {
    let lower: Vec<(usize, char)> =
        text.char_indices().flat_map(|(at, c)| c.to_lowercase().map(move |c| (at, c))).collect();
    let typed: Vec<char> = typed.chars().collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let whole = |w: &[(usize, char)]| w.iter().map(|(_, c)| c).eq(&typed);
    if let Some(window) = lower.windows(typed.len()).find(|w| whole(w)) {
        return window.iter().map(|(at, _)| *at).collect();
    }
    let mut letters = lower.into_iter();
    let found: Option<Vec<usize>> =
        typed.iter().map(|t| letters.find(|(_, c)| c == t).map(|(at, _)| at)).collect();
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_match_better_than_words_than_parts_than_letters() {
        let scores: Vec<_> =
            ["usd us dollar", "the us", "bonus", "u-turn, sir"].map(|t| score(t, "us")).to_vec();
        assert_eq!(scores, [Some(1), Some(2), Some(3), Some(5)]);
        assert_eq!(score("eur", "us"), None);
    }

    #[test]
    fn the_matching_letters_are_found() {
        assert_eq!(matched("Yen, Japan", "jap"), [5, 6, 7]);
        assert_eq!(matched("next problem", "npr"), [0, 5, 6]);
        assert_eq!(matched("İ x", "x"), [3]);
        assert!(matched("EUR", "usd").is_empty() && matched("EUR", "").is_empty());
    }
}
