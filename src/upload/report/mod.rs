//! A report of what an upload will change, for the person who approves it.
//!
//! One model is built from the plan itself; the writers only write it.

mod build;
mod format;
mod group;
mod html;
mod markdown;
mod model;
mod section;
mod shown;
mod table;
mod text;
mod totals;

pub use format::ReportFormat;
pub use group::{OutcomeChange, ReportedGroup};
pub use model::{
    ReportContext, ReportMessage, ReportPart, ReportSource, ReportedChange, ReportedLead,
    ReportedReason, UploadReport, WithheldLead,
};
pub use totals::{CurrencyTotal, DealValues};
