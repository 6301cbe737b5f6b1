//! `leadsheet merge`.

use super::{Answer, ask, counted, list};
use crate::support::rng::Rng;
use crate::support::workspace::Workspace;
use leadsheet::leads::{Field, Row, thousands};
use leadsheet::sheet::{CellEdit, Edit};

const HEADER: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,Notes,Errors\r\n";

/// 0 if and only if the file says of each of its leads that it was accepted: none is rejected, and no result
/// is doubtful, contradicts another one, or is of a lead that the download hasn't.
fn exit_code(answer: &Answer) -> i32 {
    let doubtful = ["contradicting", "stale", "unclear", "lost_edits", "not_reverted"];
    let doubtful: usize = doubtful.iter().map(|key| answer.count(key)).sum();
    let strangers = list(&answer.json["others"]).iter().filter(|row| row["failed"] == true);
    i32::from(doubtful + strangers.count() + answer.len("failed") > 0)
}

fn agrees(answer: &Answer) {
    let count = |key| answer.count(key);
    assert_eq!(answer.code, exit_code(answer), "{}", answer.text);
    assert_eq!(answer.len("failed"), count("failed"));
    assert_eq!(answer.len("others"), count("unknown") + count("repeated"));
    let leads = list(&answer.json["leads"]);
    let group = |name: &str| leads.iter().filter(|lead| lead["group"] == name).count();
    for (name, key) in [
        ("known", "known"),
        ("edited_since", "edited_since"),
        ("unclear", "unclear"),
        ("taken_over", "taken_over"),
        ("not_uploaded", "not_uploaded"),
        ("stale", "stale"),
        ("contradicting", "contradicting"),
        ("waiting", "waiting"),
    ] {
        assert_eq!(group(name), count(key), "{name}");
    }
    // Each sentence about a rejected lead is a line.
    let said = list(&answer.json["failed"]).iter().map(|lead| list(&lead["said"]).len());
    assert_eq!(answer.lines("  ! row "), said.sum::<usize>().min(100), "{}", answer.text);
    let mut line = format!(
        "{}: {} done, {} failed",
        counted(count("rows"), "row"),
        thousands(count("done")),
        thousands(count("failed"))
    );
    if count("known") > 0 {
        line = format!("{line} ({} known before)", thousands(count("known")));
    }
    for (key, label) in [
        ("edited_since", "edited since"),
        ("reverted", "reverted"),
        ("not_reverted", "not reverted"),
        ("unclear", "not clear"),
        ("not_uploaded", "not changed here"),
        ("stale", "unchanged since before the export"),
        ("unknown", "not in the download"),
        ("repeated", "twice"),
        ("waiting", "waiting for results"),
    ] {
        if count(key) > 0 {
            line = format!("{line}, {} {label}", thousands(count(key)));
        }
    }
    answer.has_line(&line);
    answer.has_sentences();
}

/// A place in which so many of the leads were renamed, and exported.
fn place(leads: usize, exported: usize, results: &str) -> Workspace {
    let place = Workspace::empty();
    let row = |n: usize| format!("id-{n},Lead {n},USD,Active,,\r\n");
    place.write("leads.csv", HEADER.to_owned() + &(1..=leads).map(row).collect::<String>());
    place.write("processed.csv", HEADER.to_owned() + results);
    if exported > 0 {
        place.save_work("leads.csv", |sheet| {
            let rows: Vec<Row> = Row::first(exported).collect();
            let name = |row: &Row| CellEdit::new(*row, Field(1), format!("New {row}"));
            sheet.apply(Edit::new("edit", rows.iter().map(name).collect())).expect("accepted");
            sheet.mark_exported(&rows, &[]);
        });
    }
    place
}

#[test]
fn each_kind_of_result_is_the_same_in_both_forms() {
    let accepted = |n: usize| format!("id-{n},New {n},USD,Active,,\r\n");
    let rejected = |n: usize| format!("id-{n},New {n},USD,Active,,Currency missing; Try later\r\n");
    for (exported, results, code) in [
        (2, accepted(1) + &accepted(2), 0),
        (2, accepted(1), 0),
        (2, accepted(1) + &rejected(2), 1),
        (2, accepted(2) + "id-9,x,USD,Active,,\r\n", 0),
        (2, accepted(2) + "id-9,x,USD,Active,,No\r\n", 1),
        (2, "id-2,Lead 2,USD,Active,,\r\n".to_owned() + &accepted(1), 1),
        (2, accepted(1) + &accepted(1), 0),
        (2, accepted(1) + &rejected(1), 1),
        (1, accepted(1) + "id-3,Lead 3,USD,Active,,\r\n", 0),
        (0, accepted(1) + &rejected(3), 1),
        (0, accepted(1), 0),
    ] {
        for more in [&[][..], &["--dry-run"]] {
            let args = [&["merge", "leads.csv", "--results", "processed.csv"], more].concat();
            let answer = ask(|| place(4, exported, &results), &args).expect("an answer");
            agrees(&answer);
            assert_eq!(answer.code, code, "{results}\n{}", answer.text);
        }
    }
}

#[test]
fn the_same_results_again_are_the_same_in_both_forms() {
    let results = "id-1,New 1,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\n";
    let merged = || {
        let place = place(4, 3, results);
        let done = place.run(&["merge", "leads.csv", "--results", "processed.csv"]);
        assert_eq!(done.status.code(), Some(1));
        place
    };
    let args = ["merge", "leads.csv", "--results", "processed.csv"];
    let answer = ask(merged, &args).expect("an answer");
    agrees(&answer);
    assert_eq!((answer.code, answer.count("known")), (1, 2));
}

#[test]
fn what_cannot_be_merged_gets_one_reason_in_both_forms() {
    let args = ["merge", "leads.csv", "--results", "gone.csv"];
    assert!(ask(|| place(2, 1, ""), &args).is_none());
    let args = ["merge", "leads.csv", "--results", "leads.csv"];
    assert!(ask(|| place(2, 1, ""), &args).is_none(), "the download itself");
}

#[test]
fn random_results_are_the_same_in_both_forms() {
    let mut rng = Rng::new(37);
    for _ in 0..12 {
        let (leads, exported) = (5, rng.below(6));
        let mut results = String::new();
        for _ in 0..=rng.below(6) {
            let n = 1 + rng.below(leads + 1);
            let name = if rng.percent(80) { "New" } else { "Lead" };
            let error = rng.one_of(&["", "", "Currency missing", "One; Two"]);
            results.extend([&format!("id-{n},{name} {n},USD,Active,,{error}")[..], "\r\n"]);
        }
        let args = ["merge", "leads.csv", "--results", "processed.csv"];
        let Some(answer) = ask(|| place(leads, exported, &results), &args) else { continue };
        agrees(&answer);
    }
}
