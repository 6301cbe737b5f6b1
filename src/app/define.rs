//! Constructors of commands, one for each section of the key map.

use crate::app::app::App;
use crate::app::command::{Command, When};
use crate::leads::index::signed;

/// How often a motion is made: once, or as often as the count says.
pub(crate) fn by(count: Option<usize>) -> isize {
    signed(count.unwrap_or(1).min(100_000))
}

/// Defines for each section of the key map a function that returns a command of it: one that has no
/// other name than its own.
macro_rules! commands_of {
    ($($section:ident: $when:ident),+ $(,)?) => {$(
        pub(crate) const fn $section(
            name: &'static str,
            doc: &'static str,
            run: fn(&mut App, Option<usize>),
        ) -> Command {
            Command::new(When::$when, name, doc, run)
        }
    )+};
}

commands_of! {
    ask: Ask,
    calendar: Calendar,
    changes: Changes,
    due: Due,
    editor: Editor,
    entry: Entry,
    files: Files,
    fill: Fill,
    form: Form,
    grid: Grid,
    held: Held,
    history: History,
    list: List,
    menu: Menu,
    notes: Notes,
    panel: Panel,
    path: Path,
    picker: Picker,
    policy: Policy,
    problems: Problems,
    prompt: Prompt,
    rebase: Rebase,
    record: Record,
    review: Review,
    selection: Selection,
    start: Start,
    text: Text,
    uploads: Uploads,
    values: Values,
    views: Views,
}
