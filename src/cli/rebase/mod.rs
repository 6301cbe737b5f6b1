//! `leadsheet rebase`: carries the work that is kept for a download over to a fresh one.

mod text;

use crate::cli::args::commands::{Format, RebaseArgs};
use crate::cli::check::{CommandError, Env};
use crate::cli::encoding::SecondEncoding;
use crate::cli::journal::{busy, unusable};
use crate::cli::rebase::text::write;
use crate::cli::report::ReportWriter;
use crate::cli::{Exit, journal as kept, json, report};
use crate::leads::{Origin, Row, plural};
use crate::sheet::{LogEntry, PendingChanges, Sheet};
use crate::store;
use crate::store::journal::{
    Claim, ClaimOutcome, Closing, FileLock, JournalError, JournalSlot, Recovered,
};
use crate::store::{OpenError, Opened, Source, journal};
use crate::sync::{MergeOutcome, MergeOutcomeKind, Rebase, RebasedCell, RebasedLead, Side};
use crate::table::Table;
use serde::{Serialize, Serializer};
use std::io::Write;
use std::path::Path;

/// What becomes of the saved changes on an old file in a fresh download.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct RebaseReport {
    /// The path of the old file as it was given.
    old: String,
    /// The path of the fresh download as it was given.
    new: String,
    /// Whether `--dry-run` was given, so that nothing was saved.
    dry_run: bool,
    /// Whether the work was saved for the new file; false for a dry run, while a conflict is not
    /// resolved, and without saved work.
    kept: bool,
    /// Whether the old file is still there as the work began on it; if not, `portal` is empty.
    old_known: bool,
    /// What was done, as a sentence for people.
    message: String,
    /// How many changed cells there are in each group.
    summary: RebaseSummary,
    /// Every changed cell, in exactly one group.
    changes: Vec<RebaseCell>,
    /// What only Partner Center changed in the leads with changes.
    portal: Vec<PortalChange>,
    /// The Referral IDs of leads that were exported and are not in Partner Center yet; the next
    /// export includes them again.
    exported_open: Vec<String>,
    /// What else there is to know, as sentences for people.
    notices: Vec<String>,
}

/// How many changed cells there are in each group.
#[derive(Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RebaseSummary {
    /// All changed cells: the sum of the groups.
    changed: usize,
    /// Cells applied to the new file.
    taken_over: usize,
    /// Cells whose value the new file has already.
    already_there: usize,
    /// Cells changed on both sides, resolved or not.
    conflicts: usize,
    /// Cells of leads that are not in the new file.
    lead_gone: usize,
    /// Cells of leads that are Closed now.
    lead_closed: usize,
    /// Cells of columns that are not in the new file.
    column_gone: usize,
    /// Cells whose value a rule rejects.
    refused: usize,
    /// Cells that only Partner Center changed.
    portal: usize,
}

/// A changed cell and what becomes of it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RebaseCell {
    /// What becomes of it.
    #[serde(serialize_with = "group_name")]
    #[cfg_attr(test, schemars(with = "String"))]
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::rebase_groups())))]
    group: MergeOutcomeKind,
    /// The row of the lead in the new file, counted from 1 without the header; null if the lead is
    /// not found there.
    row: Option<usize>,
    /// The Referral ID of the lead.
    referral_id: String,
    /// The Lead Name, cut at 1,000 characters; empty if it is not known.
    name: String,
    /// Its column.
    column: String,
    /// The whole text before your change.
    old: String,
    /// The whole text that you changed it to.
    mine: String,
    /// The whole text in the new file; null if the new file has no such cell.
    theirs: Option<String>,
    /// The side that was chosen for a conflict; null if none was chosen, and in all other groups.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::sides_or_null())))]
    answer: Option<&'static str>,
    /// Why the change was not applied, as a text for people; null if it was.
    why: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn group_name<S: Serializer>(group: &MergeOutcomeKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(group.as_str())
}

/// A cell that only Partner Center changed, in a lead with changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PortalChange {
    /// The row of the lead in the new file, counted from 1 without the header.
    row: usize,
    /// The Referral ID of the lead.
    referral_id: String,
    /// The Lead Name, cut at 1,000 characters; empty if it is not known.
    name: String,
    /// Its column.
    column: String,
    /// The whole text in the old file.
    old: String,
    /// The whole text in the new file.
    new: String,
}

