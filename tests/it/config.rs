//! `leadsheet config`: the file to start with, the schemas and the check agree with what the program reads.

use crate::readme::{check_part, root};
use crate::support::files::{scratch, slashes};
use crate::support::program::{CONFIG_HOME, program};
use leadsheet::app::{Config, SETTINGS, default_file};
use leadsheet::view::Theme;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

fn config(args: &[&str]) -> Output {
    program().arg("config").args(args).output().expect("runs")
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn schema(of: &str) -> jsonschema::Validator {
    let schema: Value = text(&config(&[of])).parse().expect("JSON");
    jsonschema::draft7::meta::validate(&schema).expect("a schema");
    jsonschema::draft7::new(&schema).expect("a schema")
}

fn json(toml: &str) -> Value {
    serde_json::to_value(toml.parse::<toml::Table>().expect("TOML")).expect("JSON")
}

/// The TOML examples of the page about settings.
fn examples() -> Vec<String> {
    let page = fs::read_to_string(root().join("assets/manual/settings.md")).expect("readable");
    let blocks = page.split("```toml\n").skip(1);
    blocks.map(|block| block.split("```").next().expect("a block").to_owned()).collect()
}

#[test]
fn the_file_to_start_with_and_the_examples_of_the_manual_fulfil_the_schemas() {
    let (settings, theme) = (schema("--schema"), schema("--schema=theme"));
    let default = text(&config(&["--default"]));
    assert_eq!(default, default_file());
    let mut of_themes = 0;
    for example in examples().into_iter().chain([default]) {
        let is_theme = example.contains("inherits = ");
        of_themes += usize::from(is_theme);
        let (schema, mistakes) = if is_theme {
            (&theme, Theme::parse(&example).err().unwrap_or_default())
        } else {
            (&settings, Config::parse(&example).errors)
        };
        assert!(mistakes.is_empty(), "{example}{mistakes:?}");
        let value = json(&example);
        let error = schema.validate(&value).err();
        assert!(error.is_none(), "{example}{error:?}");
    }
    assert_eq!(of_themes, 1);
    for name in Theme::names() {
        let path = root().join("assets/themes").join(format!("{name}.toml"));
        let text = fs::read_to_string(path).expect("readable");
        assert!(theme.is_valid(&json(&text)), "{name}");
    }
}

#[test]
fn the_settings_in_the_manual_are_those_of_the_table() {
    let mut table =
        "| setting | values | without it | what it does |\n|---|---|---|---|\n".to_owned();
    for setting in &SETTINGS {
        let values = setting.expected().replace('"', "`");
        let otherwise = setting.default.map_or(setting.otherwise.to_owned(), |d| format!("`{d}`"));
        let (path, help) = (setting.path(), setting.help);
        writeln!(table, "| `{path}` | {values} | {otherwise} | {help} |").expect("written");
    }
    check_part("settings", &table);
}

#[test]
fn what_the_program_refuses_its_schemas_refuse_too() {
    let settings = schema("--schema");
    for wrong in [
        "theme = 3",
        "mouse = true",
        "mouse = \"of\"",
        "colour = \"red\"",
        "export = 1",
        "[export]\nerrors = \"drop\"",
        "[export]\nmore = 1",
        "[grid]\nrow_numbers = \"yes\"",
        "[keys]\npreset = \"vim\"",
        "[keys]\nundo = [\"u\"]",
        "[keys.moon]\nup = [\"k\"]",
        "[keys.grid]\nfly = [\"f\"]",
        "[keys.grid]\nundo = \"u\"",
        "[keys.grid]\nundo = [3]",
        "[keys.grid]\nundo = [\"hyper-x\"]",
        "[keys.grid]\nundo = [\"\"]",
        "[keys.grid]\nundo = [\"f13\"]",
    ] {
        assert!(!Config::parse(wrong).errors.is_empty(), "{wrong}");
        assert!(!settings.is_valid(&json(wrong)), "{wrong}");
    }
    let theme = schema("--schema=theme");
    for wrong in [
        "inherits = \"moon\"",
        "color = 1",
        "titel = {}",
        "title = \"red\"",
        "title = { fg = 256 }",
        "title = { fg = \"mauve\" }",
        "title = { fg = [1] }",
        "title = { blink = true }",
        "title = { bold = 1 }",
    ] {
        assert!(Theme::parse(wrong).is_err(), "{wrong}");
        assert!(!theme.is_valid(&json(wrong)), "{wrong}");
    }
}

#[test]
fn earlier_names_of_commands_are_in_the_schema() {
    let earlier = "[keys.grid]\nsort_up = [\"ctrl-w\"]\n";
    assert_eq!(Config::parse(earlier).errors, Vec::<String>::new());
    assert!(schema("--schema").is_valid(&json(earlier)));
}

/// The program's answer with a configuration folder of its own.
fn in_folder(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut program = program();
    program.env(CONFIG_HOME, folder).arg("config").args(args);
    let output = program.output().expect("runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("UTF-8"))
}

#[test]
fn the_check_lists_every_mistake_with_its_line_and_ends_with_its_exit_code() {
    let dir = scratch();
    let (code, text) = in_folder(dir.path(), &["--check"]);
    assert_eq!(code, Some(0));
    assert!(
        text.contains("there is no such file, so that all defaults hold\nno mistakes"),
        "{text}"
    );
    let folder = dir.path().join("leadsheet");
    fs::create_dir_all(folder.join("themes")).expect("made");
    let wrong = "theme = \"drak\"\n[grid]\nrow_number = true\n[keys.grid]\nundu = [\"u\"]\n";
    fs::write(folder.join("config.toml"), wrong).expect("written");
    fs::write(folder.join("themes/own.toml"), "titel = {}\n").expect("written");
    let (code, text) = in_folder(dir.path(), &["--check"]);
    assert_eq!(code, Some(1), "{text}");
    for part in [
        "config.toml: line 1: there is no theme \"drak\"; did you mean \"dark\"? Choose one of dark, light",
        "config.toml: line 3: grid.row_number isn't a setting; did you mean \"grid.row_numbers\"?",
        "config.toml: line 5: [keys.grid] undu isn't a command; did you mean \"undo\"?",
        "themes/own.toml: titel isn't a role",
        "\n4 mistakes\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let other = dir.path().join("other.toml");
    fs::write(&other, default_file()).expect("written");
    let other = other.to_str().expect("UTF-8");
    assert_eq!(in_folder(dir.path(), &["--check", other]), (Some(0), "no mistakes\n".to_owned()));
    let (code, text) = in_folder(dir.path(), &["--check", "/nowhere/config.toml"]);
    assert_eq!(code, Some(2));
    assert!(text.contains("/nowhere/config.toml: there is no such file"), "{text}");
    assert_eq!(in_folder(dir.path(), &["--check", "--default"]).0, Some(2));
}

#[test]
fn the_settings_are_listed_with_their_place_and_what_holds() {
    let dir = scratch();
    let (code, text) = in_folder(dir.path(), &[]);
    let text = slashes(&text);
    assert_eq!(code, Some(0));
    assert!(
        text.contains("leadsheet/config.toml\nisn't there; `leadsheet config --default`"),
        "{text}"
    );
    let folder = dir.path().join("leadsheet");
    fs::create_dir_all(&folder).expect("made");
    let set = "mouse = \"off\"\n[grid]\nrow_numbers = true\n[keys.grid]\nundo = [\"g z\"]\n";
    fs::write(folder.join("config.toml"), set).expect("written");
    let (_, text) = in_folder(dir.path(), &[]);
    let rows: Vec<String> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for row in [
        "mouse \"off\" line 1",
        "export.errors \"clear\" the default",
        "grid.row_numbers true line 3",
        "keys.grid.undo [\"g z\"] line 5",
    ] {
        assert!(rows.iter().any(|found| found == row), "{row}\n{text}");
    }
}
