//! `leadsheet check` and the command line, with the real binary where the process matters.

use crate::support::files::SAMPLE;
use crate::support::fixtures::{READABLE, fixture, leads, today, wrong_pair};
use crate::support::hostile::FILE_NAME;
use crate::support::json::answer;
use crate::support::program::program;
use leadsheet::cli::{CheckArgs, Env, Exit, Format, run_check};
use leadsheet::leads::is_hidden;
use leadsheet::leads::{Field, Row};
use leadsheet::store;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};
use unicode_width::UnicodeWidthStr as _;

fn leadsheet(args: &[&str]) -> Output {
    program().args(args).stdin(Stdio::null()).output().expect("it runs")
}

fn check(name: &str, more: &[&str]) -> Output {
    let path = fixture(name);
    program().arg("check").arg(path).args(more).output().expect("it runs")
}

fn json(name: &str) -> Value {
    answer("check", check(name, &["--format", "json"]).stdout)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Checks a text within this process.
fn check_text(file: &str, format: Format, width: Option<usize>, colour: bool) -> (Exit, String) {
    let args = CheckArgs {
        file: "-".into(),
        original: None,
        format,
        strict: false,
        encoding: None,
        original_encoding: None,
        house: leadsheet::cli::RulesArgs::default(),
    };
    let around = Env {
        today: today(),
        width,
        colour,
        keeps_errors: false,
        open_days: 90,
        own_lists: None,
        house: std::sync::Arc::default(),
    };
    let mut out = Vec::new();
    let exit = run_check(&args, &mut file.as_bytes(), &mut out, &around).expect("checked");
    (exit, text(&out))
}

#[test]
fn the_exit_codes_are_0_to_3() {
    assert_eq!(check("plain.csv", &[]).status.code(), Some(0));
    assert_eq!(check("wrong-pair.csv", &[]).status.code(), Some(1));
    assert_eq!(check("workbook.xlsx.csv", &[]).status.code(), Some(2));
    assert_eq!(check("no such file.csv", &[]).status.code(), Some(2));
    let broken = program().args(["check", "/proc/self/mem"]).output().expect("it runs");
    assert_eq!(broken.status.code(), Some(3), "reading fails in the middle");
    assert_eq!(leadsheet(&["check"]).status.code(), Some(2));
    assert_eq!(leadsheet(&["check", "a", "--format", "xml"]).status.code(), Some(2));
    assert_eq!(leadsheet(&["--nonsense"]).status.code(), Some(2));
}

#[test]
fn an_unusable_file_is_one_line_on_the_error_output() {
    for name in ["cosell.csv", "unclosed-quote.csv", "not-utf8.csv", "picture.png.csv", ""] {
        let out = check(name, &[]);
        assert_eq!((out.status.code(), out.stdout.len()), (Some(2), 0), "{name}");
        let error = text(&out.stderr);
        assert!(error.starts_with("leadsheet: ") && error.lines().count() == 1, "{error}");
    }
}

#[test]
fn exit_code_text_and_json_agree() {
    for name in READABLE.into_iter().chain(["wrong-pair.csv"]) {
        let report = json(name);
        let count = |key: &str| report["summary"][key].as_u64().expect("a number");
        let (errors, warnings) = (count("errors"), count("warnings"));
        assert_eq!(check(name, &[]).status.success(), errors == 0, "{name}");
        assert_eq!(check(name, &["--strict"]).status.success(), errors + warnings == 0, "{name}");
        assert_eq!(
            count("ready") + count("held_back") + count("empty"),
            report["rows"].as_u64().expect("rows")
        );
        let findings = report["findings"].as_array().expect("a list");
        let of = |level: &str| findings.iter().filter(|f| f["severity"] == level).count() as u64;
        assert_eq!((of("error"), of("warning"), of("note")), (errors, warnings, count("notes")));
        let text = text(&check(name, &[]).stdout);
        let last = text.lines().last().expect("a summary");
        assert!(last.contains(&format!(" · {errors} error")), "{name}: {last}");
    }
}

/// Checks the second of two texts against the first: the exit code and the findings.
fn compared(original: &str, file: &str) -> (Option<i32>, Value) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str, text: &str| {
        fs::write(dir.path().join(name), text).expect("written");
        dir.path().join(name)
    };
    let (file, original) = (path("upload.csv", file), path("leads.csv", original));
    let mut run = program();
    run.arg("check").arg(file).arg("--original").arg(original).args(["--format", "json"]);
    let out = run.output().expect("it runs");
    (out.status.code(), answer("check", &out.stdout))
}

