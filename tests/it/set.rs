//! `leadsheet set` changes saved work as the editor does.

use crate::support::fixtures::today;
use crate::support::json::answer;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::sheet::{Change, Sheet};
use leadsheet::store;
use leadsheet::store::journal::Recovered;
use serde_json::Value;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,Notes,\
    Marketplace Purchase Intent,Team member 1\n";

/// Six leads: two active ones, one with a date that can't be read, a closed one, a new one and one without a date.
fn csv() -> String {
    let rows = [
        ("Active", "Accepted", "80", "1000", "USD", "11/20/2020"),
        ("Active", "Accepted", "80", "2000.50", "EUR", "01/31/2040"),
        ("Active", "Accepted", "80", "3000", "USD", "soon"),
        ("Closed", "Won", "100", "4000", "USD", "11/20/2020"),
        ("New", "Pending", "0", "5000", "JPY", "08/31/2040"),
        ("Active", "Accepted", "80", "6000", "USD", ""),
    ];
    let lead =
        |(at, (status, substatus, stage, value, currency, date)): (usize, &(_, _, _, _, _, _))| {
            format!(
                "78b7d0ac-8477-4ce0-8e4c-da11b43c58{at:02},Lead {at},{status},{substatus},,{stage},\
             {value},{currency},{date},old,Yes,\"Ann, Lee, 1, ann@example.com\"\n"
            )
        };
    HEADER.to_owned() + &rows.iter().enumerate().map(lead).collect::<String>()
}

fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", csv());
    workspace
}

/// Runs it: the exit code, the output and the error output.
fn set(workspace: &Workspace, args: &[&str]) -> (i32, String, String) {
    let out = workspace.run(&[&["set", "leads.csv"], args].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("ended"), text(out.stdout), text(out.stderr))
}

fn report(workspace: &Workspace, args: &[&str]) -> (i32, Value) {
    let (code, out, error) = set(workspace, &[args, &["--format", "json"]].concat());
    assert_eq!(error, "");
    (code, answer("set", &out))
}

/// The changed cells of a report: row, column, old, new.
fn cells(report: &Value) -> Vec<String> {
    let leads = report["changes"]["leads"].as_array().expect("a list");
    let of = |lead: &Value| -> Vec<String> {
        let changes = lead["changes"].as_array().expect("a list").iter();
        let line = |c: &Value| {
            let text = |name: &str| c[name].as_str().expect("a text").to_owned();
            format!("{} {}: {} -> {}", lead["row"], text("column"), text("old"), text("new"))
        };
        changes.map(line).collect()
    };
    leads.iter().flat_map(of).collect()
}

#[test]
fn the_leads_that_meet_all_conditions_are_changed_and_the_work_is_saved() {
    let place = workspace();
    let args = ["--where", "Status=Active", "--where", "Close date > today", "Close date+=1m"];
    let (code, dry) = report(&place, &[&args[..], &["--dry-run"]].concat());
    assert_eq!((code, place.journals().len()), (1, 0), "{dry}");
    assert_eq!(cells(&dry), ["2 Estimated Close Date: 01/31/2040 -> 02/29/2040"]);
    assert_eq!(dry["unreadable"][0]["value"], "soon");
    let (code, done) = report(&place, &args);
    assert_eq!((code, &done["kept"]), (1, &Value::Bool(true)));
    assert_eq!(cells(&done), cells(&dry));
    // Again, from the saved work: the second time a month later.
    let (_, again) = report(&place, &args);
    assert_eq!(cells(&again), ["2 Estimated Close Date: 02/29/2040 -> 03/29/2040"]);
    assert_eq!(place.journal_texts().len(), 1);
}

