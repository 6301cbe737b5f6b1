//! What `leadsheet export` reports: JSON as it stands, text after the lines of [`text`](super::text).

use crate::cli::export::pilot::{LeftOutLead, PilotReport};
use crate::upload::UploadReport;
use serde::Serialize;

/// The upload files that `leadsheet export` made, or would make.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ExportReport {
    /// The path of the edited file as it was given, `-` for the standard input; null with `--kept`,
    /// which exports saved work.
    pub(super) file: Option<String>,
    /// The path of the download as it was given, the first one if there are several; `-` for the standard input.
    pub(super) original: String,
    /// The paths of the downloads as they were given, if `--kept` named several; empty otherwise.
    pub(super) downloads: Vec<String>,
    /// Whether `--dry-run` was given, so that nothing was written.
    pub(super) dry_run: bool,
    /// How many rows and cells there are of each kind.
    pub(super) summary: ExportSummary,
    /// The leads of the upload files: those that become Closed last.
    pub(super) leads: Vec<ExportLead>,
    /// The upload files that were written; empty if nothing was written.
    pub(super) parts: Vec<ExportFile>,
    /// The upload files written before that have some of the leads with the same values.
    pub(super) earlier: Vec<EarlierFile>,
    /// What was done, as a sentence for people.
    pub(super) message: String,
    /// What to do next, as a sentence for people; null if there is nothing to do.
    pub(super) next: Option<String>,
    /// What Partner Center would say; only of a dry run.
    #[serde(skip)]
    pub(super) foretold: Option<String>,
    /// The Referral IDs of the leads that become Closed.
    pub(super) closing: Vec<String>,
    /// What no revert file can put back.
    pub(super) no_way_back: Vec<KeptCell>,
    /// The same, one line a reason.
    #[serde(skip)]
    pub(super) irreversible: Vec<IrreversibleLine>,
    /// The pilot part that is exported, or that may go first; null if there is nothing to try.
    pub(super) pilot: Option<PilotReport>,
    /// The ready leads that are left out because of a pilot part.
    pub(super) doubtful: Vec<LeftOutLead>,
    /// What keeps rows or all files from being exported; rows of the download.
    pub(super) held_back: Vec<PortalMessage>,
    /// The cells and rows of the edited file that were not imported; rows of the edited file.
    pub(super) refused: Vec<PortalMessage>,
    /// The columns in which another program changed cells that are exported as downloaded.
    pub(super) damage: Vec<DamageReport>,
    /// The same facts for the person who approves the upload.
    #[serde(skip)]
    pub(super) upload: UploadReport,
    /// What else there is to know, as sentences for people.
    pub(super) notices: Vec<String>,
}

/// How many rows and cells there are of each kind.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExportSummary {
    /// Rows of the edited file, or of the download with `--kept`.
    pub(super) rows: usize,
    /// Leads that are exported, or would be.
    pub(super) ready: usize,
    /// Changed leads that are not exported because of their errors.
    pub(super) held_back: usize,
    /// Cells and rows of the edited file that were not imported.
    pub(super) refused: usize,
    /// Leads that are left out because of a pilot part.
    pub(super) doubtful: usize,
    /// Leads that become Closed.
    pub(super) closing: usize,
    /// Leads that were exported before and not changed since.
    pub(super) exported: usize,
    /// Leads that Partner Center rejected and that were not corrected since.
    pub(super) failed: usize,
    /// Cells that differ from the download in form only, such as another form of the same date;
    /// they are exported as downloaded.
    pub(super) rewritten: usize,
    /// Rows of the edited file whose lead is not in the download.
    pub(super) added: usize,
    /// Leads of the download that the edited file lacks.
    pub(super) missing: usize,
    /// Rows of the edited file whose Referral ID appeared before.
    pub(super) duplicates: usize,
}

/// An upload file that was written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExportFile {
    /// Its path.
    pub(super) path: String,
    /// The leads in it.
    pub(super) rows: usize,
    /// The cells in it that differ from the download.
    pub(super) changed: usize,
    /// The path of its revert file; null if nothing of it can be reverted.
    pub(super) revert: Option<String>,
    /// The leads in its revert file.
    pub(super) revert_rows: usize,
}

