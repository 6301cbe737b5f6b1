//! `leadsheet fill`: fills cells of the saved work from the rows of another file.

mod report;
mod text;

pub(in crate::cli) use report::FillReport;

use crate::cli::args::commands::Format;
use crate::cli::args::fill::FillArgs;
use crate::cli::check::{CommandError, Env};
use crate::cli::journal::unusable;
use crate::cli::report::ReportWriter;
use crate::cli::work::OpenedWork;
use crate::cli::{Exit, json};
use crate::declared::fill_mapping;
use crate::leads::{did_you_mean, normalise, plural, visible};
use crate::sheet::Sheet;
use crate::store::fill::{
    FillSource, FillSourceError, SourceProblem, read_fill_source, read_mapping_file,
};
use crate::store::{Content, WriteError, write_new};
use crate::sync::fill::{Fill, FillCellGroup, FillMapping, FillTarget, KeyMatch, SourceTable};
use std::io::Write;
use std::path::Path;

/// The option that names the encoding of the file that leads are filled from.
const ENCODING_OPTION: &str = "--from-encoding";

/// Fills cells of the saved work on a download from another file, and writes what came of it to `out`.
///
/// # Errors
///
/// Fails if a file can't be read or used, if the download is being edited or isn't what the saved work is on, if
/// no key or no column fits, if the work can't be saved, and if `out` takes no more. Then nothing is changed.
pub fn run_fill(args: &FillArgs, out: &mut dyn Write, env: &Env) -> Result<Exit, CommandError> {
    let work = OpenedWork::open(&args.download, args.encoding, env)?;
    let table = open_source(args)?;
    let OpenedWork { sheet, name, notices, .. } = &work;
    let mapping = mapping(args, &table, sheet)?;
    if let Some(path) = &args.write_mapping {
        let text = fill_mapping::write_mapping(&mapping, &table, sheet);
        return write_file(path, &text, out);
    }
    check_mapping(&mapping, &table)?;
    let fill = Fill::new(&table, sheet, &mapping);
    let mut report = FillReport::new(sheet, &table, &mapping, &fill, name.clone());
    report.notices.extend(notices.iter().cloned());
    report.dry_run = args.dry_run;
    let edit = fill.edit(label(&args.from));
    let is_new = !edit.sets.is_empty();
    if is_new && !args.dry_run {
        work.apply(edit)?;
    }
    report.saved = is_new && !args.dry_run;
    report.set_message();
    match args.format {
        Format::Text => text::write(&report, &mut ReportWriter::new(out, env))?,
        Format::Json => json::write_pretty(&report, out)?,
    }
    out.flush()?;
    Ok(exit(&fill))
}

/// What undo calls the step: `fill from crm.csv`.
pub(crate) fn label(from: &Path) -> String {
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned());
    format!("fill from {}", visible(&name.unwrap_or_default()))
}

fn exit(fill: &Fill) -> Exit {
    let has = |group| fill.of_group(group).next().is_some();
    let is_unclear = has(FillCellGroup::Rejected) || has(FillCellGroup::Unmapped);
    if is_unclear || !fill.join.ambiguous.is_empty() {
        Exit::Problems
    } else if has(FillCellGroup::Filled) {
        Exit::Clean
    } else {
        Exit::NothingToWrite
    }
}

fn open_source(args: &FillArgs) -> Result<SourceTable, CommandError> {
    let how = FillSource {
        encoding: args.from_encoding,
        sheet: args.sheet.as_deref(),
        option: ENCODING_OPTION,
    };
    read_fill_source(&args.from, &how).map_err(|error| match error {
        FillSourceError::Open(error) => error.into(),
        FillSourceError::Problem { problem: SourceProblem::SeveralSheets(_), .. } => {
            unusable(format!("{error}; name one with --sheet"))
        }
        FillSourceError::Problem { .. } => unusable(error.to_string()),
    })
}

