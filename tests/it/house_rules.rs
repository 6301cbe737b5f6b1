//! House rules: on a sheet, on the screen and in the real program.

use crate::support::files::scratch;
use crate::support::fixtures::today;
use crate::support::json::answer;
use crate::support::program::{CONFIG_HOME, program};
use crate::support::session::Session;
use clap::CommandFactory as _;
use leadsheet::cli::Args;
use leadsheet::declared;
use leadsheet::leads::house::HouseRules;
use leadsheet::leads::{FileContext, Level, Origin, Row, RuleContext};
use leadsheet::sheet::{RowState, Sheet};
use leadsheet::table::Table;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use tempfile::TempDir;

const HEADER: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
    Sales Stage,Estimated Deal Value,Currency,Estimated Close Date,CRM ID,Notes,\
    Marketplace Purchase Intent,Customer Name,Customer Country,Team member 1\n";

/// The rules of the manual's example.
fn example() -> String {
    let page = include_str!("../../assets/manual/house-rules.md");
    let block = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    block.expect("an example").to_owned()
}

fn parse(text: &str) -> Result<HouseRules, String> {
    let context = FileContext::new(today());
    declared::house_rules(text, "rules.toml", &context).map_err(|mistakes| mistakes.to_string())
}

fn context(text: &str) -> RuleContext {
    RuleContext { house: Arc::new(parse(text).expect("right")), ..RuleContext::from(today()) }
}

fn table(rows: &str) -> Table {
    Table::parse(format!("{HEADER}{rows}"), b',').expect("a table")
}

/// What the house rules find: row, column, code, level.
fn found(sheet: &Sheet) -> Vec<(u32, String, &'static str, Level)> {
    let all = sheet.findings().all().filter(|f| f.rule.code().starts_with("X:"));
    let name = |f: &leadsheet::leads::Finding| {
        f.field.map(|field| sheet.layout().name(field).to_owned()).unwrap_or_default()
    };
    all.map(|f| (f.row.map_or(0, |row| row.0 + 1), name(f), f.rule.code(), f.level)).collect()
}

/// Leads that the example's rules are about.
const ROWS: &str = "1,a,Closed,Won,100,0,USD,12/01/2026,,,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n\
    2,b,Closed,Won,100,500,USD,12/01/2026,OPP-1,,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n\
    3,c,Closed,Lost,0,5,USD,12/01/2026,opp-1,,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n\
    4,d,Active,Accepted,80,5,USD,01/01/2027,,x,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n\
    5,e,Active,Accepted,80,5,USD,,,x,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n\
    6,f,Closed,Won,100,lots,USD,12/01/2026,,,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n";

#[test]
fn the_example_of_the_manual_finds_what_it_says() {
    let sheet = Sheet::new(table(ROWS), Origin::Upload, context(&example()));
    let expected = [
        (1, "Estimated Deal Value", "X:won-needs-value", Level::Error),
        (3, "CRM ID", "X:crm-id-form", Level::Error),
        (3, "Notes", "X:lost-needs-note", Level::Error),
        (4, "Estimated Close Date", "X:close-date-in-quarter", Level::Warning),
        (6, "Estimated Deal Value", "X:won-needs-value", Level::Error),
    ];
    let expected = expected.map(|(row, column, code, level)| (row, column.to_owned(), code, level));
    assert_eq!(found(&sheet), expected);
    let unreadable = sheet.findings().row(Row(5)).find(|f| f.rule.code() == "X:won-needs-value");
    let message = &unreadable.expect("found").message;
    assert_eq!(
        message,
        "A won deal needs a value above 0. \"lots\" can't be read for the comparison."
    );
    let help = |row, code: &str| {
        let found = sheet.findings().row(Row(row)).find(|f| f.rule.code() == code).expect("found");
        (found.rule.help().to_owned(), found.rule.source().to_owned())
    };
    let (own, source) = help(2, "X:lost-needs-note");
    assert!(
        own.starts_with("One sentence") && source == "House rule, line 7 of rules.toml",
        "{source}"
    );
    let (made, _) = help(0, "X:won-needs-value");
    assert_eq!(made, "Required where Outcome = Won: Deal value > 0.");
}