/// An upload file written before that has leads with the same values.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EarlierFile {
    /// Its path.
    pub(super) path: String,
    /// How many of the leads it has.
    pub(super) leads: usize,
    /// Whether it is still there; false if only its revert file is left.
    pub(super) exists: bool,
    /// When it was written, in UTC as RFC 3339; null if that is not known.
    pub(super) written: Option<String>,
    /// How far its upload is; null if no saved work records it.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::upload_stages_or_null())))]
    pub(super) stage: Option<&'static str>,
}

/// Why leads can't be reverted, and which.
pub(super) struct IrreversibleLine {
    pub(super) rule: &'static str,
    pub(super) text: String,
}

/// A lead of the upload files.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExportLead {
    /// The upload file that it is in, counted from 1.
    pub(super) part: usize,
    /// The download that the lead is from, if `--kept` named several; null otherwise.
    pub(super) download: Option<String>,
    /// The row of the lead in the download, counted from 1 without the header.
    pub(super) row: usize,
    /// Its Referral ID.
    pub(super) referral_id: String,
    #[serde(skip)]
    pub(super) name: String,
    /// Whether it becomes Closed, which cannot be reverted.
    pub(super) closes: bool,
    /// The cells that differ from the download.
    pub(super) changes: Vec<ExportCell>,
    /// What should be looked at before the upload.
    pub(super) warnings: Vec<ExportWarning>,
}

/// A cell of an upload file that differs from the download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExportCell {
    /// Its column.
    pub(super) column: String,
    /// The whole text in the download.
    pub(super) old: String,
    /// The whole text in the upload file.
    pub(super) new: String,
}

/// A warning about a lead that is exported all the same.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ExportWarning {
    /// The column; null if the warning is about the whole row.
    pub(super) column: Option<String>,
    /// The ID of the rule; `leadsheet rules` explains it.
    #[cfg_attr(test, schemars(extend("pattern" = crate::cli::json::derived::RULE)))]
    pub(super) rule: &'static str,
    /// The warning, as a sentence for people.
    pub(super) message: String,
}

/// What no upload can put back of a lead.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct KeptCell {
    /// The download that the lead is from, if `--kept` named several; null otherwise.
    pub(super) download: Option<String>,
    /// The row of the lead in the download, counted from 1 without the header.
    pub(super) row: usize,
    /// Its Referral ID.
    pub(super) referral_id: String,
    /// The columns that cannot be put back.
    pub(super) columns: Vec<String>,
    /// Whether that is all that the upload changes of the lead.
    pub(super) whole: bool,
    /// The ID of the rule that forbids it; `leadsheet rules` explains it.
    #[cfg_attr(test, schemars(extend("pattern" = crate::cli::json::derived::RULE)))]
    pub(super) rule: &'static str,
    /// Why, as a sentence for people.
    pub(super) message: String,
}

/// What keeps a cell, a row or a file out of the upload files.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PortalMessage {
    /// The download that the lead is from, if `--kept` named several; null otherwise.
    pub(super) download: Option<String>,
    /// The row, counted from 1 without the header; null if it is about the whole file.
    pub(super) row: Option<usize>,
    /// The Referral ID of the row; null if it is about the whole file.
    pub(super) referral_id: Option<String>,
    /// The column; null if it is about a whole row or the whole file.
    pub(super) column: Option<String>,
    /// The ID of the rule; `leadsheet rules` explains it.
    #[cfg_attr(test, schemars(extend("pattern" = crate::cli::json::derived::RULE)))]
    pub(super) rule: &'static str,
    /// The text of the cell, cut at 1,000 characters; null if it is not about a cell.
    pub(super) value: Option<String>,
    /// What is wrong, as a sentence for people.
    pub(super) message: String,
}

/// A column in which another program changed cells in the same way.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct DamageReport {
    /// Whether the column can be edited: the change may be meant, so the exit code is 1.
    pub(super) editable: bool,
    /// The column.
    pub(super) column: String,
    /// What happened to the cells.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::damage_kinds())))]
    pub(super) kind: &'static str,
    /// How many cells it happened to.
    pub(super) cells: usize,
    /// The row of the first of them in the edited file, counted from 1 without the header.
    pub(super) row: usize,
    /// The text of this cell in the download.
    pub(super) downloaded: String,
    /// The text of this cell in the edited file.
    pub(super) edited: String,
}