/// Carries the work that is kept for one file over to another and writes what became of it to `out`.
///
/// Nothing is kept for the new file, and the work on the old one stays as it is, while a conflict isn't
/// answered.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, is being edited, or has work of its own; if the
/// work can't be kept; and if `out` takes no more.
pub fn run_rebase(args: &RebaseArgs, out: &mut dyn Write, env: &Env) -> Result<Exit, CommandError> {
    let folder = kept::folder()?;
    let old = store::open_to_edit(&args.old, args.encoding);
    let is_now = old.as_ref().ok().and_then(|(_, source)| source.as_ref()).map(Source::sha256);
    let claim = match journal::claim(&folder, &args.old, is_now)? {
        ClaimOutcome::Work(claim) => claim,
        ClaimOutcome::Busy(process) => return Err(busy(&args.old, process)),
        ClaimOutcome::Nothing => {
            let (old, _) = old?;
            let new = new_encoding(args).open(|encoding| store::open_as(&args.new, encoding));
            let new = new.map_err(|error| OpenError { option: NEW_OPTION, ..error })?;
            let message = format!("There is no saved work for {}.", old.name);
            return answer(&nothing(args, old.name, new.name, message), args, out, env);
        }
    };
    let is_content = |source: &Source| claim.start_sha256() == Some(source.sha256());
    let old_table = old.ok().and_then(|(opened, source)| {
        source.is_some_and(|source| is_content(&source)).then_some(opened.table)
    });
    let (new, source) = open_new(args)?;
    let mut slot = claim.slot(&source)?;
    if let Some(error) = taken_by_others(&mut slot, &claim, &source, &args.new)? {
        return Err(error);
    }
    let work = PendingChanges::from_log(&claim.kept.actions);
    let name = args.old.to_string_lossy().into_owned();
    if work.is_empty() {
        let message = format!("The work on {name} has no changes.");
        return answer(&nothing(args, name, new.name, message), args, out, env);
    }
    let sheet = Sheet::new(new.table, Origin::Download, env.rules());
    let rebase = compare(&work, old_table.as_ref(), sheet, args);
    let mut report = report(&rebase, args, name, new.name);
    report.notices = new.notices;
    report.notices.extend(env.rule_notes());
    report.notices.extend(rebase.annotations_message());
    let is_kept = rebase.unanswered() == 0 && !args.dry_run;
    if is_kept {
        keep(rebase.finish().1, slot, *claim, &source)?;
    }
    report.kept = is_kept;
    report.message = message(&report);
    answer(&report, args, out, env)
}

/// Opens the new file.
fn open_new(args: &RebaseArgs) -> Result<(Opened, Source), CommandError> {
    kept::open(&args.new, new_encoding(args), NEW_OPTION)
}

/// The option that names the encoding of the new file.
const NEW_OPTION: &str = "--new-encoding";

fn new_encoding(args: &RebaseArgs) -> SecondEncoding {
    SecondEncoding { named: args.new_encoding, first: args.encoding }
}

/// Why the new file can't take the work: it is edited, or has work of its own.
fn taken_by_others(
    slot: &mut JournalSlot,
    claim: &Claim,
    source: &Source,
    file: &Path,
) -> Result<Option<CommandError>, JournalError> {
    let name = file.to_string_lossy();
    if let FileLock::Busy(process) = slot.lock {
        return Ok(Some(busy(file, process)));
    }
    if let Some(own) = store::written_file(source) {
        return Ok(Some(unusable(format!(
            "{name} is {own}; give a fresh download from Partner Center"
        ))));
    }
    let is_own = claim.is_for(source);
    if is_own && claim.start_sha256() == Some(source.sha256()) {
        return Ok(Some(unusable(format!("{name}: the work is already on this file"))));
    }
    Ok(match slot.find()? {
        Recovered::Other(_) if is_own => None,
        Recovered::Work(_) | Recovered::Other(_) => Some(unusable(format!(
            "{name}: there is other saved work on this file; open the file and finish that first"
        ))),
        Recovered::Nothing { .. } => None,
    })
}

/// Holds the work against the new file and answers what can be answered.
fn compare(work: &PendingChanges, old: Option<&Table>, new: Sheet, args: &RebaseArgs) -> Rebase {
    let mut rebase = Rebase::new(work, old, new);
    match (args.mine, args.theirs) {
        (true, _) => rebase.answer_all(Side::Mine),
        (_, true) => rebase.answer_all(Side::Theirs),
        _ => {}
    }
    rebase
}

