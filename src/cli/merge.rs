//! `leadsheet merge`: joins the results of an upload to the work that is kept for a download.

use crate::cli::args::commands::{Format, MergeArgs};
use crate::cli::check::{CommandError, Env};
use crate::cli::encoding::SecondEncoding;
use crate::cli::journal::unusable;
use crate::cli::lessons;
use crate::cli::lessons::KindReport;
use crate::cli::report::{Emphasis, Line, ReportWriter, lead_label};
use crate::cli::{Exit, journal as kept, json, report};
use crate::leads::{CellRef, Level, Row, UploadResult, plural, thousands, visible};
use crate::sheet::{RowState, Sheet};
use crate::store;
use crate::store::journal::JournalSlot;
use crate::store::{OpenError, Opened};
use crate::sync::{MergeError, MergeKind, MergeLine, MergeReport};
use crate::table::Table;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// What the processed file of an upload says about the leads of a download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct MergeJson {
    /// The path of the download as it was given.
    download: String,
    /// The path of the processed file as it was given.
    results: String,
    /// Whether `--dry-run` was given, so that nothing was saved.
    dry_run: bool,
    /// Whether the results were saved; false for a dry run, and if there was nothing new.
    kept: bool,
    /// What was done, as a sentence for people.
    message: String,
    /// How many leads and rows there are of each kind.
    summary: MergeSummary,
    /// Every lead that the file rejects, whether or not that was known before.
    failed: Vec<RejectedLead>,
    /// The leads of the download, once for each group that a lead belongs to.
    leads: Vec<MergeLead>,
    /// The rows of the processed file that do not belong to a lead of the download.
    others: Vec<UnjoinedRow>,
    /// The kinds of change that pilot parts have tried, those in doubt first; empty without a pilot part.
    pilot: Vec<KindReport>,
    /// What else there is to know, as sentences for people.
    notices: Vec<String>,
    /// What to do about the pilot part.
    #[serde(skip)]
    pilot_next: Option<String>,
    /// What the screen says of it too.
    #[serde(skip)]
    told: Vec<MergeLine>,
}

/// How many leads and rows there are of each kind.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MergeSummary {
    /// Rows of the processed file.
    rows: usize,
    /// Leads that the file accepts, whether or not that was known before.
    done: usize,
    /// Leads that the file rejects, whether or not that was known before.
    failed: usize,
    /// Leads whose result was known before.
    known: usize,
    /// Leads accepted as exported, and changed or exported again since.
    edited_since: usize,
    /// Leads with their old values again, by a revert file.
    reverted: usize,
    /// Leads whose revert file was rejected.
    not_reverted: usize,
    /// Leads accepted as Closed and edited since; the edits are given up.
    lost_edits: usize,
    /// Leads whose row fits more than one upload, so that nothing changes.
    unclear: usize,
    /// Leads whose uploaded values come from the processed file.
    taken_over: usize,
    /// Leads with a row in the file that were not uploaded.
    not_uploaded: usize,
    /// Leads shown with their values from before the export, so that this is not their result.
    stale: usize,
    /// Leads both accepted and rejected.
    contradicting: usize,
    /// Leads that were exported and are not in this file.
    waiting: usize,
    /// Rows whose Referral ID is not in the download.
    unknown: usize,
    /// Rows whose Referral ID appeared before in the file.
    repeated: usize,
}

/// A lead that Partner Center rejected.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RejectedLead {
    /// The row of the lead in the download, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its Lead Name, cut at 1,000 characters; empty if the file has no such column.
    name: String,
    /// Its state now: `failed`, or another one if the lead was changed since.
    #[serde(serialize_with = "state_name")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::row_states())))]
    state: RowState,
    /// What Partner Center says about it, sentence by sentence.
    said: Vec<PortalError>,
}

/// A sentence of Partner Center.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PortalError {
    /// The column that the sentence names; null if it names none.
    column: Option<String>,
    /// The sentence, verbatim, cut at 1,000 characters.
    sentence: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn kind_name<S: Serializer>(kind: &MergeKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.as_str())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn state_name<S: Serializer>(state: &RowState, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(state.label())
}

/// A lead of the download, and what the processed file means for it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MergeLead {
    /// What the processed file means for it.
    #[serde(serialize_with = "kind_name")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::lead_groups())))]
    group: MergeKind,
    /// The row of the lead in the download, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its Lead Name, cut at 1,000 characters; empty if the file has no such column.
    name: String,
    /// The column that differs from what was exported, in the group `other_text`; null in all other
    /// groups.
    column: Option<String>,
}

