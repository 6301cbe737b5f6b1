//! Lists on the whole screen: problems, help, the report of an export.

use super::cell::{put, put_filled};
use super::{Role, Theme};
use crate::app::{Entry, List};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws a list and returns where the terminal's cursor belongs.
pub(super) fn draw(list: &List, theme: &Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
    put_filled(buf, area.as_position(), area.width, &list.title, theme.style(Role::Heading));
    if list.entries.is_empty() && area.height > 2 {
        put(
            buf,
            Position::new(area.x + 1, area.y + 2),
            area.width,
            list.empty,
            theme.style(Role::Text),
        );
        return None;
    }
    let left = list.left();
    let mut caret = None;
    let lines = area.height.saturating_sub(1);
    for (line, entry) in
        list.lines.iter().skip(list.window.top).take(usize::from(lines)).enumerate()
    {
        let at = Position::new(area.x, area.y + 1 + line as u16);
        let selected = list.is_selectable() && list.window.top + line == list.window.at;
        draw_entry(entry, selected, theme, Rect::new(at.x, at.y, area.width, left), buf);
        caret = caret.or(selected.then_some(at));
    }
    caret
}

/// Draws one line; the height of `area` is the width of its left column.
fn draw_entry(entry: &Entry, selected: bool, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let Rect { width, height: left, .. } = area;
    let at = area.as_position();
    let style = |role: Role| theme.style(if selected { Role::Selected } else { role });
    put_filled(buf, at, width, "", style(Role::Text));
    put(buf, Position::new(at.x + 1, at.y), left, &entry.left, style(Role::Key));
    let indent =
        if entry.left.is_empty() && entry.tone == crate::app::Tone::Heading { 0 } else { left + 3 };
    let text = Position::new(at.x + indent, at.y);
    put(buf, text, width.saturating_sub(indent), &entry.text, style(entry.tone.into()));
}
