//! What the commands print with `--format json`, however they end: one answer that its schema describes, or nothing.

use crate::support::files::SAMPLE;
use crate::support::fixtures::{leads, today, wrong_pair};
use crate::support::hostile;
use crate::support::json::{answer, mistakes};
use crate::support::portal::{Portal, Rejections};
use crate::support::program::program;
use crate::support::workspace::Workspace;
use leadsheet::cli::{
    CheckArgs, Env, ExportArgs, ExportFormat, Format, SCHEMAS, run_check, run_export,
};
use leadsheet::leads::{COLUMNS, Col, Header, Row};
use leadsheet::sheet::{Edit, Sheet};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use std::fs;
use std::io;
use std::process::Stdio;

/// Runs a command with `--format json` and expects an exit code.
///
/// With 2 and 3 there is no answer, but a message on the error output; else there is an answer and no message.
#[track_caller]
fn ends(workspace: &Workspace, args: &str, code: i32) -> Option<Value> {
    let words: Vec<&str> = args.split(' ').chain(["--format", "json"]).collect();
    let out = workspace.run(&words);
    let message = String::from_utf8(out.stderr).expect("UTF-8");
    assert_eq!(out.status.code(), Some(code), "{args}: {message}");
    if code == 2 || code == 3 {
        assert_eq!(String::from_utf8_lossy(&out.stdout), "", "{args}");
        assert!(message.starts_with("leadsheet: ") || message.starts_with("error: "), "{message}");
        return None;
    }
    assert_eq!(message, "", "{args}");
    Some(answer(words[0], &out.stdout))
}

/// Writes the note of a lead.
fn note(sheet: &mut Sheet, row: Row, text: &str) {
    let notes = sheet.layout().field(Col::Notes).expect("a column");
    sheet.apply(Edit::cell("edit", row, notes, text)).expect("accepted");
}

/// Leads that are valid, leads with errors, a header alone, and a workbook.
fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    let closes = |row: String| row.replace("Active,Accepted,,80", "Closed,Won,,100");
    workspace.write("leads.csv", leads(3, |_, row| row));
    workspace.write("same.csv", leads(3, |_, row| row));
    workspace.write("wrong.csv", leads(3, |_, row| wrong_pair(&row)));
    workspace.write("closing.csv", leads(3, |n, row| if n == 0 { closes(row) } else { row }));
    workspace.write("empty.csv", leads(0, |_, row| row));
    workspace.write("book.csv", b"PK\x03\x04 a workbook");
    workspace
}

#[test]
fn check_and_diff_answer_or_fail() {
    let workspace = workspace();
    ends(&workspace, "check leads.csv", 0);
    ends(&workspace, "check leads.csv --original leads.csv", 0);
    ends(&workspace, "check wrong.csv", 1);
    ends(&workspace, "check wrong.csv --original leads.csv", 1);
    let empty = workspace.run(&["check", "empty.csv", "--format", "json"]);
    assert_eq!(answer("check", &empty.stdout)["rows"], 0);
    ends(&workspace, "diff leads.csv same.csv", 0);
    ends(&workspace, "diff leads.csv wrong.csv", 1);
    ends(&workspace, "diff empty.csv leads.csv", 1);
    for file in ["none.csv", "book.csv", "leads.csv --nonsense", "leads.csv --encoding latin"] {
        ends(&workspace, &format!("check {file}"), 2);
        ends(&workspace, &format!("diff same.csv {file}"), 2);
    }
    ends(&workspace, "check /proc/self/mem", 3);
    ends(&workspace, "diff leads.csv /proc/self/mem", 3);
}

#[test]
fn export_answers_or_fails() {
    let workspace = workspace();
    let export =
        |file: &str, code| ends(&workspace, &format!("export {file} --original leads.csv"), code);
    export("leads.csv", 4);
    export("wrong.csv", 1);
    export("empty.csv", 4);
    export("closing.csv", 1);
    export("closing.csv --close 2", 1);
    let dry = export("closing.csv --close 1 --dry-run", 0).expect("an answer");
    assert_eq!((&dry["dry_run"], &dry["parts"]), (&true.into(), &Value::Array(Vec::new())));
    let done = export("closing.csv --close 1", 0).expect("an answer");
    assert_eq!(done["parts"].as_array().map(Vec::len), Some(1));
    let again = export("closing.csv --close 1", 4).expect("an answer");
    assert_eq!(again["earlier"].as_array().map(Vec::len), Some(1));
    for file in ["none.csv", "book.csv", "leads.csv --nonsense"] {
        export(file, 2);
    }
    export("/proc/self/mem", 3);
    export("closing.csv --close 1 --out /proc/none", 3);
    ends(&workspace, "export --kept leads.csv", 4);
    workspace.save_work("leads.csv", |sheet| note(sheet, Row(0), "called"));
    let kept = ends(&workspace, "export --kept leads.csv", 0).expect("an answer");
    assert_eq!(kept["file"], Value::Null);
}

