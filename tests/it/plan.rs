//! A policy is read, judged and made, with the same cells on the screen and on the command line.

use crate::readme::root;
use crate::support::fixtures::today;
use crate::support::json::answer;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{Effect, EffectError, EffectKind, Input, PolicyFile};
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{LogEntry, Sheet};
use leadsheet::store;
use leadsheet::store::journal::Recovered;
use serde_json::{Value, json};
use std::fs;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,Notes,\
    Marketplace Purchase Intent,Team member 1,Lead Created Date,Email Validity\r\n";

/// A new lead with a spam address, an open one whose close date is past, and one that nothing is about.
const LEADS: [&str; 3] = [
    "78b7d0ac-8477-4ce0-8e4c-da11b43c5801,Spam,New,Received,,20,100,USD,12/31/2030,,Yes,\
     \"A, B, 1, a@example.com\",01/31/2020,Spam",
    "78b7d0ac-8477-4ce0-8e4c-da11b43c5802,Late,Active,Accepted,,80,200,USD,01/31/2020,old,Yes,\
     \"A, B, 1, a@example.com\",01/31/2020,Valid",
    "78b7d0ac-8477-4ce0-8e4c-da11b43c5803,Fine,Active,Accepted,,80,300,USD,12/31/2090,,Yes,\
     \"A, B, 1, a@example.com\",01/31/2020,Valid",
];

