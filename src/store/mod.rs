//! Files: the only part of the program that touches the disk.
//!
//! [`open`] reads a file and refuses what isn't a Leads CSV; [`export()`] writes the upload files of a
//! [`Plan`](crate::upload::Plan); [`own_lists`] reads a user's own lists. The file that was opened is never written to.

mod atomic;
pub mod catalog;
mod config;
mod demo;
mod encoding;
mod error;
mod export;
#[cfg(feature = "tui")]
pub mod fill;
pub mod journal;
mod kind;
mod lists;
mod load;
mod naming;
mod notices;
mod preview;
mod remembered;
mod report_file;
mod scratch_text;
mod sniff;
mod source;
mod system;
mod text_file;

pub use atomic::{Content, write_new};
pub use config::{config_file, own_themes, read_config, rules_file, unreadable_config};
pub use demo::DemoCopy;
pub use error::{ExportError, ExportFailure, OpenError, Unusable, WriteError, cause};
pub use export::{
    EarlierUpload, ExportSession, Exported, ExportedPart, NoLog, PendingLog, earlier_uploads,
    export, export_with, lock_exports,
};
pub use kind::{own_file, written_file};
pub use lists::{ListsError, lists_folder, own_lists};
pub use load::watched::LoadProgress;
pub use load::{
    Opened, open, open_as, open_bytes, open_reader, open_reader_as, open_to_edit, open_watched,
};
pub use preview::Preview;
pub use remembered::{
    copy_view, read_remembered, remove_old_views, view_name, view_name_of_all, write_remembered,
};
pub use report_file::{ReportFileError, user_name, write_report};
pub use scratch_text::ScratchText;
pub use source::{Source, SourceError, file_sha256};
#[cfg(feature = "tui")]
pub(crate) use system::{open_terminal, whole_path};
pub use text_file::{TextFileError, read_text};
