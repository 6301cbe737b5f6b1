//! Writes the upload files, and proves that they hold the changes and nothing else.

use crate::leads::Row;
use crate::sheet::Sheet;
use crate::store::atomic;
use crate::store::atomic::Content;
use crate::store::encoding::{decode, encode};
use crate::store::error::{ExportError, ExportFailure, WriteError};
use crate::store::journal::{PendingExport, PendingFile, SaveError};
use crate::store::naming::{UploadNaming, UploadPair};
use crate::store::source::SourceError;
use crate::table::join;
use crate::upload;
use crate::upload::{Mismatch, Plan, Revert, RevertSummary, Verified};
use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

/// What an export wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files, in the order of the plan's parts.
    pub parts: Vec<ExportedPart>,
    /// How many rows all parts have together.
    pub rows: usize,
    /// How many cells differ from what Partner Center holds, as far as is known; all of them as intended.
    pub changed: usize,
}

/// One upload file, written, read back and verified, and the file that takes it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportedPart {
    /// Where it stands.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: usize,
    /// How many of its cells differ from what Partner Center holds, as far as is known.
    pub changed: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// Where its revert file stands; nothing if nothing of the part can go back.
    pub revert: Option<PathBuf>,
    /// The SHA-256 of its revert file.
    pub revert_sha256: Option<String>,
    /// What can go back and what can't.
    pub revert_summary: RevertSummary,
    /// Whether it is a pilot part.
    pub is_pilot: bool,
}

/// The caller of an export: whose sheet it is, and who learns what was written.
///
/// The screen and the command line go through the same function, [`export_with`]; this is where they differ.
pub trait ExportSession {
    /// Checks that the file still has the bytes that were opened, before anything is written.
    ///
    /// # Errors
    ///
    /// Fails if it hasn't; then nothing is written.
    fn verify_source(&self) -> Result<(), SourceError> {
        Ok(())
    }

    /// Lends the sheet, and the log that records a file before it is written.
    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog);

    /// Takes note of a file that is written and verified; these are its rows.
    fn written(&mut self, _rows: &[Row], _part: &ExportedPart) {}
}

/// Records which upload file is about to be written, so that an export that is cut off can be settled.
pub trait PendingLog {
    /// Records it, and waits until the record is safe.
    fn record_pending(&mut self, pending: PendingExport);

    /// Why the last record isn't safe, where nothing may be written without it.
    fn failure(&self) -> Option<SaveError> {
        None
    }
}

/// An export of a sheet that nothing records.
struct Unrecorded<'s>(&'s Sheet, NoLog);

/// A log that records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLog;

impl PendingLog for NoLog {
    fn record_pending(&mut self, _: PendingExport) {}
}

impl ExportSession for Unrecorded<'_> {
    fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
        (self.0, &mut self.1)
    }
}

/// Writes the upload files of a plan beside the source or into a folder, without a record of it.
///
/// # Errors
///
/// The same as of [`export_with`].
pub fn export(
    sheet: &Sheet,
    plan: &Plan,
    source: &Path,
    out_dir: Option<&Path>,
) -> Result<Exported, ExportError> {
    export_with(&mut Unrecorded(sheet, NoLog), plan, source, out_dir)
}

/// Writes the upload files of a plan beside the source or into a folder, one by one.
///
/// A file is recorded before it gets its name, and reported as soon as it is verified. So the files that
/// were written before one that fails are exported: the next export is about the other rows.
///
/// # Errors
///
/// Fails if the source has changed, if the plan has no file, or as soon as a file can't be written or
/// isn't as it has to be; the error lists the files that were written before.
pub fn export_with(
    session: &mut dyn ExportSession,
    plan: &Plan,
    source: &Path,
    out_dir: Option<&Path>,
) -> Result<Exported, ExportError> {
    drive(session, plan, || Exporter::new(source, out_dir))
}