/// A row of the processed file that does not belong to a lead of the download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UnjoinedRow {
    /// Why: its Referral ID is not in the download, or appeared before.
    #[serde(serialize_with = "kind_name")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::row_groups())))]
    group: MergeKind,
    /// The row in the processed file, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Whether Partner Center rejected it.
    failed: bool,
}

/// Joins a results file to the work that is kept for a download, and writes what came of it to `out`.
///
/// Where no work is kept it begins: the uploaded texts are taken over from the results file. The same
/// file again changes nothing.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, if the download is being edited or isn't what the
/// kept work is on, if the results can't be those of an upload of it; if the work can't be kept; and if
/// `out` takes no more.
pub fn run_merge(args: &MergeArgs, out: &mut dyn Write, env: &Env) -> Result<Exit, CommandError> {
    let folder = kept::folder()?;
    let encoding = SecondEncoding { named: args.encoding, first: None };
    let (opened, source) = kept::open(&args.download, encoding, OpenError::OPTION)?;
    let results = open_results(args)?;
    let mut slot = JournalSlot::open(folder, &source)?;
    let Opened { name, table, notices, .. } = opened;
    let origin = table.origin();
    let mut sheet = Sheet::new(table, origin, env.rules());
    let damage = kept::restore(&mut sheet, &mut slot, &args.download, &name)?;
    let sha256 = store::file_sha256(&args.results).unwrap_or_default();
    let own = store::own_file(&args.results, &results.table, &sha256).map(MergeError::Own);
    let merged = own.map_or_else(|| sheet.merge_file(&results.table, &sha256), Err);
    let merged =
        merged.map_err(|error| unusable(format!("{} can't be imported: {error}", results.name)))?;
    let actions = sheet.take_log();
    let is_new = !actions.is_empty();
    if is_new && !args.dry_run {
        kept::keep(actions, slot)?;
    }
    let mut report = report(&sheet, &merged, &results, name);
    report.dry_run = args.dry_run;
    report.kept = is_new && !args.dry_run;
    report.message = match (args.dry_run, is_new) {
        (true, _) => "dry run: nothing was saved".to_owned(),
        (false, true) => format!("saved for {}; opening it resumes the work", report.download),
        (false, false) => {
            format!("nothing new: the work on {} is unchanged", report.download)
        }
    };
    report.notices = notices;
    report.notices.extend(damage);
    report.notices.extend(env.rule_notes());
    match args.format {
        Format::Text => write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    let sum = &report.summary;
    let is_odd = sum.contradicting + sum.stale + sum.unclear + sum.lost_edits + sum.not_reverted
        > 0
        || report.others.iter().any(|row| row.failed);
    Ok(if is_odd || !report.failed.is_empty() { Exit::Problems } else { Exit::Clean })
}

fn open_results(args: &MergeArgs) -> Result<Opened, CommandError> {
    let option = OpenError::RESULTS_OPTION;
    let encoding = SecondEncoding { named: args.results_encoding, first: args.encoding };
    let opened = encoding.open(|encoding| store::open_as(&args.results, encoding));
    Ok(opened.map_err(|error| OpenError { option, ..error })?)
}

fn report(sheet: &Sheet, merged: &MergeReport, results: &Opened, download: String) -> MergeJson {
    let failed: Vec<RejectedLead> =
        merged.failed(sheet).into_iter().map(|row| failed(sheet, row)).collect();
    let done_before =
        merged.known.iter().filter(|row| sheet.last_upload(**row) == UploadResult::Accepted);
    MergeJson {
        download,
        results: results.name.clone(),
        dry_run: false,
        kept: false,
        message: String::new(),
        summary: MergeSummary {
            rows: results.table.len(),
            done: merged.accepted.len() + done_before.count(),
            failed: failed.len(),
            known: merged.known.len(),
            edited_since: merged.edited_since.len(),
            reverted: merged.reverted.len(),
            not_reverted: merged.not_reverted.len(),
            lost_edits: merged.lost.len(),
            unclear: merged.unclear.len(),
            taken_over: merged.imported.len(),
            not_uploaded: merged.not_uploaded.len(),
            stale: merged.stale.len(),
            contradicting: merged.conflicting.len(),
            waiting: merged.waiting.len(),
            unknown: merged.unknown.len(),
            repeated: merged.duplicates.len(),
        },
        failed,
        leads: leads(sheet, merged),
        others: others(merged, &results.table),
        pilot: lessons::kinds(sheet),
        notices: Vec::new(),
        pilot_next: sheet.pilot_next("export --kept"),
        told: merged.report_lines(sheet),
    }
}

fn failed(sheet: &Sheet, row: Row) -> RejectedLead {
    let layout = sheet.layout();
    let whole = sheet.portal_errors(row);
    let mut said: Vec<PortalError> = layout
        .sentences(whole)
        .map(|(field, sentence)| PortalError {
            column: field.map(|field| layout.name(field).to_owned()),
            sentence: report::value(sentence),
        })
        .collect();
    if said.is_empty() {
        said.push(PortalError { column: None, sentence: report::value(whole) });
    }
    RejectedLead {
        row: row.number(),
        referral_id: report::id(sheet.table(), row),
        name: name_of(sheet, row),
        state: sheet.state(row),
        said,
    }
}

fn name_of(sheet: &Sheet, row: Row) -> String {
    let field = sheet.layout().lead_name();
    field.map(|field| report::value(&sheet.text(row, field))).unwrap_or_default()
}

/// Lists the leads of the download, group by group.
fn leads(sheet: &Sheet, merged: &MergeReport) -> Vec<MergeLead> {
    let lead = |group, row: Row, column| MergeLead {
        group,
        row: row.number(),
        referral_id: report::id(sheet.table(), row),
        name: name_of(sheet, row),
        column,
    };
    let by_kind = merged.by_kind().into_iter();
    let alone = by_kind.flat_map(|(group, rows)| rows.iter().map(move |row| (group, *row)));
    let other = merged.other_texts.iter().map(|other| {
        let CellRef { row, field } = other.cell;
        lead(MergeKind::OtherText, row, Some(sheet.layout().name(field).to_owned()))
    });
    alone.map(|(group, row)| lead(group, row, None)).chain(other).collect()
}

fn others(merged: &MergeReport, results: &Table) -> Vec<UnjoinedRow> {
    let errors = results.layout().errors();
    let other = |group, at: Row| UnjoinedRow {
        group,
        row: at.number(),
        referral_id: report::id(results, at),
        failed: errors.is_some_and(|f| !results.cell(at, f).trim().is_empty()),
    };
    let unknown = merged.unknown.iter().map(|(at, _)| other(MergeKind::Unknown, *at));
    unknown.chain(merged.duplicates.iter().map(|at| other(MergeKind::Repeated, *at))).collect()
}

fn write(report: &MergeJson, lines: &mut ReportWriter) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    let widest = report.told.iter().map(|line| line.kind.label().len()).max().unwrap_or_default();
    let told = report.told.iter().map(|line| {
        let paint = match line.level {
            Level::Error => Emphasis::Error,
            Level::Warning => Emphasis::Warning,
            Level::Note => Emphasis::Plain,
        };
        let kind = line.kind.label();
        Line { head: vec![(paint, format!("{kind:<widest$}  "))], text: line.text.clone() }
    });
    lines
        .section(&format!("{} in {}", plural(report.summary.rows, "row"), report.results), told)?;
    lines.section(
        "rejected, with Partner Center's messages",
        report.failed.iter().flat_map(items),
    )?;
    let pilot = if report.pilot.is_empty() { None } else { report.pilot_next.as_ref() };
    let next = pilot.map(Line::plain);
    lines.section("pilot part", lessons::lines(&report.pilot).chain(next))?;
    lines.gap()?;
    lines.line(&summary(&report.summary))?;
    lines.line(&report.message)
}