#[test]
fn merge_rebase_and_status_answer_or_fail() {
    let workspace = Workspace::empty();
    let mut portal = Portal::holding(SAMPLE);
    workspace.write("leads.csv", portal.download());
    workspace.write("book.csv", b"PK\x03\x04 a workbook");
    ends(&workspace, "status", 0);
    ends(&workspace, "rebase leads.csv leads.csv", 0);
    let ids = portal.ids();
    let edits = [
        (&ids[0][..], "Estimated Close Date", "02/26/2027"),
        (&ids[0][..], "Marketplace Purchase Intent", "Yes"),
        (&ids[1][..], "Estimated Close Date", "02/27/2027"),
        (&ids[1][..], "Marketplace Purchase Intent", "Yes"),
        (&ids[2][..], "Estimated Close Date", "02/30/2027"),
        (&ids[4][..], "Lead Name", "A read-only cell"),
    ];
    workspace.write("edited.csv", portal.edited(&edits));
    ends(&workspace, "export edited.csv --original leads.csv", 1);
    let part = fs::read(workspace.path("leads.upload-001.csv")).expect("exported");
    let refusals = Rejections::none().with(&ids[1], "Estimated Close Date is invalid");
    workspace.write("processed.csv", portal.upload(&part, &refusals).expect("processed").results);
    ends(&workspace, "merge leads.csv --results processed.csv --dry-run", 1);
    ends(&workspace, "merge leads.csv --results processed.csv", 1);
    let again = ends(&workspace, "merge leads.csv --results processed.csv", 1).expect("an answer");
    assert_eq!(again["kept"], false);
    for file in ["none.csv", "book.csv", "processed.csv --nonsense"] {
        ends(&workspace, &format!("merge leads.csv --results {file}"), 2);
    }
    ends(&workspace, "merge leads.csv --results /proc/self/mem", 3);
    for args in ["status", "status leads.csv", "status none.csv"] {
        ends(&workspace, args, 0);
    }
    ends(&workspace, "status --nonsense", 2);
    workspace.save_work("leads.csv", |sheet| note(sheet, Row(1), "mine"));
    portal.set(&ids[1], "Notes", "theirs");
    workspace.write("fresh.csv", portal.download());
    ends(&workspace, "rebase leads.csv fresh.csv --dry-run", 1);
    ends(&workspace, "rebase leads.csv none.csv", 2);
    ends(&workspace, "rebase leads.csv /proc/self/mem", 3);
    ends(&workspace, "rebase leads.csv fresh.csv", 1);
    ends(&workspace, "rebase leads.csv fresh.csv --mine", 0);
    ends(&workspace, "status", 0);
    let lock = workspace.lock("fresh.csv");
    let busy = workspace.run_at_once(&["rebase", "fresh.csv", "leads.csv", "--format", "json"]);
    assert_eq!((busy.status.code(), busy.stdout.len()), (Some(2), 0));
    drop(lock);
}

#[test]
fn the_tables_answer_and_the_schemas_are_schemas() {
    let workspace = workspace();
    for table in ["columns", "rules", "keys", "keys --preset spreadsheet"] {
        ends(&workspace, table, 0);
        ends(&workspace, &format!("{table} --nonsense"), 2);
    }
    for schema in &SCHEMAS {
        let out = workspace.run(&["schema", schema.command]);
        assert_eq!((out.status.code(), out.stderr.len()), (Some(0), 0));
        assert_eq!(String::from_utf8_lossy(&out.stdout), schema.text);
    }
    let list = String::from_utf8(workspace.run(&["schema"]).stdout).expect("UTF-8");
    assert!(SCHEMAS.iter().all(|schema| list.contains(schema.command)), "{list}");
    let wrong = workspace.run(&["schema", "chek"]);
    let message = String::from_utf8_lossy(&wrong.stderr);
    assert_eq!((wrong.status.code(), wrong.stdout.len()), (Some(2), 0));
    assert!(message.contains("similar value exists: 'check'"), "{message}");
}