#[test]
fn the_report_for_people_counts_by_column_and_names_what_is_left_out() {
    let (code, out, error) = set(&workspace(), &["Deal value*=1.1", "Close date+=1q"]);
    assert_eq!((code, error.as_str()), (1, ""));
    for text in [
        "6 leads match of 6",
        "Estimated Deal Value: 5 cells",
        "1000 → 1100",
        "2000.50 → 2200.55",
        "EUR: 2000.50 → 2200.55",
        "locked: 2 cells (the first: row 4: R-05",
        "can't be read: 2 cells (the first: row 3: \"soon\" isn't a date)",
        "held back afterwards",
        "8 cells in 5 leads changed, saved for leads.csv",
    ] {
        assert!(out.contains(text), "{text}\n{out}");
    }
}

#[test]
fn every_mistake_is_named_at_once_and_nothing_is_changed() {
    let place = workspace();
    let (code, out, error) = set(&place, &["--where", "Status", "Deal value round ten", "Notes"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("leadsheet: 3 mistakes:\n"), "{error}");
    let args = ["--where", "Stauts=Active", "Close dat+=1q", "Deal value+=1q", "Outcome=Maybe"];
    let (code, _, error) = set(&place, &[&args[..], &["Deal value*=x"]].concat());
    assert_eq!(code, 2);
    for text in [
        "5 mistakes",
        "Deal value: \"x\" isn't a number",
        "\"Stauts\"",
        "no column \"Close dat\"; did you mean \"Close date\"?",
        "\"+=1q\" isn't for Deal value",
        "\"Maybe\" isn't an outcome that you can set",
    ] {
        assert!(error.contains(text), "{text}\n{error}");
    }
    assert!(place.journals().is_empty());
}

#[test]
fn nothing_to_change_has_an_exit_code_of_its_own() {
    let place = workspace();
    let (code, report) = report(&place, &["--where", "Currency=GBP", "Deal value*=2"]);
    assert_eq!((code, &report["matched"]), (4, &Value::from(0)));
    let (code, out, _) = set(&place, &["Notes=old"]);
    assert_eq!(code, 4);
    assert!(out.contains("nothing to change: the work on leads.csv is as it was"), "{out}");
    assert!(place.journals().is_empty());
}

#[test]
fn an_outcome_is_set_with_all_of_its_cells_and_its_reason() {
    let place = workspace();
    let args =
        ["--where", "Outcome=Accepted", "--where", "Currency=EUR", "Outcome=Lost", "Reason=3"];
    let (code, report) = report(&place, &args);
    assert_eq!(code, 0, "{report}");
    assert_eq!(
        cells(&report),
        [
            "2 Partner Referral Status: Active -> Closed",
            "2 Partner Referral Substatus: Accepted -> Lost",
            "2 Declined/Lost/Error reason:  -> 3",
        ]
    );
}

#[test]
fn a_file_that_is_being_edited_is_left_alone() {
    let place = workspace();
    let _slot = place.lock("leads.csv");
    let (code, out, error) = set(&place, &["Deal value*=2"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("the file is being edited"), "{error}");
}

/// The last step of the saved work: its label and its changes.
fn saved_step(place: &Workspace) -> (String, Vec<Change>) {
    let (opened, _) = store::open_to_edit(&place.path("leads.csv"), None).expect("a Leads file");
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, today());
    let Recovered::Work(left) = place.lock("leads.csv").find().expect("readable") else {
        panic!("there is saved work")
    };
    assert_eq!(sheet.replay(left.actions.iter().map(|(_, action)| action)).skipped, 0);
    let step = sheet.history().done().last().expect("a step");
    (step.label.clone(), step.changes.clone())
}

#[test]
fn the_same_change_in_the_editor_gives_the_same_step() {
    for (column, typed, assignment) in [
        ("Estimated Close Date", "+=1q", "Close date+=1q"),
        ("Estimated Deal Value", "*=1.1", "estimated deal value*=1.1"),
        ("Notes", "append Called", "Notes append Called"),
        ("Lead Name", "= Renewal", "lead name=Renewal"),
    ] {
        let place = workspace();
        set(&place, &[assignment]);
        let s = Session::open(&csv()).at(1, column).keys(&format!("g={typed}<enter><enter>"));
        let step = s.app.sheet.history().done().last().expect("a step");
        assert_eq!(saved_step(&place), (step.label.clone(), step.changes.clone()), "{typed}");
    }
}
