//! The commands: one whole entry each, from which keys, help, palette and documentation are made.

pub(crate) mod kinds;
pub(crate) mod loading;
pub(crate) mod wait;

use crate::app::app::App;
use crate::app::commands::spreadsheet::{fill, moves, presets};
use crate::app::commands::{
    change, column, copy, edit, family, file, filter, find, motion, paste, results, select, show,
    views,
};
use crate::app::editor::{
    calendar_keys as calendar, keys as text, notes_keys as notes, parts_keys as form,
};
use crate::app::menu::keys as menu;
use crate::app::menu::section::MenuSection;
use crate::app::mouse::target::Target;
use crate::app::panels::changes::keys as changes;
use crate::app::panels::due::keys as due;
use crate::app::panels::files::{keys as files, path_keys as path};
use crate::app::panels::fill::keys as fill_from;
use crate::app::panels::history::keys as history;
use crate::app::panels::keys as panel;
use crate::app::panels::list::keys as list;
use crate::app::panels::manual::keys as manual;
use crate::app::panels::picker::{keys as pick, values_keys as values, views_keys as view_list};
use crate::app::panels::policy::keys as policy;
use crate::app::panels::problems::keys as problems;
use crate::app::panels::prompt::keys as prompt;
use crate::app::panels::rebase::keys as rebase;
use crate::app::panels::record::keys as record;
use crate::app::panels::review::keys as review;
use crate::app::panels::uploads::keys as uploads;
use crate::app::session::start_keys as start;
use crate::app::text::keys as typing;
use crate::app::tour::keys as tour;

/// Something that a key can do.
pub struct Command {
    /// The name in the key map, in the palette and after `:`.
    pub name: &'static str,
    /// Shorter names to type after `:`.
    pub aliases: &'static [&'static str],
    /// What it does, for the help.
    pub doc: &'static str,
    /// Where it holds.
    pub when: When,
    /// Does it. The number is the count typed before the key, if one was.
    pub run: fn(&mut App, Option<usize>),
}

/// Where a command holds: the section of the key map that its keys stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// In the grid.
    Grid,
    /// In the grid while cells are selected, before the grid's own keys.
    Selection,
    /// In the form of a lead, before the grid's own keys.
    Record,
    /// In the editor of a cell.
    Editor,
    /// In the editor of a cell that is typed over, before the editor's own keys.
    Entry,
    /// In the editor of a date, in the line.
    Date,
    /// In the calendar of a date.
    Calendar,
    /// In the editor of notes.
    Notes,
    /// In the form of a team member.
    Form,
    /// Wherever text is typed.
    Text,
    /// In a drop-down or the palette.
    Picker,
    /// In the list of a column's values, before the keys of every drop-down.
    Values,
    /// In the list of views, before the keys of every drop-down.
    Views,
    /// In a line that asks for a text.
    Prompt,
    /// In a line that asks for a file, before the keys of every line that asks for a text.
    Path,
    /// In the list of files.
    Files,
    /// In a list.
    List,
    /// In the panel of problems.
    Problems,
    /// In the panel of what was done and undone.
    History,
    /// In the panel of the upload files.
    Uploads,
    /// In the panel of what falls due.
    Due,
    /// In the panel of what a bulk change would do.
    Changes,
    /// In the panel of the conflicts of a policy.
    Policy,
    /// In the review before an export.
    Review,
    /// In the panel of the changes beside a fresh download.
    Rebase,
    /// In the panel that fills leads from another file.
    Fill,
    /// In the manual.
    Manual,
    /// In every list and panel and in the review, after their own keys.
    Panel,
    /// At the question before quitting.
    Ask,
    /// At the question about what was left from before.
    Start,
    /// While keys are held that look like a paste.
    Held,
    /// In the menu.
    Menu,
}

impl When {
    /// Every section, in the order of the help.
    pub const ALL: [Self; 32] = [
        Self::Grid,
        Self::Selection,
        Self::Record,
        Self::Editor,
        Self::Entry,
        Self::Date,
        Self::Calendar,
        Self::Notes,
        Self::Form,
        Self::Text,
        Self::Picker,
        Self::Values,
        Self::Views,
        Self::Prompt,
        Self::Path,
        Self::Files,
        Self::List,
        Self::Problems,
        Self::History,
        Self::Uploads,
        Self::Due,
        Self::Changes,
        Self::Policy,
        Self::Review,
        Self::Rebase,
        Self::Fill,
        Self::Manual,
        Self::Panel,
        Self::Ask,
        Self::Start,
        Self::Held,
        Self::Menu,
    ];

