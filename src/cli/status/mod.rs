//! `leadsheet status`: what is kept of the work on each file, and forgetting it.

mod due;

#[cfg(test)]
pub(in crate::cli) use due::DueReport;

use crate::cli::Exit;
use crate::cli::args::commands::{Format, StatusArgs};
use crate::cli::check::{CommandError, Env};
use crate::cli::json;
use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::leads::{minute, plural, thousands};
use crate::sheet::{Checklist, RowState, UploadPart};
use crate::store;
use crate::store::catalog::{SavedWorks, count_states, listed};
use crate::store::journal;
use crate::store::journal::{JournalError, JournalState, KeptWork, StatusChange};
use chrono::Utc;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Lists the work that is kept, for every file or for one; or removes it, or offers it again.
///
/// # Errors
///
/// Fails if the folder of the journals can't be read, and if `out` takes no more.
pub fn run_status(args: &StatusArgs, env: &Env, out: &mut dyn Write) -> Result<Exit, CommandError> {
    if args.due {
        return due::run(args, env, out);
    }
    let Some(folder) = journal::journal_folder() else {
        match args.format {
            Format::Text => {
                let mut lines = ReportWriter::new(out, env);
                lines.line("Nothing is saved: there is no home folder.")?;
            }
            Format::Json => json::write_pretty(&StatusReport::default(), out)?,
        }
        return Ok(Exit::Clean);
    };
    let mut lines = ReportWriter::new(out, env);
    if let Some(file) = &args.forget {
        let outcome = journal::forget(&folder, file)?;
        return wished(outcome, file, &mut lines, "removed");
    }
    if let Some(file) = &args.recall {
        let outcome = journal::recall(&folder, file)?;
        return wished(outcome, file, &mut lines, "offered again when you open the file");
    }
    let files = by_file(journal::kept(&folder, args.file.as_deref())?);
    let is_offered = |kept: &KeptWork| kept.standing == JournalState::Kept;
    let others = match &args.file {
        Some(file) if !files.values().flatten().any(is_offered) => elsewhere(&folder, file)?,
        _ => BTreeMap::new(),
    };
    // Where work came from is told by the journal of the other file.
    let all = journal::kept(&folder, None).unwrap_or_default();
    let report =
        StatusReport { files: works(&files, &all, env), other_names: works(&others, &all, env) };
    match args.format {
        Format::Text => write(&report, args.file.as_deref(), &mut lines)?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    Ok(Exit::Clean)
}

/// The saved work on each file.
#[derive(Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct StatusReport {
    /// The files with saved work; those that were asked for, if one was.
    files: Vec<FileWork>,
    /// Work on the content of the file that was asked for, saved under other names.
    other_names: Vec<FileWork>,
}

/// The saved work on one file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileWork {
    /// The path of the file; empty if its journals cannot be read.
    file: String,
    /// What the file is, as a text for people; null if it is not there.
    summary: Option<String>,
    /// The journals of the work on it.
    journals: Vec<JournalWork>,
}

/// The work in one journal.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct JournalWork {
    /// The path of the journal.
    path: String,
    /// Whether the work goes on, and why not.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::journal_states())))]
    state: &'static str,
    /// Whether the work is offered when the file is opened.
    offered: bool,
    /// The edits and other steps that can be undone.
    steps: usize,
    /// The leads that are changed.
    leads: usize,
    /// The leads that were exported.
    exported: usize,
    /// The leads that are flagged.
    flagged: usize,
    /// The leads with a private note.
    private_notes: usize,
    /// When something was done last, in UTC as RFC 3339; null if the journal cannot be read.
    last: Option<String>,
    /// When the work was finished, discarded, archived or rebased, in UTC as RFC 3339; null for
    /// work in any other state.
    closed: Option<String>,
    /// The path of the file in which the work went on after a rebase; null if it did not.
    went_on_in: Option<String>,
    /// The path of the file from which a rebase moved the work here; null if none did.
    came_from: Option<String>,
    /// How many leads are in each state; null if the work is not offered, or the file is gone or
    /// has changed.
    counts: Option<LeadCounts>,
    /// Why there are no counts, as a text for people; null if there are, and if the work is not
    /// offered.
    note: Option<&'static str>,
    /// The upload files in the order of their exports.
    uploads: Vec<UploadWork>,
    /// What to do next with them, as a sentence for people; null if there is nothing to do.
    next: Option<String>,
}

/// How many leads are in each state.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LeadCounts {
    /// Leads that the next export includes.
    ready: usize,
    /// Changed leads with errors.
    held_back: usize,
    /// Leads that Partner Center rejected.
    failed: usize,
    /// Exported leads whose results are not imported.
    exported: usize,
    /// Leads that Partner Center accepted.
    done: usize,
}

