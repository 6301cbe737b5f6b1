//! `leadsheet export`, of an edited file and of saved work.

use super::{Answer, ask, counted, list, number};
use crate::support::fixtures::leads;
use crate::support::rng::Rng;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::leads::{Row, thousands};
use leadsheet::sheet::{CellEdit, Edit, Sheet};
use leadsheet::table::Table;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Whether a lead, a cell or a row of what was changed isn't in the upload files.
fn is_left(answer: &Answer) -> bool {
    let damaged = list(&answer.json["damage"]).iter().any(|harm| harm["editable"] == true);
    damaged || answer.len("held_back") + answer.len("refused") + answer.count("failed") > 0
}

/// Whether leads become Closed whose number wasn't given, or not rightly.
fn is_unconfirmed(answer: &Answer, close: Option<usize>) -> bool {
    answer.count("closing") != close.unwrap_or(0)
}

/// Whether upload files have all of the ready leads already.
fn is_repeated(answer: &Answer) -> bool {
    answer.count("ready") > 0
        && answer.json["message"].as_str().is_some_and(|m| m.starts_with("Nothing to write"))
}

/// 1 if something is left or unconfirmed, else 4 if nothing is to be written, else 0.
fn exit_code(answer: &Answer, close: Option<usize>) -> i32 {
    let nothing = answer.count("ready") == 0 || is_repeated(answer);
    match (is_left(answer) || !nothing && is_unconfirmed(answer, close), nothing) {
        (true, _) => 1,
        (false, true) => 4,
        (false, false) => 0,
    }
}

fn agrees(answer: &Answer, close: Option<usize>) {
    let count = |key| answer.count(key);
    assert_eq!(answer.code, exit_code(answer, close), "{}\n{:#}", answer.text, answer.json);
    assert_eq!(answer.len("leads"), count("ready"));
    assert_eq!(answer.len("closing"), count("closing"));
    let ids = |key: &str| -> BTreeSet<&str> {
        let rows = list(&answer.json[key]).iter();
        rows.filter_map(|row| row["referral_id"].as_str()).collect()
    };
    assert_eq!(ids("held_back").len(), count("held_back"), "{}", answer.text);
    assert_eq!(answer.len("refused"), count("refused"));
    // What was written has the ready leads, and nothing else was.
    let parts = list(&answer.json["parts"]);
    let is_dry = answer.json["dry_run"] == true;
    assert_eq!(parts.is_empty(), answer.code == 4 || is_dry || rows(parts, "rows") == 0);
    if !parts.is_empty() {
        assert_eq!(rows(parts, "rows"), count("ready"));
        let cells = list(&answer.json["leads"]).iter().map(|lead| list(&lead["changes"]).len());
        let cells = cells.sum::<usize>();
        assert_eq!(rows(parts, "changed"), cells);
        let rows = counted(count("ready"), "row");
        answer.has_line(&format!("verified: {rows}, {}, 0 others", counted(cells, "changed cell")));
        for part in parts {
            let path = part["path"].as_str().expect("a path");
            assert!(answer.text.contains(path), "{path}\n{}", answer.text);
        }
    }
    let mut line = format!(
        "{}: {} ready, {} held back",
        counted(count("rows"), "row"),
        thousands(count("ready")),
        thousands(count("held_back"))
    );
    for (key, label) in [
        ("refused", "not imported"),
        ("exported", "exported before"),
        ("failed", "rejected and not corrected"),
        ("rewritten", "rewritten unchanged"),
        ("missing", "left out"),
    ] {
        if count(key) > 0 {
            line = format!("{line}, {} {label}", thousands(count(key)));
        }
    }
    answer.has_line(&line);
    for (key, heading) in [
        ("held_back", "held back (rows of the download)"),
        ("refused", "not imported (rows of the edited file)"),
        ("no_way_back", "what can't be reverted"),
        ("notices", "notices"),
        ("parts", "written"),
    ] {
        let is_shown = answer.text.lines().any(|found| found == heading);
        assert_eq!(is_shown, answer.len(key) > 0, "{heading}\n{}", answer.text);
    }
    answer.has_line(answer.json["message"].as_str().expect("a message"));
    if let Some(next) = answer.json["next"].as_str() {
        answer.has_line(&format!("next: {next}"));
    }
}

