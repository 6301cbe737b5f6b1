//! Benchmarks over generated files of the size that a download can have: 5,000 leads, 52 columns.
//!
//! `cargo bench` prints one line for each step of a session.

#![expect(clippy::expect_used, reason = "a benchmark whose data is wrong has nothing to measure")]

use divan::{Bencher, black_box};
use leadsheet::app::{App, Chord, Input, Key, Start};
use leadsheet::leads::Origin;
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::table::Table;
use leadsheet::upload::{upload_text, verify};
use leadsheet::view::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fmt::Write;

/// The most leads that a download can have.
const LEADS: usize = 5_000;

fn main() {
    divan::main();
}

/// Makes a download from the embedded sample: its leads again and again, each with an ID of its own.
fn download(leads: usize) -> String {
    let sample = include_str!("../../assets/sample-leads.csv");
    let table = Table::parse(sample.to_owned(), b',').expect("the sample is well-formed");
    let mut text = table.header_text().to_owned();
    for (n, row) in (0..leads).zip(table.rows().cycle()) {
        for field in table.layout().fields() {
            if field.index() > 0 {
                text.push(',');
            }
            match field.index() {
                1 => write!(text, "{n:08x}-0b84-4ac4-a4ea-5b2587d42cee").expect("text"),
                _ => text.push_str(table.raw(row, field)),
            }
        }
        text.push_str("\r\n");
    }
    text
}

fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn table() -> Table {
    Table::parse(download(LEADS), b',').expect("well-formed")
}

fn sheet() -> Sheet {
    Sheet::new(table(), Origin::Download, today())
}

/// A sheet in which every open lead has a new CRM ID.
fn edited() -> Sheet {
    let mut sheet = sheet();
    let field = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "CRM ID");
    let field = field.expect("the sample has the column");
    let open = (sheet.rows()).filter(|row| !sheet.was_closed(*row));
    let sets = open.map(|row| CellEdit::new(row, field, format!("crm-{}", row.index()))).collect();
    sheet.apply(Edit::new("set CRM ID", sets)).expect("the column is open");
    sheet
}

fn app() -> App {
    App::new(Start {
        sheet: sheet(),
        asks_file: false,
        name: "leads.csv".into(),
        folder: "/leads".into(),
        notices: vec![],
        config: leadsheet::app::Config::default(),
        preferences: leadsheet::app::Preferences::default(),
        is_sample: false,
        view: leadsheet::app::OpeningView::default(),
        persistence: leadsheet::app::Persistence::Off,
        recovery: None,
        results: None,
        now: None,
    })
}

#[divan::bench]
fn load_with_spans(bencher: Bencher) {
    let text = download(LEADS);
    bencher.with_inputs(|| text.clone()).bench_values(|text| Table::parse(text, b','));
}

#[divan::bench]
fn validate_all(bencher: Bencher) {
    bencher.with_inputs(table).bench_values(|table| Sheet::new(table, Origin::Download, today()));
}

#[divan::bench]
fn validate_all_as_candidates(bencher: Bencher) {
    bencher.with_inputs(table).bench_values(|table| Sheet::new(table, Origin::Upload, today()));
}

#[divan::bench]
fn edit_one_cell_and_undo(bencher: Bencher) {
    let mut sheet = sheet();
    bencher.bench_local(|| {
        sheet
            .apply(Edit::cell("edit", Row(2_500), Field(2), "another name"))
            .expect("the column is open");
        sheet.undo()
    });
}

#[divan::bench]
fn edit_every_open_lead(bencher: Bencher) {
    bencher.with_inputs(sheet).bench_values(|mut sheet| {
        let sets = (sheet.rows()).filter(|r| !sheet.was_closed(*r));
        let sets = sets.map(|row| CellEdit::new(row, Field(2), "another name")).collect();
        sheet.apply(Edit::new("set", sets)).expect("the column is open")
    });
}

#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn key_down_and_draw(bencher: Bencher, (columns, lines): (u16, u16)) {
    let mut app = app();
    let theme = Theme::named("dark").expect("compiled in");
    let area = Rect::new(0, 0, columns, lines);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| {
        black_box(app.update(Input::Key(Chord::plain(Key::Char('j')))));
        app.set_view_size(view::areas(area, &app).fit());
        buffer.reset();
        view::draw(&app, &theme, &mut buffer).cursor
    });
}

/// A sheet in which every open lead has a new CRM ID and was exported in parts of 1,000, with the parts as
/// Partner Center returns them.
fn uploaded() -> (Sheet, Vec<Table>) {
    let mut sheet = edited();
    let parts = sheet.plan_with(false).files;
    let mut processed = Vec::new();
    for rows in &parts {
        let text = upload_text(&sheet, rows);
        processed.push(Table::parse(text, b',').expect("well-formed"));
        sheet.mark_exported(rows, &[]);
    }
    (sheet, processed)
}

