//! Drop-downs and the palette, drawn beside the cell.

use super::cell::{put, put_filled, width};
use super::panels::frame;
use super::{Role, Theme};
use crate::app::Picker;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The widest that a drop-down gets.
const MOST: u16 = 76;
/// The widest that the names in a drop-down get.
const LABEL: usize = 48;
/// The most lines that a drop-down shows at once.
const LINES: usize = 14;

/// Draws a picker near a cell and returns the place of the caret.
pub(super) fn draw(
    picker: &Picker,
    theme: &Theme,
    cell: Rect,
    body: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    // All offers decide on the size, so that the box stays where it is while the list is narrowed.
    let all: Vec<(String, String)> =
        (0..picker.offers.len()).map(|at| picker.offers.show(at)).collect();
    let label = all.iter().map(|(l, _)| width(l)).max().unwrap_or(0).min(LABEL) as u16;
    let area = place(picker, &all, cell, body);
    frame(theme, area, buf);
    let inner = area.inner(ratatui::layout::Margin::new(1, 1));
    put(
        buf,
        Position::new(area.x + 2, area.y),
        area.width.saturating_sub(4),
        &format!(" {} ", picker.title),
        theme.style(Role::Heading),
    );
    let caret = filter(picker, theme, inner, buf);
    let lines = usize::from(inner.height.saturating_sub(1));
    let top = picker.at.saturating_sub(lines.saturating_sub(1));
    let shown = picker.shown.iter().filter_map(|&at| all.get(at));
    for (line, (name, detail)) in shown.skip(top).take(lines).enumerate() {
        let at = Position::new(inner.x, inner.y + 1 + line as u16);
        let selected = top + line == picker.at;
        let style = |role| theme.style(if selected { Role::Selected } else { role });
        put_filled(buf, at, inner.width, "", style(Role::Text));
        put(buf, at, label, name, style(Role::Column));
        let x = at.x + label + 2;
        put(
            buf,
            Position::new(x, at.y),
            inner.right().saturating_sub(x),
            detail,
            style(Role::Text),
        );
    }
    if picker.shown.is_empty() && inner.height > 1 {
        let at = Position::new(inner.x, inner.y + 1);
        put(buf, at, inner.width, &picker.nothing(), theme.style(Role::Note));
    }
    caret
}

/// Draws the line to type in, with the number of fitting offers at its end.
fn filter(picker: &Picker, theme: &Theme, inner: Rect, buf: &mut Buffer) -> Option<Position> {
    if inner.height == 0 {
        return None;
    }
    let count = format!("{}/{}", picker.shown.len(), picker.offers.len());
    let x = inner.right().saturating_sub(count.len() as u16);
    put(buf, Position::new(x, inner.y), inner.width, &count, theme.style(Role::Note));
    let used = put(buf, inner.as_position(), 2, "> ", theme.style(Role::Key));
    let text = Position::new(inner.x + used, inner.y);
    put(buf, text, x.saturating_sub(text.x + 1), picker.filter.value(), theme.style(Role::Text));
    Some(Position::new(
        (text.x + picker.filter.visual_cursor() as u16).min(inner.right() - 1),
        text.y,
    ))
}

/// Returns the area: below the cell if there is room, else above, always inside the body.
fn place(picker: &Picker, offers: &[(String, String)], cell: Rect, body: Rect) -> Rect {
    let wide = offers.iter().map(|(l, d)| width(l).min(LABEL) + width(d) + 2).max().unwrap_or(0);
    let wide = wide.max(width(&picker.title) + 6).max(24) as u16 + 2;
    let w = wide.min(MOST).min(body.width);
    let h = (picker.offers.len().min(LINES) as u16 + 3).min(body.height);
    let below = body.bottom().saturating_sub(cell.y + 1);
    let y = if below >= h { cell.y + 1 } else { cell.y.saturating_sub(h).max(body.y) };
    let y = y.min(body.bottom().saturating_sub(h));
    let x = cell.x.saturating_sub(1).min(body.right().saturating_sub(w));
    Rect::new(x, y, w, h)
}
