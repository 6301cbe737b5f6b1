//! `leadsheet status --due`: the leads that fall due, in all saved work or in one file.

use crate::cli::args::commands::{Format, StatusArgs};
use crate::cli::check::{self, CommandError, Env};
use crate::cli::report::{self, Emphasis, Line, ReportWriter, lead_label};
use crate::cli::{Exit, json};
use crate::leads::{Origin, Row, plural, thousands};
use crate::sheet::{Due, DueCounts, DueList, DueReason, Sheet, day_label};
use crate::store::catalog::{NotRestored, restored};
use crate::store::journal::{self, JournalState, KeptWork};
use crate::store::{self, OpenError};
use chrono::NaiveDate;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// The leads that fall due.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct DueReport {
    /// The current day in UTC, as YYYY-MM-DD.
    today: String,
    /// How many days ahead was looked.
    within: u32,
    /// The last day that was looked at, as YYYY-MM-DD.
    until: String,
    /// After how many days a New lead expires, by Microsoft's documentation of 2021.
    expires_after: u64,
    /// After how many days an open lead counts as open for long, by the settings.
    open_days: u32,
    /// How many leads are due in all files.
    summary: DueSummary,
    /// The files.
    files: Vec<FileDue>,
}

/// How many leads fall due, and why; a lead that is due for two reasons counts for both.
#[derive(Clone, Copy, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DueSummary {
    /// Leads that are due, each counted once in its file.
    leads: usize,
    /// New leads that expire on a day that is not past.
    expiring: usize,
    /// New leads whose last day for an answer is past.
    may_have_expired: usize,
    /// Open leads whose close date is near.
    close_date: usize,
    /// Open leads whose close date is past.
    close_date_past: usize,
    /// Open leads without a purchase intent.
    no_intent: usize,
    /// Exported leads without results.
    no_results: usize,
    /// Leads that are open for long.
    open_long: usize,
    /// Leads that are not counted because their created date can mean two days.
    ambiguous: usize,
}

impl DueSummary {
    fn new(counts: DueCounts, ambiguous: usize) -> Self {
        Self {
            leads: counts.leads,
            expiring: counts.expiring,
            may_have_expired: counts.expired,
            close_date: counts.closing,
            close_date_past: counts.close_past,
            no_intent: counts.no_intent,
            no_results: counts.no_results,
            open_long: counts.open_long,
            ambiguous,
        }
    }
}

/// The leads of one file that fall due.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileDue {
    /// The path of the file.
    file: String,
    /// Whether saved work is laid over the file.
    saved_work: bool,
    /// Why the file or the saved work can't be read, as a text for people; null if it was read.
    error: Option<String>,
    /// What else there is to know, as a sentence for people; null if nothing.
    note: Option<String>,
    /// How many leads of it are due.
    summary: DueSummary,
    /// What is due, the earliest first; what has no day comes last.
    due: Vec<DueEntry>,
    /// The leads that are not counted because their created date can mean two days.
    ambiguous: Vec<AmbiguousLead>,
    #[serde(skip)]
    counts: DueCounts,
}

/// A lead that falls due.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DueEntry {
    /// The last day for it in UTC, as YYYY-MM-DD; null if it is due at any time.
    day: Option<String>,
    /// How many days are left, negative if the day is past; null if it is due at any time.
    days: Option<i64>,
    /// Why it is due.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::due_reasons())))]
    reason: &'static str,
    /// The row of the lead in the file, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its Lead Name, cut at 1,000 characters; empty if the file has no such column.
    name: String,
    #[serde(skip)]
    due: Due,
}

/// A lead whose created date can mean two days.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AmbiguousLead {
    /// The row of the lead in the file, counted from 1 without the header.
    row: usize,
    /// Its Referral ID.
    referral_id: String,
    /// Its created date as the file has it, cut at 1,000 characters.
    created: String,
}

