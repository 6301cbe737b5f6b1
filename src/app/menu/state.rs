//! The open menu.

use crate::app::app::App;
use crate::app::command::{self, When};
use crate::app::menu::availability::{CommandState, state};
use crate::app::menu::section::{MenuSection, is_last};
use crate::app::mode::Mode;
use crate::app::panels::picker::palette::Action;
use crate::leads::index::signed;
use crate::leads::sort::sort_by_key;

/// The open menu: its sections, one of them open.
#[derive(Debug)]
pub struct Menu {
    /// The sections, from left to right.
    pub lists: Vec<MenuList>,
    /// The position of the open one.
    pub open: usize,
}

/// A section of the menu with its lines.
#[derive(Debug)]
pub struct MenuList {
    /// Its title.
    pub title: &'static str,
    /// Its lines.
    pub entries: Vec<MenuEntry>,
    /// The position of the selected line.
    pub at: usize,
}

/// A line of the menu.
#[derive(Debug)]
pub struct MenuEntry {
    /// What it does.
    pub action: Action,
    /// Its name.
    pub label: String,
    /// The key that does the same without the menu, or what to type where it has none.
    pub keys: String,
    /// Whether it is on, or can't be done now.
    pub state: CommandState,
}

impl MenuEntry {
    fn new(app: &App, action: Action) -> Self {
        let name = action.name();
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
        let label = first.unwrap_or_default() + letters.as_str();
        let keys = match action.keys(app).into_iter().next() {
            Some(key) => key,
            None => app.keymap.typed_name(&name),
        };
        let state = state(app, &action);
        Self { action, label, keys, state }
    }

    /// What it does, in a sentence.
    pub fn doc(&self) -> &str {
        self.action.doc()
    }
}

impl Menu {
    /// The menu for the cell under the cursor and what is selected, the first section open.
    pub(crate) fn new(app: &App) -> Self {
        let mut actions = Action::all(app);
        actions.extend(only_of_selections().map(Action::Command));
        sort_by_key(&mut actions, is_last);
        let mut lists: Vec<MenuList> = MenuSection::ALL
            .map(|section| MenuList { title: section.title(), entries: Vec::new(), at: 0 })
            .into();
        for action in actions {
            let section = MenuSection::of_action(&action);
            let at = MenuSection::ALL.into_iter().position(|s| Some(s) == section);
            if let Some(list) = at.and_then(|at| lists.get_mut(at)) {
                list.entries.push(MenuEntry::new(app, action));
            }
        }
        Self { lists, open: 0 }
    }

    /// The open section.
    pub fn list(&self) -> Option<&MenuList> {
        self.lists.get(self.open)
    }

    /// The selected line of the open section.
    pub fn selected(&self) -> Option<&MenuEntry> {
        let list = self.list()?;
        list.entries.get(list.at)
    }

    /// Opens the section that is some sections to the right, round and round.
    pub(crate) fn turn(&mut self, by: isize) {
        self.open = around(self.open, by, self.lists.len());
    }

    /// Opens the section at a position.
    pub(crate) fn open_at(&mut self, at: usize) {
        self.open = at.min(self.lists.len().saturating_sub(1));
    }

    /// Moves the selected line by some lines, stopping at both ends.
    pub(crate) fn scroll(&mut self, lines: isize) {
        if let Some(list) = self.lists.get(self.open) {
            self.select(list.at.saturating_add_signed(lines));
        }
    }

    /// Selects the line that is some lines below, round and round.
    pub(crate) fn step(&mut self, by: isize) {
        if let Some(list) = self.lists.get_mut(self.open) {
            list.at = around(list.at, by, list.entries.len());
        }
    }

    /// Selects a line of the open section.
    pub(crate) fn select(&mut self, at: usize) {
        if let Some(list) = self.lists.get_mut(self.open) {
            list.at = at.min(list.entries.len().saturating_sub(1));
        }
    }

    /// Selects the next line that begins with a letter. Returns whether there is one.
    pub(crate) fn go_to_letter(&mut self, letter: char) -> bool {
        let Some(list) = self.lists.get_mut(self.open) else { return false };
        let begins = |entry: &MenuEntry| {
            let first = entry.label.chars().flat_map(char::to_lowercase).next();
            first == letter.to_lowercase().next()
        };
        let number = list.entries.len();
        let next = (1..=number).map(|by| (list.at + by) % number);
        let found = next.into_iter().find(|at| list.entries.get(*at).is_some_and(begins));
        list.at = found.unwrap_or(list.at);
        found.is_some()
    }
}

/// The position that is some positions further in a ring.
fn around(at: usize, by: isize, number: usize) -> usize {
    match signed(number) {
        0 => 0,
        number => (signed(at) + by).rem_euclid(number).unsigned_abs(),
    }
}

/// The commands that only hold while cells are selected, and have no namesake in the grid.
fn only_of_selections() -> impl Iterator<Item = &'static command::Command> {
    command::all().filter(|c| {
        c.when == When::Selection
            && command::all().all(|g| g.when != When::Grid || g.name != c.name)
    })
}

/// Opens the menu.
pub(crate) fn open_menu(app: &mut App) {
    app.mode = Mode::Menu(Menu::new(app));
}
