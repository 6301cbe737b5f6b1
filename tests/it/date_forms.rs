//! Close dates in the forms of other regions, in a file that was edited elsewhere.

use crate::support::fixtures::leads;
use crate::support::json::answer;
use crate::support::program::program;
use serde_json::Value;
use std::fs;

/// The close date of each lead, before and after.
type Dates<'a> = &'a [(&'a str, &'a str)];

/// What `export` did: its exit code, its report, and the close dates in the upload file.
struct Exported {
    code: Option<i32>,
    report: Value,
    text: String,
    uploaded: Vec<String>,
}

/// Exports a copy in which each lead has another CRM ID, and its close date in another form.
fn export(dates: Dates) -> Exported {
    let dir = tempfile::tempdir().expect("a folder");
    let quoted =
        |date: &str| if date.contains(',') { format!("\"{date}\"") } else { date.to_owned() };
    let original = leads(dates.len(), |n, row| row.replace("01/30/2027", dates[n].0));
    let edited = leads(dates.len(), |n, row| {
        row.replace(",,,,1234567", ",c,,,1234567").replace("01/30/2027", &quoted(dates[n].1))
    });
    let (download, copy) = (dir.path().join("dl.csv"), dir.path().join("edited.csv"));
    fs::write(&download, original).expect("written");
    fs::write(&copy, edited).expect("written");
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("a folder");
    let run = |more: &[&str]| {
        let mut command = program();
        command.arg("export").arg(&copy).arg("--original").arg(&download).arg("--out").arg(&out);
        command.args(more).output().expect("it runs")
    };
    let dry = run(&["--dry-run"]);
    let done = run(&["--format", "json"]);
    let mut uploaded = Vec::new();
    for file in fs::read_dir(&out).expect("a folder").map(|file| file.expect("a file").path()) {
        if !file.to_string_lossy().ends_with(".revert.csv") {
            let mut reader = csv::Reader::from_path(&file).expect("a file");
            let header = reader.headers().expect("a header").clone();
            let at = header.iter().position(|name| name == "Estimated Close Date").expect("there");
            uploaded.extend(reader.records().map(|row| row.expect("a row")[at].to_owned()));
        }
    }
    Exported {
        code: done.status.code(),
        report: answer("export", &done.stdout),
        text: String::from_utf8(dry.stdout).expect("UTF-8"),
        uploaded,
    }
}

#[test]
fn a_close_date_that_only_changed_its_form_leaves_as_downloaded() {
    let forms = [
        "2027/03/31",
        "31-Mrz-27",
        "2027/3/31",
        "2027. 03. 31.",
        "2027. 3. 31.",
        "31. 3. 2027",
        "31.3.2027.",
        "31.03.27",
        "31.3.2027 г.",
        "31-mars-27",
        "31-мар-27",
        "2027年3月31日",
        "2027년 3월 31일",
        "31-Thg3-2027",
        "31 de marzo de 2027",
        "31/03/2027",
        "31.03.2027",
        "2027-03-31",
        "31-03-2027 00:00",
        "Mar 31, 2027",
    ];
    let done = export(&forms.map(|form| ("03/31/2027", form)));
    assert_eq!((done.code, &done.report["summary"]["rewritten"]), (Some(0), &forms.len().into()));
    assert_eq!(done.uploaded, forms.map(|_| "03/31/2027"), "{}", done.text);
}

#[test]
fn a_close_date_of_another_day_in_another_form_is_uploaded_in_the_form_of_partner_center() {
    let done = export(&[
        ("03/31/2027", "2027. 04. 30."),
        ("03/31/2027", "30-Apr-27"),
        ("03/31/2027", "30-avr-27"),
    ]);
    assert_eq!((done.code, done.uploaded), (Some(0), vec!["04/30/2027".to_owned(); 3]));
}

#[test]
fn a_close_date_that_can_be_another_day_too_is_told_and_leaves_as_downloaded() {
    let done = export(&[("03/31/2027", "27/03/31"), ("10/15/2027", "15-lis-27")]);
    assert_eq!((done.code, &done.report["damage"][0]["cells"]), (Some(1), &2.into()));
    assert_eq!(done.report["damage"][0]["kind"], "dates rewritten");
    assert_eq!(done.uploaded, ["03/31/2027", "10/15/2027"]);
    assert!(done.text.contains("dates rewritten"), "{}", done.text);
    assert!(!done.text.contains("swapped"), "{}", done.text);
}
