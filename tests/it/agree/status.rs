//! `leadsheet status`.

use super::{Answer, ask, counted, list, number};
use crate::support::workspace::Workspace;
use leadsheet::leads::{Field, Row, thousands};
use leadsheet::sheet::{CellEdit, Edit, Sheet};

const FILE: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,Notes\r\n\
    id-1,A,USD,Active,\r\nid-2,B,USD,Active,\r\nid-3,C,USD,Active,\r\n";

/// Shown: 0, whatever is saved.
fn agrees(answer: &Answer) {
    assert_eq!(answer.code, 0, "{}", answer.text);
    let files = list(&answer.json["files"]);
    for file in files {
        answer.has_line(file["file"].as_str().expect("a path"));
        for journal in list(&file["journals"]) {
            let state = journal["state"].as_str().expect("a word");
            let steps = counted(number(&journal["steps"]), "step");
            let leads = counted(number(&journal["leads"]), "lead");
            let begin = format!("  {state:<12}{steps} in {leads}");
            let line = answer.text.lines().find(|line| line.starts_with(&begin));
            let line = line.unwrap_or_else(|| panic!("{begin}\n{}", answer.text));
            let counts = journal["counts"].as_object().into_iter().flatten();
            for (key, count) in counts.filter(|(_, count)| number(count) > 0) {
                let label = key.replace('_', " ");
                let part = format!(" · {} {label}", thousands(number(count)));
                assert!(line.contains(&part), "{part}\n{line}");
            }
            if let Some(to) = journal["went_on_in"].as_str() {
                assert!(line.contains(&format!("went on in {to}")), "{line}");
            }
            for upload in list(&journal["uploads"]) {
                let path = upload["file"].as_str().expect("a path");
                let name = path.rsplit(['/', '\\']).next().expect("a name");
                assert!(answer.text.contains(name), "{name}\n{}", answer.text);
            }
            if let Some(next) = journal["next"].as_str() {
                answer.has_line(&format!("  {:<12}{next}", "next"));
            }
        }
    }
    if files.is_empty() && answer.len("other_names") == 0 {
        answer.has_line("There is no saved work.");
    }
}

fn place(work: impl FnOnce(&mut Sheet)) -> Workspace {
    let place = Workspace::empty();
    place.write("leads.csv", FILE);
    place.save_work("leads.csv", work);
    place
}

fn rename(sheet: &mut Sheet, rows: usize) {
    let set = |row: Row| CellEdit::new(row, Field(1), format!("New {row}"));
    sheet.apply(Edit::new("edit", Row::first(rows).map(set).collect())).expect("accepted");
}

#[test]
fn each_state_of_work_is_the_same_in_both_forms() {
    let nothing = ask(Workspace::empty, &["status"]).expect("an answer");
    agrees(&nothing);
    let edited = || place(|sheet| rename(sheet, 2));
    let exported = || {
        place(|sheet| {
            rename(sheet, 2);
            sheet.mark_exported(&[Row(0), Row(1)], &[]);
        })
    };
    let gone = || {
        let place = edited();
        std::fs::remove_file(place.path("leads.csv")).expect("removed");
        place
    };
    let rebased = || {
        let place = edited();
        place.write("new.csv", FILE.replace("id-3,C", "id-3,D"));
        assert_eq!(place.run(&["rebase", "leads.csv", "new.csv"]).status.code(), Some(0));
        place
    };
    let places: [&dyn Fn() -> Workspace; 4] = [&edited, &exported, &gone, &rebased];
    for place in places {
        for args in [&["status"][..], &["status", "leads.csv"]] {
            let answer = ask(place, args).expect("an answer");
            agrees(&answer);
            assert!(answer.len("files") > 0, "{}", answer.text);
        }
    }
}
