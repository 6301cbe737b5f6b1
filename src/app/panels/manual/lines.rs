//! What the manual shows.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::grid::viewport::ViewSize;
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::manual::state::ManualPanel;
use crate::app::panels::panel::{KeyHint, Panel};

/// The width of the topics, in terminal columns.
const TOPIC_WIDTH: u16 = 12;

impl Panel for ManualPanel {
    fn label(&self) -> &'static str {
        "MANUAL"
    }

    fn sections(&self) -> &'static [When] {
        &[When::Manual, When::Panel]
    }

    fn hints(&self) -> &'static [KeyHint] {
        match self.page {
            None => &[("open", "open"), ("next", "down"), ("close", "back")],
            Some(_) => &[("page_down", "page"), ("search", "search"), ("close", "topics")],
        }
    }

    fn line_command(&self) -> Option<(When, &'static str)> {
        Some((When::Manual, "open"))
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

    fn heading(&self, app: &App) -> String {
        match self.page {
            None => format!("Manual: {} opens a topic", app.keymap.hint(When::Manual, "open")),
            Some(page) => format!("Manual: {}", page.topic),
        }
    }

    fn line(&self, _app: &App, line: usize) -> ListLine {
        self.lines.get(line).cloned().unwrap_or_default()
    }

    fn label_width(&self) -> u16 {
        TOPIC_WIDTH
    }

    fn text_column(&self, line: &ListLine) -> u16 {
        if line.label.is_empty() { 0 } else { TOPIC_WIDTH + 3 }
    }

    fn has_selection(&self) -> bool {
        self.page.is_none()
    }

    fn detail_lines(&self) -> u16 {
        0
    }

    fn fit(&mut self, _app: &App, size: ViewSize) {
        self.write(size.width);
        let lines = self.lines.len();
        if self.page.is_some() {
            self.window.scroll(lines, size.lines);
        } else {
            self.window.follow(lines, size.lines);
        }
    }
}
