//! What the history shows: a line for each step.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::panels::history::state::HistoryPanel;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel, fit_detail};
use crate::app::panels::review::state::lead_name;
use crate::leads::{difference, plural};

impl Panel for HistoryPanel {
    fn label(&self) -> &'static str {
        "HISTORY"
    }

    fn sections(&self) -> &'static [When] {
        &[When::History, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        &[("go", "go there"), ("undo", "undo"), ("redo", "redo"), ("close", "back")]
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::History, "go"))
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    /// One line for each step, and one for the file as it was opened.
    fn len(&self) -> usize {
        self.done + self.undone + 1
    }

    fn heading(&self, _app: &App) -> String {
        let steps = |number| plural(number, "step");
        match self.undone {
            0 => format!("History: {} done", steps(self.done)),
            undone => format!("History: {} done, {undone} undone", steps(self.done)),
        }
    }

    fn line(&self, app: &App, line: usize) -> ListLine {
        let (left, tone) = match line {
            line if line < self.undone => ("undone", Tone::Locked),
            line if line == self.undone => ("now", Tone::Good),
            line if line + 1 == self.len() => ("", Tone::Plain),
            line if self.is_earlier(&app.sheet, line) => ("before", Tone::Plain),
            _ => ("done", Tone::Plain),
        };
        let Some(step) = self.step(&app.sheet, line) else {
            return ListLine::new(left, "the file as opened", tone);
        };
        let name = step
            .changes
            .first()
            .map(|change| lead_name(&app.sheet, change.row))
            .unwrap_or_default();
        let gap = if name.is_empty() { "" } else { "   " };
        ListLine::new(left, format!("{}{gap}{name}", step.describe()), tone)
    }

    fn label_width(&self) -> u16 {
        6
    }

    fn detail(&self, app: &App) -> (Vec<String>, Tone) {
        let Some(step) = self.step(&app.sheet, self.window.selected) else {
            return (
                vec!["Nothing that can be undone is changed at this point.".to_owned()],
                Tone::Plain,
            );
        };
        let Some(first) = step.changes.first() else { return (Vec::new(), Tone::Plain) };
        let column = app.sheet.layout().name(first.field);
        let row = app.sheet.row_place(first.row);
        let more = match step.changes.len() - 1 {
            0 => String::new(),
            more => format!(", and {}", plural(more, "more cell")),
        };
        let lines = fit_detail(
            app.fit.width,
            [&first.before, &first.after],
            |[old, new], room| difference(old, new, room),
            |[old, new]| format!("row {row}, {column}: {old} → {new}{more}"),
        );
        (lines, Tone::Plain)
    }
}
