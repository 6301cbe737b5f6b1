//! The work that is exported: a download with edits in it, and the plan for them.

use crate::cli::export::import::Import;
use crate::cli::export::places::{download_of, name_sheet_rows, row_in_download};
use crate::cli::export::report::{
    ExportCell, ExportFile, ExportLead, ExportReport, ExportSummary, ExportWarning,
    IrreversibleLine, KeptCell, PortalMessage,
};
use crate::cli::report;
use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Row};
use crate::sheet::{RowState, Sheet};
use crate::store::ExportedPart;
use crate::upload::{Plan, ReportContext, ReportedLead, UploadReport};
use std::path::PathBuf;

/// The download with the edits in it, and what an export does with them.
#[derive(Clone, Copy)]
pub(super) struct Work<'w> {
    pub(super) sheet: &'w Sheet,
    pub(super) plan: &'w Plan,
    /// Where the edits come from, if not from saved work.
    pub(super) import: Option<Import<'w>>,
}

impl Work<'_> {
    /// Reports what an export would do: nothing is written yet.
    pub(super) fn report(&self) -> ExportReport {
        let (plan, import) = (self.plan, self.import);
        let upload = UploadReport::new(self.sheet, plan, ReportContext::default());
        let join = import.map(|import| &import.report.join);
        let (held_back, refused) =
            (self.held_back(), import.map(|import| import.refused()).unwrap_or_default());
        let sheet = self.sheet;
        ExportReport {
            file: None,
            original: String::new(),
            downloads: Vec::new(),
            dry_run: false,
            summary: ExportSummary {
                rows: import.map_or(sheet.table().len(), |import| import.edited.len()),
                ready: plan.ready().count(),
                held_back: plan.held_back.len(),
                doubtful: plan.left_out().len(),
                refused: refused.len(),
                closing: plan.closing.len(),
                exported: plan.exported,
                failed: self.failed(),
                rewritten: import.map_or(0, |import| import.report.rewritten),
                added: join.map_or(0, |join| join.added.len()),
                missing: join.map_or(0, |join| join.missing.len()),
                duplicates: join.map_or(0, |join| join.duplicates.len()),
            },
            leads: self.leads(&upload),
            parts: Vec::new(),
            earlier: Vec::new(),
            message: String::new(),
            next: None,
            foretold: None,
            closing: plan.closing.iter().map(|&row| report::id(sheet.table(), row)).collect(),
            no_way_back: Vec::new(),
            irreversible: Vec::new(),
            pilot: None,
            doubtful: Vec::new(),
            held_back,
            refused,
            damage: import.map(|import| import.damage()).unwrap_or_default(),
            upload,
            notices: import.map(|import| import.notices()).unwrap_or_default(),
        }
    }

    /// How many changed leads were rejected and are neither corrected nor marked to be resubmitted.
    pub(super) fn failed(&self) -> usize {
        let is_failed = |row: &Row| self.sheet.state(*row) == RowState::Failed;
        self.sheet.changed_rows().filter(is_failed).count()
    }

    /// Adds what of the upload files can't be reverted, as the plan has it now.
    pub(super) fn add_irreversible(&self, report: &mut ExportReport) {
        report.no_way_back = self.no_way_back();
        let groups = self.plan.irreversible_groups(self.sheet);
        let lines = groups.iter().map(|group| IrreversibleLine {
            rule: group.rule,
            text: format!(
                "{} ({})",
                group.describe(self.sheet.layout()),
                name_sheet_rows(self.sheet, &group.rows)
            ),
        });
        report.irreversible = lines.collect();
        report.upload.look_back(self.sheet, self.plan);
    }

    /// Returns the leads of the upload files with old and new texts, those that become Closed last; rows are
    /// the download's.
    fn leads(&self, upload: &UploadReport) -> Vec<ExportLead> {
        let leads = upload
            .groups
            .iter()
            .flat_map(|group| group.leads.iter().map(|lead| (group.change.closes(), lead)));
        let mut leads: Vec<(bool, &ReportedLead)> = leads.collect();
        sort_by_key(&mut leads, |(closes, lead)| (*closes, lead.row));
        leads.into_iter().map(|(closes, lead)| self.lead(lead, closes)).collect()
    }

    fn lead(&self, lead: &ReportedLead, closes: bool) -> ExportLead {
        let changes = lead.changes.iter().map(|change| ExportCell {
            column: change.column.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
        });
        let warnings = lead.warnings.iter().map(|warning| ExportWarning {
            column: warning.column.clone(),
            rule: warning.rule,
            message: warning.text.clone(),
        });
        ExportLead {
            part: lead.part,
            download: lead.source.clone(),
            row: lead.number,
            referral_id: report::id(self.sheet.table(), lead.row),
            name: lead.name.clone(),
            closes,
            changes: changes.collect(),
            warnings: warnings.collect(),
        }
    }

    /// Returns what no upload can put back; rows are the download's.
    fn no_way_back(&self) -> Vec<KeptCell> {
        let kept = self.plan.irreversible().map(|stuck| KeptCell {
            download: download_of(self.sheet, stuck.row),
            row: row_in_download(self.sheet, stuck.row).number(),
            referral_id: report::id(self.sheet.table(), stuck.row),
            columns: stuck.fields.iter().map(|field| self.column(*field)).collect(),
            whole: stuck.is_whole,
            rule: stuck.rule,
            message: stuck.reason.clone(),
        });
        kept.collect()
    }

    /// Returns the errors of the file and of the rows that are held back; rows are the download's.
    fn held_back(&self) -> Vec<PortalMessage> {
        let rows = self.plan.held_back.iter().flat_map(|held| &held.errors);
        let errors = self.plan.blocked.iter().chain(rows);
        let said = errors.map(|finding| PortalMessage {
            download: finding.row.and_then(|row| download_of(self.sheet, row)),
            row: finding.row.map(|row| row_in_download(self.sheet, row).number()),
            referral_id: finding.row.map(|row| report::id(self.sheet.table(), row)),
            column: finding.field.map(|field| self.column(field)),
            rule: finding.rule.code(),
            value: finding
                .row
                .zip(finding.field)
                .map(|(row, field)| report::value(&self.sheet.text(row, field))),
            message: finding.message.to_string(),
        });
        said.collect()
    }

    fn column(&self, field: Field) -> String {
        self.sheet.layout().name(field).to_owned()
    }
}

impl From<ExportedPart> for ExportFile {
    fn from(part: ExportedPart) -> Self {
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        Self {
            path: path(part.path),
            rows: part.rows,
            changed: part.changed,
            revert: part.revert.map(path),
            revert_rows: part.revert_summary.leads,
        }
    }
}
