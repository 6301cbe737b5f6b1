//! `leadsheet status`: what is kept of the work on each file, and forgetting it.

use crate::cli::Exit;
use crate::cli::args::commands::StatusArgs;
use crate::cli::check::{CheckError, Surroundings};
use crate::cli::report::{Item, Lines, Paint};
use crate::sheet::{Counts, RowState, Sheet};
use crate::store;
use crate::store::journal;
use crate::store::journal::{Kept, Outcome, Standing};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Lists the work that is kept, for every file or for one; or removes it, or offers it again.
///
/// # Errors
///
/// Fails if the folder of the journals can't be read, and if `out` takes no more.
pub fn run_status(
    args: &StatusArgs,
    around: &Surroundings,
    out: &mut dyn Write,
) -> Result<Exit, CheckError> {
    let mut lines = Lines::new(out, around);
    let Some(folder) = journal::journal_folder() else {
        lines.line("Nothing is kept: there is no home folder.")?;
        return Ok(Exit::Clean);
    };
    if let Some(file) = &args.forget {
        let outcome = journal::forget(&folder, file)?;
        return wished(outcome, file, &mut lines, "removed");
    }
    if let Some(file) = &args.recall {
        let outcome = journal::recall(&folder, file)?;
        return wished(outcome, file, &mut lines, "offered again when the file is opened");
    }
    let mut files: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    for kept in journal::kept(&folder, args.file.as_deref())? {
        let file = kept.start.as_ref().map_or_else(String::new, |start| start.file.clone());
        files.entry(file).or_default().push(kept);
    }
    if files.is_empty() {
        lines.line("Nothing is kept.")?;
    }
    for (file, journals) in &files {
        let heading = if file.is_empty() { "Files that can't be told" } else { file };
        let items = journals.iter().flat_map(|kept| said(kept, around));
        lines.section(heading, items)?;
    }
    Ok(Exit::Clean)
}

/// Says what became of a wish about one file.
fn wished(
    outcome: Outcome,
    file: &Path,
    lines: &mut Lines,
    done: &str,
) -> Result<Exit, CheckError> {
    let file = file.to_string_lossy();
    let (say, exit) = match outcome {
        Outcome::Done(0) => (format!("{file}: nothing of that is kept."), Exit::Clean),
        Outcome::Done(1) => (format!("{file}: the work is {done}."), Exit::Clean),
        Outcome::Done(n) => (format!("{file}: the work in {n} journals is {done}."), Exit::Clean),
        Outcome::Busy => {
            (format!("{file}: the file is being edited; quit there first."), Exit::Problems)
        }
        Outcome::Taken => {
            (format!("{file}: other work on it is kept; finish that first."), Exit::Problems)
        }
    };
    lines.line(&say)?;
    Ok(exit)
}

/// Says what one journal holds.
fn said(kept: &Kept, around: &Surroundings) -> Vec<Item> {
    let paint = if kept.standing == Standing::Kept { Paint::Bold } else { Paint::Plain };
    let head = vec![(paint, format!("{:<10}  ", kept.standing.word()))];
    let mut items = vec![Item { head, text: summary(kept, around) }];
    let path = kept.path.to_string_lossy();
    items.push(Item { head: vec![(Paint::Plain, " ".repeat(12))], text: path.into_owned() });
    items
}

fn summary(kept: &Kept, around: &Surroundings) -> String {
    let number = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let outline = kept.outline;
    if kept.last.is_empty() {
        return "it can't be read".to_owned();
    }
    let mut say =
        vec![format!("{} in {}", number(outline.steps, "step"), number(outline.leads, "lead"))];
    match standing_now(kept, around) {
        Some(Ok(now)) => {
            let worked = now.on_the_way().filter(|(_, state)| *state != RowState::Closed);
            say.extend(worked.map(|(number, state)| format!("{number} {}", state.word())));
        }
        Some(Err(why)) => say.push(why.to_owned()),
        None if outline.exported > 0 => say.push(format!("{} exported", outline.exported)),
        None => {}
    }
    let last: String = kept
        .last
        .chars()
        .take("2026-11-22T15:04".len())
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect();
    say.push(format!("last {last} UTC"));
    say.join(" · ")
}

/// Returns how the leads of a file stand with the work that is offered, or why that can't be told.
fn standing_now(kept: &Kept, around: &Surroundings) -> Option<Result<Counts, &'static str>> {
    let start = kept.start.as_ref().filter(|_| kept.standing == Standing::Kept)?;
    let path = Path::new(&start.file);
    if !path.exists() {
        return Some(Err("the file is gone"));
    }
    let (opened, source) = store::open_to_edit(path, None).ok()?;
    if source?.sha256() != start.sha256 {
        return Some(Err("the file was changed since"));
    }
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, around.today);
    sheet.restore(&kept.actions);
    Some(Ok(sheet.counts()))
}
