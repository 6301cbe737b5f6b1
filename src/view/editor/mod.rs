//! The editor of a cell: one line over the cell, and what its kind adds.

mod calendar;
mod form;
mod notes;

use crate::app::{App, Editor, EditorBody, Target, Text};
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width_up_to};
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

/// The least room that the line of an editor gets, in terminal columns.
const MIN_WIDTH: u16 = 32;

/// What an editor is drawn from.
pub(crate) struct EditorView<'a> {
    pub(crate) app: &'a App,
    pub(crate) theme: &'a Theme,
    pub(crate) editor: &'a Editor,
    pub(crate) areas: &'a Areas,
    /// The area of the edited cell.
    pub(crate) cell: Rect,
}

/// Draws an editor and returns the place of the caret.
pub(crate) fn draw(drawn: &EditorView, buf: &mut Canvas) -> Option<Position> {
    match &drawn.editor.body {
        EditorBody::Line(text) => Some(over_cell(text, drawn, buf)),
        EditorBody::Date(date) => {
            let caret = over_cell(&date.text, drawn, buf);
            calendar::draw(date, drawn, buf);
            Some(caret)
        }
        EditorBody::Notes(entry) => Some(notes::draw(entry, drawn, buf)),
        EditorBody::Parts(entry) => form::draw(entry, drawn, buf),
    }
}

/// Draws a line of text over its cell and returns the place of the caret.
fn over_cell(text: &Text, drawn: &EditorView, buf: &mut Canvas) -> Position {
    let (cell, grid) = (drawn.cell, drawn.areas.grid);
    let wide = width_up_to(text.value(), grid.width) + 1;
    let room = cell.width.max(MIN_WIDTH).max(wide).min(grid.width);
    let x = cell.x.min(grid.right().saturating_sub(room));
    let style = drawn.theme.style(Role::Editor);
    draw_text_filled(buf, Position::new(x, cell.y), room, "", style);
    line(text, (style, drawn.theme), Rect::new(x, cell.y, room, 1), 0, buf)
}

/// Draws one line of text so that its caret is in sight, and returns the place of the caret. The line is
/// one of a number of fields, or the only one, which is 0.
pub(crate) fn line(
    text: &Text,
    (style, theme): (Style, &Theme),
    area: Rect,
    part: usize,
    buf: &mut Canvas,
) -> Position {
    let (value, caret, room) = (text.value(), text.caret(), area.width);
    let start = first_shown(&value[..caret], room);
    buf.target(area, Target::Text { part, start, end: value.len() });
    segments(text, start..value.len(), (style, theme), area, buf);
    let before = width_up_to(&value[start..caret], room);
    Position::new(area.x + before.min(room.saturating_sub(1)), area.y)
}

/// Draws a part of a text, what is selected of it in a style of its own.
pub(crate) fn segments(
    text: &Text,
    part: std::ops::Range<usize>,
    (style, theme): (Style, &Theme),
    area: Rect,
    buf: &mut Buffer,
) {
    let selected = text.selection();
    let inside = |at: usize| at.clamp(part.start, part.end);
    let (from, to) = (inside(selected.start), inside(selected.end));
    let mut mark = theme.style(Role::Cursor);
    if mark == style {
        mark = style.remove_modifier(Modifier::REVERSED).add_modifier(Modifier::UNDERLINED);
    }
    let mut x = area.x;
    for (piece, style) in [(part.start..from, style), (from..to, mark), (to..part.end, style)] {
        let room = area.right().saturating_sub(x);
        x += draw_text(buf, Position::new(x, area.y), room, &text.value()[piece], style);
    }
}

/// The byte from which a text is shown so that its end, the caret, is in sight.
fn first_shown(before_caret: &str, room: u16) -> usize {
    let mut left = room.saturating_sub(1);
    let mut start = before_caret.len();
    for (at, grapheme) in before_caret.grapheme_indices(true).rev() {
        let width = width_up_to(grapheme, room);
        if width > left {
            break;
        }
        left -= width;
        start = at;
    }
    start
}

/// Where a panel goes: below the line of the cell if there is room, else above it, else at the
/// end of the area, over it.
pub(crate) fn place(within: Rect, cell: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(within.width), height.min(within.height));
    let y = if within.bottom().saturating_sub(cell.bottom()) >= height {
        cell.bottom()
    } else if cell.y.saturating_sub(within.y) >= height {
        cell.y - height
    } else {
        within.bottom() - height
    };
    Rect::new(cell.x.min(within.right() - width).max(within.x), y, width, height)
}