fn rows(parts: &[Value], key: &str) -> usize {
    parts.iter().map(|part| number(&part[key])).sum()
}

/// The rows of the upload files in a folder, read by another reader.
fn uploaded(place: &Workspace) -> usize {
    let files =
        fs::read_dir(place.folder()).expect("a folder").map(|file| file.expect("a file").path());
    let is_upload = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        name.contains(".upload-") && !name.contains(".revert.")
    };
    files
        .filter(is_upload)
        .map(|path| csv::Reader::from_path(path).expect("a file").records().count())
        .sum()
}

/// The cells of a lead that are edited, each with its new text.
type Edits = Vec<(usize, &'static str, &'static str)>;

/// A download of so many leads, and a copy with edits.
fn place(count: usize, edits: &Edits) -> Workspace {
    let place = Workspace::empty();
    let download = leads(count, |_, row| row);
    let table = Table::parse(download.clone(), b',').expect("well-formed");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.layout().names()).expect("in memory");
    for row in table.rows() {
        let cells = table.layout().fields().zip(table.cells(row)).map(|(field, text)| {
            let name = table.layout().name(field);
            let edit = edits
                .iter()
                .find(|(at, column, _)| *at == row.number() && name.starts_with(column));
            edit.map_or(text.into_owned(), |(_, _, new)| (*new).to_owned())
        });
        writer.write_record(cells.collect::<Vec<_>>()).expect("in memory");
    }
    place.write("leads.csv", download);
    place.write("edited.csv", writer.into_inner().expect("in memory"));
    place
}

const EXPORT: [&str; 4] = ["export", "edited.csv", "--original", "leads.csv"];

/// Edits that are ready, held back, refused, damaged and closing.
const READY: (usize, &str, &str) = (1, "Notes", "Call again");
const HELD: (usize, &str, &str) = (2, "Estimated Close Date", "02/30/2027");
const REFUSED: (usize, &str, &str) = (3, "Errors", "x");
const DAMAGED: (usize, &str, &str) = (4, "Estimated Close Date", "########");

fn closing(row: usize) -> [(usize, &'static str, &'static str); 3] {
    [
        (row, "Partner Referral Status", "Closed"),
        (row, "Partner Referral Substatus", "Won"),
        (row, "Sales Stage", "100"),
    ]
}

#[test]
fn each_kind_of_edit_is_the_same_in_both_forms() {
    for (edits, more, close, code) in [
        (vec![], &[][..], None, 4),
        (vec![READY], &[], None, 0),
        (vec![READY, HELD], &[], None, 1),
        (vec![HELD], &[], None, 1),
        (vec![READY, REFUSED], &[], None, 1),
        (vec![REFUSED], &[], None, 1),
        (vec![READY, DAMAGED], &[], None, 1),
        (vec![DAMAGED], &[], None, 1),
        (closing(1).to_vec(), &[], None, 1),
        (closing(1).to_vec(), &["--close", "2"], Some(2), 1),
        (closing(1).to_vec(), &["--close", "1"], Some(1), 0),
        ([&[READY][..], &closing(2)].concat(), &["--close", "1", "--separate-closed"], Some(1), 0),
        ([&[READY, HELD][..], &closing(4)].concat(), &["--close", "1"], Some(1), 1),
    ] {
        for dry in [&[][..], &["--dry-run"]] {
            let args = [&EXPORT, more, dry].concat();
            let answer = ask(|| place(5, &edits), &args).expect("an answer");
            agrees(&answer, close);
            assert_eq!(answer.code, code, "{edits:?}\n{}", answer.text);
            // The folder has what the report names.
            let there = place(5, &edits);
            there.run(&args);
            assert_eq!(
                uploaded(&there),
                rows(list(&answer.json["parts"]), "rows"),
                "{}",
                answer.text
            );
        }
    }
}

