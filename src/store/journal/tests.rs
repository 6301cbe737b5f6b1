//! Journals as a whole: what is found again, closed, forgotten and recalled.

use crate::leads::Row;
use crate::sheet::{LogEntry, LoggedLead};
use crate::store::Source;
use crate::store::journal::line::{Entry, JournalHeader, JournalLine};
use crate::store::journal::*;
use chrono::Utc;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A file and a folder for its journals.
struct StateFolder {
    dir: TempDir,
}

impl StateFolder {
    fn new() -> Self {
        let folder = Self { dir: tempfile::tempdir().expect("a folder") };
        folder.write("content");
        folder
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
        let metadata = fs::metadata(self.file()).expect("there");
        Source::new(&self.file(), &metadata, &bytes).expect("there")
    }

    fn slot(&self) -> JournalSlot {
        JournalSlot::open(self.folder(), &self.source()).expect("a folder")
    }

    /// Does something in a run of its own and ends without a word, as a killed program does.
    fn work(&self, actions: Vec<LogEntry>) -> JournalSlot {
        let mut slot = self.slot();
        slot.find().expect("readable");
        let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
        journal.keep(actions, Utc::now());
        journal.sync().expect("safe");
        slot
    }

    fn found(&self) -> Recovered {
        self.slot().find().expect("readable")
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
        leads: vec![LoggedLead { row: Row(0), id: "a".to_owned(), cells }],
    }
}

fn undo() -> LogEntry {
    LogEntry::Undo { kept: Some(Vec::new()) }
}

fn redo() -> LogEntry {
    LogEntry::Redo { kept: Some(Vec::new()) }
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
    let folder = StateFolder::new();
    let mut slot = folder.slot();
    drop(slot.write(Box::new(|_| {})).expect("a thread"));
    assert_eq!(folder.found(), Recovered::Nothing { exported: None });
    assert!(!slot.path().exists() && folder.standings().is_empty());
}

#[test]
fn work_is_found_again_and_continues_in_the_same_journal() {
    let folder = StateFolder::new();
    drop(folder.work(vec![edit("1"), undo()]));
    drop(folder.work(vec![redo()]));
    let found = folder.found();
    assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()));
    assert_eq!(actions(found), [edit("1"), undo(), redo()]);
    let text = fs::read_to_string(folder.slot().path()).expect("there");
    let runs = text.lines().filter(|line| line.contains("\"do\":\"run\"")).count();
    assert_eq!((runs, text.lines().count()), (2, 6));
    assert_eq!(folder.standings(), [JournalState::Kept]);
}

/// Leaves a journal whose last line says that an upload file is about to be written.
fn intend(folder: &StateFolder) -> PendingExport {
    let file = |name: &str, text: &str| {
        PendingFile::new(
            &folder.dir.path().join(name),
            &crate::store::source::sha256(text.as_bytes()),
        )
    };
    let intent = PendingExport {
        leads: vec![(Row(0), "a".to_owned())],
        part: file("leads.upload-001.csv", "part"),
        revert: Some(file("leads.upload-001.revert.csv", "back")),
        is_pilot: true,
    };
    let mut slot = folder.work(vec![edit("1")]);
    slot.find().expect("readable");
    let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
    journal.intend(intent.clone(), Utc::now()).expect("safe");
    intent
}

#[test]
fn a_part_that_was_written_as_planned_is_logged_as_exported() {
    let folder = StateFolder::new();
    let intent = intend(&folder);
    for file in [Some(&intent.part), intent.revert.as_ref()].into_iter().flatten() {
        let text = if *file == intent.part { "part" } else { "back" };
        fs::write(&file.path, text).expect("written");
    }
    let metadata = kept(&folder.folder(), Some(&folder.file())).expect("readable");
    assert_eq!(metadata[0].outline.exported, 1, "status asks the disk as well");
    let found = folder.found();
    let Recovered::Work(left) = &found else { panic!("{found:?}") };
    let notice = left.notice.as_deref().unwrap_or_default();
    assert!(
        notice.contains("leads.upload-001.csv is complete: its 1 lead is exported"),
        "{notice}"
    );
    let is_export = |action: &LogEntry| matches!(action, LogEntry::Export { leads, .. } if *leads == intent.leads);
    assert!(actions(found).last().is_some_and(is_export));
    fs::remove_file(&intent.part.path).expect("removed");
    let found = folder.found();
    assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()), "{found:?}");
    assert!(actions(found).last().is_some_and(is_export), "it holds without the file");
    assert!(folder.dir.path().join("leads.upload-001.revert.csv").exists());
}

