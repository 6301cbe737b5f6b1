//! The menu: every command by section, with its key and its state.

use crate::support::keymap::key_map;
use crate::support::session::Session;
use leadsheet::app::{Action, COMMANDS, CommandState, Menu, MenuEntry, Mode, MouseButton, When};
use leadsheet::view::Theme;
use std::collections::BTreeSet;

fn menu(s: &Session) -> &Menu {
    match &s.app.mode {
        Mode::Menu(menu) => menu,
        mode => panic!("the menu isn't open, but {}", mode.label()),
    }
}

/// The label of the selected line.
fn selected(s: &Session) -> &str {
    menu(s).selected().map_or("", |entry| &entry.label)
}

fn entry<'s>(s: &'s Session, label: &str) -> &'s MenuEntry {
    let mut entries = menu(s).lists.iter().flat_map(|list| &list.entries);
    entries.find(|entry| entry.label == label).unwrap_or_else(|| panic!("no line {label}"))
}

/// Why a line can't be chosen; empty if it can.
fn reason(s: &Session, label: &str) -> String {
    match &entry(s, label).state {
        CommandState::Unavailable(reason) => reason.clone(),
        _ => String::new(),
    }
}

#[test]
fn every_command_of_the_grid_is_in_the_menu_once_with_a_key_or_a_name() {
    let s = Session::sample().keys("<f10>");
    let lines: Vec<&MenuEntry> = menu(&s).lists.iter().flat_map(|list| &list.entries).collect();
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|line| match &line.action {
            Action::Command(command) => Some(command.name),
            Action::Outcome(_) => None,
        })
        .collect();
    let unique: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(unique.len(), names.len(), "a command is in two sections");
    for command in COMMANDS.iter().flat_map(|family| family.iter()) {
        let is_own = command.when == When::Grid;
        assert!(!is_own || unique.contains(command.name), "{} is in no section", command.name);
    }
    for line in lines {
        assert!(!line.keys.is_empty(), "{} has neither a key nor a name", line.label);
    }
    assert!(menu(&s).lists.iter().all(|list| !list.entries.is_empty()));
}

#[test]
fn a_command_without_a_key_shows_what_to_type_and_one_with_keys_its_best_one() {
    let s = Session::sample().keys("<f10>");
    assert_eq!(entry(&s, "Export").keys, "Ctrl+S");
    assert_eq!(entry(&s, "Unlock offers").keys, ":unlock offers");
    assert_eq!(entry(&s, "Won").keys, ":won");
    let typed = Session::sample().keys(":unlock offers<enter><f10>");
    assert_eq!(entry(&typed, "Unlock offers").state, CommandState::On);
}

#[test]
fn arrows_and_first_letters_move_in_the_menu_and_enter_runs() {
    let s = Session::sample().keys("<ctrl-t>");
    assert_eq!((menu(&s).lists[menu(&s).open].title, selected(&s)), ("File", "Export"));
    let s = s.keys("<right>");
    assert_eq!((menu(&s).open, selected(&s)), (1, "Edit"));
    let s = s.keys("<left><left>");
    assert_eq!(menu(&s).lists[menu(&s).open].title, "Help", "round and round");
    let s = s.keys("<right><up>");
    assert_eq!(selected(&s), menu(&s).lists[0].entries.last().map_or("", |e| &e.label));
    let s = s.keys("<down>q");
    assert_eq!(selected(&s), "Quit");
    assert_eq!(selected(&s.keys("q")), "Quit discard");
    let s = Session::sample().keys("<f10>zx");
    assert!(s.message().contains("has no function here"), "{}", s.message());
    // Each section keeps its line while the menu is open.
    let s = Session::sample().keys("<f10><right><down><down><right><left>");
    assert_eq!(selected(&s), "Undo");
    let s = Session::sample().at(3, "Lead Name").keys("<f10><right>c<enter>");
    assert_eq!(s.cell(3, "Lead Name"), "", "the first line with a c clears");
    assert!(matches!(s.app.mode, Mode::Grid));
    for close in ["<esc>", "<ctrl-t>", "<f10>", "<ctrl-c>"] {
        assert!(matches!(Session::sample().keys("<f10>").keys(close).app.mode, Mode::Grid));
    }
}

