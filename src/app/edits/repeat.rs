//! The last edit, to be made again elsewhere.

use crate::app::edits::block::Block;
use crate::leads::Col;
use crate::leads::value_change::ValueChange;

/// The last edit, as it can be made again on other cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepeatableEdit {
    /// A text was put into a cell: as it was typed, so that each column reads it in its own way.
    Set(String),
    /// The cell was emptied.
    Clear,
    /// The downloaded text was put back into the cell.
    Restore,
    /// The downloaded texts were put back into the whole lead.
    RestoreRow,
    /// The suggested text was taken.
    Suggestion,
    /// The values were changed, each from its own.
    Change {
        /// In which way.
        change: ValueChange,
        /// Whether it was made in a whole column, because nothing was selected.
        is_column: bool,
    },
    /// A block was pasted.
    Paste(Block),
    /// Choices were taken, one leading to the next: the column of each, and its name in the list.
    Choices(Vec<(Col, String)>),
}
