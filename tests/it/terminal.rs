//! Keys, pastes and the clipboard as only the real program shows them: bytes in time.

use crate::support::files;
use crate::support::pty::{Program, Setup};
#[cfg(unix)]
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

fn open(setup: Setup, dir: &Path) -> Program {
    let source = files::sample(dir);
    let mut p = setup.start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p
}

/// Opens the sample as if over a network, where a sequence may arrive in pieces.
fn remote(dir: &Path) -> Program {
    open(Program::with().env("SSH_TTY", "/dev/pts/9"), dir)
}

fn in_pieces(p: &mut Program, pieces: &[&[u8]]) {
    for (n, piece) in pieces.iter().enumerate() {
        if n > 0 {
            sleep(Duration::from_millis(15));
        }
        p.send(piece);
    }
}

#[cfg_attr(windows, ignore = "a console tells keys, and no bytes in pieces")]
#[test]
fn a_key_whose_bytes_arrive_in_pieces_works() {
    let dir = files::scratch();
    let mut p = remote(dir.path());
    // Esc would close the editor, `[`, `D` and `O` would be typed.
    for pieces in [&[b"\x1b", &b"[D"[..]][..], &[b"\x1b[", b"D"], &[b"\x1b", b"[", b"D"]] {
        p.keys("i");
        p.wait_for("EDIT");
        in_pieces(&mut p, pieces);
        p.keys("X<Enter>");
        p.wait_for("UK sprinXg");
        p.keys("ku");
        p.wait_for("Undid");
    }
    p.keys("jj");
    p.wait_for("GRID 3/60");
    in_pieces(&mut p, &[b"\x1b", b"O", b"A"]);
    p.wait_for("GRID 2/60");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn escape_and_a_key_right_after_it_are_two_keys() {
    let dir = files::scratch();
    let mut p = open(Program::with(), dir.path());
    p.keys("?");
    p.wait_for("LIST");
    p.send(b"\x1bj");
    p.wait_for("GRID 2/60");
    p.keys("?");
    p.wait_for("LIST");
    p.send(b"\x1b");
    p.wait_for("GRID 2/60");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn a_paste_goes_into_the_cell_and_runs_no_command() {
    let dir = files::scratch();
    let mut p = open(Program::with(), dir.path());
    p.paste("dd:q!\r");
    p.wait_for("dd:q!");
    p.wait_for("60 leads · 1 held back · 10 closed");
    p.keys("u");
    p.wait_for("Undid: paste Lead Name, 1 cell.");
    p.keys("u");
    p.wait_for("Nothing to undo.");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn an_unbracketed_paste_is_held_until_it_is_pasted() {
    let dir = files::scratch();
    let mut p = open(Program::with().silent(), dir.path());
    p.send(b"xdd:q!\rxx:q!\ryes");
    p.wait_for("16 keys arrived at once; p pastes them, Esc discards them.");
    p.keys("<Esc>");
    p.wait_for("They were discarded; nothing has changed.");
    p.send(b"A name, not keys:q!");
    // The words after the number may be left of the line before, while a frame is written.
    p.wait_for("19 keys arrived at once");
    p.keys("p");
    p.wait_for("1 held back");
    p.wait_for("A name, not keys:q!");
    // Bytes that a slow line delivers at once are no paste.
    p.send("j".repeat(30).as_bytes());
    p.wait_for("GRID 31/60");
    p.send(b"kkkkkkkkkklllllhhhhh");
    p.wait_for("GRID 21/60");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn keys_in_one_piece_run_where_the_terminal_marks_pastes() {
    let dir = files::scratch();
    let mut p = open(Program::with(), dir.path());
    p.send(b"ccOne\rccTwo\rkk/Trey\rgg");
    p.wait_for("*One");
    p.wait_for("*Two");
    p.wait_for("GRID 1/60");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn a_terminal_is_asked_once_and_its_late_answer_is_no_key() {
    let dir = files::scratch();
    let mut p = open(Program::with().silent(), dir.path());
    p.keys("jj");
    p.wait_for("GRID 3/60");
    for piece in [&b"\x1b[?20"[..], b"04;", b"1$y"] {
        sleep(Duration::from_millis(150));
        p.send(piece);
    }
    p.send(b"ccOne\rccTwo\rkk/Trey\rgg");
    p.wait_for("*One");
    p.wait_for("*Two");
    p.wait_for("GRID 1/60");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
    let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
    assert_eq!(bytes.matches("\u{1b}[?2004$p").count(), 1);
    let (asked, enabled) = (bytes.find("\u{1b}[?2004$p"), bytes.find("\u{1b}[?2004h"));
    assert!(asked > enabled && enabled.is_some());
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn the_mark_of_an_end_within_a_paste_runs_nothing() {
    let dir = files::scratch();
    for setup in [Program::with(), Program::with().silent()] {
        let mut p = open(setup, dir.path());
        // As tmux pastes a buffer that has the mark in it.
        p.paste("abc\u{1b}[201~xq");
        p.wait_for("abc[201~xq");
        p.wait_for("1 control character left out.");
        p.keys("u");
        p.wait_for("Undid: paste Lead Name, 1 cell.");
        // A terminal that cuts the text there sends the rest as keys.
        p.send(b"\x1b[200~abc\x1b[201~xq\r");
        p.wait_for("3 keys came together with the paste; p pastes them, Esc discards them.");
        p.keys("<Esc>");
        p.wait_for("They were discarded; nothing has changed.");
        p.keys("qd");
        assert_eq!(p.wait_exit(), 0);
    }
}

#[cfg_attr(windows, ignore = "copies are on the clipboard of the system")]
#[test]
fn a_copied_cell_reaches_the_terminal_as_base64_alone() {
    let dir = files::scratch();
    for (term, sequence) in [
        ("xterm-256color", "\u{1b}]52;c;VUsgc3ByaW5n\u{7}"),
        ("screen", "\u{1b}P\u{1b}]52;c;VUsgc3ByaW5n\u{7}\u{1b}\\"),
    ] {
        let mut p = open(Program::with().env("TERM", term), dir.path());
        p.keys("y");
        p.wait_for("1 cell copied (sent to the terminal).");
        let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
        assert_eq!(bytes.matches(sequence).count(), 1);
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
    }
}

/// Opens the sample in a tmux that is a script.
#[cfg(unix)]
fn in_tmux(dir: &Path, script: &str) -> Program {
    use std::os::unix::fs::PermissionsExt as _;
    let bin = dir.join("bin");
    fs::create_dir_all(&bin).expect("created");
    let tmux = bin.join("tmux");
    fs::write(&tmux, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&tmux, fs::Permissions::from_mode(0o700)).expect("may be run");
    let path = format!("{}:/usr/bin:/bin", bin.display());
    open(Program::with().env("TMUX", "/tmp/tmux,1,0").env("PATH", path), dir)
}

#[cfg(unix)]
#[test]
fn in_tmux_a_copy_goes_through_a_buffer_of_tmux() {
    let dir = files::scratch();
    let got = dir.path().join("got");
    let mut p = in_tmux(dir.path(), &format!("(echo \"$@\"; cat) > '{}'", got.display()));
    p.keys("vjy");
    p.wait_for("2 cells copied (tmux buffer).");
    let text = fs::read_to_string(&got).expect("tmux was run");
    assert_eq!(text, "load-buffer -w -\nUK spring\nWarehouse tablets, phase 2");
    assert!(!String::from_utf8_lossy(&p.bytes()).contains("\u{1b}]52"));
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}

#[cfg(unix)]
#[test]
fn a_failing_tmux_is_reported_and_the_copy_can_still_be_pasted() {
    let dir = files::scratch();
    let mut p = in_tmux(dir.path(), "echo 'no server running' >&2; exit 1");
    p.keys("y");
    p.wait_for("1 cell copied for p only: tmux says: no server running.");
    p.keys("jp");
    p.wait_for("1 held back");
    p.keys("qd");
    assert_eq!(p.wait_exit(), 0);
    let mut p = in_tmux(dir.path(), "exec sleep 60");
    p.keys("yj");
    p.wait_for("GRID 2/60");
    p.wait_for("1 cell copied for p only: tmux didn't answer within 2 s.");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}
