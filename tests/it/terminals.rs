//! The program in terminals of several kinds, as its environment names them: mouse, paste, size, clipboard, colors.

use crate::support::files;
use crate::support::pty::Program;

/// What the program does in a terminal.
struct Kind {
    term: &'static str,
    /// Whether its mouse is asked for.
    has_mouse: bool,
    /// Whether it gets colors where `NO_COLOR` isn't set.
    has_color: bool,
    /// What stands before a text for its clipboard.
    clipboard: &'static [u8],
}

const OSC_52: &[u8] = b"\x1b]52;c;";
const IN_SCREEN: &[u8] = b"\x1bP\x1b]52;c;";

const KINDS: [Kind; 4] = [
    Kind { term: "xterm-256color", has_mouse: true, has_color: true, clipboard: OSC_52 },
    Kind { term: "screen-256color", has_mouse: true, has_color: true, clipboard: IN_SCREEN },
    Kind { term: "linux", has_mouse: false, has_color: true, clipboard: OSC_52 },
    Kind { term: "vt100", has_mouse: false, has_color: false, clipboard: OSC_52 },
];

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether any cell of the screen has a color of its own.
fn is_colored(p: &mut Program) -> bool {
    let is_colored = |cell: vt100::Cell| {
        cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default
    };
    (0..24).any(|row| (0..80).any(|col| is_colored(p.style_at(col, row))))
}

#[cfg_attr(windows, ignore = "a console has no kind; its mouse and its clipboard are no sequences")]
#[test]
fn each_terminal_gets_what_it_can_show_and_report() {
    for Kind { term, has_mouse, has_color, clipboard } in KINDS {
        for no_color in [false, true] {
            let dir = files::scratch();
            let source = files::sample(dir.path());
            let setup = Program::with().env("TERM", term);
            let setup = if no_color { setup.env("NO_COLOR", "1") } else { setup };
            let mut p = setup.start(&[source.to_str().expect("UTF-8")], (80, 24));
            p.wait_for("UK spring");
            let place = format!("{term}, NO_COLOR {no_color}");
            assert_eq!(is_colored(&mut p), has_color && !no_color, "{place}");
            assert_eq!(has(&p.bytes(), b"\x1b[?1006h"), has_mouse, "{place}");
            // A report of the mouse runs nothing where it isn't asked for either.
            p.send(b"\x1b[<0;10;5M\x1b[<0;10;5m");
            p.keys("j");
            p.wait_for(if has_mouse { "GRID 4/60" } else { "GRID 2/60" });
            p.paste("Pasted name");
            p.wait_for("Pasted name");
            p.keys("u");
            p.wait_for("Undid");
            p.keys("y");
            p.wait_for("1 cell copied");
            assert!(has(&p.bytes(), clipboard), "{place}");
            assert!(p.draws_at(60, 12), "{place}");
            p.wait_for("GRID");
            p.keys("q");
            assert_eq!(p.wait_exit(), 0, "{place}");
            assert_eq!(has(&p.bytes(), b"\x1b[?1006l"), has_mouse, "{place}");
        }
    }
}

#[test]
fn a_terminal_that_shows_nothing_is_refused_with_a_way_out() {
    let dir = files::scratch();
    let source = files::sample(dir.path());
    let source = source.to_str().expect("UTF-8");
    let mut p = Program::with().env("TERM", "dumb").start(&[source], (80, 24));
    assert_eq!(p.wait_exit(), 2);
    let screen = p.screen();
    assert!(screen.contains("TERM") && screen.contains("leadsheet walk"), "{screen}");
    assert!(!has(&p.bytes(), b"\x1b["), "no escape sequence is sent to it");
}
