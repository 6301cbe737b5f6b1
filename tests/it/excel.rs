//! What the page about Excel claims is what the program does: each row of its tables is tried.

use crate::readme::root;
use crate::support::files::SAMPLE;
use crate::support::json::answer;
use crate::support::program::program;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The cells of a file, its header first.
type Cells = Vec<Vec<String>>;

/// The lead that a program harms, and the one that the user edits: rows from 1, after the header.
const HARMED: usize = 3;
const EDITED: usize = 9;

/// The sample's cells.
fn sample() -> Cells {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(SAMPLE);
    let rows = reader.records().map(|row| row.expect("a row"));
    let mut cells: Cells = rows.map(|row| row.iter().map(str::to_owned).collect()).collect();
    cells[0][0].retain(|c| c != '\u{feff}');
    cells
}

/// The place of a column by the beginning of its name.
fn column(cells: &Cells, name: &str) -> usize {
    let found = cells[0].iter().position(|header| header.starts_with(name));
    found.unwrap_or_else(|| panic!("no column {name}"))
}

/// Puts a text into a cell.
fn put(cells: &mut Cells, row: usize, name: &str, text: &str) {
    let column = column(cells, name);
    text.clone_into(&mut cells[row][column]);
}

/// The file of the cells as Excel saves it.
fn saved(cells: &Cells, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in cells {
        writer.write_record(row).expect("in memory");
    }
    String::from_utf8(writer.into_inner().expect("in memory")).expect("UTF-8")
}

fn with_mark(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

/// What became of an export: exit code, everything printed, and the report as JSON.
struct Run {
    code: i32,
    text: String,
    report: Value,
}

/// Runs `export --dry-run` on a download and the file that was made of it.
fn export(download: &Cells, edited: &[u8], folder: &Path) -> Run {
    let path = |name: &str| folder.join(name);
    fs::write(path("leads.csv"), with_mark(&saved(download, b','))).expect("writable");
    fs::write(path("edited.csv"), edited).expect("writable");
    let run = |format: &str| {
        let mut command = program();
        command.arg("export").arg(path("edited.csv")).arg("--original").arg(path("leads.csv"));
        command.args(["--dry-run", "--format", format]).output().expect("it runs")
    };
    let (text, json) = (run("text"), run("json"));
    assert_eq!(text.status.code(), json.status.code(), "the same run");
    Run {
        code: text.status.code().expect("it ended"),
        text: String::from_utf8_lossy(&[text.stdout, text.stderr].concat()).into_owned(),
        // A file that can't be used has no report.
        report: Some(json.stdout)
            .filter(|out| !out.is_empty())
            .map(|out| answer("export", out))
            .unwrap_or_default(),
    }
}

/// The changes that would be uploaded: row, column and new text.
fn changes(report: &Value) -> Vec<(u64, String, String)> {
    let mut changes = Vec::new();
    for lead in report["leads"].as_array().into_iter().flatten() {
        for cell in lead["changes"].as_array().into_iter().flatten() {
            let text = |key: &str| cell[key].as_str().expect("a text").to_owned();
            changes.push((lead["row"].as_u64().expect("a row"), text("column"), text("new")));
        }
    }
    changes
}

/// The change that the user made in Excel, and that has to arrive in every case that is read.
fn intended() -> Vec<(u64, String, String)> {
    vec![(EDITED as u64, "Marketplace Purchase Intent".to_owned(), "Yes".to_owned())]
}

/// The rows of the tables of the page, each table under its heading.
fn tables() -> Vec<(String, Vec<Vec<String>>)> {
    let page = fs::read_to_string(root().join("assets/manual/excel.md")).expect("the page");
    let mut tables: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            tables.push((heading.to_owned(), Vec::new()));
        } else if let Some(row) = line.strip_prefix("| ").filter(|_| !tables.is_empty()) {
            let row = row.trim_end_matches(" |").split(" | ").map(|cell| cell.trim().to_owned());
            tables.last_mut().expect("a heading").1.push(row.collect());
        }
    }
    tables
}

/// The rows of the table under a heading, without its header.
fn table(heading: &str) -> Vec<Vec<String>> {
    let found = tables().into_iter().find(|(name, _)| name == heading);
    found.unwrap_or_else(|| panic!("no {heading}")).1.split_off(1)
}

/// Tries the rows of a table of single cells: column, downloaded, in Excel's file, and how it is listed.
fn try_cells(heading: &str, code: i32, part: &str) -> Vec<String> {
    let folder = TempDir::new().expect("a folder");
    let rows = table(heading);
    assert!(rows.len() >= 3, "{heading}");
    let mut printed = Vec::new();
    for row in rows {
        let code_span = |cell: &str| cell.trim_matches('`').to_owned();
        let (old, new) = (code_span(&row[1]), code_span(&row[2]));
        let mut download = sample();
        put(&mut download, HARMED, &row[0], &old);
        let mut edited = download.clone();
        put(&mut edited, HARMED, &row[0], &new);
        put(&mut edited, EDITED, "Marketplace", "Yes");
        let run = export(&download, &with_mark(&saved(&edited, b',')), folder.path());
        assert_eq!(run.code, code, "{row:?}\n{}", run.text);
        assert_eq!(changes(&run.report), intended(), "{row:?}\n{}", run.text);
        assert!(run.text.contains(part), "{row:?}\n{}", run.text);
        if let Some(listed) = row.get(3) {
            let line = format!("{}: 1 cell, {listed}, e.g. row {HARMED}", row[0]);
            assert!(run.text.contains(&line), "{line}\n{}", run.text);
        }
        printed.push(run.text);
    }
    printed
}

