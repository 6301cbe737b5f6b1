//! The review before an export: what it lists, where it leads, and the file of closings.

use crate::support::files;
use crate::support::fixtures::leads;
use crate::support::json::answer;
use crate::support::program::program;
use crate::support::session::Session;
use leadsheet::app::{Effect, Mode, ReviewPanel};
use leadsheet::leads::{CellRef, Row};
use leadsheet::sheet::{CellEdit, Edit};
use leadsheet::upload::Plan;
use serde_json::Value;
use std::fs;

fn review(s: &Session) -> &ReviewPanel {
    s.app.mode.panel().unwrap_or_else(|| panic!("the review is open: {}", s.message()))
}

fn texts(s: &Session) -> Vec<String> {
    review(s).lines.iter().map(|line| line.text.clone()).collect()
}

fn exported(s: &Session) -> Option<Plan> {
    s.effects.iter().find_map(|effect| match effect {
        Effect::Export(plan) => Some(plan.clone()),
        _ => None,
    })
}

/// Accepts lead 1, loses lead 3 and makes lead 5 invalid.
fn three() -> Session {
    let s = Session::sample().keys("sacc<enter>yes<enter>");
    let s = s.at(3, "Lead Name").keys("slost<enter>2<enter>");
    s.at(5, "Estimated Close Date").keys("ccsoon<enter><ctrl-s>")
}

/// Opens a file with a number of leads, each renamed.
fn renamed(count: usize) -> Session {
    let mut s = Session::open(&leads(count, |_, row| row));
    let field = s.field("Lead Name");
    let sets =
        Row::first(count).map(|row| CellEdit::new(row, field, "renamed".to_owned())).collect();
    s.app.sheet.apply(Edit::new("rename", sets)).expect("open");
    s.keys("<ctrl-s>")
}

#[test]
fn the_review_lists_edits_closing_leads_irreversible_and_blocked_leads() {
    let lines = texts(&three());
    let at = |text: &str| {
        let place = lines.iter().position(|line| line.starts_with(text));
        place.unwrap_or_else(|| panic!("{text} in {lines:#?}"))
    };
    let order = [
        "Export: 2 leads in one file",
        "Held back, not in the file: 1 lead",
        "Revert file: none",
        "row 1  UK spring",
        "Permanently closed by the upload: 1 lead",
        "T-05: Closing a lead can't be undone",
        "row 3  Fabrikam",
        "Can't be reverted after the upload: 2 leads",
        "Held back, not exported: 1 lead",
        "row 5  Backup",
    ];
    assert!(order.map(at).is_sorted(), "{lines:#?}");
    let closed = at("R-05: 1 lead becomes Closed: this can't be undone (row 3)");
    assert!(lines[closed + 1].starts_with("T-01: 1 lead keeps Partner"), "{lines:#?}");
}

#[test]
fn a_line_about_a_lead_goes_to_its_cell_without_an_export() {
    let mut s = three();
    let held = texts(&s).iter().position(|line| line.starts_with("row 5")).expect("listed");
    s = s.keys("o");
    assert!(s.message().contains("isn't about a lead"), "{}", s.message());
    for (key, down) in [("o", held), ("<enter>", held), ("<enter>", held + 1)] {
        let mut s = three().keys(&"j".repeat(down));
        assert!(s.screen().contains("Enter goes to this lead"), "{}", s.screen());
        s = s.keys(key);
        assert!(matches!(s.app.mode, Mode::Grid) && exported(&s).is_none());
        assert_eq!(s.app.cell(), CellRef::new(Row(4), s.field("Estimated Close Date")));
        assert!(s.message().contains("Ctrl+S reopens the review"), "{}", s.message());
    }
    // A line about a lead that goes: only its own key leads there.
    let ready = texts(&s).iter().position(|line| line.starts_with("Sales Stage")).expect("listed");
    let s = three().keys(&"j".repeat(ready)).keys("o");
    assert_eq!(s.app.cell(), CellRef::new(Row(0), s.field("Sales Stage")));
}

#[test]
fn a_typed_number_confirms_the_export_from_any_line() {
    let s = three().keys("G");
    assert!(review(&s).held_back().is_some());
    let s = s.keys("1<enter>");
    assert_eq!(exported(&s).map(|plan| plan.closing), Some(vec![Row(2)]));
}

#[test]
fn enter_exports_at_once_where_no_lead_closes() {
    let s = renamed(3).keys("G<enter>");
    assert_eq!(exported(&s).map(|plan| plan.files), Some(vec![vec![Row(0), Row(1), Row(2)]]));
}

