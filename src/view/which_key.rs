//! The keys that can follow the ones pressed so far.

use crate::app::{App, Command, Target};
use crate::leads::index;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width};
use crate::view::panels::frame;
use crate::view::theme::{Role, Theme};
use ratatui::layout::{Margin, Position, Rect};

/// The terminal columns between two entries.
const GAP: u16 = 2;

/// Draws the keys that can follow and what they do, in as many columns as there is room for, at the
/// bottom of an area.
pub(crate) fn draw(app: &App, theme: &Theme, area: Rect, buf: &mut Canvas) {
    let (entries, targets) = entries(app, area);
    let widest = |part: fn(&(String, String)) -> &str| {
        index::columns(entries.iter().map(|entry| width(part(entry))).max().unwrap_or_default())
    };
    let (key, name) = (widest(|(key, _)| key), widest(|(_, name)| name));
    let entry = key + 1 + name + GAP;
    let columns = ((area.width.saturating_sub(4) + GAP) / entry.max(1)).max(1);
    let lines = index::columns(entries.len()).div_ceil(columns);
    let height = (lines + 2).min(area.height);
    let area = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    frame(theme, area, buf);
    let inner = area.inner(Margin::new(2, 1));
    for line in 0..inner.height {
        draw_text_filled(
            buf,
            Position::new(inner.x, inner.y + line),
            inner.width,
            "",
            theme.style(Role::Text),
        );
    }
    for (n, ((keys, what), target)) in entries.iter().zip(targets).enumerate() {
        let (column, line) = (index::columns(n) / lines.max(1), index::columns(n) % lines.max(1));
        let at = Position::new(inner.x + column * entry, inner.y + line);
        if at.x >= inner.right() || at.y >= inner.bottom() {
            continue;
        }
        let room = inner.right() - at.x;
        if let Some(target) = target {
            buf.target(Rect::new(at.x, at.y, room.min(key + 1 + name), 1), target);
        }
        draw_text(buf, at, room.min(key), keys, theme.style(Role::Key));
        let text = Position::new(at.x + key + 1, at.y);
        draw_text(buf, text, room.saturating_sub(key + 1), what, theme.style(Role::Text));
    }
}

/// What can follow, each with what a click on it does: every command, or the next keys if those are too many.
fn entries(app: &App, area: Rect) -> (Vec<(String, String)>, Vec<Option<Target>>) {
    /// The width of most entries, in terminal columns.
    const USUAL_WIDTH: u16 = 24;
    let following = app.following();
    let room = (area.width / USUAL_WIDTH).max(1) * area.height.saturating_sub(2);
    if following.len() <= usize::from(room) {
        let named = |(key, command): (String, &'static Command)| {
            ((key, command.name.replace('_', " ")), Some(command.target()))
        };
        return following.into_iter().map(named).unzip();
    }
    let next = app.next_keys().into_iter();
    next.map(|(key, what, command)| ((key, what), command.map(Command::target))).unzip()
}
