//! The line of its file in which a row begins.

use crate::leads::Row;
use crate::table::scan::line_ends;
use crate::table::table::Table;
use std::cell::Cell;

/// The lines of a file, counted from 1, in which its rows begin.
///
/// Each is counted from the row that was asked for before, if that is above: a report asks for
/// few of all rows, one after the other.
#[derive(Debug)]
pub struct LineNumbers<'t> {
    table: &'t Table,
    /// The position of the row that was asked for last, in bytes, and its line.
    last: Cell<(usize, usize)>,
}

impl<'t> LineNumbers<'t> {
    pub(crate) fn new(table: &'t Table) -> Self {
        Self { table, last: Cell::new((0, 1)) }
    }

    /// The line in which a row begins.
    pub fn of(&self, row: Row) -> usize {
        let start = self.table.start(row);
        let (at, line) = match self.last.get() {
            (at, _) if at > start => (0, 1),
            last => last,
        };
        let line = line + line_ends(&self.table.text().as_bytes()[at..start]);
        self.last.set((start, line));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_their_line_number_in_any_order_of_queries() {
        let text = "h\na\n\"b\nb\"\r\n\nc\r\n".to_owned();
        let table = Table::parse(text, b',').expect("well-formed");
        let lines = table.lines();
        assert_eq!([0, 1, 2, 1, 0, 2].map(|row| lines.of(Row(row))), [2, 3, 6, 3, 2, 6]);
    }
}
