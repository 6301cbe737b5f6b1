//! The export of the saved work on several downloads: the files that the editor writes when they are open as one.

use crate::cli::Exit;
use crate::cli::args::commands::ExportArgs;
use crate::cli::check::{self, CommandError, Env};
use crate::cli::export::approval;
use crate::cli::export::kept::{ExportableWork, JournalLog, export, upload_file};
use crate::cli::export::report::ExportReport;
use crate::cli::journal::{self as kept, unusable};
use crate::cli::several::{LoadedFile, hidden_work, read_several};
use crate::leads::{Origin, Row, plural};
use crate::sheet::{JoinedLogs, LogSplitter, Sheet, TimedLog, join_logs};
use crate::store::journal::JournalSlot;
use crate::store::{
    ExportError, ExportSession, Exported, ExportedPart, PendingLog, Source, SourceError,
    export_with,
};
use crate::table::{NamedTable, Table};
use crate::upload::{FilePart, Plan, ReportSource};
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use std::path::{Path, PathBuf};

/// The saved work on several downloads, as one sheet.
struct SeveralFiles {
    sheet: Sheet,
    splitter: LogSplitter,
    files: Vec<SavedFile>,
    /// The time of the last record: no two have the same one.
    last: DateTime<Utc>,
}

/// One of the downloads, and the journal of the work on it.
struct SavedFile {
    path: PathBuf,
    source: Source,
    slot: JournalSlot,
    log: Option<JournalLog>,
}

/// Exports the saved work on several downloads.
pub(super) fn run(
    args: &ExportArgs,
    downloads: &[PathBuf],
    env: &Env,
) -> Result<(ExportReport, Exit), CommandError> {
    let rules = env.rules();
    let files = read_several(downloads, args.encoding, &rules)?;
    let names = downloads.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let mut notices = Vec::new();
    let work = SeveralFiles::open(files, env, &mut notices)?;
    export(args, work, (names, notices))
}

impl SeveralFiles {
    /// Joins the files and the work that is saved on each.
    fn open(
        files: Vec<LoadedFile>,
        env: &Env,
        notices: &mut Vec<String>,
    ) -> Result<Self, CommandError> {
        let logs = saved_logs(&files, notices)?;
        let mut saved = Vec::with_capacity(files.len());
        let (mut tables, mut all) = (Vec::with_capacity(files.len()), Vec::new());
        for (file, (slot, log)) in files.into_iter().zip(logs) {
            let LoadedFile { path, name, opened, source, .. } = file;
            let named = |notice: String| format!("{name}: {notice}");
            notices.extend(opened.notices.into_iter().map(named));
            let (written, notes) = (source.written(), Vec::new());
            tables.push(NamedTable { name, table: opened.table, written, notes });
            all.push(log);
            saved.push(SavedFile { path, source, slot, log: None });
        }
        let table = Table::union(tables).map_err(|error| unusable(error.to_string()))?;
        let name = |file: usize| {
            let file = table.sources().and_then(|union| union.files().get(file));
            file.map_or("", |file| &*file.name)
        };
        let JoinedLogs { entries, splitter, hidden } = join_logs(&table, all).map_err(|error| {
            unusable(format!("{}: {error}; export it alone", name(error.file())))
        })?;
        let hidden = (0..).zip(&hidden).filter(|(_, leads)| !leads.is_empty());
        notices.extend(hidden.map(|(file, leads)| hidden_work(name(file), leads)));
        let mut sheet = Sheet::new(table, Origin::Download, env.rules());
        sheet.keep_errors(env.keeps_errors);
        sheet.start_logging();
        let restored = sheet.replay(entries.iter().map(|(_, entry)| entry));
        sheet.take_log();
        if restored.skipped > 0 {
            let cells = plural(restored.skipped, "cell");
            return Err(unusable(format!(
                "{cells} of the saved work can't be restored under the current rules; open the files \
                in the editor first"
            )));
        }
        Ok(Self { sheet, splitter, files: saved, last: DateTime::default() })
    }

