//! What is known of a content under other names.

use super::*;
use crate::leads::Row;
use crate::sheet::{LogEntry, LoggedLead, LoggedResult, OwnFile, UploadFile};
use crate::store::journal::line::{CloseReason, Closing};
use crate::store::journal::lock::FileLock;
use crate::store::journal::slot::{JournalSlot, Recovered};
use crate::store::journal::status::kept;
use crate::store::source::sha256;
use crate::store::system::whole_path;
use chrono::Utc;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

/// A folder of files and one of their journals.
struct Journals(TempDir);

impl Journals {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        whole_path(self.0.path()).expect("there").join(name)
    }

    fn folder(&self) -> PathBuf {
        self.path("journals")
    }

    fn source(&self, name: &str) -> Source {
        let bytes = fs::read(self.path(name)).expect("there");
        let metadata = fs::metadata(self.path(name)).expect("there");
        Source::new(&self.path(name), &metadata, &bytes).expect("there")
    }

    fn slot(&self, name: &str) -> JournalSlot {
        JournalSlot::open(self.folder(), &self.source(name)).expect("a folder")
    }

    /// Writes a file, does something to it, and closes the journal if that is asked.
    fn work(&self, name: &str, text: &str, entries: Vec<LogEntry>, closing: Option<Closing>) {
        fs::write(self.path(name), text).expect("written");
        let mut slot = self.slot(name);
        slot.find().expect("readable");
        let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
        journal.keep(entries, Utc::now());
        journal.sync().expect("safe");
        if let Some(closing) = closing {
            journal.close(closing, Utc::now()).expect("closed");
        }
    }

    fn known(&self, name: &str) -> Option<KnownContent> {
        known(&self.folder(), &self.source(name)).expect("readable")
    }

    fn named(&self, name: &str) -> NamedWork {
        match self.known(name) {
            Some(KnownContent::Named(named)) => *named,
            other => panic!("{other:?}"),
        }
    }

    /// Which file has work under its own name.
    fn has_work(&self, name: &str) -> bool {
        matches!(self.slot(name).find().expect("readable"), Recovered::Work(_))
    }

    /// The files that the open journals name.
    fn headers(&self) -> Vec<PathBuf> {
        let kept = kept(&self.folder(), None).expect("readable");
        kept.into_iter().filter_map(|kept| Some(PathBuf::from(kept.start?.file))).collect()
    }
}

fn edit(text: &str) -> LogEntry {
    let cells = vec![("Notes".to_owned(), String::new(), text.to_owned())];
    LogEntry::Edit {
        label: "edit".to_owned(),
        leads: vec![LoggedLead { row: Row(0), id: "a".to_owned(), cells }],
    }
}

fn export(rows: &[u32], path: &str) -> LogEntry {
    LogEntry::Export {
        leads: rows.iter().map(|row| (Row(*row), String::new())).collect(),
        files: vec![UploadFile {
            path: path.to_owned(),
            rows: rows.len(),
            sha256: sha256(b"upload"),
            revert_sha256: Some(sha256(b"revert")),
            written: None,
            is_pilot: false,
        }],
    }
}

#[test]
fn the_work_of_a_renamed_file_moves_to_its_new_name_and_goes_on_there() {
    let room = Journals::new();
    room.work("leads.csv", "content", vec![edit("1"), edit("2")], None);
    fs::rename(room.path("leads.csv"), room.path("q4.csv")).expect("renamed");
    let mut slot = room.slot("q4.csv");
    assert_eq!(slot.find().expect("readable"), Recovered::Nothing { exported: None });
    let named = room.named("q4.csv");
    assert_eq!((&named.file, named.state), (&room.path("leads.csv"), NameState::Gone));
    let left = slot.take_up(&named).expect("moved");
    assert_eq!(left, named.left);
    assert_eq!(room.headers(), [room.path("q4.csv")], "one journal, with the new name");
    let mut journal = slot.write(Box::new(|_| {})).expect("a thread");
    journal.keep(vec![edit("3")], Utc::now());
    journal.sync().expect("safe");
    drop((journal, slot, named));
    let found = room.slot("q4.csv").find().expect("readable");
    assert!(matches!(&found, Recovered::Work(left) if left.actions.len() == 3), "{found:?}");
}