/// Writes and verifies the files one after the other.
fn drive<'w>(
    session: &mut dyn ExportSession,
    plan: &Plan,
    begin: impl FnOnce() -> Result<Exporter<'w>, ExportFailure>,
) -> Result<Exported, ExportError> {
    let mut done = Exported::default();
    let write = || {
        session.verify_source()?;
        if plan.is_empty() {
            return Err(ExportFailure::Nothing);
        }
        let mut exporter = begin()?;
        exporter.is_pilot = plan.is_pilot;
        exporter.skip_written(session.parts().0);
        for rows in &plan.files {
            let (sheet, log) = session.parts();
            let part = exporter.part(sheet, rows, log)?;
            session.written(rows, &part);
            done.rows += part.rows;
            done.changed += part.changed;
            done.parts.push(part);
        }
        Ok(())
    };
    match write() {
        Ok(()) => Ok(done),
        Err(failure) => Err(ExportError { failure, written: done.parts }),
    }
}

type Write<'w> = dyn FnMut(&Path, &Content) -> Result<(), WriteError> + 'w;

/// Writes the parts of an export one by one.
struct Exporter<'w> {
    place: UploadNaming,
    /// The running number of the next file.
    number: u32,
    /// Whether the parts are a pilot part.
    is_pilot: bool,
    write: Box<Write<'w>>,
}

impl Exporter<'_> {
    /// Begins an export of a file: looks for the highest number that an upload file of it has.
    ///
    /// # Errors
    ///
    /// Fails if the folder can't be read.
    fn new(source: &Path, out_dir: Option<&Path>) -> Result<Self, ExportFailure> {
        let place = UploadNaming::new(source, out_dir);
        let like = place.like.clone();
        let write =
            move |path: &Path, content: &Content| atomic::write_new(path, content, like.as_deref());
        Self::with(place, Box::new(write))
    }
}

impl<'w> Exporter<'w> {
    fn with(place: UploadNaming, write: Box<Write<'w>>) -> Result<Self, ExportFailure> {
        Ok(Self { number: place.next_number()?, is_pilot: false, place, write })
    }

    /// Leaves out the numbers of files that this work wrote, also where they aren't in the folder any more.
    fn skip_written(&mut self, sheet: &Sheet) {
        let files = sheet.checklist().parts;
        let numbers = files.iter().filter_map(|part| self.place.number_in(part.name().as_bytes()));
        self.number = numbers.max().map_or(0, |highest| highest + 1).max(self.number);
    }

    /// Writes rows as a new file `STEM.upload-NNN.csv`, and before it `STEM.upload-NNN.revert.csv`: an upload
    /// file that puts the old values back, as far as the rules let it. So no part ever stands without its
    /// revert file.
    ///
    /// STEM is the name of the source without `.csv`; if that is `-`, it is `leads`. The files stand beside
    /// the source or in the other folder, numbered one higher than any that is there for the stem; no file
    /// is ever written over. Before anything of that is written, `log` records it, and again if the number
    /// is taken meanwhile. Both are compared with the download before anything is written, and
    /// byte by byte with what stands on disk then (rule U-03). Only users who can read the source
    /// can read them.
    ///
    /// # Errors
    ///
    /// Fails if one of the files can't be written or isn't as it has to be; neither is left then.
    fn part(
        &mut self,
        sheet: &Sheet,
        rows: &[Row],
        log: &mut dyn PendingLog,
    ) -> Result<ExportedPart, ExportFailure> {
        // What isn't right isn't even begun.
        let next = self.place.pair(self.number).map(|pair| pair.part).unwrap_or_default();
        let wrong = |mismatch| ExportFailure::Mismatch { path: next.clone(), mismatch };
        let revert = Revert::new(sheet, rows).map_err(wrong)?;
        let Verified { rows: count, changed } = revert.verified();
        let check_part = |text| upload::verify(sheet, rows, text);
        let check_back = |text| revert.verify(text);
        let back_text = revert.text();
        let draft_back = || {
            let Some(text) = back_text.as_deref() else { return Ok(None) };
            check_back(text.to_owned()).map_err(wrong)?;
            draft(sheet, text, wrong).map(Some)
        };
        let (back, part) = join(draft_back, || draft(sheet, revert.upload_text(), wrong));
        let (back, part) = (back?, part?);
        loop {
            let pair = self.next_pair()?;
            log.record_pending(PendingExport {
                leads: sheet.with_ids(rows),
                part: PendingFile::new(&pair.part, part.sha256()),
                revert: back.as_ref().map(|back| PendingFile::new(&pair.revert, back.sha256())),
                is_pilot: self.is_pilot,
            });
            if let Some(failure) = log.failure() {
                return Err(ExportFailure::Unrecorded(failure));
            }
            let written = match &back {
                Some(back) => self.write_file(&pair.revert, back, sheet, &check_back).map(Some),
                None => Ok(None),
            };
            let written = written.and_then(|back| {
                let part = self.write_file(&pair.part, &part, sheet, &check_part);
                if part.is_err() && back.is_some() {
                    let _ = fs::remove_file(&pair.revert);
                }
                part
            });
            match written {
                Err(ExportFailure::Write(WriteError::Exists(_))) => {}
                Err(why) => return Err(why),
                Ok(()) => {
                    return Ok(ExportedPart {
                        is_pilot: self.is_pilot,
                        path: pair.part,
                        rows: count,
                        changed,
                        sha256: part.sha256().to_owned(),
                        revert_sha256: back.as_ref().map(|back| back.sha256().to_owned()),
                        revert: back.is_some().then_some(pair.revert),
                        revert_summary: revert.summary(),
                    });
                }
            }
        }
    }

