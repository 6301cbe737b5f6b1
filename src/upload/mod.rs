//! What leaves: the plan of an export, the text of upload files, the proof of them, and revert files.

pub(crate) mod file_part;
pub(crate) mod irreversible;
pub(crate) mod lesson_lines;
pub(crate) mod pilot;
pub(crate) mod plan;
pub(crate) mod render;
pub(crate) mod report;
pub(crate) mod revert;
pub(crate) mod verify;

pub use file_part::FilePart;
pub use irreversible::{Irreversible, IrreversibleCause, IrreversibleGroup, name_rows};
pub use lesson_lines::LessonLine;
pub use pilot::{
    ChangeKind, DoubtfulLead, EarlierPilot, HoldReason, KindResult, KindVerdict, Lessons,
    MAX_PILOT_LEADS, MIN_PILOT_OFFER, PilotPart, ValueKind, describe_reasons,
};
pub use plan::{HeldBack, Plan, PlanOptions};
pub use render::upload_text;
pub use report::{
    CurrencyTotal, DealValues, OutcomeChange, ReportContext, ReportFormat, ReportMessage,
    ReportPart, ReportSource, ReportedChange, ReportedGroup, ReportedLead, ReportedReason,
    UploadReport, WithheldLead,
};
pub use revert::{Revert, RevertSummary};
pub use verify::{Mismatch, Verified, verify};
