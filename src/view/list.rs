//! Panels: lists on the whole screen, such as problems, help and the review.

use crate::app::{App, ListLine, Mode, Panel, Target};
use crate::leads::index::columns;
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width_up_to};
use crate::view::editor;
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// A panel and where its heading and lines are drawn.
struct PanelView<'a> {
    app: &'a App,
    panel: &'a dyn Panel,
    theme: &'a Theme,
    area: Rect,
}

/// Draws a panel and returns where the terminal's cursor belongs.
pub(crate) fn draw(
    app: &App,
    panel: &dyn Panel,
    theme: &Theme,
    areas: &Areas,
    buf: &mut Canvas,
) -> Option<Position> {
    let body = areas.body;
    buf.target(body, Target::Overlay);
    let is_searched = matches!(app.mode, Mode::Prompt(_));
    let lines = match panel.detail_lines() {
        0 if !is_searched => body.height,
        _ => areas.context.y.saturating_sub(body.y),
    };
    let view = PanelView { app, panel, theme, area: Rect { height: lines, ..body } };
    let input = view.heading(buf);
    let selected = view.lines(buf);
    if panel.detail_lines() > 0 && !is_searched {
        let (detail, tone) = panel.detail(app);
        sentence(&detail, theme.style(tone), areas.context, buf);
    }
    if panel.expects_input() { input } else { selected }
}

/// Draws a sentence, broken into lines, below a list.
pub(crate) fn sentence(text_lines: &[String], style: Style, area: Rect, buf: &mut Buffer) {
    for (text, y) in text_lines.iter().zip(area.top()..area.bottom()) {
        let used = draw_text(buf, Position::new(area.x, y), area.width, text, style);
        if y + 1 == area.bottom() && text_lines.len() > usize::from(area.height) {
            let end = (area.x + used).min(area.right().saturating_sub(1));
            draw_text(buf, Position::new(end, y), 1, "…", style);
        }
    }
}

impl PanelView<'_> {
    /// Draws the heading and what is typed behind it, and returns the place of the caret there.
    fn heading(&self, buf: &mut Canvas) -> Option<Position> {
        let Rect { x, y, width, .. } = self.area;
        let style = self.theme.style(Role::Heading);
        draw_text_filled(buf, Position::new(x, y), width, "", style);
        let used = draw_text(buf, Position::new(x, y), width, &self.panel.heading(self.app), style);
        let at = Position::new(x + used, y);
        let input = self.panel.input()?;
        let area = Rect::new(at.x, y, width - used, 1);
        Some(editor::line(input, (style, self.theme), area, 0, buf))
    }

    /// Draws the lines in sight, and returns the place of the selected one.
    fn lines(&self, buf: &mut Canvas) -> Option<Position> {
        let Rect { x, y, height, .. } = self.area;
        let state = self.panel.list_state();
        let mut caret = None;
        let shown = state.offset..self.panel.len();
        for (n, line) in shown.take(usize::from(height.saturating_sub(1))).enumerate() {
            let at = Position::new(x, y + 1 + columns(n));
            let selected = if self.panel.has_selection() {
                line == state.selected
            } else {
                Some(line) == state.found
            };
            buf.target(Rect::new(x, at.y, self.area.width, 1), Target::Line(line));
            self.line(&self.panel.line(self.app, line), selected, at, buf);
            let belongs = selected && self.panel.has_selection();
            caret = caret.or(belongs.then_some(at));
        }
        caret
    }

    fn line(&self, line: &ListLine, selected: bool, at: Position, buf: &mut Buffer) {
        let width = self.area.width;
        let style = |role: Role| self.theme.style(if selected { Role::Selected } else { role });
        draw_text_filled(buf, at, width, "", style(Role::Text));
        let label = Position::new(at.x + 1, at.y);
        let label_width = self.panel.label_width();
        draw_text(buf, label, label_width, &line.label, style(Role::Key));
        self.found(&line.label, Rect::new(label.x, label.y, label_width, 1), buf);
        let indent = self.panel.text_column(line) + 2 * line.depth;
        let text = Position::new(at.x + indent, at.y);
        let room = width.saturating_sub(indent);
        draw_text(buf, text, room, &line.text, style(line.tone.into()));
        self.found(&line.text, Rect::new(text.x, text.y, room, 1), buf);
    }

    /// Draws what the search matches in a text over the text.
    fn found(&self, text: &str, area: Rect, buf: &mut Buffer) {
        let Some(pattern) = &self.app.panel_search else { return };
        let style = self.theme.style(Role::Found);
        for (start, end) in pattern.matches(text).take(usize::from(area.width)) {
            let before = width_up_to(&text[..start], area.width);
            let at = Position::new(area.x + before, area.y);
            draw_text(buf, at, area.width - before, &text[start..end], style);
        }
    }
}