#[test]
fn the_same_value_in_another_form_leaves_as_downloaded() {
    try_cells("The same value in another form", 0, "1 rewritten unchanged");
}

#[test]
fn damage_in_editable_cells_is_listed_and_not_uploaded() {
    try_cells("Damage in cells that you can edit", 1, "editable cells that look damaged");
}

#[test]
fn damage_in_read_only_cells_is_listed_and_changes_nothing() {
    try_cells("Damage in read-only cells", 0, "read-only cells that differ");
}

/// A row of the table of whole files: how it begins, how such a file is made, and what is printed.
struct FileCase {
    row: &'static str,
    /// What is done to the cells of the edited file.
    act: fn(&mut Cells),
    /// How they are saved.
    save: fn(&Cells) -> Vec<u8>,
    prints: &'static str,
}

impl FileCase {
    const fn edit(row: &'static str, act: fn(&mut Cells), prints: &'static str) -> Self {
        Self { row, act, save: |cells| with_mark(&saved(cells, b',')), prints }
    }

    const fn save(row: &'static str, save: fn(&Cells) -> Vec<u8>, prints: &'static str) -> Self {
        Self { row, act: |_| {}, save, prints }
    }
}

/// Sets the outcome of a lead.
fn set_outcome(cells: &mut Cells, row: usize, [status, substatus, stage]: [&str; 3]) {
    put(cells, row, "Partner Referral Status", status);
    put(cells, row, "Partner Referral Substatus", substatus);
    put(cells, row, "Sales Stage", stage);
}

fn remove_column(cells: &mut Cells, name: &str) {
    let at = column(cells, name);
    for row in cells {
        row.remove(at);
    }
}

fn add_a_row(cells: &mut Cells) {
    let mut row = cells[7].clone();
    "11111111-2222-3333-4444-555555555555".clone_into(&mut row[column(cells, "Referral ID")]);
    cells.push(row);
}

fn move_cells(cells: &mut Cells) {
    cells[7].insert(3, "Ltd".to_owned());
    cells[7].pop();
}

fn without_empty_ends(cells: &Cells) -> Vec<u8> {
    let mut cells = cells.clone();
    for row in &mut cells {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    }
    with_mark(&saved(&cells, b','))
}

