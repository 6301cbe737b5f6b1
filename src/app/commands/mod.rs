//! The commands, a file for each family.

pub(super) mod calendar;
pub(super) mod change;
pub(super) mod column;
pub(super) mod copy;
pub(super) mod edit;
pub(super) mod family;
pub(super) mod file;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod form;
mod group;
pub(super) mod history;
pub(super) mod list;
pub(super) mod motion;
pub(super) mod notes;
pub(super) mod panel;
pub(super) mod paste;
pub(super) mod pick;
pub(super) mod problems;
pub(super) mod prompt;
pub(super) mod record;
pub(super) mod results;
pub(super) mod review;
pub(super) mod select;
pub(super) mod show;
pub(super) mod start;
pub(super) mod text;
pub(super) mod typing;

use super::{App, Command, When};

/// Defines for each section of the key map a function that returns a command of it: one that has no
/// other name than its own.
macro_rules! commands_of {
    ($($section:ident: $when:ident),+ $(,)?) => {$(
        const fn $section(
            name: &'static str,
            doc: &'static str,
            run: fn(&mut App, Option<usize>),
        ) -> Command {
            Command { name, aliases: &[], doc, when: When::$when, run }
        }
    )+};
}

commands_of! {
    ask: Ask,
    calendar: Calendar,
    editor: Editor,
    form: Form,
    grid: Grid,
    held: Held,
    history: History,
    list: List,
    notes: Notes,
    panel: Panel,
    picker: Picker,
    problems: Problems,
    prompt: Prompt,
    record: Record,
    review: Review,
    selection: Selection,
    start: Start,
    text: Text,
}

/// Returns a number of cells in words.
fn count_cells(count: usize) -> String {
    format!("{count} cell{}", if count == 1 { "" } else { "s" })
}
