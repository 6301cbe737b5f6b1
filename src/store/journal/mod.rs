//! Keeps the work: an append-only journal for each file that is edited, and a lock.
//!
//! [`JournalSlot::open`] locks the file and finds the work that was left; [`Journal`] writes what is done, on a
//! thread of its own. `line` is how a line looks, `place` what the files are called.

mod claim;
mod compact;
mod disk;
#[expect(clippy::module_inception, reason = "the type that the folder is about")]
mod journal;
mod json;
mod line;
mod lock;
mod paths;
mod pending;
mod status;
mod worker;

pub use claim::{Claim, ClaimOutcome, claim};
pub use journal::Journal;
pub use line::CloseReason;
pub use lock::FileLock;
pub use paths::journal_folder;
pub use pending::{PendingExport, PendingFile};
pub use status::{JournalState, KeptWork, StatusChange, forget, kept, recall};
pub use worker::{OnJournalStatus, SaveError};

use super::Source;
use super::error::cause;
use crate::leads::visible;
use crate::sheet::LogEntry;
use chrono::Utc;
use disk::{Disk as _, JournalFile};
use line::{Entry, FORMAT, JournalHeader, JournalLine, Newer, Parsed, Tail};
use paths::JournalPaths;
use pending::ExportFate;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use worker::JournalWriter;

/// From how many bytes on a journal is made shorter, if that halves it.
const COMPACT_ABOVE_BYTES: usize = 256 * 1024;

/// Why work can't be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The journal of the file is of a newer version of the program.
    #[error(
        "the work on this file was kept by a newer leadsheet (journal format {format}, this one knows \
         {FORMAT}); update leadsheet, or open the file with --read-only or --no-journal"
    )]
    Newer {
        /// Its format.
        format: u64,
    },
    /// The folder or a file in it can't be used.
    #[error("{}: {}", visible(&.path.to_string_lossy()), cause(.source))]
    Io {
        /// What can't be used.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl JournalError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// What belongs to one file that is edited: its place in the folder of the journals, and the lock.
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
pub struct UnfinishedWork {
    /// What was done, in order, and when.
    pub actions: Vec<(String, LogEntry)>,
    /// What is to be said about it: its end was cut off, something damaged it.
    pub notice: Option<String>,
}

/// What there is about a file that is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing that isn't finished; when work on this very content was exported, if it was.
    Nothing {
        /// The time of the newest export, in UTC.
        exported: Option<String>,
    },
    /// Work on this very content.
    Work(UnfinishedWork),
    /// Work on what the file held before.
    Other(UnfinishedWork),
}

impl JournalSlot {
    /// Makes the folder and locks the file; removes journals that nobody needs any more.
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

    /// Returns the desk of a content of a file that is locked already.
    fn under(lock: FileLock, folder: PathBuf, source: &Source) -> Self {
        let place = JournalPaths::new(folder, source);
        Self { place, lock, lines: Vec::new(), safe: 0, is_there: false }
    }

    /// Returns the desk of another content of the same file, under the same lock.
    ///
    /// # Errors
    ///
    /// Fails if the system has no room for it.
    pub fn for_content(&self, source: &Source) -> io::Result<Self> {
        Ok(Self::under(self.lock.again()?, self.place.folder.clone(), source))
    }

    /// Tells whether this is the desk of the file with this path.
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

    /// Returns the path of the journal, whether it is there or not.
    pub fn path(&self) -> PathBuf {
        self.place.journal()
    }

    /// Returns what tells the path of the journal: it has the hash of the file in it, which may take a while.
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
        let file = JournalFile::new(path, self.safe as u64, self.is_there);
        // Nobody asks for them again: what was left is in the sheet by now.
        let number = std::mem::take(&mut self.lines).len() as u64;
        let source = self.place.source();
        let start = JournalHeader {
            format: FORMAT,
            file: source.path.to_string_lossy().into_owned(),
            bytes: source.bytes,
            sha256: source.sha256().to_owned(),
        };
        Ok(Journal { pen: JournalWriter::new(file, tell)?, start, number, has_run: false })
    }
}

