//! The export of a file that was edited elsewhere.

use crate::cli::Exit;
use crate::cli::args::commands::ExportArgs;
use crate::cli::check;
use crate::cli::check::{CommandError, Env};
use crate::cli::export::approval;
use crate::cli::export::import::Import;
use crate::cli::export::kept::upload_file;
use crate::cli::export::outcome::{Earlier, ExportDecision};
use crate::cli::export::report::ExportReport;
use crate::cli::export::work::Work;
use crate::leads::Row;
use crate::sheet::{LogEntry, Sheet};
use crate::store;
use crate::store::journal::{self, JournalError};
use crate::store::{
    ExportError, ExportSession, ExportedPart, NoLog, PendingLog, Source, export_with,
};
use chrono::Utc;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Exports the changes of an edited file.
pub(super) fn run(
    args: &ExportArgs,
    files: (&Path, &Path),
    input: &mut dyn Read,
    env: &Env,
) -> Result<(ExportReport, Exit), CommandError> {
    let (file, download) = files;
    let edited = check::edited_source(file, args.encoding);
    let original = check::original_source(download, args.original_encoding);
    let (edited, (original, source)) =
        check::open_with_lists(env, || check::open_both(edited, original, input))?;
    if let Some(source) = source.as_ref().filter(|_| !args.dry_run) {
        source.hash_in_background();
    }
    let (mut sheet, imported) = Sheet::with_import(original.table, &edited.table, env.rules());
    sheet.keep_errors(env.keeps_errors);
    let out = args.out.as_deref();
    let mut plan = sheet.plan_for(args.plan_options());
    let failed = |failure| ExportError { failure, written: Vec::new() };
    // Of two exports at once the second one sees what the first one wrote.
    let _lock = (!args.dry_run).then(|| store::lock_exports(download, out));
    let files = store::earlier_uploads(&sheet, &plan, download, out).map_err(failed)?;
    let earlier = Earlier { files: &files, now: Utc::now() };
    let pilot = sheet.pilot_part();
    let import = Import { sheet: &sheet, edited: &edited.table, report: &imported };
    let mut report = Work { sheet: &sheet, plan: &plan, import: Some(import) }.report();
    report.add_pilot(&sheet, &plan, pilot.as_ref());
    let decision = ExportDecision::of(args, &plan, report.summary.failed, &earlier);
    report.earlier = earlier.report();
    let done =
        match &decision {
            ExportDecision::Write if !args.dry_run => {
                let mut session = EditedExport { sheet: &sheet, log: NoLog, written: Vec::new() };
                let done = export_with(&mut session, &plan, download, out);
                let written = session.written;
                report.notices.extend(record(&sheet, (download, source), written).err().map(
                    |error| format!("Which files were written couldn't be recorded: {error}."),
                ));
                let done = done?;
                plan.reverts = done.parts.iter().map(|part| part.revert_summary.clone()).collect();
                Some(done)
            }
            ExportDecision::Nothing(_) => None,
            ExportDecision::Write | ExportDecision::Refused(_) => {
                plan = plan.with_reverts(&sheet);
                None
            }
        };
    if decision == ExportDecision::Write {
        report.notices.extend(earlier.notices());
    }
    Work { sheet: &sheet, plan: &plan, import: Some(import) }.add_irreversible(&mut report);
    if args.report_format().is_some() {
        let hashed = |path: &Path| approval::source(path, store::file_sha256(path).ok());
        let mut context = approval::context(vec![hashed(download)]);
        context.edited = Some(hashed(file));
        context.not_imported = approval::not_imported(&report, &edited.table);
        report.upload.context = context;
    }
    (report.file, report.original) = (Some(edited.name), original.name);
    decision.complete(args, &plan, done, &mut report);
    let exit = decision.exit(&report, import.is_incomplete());
    check::leak((sheet, edited.table));
    Ok((report, exit))
}

/// An export of a file that was edited elsewhere: what it wrote is recorded when it ends.
struct EditedExport<'s> {
    sheet: &'s Sheet,
    log: NoLog,
    written: Vec<LogEntry>,
}

impl ExportSession for EditedExport<'_> {
    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (self.sheet, &mut self.log)
    }

    fn written(&mut self, rows: &[Row], part: &ExportedPart) {
        let leads = self.sheet.with_ids(rows);
        let files = vec![upload_file(rows.len(), part, Utc::now())];
        self.written.push(LogEntry::Export { leads, files });
    }
}

/// Records the edits and the files that were written as work that is finished: so none of these files is taken for
/// results or for a fresh download later.
fn record(
    sheet: &Sheet,
    (download, source): (&Path, Option<Source>),
    written: Vec<LogEntry>,
) -> Result<(), CommandError> {
    let Some(folder) = journal::journal_folder().filter(|_| !written.is_empty()) else {
        return Ok(());
    };
    let source = source.ok_or_else(|| {
        let source = io::Error::new(ErrorKind::InvalidInput, "the download isn't a file");
        JournalError::Io { path: download.to_owned(), source }
    })?;
    let edits = sheet.history().done().iter().map(|step| sheet.log_entry(step));
    Ok(journal::record_finished(&folder, &source, edits.chain(written).collect())?)
}
