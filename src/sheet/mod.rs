//! The document: the table as loaded, the edits over it, and everything that is derived from the two.
//!
//! [`Sheet`] lays the user's changes over a [`Table`](crate::table::Table); [`Sheet::apply`], [`Sheet::undo`]
//! and [`Sheet::redo`] are the only ways to change a cell.

pub(crate) mod added_columns;
pub(crate) mod annotations;
pub(crate) mod baseline;
pub(crate) mod by_name;
pub(crate) mod change_set;
pub(crate) mod check;
pub(crate) mod choices;
pub(crate) mod due;
pub(crate) mod edit;
pub(crate) mod findings;
pub(crate) mod kind;
pub(crate) mod ledger;
pub(crate) mod listing;
pub(crate) mod log;
pub(crate) mod order;
pub(crate) mod policy;
pub(crate) mod row;
pub(crate) mod several;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
pub(crate) mod sheet;
pub(crate) mod state;
pub(crate) mod summary;
pub(crate) mod trial;
pub(crate) mod unchanged;
pub(crate) mod upload_status;
pub(crate) mod values;

pub use crate::leads::{Pattern, PatternError};
pub use added_columns::{AddedColumn, CannotAdd};
pub use annotations::Annotation;
pub use by_name::SetError;
pub use change_set::{
    AmountTotal, ChangePreview, ChangeSet, LeadForecast, LeftOut, LeftOutGroup, LeftOutKind,
    ProposedCell,
};
pub use check::{CheckJob, CheckProgress, CheckedSheet};
pub use due::{Due, DueCounts, DueList, DueReason, day_label};
pub use edit::{Applied, CellEdit, Change, Edit, ReadOnly, Refusal, Step};
pub use findings::Findings;
pub use ledger::checklist::{Checklist, NextStep, UploadPart, UploadStage};
pub use ledger::history::History;
pub use log::{
    AnsweredUpload, LogEffect, LogEntry, LogLine, LogSummary, LoggedAnnotation, LoggedLead,
    LoggedResult, OwnFile, PendingAnnotation, PendingCell, PendingChanges, PendingLead,
    ReplayReport, UploadFile,
};
pub use order::filter::Filter;
pub use order::order::{Order, Sort};
pub use policy::{
    ConflictGroup, Policy, PolicyConflict, PolicyRun, PolicyTarget, Sentence, SentenceCount,
    SkippedCell, Wish,
};
pub use several::{JoinError, JoinedLogs, LogSplitter, TimedLog, join_logs};
pub use sheet::Sheet;
pub use state::{RowState, StateCounts};
pub use summary::SheetSummary;
pub use trial::TrialError;
pub use unchanged::UnchangedFindings;
pub use upload_status::ResubmitReport;
