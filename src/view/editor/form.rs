//! The form of a team member, an offer or a solution: a field for each part, and beside it what is wrong with it.

use crate::app::{PartsForm, Tone, When, lead_name};
use crate::leads::index::columns;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::editor::{EditorView, line, place};
use crate::view::panels::frame;
use crate::view::theme::Role;
use ratatui::layout::{Margin, Position, Rect};

/// The widest that the form gets, in terminal columns.
const MAX_WIDTH: u16 = 76;
/// How wide the names of the parts are, in terminal columns.
const LABEL_WIDTH: u16 = 12;
/// How wide a field is, in terminal columns.
const FIELD_WIDTH: u16 = 30;

/// Draws the form over the grid and returns the place of the caret.
pub(crate) fn draw(form: &PartsForm, drawn: &EditorView, buf: &mut Canvas) -> Option<Position> {
    let (theme, within) = (drawn.theme, drawn.areas.table());
    let area = place(within, drawn.cell, MAX_WIDTH, columns(form.parts.names.len()) + 2);
    frame(theme, area, buf);
    let column = drawn.app.sheet.layout().name(drawn.editor.field);
    let title = format!(" {column} · {} ", lead_name(&drawn.app.sheet, drawn.editor.row));
    let style = theme.style(Role::Heading);
    draw_text(buf, Position::new(area.x + 2, area.y), area.width.saturating_sub(4), &title, style);
    let copy = drawn.app.keymap.hint(When::Form, "copy_parts");
    let copy = format!(" {copy} copies from another lead ");
    let at = Position::new(area.x + 2, area.bottom().saturating_sub(1));
    draw_text(buf, at, area.width.saturating_sub(4), &copy, theme.style(Role::Note));
    let inner = area.inner(Margin::new(2, 1));
    let findings = drawn.editor.findings(&drawn.app.sheet);
    let mut caret = None;
    for (part, name) in form.parts.names.iter().enumerate().take(usize::from(inner.height)) {
        let y = inner.y + columns(part);
        let is_here = form.at == part;
        draw_text(buf, Position::new(inner.x, y), LABEL_WIDTH, name, theme.style(Role::Column));
        let at = Position::new(inner.x + LABEL_WIDTH, y);
        let say = match form.finding_of(part, &findings) {
            Some(finding) => Some((finding.message.to_string(), Tone::from(finding.level).into())),
            None => form.is_missing(part).then(|| ("missing".to_owned(), Role::Error)),
        };
        let field = match say {
            // With nothing beside it, a long text is shown whole, and a sign of room to go on.
            None => FIELD_WIDTH.max(columns(width(form.fields[part].value())) + 1),
            Some(_) => FIELD_WIDTH,
        };
        let room = field.min(inner.right().saturating_sub(at.x));
        let style = theme.style(if is_here { Role::Editor } else { Role::Text });
        draw_text_filled(buf, at, room, "", style);
        let field = Rect::new(at.x, y, room, 1);
        let place = line(&form.fields[part], (style, theme), field, part, buf);
        caret = caret.or(is_here.then_some(place));
        let beside = Rect::new(at.x + room + 1, y, 0, 1);
        let Some((say, role)) = say else { continue };
        let room = inner.right().saturating_sub(beside.x);
        draw_text(buf, beside.as_position(), room, &say, theme.style(role));
    }
    caret
}
