//! What on the screen can be clicked.

use crate::app::command::When;
use crate::leads::Field;
use chrono::NaiveDate;

/// What a place on the screen stands for. The view registers it while it draws the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The title line.
    Title,
    /// The lines about the cell under the cursor.
    Context,
    /// The status line.
    Status,
    /// The grid where it shows neither a cell nor a column's name.
    Grid,
    /// A cell of the grid.
    Cell {
        /// The position of the lead among the shown ones.
        position: u32,
        /// The position of the column.
        column: usize,
    },
    /// The state and the row number before a lead.
    Lead {
        /// The position of the lead among the shown ones.
        position: u32,
    },
    /// The name of a column above its cells.
    Header {
        /// The position of the column.
        column: usize,
    },
    /// The right border of a column, beside its name.
    Border {
        /// The position of the column.
        column: usize,
    },
    /// A field of the detail view.
    Field(Field),
    /// The name of a command or its key: a hint, an answer to a question, an entry of a menu.
    Command {
        /// The section of the key map that the command belongs to.
        when: When,
        /// The name of the command.
        name: &'static str,
    },
    /// A line of the open panel, counted from its first line.
    Line(usize),
    /// The title of a section in the open menu, counted from the left.
    Menu(usize),
    /// A line of the open section of the menu; or of the open drop-down or palette, counted from the first one
    /// that fits what is typed.
    Choice(usize),
    /// A day of the calendar.
    Day(NaiveDate),
    /// The arrow next to the name of the month in the calendar, with the number of months that it turns.
    Month(i16),
    /// A line of the text that is being typed.
    Text {
        /// Which field of the form it is; 0 elsewhere.
        part: usize,
        /// The first byte of the line.
        start: usize,
        /// The byte after the last one.
        end: usize,
    },
    /// Whatever is open over the grid, where nothing in it can be clicked.
    Overlay,
}
