//! Makes a report of a plan.

use crate::leads::{Field, Finding, Level, Row};
use crate::sheet::Sheet;
use crate::upload::irreversible::name_rows;
use crate::upload::plan::{HeldBack, Plan};
use crate::upload::report::group::grouped;
use crate::upload::report::model::{
    ReportContext, ReportMessage, ReportPart, ReportedChange, ReportedLead, ReportedReason,
    UploadReport, WithheldLead,
};
use crate::upload::report::totals::DealValues;

impl UploadReport {
    /// Reports what an export of this plan would do. What can't be undone is told if the plan
    /// [looked back](Plan::with_reverts).
    pub fn new(sheet: &Sheet, plan: &Plan, context: ReportContext) -> Self {
        let builder = ReportBuilder { sheet, plan };
        let parts = (1..).zip(&plan.files);
        let leads = parts.flat_map(|(part, rows)| rows.iter().map(move |row| (part, *row)));
        let leads = leads.map(|(part, row)| builder.lead(part, row)).collect();
        let mut report = Self {
            context,
            parts: plan.files.iter().map(|rows| builder.part(rows)).collect(),
            is_pilot: plan.is_pilot,
            groups: grouped(sheet, plan, leads),
            values: DealValues::of(sheet, plan.ready()),
            irreversible: Vec::new(),
            held_back: plan.held_back.iter().map(|held| builder.held_back(held)).collect(),
            left_out: builder.left_out(),
            blocked: plan.blocked.iter().map(|finding| builder.message(finding)).collect(),
            exported: plan.exported,
            failed: plan.failed,
        };
        report.look_back(sheet, plan);
        report
    }

    /// Tells what no upload can put back, as the plan has it now.
    pub fn look_back(&mut self, sheet: &Sheet, plan: &Plan) {
        let groups = plan.irreversible_groups(sheet);
        // The rows of several downloads have other numbers there.
        let rows = |rows: &[Row]| match sheet.table().sources() {
            Some(_) => String::new(),
            None => format!(" ({})", name_rows(rows)),
        };
        let reasons = groups.iter().map(|group| ReportedReason {
            rule: group.rule,
            text: group.describe(sheet.layout()) + &rows(&group.rows),
        });
        self.irreversible = reasons.collect();
    }
}

/// Reads the sheet and the plan that a report is made of.
struct ReportBuilder<'b> {
    sheet: &'b Sheet,
    plan: &'b Plan,
}

impl ReportBuilder<'_> {
    fn part(&self, rows: &[Row]) -> ReportPart {
        ReportPart {
            source: rows.first().and_then(|row| self.source(*row)),
            leads: rows.len(),
            closing: rows.iter().filter(|row| self.plan.closes(**row)).count(),
        }
    }

    fn lead(&self, part: usize, row: Row) -> ReportedLead {
        let (sheet, layout) = (self.sheet, self.sheet.layout());
        let changes = sheet.upload_changes(row).into_iter().map(|(field, old, new)| {
            let column = layout.name(field).to_owned();
            let reason = sheet.reason(row).filter(|_| layout.reason() == Some(field));
            let meaning = reason.map(|reason| reason.text.clone());
            ReportedChange { column, old: old.into_owned(), new: new.into_owned(), meaning }
        });
        let warnings = sheet.findings().row(row).filter(|f| f.level == Level::Warning);
        ReportedLead {
            row,
            number: self.number(row),
            part,
            source: self.source(row),
            referral_id: self.id(row),
            name: self.text(row, layout.lead_name()),
            customer: self.text(row, layout.customer_name()),
            changes: changes.collect(),
            warnings: warnings.map(|finding| self.message(finding)).collect(),
        }
    }

    fn held_back(&self, held: &HeldBack) -> WithheldLead {
        let reasons = held.errors.iter().map(|error| self.message(error)).collect();
        self.withheld(held.row, reasons)
    }

    /// The leads that a pilot part leaves in doubt; what its results say is no rule's sentence.
    fn left_out(&self) -> Vec<WithheldLead> {
        let layout = self.sheet.layout();
        let leads = self.plan.left_out().iter().map(|lead| {
            let reasons = lead.doubts.iter().map(|doubt| ReportMessage {
                rule: "",
                column: Some(layout.name(doubt.kind.field).to_owned()),
                is_unnamed: false,
                text: doubt.describe(layout),
            });
            self.withheld(lead.row, reasons.collect())
        });
        leads.collect()
    }

    fn withheld(&self, row: Row, reasons: Vec<ReportMessage>) -> WithheldLead {
        let layout = self.sheet.layout();
        WithheldLead {
            number: Some(self.number(row)),
            source: self.source(row),
            referral_id: self.id(row),
            name: self.text(row, layout.lead_name()),
            customer: self.text(row, layout.customer_name()),
            reasons,
        }
    }

    fn message(&self, finding: &Finding) -> ReportMessage {
        let layout = self.sheet.layout();
        ReportMessage {
            rule: finding.rule.code(),
            column: finding.field.map(|field| layout.name(field).to_owned()),
            is_unnamed: finding.unnamed_column(layout).is_some(),
            text: finding.message.to_string(),
        }
    }

    /// The download of a lead, where there are several.
    fn source(&self, row: Row) -> Option<String> {
        let union = self.sheet.table().sources()?;
        union.files().get(union.file_of(row)).map(|file| file.name.clone())
    }

    /// The number of a row in its download.
    fn number(&self, row: Row) -> usize {
        let own = self.sheet.table().sources().map(|union| union.locate(row).1);
        own.unwrap_or(row).number()
    }

    /// The text of a cell that names the lead.
    fn text(&self, row: Row, field: Option<Field>) -> String {
        field.map(|field| self.sheet.text(row, field).trim().to_owned()).unwrap_or_default()
    }

    fn id(&self, row: Row) -> String {
        let field = self.sheet.layout().referral_id();
        field.map(|field| self.sheet.table().cell(row, field).trim().to_owned()).unwrap_or_default()
    }
}
