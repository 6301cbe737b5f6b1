//! Other files: results, a fresh download, an edited copy.

pub(crate) mod damage;
pub(crate) mod import;
pub(crate) mod merge_report;
pub(crate) mod rebase;
pub(crate) mod results;
pub(crate) mod three_way;

pub use damage::{Damage, Harm};
pub use import::{Carried, Refused};
pub use merge_report::Told;
pub use rebase::{Answer, Question, Rebase, RebaseCounts};
pub use results::{MergeError, Merged};
pub use three_way::{Fate, Missing, PortalCell, RebasedCell, RebasedLead};
