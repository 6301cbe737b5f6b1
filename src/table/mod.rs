//! The file as bytes: its text, the positions of its fields, and its rows joined with those of another file.
//!
//! [`Table`] holds the text of the file and never changes.

pub(crate) mod broken;
pub(crate) mod escape;
pub(crate) mod find;
pub(crate) mod join;
pub(crate) mod kind;
pub(crate) mod line_numbers;
pub(crate) mod parallel;
pub(crate) mod scan;
pub(crate) mod spans;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod table;
pub(crate) mod union;

pub use join::Join;
pub use kind::FileKind;
pub use line_numbers::LineNumbers;
pub use parallel::join;
pub use scan::{ScanError, line_ends};
pub use table::Table;
pub use union::{NamedTable, Superseded, Union, UnionError, UnionFile};
