//! `leadsheet merge`: joins the results of an upload to the work that is kept for a download.

use crate::cli::args::commands::{Format, MergeArgs};
use crate::cli::check::{CheckError, Surroundings};
use crate::cli::journal::{busy, unusable};
use crate::cli::report::{Item, Lines, Paint, who};
use crate::cli::text::{grouped, some};
use crate::cli::{Exit, journal as kept, json, report};
use crate::leads::{Col, Last, Level, lists, visible};
use crate::sheet::Sheet;
use crate::store;
use crate::store::journal::{Desk, Found, Left, Lock};
use crate::store::{OpenError, Opened};
use crate::sync::Merged;
use crate::table::Table;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report {
    download: String,
    results: String,
    dry_run: bool,
    kept: bool,
    message: String,
    summary: Summary,
    failed: Vec<Failed>,
    leads: Vec<Lead>,
    others: Vec<Other>,
    notices: Vec<String>,
    /// What the screen says of it too: its kind, the sentence, how grave it is.
    #[serde(skip)]
    told: Vec<(&'static str, String, Level)>,
}

#[derive(Serialize)]
struct Summary {
    rows: usize,
    done: usize,
    failed: usize,
    known: usize,
    edited_since: usize,
    taken_over: usize,
    not_uploaded: usize,
    stale: usize,
    contradicting: usize,
    waiting: usize,
    unknown: usize,
    repeated: usize,
}

/// A lead that Partner Center refused.
#[derive(Serialize)]
struct Failed {
    row: usize,
    referral_id: String,
    name: String,
    state: &'static str,
    said: Vec<Said>,
}

/// A sentence of Partner Center.
#[derive(Serialize)]
struct Said {
    /// The column that it names.
    column: Option<String>,
    sentence: String,
}

/// A lead of the download, and what the results file comes to for it.
#[derive(Serialize)]
struct Lead {
    group: &'static str,
    row: usize,
    referral_id: String,
    name: String,
    /// The column whose text isn't as it was exported.
    column: Option<String>,
}

/// A row of the results file that isn't joined to a lead.
#[derive(Serialize)]
struct Other {
    group: &'static str,
    /// The row in the results file.
    row: usize,
    referral_id: String,
    /// Whether it was refused.
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
pub fn run_merge(
    args: &MergeArgs,
    out: &mut dyn Write,
    around: &Surroundings,
) -> Result<Exit, CheckError> {
    let folder = kept::folder()?;
    let (opened, source) = kept::open(&args.download, args.encoding, OpenError::OPTION)?;
    let results = open_results(args)?;
    let mut desk = Desk::open(folder, &source)?;
    let Opened { name, table, notices, .. } = opened;
    let origin = table.origin();
    let mut sheet = Sheet::new(table, origin, around.today);
    let damage = go_on(&mut sheet, &mut desk, args, &name)?;
    let merged = sheet
        .merge(&results.table)
        .map_err(|error| unusable(format!("{} can't be taken in: {error}", results.name)))?;
    let actions = sheet.take_actions();
    let is_new = !actions.is_empty();
    if is_new && !args.dry_run {
        kept::keep(actions, desk)?;
    }
    let mut report = report(&sheet, &merged, &results, name);
    report.dry_run = args.dry_run;
    report.kept = is_new && !args.dry_run;
    report.message = match (args.dry_run, is_new) {
        (true, _) => "dry run: nothing was kept".to_owned(),
        (false, true) => format!("kept for {}; opening it goes on with the work", report.download),
        (false, false) => {
            format!("nothing new: the work on {} is as it was", report.download)
        }
    };
    report.notices = notices;
    report.notices.extend(damage);
    report.notices.extend(lists::note(lists::own()));
    match args.format {
        Format::Text => write(&report, &mut Lines::new(out, around))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    let sum = &report.summary;
    let is_odd = sum.contradicting + sum.stale > 0 || report.others.iter().any(|row| row.failed);
    Ok(if is_odd || !report.failed.is_empty() { Exit::Problems } else { Exit::Clean })
}

fn open_results(args: &MergeArgs) -> Result<Opened, CheckError> {
    let option =
        if args.results_encoding.is_some() { "--results-encoding" } else { OpenError::OPTION };
    let encoding = args.results_encoding.or(args.encoding);
    let opened = store::open_as(&args.results, encoding);
    Ok(opened.map_err(|error| OpenError { option, ..error })?)
}

/// Does the kept work again, and notes from then on what is done. Returns what there is to say about it.
fn go_on(
    sheet: &mut Sheet,
    desk: &mut Desk,
    args: &MergeArgs,
    name: &str,
) -> Result<Option<String>, CheckError> {
    if let Lock::Busy(process) = desk.lock {
        return Err(busy(&args.download, process));
    }
    let left = match desk.find()? {
        Found::Work(left) => left,
        Found::Nothing { .. } => Left { actions: Vec::new(), notice: None },
        Found::Other(_) => {
            return Err(unusable(format!(
                "{name}: the file was changed since work on it was kept; carry that over first: \
                 leadsheet rebase {name} {name}"
            )));
        }
    };
    sheet.record();
    let restored = sheet.restore(left.actions.iter().map(|(_, action)| action));
    sheet.take_actions();
    if restored.left_out > 0 {
        let cells = some(restored.left_out, "cell");
        return Err(unusable(format!(
            "{name}: {cells} of the kept work can't be restored as the rules are; open the file in the \
             editor first"
        )));
    }
    Ok(left.notice)
}

fn report(sheet: &Sheet, merged: &Merged, results: &Opened, download: String) -> Report {
    let failed: Vec<Failed> =
        merged.failed(sheet).into_iter().map(|row| failed(sheet, row)).collect();
    let done_before = merged.known.iter().filter(|row| sheet.last_upload(**row) == Last::Accepted);
    Report {
        download,
        results: results.name.clone(),
        dry_run: false,
        kept: false,
        message: String::new(),
        summary: Summary {
            rows: results.table.len(),
            done: merged.accepted.len() + done_before.count(),
            failed: failed.len(),
            known: merged.known.len(),
            edited_since: merged.edited_since.len(),
            taken_over: merged.taken_over.len(),
            not_uploaded: merged.not_uploaded.len(),
            stale: merged.stale.len(),
            contradicting: merged.contradicting.len(),
            waiting: merged.waiting.len(),
            unknown: merged.unknown.len(),
            repeated: merged.repeated.len(),
        },
        failed,
        leads: leads(sheet, merged),
        others: others(merged, &results.table),
        notices: Vec::new(),
        told: merged.told(sheet).into_iter().map(|t| (t.kind, t.say, t.level)).collect(),
    }
}

fn failed(sheet: &Sheet, row: u32) -> Failed {
    let layout = sheet.layout();
    let whole = sheet.portal_said(row);
    let mut said: Vec<Said> = layout
        .sentences(whole)
        .map(|(field, sentence)| Said {
            column: field.map(|field| layout.name(field).to_owned()),
            sentence: report::value(sentence),
        })
        .collect();
    if said.is_empty() {
        said.push(Said { column: None, sentence: report::value(whole) });
    }
    Failed {
        row: row as usize + 1,
        referral_id: report::id(sheet.table(), row),
        name: name_of(sheet, row),
        state: sheet.state(row).word(),
        said,
    }
}

fn name_of(sheet: &Sheet, row: u32) -> String {
    let field = sheet.layout().field(Col::LeadName);
    field.map(|field| report::value(&sheet.text(row, field as u32))).unwrap_or_default()
}

/// Lists the leads of the download, group by group.
fn leads(sheet: &Sheet, merged: &Merged) -> Vec<Lead> {
    let groups = [
        ("done", &merged.accepted),
        ("failed", &merged.refused),
        ("known", &merged.known),
        ("edited_since", &merged.edited_since),
        ("taken_over", &merged.taken_over),
        ("not_uploaded", &merged.not_uploaded),
        ("stale", &merged.stale),
        ("contradicting", &merged.contradicting),
        ("waiting", &merged.waiting),
    ];
    let lead = |group, row: u32, column| Lead {
        group,
        row: row as usize + 1,
        referral_id: report::id(sheet.table(), row),
        name: name_of(sheet, row),
        column,
    };
    let alone =
        groups.into_iter().flat_map(|(group, rows)| rows.iter().map(move |row| (group, *row)));
    let other = merged.other_texts.iter().map(|(row, field)| {
        lead("other_text", *row, Some(sheet.layout().name(*field as usize).to_owned()))
    });
    alone.map(|(group, row)| lead(group, row, None)).chain(other).collect()
}

fn others(merged: &Merged, results: &Table) -> Vec<Other> {
    let errors = results.layout().field(Col::Errors);
    let other = |group, at: u32| Other {
        group,
        row: at as usize + 1,
        referral_id: report::id(results, at),
        failed: errors.is_some_and(|f| !results.cell(at as usize, f).trim().is_empty()),
    };
    let unknown = merged.unknown.iter().map(|(at, _)| other("unknown", *at));
    unknown.chain(merged.repeated.iter().map(|at| other("repeated", *at))).collect()
}

fn write(report: &Report, lines: &mut Lines) -> io::Result<()> {
    for notice in &report.notices {
        lines.line(notice)?;
    }
    let widest = report.told.iter().map(|(kind, ..)| kind.len()).max().unwrap_or_default();
    let told = report.told.iter().map(|(kind, say, level)| {
        let paint = match level {
            Level::Error => Paint::Error,
            Level::Warning => Paint::Warning,
            Level::Note => Paint::Plain,
        };
        Item { head: vec![(paint, format!("{kind:<widest$}  "))], text: say.clone() }
    });
    lines.section(&format!("{} in {}", some(report.summary.rows, "row"), report.results), told)?;
    lines
        .section("refused, in the words of Partner Center", report.failed.iter().flat_map(items))?;
    lines.gap()?;
    lines.line(&summary(&report.summary))?;
    lines.line(&report.message)
}

/// Writes a refused lead: a line for each sentence.
fn items(lead: &Failed) -> impl Iterator<Item = Item> + '_ {
    let who = format!("row {}  {}", grouped(lead.row), who(&lead.referral_id, &lead.name));
    let state = match lead.state {
        "failed" => String::new(),
        state => format!(" ({state} now)"),
    };
    lead.said.iter().map(move |said| {
        let column = said.column.as_ref().map(|name| format!("{}: ", visible(name)));
        let column = column.unwrap_or_default();
        Item {
            head: vec![(Paint::Error, "! ".to_owned())],
            text: format!("{who}{state}  {column}{}", said.sentence),
        }
    })
}

fn summary(sum: &Summary) -> String {
    let odd = [
        (sum.edited_since, "edited since"),
        (sum.not_uploaded, "left alone"),
        (sum.stale, "as before the export"),
        (sum.unknown, "not in the download"),
        (sum.repeated, "twice"),
        (sum.waiting, "still waiting for their results"),
    ];
    let mut say = format!(
        "{}: {} done, {} failed",
        some(sum.rows, "row"),
        grouped(sum.done),
        grouped(sum.failed)
    );
    if sum.known > 0 {
        say = format!("{say} ({} known before)", grouped(sum.known));
    }
    for (n, what) in odd.into_iter().filter(|(n, _)| *n > 0) {
        say = format!("{say}, {} {what}", grouped(n));
    }
    say
}
