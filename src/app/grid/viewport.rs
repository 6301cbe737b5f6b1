//! Where the cursor is and which part of the sheet is in sight.

use crate::app::grid::columns::Columns;
use crate::leads::Row;
use crate::leads::index::{index, number, signed};
use crate::sheet::Order;

/// How much room the screen gives, as the view worked it out before drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewSize {
    /// How many leads the grid shows.
    pub rows: u16,
    /// How many terminal columns the scrolling part of the grid has.
    pub columns: u16,
    /// How many lines a list shows.
    pub lines: u16,
    /// How many terminal columns a list has.
    pub width: u16,
    /// How many terminal columns and lines of text a panel over the grid has.
    pub panel: (u16, u16),
    /// Whether the screen is too small to show anything, so that keys must not act unseen.
    pub too_small: bool,
}

/// The cursor and the window around it.
///
/// The cursor's row is one of the sheet, counted from 0; the window begins at a position in the
/// [`Order`] of the leads; columns are positions in [`Columns`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// The row of the cursor in the sheet, in any order of the leads.
    pub row: Row,
    /// The position of the cursor's column.
    pub column: usize,
    /// The position of the first lead in sight.
    pub top: u32,
    /// The first scrolling column in sight.
    pub left: usize,
    /// Whether the window was scrolled away from the cursor. The next key brings it back.
    pub(crate) is_free: bool,
}

impl Viewport {
    /// Moves the window so that the cursor is in it.
    pub(crate) fn scroll_to_cursor(&mut self, fit: ViewSize, columns: &Columns, order: &Order) {
        let at = order.nearest(self.row);
        self.row = order.row(at).unwrap_or_default();
        self.column = self.column.min(columns.len().saturating_sub(1));
        let height = u32::from(fit.rows.max(1));
        if !self.is_free {
            self.top = self.top.clamp(at.saturating_sub(height - 1), at);
        }
        self.top = self.top.min(order.len().saturating_sub(height));
        self.left = self.left.max(columns.frozen());
        if self.column >= columns.frozen() && !self.is_free {
            self.left = self.left.clamp(leftmost(self.column, fit.columns, columns), self.column);
        }
        // No room is left empty that a column on the left could fill.
        let last = columns.len().saturating_sub(1);
        self.left = self.left.min(leftmost(last, fit.columns, columns));
    }

    /// Moves the window alone, by leads down and by columns to the right. The cursor stays at its cell, even
    /// out of sight, as in other spreadsheets.
    pub(crate) fn scroll(&mut self, down: isize, right: isize) {
        let top = signed(index(self.top)).saturating_add(down).max(0);
        self.top = number(top.unsigned_abs());
        self.left = self.left.saturating_add_signed(right);
        self.is_free = true;
    }

    /// Goes to the first column, and scrolls to the first one that scrolls.
    pub(crate) fn go_to_first_column(&mut self) {
        (self.column, self.left) = (0, 0);
    }
}

/// The first column to show so that the whole of `column` is in sight.
fn leftmost(column: usize, room: u16, columns: &Columns) -> usize {
    let mut left = column;
    let mut used = columns.width(column) + 1;
    while left > columns.frozen() {
        used = used.saturating_add(columns.width(left - 1) + 1);
        if used > room {
            break;
        }
        left -= 1;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::sheet::Sheet;
    use crate::table::Table;

    /// A sheet of the name, which never scrolls, and eleven columns that do.
    fn sheet() -> Sheet {
        let names = ",Another column".repeat(11);
        let table = Table::parse(format!("Lead Name{names}\na{}\n", ",x".repeat(11)), b',');
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table.expect("well-formed"), Origin::Download, today)
    }

    #[test]
    fn no_space_stays_empty_that_a_column_could_fill() {
        let sheet = sheet();
        let (columns, order) = (Columns::fitted(&sheet), Order::in_file_order(&sheet));
        let wide = columns.width(1) + 1;
        let fit = |shown: u16| ViewSize { rows: 5, columns: shown * wide, ..ViewSize::default() };
        let mut view = Viewport { column: columns.len() - 1, ..Viewport::default() };
        view.scroll_to_cursor(fit(2), &columns, &order);
        let narrow = view.left;
        view.scroll_to_cursor(fit(5), &columns, &order);
        assert!(view.left < narrow, "the screen has grown");
        let mut other = Viewport { column: columns.len() - 1, ..Viewport::default() };
        other.scroll_to_cursor(fit(5), &columns, &order);
        assert_eq!(view.left, other.left, "whatever it was before");
        view.scroll_to_cursor(fit(40), &columns, &order);
        assert_eq!(view.left, columns.frozen());
    }

    #[test]
    fn the_view_scrolls_to_the_first_column() {
        let sheet = sheet();
        let (columns, order) = (Columns::fitted(&sheet), Order::in_file_order(&sheet));
        let fit = ViewSize { rows: 5, columns: 24, ..ViewSize::default() };
        let mut view = Viewport { column: columns.len() - 1, ..Viewport::default() };
        view.scroll_to_cursor(fit, &columns, &order);
        assert!(view.left > columns.frozen());
        view.go_to_first_column();
        view.scroll_to_cursor(fit, &columns, &order);
        assert_eq!((view.column, view.left), (0, columns.frozen()));
    }
}
