//! Other files: results, a fresh download, an edited copy.

pub(crate) mod answers;
pub(crate) mod damage;
pub(crate) mod decision;
pub(crate) mod file_summary;
pub mod fill;
pub(crate) mod import;
pub(crate) mod judge;
pub(crate) mod merge_report;
pub(crate) mod rebase;
pub(crate) mod results;
pub(crate) mod shared_leads;
pub(crate) mod three_way;

pub use damage::{CellDamage, DamageKind};
pub use file_summary::{
    FileListing, FileSummary, LeadsFile, ListedFile, ListedKind, SavedWork, WrittenFile,
};
pub use import::{ImportReport, RejectedCell};
pub use merge_report::{MergeKind, MergeLine, MergeReport, OtherText};
pub use rebase::{Conflict, Rebase, RebaseCounts, Side};
pub use results::MergeError;
pub use shared_leads::SharedLeads;
pub use three_way::{
    MergeOutcome, MergeOutcomeKind, Missing, PortalCell, RebasedCell, RebasedLead,
};
