//! Fills cells of leads from the rows of another file, such as an export of a CRM.
//!
//! [`SourceTable`] is that file, [`FillMapping`] says which of its columns is the key and what the others fill,
//! and [`Fill`] is what becomes of each cell.

#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod fill;
mod filler;
pub(crate) mod groups;
pub(crate) mod key;
pub(crate) mod mapping;
pub(crate) mod outcome;
pub(crate) mod reading;
pub(crate) mod source;

pub use fill::Fill;
pub use groups::{FillCell, FillCellGroup, FilledLead, LeadGroup};
pub use key::{AmbiguousKey, KeyJoin, KeyMatch, LEAD_KEYS};
pub use mapping::{ColumnValue, FillMapping, FillTarget, MappedValue, SourceColumn};
pub use outcome::NamedOutcome;
pub use source::{SourceCell, SourceCellKind, SourceRow, SourceTable};