const POLICY: &str = "\
[[sentence]]
name = \"spam\"
when = [\"Status = New\", \"Lead Created Date < today-10d\", \"Email validity = Spam\"]
set = [\"Outcome = Declined\", \"Reason = 7\"]

[[sentence]]
name = \"late\"
when = [\"Status = Active\", \"Estimated Close Date < 2025-01-01\"]
set = [\"Estimated Close Date = 12/31/2090\", \"Notes append moved\"]
";

fn workspace(policy: &str) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", HEADER.to_owned() + &LEADS.join("\r\n") + "\r\n");
    workspace.write("policy.toml", policy);
    workspace
}

const PLAN: [&str; 3] = ["plan", "policy.toml", "leads.csv"];

/// Runs the plan: the exit code, the output and the error output.
fn plan(workspace: &Workspace, more: &[&str]) -> (i32, String, String) {
    let out = workspace.run(&[&PLAN, more].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("ended"), text(out.stdout), text(out.stderr))
}

fn report(workspace: &Workspace, more: &[&str]) -> (i32, Value) {
    let (code, out, error) = plan(workspace, &[&["--format", "json"], more].concat());
    assert_eq!(error, "");
    (code, answer("plan", &out))
}

#[test]
fn a_policy_changes_the_saved_work_once() {
    let workspace = workspace(POLICY);
    let (code, dry) = report(&workspace, &["--dry-run"]);
    assert_eq!((code, &dry["kept"], &dry["summary"]["cells"]), (0, &json!(false), &json!(5)));
    assert!(workspace.journals().is_empty());
    let (code, out, error) = plan(&workspace, &[]);
    assert_eq!((code, &*error), (0, ""));
    assert_eq!(
        out,
        "policy.toml on leads.csv\n  \
         spam: 1 lead, 3 cells to change\n  \
         late: 1 lead, 2 cells to change\n\
         \n\
         changes\n  \
         row 1  78b7d0ac-8477-4ce0-8e4c-da11b43c5801  Partner Referral Status: New → Closed  (spam)\n  \
         row 1  78b7d0ac-8477-4ce0-8e4c-da11b43c5801  Partner Referral Substatus: Received → Declined  (spam)\n  \
         row 1  78b7d0ac-8477-4ce0-8e4c-da11b43c5801  Declined/Lost/Error reason: (empty) → 7  (spam)\n  \
         row 2  78b7d0ac-8477-4ce0-8e4c-da11b43c5802  Estimated Close Date: 01/31/2020 → 12/31/2090  (late)\n  \
         row 2  78b7d0ac-8477-4ce0-8e4c-da11b43c5802  Notes: old → old␊moved  (late)\n\
         \n\
         warnings in changed leads\n  \
         ~ row 2  78b7d0ac-8477-4ce0-8e4c-da11b43c5802  E-07 Estimated Close Date: 2090 is an unusual year; check it.\n\
         \n\
         5 cells in 2 leads\n\
         saved for leads.csv; opening it resumes the work\n"
    );
    assert_eq!(workspace.journals().len(), 1);
    let (code, again) = report(&workspace, &[]);
    assert_eq!((code, &again["kept"], &again["cells"]), (4, &json!(false), &json!([])));
    assert_eq!(again["summary"]["unchanged"], 3);
    assert_eq!(again["message"], "nothing to change: the work on leads.csv is unchanged");
}

/// The policies that a page of the manual shows.
fn policies(page: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("assets/manual").join(page)).expect("readable");
    let blocks = text.split("```toml\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.filter(|block| block.contains("[[sentence]]")).map(str::to_owned).collect()
}

#[test]
fn the_policy_in_the_manual_is_right_and_does_what_it_says() {
    let [policy] = &policies("guide.md")[..] else { panic!("one policy") };
    let workspace = workspace(policy);
    let (code, report) = report(&workspace, &[]);
    assert!(code < 2, "{report}");
    let sentences = report["sentences"].as_array().expect("a list");
    let leads: Vec<_> = sentences.iter().map(|sentence| &sentence["leads"]).collect();
    assert_eq!(leads, [1, 1, 2], "{report}");
    assert_eq!(report["summary"]["unreadable"], 0);
}

#[test]
fn a_conflict_and_what_is_held_back_are_listed_with_exit_code_1() {
    let other = "[[sentence]]\nname = \"other\"\nwhen = [\"Lead Name = Late\"]\n\
                 set = [\"Close date = 01/31/2021\"]\n\
                 [[sentence]]\nname = \"no intent\"\nwhen = [\"Lead Name = Fine\"]\n\
                 set = [\"Marketplace Purchase Intent = \"]\n";
    let workspace = workspace(&format!("{POLICY}{other}"));
    let (code, refused) = report(&workspace, &[]);
    assert_eq!((code, &refused["kept"]), (1, &json!(false)), "nothing is saved: {refused}");
    assert!(refused["message"].as_str().is_some_and(|text| text.contains("--conflicts first")));
    assert!(!workspace.status("leads.csv").contains("held back"), "nothing is saved");
    let (_, first) = report(&workspace, &["--conflicts", "first", "--dry-run"]);
    assert_eq!((&first["summary"]["conflicts"], &first["conflicts"]), (&json!(0), &json!([])));
    let followed = |cell: &&Value| cell["row"] == 2 && cell["new"] == "12/31/2090";
    assert_eq!(first["cells"].as_array().expect("a list").iter().filter(followed).count(), 1);
    let (code, report) = report(&workspace, &["--conflicts", "skip"]);
    assert_eq!((code, &report["conflicts"]), (1, &refused["conflicts"]));
    let wish = |sentence: &str, text: &str| json!({"sentence": sentence, "values": [{"column": "Estimated Close Date", "text": text}]});
    assert_eq!(
        report["conflicts"],
        json!([{
            "row": 2,
            "referral_id": "78b7d0ac-8477-4ce0-8e4c-da11b43c5802",
            "target": "Estimated Close Date",
            "wishes": [wish("late", "12/31/2090"), wish("other", "01/31/2021")],
        }])
    );
    let held_back = &report["problems"][0];
    assert_eq!((&held_back["row"], &held_back["holds_back"]), (&json!(3), &json!(true)));
    assert_eq!(report["summary"]["held_back"], 1);
    assert_eq!((&report["kept"], &report["summary"]["cells"]), (&json!(true), &json!(5)));
    assert!(workspace.status("leads.csv").contains("1 held back"));
}

#[test]
fn every_mistake_is_told_and_nothing_is_changed() {
    let mistakes =
        POLICY.replace("Status = New", "Status => New").replace("Reason = 7", "Raeson = 7");
    let workspace = workspace(&format!("{mistakes}\n[[sentence]]\n"));
    let (code, out, error) = plan(&workspace, &[]);
    assert_eq!((code, &*out), (2, ""));
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines[0], "leadsheet: policy.toml can't be used; nothing was changed:");
    assert_eq!(
        lines[1..3],
        [
            "  line 3: when: in \"Status => New\": \"=>\" isn't an operator; did you mean >=?",
            "  line 4: set: in \"Raeson = 7\": the file has no column \"Raeson\"; did you mean \"Reason\"?",
        ]
    );
    assert!(lines[3].starts_with("  line 11: when is missing; expected "), "{error}");
    assert!(lines[4].starts_with("  line 11: set is missing; expected "), "{error}");
    assert!(workspace.journals().is_empty());
}

#[test]
fn a_file_that_is_edited_or_is_no_policy_is_refused() {
    let workspace = workspace(POLICY);
    let lock = workspace.lock("leads.csv");
    let busy = workspace.run_at_once(&PLAN);
    assert_eq!((busy.status.code(), busy.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&busy.stderr).contains("is being edited"));
    drop(lock);
    for (policy, code, text) in [
        ("none.toml", 2, "none.toml: can't be read: "),
        (".", 2, ".: this isn't a file"),
        ("/proc/self/mem", 3, "can't be read: "),
    ] {
        let out = workspace.run(&["plan", policy, "leads.csv"]);
        assert_eq!((out.status.code(), out.stdout.len()), (Some(code), 0), "{policy}");
        assert!(String::from_utf8_lossy(&out.stderr).contains(text), "{out:?}");
    }
}

const CONFLICT: &str = "\
[[sentence]]
name = \"other\"
when = [\"Lead Name = Late\"]
set = [\"Close date = 01/31/2021\"]
";

fn csv() -> String {
    HEADER.to_owned() + &LEADS.join("\r\n") + "\r\n"
}

/// The program after it has read a policy that was asked for.
fn with_policy(mut s: Session, text: Result<&str, &str>) -> Session {
    let asked = s.effects.pop().expect("an effect");
    assert!(
        matches!(&asked, Effect::ReadPolicy(path) if path.ends_with("policy.toml")),
        "{asked:?}"
    );
    let text = text.map(str::to_owned);
    let text = text.map_err(|error| EffectError::new(EffectKind::Read, error));
    let (path, name) = ("/leads/policy.toml".to_owned(), "policy.toml".to_owned());
    s.input(Input::Policy(PolicyFile { path, name, text }));
    s
}

fn open_policy(text: &str) -> Session {
    with_policy(Session::open(&csv()).keys("gPpolicy.toml<enter>"), Ok(text))
}

macro_rules! snapshot {
    ($name:expr, $session:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $session.snapshot());
        });
    };
}

#[test]
fn a_policy_is_shown_before_it_changes_anything_and_is_one_step() {
    let mut s = open_policy(POLICY);
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
    for (columns, lines) in [(80, 24), (60, 12)] {
        s.resize(columns, lines);
        snapshot!(format!("plan_preview_{columns}x{lines}"), s);
    }
    let mut s = s.keys("<enter>");
    assert_eq!(s.app.sheet.history().done().len(), 1);
    assert_eq!(s.app.sheet.history().done()[0].label, "plan policy.toml");
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(0), Row(1)]);
    // The second time nothing is left to do, and the file is offered.
    let again = with_policy(s.keys("gP<enter>"), Ok(POLICY));
    s = again;
    assert!(s.screen().contains("Nothing would change"), "{}", s.screen());
    let s = s.keys("u");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_lead_without_a_tick_is_left_out() {
    let s = open_policy(POLICY).keys("<space><enter>");
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(1)]);
    let s = with_policy(s.keys(":plan policy.toml<enter>"), Ok(POLICY)).keys("<enter>");
    assert_eq!(s.app.sheet.changed_rows().collect::<Vec<_>>(), [Row(0), Row(1)]);
}

