//! Leads are filled from a CRM export, in the editor and from the command line.

use crate::support::fixtures::today;
use crate::support::headless::rows_as_text;
use crate::support::json::answer;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use leadsheet::app::{Effect, FillFile, FillPanel, Input};
use leadsheet::leads::Row;
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use leadsheet::store::fill::{FillSource, read_fill_bytes};
use leadsheet::store::journal::Recovered;
use serde_json::{Value, json};
use std::fs;
use std::sync::Arc;

/// An export of a CRM with its own words; the last one is no lead.
const CRM: &str = "Opportunity;Account;Close;Amount;Stage\n\
                   NWT-2231;Northwind;31.3.2027;50.000,00;Closed Won\n\
                   FAB-0917;Fabrikam;30.4.2027;26.500,50;Closed Lost - budget\n\
                   WGB-77120;Woodgrove;3.5.2027;much;Negotiation\n\
                   LIT-0044;Litware;1.2.2027;1;Closed Won\n\
                   HUM-4410;Humongous;30.9.2027;320.000,00;Talks\n\
                   CPL-5581;City Power;1.9.2027;1;\n\
                   CPL-5581;City Power;2.9.2027;2;\n\
                   OPP-1;Nobody;1.9.2027;1;Closed Won\n";

const MAPPING: &str = "\
headers = [\"Opportunity\", \"Account\", \"Close\", \"Amount\", \"Stage\"]
[key]
column = \"Opportunity\"
lead = \"CRM ID\"
[columns]
\"Close\" = \"Estimated Close Date\"
\"Amount\" = \"Deal value\"
\"Stage\" = \"Outcome\"
[values.\"Stage\"]
\"closed won\" = \"Won\"
\"Closed Lost - budget\" = \"Lost, reason 1\"
\"Talks\" = \"\"
";

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("crm.csv", CRM);
    workspace.write("crm.toml", MAPPING);
    workspace
}

const FILL: [&str; 4] = ["fill", "leads.csv", "--from", "crm.csv"];
const MAPPED: [&str; 2] = ["--mapping", "crm.toml"];

fn fill(workspace: &Workspace, more: &[&str]) -> (i32, String, String) {
    let out = workspace.run(&[&FILL, more].concat());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("ended"), text(out.stdout), text(out.stderr))
}

fn report(workspace: &Workspace, more: &[&str]) -> (i32, Value) {
    let (code, out, error) = fill(workspace, &[&MAPPED, &["--format", "json"], more].concat());
    assert_eq!(error, "");
    (code, answer("fill", &out))
}

/// The sheet with the saved work on the sample.
fn saved(workspace: &Workspace) -> Sheet {
    let opened = store::open(&workspace.path("leads.csv")).expect("a Leads file");
    let mut sheet = opened.into_sheet(today());
    if let Recovered::Work(work) = workspace.lock("leads.csv").find().expect("readable") {
        sheet.replay(work.actions.iter().map(|(_, action)| action));
    }
    sheet
}

fn read_crm(saved: Option<&str>) -> Input {
    let how = FillSource { option: "--encoding", ..FillSource::default() };
    let source = read_fill_bytes("crm.csv", CRM.into(), &how).expect("read");
    let saved = saved.map(|text| ("crm.toml".to_owned(), text.to_owned()));
    Input::FillRead(Ok(FillFile::Rows { source: Arc::new(source), saved }))
}

fn screen_session(saved: Option<&str>) -> Session {
    let mut session = Session::sample();
    session.input(read_crm(saved));
    session
}

