//! Which cells a command acts on: the one under the cursor, or the selected ones.

use crate::app::app::App;
use crate::leads::index::index;
use crate::leads::{CellRef, Field, Row, plural};

/// The selected cells. A new order of the leads drops it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All cells between this one and the cursor: row of the sheet and position of the column.
    Cells {
        /// The row of the first corner, counted from 0.
        row: Row,
        /// The position of its column.
        column: usize,
    },
    /// All leads between this one and the cursor.
    Leads {
        /// The row of the first lead, counted from 0.
        row: Row,
    },
    /// Certain leads, wherever they are: rows in ascending order.
    Rows(Vec<Row>),
}

impl App {
    /// Whether a cell is among the selected ones. Of selected leads these are the cells in the
    /// column under the cursor.
    ///
    /// `position` is the lead's position on the screen, `column` the column's.
    pub fn is_selected(&self, position: u32, column: usize) -> bool {
        let at = self.viewport.column;
        match &self.selection {
            None => false,
            Some(Selection::Cells { column: from, .. }) => {
                let columns = at.min(*from)..=at.max(*from);
                columns.contains(&column) && self.spans(position)
            }
            Some(Selection::Leads { .. }) => column == at && self.spans(position),
            Some(Selection::Rows(rows)) => {
                let row = self.order.row(position);
                column == at && row.is_some_and(|row| rows.binary_search(&row).is_ok())
            }
        }
    }

    /// Whether a position lies between the selection's first lead and the cursor.
    fn spans(&self, position: u32) -> bool {
        self.span().is_some_and(|(from, to)| (from..=to).contains(&position))
    }

    /// The first and the last position of a selection that reaches to the cursor.
    fn span(&self) -> Option<(u32, u32)> {
        let (Selection::Cells { row, .. } | Selection::Leads { row }) = self.selection.as_ref()?
        else {
            return None;
        };
        let (from, to) = (self.order.position(*row)?, self.order.position(self.viewport.row)?);
        Some((from.min(to), from.max(to)))
    }

    /// The leads that a command acts on, from top to bottom: rows of the sheet.
    pub fn target_rows(&self) -> Vec<Row> {
        match (&self.selection, self.span()) {
            (Some(Selection::Rows(rows)), _) => {
                let mut rows = rows.clone();
                rows.sort_by_key(|row| self.order.position(*row));
                rows
            }
            (_, Some((from, to))) => (from..=to).filter_map(|at| self.order.row(at)).collect(),
            (_, None) => {
                self.order.row(self.order.nearest(self.viewport.row)).into_iter().collect()
            }
        }
    }

    /// The fields that a command acts on, from left to right.
    pub fn target_fields(&self) -> Vec<Field> {
        let at = self.viewport.column;
        let columns = match self.selection {
            Some(Selection::Cells { column, .. }) => at.min(column)..=at.max(column),
            _ => at..=at,
        };
        columns.filter(|at| *at < self.columns.len()).map(|at| self.columns.field(at)).collect()
    }

    /// The cells that a command acts on, row by row: the selected ones, else the one under the
    /// cursor.
    pub fn targets(&self) -> Vec<CellRef> {
        let fields = self.target_fields();
        let cells = |row| fields.iter().map(move |field| CellRef::new(row, *field));
        self.target_rows().into_iter().flat_map(cells).collect()
    }

    /// What is selected in words, or nothing.
    pub fn selection_label(&self) -> Option<String> {
        let rows = match (self.selection.as_ref()?, self.span()) {
            (Selection::Rows(rows), _) => rows.len(),
            (_, Some((from, to))) => index(to - from + 1),
            (_, None) => 1,
        };
        let leads = plural(rows, "lead");
        Some(match (&self.selection, self.target_fields().len()) {
            (Some(Selection::Cells { .. }), 1) => format!("1 column × {leads}"),
            (Some(Selection::Cells { .. }), columns) => format!("{columns} columns × {leads}"),
            _ => leads,
        })
    }

    /// Ends a selection, so that the next edit changes one cell again; a command brings it back.
    pub(crate) fn clear_selection(&mut self) {
        let cursor = (self.viewport.row, self.viewport.column);
        let ended = match self.selection {
            None => return,
            Some(Selection::Cells { row, column }) => Selection::Cells { row, column },
            Some(_) => {
                let mut rows = self.target_rows();
                rows.sort_unstable();
                Selection::Rows(rows)
            }
        };
        self.selected_before = Some((ended, cursor));
        self.selection = None;
    }

    /// Brings the last selection back, as far as it is shown. Returns whether there is one.
    pub(crate) fn reselect(&mut self) -> bool {
        let is_shown = |row: &Row| self.order.position(*row).is_some();
        let again = match self.selected_before.clone() {
            Some((Selection::Rows(mut rows), cursor)) => {
                rows.retain(is_shown);
                (!rows.is_empty()).then_some((Selection::Rows(rows), cursor))
            }
            Some((Selection::Cells { row, column }, cursor)) => {
                let all = is_shown(&row) && is_shown(&cursor.0);
                all.then_some((Selection::Cells { row, column }, cursor))
            }
            _ => None,
        };
        let Some((selection, cursor)) = again else { return false };
        if matches!(selection, Selection::Cells { .. }) {
            (self.viewport.row, self.viewport.column) = cursor;
        }
        self.selection = Some(selection);
        true
    }
}

/// Moves with the selection, which begins here if there is none.
pub(crate) fn extend(app: &mut App, go: impl FnOnce(&mut App)) {
    if !matches!(app.selection, Some(Selection::Cells { .. })) {
        app.selection =
            Some(Selection::Cells { row: app.viewport.row, column: app.viewport.column });
    }
    go(app);
}
