//! `leadsheet status`: what is kept of the work on each file, and forgetting it.

use crate::cli::Exit;
use crate::cli::args::commands::StatusArgs;
use crate::cli::check::{CommandError, Env};
use crate::cli::report::{Emphasis, Line, ReportWriter};
use crate::leads::{plural, thousands};
use crate::sheet::{RowState, Sheet, StateCounts};
use crate::store;
use crate::store::journal;
use crate::store::journal::{JournalError, JournalState, KeptWork, StatusChange};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// Lists the work that is kept, for every file or for one; or removes it, or offers it again.
///
/// # Errors
///
/// Fails if the folder of the journals can't be read, and if `out` takes no more.
pub fn run_status(args: &StatusArgs, env: &Env, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let mut lines = ReportWriter::new(out, env);
    let Some(folder) = journal::journal_folder() else {
        lines.line("Nothing is saved: there is no home folder.")?;
        return Ok(Exit::Clean);
    };
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
    if files.is_empty() && others.is_empty() {
        lines.line("There is no saved work.")?;
    }
    sections(&files, env, &mut lines)?;
    if let Some(file) = args.file.as_ref().filter(|_| !others.is_empty()) {
        let file = file.to_string_lossy();
        lines.gap()?;
        lines.line(&format!(
            "{file}: work on this same content is saved under another name; opening {file} \
            offers to resume it."
        ))?;
    }
    sections(&others, env, &mut lines)?;
    Ok(Exit::Clean)
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

fn sections(files: &ByFile, env: &Env, lines: &mut ReportWriter) -> io::Result<()> {
    for (file, journals) in files {
        let heading = if file.is_empty() { "Unknown files" } else { file };
        let items = journals.iter().flat_map(|kept| describe(kept, env));
        lines.section(heading, items)?;
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

/// Says what one journal holds.
fn describe(kept: &KeptWork, env: &Env) -> Vec<Line> {
    let paint = if kept.standing == JournalState::Kept { Emphasis::Bold } else { Emphasis::Plain };
    let head = vec![(paint, format!("{:<10}  ", kept.standing.label()))];
    let mut items = vec![Line { head, text: summary(kept, env) }];
    let path = kept.path.to_string_lossy();
    items.push(Line { head: vec![(Emphasis::Plain, " ".repeat(12))], text: path.into_owned() });
    items
}

fn summary(kept: &KeptWork, env: &Env) -> String {
    let outline = kept.outline;
    if kept.last.is_empty() {
        return "it can't be read".to_owned();
    }
    let mut parts =
        vec![format!("{} in {}", plural(outline.steps, "step"), plural(outline.leads, "lead"))];
    match current_state(kept, env) {
        Some(Ok(now)) => {
            let worked = now.by_stage().filter(|(_, state)| *state != RowState::Closed);
            parts.extend(
                worked.map(|(number, state)| format!("{} {}", thousands(number), state.label())),
            );
        }
        Some(Err(reason)) => parts.push(reason.to_owned()),
        None if outline.exported > 0 => {
            parts.push(format!("{} exported", thousands(outline.exported)));
        }
        None => {}
    }
    if let Some(to) = &kept.to {
        parts.push(format!("went on in {}", to.file));
    }
    let last: String = kept
        .last
        .chars()
        .take("2026-11-22T15:04".len())
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect();
    parts.push(format!("last {last} UTC"));
    parts.join(" · ")
}

/// How the leads of a file stand with the work that is offered, or why that can't be told.
fn current_state(kept: &KeptWork, env: &Env) -> Option<Result<StateCounts, &'static str>> {
    let start = kept.start.as_ref().filter(|_| kept.standing == JournalState::Kept)?;
    let path = Path::new(&start.file);
    if !path.exists() {
        return Some(Err("the file is gone"));
    }
    let (opened, source) = store::open_to_edit(path, None).ok()?;
    if source?.sha256() != start.sha256 {
        return Some(Err("the file has changed since"));
    }
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, env.rules());
    sheet.replay(&kept.actions);
    Some(Ok(sheet.counts()))
}