/// Lists what falls due in all saved work, or in one file.
pub(super) fn run(args: &StatusArgs, env: &Env, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let files = match &args.file {
        Some(file) => vec![of_file(args, file, env)?],
        None => of_saved_work(args, env)?,
    };
    let until = day_ahead(env.today, args.within);
    let all = files.iter().fold(DueCounts::default(), |all, file| all.plus(file.counts));
    let report = DueReport {
        today: env.today.to_string(),
        within: args.within,
        until: until.to_string(),
        expires_after: DueList::ANSWER_DAYS,
        open_days: env.open_days,
        summary: DueSummary::new(all, files.iter().map(|file| file.ambiguous.len()).sum()),
        files,
    };
    match args.format {
        Format::Text => write(&report, all, env, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    Ok(match all.leads {
        _ if report.files.iter().any(|file| file.error.is_some()) => Exit::Io,
        0 => Exit::Clean,
        _ => Exit::Problems,
    })
}

fn day_ahead(today: NaiveDate, days: u32) -> NaiveDate {
    today.checked_add_days(chrono::Days::new(days.into())).unwrap_or(today)
}

/// What falls due in one file, with the work that is saved on it.
fn of_file(args: &StatusArgs, file: &Path, env: &Env) -> Result<FileDue, CommandError> {
    let open = || store::open_to_edit(file, args.encoding);
    let (opened, source) = check::open_with_lists(env, open)?;
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, env.rules());
    let mut note = None;
    let mut saved_work = false;
    if let (Some(source), Some(folder)) = (source, journal::journal_folder()) {
        let kept = journal::kept(&folder, Some(file))?;
        let sha256 = source.sha256().to_owned();
        let is_of_it =
            |kept: &&KeptWork| kept.start.as_ref().is_some_and(|start| start.sha256 == sha256);
        match kept.iter().filter(|kept| has_work(kept)).find(is_of_it) {
            Some(kept) => {
                sheet.replay(&kept.actions);
                saved_work = true;
            }
            None if kept.iter().any(has_work) => {
                note = Some(
                    "The file has changed since work on it was saved: that work isn't counted."
                        .to_owned(),
                );
            }
            None if !journal::kept_elsewhere(&folder, file, &sha256)?.is_empty() => {
                note = Some(
                    "Work on this same content is saved under another name: it isn't counted."
                        .to_owned(),
                );
            }
            None => {}
        }
    }
    let due = of_sheet(opened.name, sheet, args.within, env);
    Ok(FileDue { saved_work, note: note.or(due.note), ..due })
}

fn has_work(kept: &KeptWork) -> bool {
    kept.standing == JournalState::Kept && !kept.actions.is_empty()
}

/// What falls due in each file with saved work.
fn of_saved_work(args: &StatusArgs, env: &Env) -> Result<Vec<FileDue>, CommandError> {
    let Some(folder) = journal::journal_folder() else { return Ok(Vec::new()) };
    let mut files: Vec<FileDue> = Vec::new();
    for kept in journal::kept(&folder, None)? {
        let broken = matches!(kept.standing, JournalState::Damaged | JournalState::Newer);
        let name = kept.start.as_ref().map(|start| start.file.clone());
        if broken {
            let path = kept.path.to_string_lossy();
            let error = format!("the saved work is {} ({path})", kept.standing.label());
            files.push(FileDue::unread(name.unwrap_or_default(), error));
        } else if let Some(name) = name.filter(|_| has_work(&kept)) {
            files.push(match restored(&kept, env.rules()) {
                Ok(sheet) => {
                    let due = of_sheet(name, sheet, args.within, env);
                    FileDue { saved_work: true, ..due }
                }
                Err(error) => FileDue::unread(name, not_read(&error)),
            });
        }
    }
    files.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(files)
}

fn not_read(error: &NotRestored) -> String {
    match error {
        NotRestored::Gone => "the file is gone".to_owned(),
        NotRestored::Changed => "the file has changed since work on it was saved".to_owned(),
        NotRestored::Unusable(OpenError { kind, .. }) => kind.to_string(),
    }
}

impl FileDue {
    fn unread(file: String, error: String) -> Self {
        Self {
            file,
            saved_work: true,
            error: Some(error),
            note: None,
            summary: DueSummary::default(),
            due: Vec::new(),
            ambiguous: Vec::new(),
            counts: DueCounts::default(),
        }
    }
}

fn of_sheet(file: String, mut sheet: Sheet, within: u32, env: &Env) -> FileDue {
    sheet.set_open_days(env.open_days);
    let due = sheet.due().until(sheet.day_ahead(within));
    let counts = DueCounts::new(&due, env.today);
    let name = sheet.layout().lead_name();
    let entry = |due: Due| DueEntry {
        day: due.day.map(|day| day.to_string()),
        days: due.day.map(|day| (day - env.today).num_days()),
        reason: due.reason.name(),
        row: due.row.number(),
        referral_id: report::id(sheet.table(), due.row),
        name: name.map(|field| report::value(&sheet.text(due.row, field))).unwrap_or_default(),
        due,
    };
    let created = sheet.layout().created_date();
    let ambiguous = |row: Row| AmbiguousLead {
        row: row.number(),
        referral_id: report::id(sheet.table(), row),
        created: created.map(|field| report::value(&sheet.text(row, field))).unwrap_or_default(),
    };
    let is_download = sheet.origin() == Origin::Download;
    let note = (!is_download).then(|| {
        "This is no download but a processed file, which doesn't tell what is open: nothing of it \
         is counted."
            .to_owned()
    });
    let ambiguous: Vec<_> = sheet.due().unclear().map(ambiguous).collect();
    let file = FileDue {
        file,
        saved_work: false,
        error: None,
        note,
        summary: DueSummary::new(counts, ambiguous.len()),
        due: due.into_iter().map(entry).collect(),
        ambiguous,
        counts,
    };
    check::leak(sheet);
    file
}

fn write(
    report: &DueReport,
    all: DueCounts,
    env: &Env,
    lines: &mut ReportWriter,
) -> io::Result<()> {
    if report.files.is_empty() {
        return lines.line("There is no saved work; name a file to look at.");
    }
    for file in &report.files {
        write_file(file, env, lines)?;
    }
    lines.gap()?;
    let until = day_label(day_ahead(env.today, report.within), env.today);
    let number = match report.files.len() {
        1 => String::new(),
        number => format!(" in {}", plural(number, "file")),
    };
    let what = match all.leads {
        0 => "nothing".to_owned(),
        leads => plural(leads, "lead"),
    };
    let mut total = vec![format!("Due until {until}{number}: {what}")];
    total.extend(all.labels());
    lines.line(&total.join(" · "))?;
    if all.expiring + all.expired + report.summary.ambiguous > 0 {
        lines.line(&DueReason::Expires.explain(env.open_days))?;
    }
    Ok(())
}

fn write_file(file: &FileDue, env: &Env, lines: &mut ReportWriter) -> io::Result<()> {
    let name = if file.file.is_empty() { "Unknown file" } else { &file.file };
    let entries = file.due.iter().map(|entry| line(entry, env));
    let error = file.error.iter().map(|error| Line {
        head: vec![(Emphasis::Error, "not read: ".to_owned())],
        text: error.clone(),
    });
    let nothing =
        (file.due.is_empty() && file.error.is_none()).then(|| Line::plain("nothing is due"));
    lines.section(name, error.chain(entries).chain(nothing))?;
    let ambiguous = file.ambiguous.iter().map(|lead| {
        let id = lead_label(&lead.referral_id, "");
        Line::plain(format!("row {}  {}  {id}", thousands(lead.row), lead.created))
    });
    let heading = format!(
        "{name}: {} not counted, as the created date can mean two days",
        plural(file.ambiguous.len(), "lead")
    );
    lines.section(&heading, ambiguous)?;
    file.note.iter().try_for_each(|note| lines.line(note))
}

fn line(entry: &DueEntry, env: &Env) -> Line {
    let when = entry.due.day.map_or("any day".to_owned(), |day| day_label(day, env.today));
    let day = entry.day.as_deref().unwrap_or("");
    let emphasis = match entry.due.reason {
        DueReason::Expires if !entry.due.is_past(env.today) => Emphasis::Error,
        DueReason::CloseDate if entry.due.is_past(env.today) => Emphasis::Warning,
        _ => Emphasis::Plain,
    };
    let lead = lead_label(&entry.referral_id, &entry.name);
    Line {
        head: vec![(Emphasis::Plain, format!("{day:<10}  ")), (emphasis, format!("{when:<13}  "))],
        text: format!("{} · {lead}", entry.due.describe(env.today)),
    }
}
