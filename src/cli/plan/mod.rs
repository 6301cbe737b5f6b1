//! `leadsheet plan`: does what a policy says to the saved work on a file.

mod report;
mod text;

pub(in crate::cli) use report::PlanReport;

use crate::cli::args::commands::{ConflictChoice, Format, PlanArgs};
use crate::cli::check::{CommandError, Env};
use crate::cli::journal::unusable;
use crate::cli::report::ReportWriter;
use crate::cli::work::OpenedWork;
use crate::cli::{Exit, json};
use crate::declared::read_policy;
use crate::leads::visible;
use crate::sheet::{ConflictGroup, Policy, PolicyRun, Sheet};
use crate::store;
use report::PlanOutcome;
use std::io::Write;
use std::path::Path;

/// Makes the changes of a policy in the saved work on a file, and writes what came of it to `out`.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, on every mistake in the policy, if the file is being edited
/// or isn't what the saved work is on; if the work can't be saved; and if `out` takes no more.
pub fn run_plan(args: &PlanArgs, out: &mut dyn Write, env: &Env) -> Result<Exit, CommandError> {
    let text = store::read_text(&args.policy).map_err(CommandError::Text)?;
    let work = OpenedWork::open(&args.file, args.encoding, env)?;
    let policy = policy(&args.policy, &text, &work.sheet)?;
    let run = PolicyRun::new(&work.sheet, &policy);
    let choices = choices(&run, args.conflicts);
    let set = run.change_set(&work.sheet, &choices);
    let forecast = work.sheet.forecast(&set);
    let outcome = PlanOutcome { run: &run, set: &set, forecast: &forecast };
    let mut report = PlanReport::new(&work.sheet, &outcome);
    report.describe(args, &work.name, !set.is_empty());
    report.notices.clone_from(&work.notices);
    if report.kept {
        work.apply(set.edit(|_| true))?;
    }
    match args.format {
        Format::Text => text::write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    Ok(report.exit())
}

/// The sentence that is followed in each group of conflicts.
fn choices(run: &PolicyRun, choice: Option<ConflictChoice>) -> Vec<Option<usize>> {
    let is_first = choice == Some(ConflictChoice::First);
    let first = |group: &ConflictGroup| group.sentences.first().copied().filter(|_| is_first);
    run.conflicts().iter().map(first).collect()
}

/// Reads the policy for the columns of a file.
fn policy(path: &Path, text: &str, sheet: &Sheet) -> Result<Policy, CommandError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    read_policy(&visible(&name), text, sheet.layout(), sheet.context()).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.lines().iter().map(|line| format!("  {line}")).collect();
        unusable(format!(
            "{} can't be used; nothing was changed:\n{}",
            visible(&path.to_string_lossy()),
            lines.join("\n")
        ))
    })
}
