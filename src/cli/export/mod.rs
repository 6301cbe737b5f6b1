//! `leadsheet export`: changed-only upload files, from a file that was edited elsewhere or from saved work.

mod approval;
mod edited;
mod import;
mod kept;
mod outcome;
mod pilot;
mod places;
mod report;
mod several;
mod text;
mod work;

#[cfg(test)]
pub(in crate::cli) use report::ExportReport;

use crate::cli::Exit;
use crate::cli::args::commands::{ExportArgs, ExportFormat};
use crate::cli::check::{CommandError, Env};
use crate::cli::report::ReportWriter;
use std::io::{Read, Write};

/// Makes upload files and writes what became of them to `out`.
///
/// # Errors
///
/// Fails if a file can't be read or isn't a Leads file, if the upload files can't be written, and if
/// `out` takes no more.
pub fn run_export(
    args: &ExportArgs,
    input: &mut dyn Read,
    out: &mut dyn Write,
    env: &Env,
) -> Result<Exit, CommandError> {
    approval::verify_options(args)?;
    let (mut report, exit) = match (&args.kept[..], &args.file, &args.original) {
        ([download], ..) => kept::run(args, download, env)?,
        (downloads @ [_, ..], ..) => several::run(args, downloads, env)?,
        ([], Some(file), Some(original)) => edited::run(args, (file, original), input, env)?,
        _ => return Err(CommandError::Unusable("no file to export is given".to_owned())),
    };
    report.dry_run = args.dry_run;
    report.notices.extend(env.rule_notes());
    match (args.report_format(), args.format) {
        (Some(format), _) => approval::write(&report.upload, format, args, out)?,
        (None, ExportFormat::Json) => crate::cli::json::write_pretty(&report, out)?,
        (None, _) => text::write(&report, &mut ReportWriter::new(out, env))?,
    }
    out.flush()?;
    Ok(exit)
}