    /// Its name in the key map.
    pub fn section(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Selection => "selection",
            Self::Record => "record",
            Self::Prompt => "prompt",
            Self::Path => "path",
            Self::Files => "files",
            Self::Editor => "editor",
            Self::Entry => "entry",
            Self::Date => "date",
            Self::Calendar => "calendar",
            Self::Notes => "notes",
            Self::Form => "form",
            Self::Text => "text",
            Self::Picker => "picker",
            Self::Values => "values",
            Self::Views => "views",
            Self::List => "list",
            Self::Problems => "problems",
            Self::History => "history",
            Self::Uploads => "uploads",
            Self::Due => "due",
            Self::Changes => "changes",
            Self::Policy => "policy",
            Self::Review => "review",
            Self::Rebase => "rebase",
            Self::Fill => "fill",
            Self::Manual => "manual",
            Self::Panel => "panel",
            Self::Ask => "ask",
            Self::Start => "start",
            Self::Held => "held",
            Self::Menu => "menu",
        }
    }

    /// Its heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Grid => "In the grid",
            Self::Selection => "In the grid while cells are selected",
            Self::Record => "In the detail view of a lead, in addition to the keys of the grid",
            Self::Prompt => "In a text prompt",
            Self::Path => "Where a file is asked for, in addition to the keys of a text prompt",
            Self::Files => "In the list of files",
            Self::Editor => "While a cell is edited",
            Self::Entry => "While text is typed over a cell",
            Self::Date => "While a date is typed",
            Self::Calendar => "In the calendar of a date",
            Self::Notes => "While notes are edited",
            Self::Form => "While a team member is edited",
            Self::Text => "Wherever text is typed: cells, filters, numbers",
            Self::Picker => "In drop-down lists and in the palette",
            Self::Values => "In the list of a column's values",
            Self::Views => "In the list of views",
            Self::List => "In lists",
            Self::Problems => "In the problems panel",
            Self::History => "In the history panel",
            Self::Uploads => "In the list of upload files",
            Self::Due => "In the list of what is due",
            Self::Changes => "In the preview of a change in many leads",
            Self::Policy => "In the list of conflicts of a policy",
            Self::Review => "In the review before an export",
            Self::Rebase => "While changes move to a fresh download",
            Self::Fill => "While leads are filled from another file",
            Self::Manual => "In the manual",
            Self::Panel => "In all lists and panels, and in the review",
            Self::Ask => "When asked before quitting",
            Self::Start => "When asked about earlier work",
            Self::Held => "While keys that look like a paste are held",
            Self::Menu => "In the menu",
        }
    }
}

/// Every command, by family, in the order of the help.
pub static COMMANDS: [&[Command]; 45] = [
    &motion::COMMANDS,
    &edit::COMMANDS,
    &change::COMMANDS,
    &copy::COMMANDS,
    &paste::COMMANDS,
    &select::COMMANDS,
    &moves::COMMANDS,
    &moves::SELECTIONS,
    &fill::COMMANDS,
    &find::COMMANDS,
    &filter::COMMANDS,
    &column::COMMANDS,
    &views::COMMANDS,
    &record::COMMANDS,
    &family::COMMANDS,
    &show::COMMANDS,
    &presets::COMMANDS,
    &tour::COMMANDS,
    &file::COMMANDS,
    &results::COMMANDS,
    &text::COMMANDS,
    &calendar::COMMANDS,
    &notes::COMMANDS,
    &form::COMMANDS,
    &typing::COMMANDS,
    &pick::COMMANDS,
    &values::COMMANDS,
    &view_list::COMMANDS,
    &prompt::COMMANDS,
    &path::COMMANDS,
    &files::COMMANDS,
    &list::COMMANDS,
    &problems::COMMANDS,
    &history::COMMANDS,
    &uploads::COMMANDS,
    &due::COMMANDS,
    &changes::COMMANDS,
    &policy::COMMANDS,
    &review::COMMANDS,
    &rebase::COMMANDS,
    &fill_from::COMMANDS,
    &manual::COMMANDS,
    &panel::COMMANDS,
    &start::COMMANDS,
    &menu::COMMANDS,
];

