//! `leadsheet help`, as it is printed without a terminal and through a pager on one.

use crate::readme::root;
use crate::support::program::program;
use crate::support::pty::{Program, Setup};
use crate::support::session::Session;
use leadsheet::app::{MANUAL, ManualPanel, Mode};
use leadsheet::cli::help_topics;
use std::fs;
use std::process::Output;
use unicode_width::UnicodeWidthStr as _;

fn help(topic: &[&str]) -> Output {
    program().arg("help").args(topic).output().expect("runs")
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn every_topic_is_printed_as_plain_text() {
    for (topic, _) in help_topics() {
        let text = text(&help(&[topic]));
        assert!(text.lines().count() > 30, "{topic}: {text}");
        assert!(
            !text.contains('\x1b') && !text.contains("<!--") && !text.contains("**"),
            "{topic}"
        );
        for line in text.lines() {
            assert!(line.width() <= 80, "{topic}: {line}");
        }
    }
}

#[test]
fn the_topics_are_listed_here_in_the_readme_and_in_the_manual_folder() {
    let text = text(&help(&[]));
    let readme = fs::read_to_string(root().join("README.md")).expect("readable");
    for (topic, summary) in help_topics() {
        assert!(text.contains(&format!("`{topic}`")) && text.contains(&summary[..20]), "{text}");
        let row = format!("| [{topic}](assets/manual/{topic}.md) | {summary} |\n");
        assert!(readme.contains(&row), "{row}");
    }
    let pages = fs::read_dir(root().join("assets/manual")).expect("the manual").count();
    assert_eq!(help_topics().count(), pages);
    assert!(text.contains("Usage: leadsheet"), "{text}");
}

#[test]
fn a_command_gets_the_help_that_it_prints_itself() {
    let own = program().args(["check", "--help"]).output().expect("runs");
    assert_eq!(text(&help(&["check"])), text(&own));
}

#[test]
fn an_unknown_topic_is_an_error_that_names_the_nearest_one() {
    let output = help(&["setings"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("did you mean \"settings\"?"), "{message}");
    let message = String::from_utf8(help(&["\x1b[2J"]).stderr).expect("UTF-8");
    assert!(message.contains("no help for") && !message.contains('\x1b'), "{message}");
}

#[test]
fn rules_columns_options_headings_and_commands_of_the_editor_are_explained() {
    for (words, parts) in [
        (&["D-01"][..], &["D-01  (error", "Leads bulk page"][..]),
        (&["d-01"], &["D-01  (error"]),
        (&["estimated", "close_date"], &["Estimated Close Date  ("]),
        (
            &["exit", "codes"],
            &["Exit codes", "reading or writing failed", "leadsheet help command-line"],
        ),
        (&["exit", "code", "3"], &["reading or writing failed"]),
        (&["--strict"], &["With: check", "count warnings as errors"]),
        (&["--theirs"], &["--mine", "With: rebase"]),
        (&["Fill down"], &["fill down", "In the grid", "`gd`"]),
        (&[":w"], &["export", "In the grid"]),
        (&["two", "weeks"], &["Two weeks"]),
        (&["help"], &["Usage: leadsheet help"]),
    ] {
        let text = text(&help(words));
        for part in parts {
            assert!(text.contains(part), "{words:?}: {part}\n{text}");
        }
    }
}

#[test]
fn a_misspelled_name_gets_the_nearest_one_wherever_it_is_typed() {
    for (words, wanted) in [
        (&["help", "D-0l"][..], "did you mean \"D-0"),
        (&["help", "fil", "down"], "did you mean \"fill down\"?"),
        (&["help", "exit", "kodes"], "did you mean \"exit codes\"?"),
        (&["help", "chek"], "did you mean \"check\"?"),
        (&["chek", "leads.csv"], "there is no file \"chek\"; did you mean the command \"check\"?"),
        (&["exprot"], "there is no file \"exprot\"; did you mean the command \"export\"?"),
        (&["stauts", "--forget", "a.csv"], "did you mean the command \"status\"?"),
        (&["check", "--orignal", "a.csv"], "similar argument exists: '--original'"),
        (&["--strict", "check", "a.csv"], "'check --strict' exists"),
        (&["check", "a.csv", "--format", "jsn"], "'json'"),
        (&["check", "a.csv", "--encoding", "windows-125o"], "did you mean windows-125"),
        (&["completions", "fsh"], "'fish'"),
    ] {
        let output = program().args(words).output().expect("runs");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains(wanted), "{words:?}: {message}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{words:?}");
    }
}

fn in_terminal(pager: Option<&str>, topic: &str) -> String {
    let setup = pager.map_or_else(Setup::default, |pager| Setup::default().env("PAGER", pager));
    let mut program = setup.start(&["help", topic], (80, 24));
    assert_eq!(program.wait_exit(), 0);
    String::from_utf8(program.bytes()).expect("UTF-8")
}

#[cfg_attr(windows, ignore = "a script of a shell is run in it")]
#[test]
fn a_terminal_gets_styles_through_the_pager() {
    let through = in_terminal(Some("sed s/^/:/"), "json");
    assert!(through.contains(":\x1b[1m\x1b[4mJSON output"), "{through}");
}

#[test]
fn a_terminal_gets_styles_without_a_pager() {
    for pager in ["", "/nowhere/pager"] {
        let plain = in_terminal(Some(pager), "json");
        assert!(plain.starts_with("\x1b[1m\x1b[4mJSON output"), "{plain}");
    }
}

#[cfg_attr(windows, ignore = "a script of a shell is run in it")]
#[test]
fn a_pager_that_quits_early_is_no_failure() {
    in_terminal(Some("true"), "guide");
}

#[test]
fn the_default_pager_quits_by_itself_where_everything_fits() {
    let mut program = Program::start(&["help", "command-line"], (100, 400));
    assert_eq!(program.wait_exit(), 0);
    let text = String::from_utf8_lossy(&program.bytes()).into_owned();
    assert!(text.contains("Exit codes"), "{text}");
}

#[test]
fn the_help_lists_the_topics_and_opens_each_page_in_the_program() {
    for (at, page) in MANUAL.iter().enumerate() {
        let mut s = Session::sample().keys(&format!("??{}", "j".repeat(at)));
        assert!(s.screen().contains(&page.summary[..20]), "{}", s.screen());
        let mut s = s.keys("<enter>");
        let screen = s.screen();
        let title = page.text.lines().next().unwrap_or_default().trim_start_matches("# ");
        assert!(screen.contains(title), "{screen}");
        assert!(s.keys("/the<enter>").message().starts_with("match 1 of "), "{}", page.topic);
    }
}

#[test]
fn closing_the_manual_goes_back_to_the_topics_and_then_to_the_panel_below() {
    let s = Session::sample().at(1, "Lead Name").keys("ccOne<enter>gu?j<enter>");
    assert!(s.app.mode.panel::<ManualPanel>().is_some());
    let mut s = s.keys("<esc>");
    assert!(s.screen().contains(&format!("MANUAL 2/{}", MANUAL.len())), "{}", s.screen());
    let s = s.keys("q");
    assert_eq!(s.app.mode.label(), "HISTORY");
    assert!(matches!(s.keys("<esc>").app.mode, Mode::Grid));
}