    /// The next two names that are free.
    fn next_pair(&mut self) -> Result<UploadPair, ExportFailure> {
        loop {
            let pair = self.place.pair(self.number).ok_or(ExportFailure::NoNumbersLeft)?;
            self.number += 1;
            let is_taken = |path: &Path| fs::symlink_metadata(path).is_ok();
            if !is_taken(&pair.part) && !is_taken(&pair.revert) {
                return Ok(pair);
            }
        }
    }

    /// Writes a file, reads it back from disk and verifies it; removes it if it isn't as it has to be.
    fn write_file(
        &mut self,
        path: &Path,
        draft: &Content,
        sheet: &Sheet,
        check: &dyn Fn(String) -> Result<Verified, Mismatch>,
    ) -> Result<(), ExportFailure> {
        (self.write)(path, draft)?;
        let verified = read_back(path, draft, sheet, check);
        if verified.is_err() {
            // If it can't even be removed, the error tells its name all the same.
            let _ = fs::remove_file(path);
        }
        verified
    }
}

/// The bytes of a text in the encoding of the download, which mean that text again.
fn draft<'t>(
    sheet: &Sheet,
    text: &'t str,
    wrong: impl Fn(Mismatch) -> ExportFailure,
) -> Result<Content<'t>, ExportFailure> {
    let encoding = sheet.table().encoding();
    let bytes = encode(text, encoding)
        .map_err(|letter| ExportFailure::Unencodable { letter, encoding: encoding.name(false) })?;
    // Without another encoding these are the bytes of the text itself.
    if let Cow::Owned(bytes) = &bytes
        && decode(bytes.clone(), encoding).ok().as_deref() != Some(text)
    {
        return Err(wrong(Mismatch::Bytes));
    }
    Ok(Content::new(bytes))
}

