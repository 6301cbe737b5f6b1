//! The editor of a cell.

use crate::leads::{Finding, kind};
use crate::sheet::Sheet;
use tui_input::Input;

/// A cell that is being edited in one line.
#[derive(Debug)]
pub struct Editor {
    /// The row of the cell, counted from 0.
    pub row: u32,
    /// Its field, counted from 0.
    pub field: u32,
    /// What is typed so far, and the caret in it.
    pub input: Input,
    /// The text that the editor opened with.
    opened_with: String,
}

impl Editor {
    /// Opens on a cell with the text that it has, caret at the end.
    pub(super) fn open(sheet: &Sheet, row: u32, field: u32) -> Self {
        let text = sheet.text(row, field).into_owned();
        Self { row, field, input: Input::new(text.clone()), opened_with: text }
    }

    /// Returns the text that would be written: what was typed, in the form of the column's kind.
    ///
    /// A text that wasn't touched is returned as it was, whatever its form.
    pub fn reads(&self, sheet: &Sheet) -> String {
        let typed = self.input.value();
        if typed == self.opened_with {
            return typed.to_owned();
        }
        // A cell whose lines end with CRLF goes on with them.
        let typed = if self.opened_with.contains("\r\n") {
            &typed.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            typed
        };
        match sheet.layout().col(self.field as usize) {
            Some(col) => kind::read(col, typed, sheet.facts()),
            None => typed.to_owned(),
        }
    }

    /// Returns the gravest finding that the cell would have with what was typed.
    pub fn finding(&self, sheet: &Sheet) -> Option<Finding> {
        let found = sheet.trial(self.row, self.field, &self.reads(sheet));
        found.into_iter().filter(|f| f.field == Some(self.field)).max_by_key(|f| f.level)
    }
}