#[test]
fn a_part_that_was_not_written_is_not_exported_and_is_cleaned_up() {
    let folder = StateFolder::new();
    let intent = intend(&folder);
    let revert = intent.revert.expect("there is one");
    fs::write(&revert.path, "back").expect("written");
    fs::write(&intent.part.path, "another's").expect("written");
    let begun = crate::store::atomic::temporary(&intent.part.sha256);
    fs::write(folder.dir.path().join(format!("{begun}x.tmp")), "pa").expect("written");
    let found = folder.found();
    let Recovered::Work(left) = &found else { panic!("{found:?}") };
    let notice = left.notice.as_deref().unwrap_or_default();
    assert!(notice.contains("before writing leads.upload-001.csv"), "{notice}");
    assert_eq!(actions(found), [edit("1")]);
    assert!(!Path::new(&revert.path).exists(), "a revert file without its part");
    assert_eq!(fs::read(&intent.part.path).expect("kept"), b"another's");
    let litter = fs::read_dir(folder.dir.path()).expect("a folder").flatten();
    assert!(!litter.into_iter().any(|e| e.file_name().to_string_lossy().starts_with(&begun)));
}

#[test]
fn a_pending_export_followed_by_other_lines_is_settled() {
    let folder = StateFolder::new();
    let intent = intend(&folder);
    drop(folder.work(vec![edit("2")]));
    fs::write(&intent.part.path, "part").expect("written");
    assert_eq!(actions(folder.found()), [edit("1"), edit("2")]);
}

#[test]
fn a_torn_end_is_cut_off_with_a_notice_and_writing_continues_there() {
    let folder = StateFolder::new();
    let path = folder.work(vec![edit("1"), edit("2")]).path();
    let bytes = fs::read(&path).expect("there");
    fs::write(&path, &bytes[..bytes.len() - 5]).expect("written");
    let Recovered::Work(left) = folder.found() else { panic!("it is found") };
    assert!(left.notice.is_some_and(|n| n.contains("incomplete")));
    drop(folder.work(vec![edit("3")]));
    let found = folder.found();
    assert!(matches!(&found, Recovered::Work(left) if left.notice.is_none()));
    assert_eq!(actions(found), [edit("1"), edit("3")]);
}

#[test]
fn a_damaged_journal_is_archived_and_its_valid_part_offered() {
    let folder = StateFolder::new();
    let path = folder.work(vec![edit("one"), edit("two"), edit("three")]).path();
    let text = fs::read_to_string(&path).expect("there").replace("two", "twx");
    fs::write(&path, &text).expect("written");
    let Recovered::Work(left) = folder.found() else { panic!("it is found") };
    assert!(left.notice.is_some_and(|n| n.contains("damaged")));
    drop(folder.work(vec![edit("four")]));
    assert_eq!(actions(folder.found()), [edit("one"), edit("four")]);
    assert_eq!(folder.standings(), [JournalState::Kept, JournalState::Damaged]);
    let mut aside = path.into_os_string();
    aside.push(".damaged-1");
    assert_eq!(fs::read_to_string(aside).expect("there"), text);
}

#[test]
fn an_empty_or_foreign_journal_is_ignored() {
    for bytes in [&b"something else\n"[..], b""] {
        let folder = StateFolder::new();
        let path = folder.work(vec![edit("1")]).path();
        fs::write(&path, bytes).expect("written");
        assert_eq!(folder.found(), Recovered::Nothing { exported: None });
        drop(folder.work(vec![edit("2")]));
        assert_eq!(actions(folder.found()), [edit("2")], "{bytes:?}");
    }
}