/// The same with the results of all parts.
fn answered() -> Sheet {
    let (mut sheet, processed) = uploaded();
    for part in &processed {
        sheet.merge(part).expect("results of these leads");
    }
    sheet
}

#[divan::bench]
fn mark_1000_leads_exported(bencher: Bencher) {
    let prepared = || {
        let sheet = edited();
        let rows = sheet.plan_with(false).files.swap_remove(0);
        (sheet, rows)
    };
    bencher.with_inputs(prepared).bench_values(|(mut sheet, rows)| {
        sheet.mark_exported(&rows, &[]);
        sheet
    });
}

#[divan::bench]
fn import_1000_results_after_5_exports(bencher: Bencher) {
    bencher.with_inputs(uploaded).bench_values(|(mut sheet, processed)| {
        let merged = sheet.merge(&processed[0]).expect("results of these leads");
        (sheet, merged)
    });
}

#[divan::bench]
fn undo_an_import_of_1000_results(bencher: Bencher) {
    let prepared = || {
        let sheet = answered();
        sheet.counts();
        sheet
    };
    bencher.with_inputs(prepared).bench_values(|mut sheet| {
        let step = sheet.undo();
        (sheet, step)
    });
}

#[divan::bench]
fn states_of_all_leads_after_one_edit(bencher: Bencher) {
    let mut sheet = answered();
    let mut names = ["one name", "another name"].into_iter().cycle();
    sheet.counts();
    bencher.bench_local(|| {
        let name = names.next().expect("endless");
        sheet.apply(Edit::cell("edit", Row(2_500), Field(2), name)).expect("the column is open");
        sheet.counts()
    });
}

/// Presses keys and draws once, as the shell does after a burst: from the key to the frame.
struct Screen {
    app: App,
    theme: Theme,
    buffer: Buffer,
}

impl Screen {
    fn open() -> Self {
        let theme = Theme::named("dark").expect("compiled in");
        let buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        let mut screen = Self { app: app(), theme, buffer };
        screen.press("");
        screen
    }

    /// Presses keys that type letters, `\n` for Enter, and draws.
    fn press(&mut self, keys: &str) {
        for c in keys.chars() {
            let key = if c == '\n' { Key::Enter } else { Key::Char(c) };
            black_box(self.app.update(Input::Key(Chord::plain(key))));
        }
        self.app.set_view_size(view::areas(self.buffer.area, &self.app).fit());
        self.buffer.reset();
        view::draw(&self.app, &self.theme, &mut self.buffer);
    }

    /// Presses keys that are measured, and before that keys that aren't.
    fn after(keys: &str) -> Self {
        let mut screen = Self::open();
        screen.press(keys);
        screen
    }
}

/// What is done to all 5,000 leads with one key: before it, and the key.
const BULK: [(&str, &str, &str); 9] = [
    ("set one cell of each", "gagsname", "\n"),
    ("undo that", "gagsname\n", "u"),
    ("outcome of each", "gasacc", "\n"),
    ("filter by a text anywhere", "f/cloud", "\n"),
    ("search while typing", "/clou", "d"),
    ("sort", "", "oo"),
    ("show all again", "f/cloud\n", "ff"),
    ("open the review", "gagsname\n", "gx"),
    ("a line down in it", "gagsname\ngx", "j"),
];

#[divan::bench(args = BULK.map(|(name, ..)| name))]
fn all_leads(bencher: Bencher, name: &str) {
    let (_, before, key) = BULK.into_iter().find(|(n, ..)| *n == name).expect("an entry");
    bencher.with_inputs(|| Screen::after(before)).bench_values(|mut screen| {
        screen.press(key);
        screen
    });
}

#[divan::bench]
fn plan_and_write_every_changed_lead(bencher: Bencher) {
    let sheet = edited();
    bencher.bench_local(|| {
        let plan = sheet.plan_with(false);
        plan.files.iter().map(|rows| upload_text(&sheet, rows).len()).sum::<usize>()
    });
}

#[divan::bench]
fn work_out_what_could_go_back(bencher: Bencher) {
    let sheet = edited();
    bencher
        .with_inputs(|| sheet.plan_with(false))
        .bench_local_values(|plan| plan.with_reverts(&sheet));
}

#[divan::bench]
fn verify_what_was_written(bencher: Bencher) {
    let sheet = edited();
    let parts = sheet.plan().files;
    let texts: Vec<String> = parts.iter().map(|rows| upload_text(&sheet, rows)).collect();
    bencher.bench_local(|| {
        for (rows, text) in parts.iter().zip(&texts) {
            black_box(verify(&sheet, rows, text.clone()).expect("as planned"));
        }
    });
}
