//! What was done to a sheet: its entries, their replay, and what is read from them.

pub(crate) mod entry;
pub(crate) mod opened_as;
pub(crate) mod outline;
pub(crate) mod own_file;
pub(crate) mod pending;
pub(crate) mod record;
pub(crate) mod replay;

pub use entry::{
    AnsweredUpload, LogEffect, LogEntry, LogLine, LoggedAnnotation, LoggedLead, LoggedResult,
    UploadFile,
};
pub use outline::LogSummary;
pub use own_file::OwnFile;
pub use pending::{PendingAnnotation, PendingCell, PendingChanges, PendingLead};
pub use replay::ReplayReport;
