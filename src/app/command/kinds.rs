//! What a command does with the cursor and with a count typed before it.

use crate::app::command::{Command, When};
use crate::app::commands::spreadsheet::moves;
use crate::app::commands::{filter, find, motion};
use crate::app::panels::keys as panel;

/// Whether a command only moves the cursor.
pub(in crate::app) fn is_motion(command: &Command) -> bool {
    match command.when {
        When::Grid => {
            let mut motions = motion::COMMANDS.iter().chain(&moves::COMMANDS);
            motions.any(|c| c.name == command.name)
        }
        When::Record => command.name != "close",
        When::Panel => panel::COMMANDS.iter().take(panel::MOTIONS).any(|c| c.name == command.name),
        _ => false,
    }
}

/// The commands that take a count, besides those that only move.
const COUNTED: [&str; 9] = [
    "edit",
    "undo",
    "redo",
    "repeat",
    "cancel",
    "jump_back",
    "jump_forward",
    "widen_column",
    "narrow_column",
];

/// Whether a number typed before a command means something to it.
pub(in crate::app) fn takes_count(command: &Command) -> bool {
    let is_end = ["first_c", "last_c", "edge_"].iter().any(|start| command.name.starts_with(start));
    match command.when {
        When::Grid => {
            let finds = find::COMMANDS.iter().any(|c| c.name == command.name);
            let is_list = matches!(command.name, "search" | "search_value" | "problems");
            (is_motion(command) && !is_end)
                || (finds && !is_list)
                || (command.name.starts_with("extend_") && !command.name.contains("edge"))
                || COUNTED.contains(&command.name)
        }
        When::Record => command.name.ends_with("_field") || command.name.ends_with("_lead"),
        _ => false,
    }
}

/// Whether a command that moves the cursor jumps to a place instead of going step by step.
pub(in crate::app) fn is_jump(command: &Command) -> bool {
    let is_of = |family: &[Command]| family.iter().any(|c| c.name == command.name);
    match command.when {
        When::Grid => {
            let goes_back = matches!(command.name, "jump_back" | "jump_forward");
            (is_of(&find::COMMANDS) && !goes_back)
                || is_of(&filter::COMMANDS)
                || matches!(
                    command.name,
                    "first_row"
                        | "last_row"
                        | "first_cell"
                        | "last_cell"
                        | "edit"
                        | "undo"
                        | "redo"
                )
        }
        When::Selection | When::Record | When::Editor | When::Entry | When::Form => false,
        _ => true,
    }
}
