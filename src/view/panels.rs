//! Questions that must be answered, and the frame around what is open.

use crate::app::{App, Confirm, Target};
use crate::leads::index::columns;
use crate::view::canvas::Canvas;
use crate::view::cell::draw_text;
use crate::view::theme::{Role, Theme};
use ratatui::layout::{Margin, Position, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// Clears an area and draws a border around it. Nothing below it can be clicked.
pub(crate) fn frame(theme: &Theme, area: Rect, buf: &mut Canvas) {
    buf.target(area, Target::Overlay);
    // A wide sign just left of the area would hide the border with its right half.
    for y in area.top()..area.bottom() {
        if let Some(cell) = area.x.checked_sub(1).and_then(|x| buf.cell_mut((x, y)))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
    }
    Clear.render(area, buf);
    buf.set_style(area, theme.style(Role::Text));
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
    buf: &mut Canvas,
) -> Position {
    let question = app.question(ask);
    let targets = question.answers.clone();
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
    let w = (columns(widest) + 4).max(MIN_DIALOG_WIDTH).min(body.width);
    let h = (columns(lines.len()) + 2).min(body.height);
    let area = Rect::new(body.x + (body.width - w) / 2, body.y + (body.height - h) / 2, w, h);
    frame(theme, area, buf);
    let inner = area.inner(Margin::new(2, 1));
    let first = lines.len() - targets.len();
    for (line, text) in lines.iter().take(usize::from(inner.height)).enumerate() {
        let role = if line == 0 { Role::Heading } else { Role::Text };
        draw_text(
            buf,
            Position::new(inner.x, inner.y + columns(line)),
            inner.width,
            text,
            theme.style(role),
        );
        let answer = line.checked_sub(first).and_then(|at| targets.get(at));
        if let Some(&(when, name, _)) = answer {
            let area = Rect::new(inner.x, inner.y + columns(line), inner.width, 1);
            buf.target(area, Target::Command { when, name });
        }
    }
    inner.as_position()
}