#[test]
fn a_journal_of_a_newer_format_is_refused_and_not_changed() {
    let folder = StateFolder::new();
    let path = folder.work(vec![edit("1")]).path();
    let start = JournalHeader { format: 3, file: String::new(), bytes: 0, sha256: String::new() };
    let bytes = JournalLine::new(Utc::now(), Entry::Start(start)).encode(1);
    fs::write(&path, &bytes).expect("written");
    let error = folder.slot().find().expect_err("refused").to_string();
    assert!(error.contains("newer leadsheet (journal format 3") && error.contains("--read-only"));
    assert_eq!(fs::read(&path).expect("there"), bytes);
    assert_eq!(folder.standings(), [JournalState::Newer]);
}

#[test]
fn closed_work_is_not_offered_again_and_its_export_is_reported() {
    for (why, standing) in [
        (CloseReason::Finished, JournalState::Finished),
        (CloseReason::Dropped, JournalState::Dropped),
        (CloseReason::Aside, JournalState::Aside),
        (CloseReason::Rebased, JournalState::Rebased),
    ] {
        let folder = StateFolder::new();
        let mut slot = folder.slot();
        let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
        let export = LogEntry::Export { leads: vec![(Row(0), "a".to_owned())], files: Vec::new() };
        journal.keep(vec![edit("1"), export], Utc::now());
        journal.close(why, Utc::now()).expect("closed");
        drop(slot);
        let Recovered::Nothing { exported } = folder.found() else {
            panic!("{why:?} is offered");
        };
        assert_eq!(exported.is_some(), why == CloseReason::Finished);
        assert_eq!(folder.standings(), [standing]);
    }
}

#[test]
fn a_journal_whose_last_line_closed_it_but_that_kept_its_name_is_closed() {
    let folder = StateFolder::new();
    let path = folder.work(vec![edit("1")]).path();
    let mut bytes = fs::read(&path).expect("there");
    bytes.extend(JournalLine::new(Utc::now(), Entry::End(CloseReason::Dropped.into())).encode(4));
    fs::write(&path, bytes).expect("written");
    assert_eq!(folder.found(), Recovered::Nothing { exported: None });
    assert_eq!(folder.standings(), [JournalState::Dropped]);
    drop(folder.work(vec![edit("2")]));
    assert_eq!(actions(folder.found()), [edit("2")]);
}

#[test]
fn work_on_other_content_is_reported_and_never_mixed() {
    let folder = StateFolder::new();
    drop(folder.work(vec![edit("1")]));
    folder.write("other content");
    assert!(matches!(folder.found(), Recovered::Other(_)));
    let mut slot = folder.slot();
    slot.start_afresh().expect("set aside");
    drop(slot);
    assert_eq!(folder.found(), Recovered::Nothing { exported: None });
    assert_eq!(folder.standings(), [JournalState::Aside]);
    folder.write("content");
    assert_eq!(folder.found(), Recovered::Nothing { exported: None });
}

#[test]
fn a_long_journal_is_compacted_when_it_is_continued() {
    let folder = StateFolder::new();
    let long = "x".repeat(2_000);
    let all: Vec<LogEntry> = (0..200).flat_map(|_| [edit(&long), undo()]).collect();
    let path = folder.work(all).path();
    let before = fs::metadata(&path).expect("there").len();
    drop(folder.work(vec![edit("last")]));
    let after = fs::metadata(&path).expect("there").len();
    assert!(after * 10 < before, "{before} → {after}");
    let left = actions(folder.found());
    assert!(left == [edit(&long), undo(), edit("last")], "{} actions", left.len());
}

#[test]
fn forgetting_removes_everything_about_one_file_unless_it_is_edited() {
    let folder = StateFolder::new();
    let slot = folder.work(vec![edit("1")]);
    assert!(
        matches!(forget(&folder.folder(), &folder.file()), Ok(StatusChange::Busy)),
        "it is being edited"
    );
    drop(slot);
    fs::remove_file(folder.file()).expect("removed");
    assert!(matches!(forget(&folder.folder(), &folder.file()), Ok(StatusChange::Done(1))));
    assert!(matches!(forget(&folder.folder(), &folder.file()), Ok(StatusChange::Done(0))));
    assert!(folder.standings().is_empty());
}

