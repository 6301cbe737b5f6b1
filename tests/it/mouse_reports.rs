//! The mouse as only the real program shows it: modes of the terminal, and bytes in time.
#![cfg(unix)]

use crate::support::files;
use crate::support::pty::{Program, Setup};
use std::fmt::Write as _;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;
use vt100::{MouseProtocolEncoding, MouseProtocolMode};

fn open(setup: Setup, dir: &Path) -> Program {
    let source = files::sample(dir);
    let mut p = setup.start(&[source.to_str().expect("UTF-8")], (80, 24));
    p.wait_for("UK spring");
    p
}

/// A press and a release of the left button at a place, counted from 0.
fn click(x: u16, y: u16) -> String {
    format!("\x1b[<0;{};{}M\x1b[<0;{};{}m", x + 1, y + 1, x + 1, y + 1)
}

fn wait_for_mode(p: &mut Program, mode: MouseProtocolMode) {
    p.wait_until(&format!("{mode:?}"), |screen| screen.mouse_protocol_mode() == mode);
}

#[test]
fn the_terminal_reports_its_mouse_while_the_program_has_it_and_no_longer() {
    const ON: MouseProtocolMode = MouseProtocolMode::ButtonMotion;
    const OFF: MouseProtocolMode = MouseProtocolMode::None;
    let dir = files::scratch();
    let mut p = open(Program::with().env("EDITOR", "sh -c 'sleep 1' #"), dir.path());
    wait_for_mode(&mut p, ON);
    p.wait_until("SGR", |s| s.mouse_protocol_encoding() == MouseProtocolEncoding::Sgr);
    // Stopped; without a shell it goes on at once.
    let before = p.bytes().len();
    p.keys(":stop<Enter>");
    p.keys("jj");
    p.wait_for("GRID 3/60");
    let after = String::from_utf8_lossy(&p.bytes()[before..]).into_owned();
    let place = |what: &str| after.find(what).expect("it is sent");
    assert!(place("\x1b[?1002l") < place("\x1b[?1002h"), "{after:?}");
    // Another program in the terminal.
    p.keys("gcnotes<Enter>cc!<C-e>");
    wait_for_mode(&mut p, OFF);
    wait_for_mode(&mut p, ON);
    p.keys("<Esc>");
    // Turned off, and on again.
    p.keys("zm");
    wait_for_mode(&mut p, OFF);
    p.keys("zm");
    wait_for_mode(&mut p, ON);
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
    assert!(p.bytes().ends_with_mouse_off());
}

/// Whether bytes end the reports of the mouse last.
trait EndsWithMouseOff {
    fn ends_with_mouse_off(&self) -> bool;
}

impl EndsWithMouseOff for Vec<u8> {
    fn ends_with_mouse_off(&self) -> bool {
        let text = String::from_utf8_lossy(self);
        ["1000", "1002", "1006"].iter().all(|mode| {
            let last = |end: char| text.rfind(&format!("\x1b[?{mode}{end}"));
            last('l').is_some_and(|off| last('h').is_some_and(|on| on < off))
        })
    }
}

#[test]
fn a_crash_gives_the_mouse_back() {
    let dir = files::scratch();
    for place in ["loop", "input"] {
        let mut p = open(Program::with().env("LEADSHEET_FAIL", place), dir.path());
        wait_for_mode(&mut p, MouseProtocolMode::ButtonMotion);
        p.paste("fail on purpose: the text of a cell");
        assert_ne!(p.wait_exit(), 0);
        assert!(p.bytes().ends_with_mouse_off(), "{place}");
    }
}

#[test]
fn no_mode_is_sent_where_the_mouse_is_off() {
    let dir = files::scratch();
    let home = files::scratch();
    let config = home.path().join("config_home/leadsheet");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::write(config.join("config.toml"), "mouse = \"off\"\n").expect("a file");
    let off = [
        Program::with().env("TERM", "linux"),
        Program::with().env("TERM", "vt100"),
        Program::with().home(home.path()),
    ];
    for setup in off {
        let mut p = open(setup, dir.path());
        // What comes all the same does nothing.
        p.send(click(30, 8).as_bytes());
        p.keys("jj");
        p.wait_for("GRID 3/60");
        p.keys("q");
        assert_eq!(p.wait_exit(), 0);
        let bytes = String::from_utf8_lossy(&p.bytes()).into_owned();
        assert!(!["?1000", "?1002", "?1006"].iter().any(|mode| bytes.contains(mode)));
    }
}

#[test]
fn a_torn_report_clicks_once_and_types_nothing() {
    let dir = files::scratch();
    let mut p = open(Program::with().env("SSH_TTY", "/dev/pts/9"), dir.path());
    let report = click(35, 8);
    for (cut, row) in [(2, 9), (3, 6), (5, 10), (8, 7), (12, 4)] {
        let report = report.replace(";9", &format!(";{}", row + 2));
        let (first, rest) = report.split_at(cut);
        p.send(first.as_bytes());
        // No key takes so long.
        sleep(Duration::from_millis(450));
        p.send(rest.as_bytes());
        p.wait_for(&format!("GRID {row}/60"));
    }
    p.keys("q");
    assert_eq!(p.wait_exit(), 0, "nothing was changed");
}

#[test]
fn a_flood_of_movements_slows_nothing_down() {
    let dir = files::scratch();
    let mut p = open(Program::with(), dir.path());
    let mut flood = String::from("\x1b[<0;40;4M");
    for n in 0..20_000 {
        write!(flood, "\x1b[<32;{};{}M", 40 + n % 7, 4 + n % 15).expect("written");
    }
    flood.push_str("\x1b[<32;40;8M\x1b[<0;40;8m");
    p.send(flood.as_bytes());
    p.wait_for("Cells are selected.");
    p.keys("o");
    p.wait_for("1 column × 5 leads");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
    assert!(p.bytes().len() < 400_000, "most of it wasn't drawn: {}", p.bytes().len());
}