#[test]
fn a_download_opens_calm_and_an_edit_is_judged_at_once() {
    let rows =
        "1,a,Active,Accepted,80,0,USD,01/01/2027,,x,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n";
    let mut sheet = Sheet::new(table(rows), Origin::Download, context(&example()));
    assert_eq!(found(&sheet), []);
    let field = sheet.column("CRM ID").expect("a column");
    let notes = |sheet: &Sheet| {
        let at = sheet.findings_at(Row(0), sheet.column("Estimated Close Date").expect("a column"));
        at.iter().map(|f| (f.rule.code(), f.level)).collect::<Vec<_>>()
    };
    assert_eq!(notes(&sheet), [("X:close-date-in-quarter", Level::Note)]);
    sheet.set(Row(0), "CRM ID", "77").expect("an open column");
    let codes = |sheet: &Sheet| found(sheet).into_iter().map(|f| f.2).collect::<Vec<_>>();
    assert_eq!(codes(&sheet), ["X:close-date-in-quarter", "X:crm-id-form"]);
    assert!(sheet.findings().holds_back(Row(0)));
    assert_eq!(sheet.state(Row(0)), RowState::HeldBack);
    assert!(sheet.plan().is_empty());
    assert_eq!(sheet.findings_at(Row(0), field)[0].rule.code(), "X:crm-id-form");
    sheet.set(Row(0), "CRM ID", "OPP-77").expect("an open column");
    assert_eq!(codes(&sheet), ["X:close-date-in-quarter"]);
    assert_eq!(sheet.state(Row(0)), RowState::Ready);
    sheet.undo();
    assert_eq!(sheet.state(Row(0)), RowState::HeldBack);
    assert_eq!(codes(&sheet.reset()), <[&str; 0]>::default(), "the same rules, no change");
}

#[test]
fn every_mistake_in_the_file_is_found_with_its_line() {
    let text = "[[rule]]\nname = \"Won needs\"\nrequire = \"Deal valeu > 0\"\ntext = \"x\"\n\
        [[rule]]\nname = \"a\"\nwhen = [\n  \"Status => New\",\n  \"Status = New\",\n]\n\
        require = 'CRM ID matches ('\nlevel = \"fatal\"\ntext = \"x\"\nhlep = \"x\"\n\
        [[rule]]\nname = \"b\"\nwhen = [\"Notes is empty\", \"Status > New\", \"Outcome = Wonn\"]\n\
        require = \"Deal valeu > 0\"\ntext = \"x\"\n\
        [[rule]]\nname = \"b\"\nrequire = \"Notes is not empty\"\ntext = \"x\"\n\
        [[rule]]\nname = \"rules\"\n[[rules]]\n";
    let said = parse(text).expect_err("mistakes");
    let lines: Vec<&str> = said.lines().collect();
    for wanted in [
        "line 2: name: \"Won needs\" isn't a name; expected small letters, digits and hyphens only",
        "line 3: require: no column is named \"Deal valeu\"; did you mean \"Deal value\"?",
        "line 8: when: \"=>\" isn't an operator; did you mean >=?",
        "line 12: level is \"fatal\"; expected \"error\" or \"warning\"",
        "line 14: \"hlep\" isn't a key here; did you mean \"help\"?",
        "line 17: when: > compares dates and numbers, and \"Status\" holds texts; expected =, !=, \
         contains, matches, is empty or is not empty",
        "line 18: require: no column is named \"Deal valeu\"; did you mean \"Deal value\"?",
        "line 21: name: \"b\" is the name of the rule in line 15, too; expected another one",
        "line 24: require is missing; expected a text in quotation marks",
        "line 25: name: \"rules\" is the program's own name for mistakes in this file",
        "line 26: \"rules\" isn't a key here; did you mean \"rule\"?",
    ] {
        assert!(lines.contains(&wanted), "{wanted}\n{said}");
    }
    assert!(said.contains("line 11: require: the expression can't be read:"), "{said}");
    assert!(said.contains("line 17: when: no outcome is named \"Wonn\""), "{said}");
}

#[test]
fn wrong_rules_hold_back_every_lead() {
    let house =
        HouseRules::broken("rules.toml", vec!["line 1: x".to_owned(), "line 2: y".to_owned()]);
    let rules = RuleContext { house: Arc::new(house), ..RuleContext::from(today()) };
    let mut sheet = Sheet::new(table(ROWS), Origin::Download, rules);
    sheet.set(Row(3), "Notes", "called").expect("an open column");
    let blocks: Vec<String> = sheet.findings().blocks().map(|f| f.message.to_string()).collect();
    let expected = "The house rules can't be used, so nothing is exported: 2 mistakes. line 1: x.";
    assert_eq!(blocks, [expected]);
    assert!(sheet.plan().ready().next().is_none());
    let mut s = Session::start(Session::with(sheet)).sized(80, 24);
    insta::assert_snapshot!(s.screen());
    s.press("<esc>");
    let s = s.keys("<ctrl-s><enter>");
    assert!(matches!(s.effects.as_slice(), []), "nothing is exported");
}

/// A folder for configuration with house rules, and a file to check.
fn config(rules: &str) -> TempDir {
    let dir = scratch();
    let folder = dir.path().join("leadsheet");
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join("rules.toml"), rules).expect("written");
    fs::write(dir.path().join("upload.csv"), format!("{HEADER}{ROWS}")).expect("written");
    dir
}

