//! The journal of one file: its lock, and the work that was left in it.

use crate::leads::Origin;
use crate::sheet::LogEntry;
use crate::store::Source;
use crate::store::journal::disk::{Disk as _, JournalFile};
use crate::store::journal::error::JournalError;
use crate::store::journal::journal::Journal;
use crate::store::journal::line::{
    CloseReason, Entry, FORMAT, JournalHeader, JournalLine, Parsed, Tail,
};
use crate::store::journal::lock::FileLock;
use crate::store::journal::paths::JournalPaths;
use crate::store::journal::pending::ExportFate;
use crate::store::journal::read::read;
use crate::store::journal::worker::{JournalWriter, OnJournalStatus};
use crate::store::journal::{compact, disk, line, lock, paths, pending};
use chrono::{SecondsFormat, Utc};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// From how many bytes on a journal is made shorter, if that halves it.
const COMPACT_ABOVE_BYTES: usize = 256 * 1024;

/// The journal of one file that is edited: its place in the folder, and the lock.
#[derive(Debug)]
pub struct JournalSlot {
    place: JournalPaths,
    /// Whether other programs are kept from editing the file.
    pub lock: FileLock,
    lines: Vec<JournalLine>,
    safe: usize,
    /// Whether there is a file of the journal's name, with these lines or none.
    is_there: bool,
}

/// The work that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedLog {
    /// What was done, in order, and when.
    pub actions: Vec<(String, LogEntry)>,
    /// What the user should know: its end was cut off, or something damaged it.
    pub notice: Option<String>,
}

/// The saved work that was found for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing that isn't finished; when work on this very content was exported, if it was.
    Nothing {
        /// The time of the newest export, in UTC.
        exported: Option<String>,
    },
    /// Work on this very content.
    Work(UnfinishedLog),
    /// Work on what the file held before.
    Other(UnfinishedLog),
}

impl JournalSlot {
    /// Makes the folder and locks the file; removes journals that are no longer needed.
    ///
    /// # Errors
    ///
    /// Fails if the folder can't be made or written to. The work can't be kept then.
    pub fn open(folder: PathBuf, source: &Source) -> Result<Self, JournalError> {
        paths::make_folder(&folder).map_err(JournalError::at(&folder))?;
        let path = paths::lock_of(&folder, &source.path);
        let lock = lock::lock(&path).map_err(JournalError::at(&path))?;
        // Old journals do no harm; the next start tries again.
        let _ = paths::remove_old(&folder, SystemTime::now());
        Ok(Self::under(lock, folder, source))
    }

    /// The slot of a content of a file that is locked already.
    pub(crate) fn under(lock: FileLock, folder: PathBuf, source: &Source) -> Self {
        let place = JournalPaths::new(folder, source);
        Self { place, lock, lines: Vec::new(), safe: 0, is_there: false }
    }

    /// The slot of another content of the same file, under the same lock.
    ///
    /// # Errors
    ///
    /// Fails if the system has no room for it.
    pub fn for_content(&self, source: &Source) -> io::Result<Self> {
        Ok(Self::under(self.lock.again()?, self.place.folder.clone(), source))
    }

    /// Tells whether this is the slot of the file with this path.
    pub fn is_of(&self, source: &Source) -> bool {
        self.place.lock() == paths::lock_of(&self.place.folder, &source.path)
    }

    /// Closes the work on what the file held before, which has gone over to what it holds now.
    ///
    /// # Errors
    ///
    /// Fails if it can't be renamed; it is offered again then.
    pub fn close_others(&self) -> Result<(), JournalError> {
        let others = self.place.others().map_err(JournalError::at(&self.place.folder))?;
        for path in others {
            paths::set_aside(&path, paths::word(CloseReason::Rebased))
                .map_err(JournalError::at(&path))?;
        }
        Ok(())
    }

    /// Removes the journal, if this run of the program began it: what is in it is kept elsewhere too.
    pub fn abandon(self) {
        if !self.is_there {
            // A journal that stays offers work that is kept elsewhere too, which loses nothing.
            let _ = std::fs::remove_file(self.path());
        }
    }

    /// The folder of the journals.
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// The path of the journal, whether it is there or not.
    pub fn path(&self) -> PathBuf {
        self.place.journal()
    }

