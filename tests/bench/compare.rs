//! Compares two builds of the program, pair by pair: what the machine does meanwhile hits both.

use crate::data::{LEADS, download, download_named};
use crate::harness::middle;
use crate::session::Session;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How many pairs are made of what starts a program, and of keys.
const STARTS: usize = 21;
const KEYS: usize = 100;

/// A figure of both programs, a pair each time.
struct Pairs {
    name: String,
    unit: &'static str,
    figures: Vec<[f64; 2]>,
}

/// Measures both programs and prints the medians, and the median of the pairs' ratios.
pub fn print(programs: [&str; 2]) {
    println!("{:<34} {:>12} {:>12} {:>8}", "", "old", "new", "ratio");
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    commands(programs, folder);
    starts(programs, folder);
    keys(programs, folder);
}

impl Pairs {
    fn new(name: impl Into<String>, unit: &'static str) -> Self {
        Self { name: name.into(), unit, figures: Vec::new() }
    }

    fn print(&self) {
        let of = |figure: &dyn Fn(&[f64; 2]) -> f64| {
            let mut figures: Vec<f64> = self.figures.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            middle(&figures)
        };
        let (old, new) = (of(&|pair| pair[0]), of(&|pair| pair[1]));
        let figure = |figure: f64| format!("{figure:.2} {}", self.unit);
        let ratio = of(&|pair| pair[1] / pair[0]);
        println!("{:<34} {:>12} {:>12} {ratio:>8.3}", self.name, figure(old), figure(new));
    }
}

/// Does something with both programs, each time the other one first, and returns what came of it in their order.
fn alternating<T>(programs: [&str; 2], round: usize, mut work: impl FnMut(&str) -> T) -> [T; 2] {
    let [old, new] = programs;
    if round.is_multiple_of(2) {
        let old = work(old);
        [old, work(new)]
    } else {
        let new = work(new);
        [work(old), new]
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A folder with a download in it, and a copy in which each open lead has another name.
fn with_files(folder: &Path) -> [std::path::PathBuf; 2] {
    let [original, edited] = ["leads.csv", "edited.csv"].map(|name| folder.join(name));
    fs::write(&edited, download_named(LEADS, "Another ")).expect("a file");
    fs::write(&original, download(LEADS)).expect("a file");
    [original, edited]
}

fn commands(programs: [&str; 2], folder: &Path) {
    let [original, edited] = with_files(folder);
    for name in ["check", "export"] {
        let mut pairs = Pairs::new(format!("{name}, 5,000 leads"), "ms");
        for round in 0..STARTS {
            pairs.figures.push(alternating(programs, round, |program| {
                let out = tempfile::tempdir_in(folder).expect("a folder");
                let mut command = Command::new(program);
                match name {
                    "check" => command.arg("check").arg(&original),
                    _ => command
                        .arg("export")
                        .arg(&edited)
                        .arg("--original")
                        .arg(&original)
                        .arg("--out")
                        .arg(out.path()),
                };
                command.env("HOME", folder).stdout(Stdio::null()).stderr(Stdio::null());
                let begin = Instant::now();
                let status = command.status().expect("the program runs");
                let time = ms(begin.elapsed());
                // The sample has errors.
                assert!(matches!(status.code(), Some(0 | 1)), "{name}: {status}");
                let written = fs::read_dir(&out).expect("a folder").count();
                assert_eq!(written > 0, name == "export", "{written} files");
                time
            }));
        }
        pairs.print();
    }
}

/// The name of the first lead, which tells that the grid is shown.
fn first_name(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a file");
    let table = leadsheet::table::Table::parse(text, b',').expect("well-formed");
    let name = table.layout().fields().find(|field| table.layout().name(*field) == "Lead Name");
    table.cell(leadsheet::leads::Row(0), name.expect("the column")).into_owned()
}

fn starts(programs: [&str; 2], folder: &Path) {
    let [original, _] = with_files(folder);
    let text = first_name(&original);
    let mut shown = Pairs::new("start to grid, 5,000 leads", "ms");
    let mut peak = Pairs::new("most memory after it", "MiB");
    for round in 0..STARTS {
        let both = alternating(programs, round, |program| {
            let (session, shown) = Session::start(program, &original, folder, &text);
            (ms(shown), session.peak().unwrap_or_default())
        });
        shown.figures.push(both.map(|(shown, _)| shown));
        peak.figures.push(both.map(|(_, peak)| peak));
    }
    shown.print();
    peak.print();
}

/// What is pressed in both programs: a name, the keys, and how often.
const PRESSED: [(&str, &[&str], usize); 5] = [
    ("a line down", &["j"], KEYS),
    ("a page down", &["\x1b[6~"], KEYS),
    (
        "12 columns to the right, and back",
        &["l", "l", "l", "l", "l", "l", "l", "l", "l", "l", "l", "l", "0"],
        10,
    ),
    ("search, typed and entered", &["/", "c", "l", "o", "u", "d", "\r"], 20),
    ("edit a cell, and undo", &["cc", "a", "b", "c", "d", "e", "\r", "u"], 20),
];

fn keys(programs: [&str; 2], folder: &Path) {
    let [original, _] = with_files(folder);
    let text = first_name(&original);
    let mut sessions = [0, 1].map(|n| {
        let home = folder.join(format!("home{n}"));
        fs::create_dir_all(&home).expect("a folder");
        Session::start(programs[n], &original, &home, &text).0
    });
    for (name, keys, times) in PRESSED {
        let mut time = Pairs::new(name, "ms");
        let mut bytes = Pairs::new(format!("{name}: bytes"), "B");
        for round in 0..times {
            let both =
                alternating(["0", "1"], round, |n| sessions[usize::from(n == "1")].press_all(keys));
            time.figures.push(both.map(|answer| ms(answer.time)));
            bytes.figures.push(both.map(|answer| answer.bytes as f64));
        }
        time.print();
        bytes.print();
    }
}
