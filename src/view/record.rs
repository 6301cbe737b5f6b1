//! The record: one lead over the whole screen.

use crate::app::{App, DetailLine, DetailPart, DetailView, Target};
use crate::leads::index::columns;
use crate::leads::{CellRef, Lead, Level};
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::grid::{cell_styles, highlight_matches};
use crate::view::list;
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the form and returns the area of the field under the cursor.
pub(crate) fn draw(
    app: &App,
    record: &DetailView,
    theme: &Theme,
    areas: &Areas,
    buf: &mut Canvas,
) -> Option<Rect> {
    buf.target(areas.body, Target::Overlay);
    heading(app, theme, Rect { height: 1, ..areas.body }, buf);
    let CellRef { row, field } = app.cell();
    let mut cursor = None;
    let lines = record.lines.iter().skip(record.top);
    app.sheet.with_row(row, |texts| {
        let drawing = DetailDrawing { app, record, theme, texts };
        for (line, y) in lines.zip(areas.body.y + 1..areas.context.y) {
            let area = Rect::new(areas.body.x, y, areas.body.width, 1);
            if let Some(field) = line.field {
                buf.target(area, Target::Field(field));
            }
            let value = drawing.line(line, area, buf);
            let is_here = line.field == Some(field) && line.part == DetailPart::Value;
            cursor = cursor.or(is_here.then_some(value));
        }
    });
    cursor
}

/// Draws what there is to say about the field under the cursor.
pub(crate) fn draw_detail(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (say, tone) = app.field_detail();
    list::sentence(&say, theme.style(tone), area, buf);
}

/// Draws which lead it is, and on the right which of its fields the cursor is on.
fn heading(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let style = theme.style(Role::Heading);
    let at = format!("field {} of {}", app.viewport.column + 1, app.columns.len());
    let room = area.width.saturating_sub(columns(width(&at)) + 1);
    draw_text_filled(buf, area.as_position(), area.width, "", style);
    draw_text(buf, area.as_position(), room, &app.record_heading(), style);
    draw_text(buf, Position::new(area.x + room + 1, area.y), area.width, &at, style);
}

/// What the lines are drawn from.
struct DetailDrawing<'a> {
    app: &'a App,
    record: &'a DetailView,
    theme: &'a Theme,
    texts: &'a Lead<'a>,
}

impl DetailDrawing<'_> {
    /// Draws a line and returns the place of its text.
    fn line(&self, line: &DetailLine, area: Rect, buf: &mut Buffer) -> Rect {
        let Self { app, record, theme, texts } = self;
        let Some(field) = line.field else {
            let (indent, role) = match line.part {
                DetailPart::Remark(tone) => (1, tone.into()),
                _ => (0, Role::Heading),
            };
            let at = Position::new(area.x + indent, area.y);
            draw_text(buf, at, area.width.saturating_sub(indent), &line.text, theme.style(role));
            return area;
        };
        let indent = (record.label + 5).min(area.width);
        let value = Rect { x: area.x + indent, width: area.width - indent, ..area };
        let at = value.as_position();
        if let DetailPart::Remark(tone) = line.part {
            draw_text(buf, at, value.width, &line.text, theme.style(tone));
            return value;
        }
        let CellRef { row, field: under } = app.cell();
        let found = app.sheet.findings_of(row).into_iter().filter(|f| f.field == Some(field));
        let level = found.map(|f| f.level).max().filter(|level| *level > Level::Note);
        let (sign, role) = cell_styles(app, row, texts)(field, level);
        if !line.label.is_empty() {
            let is_locked = role == Role::Locked;
            let (sign, name) = if is_locked { ("#", role) } else { (sign, Role::Column) };
            draw_text(buf, Position::new(area.x + 1, area.y), 1, sign, theme.style(role));
            let at = Position::new(area.x + 3, area.y);
            draw_text(buf, at, record.label, &line.label, theme.style(name));
        }
        if field == under {
            draw_text_filled(buf, at, value.width, &line.text, theme.style(Role::Cursor));
        } else {
            draw_text(buf, at, value.width, &line.text, theme.style(role));
            highlight_matches(app, theme, &line.text, value, buf);
        }
        value
    }
}
