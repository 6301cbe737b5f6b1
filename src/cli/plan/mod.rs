//! `leadsheet plan`: does what a policy says to the saved work on a file.

mod report;
mod text;

pub(in crate::cli) use report::PlanReport;

use crate::cli::args::commands::{Format, PlanArgs};
use crate::cli::check::{CommandError, Env};
use crate::cli::encoding::SecondEncoding;
use crate::cli::journal::unusable;
use crate::cli::report::ReportWriter;
use crate::cli::{Exit, journal as kept, json};
use crate::declared::read_policy;
use crate::leads::visible;
use crate::sheet::{Policy, PolicyRun, Sheet};
use crate::store;
use crate::store::journal::JournalSlot;
use crate::store::{OpenError, Opened};
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
    let folder = kept::folder()?;
    let encoding = SecondEncoding { named: args.encoding, first: None };
    let (opened, source) = kept::open(&args.file, encoding, OpenError::OPTION)?;
    let text = store::read_text(&args.policy).map_err(CommandError::Text)?;
    let mut slot = JournalSlot::open(folder, &source)?;
    let Opened { name, table, notices, .. } = opened;
    let origin = table.origin();
    let mut sheet = Sheet::new(table, origin, env.rules());
    let damage = kept::restore(&mut sheet, &mut slot, &args.file, &name)?;
    let policy = policy(&args.policy, &text, &sheet)?;
    let run = PolicyRun::new(&sheet, &policy);
    let set = run.change_set(&sheet, &[]);
    let forecast = sheet.forecast(&set);
    let mut report =
        PlanReport::new(&sheet, &PlanOutcome { run: &run, set: &set, forecast: &forecast });
    let applied = sheet.apply(set.edit(|_| true)).map_err(|error| unusable(error.to_string()))?;
    let is_new = applied.cells > 0;
    if is_new && !args.dry_run {
        kept::keep(sheet.take_log(), slot)?;
    }
    report.describe(args, &name, is_new);
    report.notices = notices;
    report.notices.extend(damage);
    report.notices.extend(env.lists().note());
    match args.format {
        Format::Text => text::write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    Ok(report.exit())
}

/// Reads the policy for the columns of a file.
fn policy(path: &Path, text: &str, sheet: &Sheet) -> Result<Policy, CommandError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    read_policy(&name, text, sheet.layout(), sheet.context()).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.lines().iter().map(|line| format!("  {line}")).collect();
        unusable(format!(
            "{} can't be used; nothing was changed:\n{}",
            visible(&path.to_string_lossy()),
            lines.join("\n")
        ))
    })
}