#[test]
fn the_same_export_again_is_the_same_in_both_forms() {
    let exported = || {
        let place = place(5, &vec![READY]);
        assert_eq!(place.run(&EXPORT).status.code(), Some(0));
        place
    };
    let again = ask(exported, &EXPORT).expect("an answer");
    agrees(&again, None);
    assert_eq!((again.code, again.len("earlier")), (4, 1), "{}", again.text);
    let forced = ask(exported, &[&EXPORT[..], &["--again"]].concat()).expect("an answer");
    agrees(&forced, None);
    assert_eq!(forced.code, 0);
}

#[test]
fn what_cannot_be_exported_gets_one_reason_in_both_forms() {
    let args = ["export", "gone.csv", "--original", "leads.csv"];
    assert!(ask(|| place(2, &vec![]), &args).is_none());
    let args = ["export", "edited.csv", "--original", "leads.csv", "--out", "leads.csv"];
    assert!(ask(|| place(2, &vec![READY]), &args).is_none(), "the folder is a file");
}

#[test]
fn random_edits_are_the_same_in_both_forms() {
    let columns = [
        "Notes",
        "Estimated Deal Value",
        "Currency",
        "Estimated Close Date",
        "Lead Name",
        "Errors",
        "Partner Referral Status",
    ];
    let texts = ["", "x", "EUR", "12,5", "250", "02/30/2027", "03/31/2027", "Closed", "=1"];
    let mut rng = Rng::new(29);
    for _ in 0..16 {
        let count = 1 + rng.below(5);
        let edits: Edits = (0..rng.below(6))
            .map(|_| (1 + rng.below(count), rng.one_of(&columns), rng.one_of(&texts)))
            .collect();
        let more: &[&str] = if rng.percent(50) { &["--dry-run"] } else { &[] };
        let answer = ask(|| place(count, &edits), &[&EXPORT, more].concat()).expect("an answer");
        agrees(&answer, None);
    }
}

/// Makes edits as the editor does.
fn work(sheet: &mut Sheet, edits: &Edits) {
    let field = |column: &str| {
        let layout = sheet.layout();
        layout.fields().find(|field| layout.name(*field).starts_with(column)).expect("a column")
    };
    let sets = edits.iter().map(|(row, column, text)| {
        CellEdit::new(Row::at(row - 1), field(column), (*text).to_owned())
    });
    let sets = sets.collect();
    sheet.apply(Edit::new("edit", sets)).expect("accepted");
}

/// What the review on the screen says of the same work: the lines about Partner Center and about held-back leads.
fn review(edits: &Edits) -> String {
    let mut session =
        Session::start(Session::of(&leads(5, |_, row| row), crate::support::fixtures::today()));
    if !edits.is_empty() {
        work(&mut session.app.sheet, edits);
    }
    session.sized(140, 60).keys("<ctrl-s>").screen()
}

#[test]
fn saved_work_is_the_same_in_both_forms_and_in_the_review() {
    for (edits, more, close, code) in [
        (vec![READY], &[][..], None, 0),
        (vec![READY, HELD], &[], None, 1),
        (vec![HELD], &[], None, 1),
        ([&[READY][..], &closing(2)].concat(), &[], None, 1),
        ([&[READY][..], &closing(2)].concat(), &["--close", "1"], Some(1), 0),
    ] {
        let saved = || {
            let place = place(5, &vec![]);
            place.save_work("leads.csv", |sheet| work(sheet, &edits));
            place
        };
        let review = review(&edits);
        for dry in [&[][..], &["--dry-run"]] {
            let args = [&["export", "--kept", "leads.csv"], more, dry].concat();
            let answer = ask(saved, &args).expect("an answer");
            agrees(&answer, close);
            assert_eq!(answer.code, code, "{edits:?}\n{}", answer.text);
            let forecast = answer.text.lines().find(|line| line.starts_with("Partner Center: "));
            assert!(forecast.is_none_or(|line| review.contains(line)), "{}\n{review}", answer.text);
            let (ready, held) = (answer.count("ready"), answer.count("held_back"));
            if ready > 0 {
                let line = format!("Export: {} in one file", counted(ready, "lead"));
                assert!(review.contains(&line) || close != Some(1), "{line}\n{review}");
            }
            if held > 0 {
                let line = format!("Held back, not in the file: {}", counted(held, "lead"));
                assert!(review.contains(&line) || ready == 0, "{line}\n{review}");
            }
        }
    }
}