fn utf16(cells: &Cells) -> Vec<u8> {
    format!("\u{feff}{}", saved(cells, b'\t')).encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The code page of Western Europe: letters that it lacks become question marks.
fn windows_1252(cells: &Cells) -> Vec<u8> {
    let byte = |c: char| u8::try_from(u32::from(c)).unwrap_or(b'?');
    saved(cells, b',').chars().map(byte).collect()
}

fn with_row_above(cells: &Cells) -> Vec<u8> {
    let names: Vec<String> = (1..=cells[0].len()).map(|n| format!("Column{n}")).collect();
    let cells: Cells = [names].into_iter().chain(cells.iter().cloned()).collect();
    with_mark(&saved(&cells, b','))
}

const FILES: [FileCase; 22] = [
    FileCase::save("semicolons or tabs", |c| with_mark(&saved(c, b';')), "1 ready"),
    FileCase::save(
        "a first line `sep=;`",
        |cells| with_mark(&format!("sep=;\r\n{}", saved(cells, b';'))),
        "1 ready",
    ),
    FileCase::save("*Unicode Text*", utf16, "1 ready"),
    FileCase::save("*CSV* instead of", windows_1252, "the text isn't UTF-8"),
    FileCase::save("a workbook", |_| b"PK\x03\x04xl/workbook.xml".to_vec(), "an Excel workbook"),
    FileCase::save("*Column1*, *Column2*", with_row_above, "isn't a Leads file"),
    FileCase::edit("no column", |c| remove_column(c, "Referral ID"), "Referral ID is missing"),
    FileCase::edit("another column", |c| remove_column(c, "CRM ID"), "as downloaded: CRM ID"),
    FileCase::edit(
        "a column added",
        |cells| cells.iter_mut().for_each(|row| row.push("memo".to_owned())),
        "not imported: memo",
    ),
    FileCase::edit(
        "columns without a name",
        |cells| cells.iter_mut().for_each(|row| row.extend(vec![String::new(); 3])),
        "not imported: 3 without a name",
    ),
    FileCase::save("no empty cells", without_empty_ends, "1 ready"),
    FileCase::edit(
        "empty rows",
        |cells| cells.extend(vec![vec![String::new(); cells[0].len()]; 3]),
        "1 ready",
    ),
    FileCase::save(
        "line ends",
        |cells| with_mark(&saved(cells, b',').replace('\n', "\r\n").replace("\r\r", "\r")),
        "rewritten unchanged",
    ),
    FileCase::edit(
        "rows sorted",
        |cells| {
            cells.swap(1, 5);
            cells.remove(20);
        },
        "1 left out",
    ),
    FileCase::edit("a row added", add_a_row, "R-14"),
    FileCase::edit("a row copied", |cells| cells.push(cells[7].clone()), "R-03"),
    FileCase::edit("a row whose cells", move_cells, "F-05"),
    FileCase::edit("a Closed lead", |cells| put(cells, 6, "Notes", "Call"), "R-05"),
    FileCase::edit(
        "a Status without",
        |cells| put(cells, HARMED, "Partner Referral Status", "Closed"),
        "S-04",
    ),
    FileCase::edit("no Marketplace", |cells| put(cells, 5, "Estimated Deal", "9200"), "M-02"),
    FileCase::edit(
        "a date that can be",
        |cells| put(cells, HARMED, "Estimated Close", "05.06.2027"),
        "E-05",
    ),
    FileCase::edit(
        "a lead closed",
        |cells| {
            set_outcome(cells, HARMED, ["Closed", "Lost", "0"]);
            put(cells, HARMED, "Declined", "2");
        },
        "Nothing was written: 1 lead would be Closed, which can't be undone; add --close 1.",
    ),
];

#[test]
fn each_kind_of_file_is_read_or_refused_as_the_page_says() {
    let folder = TempDir::new().expect("a folder");
    let rows = table("The whole file");
    let names = |row: &[String]| FILES.iter().filter(|case| row[0].starts_with(case.row)).count();
    for row in &rows {
        assert_eq!(names(row), 1, "cases of {row:?}");
    }
    assert_eq!(rows.len(), FILES.len());
    for case in &FILES {
        let row = rows.iter().find(|row| row[0].starts_with(case.row)).expect("checked");
        let mut download = sample();
        put(&mut download, 2, "Notes", "one\ntwo");
        let mut edited = download.clone();
        put(&mut edited, EDITED, "Marketplace", "Yes");
        (case.act)(&mut edited);
        let run = export(&download, &(case.save)(&edited), folder.path());
        assert_eq!(run.code.to_string(), row[2], "{row:?}\n{}", run.text);
        assert!(run.text.contains(case.prints), "{row:?}\n{}", run.text);
        if run.code < 2 {
            let mut changes = changes(&run.report);
            changes.retain(|(row, ..)| *row != HARMED as u64 || case.row != "a lead closed");
            assert_eq!(changes, intended(), "{row:?}\n{}", run.text);
        }
    }
}

/// The parts of the report that the page explains are those that are printed.
#[test]
fn the_page_explains_the_parts_of_the_report() {
    let mut printed = try_cells("Damage in cells that you can edit", 1, "").concat();
    printed += &try_cells("Damage in read-only cells", 0, "").concat();
    let folder = TempDir::new().expect("a folder");
    let mut edited = sample();
    set_outcome(&mut edited, HARMED, ["Closed", "Lost", "0"]);
    put(&mut edited, HARMED, "Declined", "2");
    put(&mut edited, 5, "Estimated Deal", "9200");
    put(&mut edited, EDITED, "Marketplace", "Yes");
    put(&mut edited, 7, "Estimated Close", "31.05.2027");
    add_a_row(&mut edited);
    edited.remove(20);
    printed += &export(&sample(), &with_mark(&saved(&edited, b',')), folder.path()).text;
    for row in table("What it prints") {
        assert!(printed.contains(row[0].trim_matches('`')), "{row:?}");
    }
}

#[test]
fn the_code_page_makes_a_file_readable_that_was_saved_without_utf_8() {
    let folder = TempDir::new().expect("a folder");
    let mut edited = sample();
    put(&mut edited, EDITED, "Marketplace", "Yes");
    export(&sample(), &windows_1252(&edited), folder.path());
    let path = |name: &str| folder.path().join(name);
    let mut command = program();
    command.arg("export").arg(path("edited.csv")).arg("--original").arg(path("leads.csv"));
    command.args(["--dry-run", "--encoding", "windows-1252", "--format", "json"]);
    let done = command.output().expect("it runs");
    let report = answer("export", &done.stdout);
    assert_eq!(changes(&report), intended(), "{report:#}");
}

#[test]
fn a_text_like_a_formula_is_exported_as_typed_and_warned_of() {
    let folder = TempDir::new().expect("a folder");
    let mut edited = sample();
    for (text, row) in [("=1+1", 3), ("+see", 7), ("-see", 14), ("@see", 13)] {
        put(&mut edited, row, "Notes", text);
        put(&mut edited, row, "Marketplace", "Yes");
    }
    let run = export(&sample(), &with_mark(&saved(&edited, b',')), folder.path());
    assert_eq!(run.text.matches("X-03").count(), 4, "{}", run.text);
}

#[test]
fn the_help_of_export_names_the_page() {
    let out = program().args(["export", "--help"]).output().expect("it runs");
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    assert!(text.contains("Work in Excel: leadsheet help excel"), "{text}");
}
