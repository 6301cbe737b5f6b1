//! What a list shows.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::{KeyHint, Panel};

impl Panel for ListPanel {
    fn label(&self) -> &'static str {
        "LIST"
    }

    fn sections(&self) -> &'static [When] {
        &[When::List, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        if self.edit.is_some() {
            &[("open", "apply"), ("close", "cancel"), ("page_down", "page")]
        } else {
            &[
                ("next", "down"),
                ("page_down", "page"),
                ("search", "search"),
                ("close", "back"),
                ("manual", "manual"),
            ]
        }
    }

    fn list_state(&self) -> &ListState {
        &self.window
    }

    fn list_state_mut(&mut self) -> &mut ListState {
        &mut self.window
    }

    fn len(&self) -> usize {
        self.lines.len()
    }

    fn heading(&self, _app: &App) -> String {
        self.title.clone()
    }

    fn line(&self, _app: &App, line: usize) -> ListLine {
        self.lines.get(line).cloned().unwrap_or_default()
    }

    fn label_width(&self) -> u16 {
        self.widest_label()
    }

    fn has_selection(&self) -> bool {
        false
    }

    fn detail_lines(&self) -> u16 {
        0
    }

    fn fit(&mut self, _app: &App, size: ViewSize) {
        self.follow(size);
    }
}