#[test]
fn a_file_is_compared_with_its_download_lead_by_lead() {
    let original = leads(3, |n, row| match n {
        0 => row.replace("Active,Accepted,,80", "Closed,Won,,100"),
        _ => row,
    });
    let lines: Vec<&str> = original.lines().collect();
    let stranger = lines[1].replace("-b4ea-", "-b4eb-");
    let damaged = lines[3].replace("98052", "8052").replace("Accepted", "Pending");
    let damaged = damaged.replace("Active", "New").replace(",80,", ",0,");
    let file = [lines[0], &damaged, lines[2], lines[1], &stranger, ""].join("\n");
    let (code, report) = compared(&original, &file);
    assert_eq!(code, Some(1));
    let findings = report["findings"].as_array().expect("a list");
    let of = |rule: &str| {
        let found = findings.iter().filter(|f| f["rule"] == rule);
        found.map(|f| (f["row"].as_u64(), f["severity"].as_str())).collect::<Vec<_>>()
    };
    assert_eq!(of("R-04"), [(Some(1), Some("error"))]);
    assert_eq!(of("T-01"), [(Some(1), Some("error"))]);
    assert_eq!(of("R-06"), [(Some(3), Some("error"))]);
    assert_eq!(of("R-07"), [(Some(2), Some("note"))]);
    assert_eq!(of("R-14"), [(Some(4), Some("error"))]);
    assert!(of("H-11").is_empty() && of("R-03").is_empty(), "{findings:#?}");
    let renamed = lines[2].replace("Contoso renewal 1", "Contoso summer");
    let (code, report) = compared(&original, &[lines[0], &renamed, ""].join("\n"));
    assert_eq!((code, &report["summary"]["ready"]), (Some(0), &1.into()), "a subset is enough");
}

#[test]
fn a_header_that_is_not_the_download_s_is_an_error_that_names_the_columns() {
    let original = leads(1, |_, row| row);
    let file = original.replace("Phone Validity", "Validity").replace("renewal", "summer");
    let (code, report) = compared(&original, &file);
    let findings = report["findings"].as_array().expect("a list").iter();
    let messages: Vec<_> =
        findings.filter(|f| f["rule"] == "H-11").map(|f| &f["message"]).collect();
    assert_eq!((code, messages.len()), (Some(1), 2));
    assert!(messages[0].as_str().is_some_and(|s| s.contains("\"Phone Validity\" is missing")));
    assert!(
        messages[1].as_str().is_some_and(|s| s.contains("\"Validity\" is not in the download"))
    );
}

#[test]
fn json_places_each_finding() {
    let report = json("wrong-pair.csv");
    assert_eq!((&report["encoding"], &report["delimiter"]), (&"UTF-8".into(), &",".into()));
    assert_eq!((&report["rows"], &report["columns"]), (&4.into(), &52.into()));
    let findings = report["findings"].as_array().expect("a list");
    let found: Vec<_> = findings.iter().filter(|f| f["rule"] == "S-04").collect();
    assert_eq!(found.len(), 2);
    let places: Vec<_> = found.iter().map(|f| (f["row"].as_u64(), f["line"].as_u64())).collect();
    assert_eq!(places, [(Some(2), Some(3)), (Some(4), Some(6))], "row 2 has a line break in it");
    let first = found[0];
    assert_eq!(first["column"], "Partner Referral Substatus");
    assert_eq!((&first["severity"], &first["value"]), (&"error".into(), &"Accepted".into()));
    assert_eq!(first["referral_id"], "ebacdcdc-0b84-4ac4-b4ea-5b2587000002");
    assert!(first["message"].as_str().is_some_and(|m| m.contains("New")));
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect();
    let mut all: Vec<String> = keys(first);
    all.sort();
    let wanted = "column line message referral_id row rule severity suggestion value";
    assert_eq!(all.join(" "), wanted);
    assert_eq!(report["summary"]["held_back"], 2);
}