/// One upload file.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct UploadWork {
    /// Its path.
    file: String,
    /// How far it is.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::upload_stages())))]
    stage: &'static str,
    /// The leads in it.
    leads: usize,
    /// The leads that Partner Center accepted.
    accepted: usize,
    /// The leads that Partner Center rejected.
    rejected: usize,
    /// The leads whose results are missing.
    waiting: usize,
    /// Whether it is a pilot part, whose results decide about the other leads.
    pilot: bool,
    /// Whether it closes a lead.
    closes: bool,
    /// Since when leads wait for results, in UTC as RFC 3339; null if none waits.
    waiting_since: Option<String>,
    /// Whether it was uploaded more than an hour ago and results are missing.
    overdue: bool,
    /// Whether the file is still where it was written.
    exists: bool,
    /// What is known of it, in a line.
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    label: &'static str,
}

fn works(files: &ByFile, all: &[KeptWork], env: &Env) -> Vec<FileWork> {
    let saved = SavedWorks::read(journal::journal_folder().as_deref());
    let summary = |file: &str| Some(saved.file(&listed(Path::new(file))?).describe());
    let work = |(file, journals): (&String, &Vec<KeptWork>)| FileWork {
        file: file.clone(),
        summary: summary(file),
        journals: journals.iter().map(|kept| journal_work(kept, all, env)).collect(),
    };
    files.iter().map(work).collect()
}

fn journal_work(kept: &KeptWork, all: &[KeptWork], env: &Env) -> JournalWork {
    let now = match kept.standing {
        JournalState::Kept => count_states(kept, env.rules()),
        _ => None,
    };
    let checklist = match kept.standing {
        JournalState::Kept => Checklist::from_log(&kept.actions),
        _ => Checklist::default(),
    };
    let counts = now.as_ref().and_then(|now| now.as_ref().ok()).map(|now| LeadCounts {
        ready: now.ready,
        held_back: now.held_back,
        failed: now.failed,
        exported: now.exported,
        done: now.done,
    });
    let last = Some(kept.last.clone()).filter(|last| !last.is_empty());
    JournalWork {
        path: kept.path.to_string_lossy().into_owned(),
        state: kept.standing.label(),
        offered: kept.standing == JournalState::Kept,
        steps: kept.outline.steps,
        leads: kept.outline.leads,
        exported: kept.outline.exported,
        flagged: kept.outline.flagged,
        private_notes: kept.outline.notes,
        closed: last.clone().filter(|_| is_closed(kept.standing)),
        last,
        went_on_in: kept.to.as_ref().map(|to| to.file.clone()),
        came_from: came_from(kept, all),
        counts,
        note: now.and_then(Result::err),
        uploads: checklist.parts.iter().map(|part| upload_work(part, kept)).collect(),
        next: checklist.next_step().map(|step| step.describe(Some(Utc::now()))),
    }
}

fn is_closed(state: JournalState) -> bool {
    use JournalState::{Aside, Dropped, Finished, Rebased};
    matches!(state, Finished | Dropped | Aside | Rebased)
}

/// The file from which the newest rebase moved work to the content that a journal is about.
fn came_from(kept: &KeptWork, all: &[KeptWork]) -> Option<String> {
    let start = kept.start.as_ref()?;
    let is_source = |work: &&KeptWork| {
        work.to.as_ref().is_some_and(|to| to.file == start.file && to.sha256 == start.sha256)
    };
    let source = all.iter().filter(is_source).max_by_key(|work| &work.last)?;
    source.start.as_ref().map(|source| source.file.clone())
}

fn upload_work(part: &UploadPart, kept: &KeptWork) -> UploadWork {
    let now = Utc::now();
    // A path that was typed relative to a folder that isn't known now is looked for beside the download.
    let path = PathBuf::from(&part.file.path);
    let folder = kept.start.as_ref().and_then(|start| Path::new(&start.file).parent());
    let beside = folder.map(|folder| folder.join(part.name())).filter(|_| path.is_relative());
    let path = beside.filter(|beside| beside.exists()).unwrap_or(path);
    UploadWork {
        file: path.to_string_lossy().into_owned(),
        stage: part.stage.as_str(),
        leads: part.file.rows,
        accepted: part.accepted,
        rejected: part.rejected,
        waiting: part.waiting.len(),
        pilot: part.file.is_pilot,
        closes: part.closes,
        waiting_since: part.waiting_since().map(str::to_owned),
        overdue: part.is_overdue(now),
        exists: path.exists(),
        text: format!("{}  {}", part.name(), part.describe(Some(now))),
        label: part.stage.label(),
    }
}