#[test]
fn work_whose_move_was_cut_off_is_whole_under_one_of_the_names() {
    let room = Journals::new();
    room.work("leads.csv", "content", vec![edit("1")], None);
    let before = room.slot("leads.csv").path();
    fs::rename(room.path("leads.csv"), room.path("q4.csv")).expect("renamed");
    // Ended before the journal has its new name, then after: its first line is the old one.
    assert_eq!(room.named("q4.csv").left.actions.len(), 1);
    fs::rename(before, room.slot("q4.csv").path()).expect("renamed");
    assert_eq!(room.headers(), [room.path("leads.csv")]);
    assert!(room.has_work("q4.csv"));
    assert_eq!(room.headers(), [room.path("q4.csv")]);
}

#[test]
fn a_damaged_journal_moves_with_the_part_that_is_right() {
    let room = Journals::new();
    room.work("leads.csv", "content", vec![edit("1"), edit("2")], None);
    let path = room.slot("leads.csv").path();
    let text = fs::read_to_string(&path).expect("there");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    fs::write(&path, [&lines[..3].concat(), "damage\n", lines[3]].concat()).expect("written");
    fs::rename(room.path("leads.csv"), room.path("q4.csv")).expect("renamed");
    let mut slot = room.slot("q4.csv");
    let left = slot.take_up(&room.named("q4.csv")).expect("moved");
    assert_eq!(left.actions.len(), 1);
    assert!(left.notice.is_some_and(|notice| notice.contains("damaged")));
}

#[test]
fn a_copy_gets_a_copy_of_the_work() {
    let room = Journals::new();
    room.work("leads.csv", "content", vec![edit("1")], None);
    fs::copy(room.path("leads.csv"), room.path("copy.csv")).expect("copied");
    let named = room.named("copy.csv");
    assert_eq!(named.state, NameState::There);
    room.slot("copy.csv").take_up(&named).expect("copied");
    drop(named);
    assert!(room.has_work("leads.csv") && room.has_work("copy.csv"));
    assert_eq!(room.headers(), [room.path("copy.csv"), room.path("leads.csv")]);
}

#[test]
fn work_that_is_being_edited_under_the_other_name_is_not_taken() {
    let room = Journals::new();
    room.work("leads.csv", "content", vec![edit("1")], None);
    let editor = room.slot("leads.csv");
    fs::copy(room.path("leads.csv"), room.path("copy.csv")).expect("copied");
    let named = room.named("copy.csv");
    assert_eq!(named.state, NameState::Busy(Some(std::process::id())));
    let mut slot = room.slot("copy.csv");
    assert!(slot.take_up(&named).is_err() && !slot.path().exists());
    drop((editor, named));
    let named = room.named("copy.csv");
    let second = room.slot("leads.csv");
    assert!(matches!(second.lock, FileLock::Busy(_)), "it is locked while it is offered");
    drop(named);
}

#[test]
fn closed_work_and_work_on_another_content_is_not_offered() {
    let room = Journals::new();
    for (name, reason) in [
        ("a.csv", CloseReason::Finished),
        ("b.csv", CloseReason::Dropped),
        ("c.csv", CloseReason::Aside),
    ] {
        room.work(name, "content", vec![edit("1")], Some(reason.into()));
    }
    room.work("d.csv", "other content", vec![edit("1")], None);
    room.work("e.csv", "content", Vec::new(), None);
    fs::write(room.path("new.csv"), "content").expect("written");
    assert!(room.known("new.csv").is_none());
    let elsewhere = |name: &str, text: &[u8]| {
        kept_elsewhere(&room.folder(), &room.path(name), &sha256(text)).expect("readable").len()
    };
    assert_eq!(elsewhere("new.csv", b"content"), 0);
    assert_eq!(
        (elsewhere("new.csv", b"other content"), elsewhere("d.csv", b"other content")),
        (1, 0)
    );
}