#[test]
fn a_wrong_answer_doesn_t_fit_its_schema() {
    let workspace = workspace();
    let right = ends(&workspace, "check wrong.csv", 1).expect("an answer");
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut value = right.clone();
        change(&mut value);
        mistakes("check", &value).join("; ")
    };
    assert_eq!(wrong(&|_| {}), "");
    let file = wrong(&|value| value["file"] = Value::Null);
    assert!(file.contains("/file"), "{file}");
    let severity = wrong(&|value| value["findings"][0]["severity"] = "grave".into());
    assert!(severity.contains("/findings/0/severity"), "{severity}");
    let row = wrong(&|value| value["findings"][0]["row"] = (-1).into());
    assert!(row.contains("/findings/0/row"), "{row}");
    let more = wrong(&|value| value["summary"]["more"] = 1.into());
    assert!(more.contains("/summary"), "{more}");
}

#[test]
fn a_reader_that_has_gone_hears_nothing() {
    let workspace = workspace();
    for args in [&["check", "wrong.csv"][..], &["diff", "leads.csv", "wrong.csv"], &["rules"]] {
        for format in ["json", "text"] {
            let (reader, writer) = io::pipe().expect("a pipe");
            drop(reader);
            let mut run = program();
            run.current_dir(workspace.folder()).args(args).args(["--format", format]);
            let out = run.stdout(Stdio::from(writer)).output().expect("it runs");
            assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{args:?}");
            assert_eq!(out.status.code(), Some(3), "{args:?}");
        }
    }
}

#[test]
fn differences_as_csv_are_alone_on_the_output() {
    let workspace = workspace();
    let out = workspace.run(&["diff", "leads.csv", "wrong.csv", "--format", "csv"]);
    assert_eq!((out.status.code(), out.stderr.len()), (Some(1), 0));
    let mut reader = csv::Reader::from_reader(&out.stdout[..]);
    assert!(reader.records().all(|record| record.is_ok_and(|record| record.len() == 5)));
    let none = workspace.run(&["diff", "leads.csv", "none.csv", "--format", "csv"]);
    assert_eq!((none.status.code(), none.stdout.len()), (Some(2), 0));
}

/// The names of all columns, families with their first number.
fn names() -> Vec<String> {
    let name = |header: &Header| match header {
        Header::One(name, _) => (*name).to_owned(),
        Header::Numbered { family, .. } => format!("{family} 1"),
    };
    COLUMNS.iter().map(|column| name(&column.header)).collect()
}

/// A cell's text: what leads have, and what nobody expects.
fn cell() -> impl Strategy<Value = String> {
    let mut texts = [
        "",
        "Active",
        "New",
        "Closed",
        "Accepted",
        "Won",
        "Qualify",
        "USD",
        "usd",
        "12/31/2026",
        "2026-12-31",
        "1,250.00",
        "-5",
        "Yes",
        "no",
        " Contoso ",
        "=1+1",
        "a;b",
        "two\nlines",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend(hostile::texts().into_iter().map(|(_, text)| text.chars().take(300).collect()));
    prop_oneof![4 => select(texts), 1 => "\\PC{0,12}"]
}

fn csv_file(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(names()).expect("written");
    for (n, row) in rows.iter().enumerate() {
        // Some rows have an ID of their own, some the same one, some lack cells.
        let cells = row.iter().enumerate().map(|(at, text)| match (at, n % 5) {
            (0, 1..) => format!("id-{}", n % 7),
            _ => text.clone(),
        });
        writer.write_record(cells).expect("written");
    }
    writer.into_inner().expect("written")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_answers_about_random_files_are_as_their_schemas_say(
        old in prop::collection::vec(prop::collection::vec(cell(), names().len()), 0..6),
        new in prop::collection::vec(prop::collection::vec(cell(), 1..names().len() + 2), 0..6),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let original = folder.path().join("leads.csv");
        fs::write(&original, csv_file(&old)).expect("written");
        let env =
            Env { today: today(), width: None, colour: false, keeps_errors: false, open_days: 90, own_lists: None, house: std::sync::Arc::default() };
        let file = csv_file(&new);
        for download in [None, Some(original.clone())] {
            let args = CheckArgs {
                file: "-".into(),
                original: download,
                format: Format::Json,
                strict: false,
                encoding: None,
                original_encoding: None, house: leadsheet::cli::RulesArgs::default() };
            let mut out = Vec::new();
            if run_check(&args, &mut &file[..], &mut out, &env).is_ok() {
                answer("check", &out);
            }
        }
        let args = ExportArgs {
            file: Some("-".into()),
            original: Some(original),
            dry_run: true,
            format: ExportFormat::Json,
            ..ExportArgs::default()
        };
        let mut out = Vec::new();
        if run_export(&args, &mut &file[..], &mut out, &env).is_ok() {
            answer("export", &out);
        }
    }
}
