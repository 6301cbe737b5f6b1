//! The panel of the manual.

use crate::app::cell_info::Tone;
use crate::app::manual::page;
use crate::app::manual::{MANUAL, ManualPage};
use crate::app::panels::list::state::ListLine;
use crate::app::panels::list_state::ListState;
use crate::app::panels::panel::Panel;
use unicode_width::UnicodeWidthStr;

/// The manual: the list of its topics, or one of its pages.
#[derive(Debug)]
pub struct ManualPanel {
    /// The selected topic, or the position in the open page.
    pub window: ListState,
    /// The open page; nothing while the topics are listed.
    pub(super) page: Option<&'static ManualPage>,
    /// The topics, or the lines of the open page.
    pub(super) lines: Vec<ListLine>,
    /// The width that the lines of the page were written for.
    width: u16,
    /// The panel that the manual was opened over.
    pub(super) under: Box<dyn Panel>,
}

impl ManualPanel {
    /// Lists the topics, over another panel.
    pub(crate) fn new(under: Box<dyn Panel>) -> Self {
        let mut panel =
            Self { window: ListState::default(), page: None, lines: Vec::new(), width: 0, under };
        panel.list_topics();
        panel
    }

    /// Closes the open page and lists the topics, the one of that page selected.
    pub(super) fn list_topics(&mut self) {
        let open = self.page.take().map(|page| page.topic);
        let at = MANUAL.iter().position(|page| Some(page.topic) == open).unwrap_or_default();
        self.window = ListState { selected: at, ..ListState::default() };
        let line = |page: &ManualPage| ListLine::new(page.topic, page.summary, Tone::Plain);
        self.lines = MANUAL.iter().map(line).collect();
    }

    /// Opens the page of the selected topic.
    pub(super) fn open_selected(&mut self) {
        let Some(page) = MANUAL.get(self.window.selected).filter(|_| self.page.is_none()) else {
            return;
        };
        (self.page, self.window, self.width) = (Some(page), ListState::default(), 0);
        self.lines.clear();
    }

    /// Writes the open page for the width of the screen, unless that is done.
    pub(super) fn write(&mut self, width: u16) {
        let Some(page) = self.page.filter(|_| self.width != width) else { return };
        self.width = width;
        self.window.found = None;
        self.lines = page_lines(page, width);
    }
}

/// The lines of a page; its headings have their tone in place of a rule below them.
fn page_lines(page: &ManualPage, width: u16) -> Vec<ListLine> {
    let text = page::format(page.text, Some(usize::from(width)), false);
    let mut lines = Vec::new();
    let mut rest = text.lines().peekable();
    while let Some(line) = rest.next() {
        let is_rule = |next: &&str| {
            next.width() == line.width() && next.chars().all(|c| matches!(c, '=' | '-'))
        };
        let is_heading = !line.is_empty() && rest.next_if(is_rule).is_some();
        let tone = if is_heading { Tone::Heading } else { Tone::Plain };
        lines.push(ListLine::new("", line, tone));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_no_rule_and_lines_fit_the_width() {
        for page in &MANUAL {
            let lines = page_lines(page, 80);
            assert_eq!(lines[0].tone, Tone::Heading, "{}", page.topic);
            assert!(lines.iter().all(|line| !line.text.starts_with("===")), "{}", page.topic);
            assert!(lines.iter().all(|line| line.text.width() <= 80), "{}", page.topic);
        }
    }
}
