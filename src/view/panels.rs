//! The review, and the question before quitting.

use crate::app::{App, Confirm, ReviewPanel, When};
use crate::view::cell::{draw_text, draw_text_filled};
use crate::view::editor::line;
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// Draws the review before an export and returns the place of the caret.
pub(crate) fn review(
    app: &App,
    review: &ReviewPanel,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) -> Option<Position> {
    let style = theme.style(Role::Heading);
    let heading = heading(app, review);
    draw_text_filled(buf, area.as_position(), area.width, "", style);
    let used = draw_text(buf, area.as_position(), area.width, &heading, style);
    let at = Position::new(area.x + used, area.y);
    let caret = line(&review.typed, (style, theme), at, area.width - used, buf);
    let lines = usize::from(area.height.saturating_sub(1));
    let mut selected = None;
    for (n, shown) in review.lines.iter().skip(review.window.offset).take(lines).enumerate() {
        let y = area.y + 1 + n as u16;
        let is_selected = review.window.offset + n == review.window.selected;
        let style = theme.style(if is_selected { Role::Selected } else { shown.tone.into() });
        if is_selected {
            draw_text_filled(buf, Position::new(area.x, y), area.width, "", style);
            selected = Some(Position::new(area.x, y));
        }
        let indent = 1 + shown.depth * 2;
        let at = Position::new(area.x + indent, y);
        draw_text(buf, at, area.width.saturating_sub(indent), &shown.text, style);
    }
    let asked = !review.plan.closing.is_empty();
    if asked { Some(caret) } else { selected }
}

fn heading(app: &App, review: &ReviewPanel) -> String {
    let export = app.keymap.hint(When::Review, "export");
    if review.held_back().is_some() {
        return format!("Review: {export} goes to this lead, to put it right");
    }
    if review.plan.is_empty() {
        return "Review: nothing can be exported".to_owned();
    }
    match review.plan.closing.len() {
        0 => format!("Review: {export} writes the files"),
        1 => format!("Review: 1 lead closes for good. Type 1, then {export}: "),
        number => format!("Review: {number} leads close for good. Type {number}, then {export}: "),
    }
}

/// Clears an area and draws a border around it.
pub(crate) fn frame(theme: &Theme, area: Rect, buf: &mut Buffer) {
    // A wide sign just left of the area would hide the border with its right half.
    for y in area.top()..area.bottom() {
        if let Some(cell) = area.x.checked_sub(1).and_then(|x| buf.cell_mut((x, y)))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
    }
    Clear.render(area, buf);
    Block::bordered().border_style(theme.style(Role::Frame)).render(area, buf);
}

/// The least width of a question, in terminal columns.
const MIN_DIALOG_WIDTH: u16 = 46;

/// Draws a question that must be answered with one key.
pub(crate) fn ask(
    app: &App,
    ask: Confirm,
    theme: &Theme,
    body: Rect,
    buf: &mut Buffer,
) -> Position {
    let question = app.question(ask);
    let answers: Vec<(String, &str)> = question
        .answers
        .into_iter()
        .map(|(when, name, what)| (app.keymap.hint(when, name), what))
        .collect();
    let keys = answers.iter().map(|(key, _)| key.width()).max().unwrap_or_default();
    let answers: Vec<String> =
        answers.iter().map(|(key, what)| format!("{key:<keys$}  {what}")).collect();
    let room = usize::from(body.height.saturating_sub(2));
    // The answers are there whatever the room: first the blank lines go, then what there is to know.
    let blank = (1 + question.body.len() + answers.len() + 2 <= room).then(String::new);
    let said = room.saturating_sub(1 + answers.len());
    let lines: Vec<String> = std::iter::once(question.title)
        .chain(blank.clone())
        .chain(question.body.into_iter().take(said))
        .chain(blank)
        .chain(answers)
        .collect();
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or_default();
    let w = (widest as u16 + 4).max(MIN_DIALOG_WIDTH).min(body.width);
    let h = (lines.len() as u16 + 2).min(body.height);
    let area = Rect::new(body.x + (body.width - w) / 2, body.y + (body.height - h) / 2, w, h);
    frame(theme, area, buf);
    let inner = area.inner(Margin::new(2, 1));
    for (line, text) in lines.iter().take(usize::from(inner.height)).enumerate() {
        let role = if line == 0 { Role::Heading } else { Role::Text };
        draw_text(
            buf,
            Position::new(inner.x, inner.y + line as u16),
            inner.width,
            text,
            theme.style(role),
        );
    }
    inner.as_position()
}