/// What the bytes of a journal are believed to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedPrefix {
    /// What was done, in order.
    pub actions: Vec<LogEntry>,
    /// The same without what was taken back and forgotten.
    pub shorter: Vec<LogEntry>,
    /// The lines that are believed, as they are written.
    pub written: Vec<u8>,
}

/// Reads the bytes of a journal as far as they can be believed.
///
/// # Errors
///
/// Fails if it is of a newer version of the program.
pub fn parse_trusted(bytes: &[u8]) -> Result<TrustedPrefix, JournalError> {
    let Parsed { lines, .. } =
        line::parse(bytes).map_err(|Newer(format)| JournalError::Newer { format })?;
    let actions = |lines: Vec<JournalLine>| {
        let done = lines.into_iter().filter_map(|line| match line.what {
            Entry::Done(action) => Some(action),
            _ => None,
        });
        done.collect()
    };
    let written = line::encode(&lines);
    let shorter = actions(compact::compact(lines.clone()));
    Ok(TrustedPrefix { actions: actions(lines), shorter, written })
}

/// Reads a journal, or returns nothing if there is none.
fn read(path: &Path) -> Result<Option<Parsed>, JournalError> {
    let Some(bytes) = disk::read(path).map_err(JournalError::at(path))? else { return Ok(None) };
    line::parse(&bytes).map(Some).map_err(|Newer(format)| JournalError::Newer { format })
}

/// Gives a closed journal its name.
fn archive(path: &Path, lines: &[JournalLine]) -> Result<(), JournalError> {
    let why = match lines.last().map(|line| &line.what) {
        Some(Entry::End(why)) => *why,
        _ => CloseReason::Aside,
    };
    paths::set_aside(path, paths::word(why)).map_err(JournalError::at(path)).map(drop)
}

/// Tells whether the last line that is known closed the journal.
fn is_closed(lines: &[JournalLine]) -> bool {
    lines.last().is_some_and(|line| matches!(line.what, Entry::End(_)))
}

