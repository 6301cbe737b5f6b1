//! Several downloads as one sheet: the same work, the same upload files and the same journals as with each alone.

mod program;
mod rebase;
mod same_as_alone;

use crate::support::edits::text_for;
use crate::support::files::SAMPLE;
use crate::support::fixtures::{processed, today};
use crate::support::rng::Rng;
use crate::support::session::Session;
use leadsheet::leads::{Col, Field, Origin, Row};
use leadsheet::sheet::{
    CellEdit, Edit, JoinError, LogEntry, LogSplitter, RowState, Sheet, UploadFile, join_logs,
};
use leadsheet::table::{NamedTable, Table};
use leadsheet::upload::{FilePart, upload_text};
use proptest::prelude::*;

/// A column that only one of the files has.
const HELPER: &str = "Our own";

/// A file of some rows of the sample, with columns in another order or more of them.
fn file(
    rows: std::ops::Range<usize>,
    delimiter: u8,
    change: impl Fn(&mut Vec<String>, usize),
) -> Table {
    let sample =
        Table::parse(String::from_utf8(SAMPLE.to_vec()).expect("UTF-8"), b',').expect("the sample");
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let mut header = sample.layout().names().to_vec();
    change(&mut header, 0);
    writer.write_record(&header).expect("written");
    for row in rows.map(Row::at) {
        let mut cells: Vec<String> = sample.cells(row).map(Into::into).collect();
        change(&mut cells, row.number());
        writer.write_record(&cells).expect("written");
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
    Table::parse(text, delimiter).expect("well-formed")
}

/// Three downloads: with commas; with semicolons, columns from the last to the first and three leads of the first
/// file; and with a column of its own.
fn downloads() -> Vec<NamedTable> {
    let north = file(0..25, b',', |_, _| {});
    let south = file(22..42, b';', |cells, _| cells.reverse());
    let west = file(42..58, b',', |cells, row| {
        let text = if row == 0 { HELPER.to_owned() } else { format!("x{row}") };
        cells.insert(3, text);
    });
    let named = |(at, (name, table)): (u64, (&str, Table))| NamedTable {
        name: name.to_owned(),
        table,
        written: Some(at),
        notes: Vec::new(),
    };
    let files = [("north.csv", north), ("south.csv", south), ("west.csv", west)];
    (0..).zip(files).map(named).collect()
}

fn union() -> Table {
    Table::union(downloads()).expect("they can be joined")
}

fn open(table: Table) -> Sheet {
    Sheet::new(table, Origin::Download, today())
}

/// The texts of all cells, row by row.
type Texts = Vec<Vec<String>>;

fn texts(sheet: &Sheet) -> Texts {
    let row = |row| sheet.layout().fields().map(|f| sheet.text(row, f).into_owned()).collect();
    sheet.rows().map(row).collect()
}

type TimedLog = Vec<(String, LogEntry)>;

/// The files, their logs, and what their cells are to hold.
struct World {
    tables: Vec<Table>,
    logs: Vec<TimedLog>,
    model: Vec<Texts>,
    /// Counts the entries, for their times.
    time: usize,
}

/// One sheet that is open: one file alone, or all.
struct Opened {
    sheet: Sheet,
    alone: Option<usize>,
    splitter: Option<LogSplitter>,
}

impl World {
    fn new() -> Self {
        let tables: Vec<Table> = downloads().into_iter().map(|file| file.table).collect();
        let model = tables.iter().map(|table| texts(&open(table.clone()))).collect();
        Self { logs: vec![Vec::new(); tables.len()], tables, model, time: 0 }
    }

    /// Opens one file, or all, and does its saved work again.
    fn open(&self, alone: Option<usize>) -> Opened {
        let (mut sheet, entries, splitter) = if let Some(file) = alone {
            (open(self.tables[file].clone()), self.logs[file].clone(), None)
        } else {
            let joined = join_logs(&union(), self.logs.clone()).expect("they can be joined");
            (open(union()), joined.entries, Some(joined.splitter))
        };
        let report = sheet.replay(entries.iter().map(|(_, entry)| entry));
        assert_eq!(report.skipped, 0, "{alone:?}");
        sheet.start_logging();
        let opened = Opened { sheet, alone, splitter };
        self.check(&opened);
        opened
    }

    /// Compares all cells with what they are to hold.
    fn check(&self, opened: &Opened) {
        let Some(file) = opened.alone else { return self.check_all(&opened.sheet) };
        let shown = texts(&opened.sheet);
        for (row, (shown, wanted)) in shown.iter().zip(&self.model[file]).enumerate() {
            assert_eq!(shown, wanted, "file {file} row {row}");
        }
    }

    /// Compares all cells of the sheet of all files with what they are to hold.
    fn check_all(&self, sheet: &Sheet) {
        let shown = texts(sheet);
        for_each_cell(sheet, |row, field, file, own_row, own_field| {
            let wanted = &self.model[file][own_row.index()][own_field.index()];
            assert_eq!(&shown[row.index()][field.index()], wanted, "{file} {own_row} {own_field}");
        });
    }

    /// Saves what was done, and takes the cells for what the files are to hold.
    fn save(&mut self, opened: &mut Opened) {
        for entry in opened.sheet.take_log() {
            self.time += 1;
            let (minutes, seconds) = (self.time / 60, self.time % 60);
            let time = format!("2026-11-22T{:02}:{:02}:{seconds:02}", minutes / 60, minutes % 60);
            match (opened.alone, &mut opened.splitter) {
                (Some(file), _) => self.logs[file].push((format!("{time}Z"), entry)),
                (None, Some(splitter)) => {
                    for (file, entry) in splitter.split(&entry) {
                        self.logs[file].push((format!("{time}.001Z"), entry));
                    }
                }
                (None, None) => unreachable!("all files have a splitter"),
            }
        }
        let shown = texts(&opened.sheet);
        if let Some(file) = opened.alone {
            self.model[file] = shown;
            return;
        }
        let model = &mut self.model;
        for_each_cell(&opened.sheet, |row, field, file, own_row, own_field| {
            let now = shown[row.index()][field.index()].clone();
            model[file][own_row.index()][own_field.index()] = now;
        });
    }
}

/// Calls a function with each cell of a sheet of several files and its place in its own file.
fn for_each_cell(sheet: &Sheet, mut call: impl FnMut(Row, Field, usize, Row, Field)) {
    let sources = sheet.table().sources().expect("several files");
    for row in sheet.rows() {
        let (file, own_row) = sources.locate(row);
        for field in sheet.layout().fields() {
            if let Some(own) = sources.files()[file].own_field(field) {
                call(row, field, file, own_row, own);
            }
        }
    }
}

/// Does something to a sheet, chosen by any numbers.
fn act(sheet: &mut Sheet, rng: &mut Rng, uploads: &mut usize) {
    match rng.below(10) {
        0..=4 => {
            let rows: Vec<Row> =
                (0..=rng.below(4)).map(|_| Row::at(rng.below(sheet.row_count()))).collect();
            let col = rng.one_of(&[
                Col::Notes,
                Col::DealValue,
                Col::CloseDate,
                Col::Currency,
                Col::Status,
            ]);
            let Some(field) = sheet.layout().field(col) else { return };
            let text = text_for(sheet.layout().name(field), rng.below(2_000));
            let sets = rows.into_iter().map(|row| CellEdit::new(row, field, text)).collect();
            drop(sheet.apply(Edit::new("fill", sets).skipping_locked()));
        }
        5..=6 => drop(sheet.undo()),
        7 => drop(sheet.redo()),
        8 => {
            let intent = sheet.layout().field(Col::PurchaseIntent).expect("Intent");
            let rows: Vec<Row> = sheet.rows().filter(|row| row.index() % 5 != 1).collect();
            let (sets, _) = sheet.choose_in(&rows, intent, "Yes");
            drop(sheet.apply(Edit::new("intent", sets)));
        }
        _ => {
            for rows in sheet.plan_with(false).files {
                *uploads += 1;
                let (path, sha256) = (format!("upload-{uploads}.csv"), format!("{uploads:064}"));
                let file = UploadFile { path, sha256, rows: rows.len(), ..UploadFile::default() };
                sheet.mark_exported(&rows, &[file]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn work_on_all_files_and_on_each_alone_comes_to_the_same_cells(
        seed: u64,
        runs in prop::collection::vec((0..5usize, 1..9usize), 1..7),
    ) {
        let (mut rng, mut uploads) = (Rng::new(seed), 0);
        let mut world = World::new();
        for (which, acts) in runs {
            let mut opened = world.open(Some(which).filter(|file| *file < 3));
            for _ in 0..acts {
                act(&mut opened.sheet, &mut rng, &mut uploads);
                world.save(&mut opened);
            }
        }
        for which in [None, Some(0), Some(1), Some(2)] {
            world.open(which);
        }
    }

    #[test]
    fn the_export_of_all_files_is_that_of_each_file(seed: u64, acts in 1..20usize) {
        let (mut rng, mut uploads) = (Rng::new(seed), 0);
        let mut world = World::new();
        let mut opened = world.open(None);
        act(&mut opened.sheet, &mut Rng::new(8), &mut uploads);
        for _ in 0..acts {
            act(&mut opened.sheet, &mut rng, &mut uploads);
            world.save(&mut opened);
        }
        for separate_closing in [false, true] {
            let mut together = vec![Vec::new(); 3];
            for rows in opened.sheet.plan_with(separate_closing).files {
                let part = FilePart::new(&opened.sheet, &rows).expect("several files");
                prop_assert_eq!(part.rows.len(), rows.len());
                together[part.file].push(upload_text(&part.sheet, &part.rows));
            }
            for (file, texts) in together.into_iter().enumerate() {
                let alone = world.open(Some(file)).sheet;
                let files = alone.plan_with(separate_closing).files;
                let alone: Vec<String> = files.iter().map(|rows| upload_text(&alone, rows)).collect();
                prop_assert_eq!(texts, alone);
            }
        }
    }
}

#[test]
fn a_lead_in_two_files_is_shown_once_as_the_newer_file_has_it() {
    let mut files = downloads();
    // The first one is the newest now.
    files[0].written = Some(9);
    let table = Table::union(files).expect("they can be joined");
    let sources = table.sources().expect("several files");
    let shown: Vec<usize> = sources.files().iter().map(|file| file.shown_rows()).collect();
    assert_eq!(shown, [25, 17, 16]);
    assert_eq!(sources.superseded().len(), 3);
    assert!(sources.superseded().iter().all(|old| (old.file, old.newer) == (1, 0)));
    let ids: std::collections::BTreeSet<String> =
        table.rows().map(|row| table.referral_id(row)).collect();
    // One ID of the sample is there twice, in one file.
    assert!(ids.len() >= table.len() - 1, "{} of {}", ids.len(), table.len());
}

#[test]
fn columns_are_joined_by_their_names_and_cells_that_a_file_lacks_are_locked() {
    let sheet = open(union());
    let layout = sheet.layout();
    assert_eq!(layout.name(Field::default()), "Source");
    let helper = Field::at(layout.names().iter().position(|name| name == HELPER).expect("there"));
    assert_eq!(helper, Field::at(4), "behind the column before it");
    assert_eq!(layout.len(), open(downloads()[0].table.clone()).layout().len() + 2);
    let lock = sheet.check_editable(Row::at(0), helper).expect_err("locked");
    assert_eq!(lock.to_string(), "H-04 Our own: the file of this lead doesn't have this column.");
    let lock = sheet.check_editable(Row::at(0), Field::default()).expect_err("locked");
    assert!(lock.to_string().contains("it names the file of the lead"), "{lock}");
    // Only the column of one's own is reported, once.
    let unknown: Vec<&str> =
        sheet.findings().file().filter(|f| f.rule.code() == "H-04").map(|f| &*f.message).collect();
    assert_eq!(unknown.len(), 1, "{unknown:?}");
}

#[test]
fn a_step_over_two_files_is_undone_as_one_after_it_is_opened_again() {
    let mut world = World::new();
    let mut opened = world.open(None);
    let notes = opened.sheet.layout().field(Col::Notes).expect("Notes");
    let rows = [Row::at(2), Row::at(30)];
    let sets = rows.map(|row| CellEdit::new(row, notes, "called")).to_vec();
    opened.sheet.apply(Edit::new("fill", sets)).expect("open cells");
    world.save(&mut opened);
    let entries: Vec<usize> = world.logs.iter().map(Vec::len).collect();
    assert_eq!(entries, [1, 1, 0]);
    let mut again = world.open(None);
    assert_eq!(again.sheet.history().len(), (1, 0));
    again.sheet.undo();
    world.save(&mut again);
    for row in rows {
        assert_eq!(again.sheet.text(row, notes), again.sheet.table().cell(row, notes));
    }
    assert!(matches!(world.logs[1].last(), Some((_, LogEntry::Undo { .. }))));
    assert_eq!(world.open(Some(0)).sheet.history().len(), (0, 1));
    // What was undone can be redone, as one step.
    let mut again = world.open(None);
    assert_eq!(again.sheet.history().len(), (0, 1));
    again.sheet.redo().expect("the step");
    world.save(&mut again);
    for row in rows {
        assert_eq!(again.sheet.text(row, notes), "called");
    }
    let redone: Vec<bool> = (0..2)
        .map(|file| matches!(world.logs[file].last(), Some((_, LogEntry::Redo { .. }))))
        .collect();
    assert_eq!(redone, [true, true]);
    assert_eq!(world.open(None).sheet.history().len(), (1, 0));
}

#[test]
fn what_was_undone_before_a_new_step_in_any_file_is_not_redone() {
    let mut world = World::new();
    let mut opened = world.open(None);
    let notes = opened.sheet.layout().field(Col::Notes).expect("Notes");
    for (row, text) in [(2, "one"), (3, "two"), (30, "three")] {
        opened.sheet.apply(Edit::cell("type", Row::at(row), notes, text)).expect("open");
    }
    for _ in 0..3 {
        opened.sheet.undo().expect("a step");
    }
    world.save(&mut opened);
    let mut again = world.open(None);
    assert_eq!(again.sheet.history().len(), (0, 3));
    again.sheet.redo().expect("the first step");
    assert_eq!(again.sheet.text(Row::at(2), notes), "one", "in the order in which they were made");
    world.save(&mut again);
    assert_eq!(world.open(None).sheet.history().len(), (1, 2));
    let mut alone = world.open(Some(2));
    let own = alone.sheet.layout().field(Col::Notes).expect("Notes");
    alone.sheet.apply(Edit::cell("type", Row::at(0), own, "new")).expect("open");
    world.save(&mut alone);
    assert_eq!(world.open(None).sheet.history().len(), (2, 0));
    assert_eq!(world.open(Some(0)).sheet.history().len(), (1, 1));
}

/// Exports what is ready, one upload file after the other.
fn export(sheet: &mut Sheet) -> Vec<(Vec<Row>, String)> {
    let mut written = Vec::new();
    for rows in sheet.plan_with(false).files {
        let part = FilePart::new(sheet, &rows).expect("several files");
        let text = upload_text(&part.sheet, &part.rows);
        let sha256 = format!("{:064}", written.len() + 1);
        let path = format!("upload-{}.csv", written.len() + 1);
        let file = UploadFile { path, sha256, rows: rows.len(), ..UploadFile::default() };
        sheet.mark_exported(&rows, &[file]);
        written.push((rows, text));
    }
    written
}

#[test]
fn results_find_their_export_among_all_files_and_are_there_when_one_is_opened_alone() {
    let mut world = World::new();
    let mut opened = world.open(None);
    let intent = opened.sheet.layout().field(Col::PurchaseIntent).expect("Intent");
    let rows: Vec<Row> = opened.sheet.rows().collect();
    let (sets, _) = opened.sheet.choose_in(&rows, intent, "Yes");
    opened.sheet.apply(Edit::new("intent", sets)).expect("offered");
    world.save(&mut opened);
    let uploads = export(&mut opened.sheet);
    assert_eq!(uploads.len(), 3, "one for each file");
    world.save(&mut opened);
    let (rows, text) = &uploads[1];
    let said = "The purchase intent is not valid";
    let results = Table::parse(processed(text, &[(0, said)]), b',').expect("well-formed");
    let report = opened.sheet.merge_file(&results, "results").expect("it answers an export");
    assert_eq!((report.rejected.len(), report.accepted.len()), (1, rows.len() - 1));
    world.save(&mut opened);
    let is_results = |(_, entry): &(String, LogEntry)| matches!(entry, LogEntry::Results { .. });
    let with_results: Vec<bool> = world.logs.iter().map(|log| log.iter().any(is_results)).collect();
    assert_eq!(with_results, [false, true, false]);
    let states = |sheet: &Sheet, rows: &[Row]| -> Vec<RowState> {
        rows.iter().map(|row| sheet.state(*row)).collect()
    };
    let now = states(&opened.sheet, rows);
    assert_eq!(now[0], RowState::Failed);
    assert!(now[1..].iter().all(|state| *state == RowState::Done), "{now:?}");
    assert_eq!(states(&world.open(None).sheet, rows), now);
    let sources = opened.sheet.table().sources().expect("several files");
    let own: Vec<Row> = rows.iter().map(|row| sources.locate(*row).1).collect();
    assert_eq!(states(&world.open(Some(1)).sheet, &own), now);
    // The step that imported the results is undone in the journal of its file.
    let mut again = world.open(None);
    again.sheet.undo().expect("the results");
    world.save(&mut again);
    assert_eq!(world.open(Some(1)).sheet.state(own[0]), RowState::Exported);
}

#[test]
fn work_on_a_lead_that_a_newer_file_has_is_named_and_stays() {
    let mut world = World::new();
    let mut opened = world.open(Some(0));
    let notes = opened.sheet.layout().field(Col::Notes).expect("Notes");
    // The row with the number 22 is in the second file, too.
    let rows = [Row::at(1), Row::at(22)];
    let sets = rows.map(|row| CellEdit::new(row, notes, "called")).to_vec();
    opened.sheet.apply(Edit::new("fill", sets)).expect("open cells");
    world.save(&mut opened);
    let joined = join_logs(&union(), world.logs.clone()).expect("they can be joined");
    let hidden: Vec<Row> = joined.hidden[0].iter().map(|(row, _)| *row).collect();
    assert_eq!(hidden, [Row::at(22)]);
    let mut all = world.open(None);
    let shown = all.sheet.layout().field(Col::Notes).expect("Notes");
    assert_eq!(all.sheet.text(Row::at(1), shown), "called");
    all.sheet.undo().expect("the step");
    world.save(&mut all);
    let alone = world.open(Some(0)).sheet;
    assert_eq!(alone.text(Row::at(22), notes), "called");
    assert_ne!(alone.text(Row::at(1), notes), "called");
}

#[test]
fn work_that_only_one_file_can_have_is_refused_with_its_file() {
    let log = |entry| vec![("2026-11-22T10:00:00Z".to_owned(), entry)];
    let logs = vec![Vec::new(), log(LogEntry::OpenAs { results: true }), Vec::new()];
    let error = join_logs(&union(), logs).expect_err("a processed file");
    assert_eq!(error, JoinError::ResultsFile { file: 1 });
    let one = join_logs(&downloads()[0].table, Vec::new()).expect_err("one file");
    assert_eq!(one, JoinError::OneFile);
}

#[test]
fn a_column_that_is_added_goes_into_the_journal_of_the_file_that_uses_it() {
    let mut world = World::new();
    let mut opened = world.open(None);
    while let Ok(field) = opened.sheet.add_column(Col::TeamMember(1)) {
        let text = "Ann, Lee, 1, ann@example.com";
        let row = Row::at(26);
        if opened.sheet.apply(Edit::cell("type", row, field, text)).is_ok() {
            break;
        }
    }
    let added = opened.sheet.added().len();
    world.time += 1;
    for entry in opened.sheet.take_log() {
        let splitter = opened.splitter.as_mut().expect("several files");
        for (file, entry) in splitter.split(&entry) {
            world.logs[file].push(("2026-11-22T10:00:00.001Z".to_owned(), entry));
        }
    }
    let entries: Vec<usize> = world.logs.iter().map(Vec::len).collect();
    assert_eq!(entries, if added > 0 { [0, added + 1, 0] } else { [0, 0, 0] });
}

fn session() -> Session {
    let start = Session::with(open(union()));
    Session::start(leadsheet::app::Start { name: "3 files".to_owned(), ..start })
}

#[test]
fn the_column_source_is_shown_filtered_and_listed() {
    let mut s = session();
    let screen = s.screen();
    assert!(screen.contains("3 files"), "{screen}");
    assert!(screen.contains("Source") && screen.contains("north.csv"), "{screen}");
    assert!(screen.contains("3 leads are in two files"), "{screen}");
    // The filter by the value of a cell works on it as on any other column.
    let mut s = session().keys("lf=");
    let screen = s.screen();
    assert!(!screen.contains("south.csv"), "{screen}");
    let mut s = session().keys("gS");
    let screen = s.screen();
    for part in ["3 files are open as one", "north.csv", "22 leads", "newer in south.csv"] {
        assert!(screen.contains(part), "{part}: {screen}");
    }
}

#[test]
fn messages_name_a_row_by_its_file_too() {
    let s = session().keys("30gg");
    assert_eq!(s.message(), "Row 30 (8 of south.csv).");
    let mut s = s.keys("clong notes<enter>").keys("30gg ");
    let screen = s.screen();
    assert!(screen.contains("Row 30 (8 of south.csv)"), "{screen}");
    // Row 3 of the second file is the first one of it that only it has.
    let s = session().keys("22gg");
    assert_eq!(s.message(), "Row 22 (22 of north.csv).");
    let s = Session::with(open(downloads().remove(0).table));
    let s = Session::start(s).keys("3gg");
    assert_eq!(s.message(), "Row 3.");
}

#[test]
fn what_one_file_alone_can_do_is_refused() {
    let screen = session().keys(":reopen_as_results<enter>").screen();
    assert!(screen.contains("works with one file"), "{screen}");
}
