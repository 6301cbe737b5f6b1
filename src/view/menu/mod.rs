//! The menu: its sections in place of the title, and the lines of the open one below.

use crate::app::{App, CommandState, Menu, MenuEntry, MenuList, Mode, Target};
use crate::leads::index::columns;
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::panels::frame;
use crate::view::picker::count_below;
use crate::view::theme::{Role, Theme};
use ratatui::layout::{Margin, Position, Rect};

/// The terminal columns before the name of a command: whether it is on.
const MARK_WIDTH: u16 = 2;

/// The terminal columns between the name of a command and its key.
const GAP: u16 = 3;

/// Draws the menu and returns the place of its selected line.
pub(crate) fn draw(app: &App, theme: &Theme, areas: &Areas, buf: &mut Canvas) -> Option<Position> {
    let Mode::Menu(menu) = &app.mode else { return None };
    let x = bar(app, menu, theme, areas.title, buf);
    let list = menu.list()?;
    let caret = lines(list, theme, place(list, x, areas), buf);
    if let Some(entry) = menu.selected() {
        about(entry, theme, areas.context, buf);
    }
    caret
}

/// Draws the titles of the sections, and the file's name where there is room. Returns where the open one is.
fn bar(app: &App, menu: &Menu, theme: &Theme, area: Rect, buf: &mut Canvas) -> u16 {
    draw_text_filled(buf, area.as_position(), area.width, "", theme.style(Role::Text));
    buf.target(area, Target::Overlay);
    let all: usize = menu.lists.iter().map(|list| width(list.title) + 2).sum();
    let end = if all <= usize::from(area.width) { " " } else { "" };
    let (mut x, mut open) = (area.x, area.x);
    for (at, list) in menu.lists.iter().enumerate() {
        let is_open = at == menu.open;
        let role = if is_open { Role::Selected } else { Role::Heading };
        let room = area.right().saturating_sub(x);
        let text = format!(" {}{end}", list.title);
        let used = draw_text(buf, Position::new(x, area.y), room, &text, theme.style(role));
        buf.target(Rect::new(x, area.y, used, 1), Target::Menu(at));
        open = if is_open { x } else { open };
        x += used;
    }
    let name = format!("{} ", app.name);
    let right = area.right().saturating_sub(columns(width(&name)));
    if right > x {
        let at = Position::new(right, area.y);
        draw_text(buf, at, area.width, &name, theme.style(Role::Note));
    }
    open
}

/// The area of the lines: below their title, and not over what is said about the selected one.
fn place(list: &MenuList, x: u16, areas: &Areas) -> Rect {
    let label = list.entries.iter().map(|entry| width(&entry.label)).max().unwrap_or(0);
    let keys = list.entries.iter().map(|entry| width(&entry.keys)).max().unwrap_or(0);
    let body = areas.body;
    let w = (MARK_WIDTH + columns(label) + GAP + columns(keys) + 3).min(body.width);
    let room = areas.context.y.saturating_sub(body.y);
    let h = (columns(list.entries.len()) + 2).min(room);
    Rect::new(x.min(body.right().saturating_sub(w)), body.y, w, h)
}

/// Draws the lines of a section and returns the place of the selected one.
fn lines(list: &MenuList, theme: &Theme, area: Rect, buf: &mut Canvas) -> Option<Position> {
    frame(theme, area, buf);
    let inner = area.inner(Margin::new(1, 1));
    let height = usize::from(inner.height);
    let top = list.at.saturating_sub(height.saturating_sub(1));
    let mut caret = None;
    for (n, entry) in list.entries.iter().skip(top).take(height).enumerate() {
        let at = Position::new(inner.x, inner.y + columns(n));
        buf.target(Rect::new(at.x, at.y, inner.width, 1), Target::Choice(top + n));
        let is_selected = top + n == list.at;
        let is_possible = !matches!(entry.state, CommandState::Unavailable(_));
        let style = |role| {
            theme.style(match (is_selected, is_possible) {
                (true, _) => Role::Selected,
                (false, true) => role,
                (false, false) => Role::Locked,
            })
        };
        draw_text_filled(buf, at, inner.width, "", style(Role::Text));
        let mark = match entry.state {
            CommandState::Available => " ",
            CommandState::On => theme.on_symbol(),
            CommandState::Unavailable(_) => theme.locked_symbol(),
        };
        draw_text(buf, at, MARK_WIDTH, mark, style(Role::Good));
        let label = Position::new(at.x + MARK_WIDTH, at.y);
        let room = inner.width.saturating_sub(MARK_WIDTH);
        draw_text(buf, label, room, &entry.label, style(Role::Text));
        let right = inner.right().saturating_sub(columns(width(&entry.keys)) + 1);
        draw_text(buf, Position::new(right, at.y), room, &entry.keys, style(Role::Key));
        caret = if is_selected { Some(at) } else { caret };
    }
    count_below(list.entries.len().saturating_sub(top + height), theme, area, buf);
    caret
}

/// Says what the selected command does, and why it can't be done now.
fn about(entry: &MenuEntry, theme: &Theme, area: Rect, buf: &mut Canvas) {
    for y in area.top()..area.bottom() {
        let at = Position::new(area.x, y);
        draw_text_filled(buf, at, area.width, "", theme.style(Role::Text));
    }
    let doc = format!(" {}", entry.doc());
    draw_text(buf, area.as_position(), area.width, &doc, theme.style(Role::Text));
    let (text, role) = match &entry.state {
        CommandState::Unavailable(reason) => (reason.as_str(), Role::Warning),
        CommandState::On => ("This is on.", Role::Good),
        CommandState::Available => return,
    };
    let at = Position::new(area.x, area.y + 1);
    if at.y < area.bottom() {
        draw_text(buf, at, area.width, &format!(" {text}"), theme.style(role));
    }
}