#[test]
fn a_conflict_is_asked_and_can_be_left() {
    let policy = format!("{POLICY}{CONFLICT}");
    let close_date = Field(8);
    let text = |s: &Session| s.app.sheet.text(Row(1), close_date).into_owned();
    let mut s = open_policy(&policy);
    for (columns, lines) in [(80, 24), (60, 12)] {
        s.resize(columns, lines);
        snapshot!(format!("plan_conflict_{columns}x{lines}"), s);
    }
    let mut s = s.keys("<down><space><enter>");
    assert!(s.screen().contains("other: 1 lead, 1 cell"), "{}", s.screen());
    let s = s.keys("<enter>");
    assert_eq!(text(&s), "01/31/2021");
    let mut s = open_policy(&policy).keys("<enter>");
    assert!(s.screen().contains("in conflict: 1 cell"), "{}", s.screen());
    let s = s.keys("<enter>");
    assert_eq!(text(&s), "01/31/2020");
    assert_eq!(s.app.sheet.changed_rows().count(), 2);
    let s = open_policy(&policy).keys("<esc>");
    assert_eq!(s.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_policy_that_is_wrong_is_explained_and_changes_nothing() {
    let mut s = open_policy(&POLICY.replace("Status = New", "Status => New"));
    let screen = s.screen();
    assert!(screen.contains("policy.toml: 1 mistake, nothing is changed"), "{screen}");
    assert!(screen.contains("line 3: when: in \"Status => New\""), "{screen}");
    let s = Session::open(&csv()).keys("gPpolicy.toml<enter>");
    let mut s = with_policy(s, Err("policy.toml: can't be read: it is gone"));
    assert!(s.screen().contains("can't be read: it is gone"), "{}", s.screen());
}

#[test]
fn the_command_changes_the_same_cells_as_the_screen() {
    let policy = format!("{POLICY}{CONFLICT}");
    let workspace = workspace(&policy);
    report(&workspace, &["--conflicts", "skip"]);
    let (opened, source) = store::open_to_edit(&workspace.file, None).expect("a Leads file");
    let source = source.expect("a file");
    let slot = store::journal::JournalSlot::open(workspace.journal_folder(), &source);
    let Recovered::Work(left) = slot.expect("a folder").find().expect("readable") else {
        panic!("saved work")
    };
    let mut sheet = Sheet::new(opened.table, leadsheet::leads::Origin::Download, today());
    sheet.replay(left.actions.iter().map(|(_, action): &(_, LogEntry)| action));
    let s = open_policy(&policy).keys("<enter><enter>");
    for row in sheet.rows() {
        assert_eq!(sheet.changes_of(row), s.app.sheet.changes_of(row));
    }
    let label = |sheet: &Sheet| sheet.history().done().last().map(|step| step.label.clone());
    assert_eq!(label(&sheet), label(&s.app.sheet));
}