#[test]
fn json_names_the_recognised_encoding_and_delimiter() {
    for (name, more, encoding, delimiter) in [
        ("utf16.csv", &[][..], "UTF-16LE with BOM", ","),
        ("windows-1252.csv", &["--encoding", "windows-1252"], "Windows-1252", ","),
        ("tabs.csv", &[], "UTF-8", "\t"),
        ("excel-unicode-text.csv", &[], "UTF-16LE with BOM", "\t"),
        ("sep-semicolon.csv", &[], "UTF-8 with BOM", ";"),
        ("sep-line.csv", &[], "UTF-8", ","),
    ] {
        let more = [more, &["--format", "json"]].concat();
        let report = answer("check", check(name, &more).stdout);
        assert_eq!(report["encoding"], encoding, "{name}");
        assert_eq!(report["delimiter"], delimiter, "{name}");
        let findings = report["findings"].as_array().expect("a list");
        let count = findings.iter().filter(|f| f["rule"] == "F-03").count();
        let wanted = usize::from(delimiter != ",") + usize::from(name.starts_with("sep-"));
        assert_eq!(count, wanted, "{name}: one for the delimiter, one for the line");
    }
    let wrong = check("plain.csv", &["--encoding", "latin-9"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("utf-8, utf-16le, utf-16be, windows-1252"));
}

#[test]
fn text_groups_by_row_and_ends_with_a_summary() {
    let text = text(&check("wrong-pair.csv", &[]).stdout);
    assert!(text.contains("row 2 (line 3)  Contoso renewal 2\n"), "{text}");
    assert!(text.contains("row 4 (line 6)  Fabrikam upgrade\n  error    S-04  Partner Referral"));
    let last = text.lines().last().expect("a summary");
    assert!(last.starts_with("4 rows: 2 ready, 2 held back · 2 errors"), "{last}");
}

#[test]
fn notices_about_the_file_come_first() {
    let text = text(&check("stray-quote.csv", &[]).stdout);
    assert!(text.starts_with("Line 2: there is text after a closing quote"), "{text}");
}

#[test]
fn hostile_cells_and_names_never_reach_a_terminal_raw() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(format!("{FILE_NAME}.csv"));
    fs::copy(fixture("hostile.csv"), &path).expect("copied");
    let run = |file: &Path, more: &[&str]| {
        program().arg("check").arg(file).args(more).output().expect("it runs")
    };
    let missing = dir.path().join("\u{1b}]0;x\u{7}\u{202e}");
    let outputs = [
        run(&path, &[]),
        run(&path, &["--format", "json"]),
        run(&missing, &[]),
        run(&path, &["\u{1b}[31m\u{202e}\u{9b}"]),
        run(&fixture("other.csv"), &[]),
    ];
    for out in outputs {
        for written in [&out.stdout, &out.stderr] {
            let shown = text(written);
            let raw = shown.chars().find(|&c| c != '\n' && is_hidden(c));
            assert_eq!(raw, None, "{shown}");
        }
    }
    let report = answer("check", run(&path, &["--format", "json"]).stdout);
    assert_eq!(report["file"], path.to_str().expect("UTF-8"), "JSON means the very name");
}

#[test]
fn long_lists_are_cut_with_a_count_of_the_rest() {
    let file = leads(5_000, |_, row| wrong_pair(&row));
    let (exit, text) = check_text(&file, Format::Text, None, false);
    assert_eq!(exit, Exit::Problems);
    assert_eq!(text.lines().filter(|l| l.contains("  S-04  ")).count(), 100);
    assert!(text.contains("\n… and 4,900 more of S-04\n"), "it counts the rest");
    assert!(text.lines().last().is_some_and(|l| l.starts_with("5,000 rows: 0 ready, 5,000 held")));
}

#[test]
fn values_in_json_are_limited() {
    let long = format!("New,Accepted,{}", "x".repeat(3_000));
    let file = leads(1, |_, row| row.replace("Active,Accepted,", &long));
    let report = answer("check", check_text(&file, Format::Json, None, false).1);
    for finding in report["findings"].as_array().expect("a list") {
        assert!(finding["value"].as_str().is_none_or(|v| v.chars().count() <= 1_000));
    }
}

#[test]
fn output_fits_the_terminal_and_has_colour_only_on_request() {
    let file = leads(1, |_, row| wrong_pair(&row));
    let (_, narrow) = check_text(&file, Format::Text, Some(60), false);
    assert!(narrow.lines().all(|line| line.width() <= 60), "{narrow}");
    let joined = narrow.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains("Accepted doesn't match status New; use Pending or Received."));
    assert!(!narrow.contains('\u{1b}'));
    let (_, coloured) = check_text(&file, Format::Text, None, true);
    assert!(coloured.contains("\u{1b}[1;31merror"), "{coloured}");
    for width in 0..30 {
        assert!(!check_text(&file, Format::Text, Some(width), false).1.is_empty());
    }
}

