//! `leadsheet export`: changed-only upload files from a file that was edited elsewhere.

use crate::cli::args::commands::{ExportArgs, Format};
use crate::cli::check::{CommandError, Env};
use crate::cli::report::ReportWriter;
use crate::cli::uploads::{
    DamageReport, ExportCell, ExportFile, ExportLead, ExportReport, ExportSummary, ExportWarning,
    KeptCell, PortalMessage, write,
};
use crate::cli::{Exit, check, report};
use crate::leads::{Field, Level, Row, plural, thousands};
use crate::sheet::Sheet;
use crate::store;
use crate::store::Exported;
use crate::sync::ImportReport;
use crate::table::Table;
use crate::upload::Plan;
use std::borrow::Cow;
use std::io::{Read, Write};
use std::path::PathBuf;

/// The download with the edits in it, beside the edited file.
struct Work<'w> {
    sheet: &'w Sheet,
    edited: &'w Table,
    carried: &'w ImportReport,
    plan: &'w Plan,
}

/// Makes upload files of a file edited elsewhere and writes what became of it to `out`.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, if the upload files can't be written, and if
/// `out` takes no more.
pub fn run_export(
    args: &ExportArgs,
    input: &mut dyn Read,
    out: &mut dyn Write,
    env: &Env,
) -> Result<Exit, CommandError> {
    let edited = check::edited_source(&args.file, args.encoding);
    let original = check::original_source(&args.original, args.original_encoding);
    let (edited, original) =
        check::open_with_lists(env, || check::open_both(edited, original, input))?;
    let (mut sheet, carried) = Sheet::with_import(original.table, &edited.table, env.rules());
    sheet.keep_errors(env.keeps_errors);
    let mut plan = sheet.plan_with(args.separate_closed);
    let refusal = closing(args, &plan);
    let done = if args.dry_run || refusal.is_some() || plan.is_empty() {
        plan = plan.with_reverts(&sheet);
        None
    } else {
        let done = store::export(&sheet, &plan, &args.original, args.out.as_deref())?;
        plan.reverts = done.parts.iter().map(|part| part.revert_summary.clone()).collect();
        Some(done)
    };
    let work = Work { sheet: &sheet, edited: &edited.table, carried: &carried, plan: &plan };
    let is_refused = refusal.is_some();
    let message = refusal.unwrap_or_else(|| message(&work, args.dry_run, done.as_ref()));
    let mut report = work.report(message, done);
    report.notices.extend(env.lists().note());
    report.foretold = (args.dry_run && !plan.is_empty()).then(|| plan.portal_summary());
    (report.file, report.original, report.dry_run) = (edited.name, original.name, args.dry_run);
    match args.format {
        Format::Text => write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => crate::cli::json::write_pretty(&report, out)?,
    }
    out.flush()?;
    let all = !is_refused && report.held_back.is_empty() && !work.lost();
    check::leak((sheet, edited.table));
    Ok(if all { Exit::Clean } else { Exit::Problems })
}

/// Why nothing may be written: the number of closings has to be given, and right.
fn closing(args: &ExportArgs, plan: &Plan) -> Option<String> {
    let count = plan.closing.len();
    match args.close {
        None if count == 0 => None,
        Some(n) if n == count => None,
        None => Some(format!(
            "Nothing was written: {} would be Closed, which can't be undone; add --close {count}.",
            plural(count, "lead")
        )),
        Some(n) => Some(format!(
            "Nothing was written: {} would be Closed, not {}; check them and give the right \
            number.",
            plural(count, "lead"),
            thousands(n)
        )),
    }
}

fn message(work: &Work, dry_run: bool, done: Option<&Exported>) -> String {
    let ready = work.plan.ready().count();
    match done {
        Some(done) => format!(
            "verified: {}, {}, 0 others",
            plural(done.rows, "row"),
            plural(done.changed, "changed cell")
        ),
        None if !work.plan.blocked.is_empty() => "Nothing was written: see above.".to_owned(),
        None if ready == 0 => "Nothing to upload: no changed, open lead without errors.".to_owned(),
        None if dry_run => format!(
            "dry run: {} in {} would be written",
            plural(ready, "row"),
            plural(work.plan.files.len(), "file")
        ),
        None => String::new(),
    }
}

