//! The line mode: whole conversations with the real binary, and what they write.

use crate::support::files::SAMPLE;
use crate::support::program::program;
use crate::support::workspace::Workspace;
use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};

/// Runs the line mode on the file of a workspace with some answers, and returns what it printed and its code.
fn walk(workspace: &Workspace, options: &[&str], answers: &str) -> (String, Option<i32>) {
    let out = walk_output(workspace, options, answers.as_bytes());
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    (String::from_utf8(out.stdout).expect("UTF-8"), out.status.code())
}

fn walk_output(workspace: &Workspace, options: &[&str], answers: &[u8]) -> Output {
    let mut command = program();
    command.env("XDG_STATE_HOME", workspace.state_home()).current_dir(workspace.folder());
    command.args(["walk", "leads.csv"]).args(options);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    // A program that ended takes no more answers.
    let _ = child.stdin.take().expect("piped").write_all(answers);
    child.wait_with_output().expect("it ends")
}

/// The characters of a text that a terminal obeys, besides the line feed.
fn controls(text: &str) -> Vec<char> {
    text.chars().filter(|c| *c != '\n' && leadsheet::leads::is_hidden(*c)).collect()
}

#[test]
fn a_dumb_terminal_gets_questions_and_no_escape_sequence() {
    let workspace = Workspace::new();
    let source = workspace.file.to_str().expect("UTF-8");
    let setup = workspace.setup().env("TERM", "dumb");
    let mut p = setup.start(&["walk", source], (80, 24));
    p.wait_for("Number:");
    p.keys("3\r");
    p.wait_for("Lead 1 of 33");
    p.keys("2\r");
    p.wait_for("Intent: empty");
    p.keys("q\r");
    assert_eq!(p.wait_exit(), 1, "a change isn't exported");
    assert!(!p.bytes().contains(&0x1b), "{}", p.screen());
    assert!(workspace.status("leads.csv").contains("held back"));
}

#[test]
fn without_more_answers_the_work_is_kept_and_resumed() {
    let workspace = Workspace::new();
    let (first, code) = walk(&workspace, &[], "3\n2\n1\n");
    assert_eq!(code, Some(1), "{first}");
    assert!(first.ends_with("To go on: leadsheet walk leads.csv\n"), "{first}");
    let (second, code) = walk(&workspace, &[], "1\ne\ny\nq\n");
    assert!(second.contains("Restored: 2 steps in 1 lead"), "{second}");
    assert_eq!((code, controls(&second)), (Some(0), Vec::new()), "{second}");
    assert!(workspace.path("leads.upload-001.csv").exists(), "{second}");
    assert_eq!(fs::read(&workspace.file).expect("readable"), SAMPLE, "the download is as it was");
}
