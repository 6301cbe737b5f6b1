//! Saves the work: an append-only journal for each file that is edited, and a lock.
//!
//! [`JournalSlot::open`] locks the file and finds the work that was left; [`Journal`] writes what is done, on a
//! thread of its own. [`known()`] tells what the journals of other files know of its content. `line` and `json` are the format of a line, `paths` the names of the files.

mod claim;
mod compact;
pub(super) mod disk;
mod error;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
mod journal;
mod json;
mod known;
mod line;
mod lock;
pub(super) mod paths;
mod pending;
mod read;
mod slot;
mod status;
#[cfg(test)]
mod tests;
mod worker;

pub use claim::{Claim, ClaimOutcome, claim};
pub use error::JournalError;
pub use journal::Journal;
pub use known::{
    KnownContent, NameState, NamedWork, WentOn, WrittenFor, kept_elsewhere, known, missing_uploads,
    own_file,
};
pub(crate) use line::JournalHeader;
pub use line::{CloseReason, Closing, Destination};
pub use lock::FileLock;
pub use paths::journal_folder;
pub(crate) use paths::{make_folder, prefix as file_prefix, state_folder};
pub use pending::{PendingExport, PendingFile};
pub use read::{TrustedPrefix, parse_trusted};
pub use slot::{JournalSlot, Recovered, UnfinishedLog, record_finished};
pub use status::{JournalState, KeptWork, StatusChange, forget, kept, recall};
pub(crate) use status::{searched, whole, with_exports};
pub use worker::{OnJournalStatus, SaveError};