#[test]
fn what_cannot_be_done_now_gives_its_reason_and_what_is_on_is_marked() {
    let s = Session::sample().at(6, "Lead Name").keys("<f10>");
    for (label, words) in [
        ("Undo", "Nothing to undo."),
        ("Redo", "Nothing to redo."),
        ("Paste", "Nothing was copied yet."),
        ("Edit", "R-05"),
        ("Won", "R-05"),
        ("Filter off", "No filter is on."),
        ("Next changed", "No lead is changed."),
        ("Retry", "The last upload didn't reject the lead."),
        ("Add offer", "Offers and solutions are locked; :unlock offers unlocks them."),
        ("Set", "Nothing is selected."),
    ] {
        assert!(reason(&s, label).contains(words), "{label}: {}", reason(&s, label));
    }
    assert_eq!(entry(&s, "Row numbers").state, CommandState::Available);
    let s = Session::sample().at(3, "Lead Name").keys("ccX<enter>kyzrfcoo<f10>");
    for label in ["Undo", "Paste", "Edit", "Won", "Filter off", "Next changed", "Repeat"] {
        assert_eq!(reason(&s, label), "", "{label}");
    }
    for label in ["Row numbers", "Mouse", "Filter changed", "Sort ascending", "Accept"] {
        assert_eq!(entry(&s, label).state, CommandState::On, "{label}");
    }
    // A line that can't be done says so when it is chosen, too.
    let s = Session::sample().keys("<f10><right>u<enter>");
    assert_eq!(s.message(), "Nothing to undo.");
}

#[test]
fn an_outcome_is_set_from_the_menu_for_all_selected_leads() {
    let s = Session::sample().at(1, "Partner Referral Status").keys("gv<f10>");
    let lead = menu(&s).lists.iter().position(|list| list.title == "Lead").expect("a section");
    let s = s.keys(&"<right>".repeat(lead)).keys("d<enter>3<enter>");
    assert_eq!(s.app.sheet.changed_rows().count(), 32);
}

#[test]
fn the_menu_fits_every_screen_also_without_colors() {
    let plain = Theme::named("plain").expect("compiled in");
    for size in [(60, 12), (61, 13), (80, 24), (200, 60)] {
        let mut s = Session::sample().sized(size.0, size.1).keys("<f10>");
        for _ in 0..menu(&s).lists.len() {
            for _ in 0..menu(&s).list().map_or(0, |list| list.entries.len()) {
                let screen = s.screen();
                let label = selected(&s).to_owned();
                assert!(screen.contains(&label), "{label} at {size:?}:\n{screen}");
                let doc = menu(&s).selected().map_or("", MenuEntry::doc);
                let doc: String = doc.chars().take(50).collect();
                assert!(screen.contains(&doc), "{doc} at {size:?}:\n{screen}");
                s = s.keys("<down>");
            }
            let titles: Vec<&str> = menu(&s).lists.iter().map(|list| list.title).collect();
            for title in titles {
                assert!(s.screen().lines().next().is_some_and(|line| line.contains(title)));
            }
            s = s.keys("<right>");
        }
    }
    let mut s = Session::sample().keys("zr<f10><right>");
    let (buffer, _) = s.draw_with(&plain);
    let line = |y| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let all: String = (0..24).map(|y| line(y) + "\n").collect();
    assert!(all.contains("# Undo"), "{all}");
    s = s.keys(&"<right>".repeat(7));
    let (buffer, _) = s.draw_with(&plain);
    let line = |y| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let all: String = (0..24).map(|y| line(y) + "\n").collect();
    assert!(all.contains("* Row numbers"), "{all}");
}

#[test]
fn the_menu_has_keys_of_its_own_that_are_in_the_help() {
    let own = key_map().into_iter().filter(|(section, ..)| section == "menu").count();
    assert_eq!(own, 8);
    let screen = Session::sample().sized(80, 60).keys("?/In the menu<enter>").screen();
    assert!(screen.contains("Open the menu to the right."), "{screen}");
}

#[test]
fn the_title_its_sections_and_lines_can_be_clicked() {
    let click = |s: &mut Session, x: u16, y: u16| s.click_with(MouseButton::Left, 1, (x, y));
    let mut s = Session::sample().at(3, "Lead Name");
    click(&mut s, 2, 0);
    assert_eq!(menu(&s).open, 0);
    let bar = s.screen().lines().next().unwrap_or_default().to_owned();
    let column = |title: &str| bar.find(title).expect("it is drawn") as u16;
    click(&mut s, column("Edit"), 0);
    assert_eq!(menu(&s).lists[menu(&s).open].title, "Edit");
    let screen = s.screen();
    let at = screen.lines().position(|line| line.contains("Clear  ")).expect("it is drawn");
    click(&mut s, column("Edit") + 4, at as u16);
    assert_eq!(s.cell(3, "Lead Name"), "");
    // Beside the menu it is closed.
    click(&mut s, 2, 0);
    click(&mut s, 60, 18);
    assert!(matches!(s.app.mode, Mode::Grid));
}
