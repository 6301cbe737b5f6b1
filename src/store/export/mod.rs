//! Writes upload files, and finds those that have the same leads already.

mod driver;
mod earlier;

pub use driver::{ExportSession, Exported, ExportedPart, PendingLog, export, export_with};
pub use earlier::{EarlierUpload, earlier_uploads};
