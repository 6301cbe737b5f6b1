//! The report of an export for the person who approves the upload.

use crate::cli::args::commands::{ExportArgs, ExportFormat};
use crate::cli::check::CommandError;
use crate::cli::export::report::ExportReport;
use crate::leads::{Field, Row, plural, visible};
use crate::store;
use crate::table::Table;
use crate::upload::{
    ReportContext, ReportFormat, ReportMessage, ReportSource, UploadReport, WithheldLead,
};
use chrono::Utc;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Makes sure that the options about the report fit together.
///
/// # Errors
///
/// Fails if such a report is asked for after the upload files are written, or if its format isn't known.
pub(super) fn verify_options(args: &ExportArgs) -> Result<(), CommandError> {
    let unusable = |text: String| Err(CommandError::Unusable(text));
    if args.report_format().is_some() && !args.dry_run {
        return unusable(
            "the HTML, Markdown and CSV reports are made before the upload files are written; add \
             --dry-run"
                .to_owned(),
        );
    }
    match &args.output {
        Some(path) if args.format == ExportFormat::Json => unusable(format!(
            "{}: --output is for HTML, Markdown and CSV; redirect the standard output instead",
            shown(path)
        )),
        Some(path) if args.report_format().is_none() => unusable(format!(
            "{}: the format isn't known by the ending; name the file .html, .md or .csv, or add \
             --format",
            shown(path)
        )),
        _ => Ok(()),
    }
}

/// Who makes the report and when, and the downloads that it is about.
pub(super) fn context(downloads: Vec<ReportSource>) -> ReportContext {
    let (author, made) = (store::user_name(), Some(Utc::now()));
    ReportContext { downloads, author, made, ..ReportContext::default() }
}

/// A file as the report names it: without its folder.
pub(super) fn source(path: &Path, sha256: Option<String>) -> ReportSource {
    if path == Path::new("-") {
        return ReportSource { name: "standard input".to_owned(), sha256: None };
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    ReportSource { name, sha256 }
}

/// What of an edited file wasn't imported: columns that were damaged, then lead by lead.
pub(super) fn not_imported(report: &ExportReport, edited: &Table) -> Vec<WithheldLead> {
    let layout = edited.layout();
    let mut leads: Vec<WithheldLead> = Vec::new();
    for damage in report.damage.iter().filter(|damage| damage.editable) {
        let text = format!(
            "{}, {}; the download's value is used",
            plural(damage.cells, "cell"),
            damage.kind
        );
        let column = Some(damage.column.clone());
        let reason = ReportMessage { rule: "", column, is_unnamed: true, text };
        leads.push(WithheldLead {
            number: None,
            source: None,
            referral_id: String::new(),
            name: String::new(),
            customer: String::new(),
            reasons: vec![reason],
        });
    }
    let refused = &report.refused;
    for message in refused {
        let row = message.row.map(|number| Row::at(number - 1));
        let reason = ReportMessage {
            rule: message.rule,
            column: message.column.clone(),
            is_unnamed: message.column.as_ref().is_some_and(|name| !message.message.contains(name)),
            text: message.message.clone(),
        };
        let is_own = |lead: &&mut WithheldLead| row.is_some() && lead.number == message.row;
        if let Some(lead) = leads.iter_mut().find(is_own) {
            lead.reasons.push(reason);
            continue;
        }
        let text = |field: Option<Field>| {
            let text = row.zip(field).map(|(row, field)| edited.cell(row, field).trim().to_owned());
            text.unwrap_or_default()
        };
        leads.push(WithheldLead {
            number: message.row,
            source: None,
            referral_id: message.referral_id.clone().unwrap_or_default(),
            name: text(layout.lead_name()),
            customer: text(layout.customer_name()),
            reasons: vec![reason],
        });
    }
    leads
}

/// Writes a report: into the file that was named, or to `out`.
pub(super) fn write(
    report: &UploadReport,
    format: ReportFormat,
    args: &ExportArgs,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let text = format.write(report);
    let Some(path) = &args.output else {
        out.write_all(text.as_bytes())?;
        return Ok(());
    };
    let download = args.kept.first().map(PathBuf::as_path).or(args.original.as_deref());
    let like = download.filter(|path| path.is_file());
    store::write_report(path, text, like, false)?;
    writeln!(out, "{}: {}", shown(path), report.headline())?;
    Ok(())
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}