fn write(report: &StatusReport, file: Option<&Path>, lines: &mut ReportWriter) -> io::Result<()> {
    if report.files.is_empty() && report.other_names.is_empty() {
        lines.line("There is no saved work.")?;
    }
    sections(&report.files, lines)?;
    if let Some(file) = file.filter(|_| !report.other_names.is_empty()) {
        let file = file.to_string_lossy();
        lines.gap()?;
        lines.line(&format!(
            "{file}: work on this same content is saved under another name; opening {file} \
            offers to resume it."
        ))?;
    }
    sections(&report.other_names, lines)
}

/// Journals by the files that they are about.
type ByFile = BTreeMap<String, Vec<KeptWork>>;

fn by_file(journals: Vec<KeptWork>) -> ByFile {
    let mut files = ByFile::new();
    for kept in journals {
        let file = kept.start.as_ref().map_or_else(String::new, |start| start.file.clone());
        files.entry(file).or_default().push(kept);
    }
    files
}

/// The work on the content of a file that is saved under other names.
fn elsewhere(folder: &Path, file: &Path) -> Result<ByFile, JournalError> {
    // A file that can't be read has no content that could be looked for.
    let Ok(sha256) = store::file_sha256(file) else { return Ok(ByFile::new()) };
    Ok(by_file(journal::kept_elsewhere(folder, file, &sha256)?))
}

fn sections(files: &[FileWork], lines: &mut ReportWriter) -> io::Result<()> {
    for work in files {
        let heading = if work.file.is_empty() { "Unknown files" } else { &work.file };
        let file = work.summary.as_ref().map(|summary| Line {
            head: vec![(Emphasis::Plain, format!("{:<12}", "file"))],
            text: summary.clone(),
        });
        lines.section(heading, file.into_iter().chain(work.journals.iter().flat_map(describe)))?;
    }
    Ok(())
}

/// Says what became of a wish about one file.
fn wished(
    outcome: StatusChange,
    file: &Path,
    lines: &mut ReportWriter,
    done: &str,
) -> Result<Exit, CommandError> {
    let file = file.to_string_lossy();
    let (say, exit) = match outcome {
        StatusChange::Done(0) => (format!("{file}: no such work is saved."), Exit::Clean),
        StatusChange::Done(1) => (format!("{file}: the work is {done}."), Exit::Clean),
        StatusChange::Done(n) => {
            (format!("{file}: the work in {n} journals is {done}."), Exit::Clean)
        }
        StatusChange::Busy => {
            (format!("{file}: the file is being edited; quit there first."), Exit::Problems)
        }
        StatusChange::Taken => {
            (format!("{file}: there is other saved work on it; finish that first."), Exit::Problems)
        }
    };
    lines.line(&say)?;
    Ok(exit)
}

/// Says what one journal holds, and how far its upload files are.
fn describe(work: &JournalWork) -> Vec<Line> {
    let paint = if work.offered { Emphasis::Bold } else { Emphasis::Plain };
    let line = |paint, label: &str, text: String| Line {
        head: vec![(paint, format!("{label:<12}"))],
        text,
    };
    let mut items = vec![line(paint, work.state, summary(work))];
    items.push(line(Emphasis::Plain, "", work.path.clone()));
    for upload in &work.uploads {
        let gone = if upload.waiting > 0 && !upload.exists { " · the file is gone" } else { "" };
        let paint = if upload.overdue { Emphasis::Warning } else { Emphasis::Plain };
        let text = format!("{:<12}  {}{gone}", upload.label, upload.text);
        items.push(line(paint, "", text));
    }
    items.extend(work.next.iter().map(|next| line(Emphasis::Plain, "next", next.clone())));
    items
}

fn summary(work: &JournalWork) -> String {
    let Some(last) = &work.last else { return "it can't be read".to_owned() };
    let mut parts =
        vec![format!("{} in {}", plural(work.steps, "step"), plural(work.leads, "lead"))];
    match (&work.counts, work.note) {
        (Some(now), _) => {
            let states = [
                (now.ready, RowState::Ready),
                (now.held_back, RowState::HeldBack),
                (now.failed, RowState::Failed),
                (now.exported, RowState::Exported),
                (now.done, RowState::Done),
            ];
            let some = states.into_iter().filter(|(number, _)| *number > 0);
            parts.extend(some.map(|(n, state)| format!("{} {}", thousands(n), state.label())));
        }
        (None, Some(reason)) => parts.push(reason.to_owned()),
        (None, None) if work.exported > 0 => {
            parts.push(format!("{} exported", thousands(work.exported)));
        }
        (None, None) => {}
    }
    if work.flagged > 0 {
        parts.push(format!("{} flagged", thousands(work.flagged)));
    }
    if work.private_notes > 0 {
        parts.push(plural(work.private_notes, "private note"));
    }
    parts.extend(work.came_from.as_ref().map(|file| format!("came from {file}")));
    parts.extend(work.went_on_in.as_ref().map(|file| format!("went on in {file}")));
    parts.push(format!("last {} UTC", minute(last)));
    parts.join(" · ")
}