/// Writes a refused lead: a line for each sentence.
fn items(lead: &RejectedLead) -> impl Iterator<Item = Line> + '_ {
    let who = format!("row {}  {}", thousands(lead.row), lead_label(&lead.referral_id, &lead.name));
    let state = match lead.state {
        RowState::Failed => String::new(),
        state => format!(" ({} now)", state.label()),
    };
    lead.said.iter().map(move |said| {
        let column = said.column.as_ref().map(|name| format!("{}: ", visible(name)));
        let column = column.unwrap_or_default();
        Line {
            head: vec![(Emphasis::Error, "! ".to_owned())],
            text: format!("{who}{state}  {column}{}", said.sentence),
        }
    })
}

fn summary(sum: &MergeSummary) -> String {
    let odd = [
        (sum.edited_since, "edited since"),
        (sum.reverted, "reverted"),
        (sum.not_reverted, "not reverted"),
        (sum.unclear, "not clear"),
        (sum.not_uploaded, "not changed here"),
        (sum.stale, "unchanged since before the export"),
        (sum.unknown, "not in the download"),
        (sum.repeated, "twice"),
        (sum.waiting, "waiting for results"),
    ];
    let mut say = format!(
        "{}: {} done, {} failed",
        plural(sum.rows, "row"),
        thousands(sum.done),
        thousands(sum.failed)
    );
    if sum.known > 0 {
        say = format!("{say} ({} known before)", thousands(sum.known));
    }
    for (n, what) in odd.into_iter().filter(|(n, _)| *n > 0) {
        say = format!("{say}, {} {what}", thousands(n));
    }
    say
}
