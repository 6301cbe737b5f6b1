//! Hands rows to the rules.

use super::Sheet;
use crate::leads::{Facts, Finding, Layout, Level, Row, Rows, is_plain, rules};
use std::borrow::Cow;

/// The texts of one row, gathered. Used again from row to row to save allocations.
#[derive(Default)]
pub(super) struct Cells<'s> {
    loaded: Vec<Cow<'s, str>>,
    current: Vec<Cow<'s, str>>,
}

impl<'s> Cells<'s> {
    /// Gathers the texts of a row and returns it in the form that the rules read.
    pub(super) fn row<'c>(&'c mut self, sheet: &'s Sheet, row: u32) -> Row<'c>
    where
        's: 'c,
    {
        self.loaded.clear();
        self.loaded.extend(sheet.table().cells(row as usize));
        let changes = sheet.changes_of(row);
        let current = if changes.is_empty() {
            &self.loaded
        } else {
            self.current.clear();
            self.current.extend(self.loaded.iter().cloned());
            for (field, text) in changes {
                if let Some(cell) = self.current.get_mut(*field as usize) {
                    *cell = Cow::Borrowed(text);
                }
            }
            &self.current
        };
        Row {
            layout: sheet.layout(),
            loaded: &self.loaded,
            current,
            origin: sheet.origin(),
            plain: is_plain(sheet.table().row_text(row as usize))
                && changes.iter().all(|(_, text)| is_plain(text)),
            facts: sheet.facts(),
        }
    }
}

impl Sheet {
    /// Hands a row, counted from 0, to a function in the form that the rules read.
    pub fn with_row<R>(&self, row: u32, look: impl FnOnce(&Row) -> R) -> R {
        look(&Cells::default().row(self, row))
    }

    /// Returns what the rules would find in a row if a cell had another text. Nothing changes.
    pub fn trial(&self, row: u32, field: u32, text: &str) -> Vec<Finding> {
        let mut cells = Cells::default();
        let now = cells.row(self, row);
        let mut current = now.current.to_vec();
        if let Some(cell) = current.get_mut(field as usize) {
            *cell = Cow::Borrowed(text);
        }
        let mut found = Vec::new();
        rules::check_row(
            &Row { current: &current, plain: now.plain && is_plain(text), ..now },
            row,
            Level::Note,
            &mut found,
        );
        found
    }
}

impl Rows for Sheet {
    fn layout(&self) -> &Layout {
        self.table().layout()
    }

    fn count(&self) -> usize {
        self.table().len()
    }

    fn text(&self, row: usize, field: usize) -> Cow<'_, str> {
        Sheet::text(self, row as u32, field as u32)
    }

    fn source(&self) -> &str {
        self.table().text()
    }

    fn has_mixed_line_ends(&self) -> bool {
        self.table().has_mixed_line_ends()
    }

    fn facts(&self) -> &Facts {
        Sheet::facts(self)
    }
}
