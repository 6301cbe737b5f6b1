//! What a lead is: columns, values, outcomes and rules. Pure: no files, no screen, no clock.
//!
//! Everything that Microsoft decides is here, either as data in `assets/leads/*.csv`, which a
//! user's own [`lists`] can replace, or as one entry in a table: [`COLUMNS`] and the rules of
//! [`rules::all`]. The rest of the program reads these tables and adds nothing of its own.

mod access;
pub(crate) mod bytes;
mod choice;
mod column;
mod columns;
pub mod condition;
mod count;
mod encoding;
mod header;
pub mod house;
pub(crate) mod index;
pub mod kind;
mod lead;
pub mod lists;
mod nearest;
pub mod outcome;
pub(crate) mod pattern;
mod rule;
pub mod rules;
mod scope;
pub(crate) mod sort;
pub mod value_change;
pub mod values;
mod visible;

pub use access::{
    Lock, LockReason, Unlock, check_editable, check_editable_text, is_locked, locked_cells,
};
pub use bytes::simple::{first_to_scan, is_simple_ascii};
pub use choice::{Choice, Choices, Wanted};
pub use column::{Access, Col, Column, FieldGroup, Header, Kind, Need};
pub use columns::{
    ANSWERED_COLUMNS, COLUMNS, FAMILIES, OFFERS, SOLUTIONS, TEAM_MEMBERS, WORKING_COLUMNS,
};
pub use count::{ago, minute, plural, thousands};
pub use encoding::{CodePage, Encoding};
pub use header::{Layout, UnknownColumn, normalise};
pub use index::{BrokenRow, CellRef, Field, Row};
pub use lead::{FileContext, Lead, Origin, Reference, Rows, RuleContext, UploadResult};
pub use nearest::{did_you_mean, nearest, suggested};
pub use pattern::{Pattern, PatternError};
pub use rule::{Check, Finding, KindOf, Level, Report, Rule, RuleRef, Severity, Tally};
pub use scope::{RowKind, RowScope};
pub use visible::{
    HiddenMarks, MIN_DIFFERENCE_WIDTH, conflict, difference, is_hidden, quoted, shell_quoted,
    visible, visible_lines,
};

/// The most rows that Partner Center accepts in one upload file.
pub const MAX_UPLOAD_ROWS: usize = 1000;
