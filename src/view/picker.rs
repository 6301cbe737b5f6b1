//! Drop-downs and the palette, drawn beside the cell.

use crate::app::{App, Mode, Picker, PickerKind, Target, When};
use crate::leads::index::columns;
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::editor::line;
use crate::view::panels::frame;
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// The widest that a drop-down gets.
const MAX_WIDTH: u16 = 76;
/// The widest that the names in a drop-down get.
const MAX_LABEL_WIDTH: usize = 48;
/// The most lines that a drop-down shows at once.
const MAX_LINES: usize = 14;

/// Draws the picker that is open near a cell and returns the place of the caret.
///
/// What there is to say about the selected line stays in sight below it.
pub(crate) fn draw(
    app: &App,
    theme: &Theme,
    cell: Rect,
    areas: &Areas,
    buf: &mut Canvas,
) -> Option<Position> {
    let Mode::Picker(picker) = &app.mode else { return None };
    // All offers decide on the size, so that the box stays where it is while the list is narrowed.
    let all: Vec<(String, String)> =
        (0..picker.offers.len()).map(|at| picker.offers.show(at)).collect();
    let has_details = all.iter().any(|(_, detail)| !detail.is_empty());
    let most = if has_details { MAX_LABEL_WIDTH } else { MAX_WIDTH.into() };
    let label = columns(all.iter().map(|(l, _)| width(l)).max().unwrap_or(0).min(most));
    let keys = keys(picker);
    let context = areas.context;
    let height = areas.body.height.min(context.y.saturating_sub(areas.body.y) + 1);
    let area = place(picker, &all, cell, Rect { height, ..areas.body });
    if area.bottom() > context.y {
        draw_text_filled(buf, context.as_position(), context.width, "", theme.style(Role::Text));
    }
    frame(theme, area, buf);
    let inner = area.inner(ratatui::layout::Margin::new(1, 1));
    draw_text(
        buf,
        Position::new(area.x + 2, area.y),
        area.width.saturating_sub(4),
        &format!(" {} ", picker.title),
        theme.style(Role::Heading),
    );
    let caret = filter(picker, theme, inner, buf);
    let lines = usize::from(inner.height.saturating_sub(1));
    let top = picker.at.saturating_sub(lines.saturating_sub(1));
    let shown = picker.shown.iter().filter_map(|&at| Some((at, all.get(at)?)));
    for (n, (which, (name, detail))) in shown.skip(top).take(lines).enumerate() {
        let at = Position::new(inner.x, inner.y + 1 + columns(n));
        buf.target(Rect::new(at.x, at.y, inner.width, 1), Target::Choice(top + n));
        let selected = top + n == picker.at;
        let style = |role| theme.style(if selected { Role::Selected } else { role });
        draw_text_filled(buf, at, inner.width, "", style(Role::Text));
        let count = match picker.counts.get(which) {
            Some(0) | None if picker.offers.note(which).is_empty() => String::new(),
            Some(0) | None => format!(" {}", picker.offers.note(which)),
            Some(n) => format!(" ×{n}"),
        };
        let right = inner.right().saturating_sub(columns(width(&count)));
        let mark = style(Role::Key).add_modifier(Modifier::UNDERLINED);
        let styles = [style(Role::Column), mark];
        let at = draw_tick(buf, at, tick(picker, which), style(Role::Key));
        marked(buf, at, label.min(right - at.x), name, (&picker.matched(name), styles));
        let x = at.x + label + 2;
        draw_text(buf, Position::new(x, at.y), keys, picker.offers.keys(which), style(Role::Key));
        let x = if keys == 0 { x } else { x + keys + 2 };
        let room = right.saturating_sub(x);
        let found =
            if picker.matched(name).is_empty() { picker.matched(detail) } else { Vec::new() };
        let styles = [style(Role::Text), mark];
        marked(buf, Position::new(x, at.y), room, detail, (&found, styles));
        draw_text(buf, Position::new(right, at.y), inner.width, &count, style(Role::Note));
    }
    count_below(picker.shown.len().saturating_sub(top + lines), theme, area, buf);
    outcome_below(picker, theme, area, buf);
    if picker.shown.is_empty() && inner.height > 1 {
        let nothing = picker.nothing(&app.keymap.hint(When::Picker, "choose"));
        let at = Position::new(inner.x, inner.y + 1);
        draw_text(buf, at, inner.width, &nothing, theme.style(Role::Note));
    }
    caret
}

