//! What `leadsheet export` reports: JSON as it stands, text after the lines of [`text`](super::text).

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ExportReport {
    /// The edited file; none where saved work is exported.
    pub(super) file: Option<String>,
    pub(super) original: String,
    pub(super) dry_run: bool,
    pub(super) summary: ExportSummary,
    pub(super) leads: Vec<ExportLead>,
    pub(super) parts: Vec<ExportFile>,
    /// The upload files of before that have some of the leads with the same values.
    pub(super) earlier: Vec<EarlierFile>,
    pub(super) message: String,
    /// What to do next.
    pub(super) next: Option<String>,
    /// What Partner Center would say; only of a dry run.
    #[serde(skip)]
    pub(super) foretold: Option<String>,
    pub(super) closing: Vec<String>,
    pub(super) no_way_back: Vec<KeptCell>,
    /// The same, one line a reason.
    #[serde(skip)]
    pub(super) irreversible: Vec<IrreversibleLine>,
    pub(super) held_back: Vec<PortalMessage>,
    pub(super) refused: Vec<PortalMessage>,
    pub(super) damage: Vec<DamageReport>,
    pub(super) notices: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ExportSummary {
    pub(super) rows: usize,
    pub(super) ready: usize,
    pub(super) held_back: usize,
    pub(super) refused: usize,
    pub(super) closing: usize,
    pub(super) exported: usize,
    pub(super) failed: usize,
    pub(super) rewritten: usize,
    pub(super) added: usize,
    pub(super) missing: usize,
    pub(super) duplicates: usize,
}

#[derive(Serialize)]
pub(super) struct ExportFile {
    pub(super) path: String,
    pub(super) rows: usize,
    pub(super) changed: usize,
    pub(super) revert: Option<String>,
    pub(super) revert_rows: usize,
}

/// An upload file of before that has leads with the same values.
#[derive(Serialize)]
pub(super) struct EarlierFile {
    pub(super) path: String,
    /// How many of the leads it has.
    pub(super) leads: usize,
    pub(super) exists: bool,
    /// When it was written, in UTC as RFC 3339.
    pub(super) written: Option<String>,
    /// How far its upload is, if saved work records that.
    pub(super) stage: Option<&'static str>,
}

/// Why leads can't be reverted, and which.
pub(super) struct IrreversibleLine {
    pub(super) rule: &'static str,
    pub(super) text: String,
}

/// A lead of the upload files: the last ones are those that become Closed.
#[derive(Serialize)]
pub(super) struct ExportLead {
    /// Which of the files it is in, counted from 1.
    pub(super) part: usize,
    pub(super) row: usize,
    pub(super) referral_id: String,
    #[serde(skip)]
    pub(super) name: String,
    pub(super) closes: bool,
    pub(super) changes: Vec<ExportCell>,
    pub(super) warnings: Vec<ExportWarning>,
}

#[derive(Serialize)]
pub(super) struct ExportCell {
    pub(super) column: String,
    pub(super) old: String,
    pub(super) new: String,
}

#[derive(Serialize)]
pub(super) struct ExportWarning {
    pub(super) column: Option<String>,
    pub(super) rule: &'static str,
    pub(super) message: String,
}

/// What no upload can put back of a lead.
#[derive(Serialize)]
pub(super) struct KeptCell {
    pub(super) row: usize,
    pub(super) referral_id: String,
    pub(super) columns: Vec<String>,
    /// Whether that is all that the upload changes of it.
    pub(super) whole: bool,
    pub(super) rule: &'static str,
    pub(super) message: String,
}

/// Something that keeps a cell or a row out of the upload files.
#[derive(Serialize)]
pub(super) struct PortalMessage {
    pub(super) row: Option<usize>,
    pub(super) referral_id: Option<String>,
    pub(super) column: Option<String>,
    pub(super) rule: &'static str,
    pub(super) value: Option<String>,
    pub(super) message: String,
}

#[derive(Serialize)]
pub(super) struct DamageReport {
    #[serde(skip)]
    pub(super) editable: bool,
    pub(super) column: String,
    pub(super) kind: &'static str,
    pub(super) cells: usize,
    pub(super) row: usize,
    pub(super) downloaded: String,
    pub(super) edited: String,
}