#[test]
fn an_older_download_names_the_file_in_which_its_work_is_now() {
    let room = Journals::new();
    for (name, text) in [("friday.csv", "2"), ("monday.csv", "3")] {
        fs::write(room.path(name), text).expect("written");
    }
    let to = |name| Some(Closing::rebased(&room.source(name)));
    room.work("leads.csv", "1", vec![edit("1")], to("friday.csv"));
    let day = Utc::now().format("%Y-%m-%d").to_string();
    let went_on = |name: &str| match room.known(name) {
        Some(KnownContent::WentOn(WentOn { file, day: at, .. })) => {
            assert_eq!(at, day);
            file
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(went_on("leads.csv"), Some(room.path("friday.csv")));
    room.work("friday.csv", "2", vec![edit("1")], to("monday.csv"));
    room.work("monday.csv", "3", vec![edit("1")], None);
    assert_eq!(went_on("leads.csv"), Some(room.path("monday.csv")));
    fs::copy(room.path("leads.csv"), room.path("old.csv")).expect("copied");
    assert_eq!(went_on("old.csv"), Some(room.path("monday.csv")));
    // The last one is renamed, and its work with it.
    fs::rename(room.path("monday.csv"), room.path("q4.csv")).expect("renamed");
    room.slot("q4.csv").take_up(&room.named("q4.csv")).expect("moved");
    assert_eq!(went_on("friday.csv"), Some(room.path("q4.csv")));
    // A fresh download of the same content.
    fs::write(room.path("same.csv"), "5").expect("written");
    room.work("before.csv", "5", vec![edit("1")], to("same.csv"));
    room.work("same.csv", "5", vec![edit("1")], None);
    assert_eq!(went_on("before.csv"), Some(room.path("same.csv")));
    fs::remove_file(room.path("same.csv")).expect("removed");
    assert_eq!(room.named("before.csv").state, NameState::Gone);
    // A journal of an older version doesn't tell it.
    room.work("a.csv", "4", vec![edit("1")], Some(CloseReason::Rebased.into()));
    assert_eq!(went_on("a.csv"), None);
}

#[test]
fn an_upload_file_is_known_by_its_content_under_any_name() {
    let room = Journals::new();
    let entries = vec![edit("1"), export(&[0], "leads.upload-001.csv")];
    room.work("leads.csv", "1", entries, None);
    for (name, text, own) in [
        ("leads.upload-001.csv", "upload", OwnFile::Upload),
        ("anything.csv", "revert", OwnFile::Revert),
    ] {
        fs::write(room.path(name), text).expect("written");
        let Some(KnownContent::Written(written)) = room.known(name) else { panic!("{name}") };
        let download = room.path("leads.csv");
        assert_eq!(written, WrittenFor { own, download: download.clone(), current: download });
    }
    fs::write(room.path("friday.csv"), "2").expect("written");
    let to = Some(Closing::rebased(&room.source("friday.csv")));
    room.work("leads.csv", "1", vec![edit("2")], to);
    let Some(KnownContent::Written(written)) = room.known("anything.csv") else { panic!("known") };
    assert_eq!(written.current, room.path("friday.csv"));
    fs::write(room.path("other.csv"), "other").expect("written");
    assert!(room.known("other.csv").is_none());
}

#[test]
fn a_content_is_hashed_only_where_journals_are() {
    let room = Journals::new();
    fs::write(room.path("a.csv"), "1").expect("written");
    let metadata = fs::metadata(room.path("a.csv")).expect("there");
    let text = Arc::new("1".to_owned());
    let source = Source::of_text(&room.path("a.csv"), &metadata, &text).expect("there");
    assert!(known(&room.folder(), &source).expect("readable").is_none());
    // Who hashes the text lets go of it.
    assert_eq!(Arc::strong_count(&text), 2);
    room.work("b.csv", "2", vec![edit("1")], None);
    assert!(known(&room.folder(), &source).expect("readable").is_none());
    assert_eq!(Arc::strong_count(&text), 1);
}

#[test]
fn an_upload_file_that_is_gone_is_missed_until_its_results_are_imported() {
    let room = Journals::new();
    let absolute = |name: &str| room.path(name).display().to_string();
    let exports = [
        export(&[0, 1], &absolute("l.upload-001.csv")),
        export(&[2], "l.upload-002.csv"),
        export(&[3], "unknown folder/l.upload-003.csv"),
    ];
    let missing = |more: &[LogEntry]| {
        let names = missing_uploads(exports.iter().chain(more), &room.path(""));
        let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        names.into_iter().filter_map(name).collect::<Vec<_>>()
    };
    assert_eq!(missing(&[]), ["l.upload-001.csv", "l.upload-002.csv"]);
    fs::write(room.path("l.upload-002.csv"), "").expect("written");
    assert_eq!(missing(&[]), ["l.upload-001.csv"]);
    let result = |row| LoggedResult {
        row: Row(row),
        id: String::new(),
        outcome: Some(String::new()),
        sent: Vec::new(),
        loaded: Vec::new(),
        upload: None,
    };
    assert_eq!(
        missing(&[LogEntry::Results { leads: vec![result(0)], file: None }]),
        ["l.upload-001.csv"]
    );
    let again = LogEntry::Resubmit { leads: vec![(Row(1), String::new())], is_set: true };
    assert!(missing(&[LogEntry::Results { leads: vec![result(0)], file: None }, again]).is_empty());
    fs::write(room.path("l.upload-004.csv"), "").expect("written");
    assert!(missing(&[export(&[0, 1], &absolute("l.upload-004.csv"))]).is_empty());
}
