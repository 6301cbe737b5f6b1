//! The panel of a text of many lines.

use crate::app::{NotesEditor, Target, lead_name};
use crate::leads::index::columns;
use crate::leads::kind::notes_limit;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width, width_up_to};
use crate::view::editor::{EditorView, place, segments};
use crate::view::panels::frame;
use crate::view::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};

/// Draws the panel over the grid, its text in lines, and returns the place of the caret.
pub(crate) fn draw(notes: &NotesEditor, drawn: &EditorView, buf: &mut Canvas) -> Position {
    let (theme, within) = (drawn.theme, drawn.areas.table());
    let height = drawn.areas.fit().panel.1 + 2;
    let area = place(within, Rect { x: within.x, ..drawn.cell }, within.width, height);
    frame(theme, area, buf);
    let inner = area.inner(Margin::new(1, 1));
    let column = if drawn.editor.is_private_note {
        "Private note"
    } else {
        drawn.app.sheet.layout().name(drawn.editor.field)
    };
    let lead = lead_name(&drawn.app.sheet, drawn.editor.row);
    let title = format!(" {column} · {lead} ");
    let style = theme.style(Role::Heading);
    draw_text(buf, Position::new(area.x + 2, area.y), area.width.saturating_sub(4), &title, style);
    foot(notes, drawn, area, buf);
    for (n, part) in notes.lines.iter().skip(notes.top).take(usize::from(inner.height)).enumerate()
    {
        let line = Rect::new(inner.x, inner.y + columns(n), inner.width, 1);
        buf.target(line, Target::Text { part: 0, start: part.start, end: part.end });
        let style = theme.style(Role::Text);
        draw_text_filled(buf, line.as_position(), line.width, "", style);
        segments(&notes.text, part.clone(), (style, theme), line, buf);
    }
    let line = notes.line();
    let start = notes.lines.get(line).map_or(0, |part| part.start);
    let before = notes.text.value().get(start..notes.text.caret()).unwrap_or_default();
    let x = inner.x + width_up_to(before, inner.width).min(inner.width.saturating_sub(1));
    let y = inner.y + (columns(line.saturating_sub(notes.top))).min(inner.height.saturating_sub(1));
    Position::new(x, y)
}

/// Draws where the caret is and how long the text is into the lower border.
fn foot(notes: &NotesEditor, drawn: &EditorView, area: Rect, buf: &mut Buffer) {
    let (used, most) = notes_limit(notes.text.value());
    let role = if used > most { Role::Warning } else { Role::Note };
    let length =
        if drawn.editor.is_private_note { String::new() } else { format!(" · {used} of {most}") };
    let role = if length.is_empty() { Role::Note } else { role };
    let text = format!(" line {} of {}{length} ", notes.line() + 1, notes.lines.len());
    let wide = columns(width(&text));
    let x = area.right().saturating_sub(wide + 2).max(area.x);
    let at = Position::new(x, area.bottom().saturating_sub(1));
    draw_text(buf, at, area.width.saturating_sub(2), &text, drawn.theme.style(role));
}
