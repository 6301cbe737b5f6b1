//! What it looks like: draws the state of the program and changes nothing.
//!
//! [`areas()`] works out the room, [`App::set_view_size`](crate::app::App::set_view_size) takes it, [`draw`] draws. Every view draws in any area,
//! also one without a single cell. All text goes through [`cell::draw_text`].

mod areas;
mod canvas;
pub mod cell;
mod editor;
mod grid;
mod lines;
mod list;
mod menu;
mod panels;
mod picker;
mod record;
mod status;
mod theme;
mod title;
mod which_key;

pub use areas::{Areas, MIN_SIZE, areas};
pub use canvas::{Canvas, Targets};
pub use lines::{LeadKeys, LineKey, line_keys};
pub use theme::{ColorDepth, NAMED_COLORS, Role, Theme};

use crate::app::{App, Mode, Prompt, When};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a drawing leaves besides the cells of the screen.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Where the terminal's cursor belongs.
    pub cursor: Option<Position>,
    /// What can be clicked.
    pub targets: Targets,
}

/// Draws the whole screen, over whatever the buffer held.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) -> Drawn {
    let mut canvas = Canvas::new(buf);
    let cursor = screen(app, theme, &mut canvas);
    Drawn { cursor, targets: canvas.into_targets() }
}

/// Draws some of the lines, over whatever they held, and leaves the others as they are: those with a key of
/// [`line_keys`] that look as they should already. Returns where the terminal's cursor belongs.
pub fn draw_lines(app: &App, theme: &Theme, wanted: &[bool], buf: &mut Buffer) -> Option<Position> {
    screen(app, theme, &mut Canvas::of_lines(buf, wanted))
}

/// What can be clicked on a screen of some size, of the program as it is now.
pub fn targets(app: &App, theme: &Theme, size: Rect) -> Targets {
    let mut unseen = Buffer::empty(size);
    let mut canvas = Canvas::of_targets(&mut unseen);
    screen(app, theme, &mut canvas);
    canvas.into_targets()
}

fn screen(app: &App, theme: &Theme, buf: &mut Canvas) -> Option<Position> {
    let size = buf.area;
    for y in size.top()..size.bottom() {
        if buf.is_wanted(y) {
            cell::clear_line(buf, y, theme.style(Role::Text));
        }
    }
    let areas = areas(size, app);
    if areas.are_too_small() {
        too_small(app, theme, buf);
        return None;
    }
    title::title(app, theme, areas.title, buf);
    title::tour(app, theme, areas.tour, buf);
    let caret = match &app.mode {
        Mode::Panel(panel) => list::draw(app, panel.as_ref(), theme, &areas, buf),
        Mode::Prompt(prompt @ Prompt { panel: Some(panel), .. }) => {
            list::draw(app, panel.as_ref(), theme, &areas, buf);
            Some(title::prompt(app, prompt, theme, areas.context, buf))
        }
        _ => sheet(app, theme, &areas, buf),
    };
    let above = Rect { y: areas.status.y.saturating_sub(1), ..areas.status };
    status::draw(app, theme, areas.status, above, buf);
    if app.hints_shown {
        which_key::draw(app, theme, areas.body, buf);
    }
    caret
}

/// Draws the grid or the form, what is said about its cell, and what is open over it.
fn sheet(app: &App, theme: &Theme, areas: &Areas, buf: &mut Canvas) -> Option<Position> {
    let cursor = match &app.record {
        Some(record) => record::draw(app, record, theme, areas, buf),
        None => grid::draw(app, theme, areas, buf),
    };
    match (&app.mode, &app.record) {
        (Mode::Prompt(prompt), _) => {
            return Some(title::prompt(app, prompt, theme, areas.context, buf));
        }
        (Mode::Grid, Some(_)) => record::draw_detail(app, theme, areas.context, buf),
        _ => title::context(app, theme, areas.context, buf),
    }
    match &app.mode {
        Mode::Editor(editor) => {
            editor::draw(&editor::EditorView { app, theme, editor, areas, cell: cursor? }, buf)
        }
        Mode::Picker(_) => {
            let anchor = cursor.unwrap_or_else(|| Rect::new(areas.grid.x, areas.grid.y, 1, 1));
            picker::draw(app, theme, anchor, areas, buf)
        }
        Mode::Menu(_) => menu::draw(app, theme, areas, buf),
        Mode::Ask(ask) => Some(panels::ask(app, *ask, theme, areas.body, buf)),
        _ => cursor.map(|cell| cell.as_position()),
    }
}

fn too_small(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Rect { width, height, .. } = buf.area;
    let keys = if app.is_unexported() {
        "Keys work again when it is larger.".to_owned()
    } else {
        format!("{} quits.", app.keymap.hint(When::Grid, "quit"))
    };
    let (columns, lines) = MIN_SIZE;
    let text = format!("Terminal too small: need {columns}×{lines}, have {width}×{height}. {keys}");
    let mut at = buf.area.as_position();
    let mut rest = text.as_str();
    while !rest.is_empty() && at.y < buf.area.bottom() && width > 0 {
        let split = rest.char_indices().nth(usize::from(width)).map_or(rest.len(), |(i, _)| i);
        cell::draw_text(buf, at, width, &rest[..split], theme.style(Role::Text));
        rest = &rest[split..];
        at.y += 1;
    }
}