fn run(config: &TempDir, args: &[&str]) -> Output {
    let run =
        program().env(CONFIG_HOME, config.path()).current_dir(config.path()).args(args).output();
    run.expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn codes(output: &Output) -> Vec<String> {
    let report = answer("check", &output.stdout);
    let findings = report["findings"].as_array().expect("a list");
    let codes = findings.iter().filter_map(|finding| finding["rule"].as_str());
    codes.filter(|code| code.starts_with("X:")).map(str::to_owned).collect()
}

#[test]
fn commands_without_a_screen_obey_the_rules_of_the_folder_or_those_that_are_named() {
    let dir = config(&example());
    let check = run(&dir, &["check", "--format", "json", "upload.csv"]);
    assert_eq!(codes(&check).len(), 5);
    assert_eq!(check.status.code(), Some(1));
    let shown = text(&run(&dir, &["check", "upload.csv"]).stdout);
    assert!(shown.contains("X:won-needs-value") && shown.contains("4 house rules from"), "{shown}");
    assert_eq!(
        codes(&run(&dir, &["check", "--format", "json", "--no-rules", "upload.csv"])).len(),
        0
    );
    let one = "[[rule]]\nname = \"one\"\nrequire = \"CRM ID is not empty\"\ntext = \"x\"\n";
    fs::write(dir.path().join("one.toml"), one).expect("written");
    let named = run(&dir, &["check", "--format", "json", "--rules", "one.toml", "upload.csv"]);
    assert_eq!(codes(&named), ["X:one", "X:one", "X:one", "X:one"]);
    let rules = text(&run(&dir, &["rules"]).stdout);
    assert!(rules.contains("X:crm-id-form  (error-if-touched, house rule)"), "{rules}");
    answer("rules", run(&dir, &["rules", "--format", "json"]).stdout);
    let help = text(&run(&dir, &["help", "X:crm-id-form"]).stdout);
    assert!(help.contains("A CRM ID is OPP- and a number."), "{help}");
}

#[test]
fn an_export_leaves_out_what_the_house_rules_hold_back() {
    let dir = config(&example());
    let write = |name: &str, ids: [&str; 2]| {
        let row = |lead: &str, id: &str| {
            format!(
                "{lead},a,Active,Accepted,80,5,USD,12/01/2026,{id},x,Yes,Contoso,US,\"A,B,a@example.com,5550100\"\n"
            )
        };
        let text = format!("{HEADER}{}{}", row("1", ids[0]), row("2", ids[1]));
        fs::write(dir.path().join(name), text).expect("written");
    };
    write("download.csv", ["", ""]);
    write("edited.csv", ["OPP-1", "no"]);
    let args =
        ["export", "edited.csv", "--original", "download.csv", "--format", "json", "--dry-run"];
    let held = |output: &Output| {
        let report = answer("export", &output.stdout);
        report["held_back"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(held(&run(&dir, &args)), 1);
    let without: Vec<&str> = args.into_iter().chain(["--no-rules"]).collect();
    assert_eq!(held(&run(&dir, &without)), 0);
}

#[test]
fn a_wrong_file_ends_every_command_that_has_nobody_to_ask() {
    let dir = config("[[rule]]\nname = \"A\"\nrequire = \"Status >> 1\"\n");
    fs::write(dir.path().join("download.csv"), format!("{HEADER}{ROWS}")).expect("written");
    let commands: [&[&str]; 6] = [
        &["check", "upload.csv"],
        &["check", "--format", "json", "upload.csv"],
        &["export", "upload.csv", "--original", "download.csv"],
        &["rules"],
        &["status"],
        &["check", "--rules", "none.toml", "upload.csv"],
    ];
    for args in commands {
        let output = run(&dir, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    let said = text(&run(&dir, &["check", "upload.csv"]).stderr);
    let path = dir.path().join("leadsheet").join("rules.toml");
    let expected = format!(
        "leadsheet: the house rules can't be used; nothing was done:\n\
         \x20 {path}: line 1: text is missing; expected a text in quotation marks\n\
         \x20 {path}: line 2: name: \"A\" isn't a name; expected small letters, digits and hyphens only\n\
         \x20 {path}: line 3: require: \">>\" isn't an operator; expected =, !=, <, <=, >, >=, contains, \
         matches, is empty or is not empty\n\
         correct the file, or move it away\n",
        path = Path::display(&path)
    );
    assert_eq!(said, expected);
    assert_eq!(run(&dir, &["check", "--no-rules", "upload.csv"]).status.code(), Some(1));
    assert_eq!(run(&dir, &["columns"]).status.code(), Some(0));
}

/// A command line for each command that judges cells, but for the options about house rules.
const JUDGING: [&[&str]; 9] = [
    &["check", "upload.csv"],
    &["export", "upload.csv", "--original", "download.csv", "--dry-run"],
    &["export", "--kept", "download.csv", "--dry-run"],
    &["merge", "download.csv", "--results", "upload.csv", "--dry-run"],
    &["rebase", "download.csv", "upload.csv", "--dry-run"],
    &["fill", "download.csv", "--from", "upload.csv", "--dry-run"],
    &["plan", "policy.toml", "download.csv", "--dry-run"],
    &["set", "download.csv", "Notes append x", "--dry-run"],
    &["status", "download.csv"],
];

#[test]
fn every_command_that_takes_a_file_has_the_options_about_house_rules() {
    let tree = Args::command();
    for command in tree.get_subcommands() {
        let name = command.get_name();
        let takes_file = command
            .get_positionals()
            .any(|argument| ["file", "download", "old"].contains(&argument.get_id().as_str()));
        let has = |option: &str| command.get_arguments().any(|a| a.get_long() == Some(option));
        // `diff` compares two files as they are, and the file of `config` has settings: no rule judges a cell.
        let is_judge = takes_file && !["diff", "config"].contains(&name);
        assert_eq!((has("rules"), has("no-rules")), (is_judge, is_judge), "{name}");
        let is_tried = JUDGING.iter().any(|args| args[0] == name) || name == "walk";
        assert_eq!(is_tried, is_judge, "{name} is in the table of this test");
    }
}

#[test]
fn every_command_obeys_the_named_rules_or_none() {
    let right = "[[rule]]\nname = \"a\"\nrequire = \"Notes is not empty\"\ntext = \"x\"\n";
    let wrong = "[[rule]]\nname = \"a\"\nrequire = \"Notes is\"\ntext = \"x\"\n";
    let policy = "[[sentence]]\nname = \"a\"\nset = \"Notes append x\"\n";
    let dir = config(wrong);
    for (name, text) in [("right.toml", right), ("wrong.toml", wrong), ("policy.toml", policy)] {
        fs::write(dir.path().join(name), text).expect("written");
    }
    fs::write(dir.path().join("download.csv"), format!("{HEADER}{ROWS}")).expect("written");
    for args in JUDGING {
        let with = |options: &[&str]| {
            let args: Vec<&str> = args.iter().chain(options).copied().collect();
            let output = run(&dir, &args);
            text(&output.stderr).contains("the house rules can't be used")
        };
        assert!(with(&[]), "{args:?} obeys those of the folder");
        assert!(!with(&["--no-rules"]), "{args:?} obeys none");
        assert!(!with(&["--rules", "right.toml"]), "{args:?} obeys the named ones");
        assert!(with(&["--rules", "wrong.toml"]), "{args:?} obeys the named ones");
    }
}

#[test]
fn a_change_without_a_screen_is_held_back_by_the_named_rules() {
    let dir = config("");
    let low = "[[rule]]\nname = \"low\"\nrequire = \"Deal value < 100\"\ntext = \"too much\"\n";
    fs::write(dir.path().join("low.toml"), low).expect("written");
    fs::write(dir.path().join("download.csv"), format!("{HEADER}{ROWS}")).expect("written");
    let args = ["set", "download.csv", "Deal value=500", "--where", "Status=Active", "--dry-run"];
    let shown = |options: &[&str]| {
        let args: Vec<&str> = args.iter().chain(options).copied().collect();
        text(&run(&dir, &args).stdout)
    };
    assert!(
        shown(&["--rules", "low.toml"]).contains("X:low"),
        "{}",
        shown(&["--rules", "low.toml"])
    );
    assert!(!shown(&[]).contains("X:low"));
}

#[test]
fn the_settings_say_whether_the_house_rules_are_right() {
    let right = config(&example());
    let listed = text(&run(&right, &["config"]).stdout);
    assert!(listed.contains("\n4 house rules from "), "{listed}");
    assert_eq!(run(&right, &["config", "--check"]).status.code(), Some(0));
    let wrong = config("[[rule]]\nname = \"a\"\nrequire = \"Notes is\"\ntext = \"x\"\n");
    let listed = text(&run(&wrong, &["config"]).stdout);
    assert!(listed.contains("1 mistake in ") && listed.contains("nothing is exported"), "{listed}");
    let check = run(&wrong, &["config", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    let said = text(&check.stdout);
    assert!(said.contains("rules.toml: line 3: require: \"Notes is\" has no operator;"), "{said}");
    let none = scratch();
    let listed = text(&run(&none, &["config"]).stdout);
    assert!(listed.contains("no house rules; `leadsheet help house-rules`"), "{listed}");
}