/// Draws on the lower border how many lines follow, if any.
pub(crate) fn count_below(below: usize, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if below > 0 {
        let more = format!(" {below} more ");
        let x = area.right().saturating_sub(columns(more.len()) + 2);
        let at = Position::new(x, area.bottom().saturating_sub(1));
        draw_text(buf, at, area.width, &more, theme.style(Role::Note));
    }
}

/// The least width of a list in which several lines can be ticked: what they come to stands on its border.
const MIN_TICKED_WIDTH: usize = 42;

/// The tick before a line, where several can be chosen.
fn tick(picker: &Picker, which: usize) -> &'static str {
    match picker.offers.is_ticked(which) {
        None => "",
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
    }
}

/// Draws a tick and returns where the line goes on.
fn draw_tick(buf: &mut Canvas, at: Position, tick: &str, style: Style) -> Position {
    Position::new(at.x + draw_text(buf, at, columns(width(tick)), tick, style), at.y)
}

/// Draws on the lower border how many leads the ticked values come to.
fn outcome_below(picker: &Picker, theme: &Theme, area: Rect, buf: &mut Canvas) {
    if let PickerKind::Values(list) = &picker.offers {
        let outcome = format!(" {} ", list.outcome(picker.selected()));
        let at = Position::new(area.x + 2, area.bottom().saturating_sub(1));
        draw_text(buf, at, area.width.saturating_sub(4), &outcome, theme.style(Role::Heading));
    }
}

/// Draws a text with the letters at some bytes in the second style.
fn marked(
    buf: &mut Buffer,
    at: Position,
    room: u16,
    text: &str,
    (found, styles): (&[usize], [Style; 2]),
) {
    draw_text(buf, at, room, text, styles[0]);
    // What is cut, or isn't as wide as it is long, stays unmarked.
    if text.is_ascii() && text.len() <= usize::from(room) {
        for letter in found {
            if let Some(cell) = buf.cell_mut((at.x + columns(*letter), at.y)) {
                cell.set_style(styles[1]);
            }
        }
    }
}

/// Draws the line to type in, with the number of fitting offers at its end.
fn filter(picker: &Picker, theme: &Theme, inner: Rect, buf: &mut Canvas) -> Option<Position> {
    if inner.height == 0 {
        return None;
    }
    let count = format!("{} of {}", picker.shown.len(), picker.offers.len());
    let x = inner.right().saturating_sub(columns(count.len()));
    draw_text(buf, Position::new(x, inner.y), inner.width, &count, theme.style(Role::Note));
    let used = draw_text(buf, inner.as_position(), 2, "> ", theme.style(Role::Key));
    let text = Position::new(inner.x + used, inner.y);
    Some(line(
        &picker.filter,
        (theme.style(Role::Text), theme),
        Rect::new(text.x, text.y, x.saturating_sub(text.x + 1), 1),
        0,
        buf,
    ))
}

/// How wide the keys of the offers are.
fn keys(picker: &Picker) -> u16 {
    columns((0..picker.offers.len()).map(|at| width(picker.offers.keys(at))).max().unwrap_or(0))
}

/// The area: below the cell if there is room, else above, always inside the body.
fn place(picker: &Picker, offers: &[(String, String)], cell: Rect, body: Rect) -> Rect {
    let label = |l: &str, d: &str| {
        width(l).min(if d.is_empty() { MAX_WIDTH.into() } else { MAX_LABEL_WIDTH })
    };
    // The explanations stand below each other, behind the widest name.
    let labels = offers.iter().map(|(l, d)| label(l, d)).max().unwrap_or(0);
    let details = offers.iter().map(|(_, d)| width(d)).max().unwrap_or(0);
    let ticks = width(tick(picker, 0));
    let least = if ticks > 0 { MIN_TICKED_WIDTH } else { 24 };
    let wide = labels
        + ticks
        + details
        + 2
        + picker.counts.iter().max().map_or(0, |n| n.to_string().len() + 2)
        + usize::from(keys(picker));
    let wide = columns(wide.max(width(&picker.title) + 6).max(least)) + 2;
    let w = wide.min(MAX_WIDTH).min(body.width);
    let h = (columns(picker.offers.len().min(MAX_LINES)) + 3).min(body.height);
    let below = body.bottom().saturating_sub(cell.y + 1);
    let y = if below >= h { cell.y + 1 } else { cell.y.saturating_sub(h).max(body.y) };
    let y = y.min(body.bottom().saturating_sub(h));
    let x = cell.x.saturating_sub(1).min(body.right().saturating_sub(w));
    Rect::new(x, y, w, h)
}
