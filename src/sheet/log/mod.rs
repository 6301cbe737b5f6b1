//! What was done to a sheet: its entries, their replay, and what is read from them.

pub(crate) mod entry;
pub(crate) mod outline;
pub(crate) mod pending;
pub(crate) mod replay;

pub use entry::{Action, KeptLead, KeptResult, WrittenFile};
pub use outline::Outline;
pub use pending::{OpenCell, OpenLead, OpenWork};
pub use replay::Restored;