impl Work<'_> {
    /// Tells whether something of the edited file got lost on the way.
    fn lost(&self) -> bool {
        let (carried, join) = (self.carried, &self.carried.join);
        let rows = [&carried.ragged, &carried.shifted, &join.added, &join.duplicates];
        let is_damaged = carried.damage.iter().any(|damage| damage.editable);
        is_damaged || !carried.rejected.is_empty() || rows.iter().any(|rows| !rows.is_empty())
    }

    fn report(&self, message: String, done: Option<Exported>) -> ExportReport {
        let (plan, carried, join) = (self.plan, self.carried, &self.carried.join);
        let (held_back, refused) = (self.held_back(), self.refused());
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        let part = |part: store::ExportedPart| ExportFile {
            path: path(part.path),
            rows: part.rows,
            changed: part.changed,
            revert: part.revert.map(path),
            revert_rows: part.revert_summary.leads,
        };
        ExportReport {
            file: String::new(),
            original: String::new(),
            dry_run: false,
            summary: ExportSummary {
                rows: self.edited.len(),
                ready: plan.ready().count(),
                held_back: plan.held_back.len(),
                refused: refused.len(),
                closing: plan.closing.len(),
                rewritten: carried.rewritten,
                added: join.added.len(),
                missing: join.missing.len(),
                duplicates: join.duplicates.len(),
            },
            leads: self.leads(),
            parts: done.map(|done| done.parts.into_iter().map(part).collect()).unwrap_or_default(),
            message,
            foretold: None,
            closing: plan.closing.iter().map(|&row| report::id(self.sheet.table(), row)).collect(),
            no_way_back: self.no_way_back(),
            held_back,
            refused,
            damage: self.damage(),
            notices: self.notices(),
        }
    }

    /// Returns the leads of the upload files with old and new texts, those that become Closed last; rows are
    /// the download's.
    fn leads(&self) -> Vec<ExportLead> {
        let parts = (1..).zip(&self.plan.files);
        let mut leads: Vec<ExportLead> = parts
            .flat_map(|(part, rows)| rows.iter().map(move |row| self.lead(part, *row)))
            .collect();
        leads.sort_by_key(|lead| (lead.closes, lead.row));
        leads
    }

    fn lead(&self, part: usize, row: Row) -> ExportLead {
        let change = |(field, old, new): (Field, Cow<str>, Cow<str>)| ExportCell {
            column: self.column(field),
            old: old.into_owned(),
            new: new.into_owned(),
        };
        let findings = self.sheet.findings().row(row).filter(|f| f.level == Level::Warning);
        let warnings = findings.map(|f| ExportWarning {
            column: f.field.map(|field| self.column(field)),
            rule: f.rule.code,
            message: f.message.to_string(),
        });
        let name = self.sheet.layout().lead_name();
        ExportLead {
            part,
            row: row.number(),
            referral_id: report::id(self.sheet.table(), row),
            name: name.map(|f| self.sheet.text(row, f).into_owned()).unwrap_or_default(),
            closes: self.plan.closes(row),
            changes: self.sheet.upload_changes(row).into_iter().map(change).collect(),
            warnings: warnings.collect(),
        }
    }

    /// Returns what no upload can put back; rows are the download's.
    fn no_way_back(&self) -> Vec<KeptCell> {
        let kept = self.plan.irreversible().map(|stuck| KeptCell {
            row: stuck.row.number(),
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
            row: finding.row.map(Row::number),
            referral_id: finding.row.map(|row| report::id(self.sheet.table(), row)),
            column: finding.field.map(|field| self.column(field)),
            rule: finding.rule.code,
            value: finding
                .row
                .zip(finding.field)
                .map(|(row, field)| report::value(&self.sheet.text(row, field))),
            message: finding.message.to_string(),
        });
        said.collect()
    }

    /// Returns the cells that the door refused and the rows left out; rows are the edited file's.
    fn refused(&self) -> Vec<PortalMessage> {
        let row = |row: Row| (Some(row.number()), Some(report::id(self.edited, row)));
        let cells = self.carried.rejected.iter().map(|refused| {
            let ((row, referral_id), column) = (row(refused.row), Some(self.column(refused.field)));
            let (rule, message) = (refused.lock.rule, refused.lock.reason.clone());
            let value = Some(report::value(&refused.text));
            PortalMessage { row, referral_id, column, rule, value, message }
        });
        let join = &self.carried.join;
        let rows = [
            (
                &join.added,
                "R-14",
                "The lead isn't in the download; leads can't be created by upload.",
            ),
            (
                &join.duplicates,
                "R-03",
                "An earlier row has the same Referral ID; this one isn't exported.",
            ),
            (
                &self.carried.ragged,
                "F-05",
                "The row has a different number of fields than the \
            header.",
            ),
            (
                &self.carried.shifted,
                "F-05",
                "The row's cells moved to other columns: a comma or a quote was lost or added.",
            ),
        ];
        let broken = |row| {
            let broken = self.edited.broken_row(row)?;
            Some(format!("Rows {broken} are one lead that a line end inside a cell broke."))
        };
        let rows = rows.into_iter().flat_map(|(rows, rule, say)| {
            rows.iter().map(move |&at| {
                let (row, referral_id) = row(at);
                let message = broken(at).unwrap_or_else(|| say.to_owned());
                let (column, value) = (None, None);
                PortalMessage { row, referral_id, column, rule, value, message }
            })
        });
        cells.chain(rows).collect()
    }

    fn damage(&self) -> Vec<DamageReport> {
        let harmed = self.carried.damage.iter().map(|damage| DamageReport {
            editable: damage.editable,
            column: self.column(damage.field),
            kind: damage.kind.description(),
            cells: damage.cells,
            row: damage.row.number(),
            downloaded: damage.old.clone(),
            edited: damage.new.clone(),
        });
        harmed.collect()
    }

    fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        let columns = report::columns(self.edited, self.sheet.table(), &self.carried.join);
        for (names, what) in [
            (columns.added, "not imported"),
            (
                columns.missing,
                "exported as \
        downloaded",
            ),
        ] {
            if !names.is_empty() {
                notices.push(format!(
                    "columns in only one of the files, {what}: {}",
                    names.join(", ")
                ));
            }
        }
        if !self.carried.day_month_swapped.is_empty() {
            let rows: Vec<String> =
                self.carried.day_month_swapped.iter().take(8).map(Row::to_string).collect();
            notices.push(format!(
                "{} day and month swapped compared with the download (rows {}{}); if this is \
                intended, change it in leadsheet",
                match self.carried.day_month_swapped.len() {
                    1 => "1 close date has".to_owned(),
                    n => format!("{} have", plural(n, "close date")),
                },
                rows.join(", "),
                if self.carried.day_month_swapped.len() > rows.len() { ", …" } else { "" }
            ));
        }
        notices
    }

    fn column(&self, field: Field) -> String {
        self.sheet.layout().name(field).to_owned()
    }
}