#[test]
fn one_key_puts_closing_leads_into_a_separate_file_or_back() {
    let mut s = three().keys("c");
    assert!(s.message().contains("separate: 2 files"), "{}", s.message());
    assert_eq!(review(&s).plan.files, [[Row(0)], [Row(2)]]);
    assert!(s.screen().contains("Closing leads in a separate file: 1 lead; c puts all together"));
    let both = s.keys("c");
    assert_eq!(review(&both).plan.files, [[Row(0), Row(2)]]);
    let s = both.keys("c<enter>");
    assert!(s.message().contains("type 1"), "the number is due all the same: {}", s.message());
    let plan = exported(&s.keys("1<enter>")).expect("exported");
    assert_eq!((plan.files, plan.separate_closing), (vec![vec![Row(0)], vec![Row(2)]], true));
    let s = renamed(2).keys("c");
    assert!(s.message().contains("No lead becomes Closed"), "{}", s.message());
    assert_eq!(review(&s).plan.files.len(), 1);
}

#[test]
fn the_lines_of_a_thousand_leads_are_built_once_and_not_for_each_key() {
    let mut s = renamed(1_000);
    let before = review(&s).lines.as_ptr();
    assert!(review(&s).lines.len() > 2_000);
    for key in ["j", "G", "<pagedown>", "k", "gg", "<space>"] {
        s = s.keys(key);
        assert_eq!(review(&s).lines.as_ptr(), before, "{key}");
    }
    let narrow = s.sized(60, 12);
    assert_ne!(review(&narrow).lines.as_ptr(), before, "another width needs other lines");
}

#[test]
fn the_export_command_lists_each_lead_and_what_cannot_be_reverted() {
    let dir = files::scratch();
    let (original, edited) = (dir.path().join("leads.csv"), dir.path().join("edited.csv"));
    let text = leads(150, |n, row| match n {
        1 => row.replace("Active,Accepted,,80", "New,Pending,,0"),
        _ => row,
    });
    fs::write(&original, &text).expect("written");
    let text = text.replace("New,Pending,,0", "Active,Accepted,,80").replace("renewal", "deal");
    fs::write(&edited, text.replacen("Active,Accepted,,80", "Closed,Won,,100", 1))
        .expect("written");
    let run = |more: &[&str]| {
        let mut command = program();
        command.arg("export").arg(&edited).arg("--original").arg(&original).args(more);
        let done = command.output().expect("it runs");
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    let report = run(&["--dry-run", "--close", "1"]);
    for line in [
        "leads that change",
        "leads that become permanently closed",
        "    Partner Referral Status: New → Active",
        "records in the file 150 · would be updated 150 · would not be processed 0",
        "what can't be reverted",
        "  R-05  1 lead becomes Closed: this can't be undone (row 1)",
        "  T-01  1 lead keeps Partner Referral Status, Partner Referral Substatus, Sales Stage as \
        uploaded: A lead can't go from Active back to New; keep it Active or close it (row 2)",
    ] {
        assert!(report.contains(line), "{line} in {report}");
    }
    assert_eq!(report.matches("Lead Name: Contoso renewal 1 → Contoso deal 1").count(), 150);

    let report = run(&["--separate-closed", "--close", "1", "--format", "json"]);
    let report = answer("export", &report);
    let (leads, parts) = (&report["leads"], &report["parts"]);
    assert_eq!(leads.as_array().map(Vec::len), Some(150));
    assert_eq!((&leads[149]["row"], &leads[149]["part"]), (&1.into(), &2.into()));
    assert_eq!(leads[149]["closes"], true);
    assert_eq!(leads[0]["changes"][0]["old"], "Contoso renewal 1");
    assert_eq!((&parts[0]["rows"], &parts[0]["revert_rows"]), (&149.into(), &149.into()));
    assert!(
        parts[0]["revert"].as_str().is_some_and(|p| p.ends_with("leads.upload-001.revert.csv"))
    );
    assert_eq!((&parts[1]["rows"], &parts[1]["revert"]), (&1.into(), &Value::Null));
    let stuck: Vec<_> = report["no_way_back"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|stuck| (stuck["row"].as_u64(), stuck["rule"].as_str(), stuck["whole"].as_bool()))
        .collect();
    let (one, two) = ((Some(1), Some("R-05"), Some(true)), (Some(2), Some("T-01"), Some(false)));
    assert_eq!(stuck, [two, one]);
}
