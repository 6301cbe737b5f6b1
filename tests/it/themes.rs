//! Themes: which one is used, a list to choose from, and the user's own ones.

use crate::support::files::{sample, scratch};
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::app::{App, Config, Input, Start, ThemeChoice, ThemeName};
use std::fs;
use std::path::Path;

/// A session whose terminal was asked for its background.
fn session() -> Session {
    let all = ["dark", "light", "plain"]
        .map(|name| ThemeName { name: name.to_owned(), what: String::new() });
    let themes = ThemeChoice {
        all: all.to_vec(),
        fitting: "dark".to_owned(),
        asks_background: true,
        ..ThemeChoice::default()
    };
    let day = "2026-11-22".parse().expect("a day");
    let start = Session::of("Referral ID,Lead Name\na,One\n", day);
    Session::start(Start { config: Config { themes, ..Config::default() }, ..start })
}

fn name(s: &Session) -> &str {
    App::theme_name(&s.app)
}

#[test]
fn the_selected_theme_is_shown_and_the_chosen_one_is_remembered() {
    let s = session().keys("zc");
    assert_eq!(name(&s), "dark", "the current one is selected");
    let s = s.keys("<down>");
    assert_eq!(name(&s), "light");
    let s = s.keys("<esc>");
    assert_eq!((name(&s), s.app.preferences.theme.as_deref()), ("dark", None));
    let s = s.keys("zcpla");
    assert_eq!(name(&s), "plain");
    let s = s.keys("<enter>");
    assert_eq!((name(&s), s.app.preferences.theme.as_deref()), ("plain", Some("plain")));
    assert_eq!(s.message(), "Theme plain, also at the next start.");
}

#[test]
fn a_theme_that_is_set_comes_back_at_the_next_start_and_the_message_says_so() {
    let mut s = session();
    s.app.theme.is_set = true;
    let s = s.keys("zcl<enter>");
    assert_eq!(s.message(), "Theme light, until you quit: the next start has the one that is set.");
}

#[test]
fn the_background_decides_until_a_theme_is_chosen() {
    let light = || Input::Background { is_light: true };
    let mut s = session();
    s.input(light());
    assert_eq!(name(&s), "light");
    let mut s = session().keys("zcplain<enter>");
    s.input(light());
    assert_eq!(name(&s), "plain");
    let mut s = session();
    s.app.theme.asks_background = false;
    s.input(light());
    assert_eq!(name(&s), "dark", "an answer without a question");
}

/// Starts the program with files in its folder of themes.
fn start(dir: &Path, themes: &[(&str, &str)], args: &[&str]) -> Program {
    let source = sample(dir);
    let folder = dir.join("config_home/leadsheet/themes");
    fs::create_dir_all(&folder).expect("made");
    for (name, text) in themes {
        fs::write(folder.join(name), text).expect("written");
    }
    let args = [args, &[source.to_str().expect("UTF-8")]].concat();
    Program::with().home(dir).start(&args, (80, 24))
}

/// The background of the title, and so of the theme.
fn title(p: &mut Program) -> vt100::Color {
    p.style_at(0, 0).bgcolor()
}

const OWN: (&str, &str) = ("mine.toml", "title = { fg = 231, bg = 54 }\n");

#[test]
fn a_theme_of_ones_own_is_drawn_and_listed() {
    let dir = scratch();
    let mut p = start(dir.path(), &[OWN], &["--theme", "mine"]);
    p.wait_for("GRID 1/");
    assert_eq!(title(&mut p), vt100::Color::Idx(54));
    p.keys("zc");
    p.wait_for("themes/mine.toml");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn all_that_is_wrong_with_own_themes_is_listed_with_the_file_at_the_start() {
    let dir = scratch();
    let themes = [OWN, ("bad.toml", "titel = {}\nkey = { fg = \"mauve\" }\n"), ("c.toml", "key\n")];
    let mut p = start(dir.path(), &themes, &[]);
    p.wait_for("Errors in the settings");
    p.wait_for("themes/bad.toml: titel isn't a role");
    p.wait_for("themes/bad.toml: key.fg: \"mauve\" isn't a color");
    p.wait_for("themes/c.toml: line 1: ");
    p.keys("<Esc>q");
    assert_eq!(p.wait_exit(), 0);
}

#[test]
fn an_unknown_theme_is_refused_with_the_names_of_all() {
    let dir = scratch();
    let mut p = start(dir.path(), &[OWN], &["--theme", "moon"]);
    assert_eq!(p.wait_exit(), 2);
    let wanted =
        "There is no theme \"moon\"; choose one of dark, light, high-contrast, plain, mine.";
    assert!(p.screen().replace('\n', "").contains(wanted), "{}", p.screen());
}

#[cfg_attr(windows, ignore = "no terminal marks pastes or is asked there")]
#[test]
fn the_terminal_is_asked_and_its_late_and_torn_answer_changes_the_theme_alone() {
    let dir = scratch();
    let mut p = start(dir.path(), &[], &[]);
    p.wait_for("GRID 1/");
    assert_eq!(title(&mut p), vt100::Color::Idx(73), "the first frame waits for nothing");
    p.send(b"\x1b]11;rgb:ff");
    p.send(b"ff/ffff/dddd\x1b");
    p.send(b"\\");
    let is_light = |screen: &vt100::Screen| {
        screen.cell(0, 0).is_some_and(|cell| cell.bgcolor() == vt100::Color::Idx(25))
    };
    p.wait_until("the light theme", is_light);
    p.wait_for("GRID 1/");
    p.keys("q");
    assert_eq!(p.wait_exit(), 0);
}
