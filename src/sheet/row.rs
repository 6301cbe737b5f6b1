//! Hands rows to the rules.

use super::{Sheet, Table};
use crate::leads::{Facts, Finding, Layout, Level, Origin, Row, Rows, is_plain, rules};
use std::borrow::Cow;

/// The texts of one row, gathered. Used again from row to row to save allocations.
#[derive(Default)]
pub(super) struct Cells<'s> {
    loaded: Vec<Cow<'s, str>>,
    current: Vec<Cow<'s, str>>,
    odd: Vec<usize>,
}

/// How many neighbouring cells are looked at in one go for what isn't plain.
const GROUP: usize = 8;

impl<'s> Cells<'s> {
    /// Gathers the texts of a row and returns it in the form that the rules read.
    pub(super) fn row<'c>(&'c mut self, sheet: &'s Sheet, row: u32) -> Row<'c>
    where
        's: 'c,
    {
        self.loaded.clear();
        self.loaded.extend(sheet.table().cells(row as usize));
        self.current.clear();
        let changes = sheet.changes_of(row);
        self.find_odd(sheet.table(), row as usize, changes);
        let origin = self.compare(sheet, row);
        let current = if changes.is_empty() && self.current.is_empty() {
            &self.loaded
        } else {
            if self.current.is_empty() {
                self.current.extend(self.loaded.iter().cloned());
            }
            for (field, text) in changes {
                set(&mut self.current, sheet.layout(), *field, text);
            }
            &self.current
        };
        Row {
            layout: sheet.layout(),
            loaded: &self.loaded,
            current,
            origin,
            odd: &self.odd,
            facts: sheet.facts(),
        }
    }

    /// Finds the cells whose current text isn't plain.
    fn find_odd(&mut self, table: &Table, row: usize, changes: &[(u32, String)]) {
        self.odd.clear();
        let is_odd = !is_plain(table.row_text(row));
        let width = if is_odd { table.fields_of(row) } else { 0 };
        for start in (0..width).step_by(GROUP) {
            let group = start..width.min(start + GROUP);
            if !is_plain(table.raw_range(row, group.clone())) {
                self.odd.extend(group.filter(|&field| !is_plain(table.raw(row, field))));
            }
        }
        for (field, text) in changes {
            set_odd(&mut self.odd, *field as usize, text);
        }
    }

    /// Puts the download's texts under those of the file, if it is compared with a download, and
    /// returns where the loaded texts come from.
    ///
    /// A column that the download lacks keeps its text, and so does a row with another number of
    /// fields than the header: its cells can't be matched with columns.
    fn compare(&mut self, sheet: &'s Sheet, row: u32) -> Origin {
        let Some(baseline) = sheet.baseline() else { return sheet.origin() };
        let Some(lead) = baseline.join.row(row) else { return Origin::Added };
        if self.loaded.len() != sheet.layout().len() {
            return Origin::Compared;
        }
        std::mem::swap(&mut self.loaded, &mut self.current);
        self.loaded.extend(self.current.iter().cloned());
        for (field, original) in baseline.join.columns() {
            if let Some(cell) = self.loaded.get_mut(field as usize) {
                *cell = baseline.table.cell(lead as usize, original as usize);
            }
        }
        Origin::Compared
    }
}

/// Notes whether a cell's new text is plain.
fn set_odd(odd: &mut Vec<usize>, field: usize, text: &str) {
    match (odd.binary_search(&field), is_plain(text)) {
        (Ok(at), true) => drop(odd.remove(at)),
        (Err(at), false) => odd.insert(at, field),
        _ => {}
    }
}

/// Sets a cell, which a short row may lack.
fn set<'s>(cells: &mut Vec<Cow<'s, str>>, layout: &Layout, field: u32, text: &'s str) {
    let field = field as usize;
    if field >= cells.len() && field < layout.len() {
        cells.resize(field + 1, Cow::Borrowed(""));
    }
    if let Some(cell) = cells.get_mut(field) {
        *cell = Cow::Borrowed(text);
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
        set(&mut current, self.layout(), field, text);
        let mut odd = now.odd.to_vec();
        set_odd(&mut odd, field as usize, text);
        let mut found = Vec::new();
        let row_then = Row { current: &current, odd: &odd, ..now };
        rules::check_row(&row_then, row, Level::Note, &mut found);
        found
    }
}

impl Rows for Sheet {
    fn layout(&self) -> &Layout {
        Sheet::layout(self)
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

    fn original(&self) -> Option<&Layout> {
        Some(self.baseline()?.table.layout())
    }
}
