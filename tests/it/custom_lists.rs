//! Custom lists in the real program: where they are read from, and what a mistake in one does.

use crate::support::files::{sample, scratch};
use crate::support::fixtures::{fixture, today};
use crate::support::json::answer;
use crate::support::program::{CONFIG_HOME, HOME, program};
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::leads::Row;
use leadsheet::leads::lists::{Lists, ValueList};
use leadsheet::leads::{Col, Origin, RuleContext};
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use tempfile::TempDir;

const CURRENCIES: &str =
    "code,name,decimals,group,successor\nXYZ,Own,0,ordinary,\nEUR,Euro,2,ordinary,\n";

/// Writes own lists into a new folder for configuration.
fn config(lists: &[(&str, &str)]) -> TempDir {
    let dir = scratch();
    write(dir.path(), lists);
    dir
}

/// Writes own lists below a folder for configuration.
fn write(config: &Path, lists: &[(&str, &str)]) -> PathBuf {
    let folder = config.join("leadsheet/lists");
    fs::create_dir_all(&folder).expect("made");
    for (name, text) in lists {
        fs::write(folder.join(name), text).expect("written");
    }
    folder
}

fn run(config: &TempDir, args: &[&str]) -> Output {
    program().env(CONFIG_HOME, config.path()).args(args).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The value lists with some of the user's own among them.
fn lists(own: &[(ValueList, &str)]) -> Arc<Lists> {
    let own: Vec<_> = own.iter().map(|(list, text)| (*list, (*text).to_owned())).collect();
    Arc::new(Lists::with_own(&own).expect("well-formed"))
}

/// A download whose currencies are all USD, with value lists of its own.
fn sheet(lists: &Arc<Lists>) -> Sheet {
    let opened = store::open(&fixture("plain.csv")).expect("a Leads file");
    let rules = RuleContext::new(today(), Arc::clone(lists));
    Sheet::new(opened.table, Origin::Upload, rules)
}

/// What is found at the currencies of a sheet that no list knows.
fn unknown_currencies(sheet: &Sheet) -> Vec<&str> {
    let all = sheet.findings().all().filter(|finding| finding.rule.code() == "C-02");
    all.map(|finding| finding.message.as_ref()).collect()
}

#[test]
fn two_sheets_with_different_lists_in_one_process_judge_differently() {
    let own = lists(&[(ValueList::Currencies, CURRENCIES)]);
    let (mut usual, mut custom) = (sheet(Lists::compiled_in()), sheet(&own));
    assert!(unknown_currencies(&usual).is_empty());
    let found = unknown_currencies(&custom);
    let expected = "\"USD\" isn't a currency code of your own list";
    assert!(!found.is_empty() && found.iter().all(|f| f.starts_with(expected)), "{found:?}");

    let field = usual.layout().field(Col::Currency).expect("the column is there");
    let offered = |sheet: &Sheet| {
        let choices = sheet.choices(Row(0), field).expect("a drop-down");
        choices.items.into_iter().map(|choice| choice.label).collect::<Vec<_>>()
    };
    assert_eq!(offered(&custom), ["XYZ", "EUR"]);
    assert!(offered(&usual).len() > 100);

    for sheet in [&mut usual, &mut custom] {
        sheet.apply(Edit::cell("set", Row(0), field, "XYZ")).expect("the column is open");
    }
    let at_first =
        |sheet: &Sheet| sheet.findings_at(Row(0), field).into_iter().map(|f| f.rule.code());
    assert!(at_first(&usual).any(|code| code == "C-02"));
    assert!(!at_first(&custom).any(|code| code == "C-02"));
    assert_eq!(unknown_currencies(&custom.reset()).len(), custom.row_count());
}

#[test]
fn a_custom_list_is_named_in_text_and_json() {
    let own = config(&[("currencies.csv", CURRENCIES)]);
    let path = fixture("plain.csv");
    let path = path.to_str().expect("UTF-8");
    let named = "own lists: currencies";
    let shown = run(&own, &["check", path]);
    assert!(text(&shown.stdout).lines().any(|line| line == named));
    let report = run(&own, &["check", "--format", "json", path]);
    assert_eq!(text(&report.stderr), format!("leadsheet: {named}\n"));
    answer("check", &report.stdout);
    for format in ["text", "json"] {
        let args = ["export", path, "--original", path, "--dry-run", "--format", format];
        let export = run(&own, &args);
        assert!(text(&export.stdout).contains(named), "{format}");
        assert!(export.stderr.is_empty(), "{format}");
    }
    for topic in ["columns", "rules"] {
        assert!(text(&run(&own, &[topic]).stdout).starts_with(&format!("{named}\n")), "{topic}");
    }
    assert!(text(&run(&own, &["columns"]).stdout).contains("required, own list: currencies)"));
    assert!(!text(&run(&own, &["keys"]).stdout).contains(named));
}

#[cfg_attr(windows, ignore = "the system knows the folder of settings by itself")]
#[test]
fn lists_are_read_from_the_home_folder_by_default() {
    let home = scratch();
    write(&home.path().join(".config"), &[("currency.csv", CURRENCIES)]);
    for named in [None, Some(""), Some("relative")] {
        let mut run = program();
        run.env(HOME, home.path()).env_remove(CONFIG_HOME).arg("rules");
        run.envs(named.map(|name| (CONFIG_HOME, name)));
        let out = run.output().expect("it runs");
        assert!(text(&out.stderr).contains("currency.csv: no list has this name"), "{named:?}");
    }
}

#[test]
fn every_mistake_in_a_list_is_reported_and_nothing_is_checked_or_written() {
    let own = config(&[
        ("currencies.csv", "code,name\nUSD,Dollar\n"),
        ("intents.csv", "text,label,meaning\nYes,Yes,x\nYes,Sure,x\n"),
        ("reason.csv", ""),
    ]);
    let dir = scratch();
    let file = sample(dir.path());
    let path = file.to_str().expect("UTF-8");
    for args in [
        &["check", path][..],
        &["check", "--format", "json", path],
        &["export", path, "--original", path],
        &["rules"],
        &["columns", "--format", "json"],
        &[path],
    ] {
        let out = run(&own, args);
        assert_eq!((out.status.code(), out.stdout.len()), (Some(2), 0), "{args:?}");
        let message = text(&out.stderr);
        for mistake in [
            "currencies.csv:1: the header lacks decimals, group, successor; expected",
            "intents.csv:3: Yes already appears in line 2; expected once",
            "reason.csv: no list has this name; expected countries.csv, currencies.csv",
        ] {
            assert!(message.contains(mistake), "{args:?}: {message}");
        }
    }
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    for args in [&["keys"][..], &["diff", path, path], &["--help"]] {
        assert_eq!(run(&own, args).status.code(), Some(0), "{args:?} asks no list");
    }
}

#[test]
fn the_editor_offers_a_custom_list_and_names_it_in_its_title() {
    let home = scratch();
    let file = sample(home.path());
    let folder = write(&home.path().join("config_home"), &[("currencies.csv", CURRENCIES)]);
    let path = file.to_str().expect("UTF-8");
    let mut p = Program::with().home(home.path()).start(&[path], (80, 24));
    p.wait_for("own lists: currencies");
    assert!(p.line(0).contains("leads.csv") && p.line(0).contains("own lists: currencies"));
    p.keys("4w");
    p.wait_for("Currency: USD");
    p.keys("<Enter>");
    p.wait_for("XYZ");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
    fs::write(folder.join("outcomes.csv"), "status\n").expect("written");
    let mut p = Program::with().home(home.path()).start(&[path], (200, 24));
    assert_eq!(p.wait_exit(), 2);
    assert!(p.screen().contains("outcomes.csv:1: the header lacks substatus"), "{}", p.screen());
}

#[test]
fn the_title_counts_custom_lists_whose_names_do_not_fit() {
    let mut session = Session::sample();
    let title = |session: &mut Session, own: &[ValueList]| {
        let lists = own_copies(own);
        let table = session.app.sheet.table().clone();
        *session.app.sheet = Sheet::new(table, Origin::Download, RuleContext::new(today(), lists));
        let screen = session.screen();
        screen.lines().next().expect("a title").to_owned()
    };
    let two = [ValueList::Currencies, ValueList::Intents];
    assert!(title(&mut session, &two).contains(" · own lists: currencies, intents"));
    let shown = title(&mut session, &ValueList::ALL);
    assert!(shown.starts_with(" leads.csv") && shown.contains(" · 6 own lists · "), "{shown}");
    let wide = title(&mut session.sized(140, 24), &ValueList::ALL);
    assert!(wide.contains("outcomes, reasons, transitions · "), "{wide}");
}

/// The compiled-in lists, some of them read as the user's own.
fn own_copies(own: &[ValueList]) -> Arc<Lists> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/leads");
    let copy = |list: &ValueList| {
        (*list, fs::read_to_string(folder.join(list.file())).expect("the list is there"))
    };
    let own: Vec<_> = own.iter().map(copy).collect();
    Arc::new(Lists::with_own(&own).expect("well-formed"))
}
