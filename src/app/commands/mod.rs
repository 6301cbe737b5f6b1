//! The commands, a file for each family.

pub(super) mod calendar;
pub(super) mod change;
pub(super) mod column;
pub(super) mod edit;
pub(super) mod family;
pub(super) mod file;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod form;
mod group;
pub(super) mod list;
pub(super) mod motion;
pub(super) mod notes;
pub(super) mod pick;
pub(super) mod prompt;
pub(super) mod review;
pub(super) mod select;
pub(super) mod show;
pub(super) mod start;
pub(super) mod text;
pub(super) mod typing;

use super::{App, Command, When};

/// Returns a command of the grid that is only known by its name.
const fn grid(name: &'static str, doc: &'static str, run: fn(&mut App, Option<usize>)) -> Command {
    Command { name, aliases: &[], doc, when: When::Grid, run }
}
