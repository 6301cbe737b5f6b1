//! The document: the table as loaded, the edits over it, and everything that is derived from the two.
//!
//! [`Table`] holds the bytes of the file and never changes. [`Sheet`] lays the user's changes over
//! it; [`Sheet::apply`], [`Sheet::undo`] and [`Sheet::redo`] are the only ways to change a cell.

mod added;
mod baseline;
mod beside;
mod carry;
mod choices;
mod edit;
mod findings;
mod harm;
mod history;
mod join;
mod lines;
mod merge;
mod merged;
mod open_work;
mod order;
mod parallel;
mod pattern;
mod plan;
mod rebase;
mod render;
mod revert;
mod row;
mod scan;
#[expect(clippy::module_inception, reason = "the sheet is what the folder is about")]
mod sheet;
mod spans;
mod standing;
mod state;
mod summary;
mod table;
mod work;

pub use added::{AddedColumn, CannotAdd};
pub use beside::{Fate, Missing, PortalCell, RebasedCell, RebasedLead};
pub use carry::{Carried, Refused};
pub use edit::{Applied, Change, Edit, Refusal, Step};
pub use findings::Findings;
pub use harm::{Damage, Harm};
pub use history::History;
pub use join::Join;
pub use lines::Lines;
pub use merge::{MergeError, Merged};
pub use merged::Told;
pub use open_work::{OpenCell, OpenLead, OpenWork};
pub use order::{Filter, Order, Sort};
pub use parallel::both;
pub use pattern::{Pattern, PatternError};
pub use plan::{Held, PART_ROWS, Plan};
pub use rebase::{Answer, Question, Rebase, RebaseCounts};
pub use render::{Mismatch, Verified, part_text, verify};
pub use revert::{Revert, Stuck, WayBack};
pub use scan::{ScanError, line_ends};
pub use sheet::Sheet;
pub use standing::Marked;
pub use state::{Counts, RowState};
pub use summary::Summary;
pub use table::Table;
pub use work::{Action, KeptLead, KeptResult, Outline, Restored, WrittenFile};
