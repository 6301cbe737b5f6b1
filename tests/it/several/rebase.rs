//! A fresh download in the place of one of several files.

use super::{World, act, downloads, file, open, session, texts};
use crate::support::rng::Rng;
use crate::support::session::Session;
use leadsheet::app::{Effect, FreshDownload, Input, OpenFiles, Persistence, ReplacedFile};
use leadsheet::leads::Col;
use leadsheet::sheet::{PendingChanges, join_logs};
use leadsheet::sync::{Rebase, SharedLeads, Side};
use leadsheet::table::{NamedTable, Table};
use proptest::prelude::*;

/// A file as Partner Center has it later: without one lead, and with another note in every third one.
fn later(old: &Table, gone: usize) -> Table {
    let notes = old.layout().field(Col::Notes).expect("Notes");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(old.layout().names()).expect("written");
    for row in old.rows().filter(|row| row.index() != gone % old.len()) {
        let mut cells: Vec<String> = old.cells(row).map(Into::into).collect();
        if row.index() % 3 == 0 {
            "answered by Partner Center".clone_into(&mut cells[notes.index()]);
        }
        writer.write_record(&cells).expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    Table::parse(text, b',').expect("well-formed")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_rebase_among_several_files_is_that_of_the_file_alone(
        seed: u64, acts in 1..16usize, which in 0..3usize, gone in 0..16usize,
    ) {
        let (mut rng, mut uploads) = (Rng::new(seed), 0);
        let mut world = World::new();
        let mut opened = world.open(None);
        for _ in 0..acts {
            act(&mut opened.sheet, &mut rng, &mut uploads);
            world.save(&mut opened);
        }
        let old = world.tables[which].clone();
        let fresh = later(&old, gone);
        let rebased = |work: &PendingChanges| {
            let mut rebase = Rebase::new(work, Some(&old), open(fresh.clone()));
            rebase.answer_all(Side::Mine);
            rebase.finish()
        };
        let (alone, _) = rebased(&PendingChanges::from_sheet(&world.open(Some(which)).sheet));
        let log = world.logs[which].iter().map(|(_, entry)| entry);
        let (_, actions) = rebased(&PendingChanges::from_log(log));

        let sources = opened.sheet.table().sources().expect("several files");
        prop_assert_eq!(SharedLeads::only_match(&SharedLeads::of(sources, &fresh)), Some(which));
        let named = NamedTable {
            name: "later.csv".to_owned(),
            table: fresh.clone(),
            written: Some(9),
            notes: Vec::new(),
        };
        let table = Table::union(sources.with_file(which, named)).expect("they can be joined");
        world.tables[which] = fresh;
        world.model[which] = texts(&alone);
        let time = |(at, entry)| (format!("2026-11-23T10:00:00.{at:03}Z"), entry);
        world.logs[which] = (0..).zip(actions).map(time).collect();
        let joined = join_logs(&table, world.logs.clone()).expect("they can be joined");
        let mut sheet = open(table);
        let report = sheet.replay(joined.entries.iter().map(|(_, entry)| entry));
        prop_assert_eq!(report.skipped, 0);
        world.check_all(&sheet);
    }
}

/// The three files with work that is saved, and a fresh download with these leads of the sample.
fn asked(rows: std::ops::Range<usize>, same_path: Option<usize>) -> Session {
    let mut s = session().keeping();
    let work = vec![PendingChanges::default(); downloads().len()];
    let fresh = FreshDownload {
        table: file(rows, b',', |_, _| {}),
        name: "fresh.csv".to_owned(),
        folder: "/fresh".to_owned(),
        notices: Vec::new(),
        keeping: Persistence::On,
        among: Some(OpenFiles { same_path, work }),
    };
    s.input(Input::Fresh(Ok(Box::new(fresh))));
    s
}

fn replaced(s: Session) -> usize {
    let s = s.keys("<enter>");
    match s.effects.last() {
        Some(Effect::ReplaceFile { file, .. }) => *file,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_fresh_download_replaces_the_file_whose_leads_it_has() {
    let mut s = asked(23..42, None);
    let screen = s.screen();
    assert!(screen.contains("It replaces south.csv: 19 of its 20 leads are in it."), "{screen}");
    assert_eq!(replaced(s), 1);
    // The path of a file is more than its leads.
    assert_eq!(replaced(asked(0..60, Some(2))), 2);
}

#[test]
fn a_fresh_download_that_fits_no_file_or_two_is_asked_about() {
    for rows in [0..42, 59..60] {
        let mut s = asked(rows, None);
        let screen = s.screen();
        assert!(screen.contains("Which file does fresh.csv replace?"), "{screen}");
        assert_eq!(replaced(s.keys("wes<enter>")), 2);
    }
    let mut s = asked(0..42, None);
    assert_eq!(s.message(), "fresh.csv has leads of 2 files; choose the one that it replaces.");
    let screen = s.screen();
    assert!(screen.contains("25 of its 25 leads are in fresh.csv"), "{screen}");
    let s = s.keys("<esc>");
    assert!(matches!(s.effects.last(), Some(Effect::DropFresh)), "{:?}", s.effects);
    assert_eq!(s.message(), "Nothing was moved; everything is unchanged.");
}

#[test]
fn work_that_is_not_saved_can_not_move_to_a_fresh_download_of_one_of_several_files() {
    let screen = session().keys(":rebase<enter>").screen();
    assert!(screen.contains("Work that isn't saved can't move"), "{screen}");
}

#[test]
fn the_files_are_open_with_the_fresh_download_among_them() {
    let mut s = asked(23..42, None).keys("<enter>");
    let mut files = downloads();
    files[1].name = "fresh.csv".to_owned();
    let table = Table::union(files).expect("they can be joined");
    let rows = table.len();
    let replaced = ReplacedFile {
        table,
        entries: Vec::new(),
        folder: "/all".to_owned(),
        notices: vec!["a.csv has saved work".to_owned()],
    };
    s.input(Input::FileReplaced(Ok(Box::new(replaced))));
    let screen = s.screen();
    let message = s.message();
    assert!(message.contains("fresh.csv is one of the files now. a.csv has saved"), "{message}");
    assert!(screen.contains("3 files"), "{screen}");
    assert_eq!(s.app.sheet.row_count(), rows);
    let s = s.keys("30gg");
    assert_eq!(s.message(), "Row 30 (8 of fresh.csv).");
}