/// What fills what: by the names of the columns, with the key that was asked for.
fn mapping(
    args: &FillArgs,
    source: &SourceTable,
    sheet: &Sheet,
) -> Result<FillMapping, CommandError> {
    let mut mapping = match &args.mapping {
        Some(path) => named_mapping(path, source, sheet)?,
        None => FillMapping::from_names(source, sheet),
    };
    if let Some(key) = &args.key {
        mapping.key = Some(named_key(key, source, sheet)?);
    }
    Ok(mapping)
}

/// Reads the mapping that `--mapping` names; every mistake in it is told.
fn named_mapping(
    path: &Path,
    source: &SourceTable,
    sheet: &Sheet,
) -> Result<FillMapping, CommandError> {
    let name = visible(&path.to_string_lossy()).into_owned();
    let text = read_mapping_file(path).map_err(|why| unusable(format!("{name}: {why}")))?;
    fill_mapping::read_mapping(&text, source, sheet)
        .map_err(|mistakes| unusable(format!("{name}: the mapping has mistakes\n{mistakes}")))
}

/// Writes a mapping to start with, in the place of no other file.
fn write_file(path: &Path, text: &str, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let content = Content::new(text.as_bytes());
    write_new(path, &content, None).map_err(|error| match error {
        WriteError::Exists(_) => unusable(error.to_string()),
        WriteError::Io { source, .. } => CommandError::Write(source),
    })?;
    writeln!(out, "{} has a mapping to start with; nothing was filled", path.display())?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Checks that something can be filled at all.
fn check_mapping(mapping: &FillMapping, source: &SourceTable) -> Result<(), CommandError> {
    let from = visible(&source.name).into_owned();
    if mapping.key.is_none() {
        return Err(unusable(format!(
            "{from}: no column has the Referral IDs, CRM IDs, e-mail addresses or customer names of \
            these leads; name the columns with --key COLUMN=LEADS"
        )));
    }
    if mapping.filling().next().is_none() {
        let columns = plural(source.headers.len(), "column");
        return Err(unusable(format!(
            "{from}: none of {columns} has the name of a column that can be filled; --write-mapping \
            FILE begins a mapping that names them"
        )));
    }
    Ok(())
}

/// The key that `--key` names: a column of the leads, and the column of the file with the same keys.
fn named_key(
    text: &str,
    source: &SourceTable,
    sheet: &Sheet,
) -> Result<(crate::leads::Field, usize), CommandError> {
    let (column, lead) = text.split_once('=').map_or((None, text), |(one, two)| (Some(one), two));
    let lead = lead.trim().trim_matches('"');
    let fields = FillTarget::key_fields(sheet.layout());
    let layout = sheet.layout();
    let Some(field) = fields.iter().copied().find(|f| FillTarget::is_named(lead, *f, layout))
    else {
        let names: Vec<&str> = fields.iter().map(|field| layout.name(*field)).collect();
        let hint = did_you_mean(lead, names.iter().copied());
        let lead = visible(lead);
        return Err(unusable(format!(
            "--key: \"{lead}\" isn't a key of leads; expected one of {}{hint}",
            names.join(", ")
        )));
    };
    let Some(column) = column else {
        let matches = KeyMatch::find_all(source, sheet).into_iter();
        let best = matches.filter(|key| key.field == field).map(|key| key.source).next();
        let none = || {
            unusable(format!(
                "--key: no column of {} has a {} of these leads; name one with --key COLUMN={lead}",
                visible(&source.name),
                layout.name(field),
            ))
        };
        return best.map(|column| (field, column)).ok_or_else(none);
    };
    let key = normalise(column.trim().trim_matches('"'));
    let found = source.headers.iter().position(|header| normalise(header) == key);
    let unknown = || {
        let hint = did_you_mean(column, source.headers.iter().map(String::as_str));
        let (name, column) = (visible(&source.name), visible(column));
        unusable(format!("--key: {name} has no column \"{column}\"{hint}"))
    };
    found.map(|column| (field, column)).ok_or_else(unknown)
}
