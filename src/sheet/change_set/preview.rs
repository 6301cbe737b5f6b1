//! How many cells a change would change, while it is typed.

use crate::leads::value_change::ValueChange;
use crate::leads::{self, CellRef, Row};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use std::ops::Range;

/// What a change would do to some cells that aren't locked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePreview {
    /// The first text that changes, before and after.
    pub first: Option<[String; 2]>,
    /// How many cells change.
    pub changed: usize,
    /// How many stay as they are.
    pub unchanged: usize,
    /// How many have no value that can be read.
    pub unreadable: usize,
    /// The first of them, and why.
    pub first_unreadable: Option<(Row, String)>,
}

impl Sheet {
    /// Divides cells into those that can be edited and those that are locked.
    pub fn split_locked(&self, cells: &[CellRef]) -> (Vec<CellRef>, Vec<CellRef>) {
        let of_piece = |piece: Range<usize>| {
            let mut buffer = RowBuffer::default();
            cells[piece].iter().partition::<Vec<CellRef>, _>(|cell| {
                !leads::is_locked(&buffer.gather(self, cell.row).row(), cell.field)
            })
        };
        let (mut open, mut locked) = (Vec::new(), Vec::new());
        for (more_open, more_locked) in in_pieces(cells.len(), of_piece) {
            open.extend(more_open);
            locked.extend(more_locked);
        }
        (open, locked)
    }

    /// Works out what a change would do to cells of known columns. Nothing changes, and no rule runs.
    pub fn preview_change(&self, change: &ValueChange, cells: &[CellRef]) -> ChangePreview {
        let of_piece = |piece: Range<usize>| {
            let mut preview = ChangePreview::default();
            let mut buffer = RowBuffer::default();
            for CellRef { row, field } in &cells[piece] {
                let Some(col) = self.layout().col(*field) else { continue };
                let gathered = buffer.gather(self, *row);
                let lead = gathered.row();
                match change.apply(col, &lead) {
                    Err(error) => {
                        preview.unreadable += 1;
                        preview.first_unreadable.get_or_insert_with(|| (*row, error.to_string()));
                    }
                    Ok(after) if after == lead.text(col) => preview.unchanged += 1,
                    Ok(after) => {
                        preview.changed += 1;
                        preview.first.get_or_insert_with(|| [lead.text(col).to_owned(), after]);
                    }
                }
            }
            preview
        };
        in_pieces(cells.len(), of_piece).into_iter().fold(ChangePreview::default(), joined)
    }
}

fn joined(one: ChangePreview, next: ChangePreview) -> ChangePreview {
    ChangePreview {
        first: one.first.or(next.first),
        changed: one.changed + next.changed,
        unchanged: one.unchanged + next.unchanged,
        unreadable: one.unreadable + next.unreadable,
        first_unreadable: one.first_unreadable.or(next.first_unreadable),
    }
}