    /// What tells the path of the journal: it has the hash of the file in it, which may take a while.
    pub fn lazy_path(&self) -> impl Fn() -> PathBuf + Send + Sync + 'static {
        let place = self.place.clone();
        move || place.journal()
    }

    /// Looks for the work that was left.
    ///
    /// A journal that can't be read at all is set aside, with a word about it.
    ///
    /// # Errors
    ///
    /// Fails if the journal is of a newer version of the program, or can't be read or renamed.
    pub fn find(&mut self) -> Result<Recovered, JournalError> {
        (self.lines, self.safe, self.is_there) = (Vec::new(), 0, false);
        if !self.place.has_any().map_err(JournalError::at(&self.place.folder))? {
            return Ok(Recovered::Nothing { exported: None });
        }
        let path = self.place.journal();
        if let Some(read) = read(&path)? {
            self.is_there = true;
            let damaged = read.tail == Tail::Damaged;
            if is_closed(&read.lines) {
                // The program was ended between the last line and the new name.
                archive(&path, &read.lines)?;
                self.is_there = false;
            } else if let Some(left) = left(&read) {
                (self.lines, self.safe) = (read.lines, read.bytes);
                if damaged {
                    self.keep_damaged(&path)?;
                }
                self.correct_header();
                self.settle();
                return Ok(Recovered::Work(left));
            } else if damaged {
                paths::set_aside(&path, paths::DAMAGED).map_err(JournalError::at(&path))?;
                self.is_there = false;
            } else {
                (self.lines, self.safe) = (read.lines, read.bytes);
            }
        }
        let others = self.place.others().map_err(JournalError::at(&self.place.folder))?;
        for other in others {
            if let Some(left) =
                read(&other)?.as_ref().filter(|r| !is_closed(&r.lines)).and_then(left)
            {
                return Ok(Recovered::Other(left));
            }
        }
        Ok(Recovered::Nothing { exported: self.exported() })
    }

    /// Puts the lines that are right in the place of a damaged journal, which is kept.
    fn keep_damaged(&self, path: &Path) -> Result<(), JournalError> {
        let at = || JournalError::at(path);
        paths::set_aside(path, paths::DAMAGED).map_err(at())?;
        disk::replace(path, &line::encode(&self.lines)).map_err(at())
    }

    /// Lets the first line name the file by the path that it has now: a journal that was moved or copied here has
    /// the earlier one.
    fn correct_header(&mut self) {
        let header = self.header();
        let Some(first) = self.lines.first().filter(|first| match &first.what {
            Entry::Start(start) => start.file != header.file,
            _ => false,
        }) else {
            return;
        };
        let at = first.at.parse().unwrap_or_else(|_| Utc::now());
        let mut lines = self.lines.clone();
        lines[0] = JournalLine::new(at, Entry::Start(header));
        let bytes = line::encode(&lines);
        // Where it can't be written, the next start does it.
        if disk::replace(&self.place.journal(), &bytes).is_ok() {
            (self.lines, self.safe) = (lines, bytes.len());
        }
    }

    /// What the first line tells.
    fn header(&self) -> JournalHeader {
        header_of(self.place.source())
    }

    /// Writes down what became of an export in which the program was ended, as far as the disk tells it now:
    /// later on the upload file may be gone for other reasons. Clears away what was left of it.
    fn settle(&mut self) {
        let Some((intent, fate)) = pending::pending(&self.lines) else { return };
        intent.clean(&fate);
        let ExportFate::Written(export) = fate else { return };
        let line = JournalLine::new(Utc::now(), Entry::Done(export));
        let bytes = line.encode(self.lines.len() as u64 + 1);
        let mut file = JournalFile::new(self.place.journal(), self.safe as u64, true);
        // If it can't be written, the disk is asked again the next time.
        if file.append(&bytes).is_ok() {
            self.safe += bytes.len();
            self.lines.push(line);
        }
    }

    /// Returns when work on this content was exported last.
    fn exported(&self) -> Option<String> {
        let journals = paths::journals(&self.place.folder).ok()?;
        let base = self.place.journal();
        let base = base.file_name()?.to_str()?;
        let of_this = |named: &paths::JournalFileName| {
            named.closed.as_deref() == Some(paths::word(CloseReason::Finished))
                && named
                    .path
                    .file_name()
                    .and_then(|n| n.to_str())
                    .is_some_and(|n| n.starts_with(base))
        };
        let times = journals.into_iter().filter(of_this).filter_map(|named| {
            let lines = read(&named.path).ok()??.lines;
            let is_export =
                |line: &&JournalLine| matches!(line.what, Entry::Done(LogEntry::Export { .. }));
            lines.iter().rev().find(is_export).map(|line| line.at.clone())
        });
        times.max()
    }

    /// Sets the work that was left aside: it isn't offered again, and stays until it is forgotten.
    ///
    /// # Errors
    ///
    /// Fails if it can't be renamed.
    pub fn start_afresh(&mut self) -> Result<(), JournalError> {
        (self.lines, self.safe, self.is_there) = (Vec::new(), 0, false);
        let mut paths = self.place.others().map_err(JournalError::at(&self.place.folder))?;
        paths.extend(Some(self.place.journal()).filter(|path| path.exists()));
        for path in paths {
            paths::set_aside(&path, paths::word(CloseReason::Aside))
                .map_err(JournalError::at(&path))?;
        }
        Ok(())
    }

    /// Begins to write, behind the work that was left if it wasn't set aside. A long journal is made
    /// shorter first.
    ///
    /// # Errors
    ///
    /// Fails if there can be no further thread.
    pub fn write(&mut self, tell: OnJournalStatus) -> io::Result<Journal> {
        let path = self.place.journal();
        if self.safe > COMPACT_ABOVE_BYTES {
            let shorter = compact::compact(self.lines.clone());
            let bytes = line::encode(&shorter);
            // If it can't be made shorter it is as good as before.
            if bytes.len() * 2 <= self.safe && disk::replace(&path, &bytes).is_ok() {
                (self.lines, self.safe) = (shorter, bytes.len());
            }
        }
        let mut upgraded = None;
        if let Some(JournalLine { what: Entry::Start(start), at, .. }) = self.lines.first()
            && start.format < FORMAT
        {
            let start = JournalHeader { format: FORMAT, ..start.clone() };
            let at = at.parse().unwrap_or_else(|_| Utc::now());
            self.lines[0] = JournalLine::new(at, Entry::Start(start));
            upgraded = Some(line::encode(&self.lines));
        }
        let file = JournalFile::new(path, self.safe as u64, self.is_there).upgraded(upgraded);
        // Nobody asks for them again: what was left is in the sheet by now.
        let number = std::mem::take(&mut self.lines).len() as u64;
        let start = self.header();
        let kind = &self.place.source().kind;
        let is_results = kind.origin() == Origin::Results;
        let opened_as = (!kind.is_certain()).then_some(LogEntry::OpenAs { results: is_results });
        let pen = JournalWriter::new(file, tell)?;
        let precision = SecondsFormat::Secs;
        Ok(Journal { pen, start, opened_as, number, has_run: false, precision })
    }
}

