//! The sections of the menu, and which commands belong to each.

use crate::app::command::{Command, When, home};
use crate::app::panels::picker::palette::Action;

/// A section of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MenuSection {
    /// The file, its upload files and their results.
    File,
    /// Changing cells.
    Edit,
    /// Moving the cursor.
    Go,
    /// Selecting cells and leads.
    Select,
    /// Searching, and going to what needs attention.
    Find,
    /// Which leads are shown, and in which order.
    Filter,
    /// Which columns are shown, and how wide.
    Columns,
    /// What is done to a whole lead.
    Lead,
    /// How the screen looks.
    View,
    /// Help.
    Help,
}

/// Commands that stand in another section than the rest of their family.
const ELSEWHERE: [(&str, MenuSection); 19] = [
    ("outcome", MenuSection::Lead),
    ("restore_row", MenuSection::Lead),
    ("copy_leads", MenuSection::Lead),
    ("flag", MenuSection::Lead),
    ("private_note", MenuSection::Lead),
    ("record", MenuSection::Lead),
    ("retry", MenuSection::Lead),
    ("export_again", MenuSection::Lead),
    ("go_to_column", MenuSection::Go),
    ("jump_back", MenuSection::Go),
    ("jump_forward", MenuSection::Go),
    ("row_numbers", MenuSection::View),
    ("redraw", MenuSection::View),
    ("mouse", MenuSection::View),
    ("theme", MenuSection::View),
    ("fill_down", MenuSection::Edit),
    ("replace", MenuSection::Edit),
    ("interrupt", MenuSection::Edit),
    ("history", MenuSection::Edit),
];

/// Commands that stand at the end of their section.
const LAST: [&str; 5] = ["suspend", "quit", "quit_discard", "cancel", "redraw"];

/// Whether a line of the menu stands at the end of its section.
pub(crate) fn is_last(action: &Action) -> bool {
    matches!(action, Action::Command(command) if LAST.contains(&command.name))
}

impl MenuSection {
    /// Every section, from left to right.
    pub const ALL: [Self; 10] = [
        Self::File,
        Self::Edit,
        Self::Go,
        Self::Select,
        Self::Find,
        Self::Filter,
        Self::Columns,
        Self::Lead,
        Self::View,
        Self::Help,
    ];

    /// Its title in the menu.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Go => "Go",
            Self::Select => "Select",
            Self::Find => "Find",
            Self::Filter => "Filter",
            Self::Columns => "Columns",
            Self::Lead => "Lead",
            Self::View => "View",
            Self::Help => "Help",
        }
    }

    /// The section of a command of the grid: the one of its family, unless it is named here.
    pub fn of(command: &Command) -> Option<Self> {
        let is_own = matches!(command.when, When::Grid | When::Selection);
        let elsewhere = ELSEWHERE.iter().find(|(name, _)| *name == command.name);
        let section = elsewhere.map(|(_, section)| *section).or_else(|| home(command));
        section.filter(|_| is_own)
    }

    /// The section of a line of the menu.
    pub(crate) fn of_action(action: &Action) -> Option<Self> {
        match action {
            Action::Command(command) => Self::of(command),
            Action::Outcome(_) => Some(Self::Lead),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::{all, command};

    #[test]
    fn every_command_of_the_grid_is_in_a_section_of_the_menu() {
        for command in all().filter(|command| command.when == When::Grid) {
            assert!(MenuSection::of(command).is_some(), "{} is in no menu", command.name);
        }
        for (name, _) in ELSEWHERE {
            let is_known = command(When::Grid, name).is_some();
            assert!(is_known, "{name} is no command of the grid");
        }
    }
}
