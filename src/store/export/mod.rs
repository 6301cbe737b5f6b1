//! Writes upload files, and finds those that have the same leads already.

mod driver;
mod earlier;
mod lock;

pub use driver::{ExportSession, Exported, ExportedPart, NoLog, PendingLog, export, export_with};
pub use earlier::{EarlierUpload, earlier_uploads};
pub use lock::lock_exports;