#[test]
fn work_is_claimed_by_content_or_else_the_newest_unless_it_is_edited() {
    let folder = StateFolder::new();
    let sha256 = || super::super::source::sha256(&fs::read(folder.file()).expect("there"));
    let take =
        |sha256: Option<&str>| claim(&folder.folder(), &folder.file(), sha256).expect("readable");
    assert!(matches!(take(None), ClaimOutcome::Nothing));
    let first = sha256();
    drop(folder.work(vec![edit("1")]));
    folder.write("other content");
    let slot = folder.work(vec![edit("2")]);
    assert!(matches!(take(None), ClaimOutcome::Busy(Some(_))));
    drop(slot);
    let ClaimOutcome::Work(claim) = take(Some(&first)) else { panic!("it is kept") };
    assert_eq!(claim.kept.actions, [edit("1")]);
    assert!(matches!(take(None), ClaimOutcome::Busy(_)), "it is in hand");
    let path = claim.kept.path.clone();
    claim.close(CloseReason::Rebased).expect("closed");
    assert_eq!(folder.standings(), [JournalState::Kept, JournalState::Rebased]);
    // Ended between the last line and the new name: it isn't taken once more.
    let closed = PathBuf::from(format!("{}.rebased-1", path.display()));
    fs::rename(closed, &path).expect("renamed");
    let ClaimOutcome::Work(claim) = take(Some(&first)) else { panic!("the other is kept") };
    assert_eq!(claim.kept.actions, [edit("2")]);
    let of_file = folder.source();
    assert!(claim.is_for(&of_file) && claim.start_sha256() == Some(&*sha256()));
    let slot = claim.slot(&of_file).expect("under the same lock");
    assert!(matches!(slot.lock, FileLock::Held(_)));
}

#[test]
fn rebased_work_is_closed_and_an_abandoned_journal_removed() {
    let folder = StateFolder::new();
    drop(folder.work(vec![edit("1")]));
    folder.write("other content");
    let begun = folder.work(vec![edit("2")]);
    let path = begun.path();
    begun.abandon();
    assert!(!path.exists() && matches!(folder.found(), Recovered::Other(_)));
    let mut slot = folder.slot();
    slot.find().expect("readable");
    slot.close_others().expect("closed");
    drop(slot);
    assert_eq!(
        (folder.found(), folder.standings()),
        (Recovered::Nothing { exported: None }, vec![JournalState::Rebased])
    );
    // A journal that was there before stays.
    drop(folder.work(vec![edit("3")]));
    let mut slot = folder.slot();
    slot.find().expect("readable");
    slot.abandon();
    assert_eq!(actions(folder.found()), [edit("3")]);
}

#[test]
fn discarded_work_is_offered_again_when_it_is_recalled() {
    let folder = StateFolder::new();
    let slot = folder.slot();
    assert!(matches!(recall(&folder.folder(), &folder.file()), Ok(StatusChange::Done(0))));
    drop(slot);
    for text in ["1", "2"] {
        let mut slot = folder.work(vec![edit(text)]);
        slot.start_afresh().expect("set aside");
    }
    drop(folder.work(vec![edit("3")]));
    assert!(matches!(recall(&folder.folder(), &folder.file()), Ok(StatusChange::Taken)));
    folder.slot().start_afresh().expect("set aside");
    assert!(matches!(recall(&folder.folder(), &folder.file()), Ok(StatusChange::Done(1))));
    assert_eq!(actions(folder.found()), [edit("3")]);
    drop(folder.work(vec![undo()]));
    assert_eq!(actions(folder.found()), [edit("3"), undo()]);
    assert_eq!(folder.standings(), [JournalState::Kept, JournalState::Aside, JournalState::Aside]);
}