/// Records work that is finished as soon as it is done, such as the export of a file that was edited elsewhere: which
/// files it wrote is known from then on, and it can be recalled. It isn't offered.
///
/// The file needn't be locked: its own work isn't touched.
///
/// # Errors
///
/// Fails if the folder can't be made or written to.
pub fn record_finished(
    folder: &Path,
    source: &Source,
    entries: Vec<LogEntry>,
) -> Result<(), JournalError> {
    paths::make_folder(folder).map_err(JournalError::at(folder))?;
    let place = JournalPaths::new(folder.to_owned(), source);
    let start = Entry::Start(header_of(source));
    let done = entries.into_iter().map(Entry::Done);
    let end = Entry::End(CloseReason::Finished.into());
    let now = Utc::now();
    let lines = [start, Entry::Run].into_iter().chain(done).chain([end]);
    let lines: Vec<JournalLine> = lines.map(|entry| JournalLine::new(now, entry)).collect();
    let path = place.journal();
    paths::write_aside(&path, paths::word(CloseReason::Finished), &line::encode(&lines))
        .map_err(JournalError::at(&path))
}

/// What the first line of the journal of a file tells.
fn header_of(source: &Source) -> JournalHeader {
    JournalHeader {
        format: FORMAT,
        file: source.path.to_string_lossy().into_owned(),
        bytes: source.bytes,
        sha256: source.sha256().to_owned(),
    }
}

/// Gives a closed journal its name.
fn archive(path: &Path, lines: &[JournalLine]) -> Result<(), JournalError> {
    let why = match lines.last().map(|line| &line.what) {
        Some(Entry::End(closing)) => closing.reason,
        _ => CloseReason::Aside,
    };
    paths::set_aside(path, paths::word(why)).map_err(JournalError::at(path)).map(drop)
}

/// Tells whether the last line that is known closed the journal.
pub(crate) fn is_closed(lines: &[JournalLine]) -> bool {
    lines.last().is_some_and(|line| matches!(line.what, Entry::End(_)))
}

/// The work in a journal, if anything was done.
pub(crate) fn left(read: &Parsed) -> Option<UnfinishedLog> {
    let actions = pending::done(&read.lines);
    let tail = match read.tail {
        Tail::Whole => None,
        Tail::Torn => Some("The last line of the journal is incomplete and was skipped."),
        Tail::Damaged => Some("The journal is damaged; the work before the damage is restored."),
    };
    let ended = pending::pending(&read.lines).map(|(intent, fate)| intent.say(&fate));
    let notice: Vec<String> = ended.into_iter().chain(tail.map(str::to_owned)).collect();
    let notice = (!notice.is_empty()).then(|| notice.join(" "));
    (!actions.is_empty()).then_some(UnfinishedLog { actions, notice })
}
