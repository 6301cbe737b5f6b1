//! Several files as one sheet: the sheet of one of them, and the logs that are saved file by file.

pub(crate) mod file_history;
pub(crate) mod join_logs;
pub(crate) mod log_names;
pub(crate) mod of_file;
pub(crate) mod split_log;
pub(crate) mod steps;

pub use join_logs::{JoinError, JoinedLogs, TimedLog, join_logs};
pub use split_log::LogSplitter;
