//! `leadsheet check`.

use super::{Answer, ask, counted, file_of, list};
use crate::support::fixtures::{READABLE, fixture, leads, today, wrong_pair};
use crate::support::json::answer;
use crate::support::rng::Rng;
use crate::support::workspace::Workspace;
use leadsheet::cli::{CheckArgs, Env, Format, run_check};
use leadsheet::leads::thousands;
use leadsheet::table::Table;
use std::fs;

/// How many findings of one rule the text lists.
const LISTED: usize = 100;

/// 1 if and only if an error was found; with `--strict`, an error or a warning.
fn exit_code(answer: &Answer, strict: bool) -> i32 {
    let problems = answer.count("errors") + if strict { answer.count("warnings") } else { 0 };
    i32::from(problems > 0)
}

/// Checks an answer against the file, given as read by another reader where that can read it.
fn agrees(answer: &Answer, strict: bool, rows: Option<usize>) {
    let count = |key| answer.count(key);
    assert_eq!(answer.code, exit_code(answer, strict), "{}", answer.text);
    let rows_in_json = super::number(&answer.json["rows"]);
    assert_eq!(rows.unwrap_or(rows_in_json), rows_in_json);
    assert_eq!(rows_in_json, count("ready") + count("held_back") + count("empty"));
    let findings = list(&answer.json["findings"]);
    for (severity, key) in [("error", "errors"), ("warning", "warnings"), ("note", "notes")] {
        let of = findings.iter().filter(|finding| finding["severity"] == severity);
        assert_eq!(of.clone().count(), count(key), "{severity}");
        let mut rules: Vec<&str> = of.filter_map(|finding| finding["rule"].as_str()).collect();
        rules.sort_unstable();
        for same in rules.chunk_by(|one, other| one == other).filter(|_| severity != "note") {
            let line = format!("  {severity:<7}  {:<5} ", same[0]);
            assert_eq!(answer.lines(&line), same.len().min(LISTED), "{line}\n{}", answer.text);
            if let Some(more @ 1..) = same.len().checked_sub(LISTED) {
                answer.has_line(&format!("… and {} more of {}", thousands(more), same[0]));
            }
        }
    }
    let empty = match count("empty") {
        0 => String::new(),
        n => format!(", {} empty", thousands(n)),
    };
    let notes = match count("notes") {
        0 => "0 notes".to_owned(),
        n => format!("{} (in --format json)", counted(n, "note")),
    };
    let line = format!(
        "{}: {} ready, {} held back{empty} · {}, {}, {notes}",
        counted(rows_in_json, "row"),
        thousands(count("ready")),
        thousands(count("held_back")),
        counted(count("errors"), "error"),
        counted(count("warnings"), "warning"),
    );
    let left_out = match count("left_out") {
        0 => String::new(),
        n => format!(" · {} of the download left out", counted(n, "lead")),
    };
    answer.has_line(&format!("{line}{left_out}"));
}

/// A place with a file.
fn place(text: &[u8]) -> impl Fn() -> Workspace {
    let text = text.to_vec();
    move || {
        let place = Workspace::empty();
        place.write("leads.csv", &text);
        place
    }
}

#[test]
fn each_fixture_gets_one_answer_in_both_forms() {
    for name in READABLE {
        let bytes = fs::read(fixture(name)).expect("the fixture");
        for more in [&[][..], &["--strict"]] {
            let args = [&["check", "leads.csv"], more].concat();
            let answer = ask(place(&bytes), &args).unwrap_or_else(|| panic!("{name}"));
            agrees(&answer, !more.is_empty(), None);
        }
    }
}

#[test]
fn a_file_that_cannot_be_used_gets_one_reason_in_both_forms() {
    for name in
        ["workbook.xlsx.csv", "empty.csv", "other.csv", "not-utf8.csv", "no-referral-id.csv"]
    {
        let bytes = fs::read(fixture(name)).expect("the fixture");
        assert!(ask(place(&bytes), &["check", "leads.csv"]).is_none(), "{name}");
    }
    assert!(ask(Workspace::empty, &["check", "leads.csv"]).is_none());
}

#[test]
fn long_lists_are_cut_in_the_text_and_counted_in_whole() {
    let text = leads(1_234, |_, row| wrong_pair(&row));
    let answer = ask(place(text.as_bytes()), &["check", "leads.csv"]).expect("an answer");
    assert_eq!(answer.count("errors"), 1_234);
    agrees(&answer, false, Some(1_234));
}

#[test]
fn leads_of_the_download_that_are_left_out_are_counted() {
    let download = leads(5, |_, row| row);
    let edited = file_of(download.lines().take(4));
    let both = || {
        let place = Workspace::empty();
        place.write("leads.csv", &edited);
        place.write("original.csv", &download);
        place
    };
    let args = ["check", "leads.csv", "--original", "original.csv"];
    let answer = ask(both, &args).expect("an answer");
    agrees(&answer, false, Some(3));
    assert_eq!(answer.count("left_out"), 2);
}

/// Texts that cells may get: right and wrong ones for every kind of column.
const TEXTS: [&str; 14] = [
    "",
    "x",
    "New",
    "Active",
    "Closed",
    "Accepted",
    "Lost",
    "Yes",
    "usd",
    "EUR",
    "02/30/2027",
    "03/31/2027",
    "12,5",
    "=1+1",
];

#[test]
fn random_edits_get_one_answer_in_both_forms() {
    let mut rng = Rng::new(16);
    for _ in 0..60 {
        let rows = 1 + rng.below(6);
        let table = Table::parse(leads(rows, |_, row| row), b',').expect("well-formed");
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(table.layout().names()).expect("in memory");
        for row in table.rows() {
            let mut cell = |text: &str| {
                let text = if rng.percent(8) { rng.one_of(&TEXTS) } else { text };
                text.to_owned()
            };
            let cells = table.cells(row).map(|text| text.into_owned()).collect::<Vec<_>>();
            writer.write_record(cells.iter().map(|text| cell(text))).expect("in memory");
        }
        let file = writer.into_inner().expect("in memory");
        let strict = rng.percent(50);
        agrees(&within(&file, strict), strict, Some(rows));
    }
}

/// Checks a file within this process.
fn within(file: &[u8], strict: bool) -> Answer {
    let run = |format| {
        let args = CheckArgs {
            file: "-".into(),
            original: None,
            format,
            strict,
            encoding: None,
            original_encoding: None,
            house: leadsheet::cli::RulesArgs::default(),
        };
        let env = Env {
            today: today(),
            width: None,
            colour: false,
            keeps_errors: false,
            open_days: 90,
            own_lists: None,
            house: std::sync::Arc::default(),
        };
        let mut out = Vec::new();
        let exit = run_check(&args, &mut &*file, &mut out, &env).expect("an answer");
        (i32::from(exit.code()), String::from_utf8(out).expect("UTF-8"))
    };
    let ((code, text), (other, json)) = (run(Format::Text), run(Format::Json));
    assert_eq!(code, other);
    Answer { code, text, json: answer("check", &json) }
}
