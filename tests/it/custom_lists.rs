//! Custom lists in the real program: where they are read from, and what a mistake in one does.

use crate::support::files::{sample, scratch};
use crate::support::fixtures::fixture;
use crate::support::program::program;
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::leads::lists::ValueList;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
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
    program().env("XDG_CONFIG_HOME", config.path()).args(args).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The path of a fixture whose currency is USD, and what is found at currencies in it.
fn currencies(config: &TempDir) -> Vec<String> {
    let path = fixture("plain.csv");
    let out = run(config, &["check", "--format", "json", path.to_str().expect("UTF-8")]);
    let report: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let findings = report["findings"].as_array().expect("a list").iter();
    let own = findings.filter(|f| f["rule"] == "C-02");
    own.map(|f| f["message"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_custom_list_decides_the_findings_and_is_named_in_text_and_json() {
    let (none, own) = (scratch(), config(&[("currencies.csv", CURRENCIES)]));
    assert!(currencies(&none).is_empty());
    let found = currencies(&own);
    assert!(
        found
            .iter()
            .all(|message| message.starts_with("\"USD\" isn't a currency code of your own list"))
            && !found.is_empty(),
        "{found:?}"
    );
    let path = fixture("plain.csv");
    let path = path.to_str().expect("UTF-8");
    let named = "own lists: currencies";
    let shown = run(&own, &["check", path]);
    assert!(text(&shown.stdout).lines().any(|line| line == named));
    let report = run(&own, &["check", "--format", "json", path]);
    assert_eq!(text(&report.stderr), format!("leadsheet: {named}\n"));
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

#[test]
fn lists_are_read_from_the_home_folder_by_default() {
    let home = scratch();
    write(&home.path().join(".config"), &[("currency.csv", CURRENCIES)]);
    for named in [None, Some(""), Some("relative")] {
        let mut run = program();
        run.env("HOME", home.path()).env_remove("XDG_CONFIG_HOME").arg("rules");
        run.envs(named.map(|name| ("XDG_CONFIG_HOME", name)));
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
    p.keys("5w");
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
    session.app.own_lists = &[ValueList::Currencies, ValueList::Intents];
    let title = |session: &mut Session| {
        let screen = session.screen();
        screen.lines().next().expect("a title").to_owned()
    };
    assert!(title(&mut session).ends_with(" · own lists: currencies, intents"));
    session.app.own_lists = &ValueList::ALL;
    let shown = title(&mut session);
    assert!(shown.starts_with(" leads.csv") && shown.ends_with(" · 6 own lists"), "{shown}");
    let wide = title(&mut session.sized(140, 24));
    assert!(wide.ends_with("outcomes, reasons, transitions"), "{wide}");
}
