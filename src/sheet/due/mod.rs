//! What falls due: the leads that need an answer, a date or a look by a day.

mod counts;
mod created;
mod list;
mod text;

pub use counts::DueCounts;
pub(crate) use list::RowDue;
pub use list::{Due, DueList, DueReason};
pub use text::day_label;
