//! The commands, a file for each family.

pub(super) mod calendar;
pub(super) mod edit;
pub(super) mod file;
pub(super) mod find;
pub(super) mod form;
mod group;
pub(super) mod list;
pub(super) mod motion;
pub(super) mod notes;
pub(super) mod pick;
pub(super) mod review;
pub(super) mod show;
pub(super) mod text;
pub(super) mod typing;

use super::{App, Command, When};

/// Returns a command of the grid that is only known by its name.
const fn grid(name: &'static str, doc: &'static str, run: fn(&mut App, Option<usize>)) -> Command {
    Command { name, aliases: &[], doc, when: When::Grid, run }
}
