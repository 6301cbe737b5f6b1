//! Several files that are open as one: what is said of them, and what only one file can do.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::start::Start;
use crate::leads::{plural, shell_quoted};
use crate::sheet::{RowState, Sheet};
use crate::table::{Superseded, Union, UnionFile};

/// What the user should know when several files are opened: how many leads are in two of them.
///
/// `key` names the key of a command.
pub(crate) fn opened(start: &Start, key: impl Fn(&str) -> String) -> Option<String> {
    let union = start.sheet.table().sources()?;
    let count = union.superseded().len();
    let notes: usize = union.files().iter().map(|file| file.notes.len()).sum();
    let list = key("sources");
    if count > 0 {
        let are = if count == 1 { "is" } else { "are" };
        let leads = plural(count, "lead");
        return Some(format!(
            "{leads} {are} in two files: the newer file's row is shown; {list} lists the files"
        ));
    }
    (notes > 0).then(|| format!("{list} lists the files and what there is to say about them"))
}

impl App {
    /// The files that are open, as a command line names them.
    pub(crate) fn file_arguments(&self) -> String {
        match self.sheet.table().sources() {
            None => shell_quoted(&self.name).into_owned(),
            Some(union) => {
                let names = union.files().iter().map(|file| shell_quoted(&file.name));
                names.collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Says that only one file can do something, where several are open; tells whether that is so.
    pub(crate) fn is_refused_for_several(&mut self, what: &str) -> bool {
        let is_several = self.sheet.table().sources().is_some();
        if is_several {
            self.set_error(format!("{what} works with one file; quit and open that file alone."));
        }
        is_several
    }

    /// Lists the files that are open, and the leads that two of them have.
    pub(crate) fn list_sources(&mut self) {
        let Some(union) = self.sheet.table().sources() else {
            return self.set_status(format!("One file is open: {}.", self.name));
        };
        let mut entries = Vec::new();
        for (number, file) in union.files().iter().enumerate() {
            entries.push(ListLine::new(
                &file.name,
                file_line(&self.sheet, number, file),
                Tone::Plain,
            ));
            entries.extend(file.notes.iter().map(|note| ListLine::new("", note, Tone::Note)));
        }
        entries.extend(superseded_lines(union));
        let title = format!("{} are open as one", plural(union.files().len(), "file"));
        self.mode = Mode::open(ListPanel::new(title, entries));
    }
}

/// How many leads of a file are shown, and the work that they need.
fn file_line(sheet: &Sheet, number: usize, file: &UnionFile) -> String {
    let mut parts = vec![plural(file.shown_rows(), "lead")];
    let counted = [RowState::Ready, RowState::HeldBack, RowState::Exported, RowState::Failed];
    let tracked: Vec<RowState> = sheet
        .tracked_rows()
        .filter(|row| sheet.file_of(*row) == number)
        .map(|row| sheet.state(row))
        .collect();
    for state in counted {
        let count = tracked.iter().filter(|found| **found == state).count();
        if count > 0 {
            parts.push(format!("{count} {}", state.label()));
        }
    }
    parts.join(" · ")
}

/// The leads that aren't shown, because a newer file has them.
fn superseded_lines(union: &Union) -> Vec<ListLine> {
    let superseded = union.superseded();
    if superseded.is_empty() {
        return Vec::new();
    }
    let leads = plural(superseded.len(), "lead");
    let title = format!("In two files: {leads}; the older row isn't shown and isn't exported");
    let name = |number: usize| union.files().get(number).map_or("", |file| &*file.name);
    let line = |old: &Superseded| {
        let text = format!("row {} of {}, newer in {}", old.row, name(old.file), name(old.newer));
        ListLine::new(&old.id, text, Tone::Plain)
    };
    let heading = [ListLine::default(), ListLine::new("", title, Tone::Heading)];
    heading.into_iter().chain(superseded.iter().map(line)).collect()
}
