//! Benchmarks over generated files of the size that a download can have: 5,000 leads, 52 columns.
//!
//! `cargo bench` prints one line for each step of a session: the fastest time, the median, and the ratio of the
//! median to a calibration that ran in turn with it in the same process: reading 500 leads with `csv-core`, which
//! takes about a millisecond. Times depend on the machine and on what else it does; compare ratios.
//! `cargo bench -- TEXT` runs those whose names contain the text, and `tests/bench/compare.sh` compares two
//! versions of the program. Last come the bytes and the time of frames on the program's own screen and on a stock
//! `Terminal` of ratatui, which must show the same.

#![expect(clippy::expect_used, reason = "a benchmark whose data is wrong has nothing to measure")]
#![expect(clippy::print_stdout, reason = "that is what it is for")]

mod compare;
mod data;
mod frames;
mod harness;
mod session;

use data::{LEADS, NAME, answered, app, download, edited, edits, sheet, table, today, uploaded};
use harness::Harness;
use leadsheet::app::{App, Chord, Input, Key};
use leadsheet::leads::Origin;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::table::Table;
use leadsheet::upload::{upload_text, verify};
use leadsheet::view::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::hint::black_box;

/// The leads that the calibration reads.
const CALIBRATED: usize = 500;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--compare", old, new, ..] = arguments[..] {
        return compare::print([old, new]);
    }
    let filter =
        arguments.into_iter().find(|argument| !argument.starts_with("--")).map(str::to_owned);
    let text = download(CALIBRATED);
    let mut harness = Harness::new(filter, || read_plainly(&text));
    loading(&mut harness);
    editing(&mut harness);
    uploading(&mut harness);
    drawing(&mut harness);
    exporting(&mut harness);
    frames::print(|name| harness.is_wanted(name));
}

/// Reads a text as records, as plainly as it can be done.
fn read_plainly(text: &str) {
    let (mut reader, mut text) = (csv_core::Reader::new(), text.as_bytes());
    let (mut cells, mut ends) = ([0; 16 * 1024], [0; 128]);
    while !text.is_empty() {
        let (result, read, ..) = reader.read_record(text, &mut cells, &mut ends);
        black_box((result, &ends));
        text = &text[read..];
    }
}

fn loading(harness: &mut Harness<impl FnMut()>) {
    let text = download(LEADS);
    harness.with("load with spans", || text.clone(), |text| Table::parse(text, b','));
    let judged = |table, origin| {
        let sheet = Sheet::new(table, origin, today());
        sheet.findings();
        sheet
    };
    harness.with("validate all", table, |table| judged(table, Origin::Download));
    harness.with("validate all as candidates", table, |table| judged(table, Origin::Upload));
}

fn editing(harness: &mut Harness<impl FnMut()>) {
    let (row, field) = NAME;
    let mut one = sheet();
    harness.repeated("edit one cell and undo", || {
        one.apply(Edit::cell("edit", row, field, "another name")).expect("the column is open");
        one.undo()
    });
    harness.with("edit every open lead", sheet, |mut sheet| {
        let sets = edits(&sheet, field, |_| "another name".to_owned());
        sheet.apply(Edit::new("set", sets)).expect("the column is open");
        sheet
    });
}

fn uploading(harness: &mut Harness<impl FnMut()>) {
    let part = || {
        let sheet = edited();
        let rows = sheet.plan_with(false).files.swap_remove(0);
        (sheet, rows)
    };
    harness.with("mark 1,000 leads exported", part, |(mut sheet, rows)| {
        sheet.mark_exported(&rows, &[]);
        sheet
    });
    harness.with("1,000 results after 5 exports", uploaded, |(mut sheet, processed)| {
        sheet.merge(&processed[0]).expect("results of these leads");
        sheet
    });
    harness.with("undo an import of 1,000 results", answered, |mut sheet| {
        sheet.undo();
        sheet
    });
    let (row, field) = NAME;
    let mut sheet = answered();
    let mut names = ["one name", "another name"].into_iter().cycle();
    harness.repeated("states of all leads after one edit", || {
        let name = names.next().expect("endless");
        sheet.apply(Edit::cell("edit", row, field, name)).expect("the column is open");
        sheet.counts()
    });
}

/// The program and its screen: what is pressed is drawn once, as the shell does after a burst.
struct Screen {
    app: App,
    theme: Theme,
    buffer: Buffer,
}

impl Screen {
    fn open(columns: u16, lines: u16) -> Self {
        let theme = Theme::named("dark").expect("compiled in");
        let buffer = Buffer::empty(Rect::new(0, 0, columns, lines));
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
        self.draw();
    }

    /// Does what is done while nobody types, and draws.
    fn finish(&mut self) {
        while self.app.is_searching() {
            black_box(self.app.update(Input::SearchOn(u32::MAX)));
        }
        self.draw();
    }

    fn draw(&mut self) {
        self.app.set_view_size(view::areas(self.buffer.area, &self.app).fit());
        self.buffer.reset();
        view::draw(&self.app, &self.theme, &mut self.buffer);
    }

    /// The program after keys that aren't measured.
    fn after(keys: &str) -> Self {
        let mut screen = Self::open(120, 40);
        screen.press(keys);
        screen.finish();
        screen
    }
}

/// What is done to all 5,000 leads with one key: before it, and the key.
const BULK: [(&str, &str, &str); 8] = [
    ("set one cell of each", "gagsname", "\n"),
    ("undo that", "gagsname\n", "u"),
    ("outcome of each", "gasacc", "\n"),
    ("filter by a text anywhere", "f/cloud", "\n"),
    ("sort", "", "oo"),
    ("show all again", "f/cloud\n", "ff"),
    ("open the review", "gagsname\n", "gx"),
    ("a line down in it", "gagsname\ngx", "j"),
];

fn drawing(harness: &mut Harness<impl FnMut()>) {
    for (columns, lines) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = Screen::open(columns, lines);
        let mut keys = ["j", "k"].into_iter().cycle();
        harness.repeated(&format!("a line down at {columns}×{lines}"), || {
            screen.press(keys.next().expect("endless"));
        });
    }
    for (typed, letter) in [("/", "c"), ("/clou", "d")] {
        let prepare = || Screen::after(typed);
        harness.with(&format!("the answer to {letter} after {typed}"), prepare, |mut screen| {
            screen.press(letter);
            screen
        });
        harness.with(&format!("all cells with {letter} after {typed}"), prepare, |mut screen| {
            screen.press(letter);
            screen.finish();
            screen
        });
    }
    for (name, before, key) in BULK {
        let prepare = || Screen::after(before);
        harness.with(name, prepare, |mut screen| {
            screen.press(key);
            screen
        });
    }
}

fn exporting(harness: &mut Harness<impl FnMut()>) {
    let sheet = edited();
    harness.repeated("plan and write every changed lead", || {
        let plan = sheet.plan_with(false);
        plan.files.iter().map(|rows| upload_text(&sheet, rows).len()).sum::<usize>()
    });
    let planned = || sheet.plan_with(false);
    harness.with("work out what could go back", planned, |plan| plan.with_reverts(&sheet));
    let parts = sheet.plan().files;
    let texts: Vec<String> = parts.iter().map(|rows| upload_text(&sheet, rows)).collect();
    harness.repeated("verify what was written", || {
        for (rows, text) in parts.iter().zip(&texts) {
            black_box(verify(&sheet, rows, text.clone()).expect("as planned"));
        }
    });
}