/// The sections of the menu in which the commands of the families stand.
static HOMES: [(&[Command], MenuSection); 25] = [
    (&motion::COMMANDS, MenuSection::Go),
    (&edit::COMMANDS, MenuSection::Edit),
    (&change::COMMANDS, MenuSection::Edit),
    (&copy::COMMANDS, MenuSection::Edit),
    (&paste::COMMANDS, MenuSection::Edit),
    (&select::COMMANDS, MenuSection::Select),
    (&find::COMMANDS, MenuSection::Find),
    (&filter::COMMANDS, MenuSection::Filter),
    (&column::COMMANDS, MenuSection::Columns),
    (&family::COMMANDS, MenuSection::Columns),
    (&record::COMMANDS, MenuSection::Lead),
    (&show::COMMANDS, MenuSection::Help),
    (&tour::COMMANDS, MenuSection::Help),
    (&presets::COMMANDS, MenuSection::Help),
    (&views::COMMANDS, MenuSection::View),
    (&moves::COMMANDS, MenuSection::Go),
    (&moves::SELECTIONS, MenuSection::Select),
    (&fill::COMMANDS, MenuSection::Edit),
    (&file::COMMANDS, MenuSection::File),
    (&results::COMMANDS, MenuSection::File),
    (&uploads::COMMANDS, MenuSection::File),
    (&due::COMMANDS, MenuSection::Find),
    (&rebase::COMMANDS, MenuSection::File),
    (&policy::COMMANDS, MenuSection::Edit),
    (&fill_from::COMMANDS, MenuSection::File),
];

/// The section of the menu in which the commands of a command's family stand.
pub(crate) fn home(command: &Command) -> Option<MenuSection> {
    let is_of = |family: &[Command]| {
        family.iter().any(|c| c.when == command.when && c.name == command.name)
    };
    HOMES.iter().find(|(family, _)| is_of(family)).map(|(_, section)| *section)
}

/// Iterates over all commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|family| family.iter())
}

/// Finds a command by its name, or by its earlier one, in a section.
pub fn command(when: When, name: &str) -> Option<&'static Command> {
    let renamed = RENAMED.iter().find(|(section, old, _)| *section == when && *old == name);
    let name = renamed.map_or(name, |(_, _, new)| new);
    all().find(|c| c.when == when && c.name == name)
}

/// The names of the commands of a section.
pub fn current_names(when: When) -> impl Iterator<Item = &'static str> {
    all().filter(move |command| command.when == when).map(|command| command.name)
}

/// The names that a user's settings may have for the commands of a section, earlier ones among them.
pub fn names(when: When) -> impl Iterator<Item = &'static str> {
    let earlier = RENAMED.iter().filter(move |(section, ..)| *section == when);
    current_names(when).chain(earlier.map(|(_, old, _)| *old))
}

/// The earlier names of commands: a user's settings may contain them.
const RENAMED: [(When, &str, &str); 13] = [
    (When::Grid, "sort_up", "sort_ascending"),
    (When::Grid, "sort_down", "sort_descending"),
    (When::Grid, "edit_empty", "replace_cell"),
    (When::Grid, "take_suggestion", "apply_suggestion"),
    (When::Grid, "as_results", "reopen_as_results"),
    (When::Grid, "as_download", "reopen_as_download"),
    (When::Selection, "drop", "clear_selection"),
    (When::Text, "put", "paste"),
    (When::Review, "apart", "separate_closing"),
    (When::Start, "afresh", "discard"),
    (When::Start, "look", "read_only"),
    (When::Start, "leave", "quit"),
    (When::Notes, "edit_outside", "edit_externally"),
];

impl Command {
    /// Tells whether a text, in lower case, is a name that can be typed for it.
    pub(crate) fn is_called(&self, typed: &str) -> bool {
        let is_name = |name: &str| name == typed || name.replace('_', " ") == typed;
        let mut earlier =
            RENAMED.iter().filter(|(when, _, new)| *when == self.when && *new == self.name);
        is_name(self.name)
            || self.aliases.contains(&typed)
            || earlier.any(|(_, old, _)| is_name(old))
    }

    /// What can be clicked to run it.
    pub fn target(&self) -> Target {
        Target::Command { when: self.when, name: self.name }
    }

    /// A command that has no other name than its own.
    pub(crate) const fn new(
        when: When,
        name: &'static str,
        doc: &'static str,
        run: fn(&mut App, Option<usize>),
    ) -> Self {
        Self { name, aliases: &[], doc, when, run }
    }
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn earlier_names_of_commands_still_work() {
        for (when, old, new) in RENAMED {
            assert!(all().all(|c| c.when != when || c.name != old), "{old} is a name of today");
            let command = command(when, old).expect("a command");
            assert_eq!((command.when, command.name), (when, new));
            assert!(command.is_called(old) && command.is_called(&old.replace('_', " ")), "{old}");
        }
    }

    #[test]
    fn names_are_unique_in_their_section_and_every_command_has_docs() {
        let mut seen = HashSet::new();
        for command in all() {
            for name in std::iter::once(&command.name).chain(command.aliases) {
                assert!(seen.insert((command.when, *name)), "{name}");
            }
            assert!(command.doc.ends_with('.') && command.doc.len() > 8, "{}", command.name);
        }
    }
}
