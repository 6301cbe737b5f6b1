//! What falls due: the leads that need an answer, a date or a look by a day.

mod created;
mod list;

pub use list::{Due, DueList, DueReason};