/// Returns the work in a journal, if anything was done.
fn left(read: &Parsed) -> Option<UnfinishedWork> {
    let actions = pending::done(&read.lines);
    let tail = match read.tail {
        Tail::Whole => None,
        Tail::Torn => Some("Its last line was cut off and is left out."),
        Tail::Damaged => Some("It is damaged; what is before the damage is here."),
    };
    let ended = pending::pending(&read.lines).map(|(intent, fate)| intent.say(&fate));
    let notice: Vec<String> = ended.into_iter().chain(tail.map(str::to_owned)).collect();
    let notice = (!notice.is_empty()).then(|| notice.join(" "));
    (!actions.is_empty()).then_some(UnfinishedWork { actions, notice })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::LoggedLead;
    use std::fs;
    use tempfile::TempDir;

    /// A file and a folder for its journals.
    struct Room {
        dir: TempDir,
    }

    impl Room {
        fn new() -> Self {
            let room = Self { dir: tempfile::tempdir().expect("a folder") };
            room.write("content");
            room
        }

        fn file(&self) -> PathBuf {
            self.dir.path().join("leads.csv")
        }

        fn folder(&self) -> PathBuf {
            self.dir.path().join("state").join("journals")
        }

        fn write(&self, text: &str) {
            fs::write(self.file(), text).expect("written");
        }

        fn source(&self) -> Source {
            let bytes = fs::read(self.file()).expect("readable");
            let told = fs::metadata(self.file()).expect("there");
            Source::new(&self.file(), &told, &bytes).expect("there")
        }

        fn desk(&self) -> JournalSlot {
            JournalSlot::open(self.folder(), &self.source()).expect("a folder")
        }

        /// Does something in a run of its own and ends without a word, as a killed program does.
        fn work(&self, actions: Vec<LogEntry>) -> JournalSlot {
            let mut desk = self.desk();
            desk.find().expect("readable");
            let mut journal = desk.write(Box::new(|_| {})).expect("a thread");
            journal.keep(actions, Utc::now());
            journal.sync().expect("safe");
            desk
        }

        fn found(&self) -> Recovered {
            self.desk().find().expect("readable")
        }

        fn standings(&self) -> Vec<JournalState> {
            let kept = kept(&self.folder(), Some(&self.file())).expect("readable");
            kept.into_iter().map(|kept| kept.standing).collect()
        }
    }

    fn edit(text: &str) -> LogEntry {
        let cells = vec![("Notes".to_owned(), String::new(), text.to_owned())];
        LogEntry::Edit {
            label: "edit".to_owned(),
            leads: vec![LoggedLead { row: 0, id: "a".to_owned(), cells }],
        }
    }

    fn actions(found: Recovered) -> Vec<LogEntry> {
        match found {
            Recovered::Work(left) | Recovered::Other(left) => {
                left.actions.into_iter().map(|(_, action)| action).collect()
            }
            Recovered::Nothing { .. } => Vec::new(),
        }
    }

    #[test]
    fn viewing_a_file_leaves_no_journal() {
        let room = Room::new();
        let mut desk = room.desk();
        drop(desk.write(Box::new(|_| {})).expect("a thread"));
        assert_eq!(room.found(), Recovered::Nothing { exported: None });
        assert!(!desk.path().exists() && room.standings().is_empty());
    }

    #[test]
    fn work_is_found_again_and_continues_in_the_same_journal() {
        let room = Room::new();
        drop(room.work(vec![edit("1"), LogEntry::Undo]));
        drop(room.work(vec![LogEntry::Redo]));
        let found = room.found();
        assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()));
        assert_eq!(actions(found), [edit("1"), LogEntry::Undo, LogEntry::Redo]);
        let text = fs::read_to_string(room.desk().path()).expect("there");
        let runs = text.lines().filter(|line| line.contains("\"do\":\"run\"")).count();
        assert_eq!((runs, text.lines().count()), (2, 6));
        assert_eq!(room.standings(), [JournalState::Kept]);
    }

    /// Leaves a journal whose last line says that an upload file is about to be written.
    fn intend(room: &Room) -> PendingExport {
        let file = |name: &str, text: &str| {
            PendingFile::new(
                &room.dir.path().join(name),
                &crate::store::source::sha256(text.as_bytes()),
            )
        };
        let intent = PendingExport {
            leads: vec![(0, "a".to_owned())],
            part: file("leads.upload-001.csv", "part"),
            revert: Some(file("leads.upload-001.revert.csv", "back")),
        };
        let mut desk = room.work(vec![edit("1")]);
        desk.find().expect("readable");
        let mut journal = desk.write(Box::new(|_| {})).expect("a thread");
        journal.intend(intent.clone(), Utc::now()).expect("safe");
        intent
    }

    #[test]
    fn a_part_that_was_written_as_planned_is_logged_as_exported() {
        let room = Room::new();
        let intent = intend(&room);
        for file in [Some(&intent.part), intent.revert.as_ref()].into_iter().flatten() {
            let text = if *file == intent.part { "part" } else { "back" };
            fs::write(&file.path, text).expect("written");
        }
        let told = kept(&room.folder(), Some(&room.file())).expect("readable");
        assert_eq!(told[0].outline.exported, 1, "status asks the disk as well");
        let found = room.found();
        let Recovered::Work(left) = &found else { panic!("{found:?}") };
        let notice = left.notice.as_deref().unwrap_or_default();
        assert!(
            notice.contains("leads.upload-001.csv is whole: its 1 lead is exported"),
            "{notice}"
        );
        let is_export = |action: &LogEntry| matches!(action, LogEntry::Export { leads, .. } if *leads == intent.leads);
        assert!(actions(found).last().is_some_and(is_export));
        fs::remove_file(&intent.part.path).expect("removed");
        let found = room.found();
        assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()), "{found:?}");
        assert!(actions(found).last().is_some_and(is_export), "it holds without the file");
        assert!(room.dir.path().join("leads.upload-001.revert.csv").exists());
    }

    #[test]
    fn a_part_that_was_not_written_is_not_exported_and_is_cleaned_up() {
        let room = Room::new();
        let intent = intend(&room);
        let revert = intent.revert.expect("there is one");
        fs::write(&revert.path, "back").expect("written");
        fs::write(&intent.part.path, "another's").expect("written");
        let begun = crate::store::atomic::temporary(&intent.part.sha256);
        fs::write(room.dir.path().join(format!("{begun}x.tmp")), "pa").expect("written");
        let found = room.found();
        let Recovered::Work(left) = &found else { panic!("{found:?}") };
        let notice = left.notice.as_deref().unwrap_or_default();
        assert!(notice.contains("before leads.upload-001.csv"), "{notice}");
        assert_eq!(actions(found), [edit("1")]);
        assert!(!Path::new(&revert.path).exists(), "a revert file without its part");
        assert_eq!(fs::read(&intent.part.path).expect("kept"), b"another's");
        let litter = fs::read_dir(room.dir.path()).expect("a folder").flatten();
        assert!(!litter.into_iter().any(|e| e.file_name().to_string_lossy().starts_with(&begun)));
    }

    #[test]
    fn a_pending_export_followed_by_other_lines_is_settled() {
        let room = Room::new();
        let intent = intend(&room);
        drop(room.work(vec![edit("2")]));
        fs::write(&intent.part.path, "part").expect("written");
        assert_eq!(actions(room.found()), [edit("1"), edit("2")]);
    }

    #[test]
    fn a_torn_end_is_cut_off_with_a_notice_and_writing_continues_there() {
        let room = Room::new();
        let path = room.work(vec![edit("1"), edit("2")]).path();
        let bytes = fs::read(&path).expect("there");
        fs::write(&path, &bytes[..bytes.len() - 5]).expect("written");
        let Recovered::Work(left) = room.found() else { panic!("it is found") };
        assert!(left.notice.is_some_and(|n| n.contains("cut off")));
        drop(room.work(vec![edit("3")]));
        let found = room.found();
        assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()));
        assert_eq!(actions(found), [edit("1"), edit("3")]);
    }

    #[test]
    fn a_damaged_journal_is_archived_and_its_valid_part_offered() {
        let room = Room::new();
        let path = room.work(vec![edit("one"), edit("two"), edit("three")]).path();
        let text = fs::read_to_string(&path).expect("there").replace("two", "twx");
        fs::write(&path, &text).expect("written");
        let Recovered::Work(left) = room.found() else { panic!("it is found") };
        assert!(left.notice.is_some_and(|n| n.contains("damaged")));
        drop(room.work(vec![edit("four")]));
        assert_eq!(actions(room.found()), [edit("one"), edit("four")]);
        assert_eq!(room.standings(), [JournalState::Kept, JournalState::Damaged]);
        let mut aside = path.into_os_string();
        aside.push(".damaged-1");
        assert_eq!(fs::read_to_string(aside).expect("there"), text);
    }

    #[test]
    fn an_empty_or_foreign_journal_is_ignored() {
        for bytes in [&b"something else\n"[..], b""] {
            let room = Room::new();
            let path = room.work(vec![edit("1")]).path();
            fs::write(&path, bytes).expect("written");
            assert_eq!(room.found(), Recovered::Nothing { exported: None });
            drop(room.work(vec![edit("2")]));
            assert_eq!(actions(room.found()), [edit("2")], "{bytes:?}");
        }
    }

    #[test]
    fn a_journal_of_a_newer_format_is_refused_and_not_changed() {
        let room = Room::new();
        let path = room.work(vec![edit("1")]).path();
        let start =
            JournalHeader { format: 2, file: String::new(), bytes: 0, sha256: String::new() };
        let bytes = JournalLine::new(Utc::now(), Entry::Start(start)).encode(1);
        fs::write(&path, &bytes).expect("written");
        let error = room.desk().find().expect_err("refused").to_string();
        assert!(
            error.contains("newer leadsheet (journal format 2") && error.contains("--read-only")
        );
        assert_eq!(fs::read(&path).expect("there"), bytes);
        assert_eq!(room.standings(), [JournalState::Newer]);
    }

    #[test]
    fn closed_work_is_not_offered_again_and_its_export_is_reported() {
        for (why, standing) in [
            (CloseReason::Finished, JournalState::Finished),
            (CloseReason::Dropped, JournalState::Dropped),
            (CloseReason::Aside, JournalState::Aside),
            (CloseReason::Rebased, JournalState::Rebased),
        ] {
            let room = Room::new();
            let mut desk = room.desk();
            let mut journal = desk.write(Box::new(|_| {})).expect("a thread");
            let export = LogEntry::Export { leads: vec![(0, "a".to_owned())], files: Vec::new() };
            journal.keep(vec![edit("1"), export], Utc::now());
            journal.close(why, Utc::now()).expect("closed");
            drop(desk);
            let Recovered::Nothing { exported } = room.found() else {
                panic!("{why:?} is offered");
            };
            assert_eq!(exported.is_some(), why == CloseReason::Finished);
            assert_eq!(room.standings(), [standing]);
        }
    }

    #[test]
    fn a_journal_whose_last_line_closed_it_but_that_kept_its_name_is_closed() {
        let room = Room::new();
        let path = room.work(vec![edit("1")]).path();
        let mut bytes = fs::read(&path).expect("there");
        bytes.extend(JournalLine::new(Utc::now(), Entry::End(CloseReason::Dropped)).encode(4));
        fs::write(&path, bytes).expect("written");
        assert_eq!(room.found(), Recovered::Nothing { exported: None });
        assert_eq!(room.standings(), [JournalState::Dropped]);
        drop(room.work(vec![edit("2")]));
        assert_eq!(actions(room.found()), [edit("2")]);
    }

    #[test]
    fn work_on_other_content_is_reported_and_never_mixed() {
        let room = Room::new();
        drop(room.work(vec![edit("1")]));
        room.write("other content");
        assert!(matches!(room.found(), Recovered::Other(_)));
        let mut desk = room.desk();
        desk.start_afresh().expect("set aside");
        drop(desk);
        assert_eq!(room.found(), Recovered::Nothing { exported: None });
        assert_eq!(room.standings(), [JournalState::Aside]);
        room.write("content");
        assert_eq!(room.found(), Recovered::Nothing { exported: None });
    }

    #[test]
    fn a_long_journal_is_compacted_when_it_is_continued() {
        let room = Room::new();
        let long = "x".repeat(2_000);
        let all: Vec<LogEntry> = (0..200).flat_map(|_| [edit(&long), LogEntry::Undo]).collect();
        let path = room.work(all).path();
        let before = fs::metadata(&path).expect("there").len();
        drop(room.work(vec![edit("last")]));
        let after = fs::metadata(&path).expect("there").len();
        assert!(after * 10 < before, "{before} → {after}");
        let left = actions(room.found());
        assert!(left == [edit(&long), LogEntry::Undo, edit("last")], "{} actions", left.len());
    }

    #[test]
    fn forgetting_removes_everything_about_one_file_unless_it_is_edited() {
        let room = Room::new();
        let desk = room.work(vec![edit("1")]);
        assert!(
            matches!(forget(&room.folder(), &room.file()), Ok(StatusChange::Busy)),
            "it is being edited"
        );
        drop(desk);
        fs::remove_file(room.file()).expect("removed");
        assert!(matches!(forget(&room.folder(), &room.file()), Ok(StatusChange::Done(1))));
        assert!(matches!(forget(&room.folder(), &room.file()), Ok(StatusChange::Done(0))));
        assert!(room.standings().is_empty());
    }

    #[test]
    fn work_is_claimed_by_content_or_else_the_newest_unless_it_is_edited() {
        let room = Room::new();
        let sha256 = || super::super::source::sha256(&fs::read(room.file()).expect("there"));
        let take =
            |sha256: Option<&str>| claim(&room.folder(), &room.file(), sha256).expect("readable");
        assert!(matches!(take(None), ClaimOutcome::Nothing));
        let first = sha256();
        drop(room.work(vec![edit("1")]));
        room.write("other content");
        let desk = room.work(vec![edit("2")]);
        assert!(matches!(take(None), ClaimOutcome::Busy(Some(_))));
        drop(desk);
        let ClaimOutcome::Work(in_hand) = take(Some(&first)) else { panic!("it is kept") };
        assert_eq!(in_hand.kept.actions, [edit("1")]);
        assert!(matches!(take(None), ClaimOutcome::Busy(_)), "it is in hand");
        let path = in_hand.kept.path.clone();
        in_hand.close(CloseReason::Rebased).expect("closed");
        assert_eq!(room.standings(), [JournalState::Kept, JournalState::Rebased]);
        // Ended between the last line and the new name: it isn't taken once more.
        let closed = PathBuf::from(format!("{}.rebased-1", path.display()));
        fs::rename(closed, &path).expect("renamed");
        let ClaimOutcome::Work(in_hand) = take(Some(&first)) else { panic!("the other is kept") };
        assert_eq!(in_hand.kept.actions, [edit("2")]);
        let of_file = room.source();
        assert!(in_hand.is_for(&of_file) && in_hand.start_sha256() == Some(&*sha256()));
        let desk = in_hand.desk(&of_file).expect("under the same lock");
        assert!(matches!(desk.lock, FileLock::Held(_)));
    }

    #[test]
    fn rebased_work_is_closed_and_an_abandoned_journal_removed() {
        let room = Room::new();
        drop(room.work(vec![edit("1")]));
        room.write("other content");
        let begun = room.work(vec![edit("2")]);
        let path = begun.path();
        begun.abandon();
        assert!(!path.exists() && matches!(room.found(), Recovered::Other(_)));
        let mut desk = room.desk();
        desk.find().expect("readable");
        desk.close_others().expect("closed");
        drop(desk);
        assert_eq!(
            (room.found(), room.standings()),
            (Recovered::Nothing { exported: None }, vec![JournalState::Rebased])
        );
        // A journal that was there before stays.
        drop(room.work(vec![edit("3")]));
        let mut desk = room.desk();
        desk.find().expect("readable");
        desk.abandon();
        assert_eq!(actions(room.found()), [edit("3")]);
    }

    #[test]
    fn discarded_work_is_offered_again_when_it_is_recalled() {
        let room = Room::new();
        let desk = room.desk();
        assert!(matches!(recall(&room.folder(), &room.file()), Ok(StatusChange::Done(0))));
        drop(desk);
        for text in ["1", "2"] {
            let mut desk = room.work(vec![edit(text)]);
            desk.start_afresh().expect("set aside");
        }
        drop(room.work(vec![edit("3")]));
        assert!(matches!(recall(&room.folder(), &room.file()), Ok(StatusChange::Taken)));
        room.desk().start_afresh().expect("set aside");
        assert!(matches!(recall(&room.folder(), &room.file()), Ok(StatusChange::Done(1))));
        assert_eq!(actions(room.found()), [edit("3")]);
        drop(room.work(vec![LogEntry::Undo]));
        assert_eq!(actions(room.found()), [edit("3"), LogEntry::Undo]);
        assert_eq!(
            room.standings(),
            [JournalState::Kept, JournalState::Aside, JournalState::Aside]
        );
    }
}
