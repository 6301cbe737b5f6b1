//! The terminal of the tests itself, with the shell as the program in it.

use super::*;

fn shell(script: &str) -> Program {
    Program::spawn_command("sh", &["-c", script], (40, 6))
}

#[test]
fn keys_reach_the_program_and_its_exit_code_comes_back() {
    let mut sh = shell("printf ready; read x; printf \"got $x\"; exit 3");
    sh.wait_for("ready");
    sh.keys("abc<lt>d<Enter>");
    sh.wait_for("got abc<d");
    assert_eq!(sh.wait_exit(), 3);
    assert_eq!(sh.screen(), "readyabc<d\ngot abc<d\n\n\n\n");
    assert_eq!(sh.line(1), "got abc<d");
    assert_eq!(sh.cursor(), Some((9, 1)));
    assert!(sh.bytes().starts_with(b"ready"));
}

#[test]
fn leadsheet_itself_starts_and_ends() {
    let mut program = Program::start(&["--version"], (80, 24));
    assert_eq!(program.wait_exit(), 0, "{}", program.screen());
}

#[test]
fn the_environment_is_clean_unless_the_test_sets_it() {
    let dir = files::scratch();
    let script = "echo $TERM $LANG [$COLORTERM$NO_COLOR$SSH_TTY$TMUX] $EXTRA; pwd; \
                  echo $HOME; test \"$XDG_STATE_HOME\" = \"$HOME/state_home\" && echo same";
    let size = (200, 6);
    let mut sh = Program::with().env("EXTRA", "more").home(dir.path()).spawn_command(
        "sh",
        &["-c", script],
        size,
    );
    assert_eq!(sh.wait_exit(), 0);
    let home = dir.path().display();
    let shown = format!("xterm-256color C.UTF-8 [] more\n{home}\n{home}\nsame\n\n");
    assert_eq!(sh.screen(), shown);
    let other = files::scratch();
    let mut sh = Program::with().dir(other.path()).spawn_command("sh", &["-c", "pwd"], size);
    sh.wait_exit();
    assert_eq!(sh.line(0), other.path().display().to_string());
}

#[test]
fn attributes_and_colours_of_a_cell_can_be_read() {
    let mut sh = shell("printf '\\033[1;7;31mx\\033[0my\\033[?25l'");
    sh.wait_exit();
    let (x, y) = (sh.style_at(0, 0), sh.style_at(1, 0));
    assert_eq!((x.contents(), x.bold(), x.inverse()), ("x", true, true));
    assert_eq!(x.fgcolor(), vt100::Color::Idx(1));
    assert_eq!((y.contents(), y.bold(), y.inverse()), ("y", false, false));
    assert_eq!(sh.cursor(), None);
}

#[test]
fn a_new_size_reaches_the_program() {
    let mut sh = shell("stty size; read x; stty size");
    sh.wait_for("6 40");
    sh.resize(30, 5);
    sh.keys("<Enter>");
    sh.wait_for("5 30");
    assert_eq!(sh.wait_exit(), 0);
    assert_eq!(sh.screen().lines().count(), 5 - 1);
}

#[test]
fn a_paste_arrives_in_brackets() {
    let mut sh = shell("stty -echo -icanon min 14; echo go; head -c 14 | od -An -c");
    sh.wait_for("go");
    sh.paste("a\tb");
    sh.wait_for("033   [   2   0");
    assert_eq!(sh.wait_exit(), 0);
}

#[test]
fn queries_to_the_terminal_are_answered() {
    let script = "stty -echo -icanon min 1; printf 'ab\\033[6n'; \
                  head -c 6 | od -An -c; printf '\\033[c'; head -c 9 | od -An -c";
    let mut sh = shell(script);
    sh.wait_until("two answers", |screen| lines(screen).any(|l| l.contains("6   2   ;   2")));
    assert!(sh.screen().contains("033   [   1   ;   3   R"), "{}", sh.screen());
    assert_eq!(sh.wait_exit(), 0);
}

#[test]
#[should_panic(expected = "the program ended before there was \"never\" on the screen")]
fn a_wait_that_times_out_shows_the_screen() {
    shell("printf once").wait_for("never");
}

#[test]
fn a_running_program_is_ended_when_the_value_is_dropped() {
    let mut sh = shell("echo $$; exec sleep 600");
    sh.wait_until("a process id", |screen| lines(screen).any(|l| !l.is_empty()));
    let process = PathBuf::from("/proc").join(sh.line(0));
    drop(sh);
    assert!(!process.exists());
}
