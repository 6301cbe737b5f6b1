//! `leadsheet diff`.

use super::{Answer, ask, counted, file_of, list};
use crate::support::fixtures::leads;
use crate::support::rng::Rng;
use crate::support::workspace::Workspace;
use leadsheet::leads::thousands;
use serde_json::Value;
use std::collections::BTreeMap;

/// 0 if and only if there is no difference and no Referral ID appears twice.
fn exit_code(answer: &Answer) -> i32 {
    let rows = ["changed", "added", "missing", "duplicates"].map(|key| answer.count(key));
    let columns = answer.len("columns_added") + answer.len("columns_missing");
    i32::from(rows.iter().sum::<usize>() + columns > 0)
}

fn agrees(answer: &Answer) {
    assert_eq!(answer.code, exit_code(answer), "{}", answer.text);
    for key in ["changed", "added", "missing", "duplicates"] {
        assert_eq!(answer.len(key), answer.count(key), "{key}");
    }
    let cells = list(&answer.json["changed"]).iter().map(|lead| list(&lead["cells"]).len());
    assert_eq!(cells.sum::<usize>(), answer.count("cells"));
    answer.has_line(&format!(
        "{} changed ({}), {} the same, {} added, {} missing, {} duplicate",
        counted(answer.count("changed"), "lead"),
        counted(answer.count("cells"), "cell"),
        thousands(answer.count("same")),
        thousands(answer.count("added")),
        thousands(answer.count("missing")),
        thousands(answer.count("duplicates")),
    ));
    for (key, heading) in [
        ("added", "added leads"),
        ("missing", "missing leads"),
        ("duplicates", "Referral IDs that appear twice"),
        ("columns_added", "added columns"),
        ("columns_missing", "missing columns"),
    ] {
        assert_eq!(answer.lines(heading) > 0, answer.len(key) > 0, "{heading}\n{}", answer.text);
    }
}

/// The cells of a file by Referral ID, as another reader reads them; nothing where an ID appears twice.
fn by_id(file: &str) -> Option<BTreeMap<String, Vec<String>>> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let at = reader.headers().expect("a header").iter().position(|name| name == "Referral ID")?;
    let mut found = BTreeMap::new();
    for row in reader.records() {
        let row: Vec<String> = row.expect("a row").iter().map(str::to_owned).collect();
        if found.insert(row[at].clone(), row).is_some() {
            return None;
        }
    }
    Some(found)
}

/// Checks the counts against the files.
fn counts_the_files(answer: &Answer, old: &str, new: &str) {
    let (Some(old), Some(new)) = (by_id(old), by_id(new)) else { return };
    let differ = |id: &String| {
        let cells = |of: &BTreeMap<String, Vec<String>>| of.get(id).cloned().unwrap_or_default();
        cells(&old).iter().zip(&cells(&new)).filter(|(one, other)| one != other).count()
    };
    let shared = || new.keys().filter(|id| old.contains_key(*id));
    let counts = [
        ("changed", shared().filter(|id| differ(id) > 0).count()),
        ("cells", shared().map(differ).sum()),
        ("same", shared().filter(|id| differ(id) == 0).count()),
        ("added", new.keys().filter(|id| !old.contains_key(*id)).count()),
        ("missing", old.keys().filter(|id| !new.contains_key(*id)).count()),
        ("duplicates", 0),
    ];
    for (key, n) in counts {
        assert_eq!(answer.count(key), n, "{key}\n{}", answer.text);
    }
}

fn compare(old: &str, new: &str) -> Answer {
    let place = || {
        let place = Workspace::empty();
        place.write("old.csv", old);
        place.write("new.csv", new);
        place
    };
    let answer = ask(place, &["diff", "old.csv", "new.csv"]).expect("an answer");
    agrees(&answer);
    counts_the_files(&answer, old, new);
    // The lines of a table are the same differences.
    let table = place().run(&["diff", "old.csv", "new.csv", "--format", "csv"]);
    assert_eq!(table.status.code(), Some(answer.code));
    let lines = String::from_utf8_lossy(&table.stdout).lines().count() - 1;
    let keys = ["added", "missing", "duplicates", "columns_added", "columns_missing"];
    let others: usize = keys.iter().map(|key| answer.len(key)).sum();
    assert_eq!(lines, answer.count("cells") + others);
    answer
}

#[test]
fn each_kind_of_difference_is_the_same_in_both_forms() {
    let file = leads(4, |_, row| row);
    let without_last = |text: &str| -> String {
        let lines: Vec<&str> = text.lines().collect();
        file_of(lines[..lines.len() - 1].iter())
    };
    let twice = format!("{file}{}\n", file.lines().last().expect("a row"));
    let memo = |(n, line): (usize, &str)| format!("{line},{}", if n == 0 { "Memo" } else { "" });
    let column = file_of(file.lines().enumerate().map(memo));
    for (old, new, code) in [
        (&*file, &*file, 0),
        (&file, &without_last(&file), 1),
        (&without_last(&file), &file, 1),
        (&file, &twice, 1),
        (&twice, &file, 1),
        (&file, &column, 1),
        (&column, &file, 1),
        (&file, &leads(300, |_, row| row.replacen("Active", "New", 1)), 1),
        (&leads(1_234, |_, row| row), &leads(1_234, |_, row| row.replacen("Active", "New", 1)), 1),
    ] {
        assert_eq!(compare(old, new).code, code);
    }
}

#[test]
fn random_differences_are_the_same_in_both_forms() {
    let mut rng = Rng::new(61);
    for _ in 0..12 {
        let rows = 1 + rng.below(8);
        let old = leads(rows, |_, row| row);
        let chance = rng.below(60);
        let mut lines: Vec<String> =
            leads(rows + 2, |_, row| row).lines().map(str::to_owned).collect();
        let header = lines.remove(0);
        lines.retain(|_| !rng.percent(chance / 3));
        for line in &mut lines {
            if rng.percent(chance) {
                *line = line.replacen("Active", "New", 1).replacen("USD", "EUR", 1);
            }
        }
        rng.shuffle(&mut lines);
        let new = file_of([header].iter().chain(&lines));
        let answer = compare(&old, &new);
        assert!(matches!(answer.json["changed"], Value::Array(_)));
    }
}