/// Keeps what was done to the new file, and then closes the work on the old one. The new file opens as the old one
/// was left.
fn keep(
    actions: Vec<LogEntry>,
    slot: JournalSlot,
    claim: Claim,
    to: &Source,
) -> Result<(), CommandError> {
    kept::keep(actions, slot)?;
    if let Some(start) = &claim.kept.start {
        store::copy_view(Path::new(&start.file), to);
    }
    Ok(claim.close(Closing::rebased(to))?)
}

fn nothing(args: &RebaseArgs, old: String, new: String, message: String) -> RebaseReport {
    RebaseReport {
        old,
        new,
        dry_run: args.dry_run,
        kept: false,
        old_known: true,
        message,
        summary: RebaseSummary::default(),
        changes: Vec::new(),
        portal: Vec::new(),
        exported_open: Vec::new(),
        notices: Vec::new(),
    }
}

fn report(rebase: &Rebase, args: &RebaseArgs, old: String, new: String) -> RebaseReport {
    let counts = rebase.counts();
    let portal: Vec<PortalChange> =
        rebase.leads.iter().flat_map(|lead| portal(rebase, lead)).collect();
    let cells = |lead| cells(rebase, lead);
    RebaseReport {
        old_known: rebase.knows_old,
        summary: RebaseSummary {
            changed: counts.changed,
            taken_over: counts.applied,
            already_there: counts.up_to_date,
            conflicts: counts.conflicts,
            lead_gone: counts.lead_gone,
            lead_closed: counts.lead_closed,
            column_gone: counts.column_gone,
            refused: counts.refused,
            portal: portal.len(),
        },
        changes: rebase.leads.iter().flat_map(cells).collect(),
        portal,
        exported_open: rebase.exported_open().map(|lead| report::value(&lead.id)).collect(),
        ..nothing(args, old, new, String::new())
    }
}

fn cells<'r>(rebase: &'r Rebase, lead: &'r RebasedLead) -> impl Iterator<Item = RebaseCell> + 'r {
    let one = |cell: &RebasedCell| RebaseCell {
        group: cell.fate.kind(),
        row: lead.row.ok().map(Row::number),
        referral_id: report::value(&lead.id),
        name: report::value(&lead.name),
        column: cell.column.clone(),
        old: cell.old.clone(),
        mine: cell.mine.clone(),
        theirs: cell.theirs.clone(),
        answer: match cell.fate {
            MergeOutcome::Conflict(at) => {
                rebase.questions.get(at).and_then(|q| q.answer).map(Side::as_str)
            }
            _ => None,
        },
        why: lead.not_applied_reason(cell),
    };
    lead.cells.iter().map(one)
}

fn portal<'r>(
    rebase: &'r Rebase,
    lead: &'r RebasedLead,
) -> impl Iterator<Item = PortalChange> + 'r {
    let row = lead.row.map_or(0, Row::number);
    lead.portal.iter().map(move |cell| PortalChange {
        row,
        referral_id: report::value(&lead.id),
        name: report::value(&lead.name),
        column: rebase.sheet().layout().name(cell.field).to_owned(),
        old: cell.old.clone(),
        new: cell.theirs.clone(),
    })
}

/// Says how it ended.
fn message(report: &RebaseReport) -> String {
    let open = report
        .changes
        .iter()
        .filter(|c| c.group == MergeOutcomeKind::Conflict && c.answer.is_none());
    match (open.count(), report.dry_run) {
        (0, true) => "dry run: nothing was saved".to_owned(),
        (0, false) => format!("saved for {}; opening it resumes the work", report.new),
        (n, _) => format!(
            "nothing was saved: {} {} changed on both sides; choose with --mine or --theirs, or \
            one by one in the editor",
            plural(n, "cell"),
            if n == 1 { "was" } else { "were" }
        ),
    }
}

/// Writes the report and tells how the program ends.
fn answer(
    report: &RebaseReport,
    args: &RebaseArgs,
    out: &mut dyn Write,
    env: &Env,
) -> Result<Exit, CommandError> {
    match args.format {
        Format::Text => write(report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(report, out)?,
    }
    out.flush()?;
    let is_left = |cell: &RebaseCell| match cell.group {
        MergeOutcomeKind::Conflict => cell.answer.is_none(),
        _ => cell.why.is_some(),
    };
    Ok(if report.changes.iter().any(is_left) { Exit::Problems } else { Exit::Clean })
}