#[test]
fn the_command_fills_the_saved_work_and_says_what_is_left() {
    let workspace = workspace();
    workspace.save_work("leads.csv", |sheet| {
        let close = sheet.column("Estimated Close Date").expect("a column");
        sheet.apply(Edit::cell("edit", Row(1), close, "04/01/2027")).expect("let through");
    });
    let (code, dry) = report(&workspace, &["--dry-run"]);
    assert_eq!((code, &dry["saved"]), (1, &json!(false)));
    assert_eq!(saved(&workspace).history().len().0, 1, "nothing is saved by a dry run");
    let (code, report) = report(&workspace, &[]);
    assert_eq!((code, &report["saved"]), (1, &json!(true)));
    assert_eq!(
        report["summary"],
        json!({"rows": 8, "filled_leads": 3, "filled": 5, "same": 4, "rejected": 1,
            "unmapped": 1, "edited": 1, "locked": 2, "ambiguous": 1, "no_such_lead": 1, "no_key": 0})
    );
    assert_eq!(report["unmapped"], json!([{"column": "Stage", "value": "Negotiation", "rows": 1}]));
    assert_eq!(report["ambiguous"], json!([{"key": "CPL-5581", "rows": [7, 8], "leads": [15]}]));
    assert_eq!(report["others"], json!([{"row": 9, "key": "OPP-1"}]));
    let group = |row: usize| report["leads"][row - 1]["group"].as_str().expect("a group");
    let groups = [1, 2, 3, 6, 9, 15, 28].map(group);
    assert_eq!(groups, ["no_row", "filled", "filled", "locked", "filled", "ambiguous", "same"]);
    let sheet = saved(&workspace);
    assert_eq!(sheet.history().len(), (2, 0), "one step");
    assert_eq!(
        sheet.get(Row(1), "Estimated Close Date").as_deref(),
        Some("04/01/2027"),
        "edited by hand"
    );
    assert_eq!(sheet.get(Row(1), "Partner Referral Substatus").as_deref(), Some("Won"));
    assert_eq!(sheet.get(Row(2), "Declined/Lost/Error reason").as_deref(), Some("1"));
    assert_eq!(sheet.get(Row(8), "Estimated Close Date").as_deref(), Some("05/03/2027"));
    let journals = workspace.journal_texts();
    let (code, again) = self::report(&workspace, &[]);
    assert_eq!((code, &again["summary"]["filled"]), (1, &json!(0)));
    assert_eq!(workspace.journal_texts(), journals, "the second time changes nothing");
}

#[test]
fn the_report_for_people_lists_what_has_to_be_looked_at_first() {
    let workspace = workspace();
    let (code, out, error) = fill(&workspace, &MAPPED);
    assert_eq!((code, error.as_str()), (1, ""));
    insta::assert_snapshot!("fill_report", out);
}

#[test]
fn a_file_with_nothing_to_fill_has_an_exit_code_of_its_own() {
    let workspace = workspace();
    workspace.write("crm.csv", "CRM ID,Currency\nNWT-2231,USD\n");
    let (code, out, _) = fill(&workspace, &[]);
    assert_eq!(code, 4, "{out}");
    assert!(out.contains("nothing to fill: the work on leads.csv is unchanged"), "{out}");
    workspace.write("crm.csv", "CRM ID,Currency\nNWT-2231,EUR\n");
    assert_eq!(fill(&workspace, &[]).0, 0);
}

#[test]
fn a_mapping_to_start_with_is_written_and_every_mistake_in_one_is_told() {
    let workspace = workspace();
    let (code, out, _) = fill(&workspace, &["--write-mapping", "new.toml"]);
    assert_eq!(code, 0);
    assert!(out.contains("new.toml has a mapping to start with"), "{out}");
    let text = fs::read_to_string(workspace.path("new.toml")).expect("written");
    assert!(text.contains("# \"Stage\" = \"Outcome\""), "{text}");
    assert_eq!(saved(&workspace).history().len(), (0, 0));
    let (code, _, error) = fill(&workspace, &["--write-mapping", "new.toml"]);
    assert_eq!(code, 2);
    assert!(error.contains("already exists"), "{error}");
    workspace.write("crm.toml", MAPPING.replace("Lost, reason 1", "Gone").replace("CRM ID", "ID"));
    let (code, _, error) = fill(&workspace, &MAPPED);
    assert_eq!(code, 2);
    assert!(error.contains("crm.toml: the mapping has mistakes\nline 4: lead: \"ID\""), "{error}");
    assert!(
        error.contains("line 11: Closed Lost - budget: there is no outcome \"Gone\""),
        "{error}"
    );
    assert_eq!(saved(&workspace).history().len(), (0, 0));
}