#[test]
fn the_standard_input_is_checked() {
    let mut child = program()
        .args(["check", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let file = leads(2, |_, row| wrong_pair(&row));
    child.stdin.take().expect("a pipe").write_all(file.as_bytes()).expect("written");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!(out.status.code(), Some(1));
    let report = answer("check", &out.stdout);
    assert_eq!((&report["file"], &report["rows"]), (&"-".into(), &2.into()));
}

#[test]
fn a_closed_pipe_ends_the_check_quietly() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("leads.csv");
    fs::write(&path, leads(1_000, |_, row| wrong_pair(&row))).expect("written");
    let mut child = program()
        .arg("check")
        .arg(&path)
        .args(["--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(line, "{\n");
    let out = child.wait_with_output().expect("it ends");
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(3), String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_and_is_an_error() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let out =
        program().arg("check").arg(fixture("plain.csv")).stdout(full).output().expect("it runs");
    assert_eq!(out.status.code(), Some(3));
    assert!(text(&out.stderr).contains("the output can't be written"));
}

#[test]
fn help_and_version_are_printed_for_people() {
    let help = leadsheet(&["--help"]);
    let shown = text(&help.stdout);
    assert_eq!(help.status.code(), Some(0));
    assert!(shown.contains("Examples:") && shown.contains("leadsheet check leads.csv"), "{shown}");
    assert!(shown.lines().all(|line| line.width() <= 100), "{shown}");
    let version = leadsheet(&["--version"]);
    assert_eq!(text(&version.stdout), format!("leadsheet {}\n", env!("CARGO_PKG_VERSION")));
    let nothing = leadsheet(&[]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(text(&nothing.stderr).contains("Usage: leadsheet [OPTIONS] [FILE]"));
}

/// The sample's third lead, which has no fault, with one cell of another text; a new ID each.
fn one_fault(number: usize, column: &str, text: &str) -> Vec<String> {
    let table = store::open_bytes("sample", SAMPLE.to_vec()).expect("usable").table;
    let layout = table.layout();
    let name = |field: Field| layout.name(field).trim_end_matches(['*', ' ']);
    let cell = |field: Field| match name(field) {
        "Referral ID" => format!("{number:08x}-0b84-4ac4-a4ea-5b2587d42cee"),
        other if other == column => text.to_owned(),
        _ => table.cell(Row(2), field).into_owned(),
    };
    table.layout().fields().map(cell).collect()
}

#[test]
fn one_problem_of_each_family_is_found_at_its_cell_with_its_fix() {
    let faults = [
        ("Lead Name", "", "N-01", None),
        ("Partner Referral Substatus", "Pending", "S-04", None),
        ("Sales Stage", "40", "G-02", Some("80")),
        ("Estimated Deal Value", "12,563.00", "V-02", Some("12563.00")),
        ("Currency", "usd", "C-01", Some("USD")),
        ("Estimated Close Date", "2027-03-01", "E-03", Some("03/01/2027")),
        ("Marketplace Purchase Intent", "", "M-02", None),
        ("Team member 1", "Bob", "P-02", None),
        ("Declined/Lost/Error reason", "3", "D-05", None),
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    let sample = store::open_bytes("sample", SAMPLE.to_vec()).expect("usable").table;
    let header: Vec<&str> = sample.layout().fields().map(|f| sample.layout().name(f)).collect();
    writer.write_record(&header).expect("written");
    for (n, (column, text, ..)) in faults.iter().enumerate() {
        writer.write_record(one_fault(n, column, text)).expect("written");
    }
    let file = text(&writer.into_inner().expect("written"));
    let (exit, out) = check_text(&file, Format::Json, None, false);
    assert_eq!(exit, Exit::Problems);
    let found = answer("check", &out);
    let found = found["findings"].as_array().expect("a list");
    let found: Vec<&Value> = found.iter().filter(|f| f["severity"] != "note").collect();
    assert_eq!(found.len(), faults.len(), "{found:#?}");
    for (n, (column, value, rule, suggestion)) in faults.into_iter().enumerate() {
        let finding = found[n];
        assert_eq!((&finding["row"], &finding["line"]), (&(n + 1).into(), &(n + 2).into()));
        assert_eq!(finding["column"].as_str().map(|c| c.trim_end_matches('*')), Some(column));
        assert_eq!((&finding["rule"], &finding["value"]), (&rule.into(), &value.into()));
        assert_eq!(finding["suggestion"].as_str(), suggestion, "{rule}");
        assert!(!finding["message"].as_str().expect("a text").is_empty());
    }
}
