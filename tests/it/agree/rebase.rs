//! `leadsheet rebase`.

use super::{Answer, ask, counted, list};
use crate::support::rng::Rng;
use crate::support::workspace::Workspace;
use leadsheet::leads::{Row, thousands};
use leadsheet::sheet::{CellEdit, Edit};

const HEADER: &str =
    "Referral ID,Lead Name,Notes,Partner Referral Status,Partner Referral Substatus\r\n";

/// The groups with their headings; the first ones are those that are left.
const GROUPS: [(&str, &str, &str); 7] = [
    ("conflict", "conflicts", "changed on both sides"),
    ("lead_gone", "lead_gone", "not applied: the lead isn't in the new file"),
    ("lead_closed", "lead_closed", "not applied: the lead is now Closed"),
    ("column_gone", "column_gone", "not applied: the new file lacks the column"),
    ("refused", "refused", "not applied: not allowed in the new file"),
    ("taken_over", "taken_over", "applied"),
    ("already_there", "already_there", "already up to date"),
];

/// 0 if and only if each changed cell was applied, is up to date, or is a conflict that was answered.
fn exit_code(answer: &Answer) -> i32 {
    let is_left = |change: &&serde_json::Value| match change["group"].as_str().expect("a group") {
        "taken_over" | "already_there" => false,
        "conflict" => change["answer"].is_null(),
        _ => true,
    };
    i32::from(list(&answer.json["changes"]).iter().any(|change| is_left(&change)))
}

fn agrees(answer: &Answer) {
    let count = |key| answer.count(key);
    assert_eq!(answer.code, exit_code(answer), "{}", answer.text);
    let changes = list(&answer.json["changes"]);
    assert_eq!(changes.len(), count("changed"));
    for (group, key, heading) in GROUPS {
        let of_group = changes.iter().filter(|change| change["group"] == group).count();
        assert_eq!(of_group, count(key), "{group}");
        let is_shown = answer.text.lines().any(|line| line == heading);
        assert_eq!(is_shown, of_group > 0, "{heading}\n{}", answer.text);
    }
    assert_eq!(answer.len("portal"), count("portal"));
    if count("changed") > 0 {
        let left = ["lead_gone", "lead_closed", "column_gone", "refused"].map(count);
        answer.has_line(&format!(
            "{}: {} applied, {} already up to date, {} changed on both sides, {} not applied",
            counted(count("changed"), "changed cell"),
            thousands(count("taken_over")),
            thousands(count("already_there")),
            thousands(count("conflicts")),
            thousands(left.iter().sum()),
        ));
    }
    answer.has_sentences();
}

/// The rows of a file: name, notes, and whether the lead is Closed; nothing for one that isn't there.
type Rows<'r> = &'r [Option<(&'r str, &'r str, bool)>];

fn file(rows: Rows) -> String {
    let row = |(n, row): (usize, &Option<(&str, &str, bool)>)| {
        let (name, notes, is_closed) = (*row)?;
        let status = if is_closed { "Closed,Won" } else { "Active,Accepted" };
        Some(format!("id-{n},{name},{notes},{status}\r\n"))
    };
    HEADER.to_owned() + &rows.iter().enumerate().filter_map(row).collect::<String>()
}

/// A place with an old file, a new one, and work on the old one: new texts of notes.
fn place(old: Rows, new: Rows, notes: &[(usize, &str)]) -> Workspace {
    let place = Workspace::empty();
    place.write("old.csv", file(old));
    place.write("new.csv", file(new));
    if !notes.is_empty() {
        place.save_work("old.csv", |sheet| {
            let field = sheet.layout().fields().find(|f| sheet.layout().name(*f) == "Notes");
            let field = field.expect("a column");
            let set = |(row, text): &(usize, &str)| {
                CellEdit::new(Row::at(*row), field, (*text).to_owned())
            };
            sheet.apply(Edit::new("edit", notes.iter().map(set).collect())).expect("accepted");
        });
    }
    place
}

const OLD: [Option<(&str, &str, bool)>; 4] = [
    Some(("A", "a", false)),
    Some(("B", "b", false)),
    Some(("C", "c", false)),
    Some(("D", "d", false)),
];

#[test]
fn each_kind_of_change_is_the_same_in_both_forms() {
    let mut other = OLD;
    other[0] = Some(("A", "theirs", false));
    other[1] = None;
    other[2] = Some(("C", "c", true));
    for (new, notes, more, code) in [
        (OLD, &[(0, "mine")][..], &[][..], 0),
        (OLD, &[], &[], 0),
        (other, &[(3, "mine")], &[], 0),
        (other, &[(0, "mine"), (3, "mine")], &[], 1),
        (other, &[(0, "mine"), (3, "mine")], &["--mine"], 0),
        (other, &[(0, "mine"), (3, "mine")], &["--theirs"], 0),
        (other, &[(0, "theirs")], &[], 0),
        (other, &[(1, "mine")], &[], 1),
        (other, &[(2, "mine")], &[], 1),
        (other, &[(0, "mine"), (1, "mine"), (2, "mine"), (3, "mine")], &["--mine"], 1),
    ] {
        for dry in [&[][..], &["--dry-run"]] {
            let args = [&["rebase", "old.csv", "new.csv"], more, dry].concat();
            let answer = ask(|| place(&OLD, &new, notes), &args).expect("an answer");
            agrees(&answer);
            assert_eq!(answer.code, code, "{notes:?} {more:?}\n{}", answer.text);
        }
    }
}

#[test]
fn what_cannot_be_rebased_gets_one_reason_in_both_forms() {
    let args = ["rebase", "old.csv", "gone.csv"];
    assert!(ask(|| place(&OLD, &OLD, &[(0, "mine")]), &args).is_none());
}

#[test]
fn random_changes_are_the_same_in_both_forms() {
    let mut rng = Rng::new(73);
    for _ in 0..12 {
        let mut new = OLD;
        for row in &mut new {
            let text = rng.one_of(&["a", "b", "mine", "theirs"]);
            *row = (!rng.percent(20)).then_some(("A", text, false)).filter(|_| !rng.percent(10));
            if rng.percent(20) {
                *row = row.map(|(name, text, _)| (name, text, true));
            }
        }
        let notes: Vec<(usize, &str)> =
            (0..4).filter(|_| rng.percent(60)).map(|row| (row, "mine")).collect();
        let more = rng.one_of(&["--mine", "--theirs", "--dry-run"]);
        let args = ["rebase", "old.csv", "new.csv", more];
        let Some(answer) = ask(|| place(&OLD, &new, &notes), &args) else { continue };
        agrees(&answer);
    }
}
