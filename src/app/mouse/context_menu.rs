//! What a click with the right button opens.

use crate::app::app::App;
use crate::app::command::{When, command};
use crate::app::mode::Mode;
use crate::app::panels::picker::open::edit;
use crate::app::panels::picker::palette::{Action, PaletteEntry};
use crate::app::panels::picker::state::{Picker, PickerKind};

/// What can be done with a cell.
const CELL: [&str; 14] = [
    "edit",
    "replace_cell",
    "outcome",
    "apply_suggestion",
    "clear",
    "restore",
    "copy",
    "paste",
    "fill_down",
    "filter_value",
    "filter_other",
    "select_alike",
    "record",
    "help",
];

/// What can be done with a lead.
const LEAD: [&str; 7] =
    ["record", "outcome", "restore_row", "copy_leads", "retry", "select_shown", "help"];

/// What can be done with a column.
const COLUMN: [&str; 9] = [
    "sort_ascending",
    "sort_descending",
    "sort_off",
    "filter_values",
    "filter_text",
    "fit_column",
    "hide_column",
    "columns_editable",
    "columns_all",
];

impl App {
    /// Opens the drop-down of the cell under the cursor if it has one, else the commands for it.
    pub(crate) fn open_for_cell(&mut self) {
        let cell = self.cell();
        let can_edit = self.sheet.check_edit(cell.row, cell.field).is_ok();
        if can_edit && self.sheet.choices(cell.row, cell.field).is_some() {
            return edit(self);
        }
        self.open_menu("Commands for this cell".to_owned(), &CELL);
    }

    /// Opens the commands for the selected lead.
    pub(crate) fn open_for_lead(&mut self) {
        self.open_menu("Commands for this lead".to_owned(), &LEAD);
    }

    /// Opens the commands for the column under the cursor.
    pub(crate) fn open_for_column(&mut self) {
        let name = self.sheet.layout().name(self.cell().field).to_owned();
        self.open_menu(format!("Column {name}"), &COLUMN);
    }

    fn open_menu(&mut self, title: String, names: &[&str]) {
        let entry = |name: &&str| {
            let command = command(When::Grid, name)?;
            Some(PaletteEntry::new(self, Action::Command(command)))
        };
        let offers = PickerKind::Commands(names.iter().filter_map(entry).collect());
        self.mode = Mode::Picker(Picker::open(title, offers));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_a_command_of_the_grid() {
        for name in CELL.into_iter().chain(LEAD).chain(COLUMN) {
            assert!(command(When::Grid, name).is_some_and(|found| found.name == name), "{name}");
        }
    }
}
