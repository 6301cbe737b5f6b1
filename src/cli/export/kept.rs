//! The export of saved work, without a screen: recorded in its journal as the editor does it.

use crate::cli::args::commands::ExportArgs;
use crate::cli::check;
use crate::cli::check::{CommandError, Env};
use crate::cli::encoding::SecondEncoding;
use crate::cli::export::approval;
use crate::cli::export::outcome::{Earlier, ExportDecision};
use crate::cli::export::report::ExportReport;
use crate::cli::export::work::Work;
use crate::cli::{Exit, journal as kept};
use crate::leads::Row;
use crate::sheet::{Sheet, UploadFile};
use crate::store::journal::{Journal, JournalError, JournalSlot, PendingExport, SaveError};
use crate::store::{
    EarlierUpload, ExportSession, Exported, ExportedPart, OpenError, PendingLog, Source,
    SourceError, export_with,
};
use crate::upload::Plan;
use chrono::{SecondsFormat, Utc};
use std::path::{Path, PathBuf};

/// Exports the saved work on a download.
pub(super) fn run(
    args: &ExportArgs,
    download: &Path,
    env: &Env,
) -> Result<(ExportReport, Exit), CommandError> {
    let folder = kept::folder()?;
    let encoding = SecondEncoding { named: args.encoding, first: None };
    let opened = check::open_with_lists(env, || kept::open(download, encoding, OpenError::OPTION));
    let (opened, source) = opened?;
    let mut slot = JournalSlot::open(folder, &source)?;
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, env.rules());
    sheet.keep_errors(env.keeps_errors);
    let notice = kept::restore(&mut sheet, &mut slot, download, &opened.name)?;
    let mut plan = sheet.plan_for(args.plan_options());
    let files = waiting(&sheet, &plan);
    let earlier = Earlier { files: &files, now: Utc::now() };
    let pilot = sheet.pilot_part();
    let mut report = Work { sheet: &sheet, plan: &plan, import: None }.report();
    report.add_pilot(&sheet, &plan, pilot.as_ref());
    let decision = ExportDecision::of(args, &plan, report.summary.failed, &earlier);
    let mut done = None;
    match &decision {
        ExportDecision::Write if !args.dry_run => {
            let target = (download, args.out.as_deref());
            let written = write(&mut sheet, &plan, (slot, &source), target)?;
            plan.reverts = written.parts.iter().map(|part| part.revert_summary.clone()).collect();
            done = Some(written);
        }
        ExportDecision::Nothing(_) => report.earlier = earlier.report(),
        ExportDecision::Write | ExportDecision::Refused(_) => plan = plan.with_reverts(&sheet),
    }
    report.notices = opened.notices;
    report.notices.extend(notice);
    Work { sheet: &sheet, plan: &plan, import: None }.add_irreversible(&mut report);
    report.original = opened.name;
    if args.report_format().is_some() {
        let hash = Some(source.sha256().to_owned());
        report.upload.context = approval::context(vec![approval::source(download, hash)]);
    }
    decision.complete(args, &plan, done, &mut report);
    let exit = decision.exit(&report, false);
    check::leak(sheet);
    Ok((report, exit))
}

/// The upload files whose leads wait for results: what there is to say where nothing else is to be written.
fn waiting(sheet: &Sheet, plan: &Plan) -> Vec<EarlierUpload> {
    if plan.exported == 0 {
        return Vec::new();
    }
    let waiting = sheet.checklist().parts.into_iter().filter(|part| !part.waiting.is_empty());
    let file = |part: crate::sheet::UploadPart| EarlierUpload {
        exists: Path::new(&part.file.path).exists(),
        written: part.file.written.as_deref().and_then(|at| at.parse().ok()),
        path: PathBuf::from(part.file.path),
        rows: part.waiting,
        stage: Some(part.stage),
    };
    waiting.map(file).collect()
}

/// Writes the files of a plan, and records each in the journal.
fn write(
    sheet: &mut Sheet,
    plan: &Plan,
    saved: (JournalSlot, &Source),
    target: (&Path, Option<&Path>),
) -> Result<Exported, CommandError> {
    let (mut slot, source) = saved;
    let path = slot.path();
    let journal = slot
        .write(Box::new(|_| {}))
        .map_err(|source| JournalError::Io { path: path.clone(), source })?;
    let mut session = KeptExport { sheet, source, log: JournalLog { journal, failure: None } };
    let written = export_with(&mut session, plan, target.0, target.1)?;
    match session.log.failure {
        None => Ok(written),
        Some(failure) => {
            let source = std::io::Error::other(failure);
            Err(JournalError::Io { path, source }.into())
        }
    }
}

/// An export of saved work: its sheet, and the journal that records it.
struct KeptExport<'e> {
    sheet: &'e mut Sheet,
    source: &'e Source,
    log: JournalLog,
}

/// A journal, and why it didn't take the last record.
struct JournalLog {
    journal: Journal,
    failure: Option<SaveError>,
}

impl PendingLog for JournalLog {
    fn record_pending(&mut self, pending: PendingExport) {
        self.failure = self.journal.intend(pending, Utc::now()).err();
    }

    fn failure(&self) -> Option<SaveError> {
        self.failure.clone()
    }
}

impl ExportSession for KeptExport<'_> {
    fn verify_source(&self) -> Result<(), SourceError> {
        self.source.verify_unchanged()
    }

    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (self.sheet, &mut self.log)
    }

    fn written(&mut self, rows: &[Row], part: &ExportedPart) {
        let now = Utc::now();
        let whole = std::path::absolute(&part.path).unwrap_or_else(|_| part.path.clone());
        let file = UploadFile {
            path: whole.to_string_lossy().into_owned(),
            rows: rows.len(),
            sha256: part.sha256.clone(),
            revert_sha256: part.revert_sha256.clone(),
            written: Some(now.to_rfc3339_opts(SecondsFormat::Secs, true)),
            is_pilot: part.is_pilot,
        };
        self.sheet.mark_exported(rows, &[file]);
        self.log.journal.keep(self.sheet.take_log(), now);
        self.log.failure = self.log.journal.sync().err();
    }
}
