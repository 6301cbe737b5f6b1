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
use crate::sheet::{LogEntry, Sheet, UploadFile};
use crate::store::journal::{Journal, JournalError, JournalSlot, PendingExport, SaveError};
use crate::store::{
    EarlierUpload, ExportSession, Exported, ExportedPart, OpenError, PendingLog, Source,
    SourceError, export_with,
};
use crate::upload::{Plan, ReportSource};
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::{Path, PathBuf};

/// Saved work that can be exported.
pub(super) trait ExportableWork {
    /// The sheet with the work in it.
    fn sheet(&self) -> &Sheet;

    /// Writes the files of a plan, and records each in the journal.
    fn write(&mut self, plan: &Plan, out: Option<&Path>) -> Result<Exported, CommandError>;

    /// The downloads, as the report names them.
    fn sources(&self) -> Vec<ReportSource>;

    /// Ends it: the program does, too.
    fn end(self);
}

/// The saved work on one download.
struct OneFile<'f> {
    sheet: Sheet,
    slot: JournalSlot,
    source: Source,
    download: &'f Path,
}

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
    let mut notices = opened.notices;
    notices.extend(kept::restore(&mut sheet, &mut slot, download, &opened.name)?);
    export(args, OneFile { sheet, slot, source, download }, (vec![opened.name], notices))
}

/// Exports saved work; the downloads are those that it is on, and the notices what there is to say about them.
pub(super) fn export(
    args: &ExportArgs,
    mut work: impl ExportableWork,
    (downloads, notices): (Vec<String>, Vec<String>),
) -> Result<(ExportReport, Exit), CommandError> {
    let sheet = work.sheet();
    let mut plan = sheet.plan_for(args.plan_options());
    let files = waiting(sheet, &plan);
    let earlier = Earlier { files: &files, now: Utc::now() };
    let pilot = sheet.pilot_part();
    let mut report = Work { sheet, plan: &plan, import: None }.report();
    report.add_pilot(sheet, &plan, pilot.as_ref());
    let decision = ExportDecision::of(args, &plan, report.summary.failed, &earlier);
    let mut done = None;
    match &decision {
        ExportDecision::Write if !args.dry_run => {
            let written = work.write(&plan, args.out.as_deref())?;
            plan.reverts = written.parts.iter().map(|part| part.revert_summary.clone()).collect();
            done = Some(written);
        }
        ExportDecision::Nothing(_) => report.earlier = earlier.report(),
        ExportDecision::Write | ExportDecision::Refused(_) => plan = plan.with_reverts(sheet),
    }
    report.notices = notices;
    Work { sheet: work.sheet(), plan: &plan, import: None }.add_irreversible(&mut report);
    report.original = downloads.first().cloned().unwrap_or_default();
    report.downloads = if downloads.len() > 1 { downloads } else { Vec::new() };
    if args.report_format().is_some() {
        report.upload.context = approval::context(work.sources());
    }
    decision.complete(args, &plan, done, &mut report);
    let exit = decision.exit(&report, false);
    work.end();
    Ok((report, exit))
}

impl ExportableWork for OneFile<'_> {
    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn write(&mut self, plan: &Plan, out: Option<&Path>) -> Result<Exported, CommandError> {
        let path = self.slot.path();
        let log = JournalLog::begin(&mut self.slot)?;
        let mut session = KeptExport { sheet: &mut self.sheet, source: &self.source, log };
        let written = export_with(&mut session, plan, self.download, out)?;
        session.log.check(path)?;
        Ok(written)
    }

    fn sources(&self) -> Vec<ReportSource> {
        vec![approval::source(self.download, Some(self.source.sha256().to_owned()))]
    }

    fn end(self) {
        check::leak(self.sheet);
    }
}

/// The upload files whose leads wait for results: reported where there is nothing else to write.
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

/// An export of saved work: its sheet, and the journal that records it.
struct KeptExport<'e> {
    sheet: &'e mut Sheet,
    source: &'e Source,
    log: JournalLog,
}

/// A journal, and why it didn't take the last record.
pub(super) struct JournalLog {
    pub(super) journal: Journal,
    failure: Option<SaveError>,
}

impl JournalLog {
    /// Begins to write the journal of a file.
    pub(super) fn begin(slot: &mut JournalSlot) -> Result<Self, CommandError> {
        let path = slot.path();
        let journal = slot.write(Box::new(|_| {}));
        let journal = journal.map_err(|source| JournalError::Io { path, source })?;
        Ok(Self { journal, failure: None })
    }

    /// Records what was done, and waits until that is safe.
    pub(super) fn keep(&mut self, entries: Vec<LogEntry>, now: DateTime<Utc>) {
        self.journal.keep(entries, now);
        self.failure = self.journal.sync().err();
    }

    /// Makes sure that the last record is safe.
    pub(super) fn check(&self, path: PathBuf) -> Result<(), CommandError> {
        match self.failure.clone() {
            None => Ok(()),
            Some(failure) => {
                let source = std::io::Error::other(failure);
                Err(JournalError::Io { path, source }.into())
            }
        }
    }
}

/// An upload file that was written, as a journal records it.
pub(super) fn upload_file(rows: usize, part: &ExportedPart, now: DateTime<Utc>) -> UploadFile {
    let whole = std::path::absolute(&part.path).unwrap_or_else(|_| part.path.clone());
    UploadFile {
        path: whole.to_string_lossy().into_owned(),
        rows,
        sha256: part.sha256.clone(),
        revert_sha256: part.revert_sha256.clone(),
        written: Some(now.to_rfc3339_opts(SecondsFormat::Secs, true)),
        is_pilot: part.is_pilot,
    }
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
        self.sheet.mark_exported(rows, &[upload_file(rows.len(), part, now)]);
        self.log.keep(self.sheet.take_log(), now);
    }
}
