//! The user's own editor in the terminal of the real program.
#![cfg(unix)]

use crate::support::files;
use crate::support::pty::Program;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Writes a program into a folder with a space in its name: how a variable names it.
fn editor(dir: &Path, script: &str) -> String {
    let folder = dir.join("my editor");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("ed.sh");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    format!("'{}' --wait", path.display())
}

/// Opens the notes of the first lead in a program that has this editor, and types into them.
fn open(dir: &Path, variable: &str, editor: &str) -> Program {
    let file = files::sample(dir);
    let file = file.to_str().expect("UTF-8");
    let mut p = Program::with().env(variable, editor).start(&[file], (80, 24));
    p.wait_for("UK spring");
    p.keys("8wcchello");
    p.wait_for("Notes: hello");
    p.keys("<C-e>");
    p
}

#[test]
fn keys_go_to_the_editor_until_it_ends_and_its_text_comes_back() {
    let dir = files::scratch();
    let script = "echo \"given $1\"; cat \"$2\"; ls -l \"$2\"; \
                  read line; echo \"$line\" >> \"$2\"";
    let mut p = open(dir.path(), "VISUAL", &editor(dir.path(), script));
    p.wait_for("given --wait");
    p.wait_for("hello-rw-------");
    let before = p.bytes().len();
    p.keys(" world q<Enter>");
    p.wait_for("edited text is here");
    p.wait_for("Notes: helloworld q");
    let after = p.bytes().split_off(before);
    let has = |what: &[u8]| after.windows(what.len()).any(|w| w == what);
    assert!(has(b"\x1b[?1049h") && has(b"\x1b[?2004h"), "screen and paste mode are set again");
    p.paste("!\n?");
    p.wait_for("Notes: helloworld q!␊?");
    p.keys("<Enter>");
    p.wait_for("Held back");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn an_editor_that_fails_or_is_missing_leaves_the_text_as_it_was() {
    let dir = files::scratch();
    let failing = editor(dir.path(), "echo spoiled > \"$2\"; exit 3");
    for (editor, say) in [(&*failing, "exit status: 3"), ("no-such-editor -x", "can't be started")]
    {
        let mut p = open(dir.path(), "EDITOR", editor);
        p.wait_for(say);
        p.keys("!");
        p.wait_for("Notes: hello!");
        p.keys("<Esc>q");
        assert_eq!(p.wait_exit(), 0);
    }
}

#[test]
fn ctrl_c_in_the_editor_ends_the_editor_only() {
    let dir = files::scratch();
    let mut p = open(dir.path(), "EDITOR", &editor(dir.path(), "echo working; exec sleep 30"));
    p.wait_for("working");
    p.send(b"\x03");
    p.wait_for("signal: 2");
    p.keys("!");
    p.wait_for("Notes: hello!");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn no_shell_reads_the_variable() {
    let dir = files::scratch();
    let mark = dir.path().join("mark");
    let mut p = open(dir.path(), "EDITOR", &format!("true; touch {}", mark.display()));
    p.wait_for("can't be started");
    assert!(!mark.exists());
}