#[test]
fn a_key_is_named_and_what_is_no_key_is_told() {
    let workspace = workspace();
    workspace.write("crm.csv", "Firm,Currency\nContoso Ltd,EUR\n");
    let key = |key: &str| fill(&workspace, &["--dry-run", "--key", key]);
    assert!(key("Firm=Customer Name").1.contains("by Firm = Customer Name, 1 of 1 row match"));
    let (code, _, error) = key("Firm=Phone");
    assert_eq!(code, 2);
    assert!(
        error.contains("\"Phone\" isn't a key of leads; expected one of Referral ID"),
        "{error}"
    );
    assert!(key("Frim=Customer Name").2.contains("did you mean \"Firm\"?"));
}

#[test]
fn the_screen_fills_the_same_cells_as_the_command() {
    let workspace = workspace();
    report(&workspace, &[]);
    let session = screen_session(Some(MAPPING)).keys("p<enter>");
    assert_eq!(rows_as_text(&session.app.sheet), rows_as_text(&saved(&workspace)));
    let saves = |effect: &Effect| {
        matches!(effect, Effect::SaveMapping { text, .. } if
        text.contains("\"Closed Lost - budget\" = \"Lost, reason 1\""))
    };
    assert!(session.effects.iter().any(saves));
    let undone = session.keys("u");
    assert_eq!(undone.app.sheet.changed_rows().count(), 0, "one step");
}

#[test]
fn columns_and_values_are_mapped_by_hand() {
    let mut session = screen_session(None);
    let screen = session.screen();
    assert!(screen.contains("CRM ID = Opportunity: 5 of 8 rows match one lead"), "{screen}");
    assert!(screen.contains("Stage, perhaps → Outcome"), "{screen}");
    // The first column with a suggestion is selected: Close. The suggestion comes first in the list.
    session.press("<enter><enter><tab><enter><enter><tab><enter><enter>");
    let screen = session.screen();
    assert!(screen.contains("Closed Won (3 rows) → not mapped, fills nothing"), "{screen}");
    // The most frequent value without a meaning is selected: Closed Won.
    session.press("<enter>won<enter><enter>Lost, reason 1");
    let screen = session.screen();
    assert!(screen.contains("What Closed Lost - budget means (1 row)"), "{screen}");
    session.press("<enter>");
    let panel = session.app.mode.panel::<FillPanel>().expect("the panel again");
    assert_eq!(panel.filled(), 6, "three dates, an amount and two outcomes");
    let mut session = session.keys("p");
    let screen = session.screen();
    assert!(screen.contains("48000 → 50000.00"), "{screen}");
    // Out of the preview it goes back to the mapping, which is as it was left, and from there to the grid.
    let mut session = session.keys("<esc>");
    let panel = session.app.mode.panel::<FillPanel>().expect("the mapping");
    assert_eq!(panel.filled(), 6);
    session.press("<esc>");
    assert!(session.app.mode.panel::<FillPanel>().is_none());
    assert_eq!(session.app.sheet.changed_rows().count(), 0);
}

#[test]
fn a_saved_mapping_with_mistakes_is_told_and_not_used() {
    let broken = MAPPING.replace("Lost, reason 1", "Gone");
    let mut session = screen_session(Some(&broken)).sized(60, 12);
    let screen = session.screen();
    assert!(screen.contains("crm.toml has mistakes and isn't used:"), "{screen}");
    assert!(screen.contains("line 11: Closed Lost - budget: there is no"), "{screen}");
}