    /// Records a file that was written, in the journal of the download that its leads are from.
    fn record(&mut self, log: &mut JournalLog, rows: &[Row], part: &ExportedPart) {
        let now = Utc::now().trunc_subsecs(3).max(self.last + TimeDelta::milliseconds(1));
        self.last = now;
        self.sheet.mark_exported(rows, &[upload_file(rows.len(), part, now)]);
        for entry in self.sheet.take_log() {
            // An export of these rows is about their file only.
            let own = self.splitter.split(&entry).into_iter().map(|(_, entry)| entry);
            log.keep(own.collect(), now);
        }
    }

    /// Writes the upload file with these rows, which are of one download.
    fn write_part(
        &mut self,
        plan: &Plan,
        rows: &[Row],
        out: Option<&Path>,
    ) -> Result<Exported, CommandError> {
        let Some(part) = FilePart::new(&self.sheet, rows) else { return Ok(Exported::default()) };
        let file = &mut self.files[part.file];
        let (source, journal) = (file.path.clone(), file.slot.path());
        let log = if let Some(log) = file.log.take() {
            log
        } else {
            let mut log = JournalLog::begin(&mut file.slot)?;
            log.journal.write_exact_times();
            log
        };
        let mut session = PartExport { work: self, log, part: &part, rows };
        let written = export_with(&mut session, &part.plan(plan), &source, out);
        let log = session.log;
        let is_recorded = log.check(journal);
        self.files[part.file].log = Some(log);
        let mut written = written?;
        is_recorded?;
        for written in &mut written.parts {
            let summary = std::mem::take(&mut written.revert_summary);
            written.revert_summary = part.shown_summary(&self.sheet, summary);
        }
        Ok(written)
    }
}

/// Locks all files, and reads the work that is saved on each; fails with a sentence for each that has none to be
/// exported.
fn saved_logs(
    files: &[LoadedFile],
    notices: &mut Vec<String>,
) -> Result<Vec<(JournalSlot, TimedLog)>, CommandError> {
    let (mut logs, mut reasons) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        let mut slot = JournalSlot::open(kept::folder()?, &file.source)?;
        match kept::saved(&mut slot, &file.path, &file.name) {
            Ok(left) => {
                notices.extend(left.notice.map(|notice| format!("{}: {notice}", file.name)));
                logs.push((slot, left.actions));
            }
            Err(CommandError::Unusable(reason)) => reasons.push(reason),
            Err(error) => return Err(error),
        }
    }
    if reasons.is_empty() { Ok(logs) } else { Err(unusable(reasons.join("\n"))) }
}

impl ExportableWork for SeveralFiles {
    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn write(&mut self, plan: &Plan, out: Option<&Path>) -> Result<Exported, CommandError> {
        let mut all = Exported::default();
        for rows in &plan.files {
            match self.write_part(plan, rows, out) {
                Ok(written) => {
                    all.rows += written.rows;
                    all.changed += written.changed;
                    all.parts.extend(written.parts);
                }
                Err(CommandError::Export(ExportError { failure, written })) => {
                    all.parts.extend(written);
                    return Err(ExportError { failure, written: all.parts }.into());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    fn sources(&self) -> Vec<ReportSource> {
        let source =
            |file: &SavedFile| approval::source(&file.path, Some(file.source.sha256().to_owned()));
        self.files.iter().map(source).collect()
    }

    fn end(self) {
        check::leak(self.sheet);
    }
}

/// The export of one upload file, which has leads of one download only.
struct PartExport<'e> {
    work: &'e mut SeveralFiles,
    /// The journal of the download.
    log: JournalLog,
    part: &'e FilePart,
    /// The rows of the sheet of all.
    rows: &'e [Row],
}

impl ExportSession for PartExport<'_> {
    fn verify_source(&self) -> Result<(), SourceError> {
        self.work.files.iter().try_for_each(|file| file.source.verify_unchanged())
    }

    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (&self.part.sheet, &mut self.log)
    }

    fn written(&mut self, _own: &[Row], written: &ExportedPart) {
        self.work.record(&mut self.log, self.rows, written);
    }
}
