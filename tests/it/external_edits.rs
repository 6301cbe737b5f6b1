//! Files that were edited elsewhere: `export --original`, `check --original` and `diff`.

use crate::support::fixtures::{fixture, leads, today};
use crate::support::json::answer;
use crate::support::program::program;
use crate::support::pty::Program;
use leadsheet::leads::Row;
use leadsheet::leads::{Level, Origin, is_hidden};
use leadsheet::sheet::Sheet;
use leadsheet::table::{Join, Table};
use leadsheet::upload::upload_text;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

fn run(args: &[&str], files: &[&Path]) -> Output {
    program().arg(args[0]).args(files).args(&args[1..]).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Exports an edited file into a folder.
fn export(edited: &Path, original: &Path, out: &Path, more: &[&str]) -> Output {
    let (original, out) = (original.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let mut args = vec!["export", "--original", original, "--out", out];
    args.extend(more);
    run(&args, &[edited])
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let list = fs::read_dir(folder).expect("a folder");
    let paths = list.map(|e| e.expect("an entry").path());
    paths.filter(|path| !path.to_string_lossy().ends_with(".revert.csv")).collect()
}

fn json(out: &Output) -> Value {
    answer("export", &out.stdout)
}

fn table(text: String) -> Table {
    Table::parse(text, b',').expect("well-formed")
}

/// Writes a download of two leads and a file made of it: both paths.
fn pair(dir: &Path, change: impl Fn(usize, String) -> String) -> (PathBuf, PathBuf) {
    let (original, edited) = (dir.join("leads.csv"), dir.join("edited.csv"));
    fs::write(&original, leads(2, |_, row| row)).expect("written");
    fs::write(&edited, leads(2, change)).expect("written");
    (original, edited)
}

#[test]
fn a_copy_damaged_by_a_spreadsheet_is_exported_with_the_download_s_bytes() {
    let dir = tempfile::tempdir().expect("a folder");
    let (edited, original) = (fixture("edited-elsewhere.csv"), fixture("its-download.csv"));
    let out = export(&edited, &original, dir.path(), &["--format", "json"]);
    assert_eq!(out.status.code(), Some(1), "one lead is blocked and a cell is refused");
    let report = json(&out);
    let damage = report["damage"].as_array().expect("a list").iter();
    let damage: Vec<_> = damage
        .map(|d| (d["column"].as_str().expect("a name"), d["kind"].as_str().expect("a kind")))
        .collect();
    let zeros = "leading zeros or plus signs lost";
    let wanted = [
        ("Customer Postal code", zeros),
        ("Customer D-U-N-S ID", zeros),
        ("Customer D-U-N-S ID", "digits lost"),
        ("Customer Contact Phone number", zeros),
        ("Lead Created Date", "dates rewritten"),
    ];
    assert_eq!(damage, wanted);
    assert_eq!(report["summary"]["rewritten"], 7);
    assert_eq!(report["held_back"][0]["rule"], "C-01");
    assert_eq!(report["refused"][0]["rule"], "R-05");

    let download = table(fs::read_to_string(&original).expect("there"));
    let [part] = &*files(dir.path()) else { panic!("one part") };
    let upload = table(fs::read_to_string(part).expect("there"));
    assert_eq!(upload.header_text(), download.header_text());
    assert_eq!(upload.len(), 3);
    let mut changed = Vec::new();
    for row in 0..3 {
        let fields = upload.layout().fields();
        changed.extend(fields.filter(|&f| upload.raw(Row(row), f) != download.raw(Row(row), f)));
    }
    let mut names: Vec<_> = changed.into_iter().map(|f| download.layout().name(f)).collect();
    names.sort_unstable();
    assert_eq!(
        names.join(", "),
        "CRM ID, Estimated Deal Value, Lead Name, Partner Referral Status, Partner Referral Substatus, Sales Stage"
    );
    let original = original.to_str().expect("UTF-8");
    let check = run(&["check", "--original", original], &[part]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
}

/// Exports leads whose texts of a column were changed in another program: what was uploaded, and the report.
fn export_column(column: &str, texts: &[(&str, &str)]) -> (Option<i32>, usize, Value) {
    let dir = tempfile::tempdir().expect("a folder");
    let plain = table(leads(texts.len(), |_, row| row));
    let write = |name: &str, text: fn(&(&str, &str)) -> String| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(plain.layout().names()).expect("written");
        for (row, pair) in plain.rows().zip(texts) {
            let cells = plain.layout().fields().map(|field| match plain.layout().name(field) {
                name if name == column => text(pair),
                _ => plain.cell(row, field).into_owned(),
            });
            writer.write_record(cells.collect::<Vec<_>>()).expect("written");
        }
        fs::write(dir.path().join(name), writer.into_inner().expect("flushed")).expect("written");
        dir.path().join(name)
    };
    let original = write("leads.csv", |(old, _)| (*old).to_owned());
    let edited = write("edited.csv", |(_, new)| (*new).to_owned());
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("made");
    let done = export(&edited, &original, &out, &["--format", "json"]);
    (done.status.code(), files(&out).len(), json(&done))
}

#[test]
fn a_german_decimal_comma_proves_the_points_before_thousands() {
    let texts =
        [("12563", "12.563"), ("1000", "1.000"), ("2500", "2.500"), ("7500.50", "7.500,50")];
    let (code, files, report) = export_column("Estimated Deal Value", &texts);
    assert_eq!((code, files, &report["summary"]["rewritten"]), (Some(4), 0, &4.into()));
    let (code, files, report) = export_column("Estimated Deal Value", &texts[..3]);
    assert_eq!((code, files, &report["summary"]["refused"]), (Some(1), 0, &3.into()));
    let refused = &report["refused"][0];
    assert_eq!((&refused["rule"], &refused["value"]), (&"V-07".into(), &"12.563".into()));
    assert!(
        refused["message"].as_str().is_some_and(|say| say.contains("12563 or 12.563")),
        "{refused}"
    );
}

#[test]
fn the_order_of_a_date_is_proven_by_an_untouched_one() {
    let us = [("03/31/2027", "3/31/2027"), ("05/05/2027", "4/1/2027")];
    let (code, _, report) = export_column("Estimated Close Date", &us);
    assert_eq!((code, &report["leads"][0]["changes"][0]["new"]), (Some(0), &"04/01/2027".into()));
    let spanish = [("03/31/2027", "31/3/2027"), ("05/05/2027", "4/1/2027")];
    let (code, _, report) = export_column("Estimated Close Date", &spanish);
    assert_eq!((code, &report["leads"][0]["changes"][0]["new"]), (Some(0), &"01/04/2027".into()));
    // A program rewrote the first date, and nothing says in which order.
    let unknown = [("03/03/2027", "3/3/2027"), ("05/05/2027", "4/1/2027")];
    let (code, files, report) = export_column("Estimated Close Date", &unknown);
    assert_eq!((code, files, &report["refused"][0]["rule"]), (Some(1), 0, &"E-05".into()));
    // No program rewrote anything: the date has the form of the download.
    let script = [("03/03/2027", "03/03/2027"), ("05/05/2027", "04/01/2027")];
    let (code, _, report) = export_column("Estimated Close Date", &script);
    assert_eq!((code, &report["leads"][0]["changes"][0]["new"]), (Some(0), &"04/01/2027".into()));
}

#[test]
fn what_a_spreadsheet_makes_of_a_text_leaves_as_downloaded() {
    let texts = [
        ("0012-1", "12-Jan"),
        ("10%", "0.1"),
        ("日本の顧客", "?????"),
        ("Jürgen", "JÃ¼rgen"),
        ("007", "7"),
        ("=SUM(A1)", "#NAME?"),
    ];
    let (code, files, report) = export_column("CRM ID", &texts);
    assert_eq!((code, files), (Some(1), 0), "{report}");
    let cells = report["damage"].as_array().expect("a list").iter();
    assert_eq!(cells.filter_map(|damage| damage["cells"].as_u64()).sum::<u64>(), 6, "{report}");
}

#[test]
fn a_number_that_is_written_into_an_empty_cell_is_exported() {
    let texts = [("", "007"), ("", "12"), ("", "0042"), ("", "5"), ("", "1:30")];
    for column in ["CRM ID", "Notes"] {
        let (code, _, report) = export_column(column, &texts);
        assert_eq!((code, &report["summary"]["ready"]), (Some(0), &5.into()), "{report}");
    }
    let (code, files, report) = export_column("CRM ID", &[("", "#NAME?"), ("", "1.2E+11")]);
    assert_eq!((code, files), (Some(1), 0), "{report}");
}

/// `saved-by-libreoffice.csv` is the sample, imported by LibreOffice 7.4 as English (United Kingdom)
/// with special numbers detected, saved as `.ods` and from there as CSV; then a script changed cells of
/// three leads: a name, a deal value, two purchase intents and a close date.
#[test]
fn a_copy_saved_by_libreoffice_gives_the_edits_and_its_damage_by_column() {
    let dir = tempfile::tempdir().expect("a folder");
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-leads.csv");
    let edited = fixture("saved-by-libreoffice.csv");
    let out = export(&edited, &original, dir.path(), &["--format", "json"]);
    assert_eq!(out.status.code(), Some(1), "not every cell was accepted");
    let report = json(&out);
    let damage = report["damage"].as_array().expect("a list").iter();
    let damage: Vec<_> = damage
        .map(|d| {
            let text = |key: &str| d[key].as_str().expect("a text").to_owned();
            (text("column"), text("kind"), d["cells"].as_u64().expect("a number"))
        })
        .collect();
    let wanted = [
        ("Customer Postal code", "leading zeros or plus signs lost", 6),
        ("Customer D-U-N-S ID", "leading zeros or plus signs lost", 3),
        ("Customer Contact Phone number", "read as numbers", 1),
        ("Estimated Close Date", "dates rewritten", 21),
        ("Notes", "calculated as a formula", 1),
    ];
    assert_eq!(damage, wanted.map(|(column, kind, n)| (column.to_owned(), kind.to_owned(), n)));
    let refused = &report["refused"];
    assert_eq!((&refused[0]["row"], &refused[0]["rule"]), (&18.into(), &"E-05".into()));
    assert_eq!(
        (refused.as_array().map(Vec::len), &report["summary"]["held_back"]),
        (Some(1), &0.into())
    );

    let read = |path: &Path| fs::read_to_string(path).expect("UTF-8");
    let [part] = &*files(dir.path()) else { panic!("one part") };
    let (download, upload) = (table(read(&original)), table(read(part)));
    assert_eq!(upload.header_text(), download.header_text());
    let name = |field| download.layout().name(field).to_owned();
    let mut changed = Vec::new();
    for (row, lead) in Join::new(&upload, &download).pairs() {
        for field in upload.layout().fields() {
            let new = upload.raw(row, field);
            if new != download.raw(lead, field) {
                changed.push((lead.number(), name(field), new.to_owned()));
            }
        }
    }
    let wanted = [
        (2, "Lead Name", "\"Warehouse tablets, phase 3\""),
        (2, "Marketplace Purchase Intent", "No"),
        (9, "Estimated Deal Value", "225000.50"),
        (9, "Marketplace Purchase Intent", "Yes"),
        // The download has "12,563", which Partner Center rejects.
        (16, "Estimated Deal Value", "\"12563\""),
    ];
    assert_eq!(
        changed,
        wanted.map(|(row, column, text)| (row, column.to_owned(), text.to_owned()))
    );
}

#[test]
fn a_dry_run_writes_nothing_and_reports_what_it_would_write() {
    let dir = tempfile::tempdir().expect("a folder");
    let (original, edited) = pair(dir.path(), |_, row| row.replace("renewal", "summer"));
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("a folder");
    let done = export(&edited, &original, &out, &["--dry-run"]);
    assert_eq!((done.status.code(), files(&out).len()), (Some(0), 0));
    let shown = text(&done.stdout);
    assert!(shown.contains("dry run: 2 rows in 1 file would be written"), "{shown}");
}

#[test]
fn a_terminal_s_width_and_colours_are_those_of_check_for_export_and_diff_too() {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-leads.csv");
    let edited = fixture("saved-by-libreoffice.csv");
    let (edited, original) = (edited.to_str().expect("UTF-8"), original.to_str().expect("UTF-8"));
    let export = ["export", edited, "--original", original, "--dry-run"];
    let diff = ["diff", original, edited];
    for (args, bold, last) in [
        (&export[..], "editable cells that look damaged", "unchanged"),
        (&diff, "  Backup for 14 shops", "duplicate"),
    ] {
        for no_color in ["", "1"] {
            let mut p = Program::with().env("NO_COLOR", no_color).start(args, (60, 500));
            assert_eq!(p.wait_exit(), 1);
            let screen = p.screen();
            let at = screen.lines().position(|line| line.contains(bold)).expect("a heading");
            assert_eq!(p.style_at(0, at as u16).bold(), no_color.is_empty(), "{args:?}");
            let shown = text(&p.bytes());
            assert_eq!(shown.contains('\u{1b}'), no_color.is_empty(), "{args:?}");
            let lines = shown.lines().count();
            assert_eq!(
                screen.trim_end().lines().count(),
                lines,
                "no line is wider than the screen"
            );
            assert!(screen.trim_end().ends_with(last), "{screen}");
        }
    }
    let mut p = Program::start(&export, (200, 60));
    assert_eq!(p.wait_exit(), 1);
    let foretold =
        "Partner Center: records in the file 3 · would be updated 3 · would not be processed 0";
    assert!(p.screen().lines().any(|line| line == foretold), "{}", p.screen());
}

#[test]
fn closing_leads_need_their_number() {
    let dir = tempfile::tempdir().expect("a folder");
    let won = |n, row: String| match n {
        0 => row.replace("Active,Accepted,,80", "Closed,Won,,100"),
        1 => row.replace("USD", "usd"),
        _ => row,
    };
    let (original, edited) = pair(dir.path(), won);
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("a folder");
    for (more, say) in [
        (&[][..], "1 lead would be Closed, which can't be undone; add --close 1."),
        (&["--close", "2"], "1 lead would be Closed, not 2"),
        (&["--dry-run"], "add --close 1."),
    ] {
        let done = export(&edited, &original, &out, more);
        assert_eq!((done.status.code(), files(&out).len()), (Some(1), 0));
        let said = text(&done.stdout);
        assert!(said.contains(say) && said.contains("1 held back"), "{said}");
        assert!(!said.contains("next:"), "the number is what is missing: {said}");
    }
    let done = export(&edited, &original, &out, &["--close", "1"]);
    assert_eq!((done.status.code(), files(&out).len()), (Some(1), 1));
}

#[test]
fn export_ends_with_0_to_4() {
    let dir = tempfile::tempdir().expect("a folder");
    let (original, edited) = pair(dir.path(), |n, row| if n == 0 { row } else { row + "x" });
    let code = |edited: &Path, original: &Path, out: &Path| {
        export(edited, original, out, &[]).status.code()
    };
    assert_eq!(code(&original, &original, dir.path()), Some(4), "nothing changed");
    assert_eq!(code(&edited, &original, dir.path()), Some(1), "Yesx is no intent");
    assert_eq!(code(&fixture("other.csv"), &original, dir.path()), Some(2));
    assert_eq!(code(&edited, &dir.path().join("none.csv"), dir.path()), Some(2));
    fs::write(&edited, leads(2, |_, row| row.replace("renewal", "summer"))).expect("written");
    assert_eq!(code(&edited, &original, &dir.path().join("no folder")), Some(3));
    assert_eq!(code(&edited, &original, dir.path()), Some(0));
    assert_eq!(code(&edited, &original, dir.path()), Some(4), "the same again");
    assert_eq!(run(&["export"], &[&edited]).status.code(), Some(2), "--original is needed");
}

#[test]
fn rows_without_a_lead_are_reported() {
    let dir = tempfile::tempdir().expect("a folder");
    let (original, edited) = pair(dir.path(), |n, row| match n {
        0 => row.replace("-b4ea-", "-b4eb-"),
        _ => format!("{row}\n{}", row.replace("renewal", "again")),
    });
    let done = export(&edited, &original, dir.path(), &["--format", "json"]);
    let report = json(&done);
    let refused = report["refused"].as_array().expect("a list").iter();
    let rules: Vec<_> = refused.map(|r| (r["rule"].as_str(), r["row"].as_u64())).collect();
    assert_eq!(rules, [(Some("R-14"), Some(1)), (Some("R-03"), Some(3))]);
    assert_eq!((done.status.code(), &report["summary"]["missing"]), (Some(1), &1.into()));
}

#[test]
fn diff_reports_the_same_in_text_json_and_csv() {
    let dir = tempfile::tempdir().expect("a folder");
    let (old, new) = pair(dir.path(), |n, row| match n {
        0 => row.replace("Contoso renewal 1", "\"Contoso, \u{1b}[2J \u{202e}x\""),
        _ => row.replace("-b4ea-", "-b4eb-"),
    });
    let diff = |format| run(&["diff", "--format", format], &[&old, &new]);
    for format in ["text", "json", "csv"] {
        let out = diff(format);
        assert_eq!(out.status.code(), Some(1), "{format}");
        let shown = text(&out.stdout);
        assert_eq!(shown.chars().find(|&c| c != '\n' && is_hidden(c)), None, "{shown}");
        assert_eq!(run(&["diff", "--format", format], &[&old, &old]).status.code(), Some(0));
    }
    let report = answer("diff", &diff("json").stdout);
    assert_eq!(report["changed"][0]["cells"][0]["new"], "Contoso, \u{1b}[2J \u{202e}x");
    assert_eq!(
        (&report["summary"]["added"], &report["summary"]["missing"]),
        (&1.into(), &1.into())
    );
    let csv = text(&diff("csv").stdout);
    let changed = "Lead Name,Contoso renewal 1,\"Contoso, ␛[2J <U+202E>x\"\n";
    assert!(csv.starts_with("change,referral_id,column,old,new\nchanged,"), "{csv}");
    assert!(csv.contains(changed) && csv.lines().count() == 4, "{csv}");
    let shown = text(&diff("text").stdout);
    assert!(
        shown.ends_with("1 lead changed (1 cell), 0 the same, 1 added, 1 missing, 0 duplicate\n")
    );
    assert_eq!(run(&["diff"], &[&old, &fixture("other.csv")]).status.code(), Some(2));
}

#[test]
fn long_lists_are_cut_with_a_count_of_the_rest() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    fs::write(path("old.csv"), leads(5_000, |_, row| row)).expect("written");
    let spoilt = leads(5_000, |_, row| row.replace("98052", "8052").replace(",USD,", ",usd,"));
    fs::write(path("new.csv"), spoilt).expect("written");
    let diff = text(&run(&["diff"], &[&path("old.csv"), &path("new.csv")]).stdout);
    assert!(diff.lines().count() < 1_000 && diff.contains("… and 4,800 more changed leads"));
    let done = export(&path("new.csv"), &path("old.csv"), dir.path(), &[]);
    let shown = text(&done.stdout);
    let once = "C-01  5,000 rows: ";
    assert!(shown.lines().count() < 20 && shown.contains(once), "{shown}");
}

const COLUMNS: [&str; 13] = [
    "Lead Name",
    "Partner Referral Status",
    "Partner Referral Substatus",
    "Declined/Lost/Error reason",
    "Sales Stage",
    "Estimated Deal Value",
    "Currency",
    "Estimated Close Date",
    "Notes",
    "Errors",
    "Customer City",
    "Customer Postal code",
    "Referral ID",
];

const TEXTS: [&str; 16] = [
    "",
    "x, \"y\"",
    "a\r\nb",
    "USD",
    "usd",
    "Closed",
    "Lost",
    "Won",
    "Declined",
    "3",
    "100",
    "12563.0",
    "2027-01-30",
    "02/03/2027",
    "ebacdcdc-0b84-4ac4-b4ea-000000000002",
    "20000",
];

/// Writes the leads of a file again in another order, some of their cells changed.
fn edited(original: &Table, order: &[Row], edits: &[(Row, &str, &str)]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let layout = original.layout();
    writer.write_record(layout.fields().map(|f| layout.name(f))).expect("written");
    for &row in order {
        let cells = layout.fields().zip(original.cells(row)).map(|(field, text)| {
            let here = |e: &&(Row, &str, &str)| e.0 == row && e.1 == layout.name(field);
            edits.iter().rfind(here).map_or_else(|| text.into_owned(), |e| e.2.to_owned())
        });
        writer.write_record(cells).expect("written");
    }
    text(&writer.into_inner().expect("written"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_exported_file_has_only_changes_and_passes_the_check(
        order in Just([0, 1, 2, 3, 4].map(Row).to_vec()).prop_shuffle(),
        rows in 1_usize..6,
        edits in prop::collection::vec(
            ((0_u32..5).prop_map(Row), prop::sample::select(&COLUMNS[..]), prop::sample::select(&TEXTS[..])),
            0..14,
        ),
    ) {
        let original = leads(5, |n, row| match n {
            0 => row.replace("Active,Accepted,,80", "Closed,Won,,100"),
            1 => row.replace("Active,Accepted,,80", "New,Pending,,0"),
            2 => row.replace(",,,,,,Yes", ",,,,,Something failed,Yes"),
            _ => row,
        });
        let download = table(original.clone());
        let file = table(edited(&download, &order[..rows], &edits));
        let mut sheet = Sheet::new(download, Origin::Download, today());
        let carried = sheet.import_edits(&file).expect("editable");
        let plan = sheet.plan();
        // A row that gets the Referral ID among the texts becomes an edit of the second lead.
        let moved = edits.iter().filter(|e| e.1 == "Referral ID").map(|_| Row(1));
        let touched: Vec<Row> = edits.iter().map(|e| e.0).chain(moved).collect();
        for part in &plan.files {
            prop_assert!(part.iter().all(|row| touched.contains(row)));
            let upload = table(upload_text(&sheet, part));
            for (at, &row) in (0..).zip(part.iter()) {
                prop_assert!(!sheet.was_closed(row));
                for field in upload.layout().fields() {
                    let exported = sheet.exported_cells(row).iter().any(|(f, _)| *f == field);
                    let loaded = sheet.table().raw(row, field);
                    prop_assert!(exported || upload.raw(Row(at), field) == loaded);
                }
            }
            let judged = Sheet::against(upload, table(original.clone()), today());
            let errors: Vec<_> =
                judged.findings().all().filter(|f| f.level == Level::Error).collect();
            prop_assert!(errors.is_empty(), "{:?}", errors);
        }
        let join = carried.join;
        prop_assert_eq!(join.pairs().count() + join.added.len() + join.duplicates.len(), rows);
    }

    #[test]
    fn comparing_any_two_files_never_panics(
        order in Just([0, 1, 2, 3, 4].map(Row).to_vec()).prop_shuffle(),
        edits in prop::collection::vec(
            ((0_u32..5).prop_map(Row), prop::sample::select(&COLUMNS[..]), prop::sample::select(&TEXTS[..])),
            0..14,
        ),
    ) {
        let original = table(leads(5, |_, row| row));
        let file = table(edited(&original, &order, &edits));
        let sheet = Sheet::against(file, original, today());
        let summary = sheet.summary();
        prop_assert_eq!(summary.ready + summary.held_back, 5);
    }
}

#[test]
fn each_of_two_files_is_read_in_the_encoding_that_is_named_for_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    let [plain, latin, wide] = ["plain.csv", "latin.csv", "wide.csv"].map(path);
    let accented = leads(2, |_, row| row.replace("Redmond", "Zürich"));
    let renamed = accented.replace("renewal", "été");
    fs::write(&plain, &accented).expect("written");
    let bytes: Vec<u8> = renamed.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
    fs::write(&latin, bytes).expect("written");
    let units: Vec<u8> = accented.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&wide, units).expect("written");
    let latin_as = ["--encoding", "windows-1252"];

    let refused = export(&latin, &plain, dir.path(), &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("set it with --encoding windows-1252"));
    let done = export(&latin, &plain, dir.path(), &[&latin_as[..], &["--format", "json"]].concat());
    let report = json(&done);
    assert_eq!((done.status.code(), &report["summary"]["ready"]), (Some(0), &2.into()));
    assert_eq!(report["damage"], Value::Array(Vec::new()));
    let part = report["parts"][0]["path"].as_str().expect("a path");
    let upload = fs::read_to_string(part).expect("UTF-8, as the download");
    assert!(upload.contains("Contoso été 1") && upload.contains("Zürich"));

    let refused = export(&latin, &wide, dir.path(), &latin_as);
    let message = text(&refused.stderr);
    assert!(
        message.contains("wide.csv") && message.contains("--original-encoding utf-16le"),
        "{message}"
    );
    let both = [&latin_as[..], &["--original-encoding", "utf-16le", "--dry-run"]].concat();
    assert_eq!(export(&latin, &wide, dir.path(), &both).status.code(), Some(0));
    let original = wide.to_str().expect("UTF-8");
    let check = run(&[&["check", "--original", original], &both[..4]].concat(), &[&latin]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));

    let diff = |args: &[&str], old: &Path| run(&[&["diff"], args].concat(), &[old, &latin]);
    let new = ["--new-encoding", "windows-1252"];
    let shown = text(&diff(&new, &plain).stdout);
    assert!(shown.contains("2 leads changed (2 cells)"), "{shown}");
    let both = [&["--encoding", "utf-16le"], &new[..]].concat();
    assert!(text(&diff(&both, &wide).stdout).contains("2 leads changed (2 cells)"));
    assert!(text(&diff(&latin_as, &latin).stdout).contains("0 leads changed"));
}