/// Compares what stands on disk with the bytes that were written, and so with the text that was proved.
///
/// Where they differ, `check` says what of the text isn't as it should be.
fn read_back(
    path: &Path,
    draft: &Content,
    sheet: &Sheet,
    check: &dyn Fn(String) -> Result<Verified, Mismatch>,
) -> Result<(), ExportFailure> {
    let written = fs::read(path)
        .map_err(|source| ExportFailure::ReadBack { path: path.to_owned(), source })?;
    if written == draft.bytes() {
        return Ok(());
    }
    let text = decode(written, sheet.table().encoding()).map_err(|_| Mismatch::Bytes);
    let mismatch = text.and_then(check).err().unwrap_or(Mismatch::Bytes);
    Err(ExportFailure::Mismatch { path: path.to_owned(), mismatch })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Field, Origin};
    use crate::sheet::CellEdit;
    use crate::sheet::{Edit, RowState, UploadFile};
    use crate::store::journal::{Journal, JournalSlot, Recovered};
    use crate::store::source::{Source, sha256};
    use crate::table::Table;
    use chrono::{NaiveDate, Utc};
    use std::cell::RefCell;

    /// A sheet of leads with another name each.
    fn sheet(count: u32) -> Sheet {
        let rows: Vec<String> = (0..count).map(|n| format!("{n},old {n}\n")).collect();
        let text = format!("Referral ID,Lead Name\n{}", rows.concat());
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let table = Table::parse(text, b',').expect("well-formed");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        let sets = sheet
            .rows()
            .map(|row| CellEdit::new(row, Field(1), format!("new {}", row.index())))
            .collect();
        sheet.apply(Edit::new("rename", sets)).expect("open");
        sheet
    }

    fn three_parts() -> Plan {
        Plan { files: vec![vec![Row(0)], vec![Row(1)], vec![Row(2)]], ..Plan::default() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let list = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            list.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Exports three parts of one lead each into a folder, writing with a function of the test's own.
    fn export_with(
        folder: &Path,
        write: impl FnMut(&Path, &Content) -> Result<(), WriteError>,
    ) -> Result<Exported, ExportError> {
        let place = UploadNaming::new(&folder.join("l.csv"), None);
        let begin = || Exporter::with(place, Box::new(write));
        drive(&mut Unrecorded(&sheet(3), NoLog), &three_parts(), begin)
    }

    /// The steps of a journal and of an export of three leads in three files, each of them a moment at which
    /// the program may be ended.
    struct Moments {
        left: u32,
    }

    impl Moments {
        /// Ends the program, as a kill does: nothing is dropped, nothing is cleared away.
        fn pass(&mut self) {
            if self.left == 0 {
                std::process::exit(99);
            }
            self.left -= 1;
        }
    }

    const FOLDER: &str = "LEADSHEET_TEST_FOLDER";
    const MOMENT: &str = "LEADSHEET_TEST_MOMENT";

    /// Opens the file of a folder with the work that was kept.
    fn resume(folder: &Path) -> (Sheet, JournalSlot, Option<String>) {
        let path = folder.join("l.csv");
        let bytes = fs::read(&path).expect("there");
        let source = Source::new(&path, &fs::metadata(&path).expect("there"), &bytes);
        let text = String::from_utf8(bytes).expect("UTF-8");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let table = Table::parse(text, b',').expect("well-formed");
        let mut sheet = Sheet::new(table, Origin::Download, today);
        sheet.start_logging();
        let source = source.expect("a file");
        let mut slot = JournalSlot::open(folder.join("journals"), &source).expect("a folder");
        let mut notice = None;
        if let Recovered::Work(left) = slot.find().expect("readable") {
            sheet.replay(left.actions.iter().map(|(_, action)| action));
            sheet.take_log();
            notice = left.notice;
        }
        (sheet, slot, notice)
    }

    /// A sheet with a journal that may end the program at any of its steps.
    struct Journaled<'m> {
        sheet: Sheet,
        log: StepLog<'m>,
    }

    struct StepLog<'m> {
        journal: Journal,
        moments: &'m RefCell<Moments>,
    }

    impl PendingLog for StepLog<'_> {
        fn record_pending(&mut self, pending: PendingExport) {
            self.moments.borrow_mut().pass();
            self.journal.intend(pending, Utc::now()).expect("safe");
            self.moments.borrow_mut().pass();
        }
    }

    impl Journaled<'_> {
        fn save(&mut self) {
            self.log.journal.keep(self.sheet.take_log(), Utc::now());
            self.log.journal.sync().expect("safe");
        }
    }

    impl ExportSession for Journaled<'_> {
        fn parts(&mut self) -> (&Sheet, &mut dyn PendingLog) {
            (&self.sheet, &mut self.log)
        }

        fn written(&mut self, rows: &[Row], part: &ExportedPart) {
            self.log.moments.borrow_mut().pass();
            let path = part.path.to_string_lossy().into_owned();
            let file = UploadFile {
                path,
                rows: part.rows,
                sha256: part.sha256.clone(),
                revert_sha256: part.revert_sha256.clone(),
                written: None,
                is_pilot: part.is_pilot,
            };
            self.sheet.mark_exported(rows, &[file]);
            self.save();
            self.log.moments.borrow_mut().pass();
        }
    }

    /// Exports what is ready, each lead in a file of its own, as the shell does it.
    fn work(folder: &Path, moments: &RefCell<Moments>) {
        let (sheet, mut slot, _) = resume(folder);
        let journal = slot.write(Box::new(|_| {})).expect("a thread");
        let mut session = Journaled { sheet, log: StepLog { journal, moments } };
        if session.sheet.changed_rows().next().is_none() {
            let sets = Row::first(3)
                .map(|row| CellEdit::new(row, Field(1), format!("new {}", row.index())))
                .collect();
            session.sheet.apply(Edit::new("rename", sets)).expect("open");
            session.save();
        }
        let place = UploadNaming::new(&folder.join("l.csv"), None);
        let write = |path: &Path, content: &Content| {
            atomic::write_in_steps(path, content, None, &mut |_| {
                moments.borrow_mut().pass();
                Ok(())
            })
        };
        let ready = |row: &Row| session.sheet.state(*row) == RowState::Ready;
        let files: Vec<Vec<Row>> = Row::first(3).filter(ready).map(|row| vec![row]).collect();
        if files.is_empty() {
            return;
        }
        let plan = Plan { files, ..Plan::default() };
        let begin = || Exporter::with(place, Box::new(write));
        drive(&mut session, &plan, begin).expect("exported");
    }

    #[test]
    #[ignore = "only the test below runs it, in a program of its own"]
    fn an_export_that_is_ended_at_a_given_step() {
        let Some(folder) = std::env::var_os(FOLDER) else { return };
        let moment = std::env::var(MOMENT).expect("set").parse().expect("a number");
        work(Path::new(&folder), &RefCell::new(Moments { left: moment }));
    }

    /// The leads of the parts that stand whole, in order.
    fn standing(folder: &Path) -> Vec<String> {
        let parts = names(folder)
            .into_iter()
            .filter(|name| name.starts_with("l.upload-") && !name.ends_with(".revert.csv"));
        let lead = |name: String| {
            let text = fs::read_to_string(folder.join(name)).expect("there");
            text.lines().nth(1).expect("a lead").to_owned()
        };
        parts.map(lead).collect()
    }

    #[test]
    fn an_export_ended_at_any_step_loses_no_lead_and_exports_none_twice() {
        let program = std::env::current_exe().expect("this program");
        let mut ended = 0;
        for moment in 0.. {
            let dir = tempfile::tempdir().expect("a folder");
            let rows = "0,old 0\n1,old 1\n2,old 2\n";
            fs::write(dir.path().join("l.csv"), format!("Referral ID,Lead Name\n{rows}"))
                .expect("ok");
            let run = std::process::Command::new(&program)
                .args([
                    "--exact",
                    "store::export::driver::tests::an_export_that_is_ended_at_a_given_step",
                ])
                .args(["--ignored", "--nocapture"])
                .env(FOLDER, dir.path())
                .env(MOMENT, moment.to_string())
                .output()
                .expect("it runs");
            let is_whole = run.status.success();
            assert!(is_whole || run.status.code() == Some(99), "{run:?}");
            let before = standing(dir.path());

            let (sheet, slot, notice) = resume(dir.path());
            let state = |n: &Row| sheet.state(*n) == RowState::Exported;
            let exported: Vec<String> = Row::first(3)
                .filter(state)
                .map(|row| format!("{0},new {0}", row.index()))
                .collect();
            assert_eq!(exported, before, "moment {moment}: {notice:?}");
            assert!(
                !names(dir.path()).iter().any(|name| name.starts_with(".leadsheet-")),
                "no litter"
            );
            let reverts = names(dir.path()).iter().filter(|n| n.ends_with(".revert.csv")).count();
            assert_eq!(
                reverts,
                before.len(),
                "moment {moment}: each part has one, and none is alone"
            );
            drop((sheet, slot));
            // What was found is written down: it holds when the files are gone.
            for name in names(dir.path()).iter().filter(|name| name.contains("upload")) {
                fs::rename(dir.path().join(name), dir.path().join(format!("moved {name}")))
                    .expect("moved");
            }
            let (sheet, slot, _) = resume(dir.path());
            assert_eq!(sheet.counts().exported, before.len(), "moment {moment}");
            drop((sheet, slot));

            work(dir.path(), &RefCell::new(Moments { left: u32::MAX }));
            let mut all = [before, standing(dir.path())].concat();
            all.sort();
            assert_eq!(all, ["0,new 0", "1,new 1", "2,new 2"], "moment {moment}");
            if is_whole {
                break;
            }
            ended += 1;
        }
        // Of each part: around its intent, the steps of two files, behind the part and its export.
        assert_eq!(ended, 3 * (2 + 5 + 5 + 2));
    }

    const FIRST: [&str; 2] = ["l.upload-001.csv", "l.upload-001.revert.csv"];

    #[test]
    fn each_part_is_written_after_its_revert_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut written = Vec::new();
        let done = export_with(dir.path(), |path, content| {
            written.push(path.file_name().expect("a name").to_string_lossy().into_owned());
            atomic::write_new(path, content, None)
        })
        .expect("exported");
        let wanted = [1, 2, 3]
            .map(|n| [format!("l.upload-00{n}.revert.csv"), format!("l.upload-00{n}.csv")]);
        assert_eq!(written, wanted.concat());
        assert_eq!((done.rows, done.changed), (3, 3));
        let text = |name: &str| fs::read_to_string(dir.path().join(name)).expect("there");
        assert_eq!(text("l.upload-002.csv"), "Referral ID,Lead Name\n1,new 1\n");
        assert_eq!(text("l.upload-002.revert.csv"), "Referral ID,Lead Name\n1,old 1\n");
    }

    #[test]
    fn a_file_that_differs_is_removed_with_its_pair_and_the_parts_before_are_named() {
        for (failing, name) in [(3, "l.upload-002.revert.csv"), (4, "l.upload-002.csv")] {
            let dir = tempfile::tempdir().expect("a folder");
            let mut count = 0;
            let error = export_with(dir.path(), |path, content| {
                count += 1;
                let bytes = content.bytes();
                let bytes = if count == failing { &bytes[..bytes.len() - 2] } else { bytes };
                atomic::write_new(path, &Content::new(bytes), None)
            })
            .expect_err("a mismatch");
            assert!(matches!(error.failure, ExportFailure::Mismatch { .. }), "{error}");
            assert!(error.to_string().contains(name), "{error}");
            assert!(error.to_string().contains("these files were written before"), "{error}");
            assert_eq!(names(dir.path()), FIRST);
            let path = dir.path().join("l.upload-001.csv");
            let standing = ExportedPart {
                rows: 1,
                changed: 1,
                sha256: sha256(&fs::read(&path).expect("it stands")),
                revert_sha256: fs::read(dir.path().join("l.upload-001.revert.csv"))
                    .ok()
                    .map(|bytes| sha256(&bytes)),
                revert: Some(dir.path().join("l.upload-001.revert.csv")),
                revert_summary: RevertSummary { leads: 1, stuck: Vec::new() },
                is_pilot: false,
                path,
            };
            assert_eq!(error.written, [standing]);
        }
    }

    #[test]
    fn a_file_that_can_t_be_written_ends_the_export_and_its_pair_goes_too() {
        for failing in ["l.upload-002.csv", "l.upload-002.revert.csv"] {
            let dir = tempfile::tempdir().expect("a folder");
            let error = export_with(dir.path(), |path, content| {
                if path.ends_with(failing) {
                    let source = std::io::Error::from_raw_os_error(28);
                    return Err(WriteError::Io { path: path.to_owned(), source });
                }
                atomic::write_new(path, content, None)
            })
            .expect_err("a full disk");
            assert_eq!(error.written.len(), 1);
            assert!(error.to_string().contains(&format!("{failing}: can't be written")), "{error}");
            assert_eq!(names(dir.path()), FIRST);
        }
    }

    #[test]
    fn a_number_that_is_used_meanwhile_is_skipped() {
        for other in FIRST {
            let dir = tempfile::tempdir().expect("a folder");
            let done = export_with(dir.path(), |path, content| {
                if path.ends_with(other) {
                    fs::write(path, "another's").expect("written");
                }
                atomic::write_new(path, content, None)
            })
            .expect("exported");
            assert_eq!(done.parts[0].path, dir.path().join("l.upload-002.csv"));
            assert_eq!(fs::read(dir.path().join(other)).expect("there"), b"another's");
            assert_eq!(names(dir.path()).len(), 7, "nothing else has the number");
        }
    }
}
