//! Lists on the whole screen: problems, help, the report of an export.

use crate::app::{
    App, HistoryPanel, ListLine, ListPanel, ListState, ProblemsPanel, RebasePanel, Tone,
};
use crate::view::areas::Areas;
use crate::view::cell::{draw_text, draw_text_filled};
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::borrow::Cow;

/// How the lines of a list are drawn.
struct ListStyle<'a> {
    theme: &'a Theme,
    /// The heading and the lines.
    area: Rect,
    window: ListState,
    /// How wide the left column is.
    label_width: u16,
    /// Whether one line is selected.
    selects: bool,
}

/// Draws a list.
pub(crate) fn draw(list: &ListPanel, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let look = ListStyle {
        theme,
        area,
        window: list.window,
        label_width: list.label_width(),
        selects: false,
    };
    look.draw(&list.title, |line| list.lines.get(line).map(Cow::Borrowed), buf);
}

/// Draws the panel of problems and returns where the terminal's cursor belongs.
pub(crate) fn problems(
    app: &App,
    problems: &ProblemsPanel,
    theme: &Theme,
    areas: &Areas,
    buf: &mut Buffer,
) -> Option<Position> {
    let area = above_sentence(areas);
    let look = ListStyle {
        theme,
        area,
        window: problems.window,
        label_width: problems.left(),
        selects: true,
    };
    let line = |line| {
        let entry = || Cow::Owned(problems.show(&app.sheet, line));
        (line < problems.len()).then(entry)
    };
    let caret = look.draw(&problems.heading(), line, buf);
    let (say, tone) = app.problem_detail(problems);
    sentence(&say, theme.style(tone), areas.context, buf);
    caret
}

/// Draws the history and returns where the terminal's cursor belongs.
pub(crate) fn history(
    app: &App,
    steps: &HistoryPanel,
    theme: &Theme,
    areas: &Areas,
    buf: &mut Buffer,
) -> Option<Position> {
    let area = above_sentence(areas);
    let look = ListStyle { theme, area, window: steps.window, label_width: 6, selects: true };
    let line = |line| (line < steps.len()).then(|| Cow::Owned(steps.show(&app.sheet, line)));
    let caret = look.draw(&steps.heading(), line, buf);
    sentence(&app.step_detail(steps), theme.style(Role::Text), areas.context, buf);
    caret
}

/// Draws the changes beside a fresh download and returns where the terminal's cursor belongs.
pub(crate) fn rebase(
    app: &App,
    panel: &RebasePanel,
    theme: &Theme,
    areas: &Areas,
    buf: &mut Buffer,
) -> Option<Position> {
    let area = above_sentence(areas);
    let look =
        ListStyle { theme, area, window: panel.window, label_width: panel.left(), selects: true };
    let line = |line| (line < panel.len()).then(|| Cow::Owned(panel.show(line)));
    let caret = look.draw(&app.rebase_heading(panel), line, buf);
    sentence(&app.rebase_detail(panel), theme.style(Role::Text), areas.context, buf);
    caret
}

/// Returns the room of a list with a sentence below it.
fn above_sentence(areas: &Areas) -> Rect {
    Rect { height: areas.context.y.saturating_sub(areas.body.y), ..areas.body }
}

/// Draws a sentence, broken into lines, into the lines below a list.
pub(crate) fn sentence(say: &[String], style: Style, area: Rect, buf: &mut Buffer) {
    for (text, y) in say.iter().zip(area.top()..area.bottom()) {
        let used = draw_text(buf, Position::new(area.x, y), area.width, text, style);
        if y + 1 == area.bottom() && say.len() > usize::from(area.height) {
            let end = (area.x + used).min(area.right().saturating_sub(1));
            draw_text(buf, Position::new(end, y), 1, "…", style);
        }
    }
}

impl ListStyle<'_> {
    /// Draws the heading and the lines in sight, and returns the place of the selected one.
    fn draw<'e>(
        &self,
        heading: &str,
        line: impl Fn(usize) -> Option<Cow<'e, ListLine>>,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let Rect { x, y, width, height } = self.area;
        draw_text_filled(buf, Position::new(x, y), width, heading, self.theme.style(Role::Heading));
        let mut caret = None;
        for n in 0..usize::from(height.saturating_sub(1)) {
            let at = Position::new(x, y + 1 + n as u16);
            let Some(entry) = line(self.window.offset + n) else { break };
            let selected = self.selects && self.window.offset + n == self.window.selected;
            self.entry(&entry, selected, at, buf);
            caret = caret.or(selected.then_some(at));
        }
        caret
    }

    fn entry(&self, entry: &ListLine, selected: bool, at: Position, buf: &mut Buffer) {
        let width = self.area.width;
        let style = |role: Role| self.theme.style(if selected { Role::Selected } else { role });
        draw_text_filled(buf, at, width, "", style(Role::Text));
        draw_text(
            buf,
            Position::new(at.x + 1, at.y),
            self.label_width,
            &entry.label,
            style(Role::Key),
        );
        let is_heading = entry.label.is_empty() && entry.tone == Tone::Heading;
        let indent = if is_heading { 0 } else { self.label_width + 3 };
        let text = Position::new(at.x + indent, at.y);
        draw_text(buf, text, width.saturating_sub(indent), &entry.text, style(entry.tone.into()));
    }
}
