//! The grid: only the window that is in sight.

use crate::app::{App, Target};
use crate::leads::{Access, Field, Kind, Lead, Level, Row, locked_cells};
use crate::sheet::RowState;
use crate::view::areas::Areas;
use crate::view::canvas::Canvas;
use crate::view::cell::{draw_text, draw_text_filled, width, width_up_to};
use crate::view::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Where a column is on the screen: its position, where its sign stands, how wide its text is.
#[derive(Clone, Copy, Hash)]
pub(crate) struct Slot {
    pub(crate) column: usize,
    x: u16,
    width: u16,
    /// Whether its texts end at its right, as numbers and dates do.
    is_right: bool,
}

/// What the parts of the grid are drawn from.
struct Grid<'a> {
    app: &'a App,
    theme: &'a Theme,
    slots: Vec<Slot>,
}

/// Draws header and leads and returns the area of the cell under the cursor.
pub(crate) fn draw(app: &App, theme: &Theme, areas: &Areas, buf: &mut Canvas) -> Option<Rect> {
    buf.target(areas.table(), Target::Grid);
    let grid = Grid { app, theme, slots: slots(app, areas) };
    grid.register_header(areas, buf);
    if buf.is_wanted(areas.header.y) {
        grid.header(areas, buf);
        border(theme, areas, areas.header.y, buf);
    }
    let mut cursor = None;
    for line in 0..areas.grid.height {
        let position = app.viewport.top + u32::from(line);
        let Some(row) = app.order.row(position) else { break };
        let y = areas.grid.y + line;
        if buf.registers() {
            grid.register_lead(position, y, areas.frozen, buf);
        }
        if app.viewport.row == row {
            cursor = grid.cursor(y);
        }
        if !buf.is_wanted(y) {
            continue;
        }
        grid.lead((row, position), y, buf);
        grid.number(row, Rect::new(areas.grid.x + 1, y, areas.numbers, 1), buf);
        border(theme, areas, y, buf);
        grid.annotation(row, areas, y, buf);
    }
    cursor
}

/// Where the columns in sight are.
pub(crate) fn slots(app: &App, areas: &Areas) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut add = |columns: std::ops::Range<usize>, mut x: u16, right: u16| {
        for column in columns {
            if x + 1 >= right {
                return;
            }
            let width = app.columns.width(column).min(right - x - 1);
            let is_right = is_right_aligned(app, app.columns.field(column));
            slots.push(Slot { column, x, width, is_right });
            x += width + 1;
        }
    };
    let left = areas.grid.x + 1 + areas.numbers;
    let split = areas.grid.x + areas.frozen;
    add(0..app.columns.frozen(), left, split.saturating_sub(1));
    add(app.viewport.left.max(app.columns.frozen())..app.columns.len(), split, areas.grid.right());
    slots
}

fn border(theme: &Theme, areas: &Areas, y: u16, buf: &mut Buffer) {
    let x = areas.grid.x + areas.frozen.saturating_sub(1);
    draw_text(buf, Position::new(x, y), 1, "│", theme.style(Role::Frame));
}

impl Grid<'_> {
    fn header(&self, areas: &Areas, buf: &mut Canvas) {
        let Self { app, theme, slots } = self;
        let y = areas.header.y;
        draw_text_filled(
            buf,
            areas.header.as_position(),
            areas.header.width,
            "",
            theme.style(Role::Header),
        );
        for slot in slots {
            let field = app.columns.field(slot.column);
            let (sign, role) = if is_locked_column(app, field) {
                ("#", Role::HeaderLock)
            } else {
                (" ", Role::Header)
            };
            let sign = match app.sort {
                Some(sort) if sort.field == field => {
                    if sort.descending {
                        "↓"
                    } else {
                        "↑"
                    }
                }
                _ => sign,
            };
            draw_text(buf, Position::new(slot.x, y), 1, sign, theme.style(role));
            let name = app.sheet.layout().name(field);
            let short = app.sheet.layout().col(field).map(|col| col.short());
            let name = match &short {
                Some(short) if width(name) > usize::from(slot.width) => short,
                _ => name,
            };
            slot.text(name, theme.style(role), y, buf);
        }
    }

    /// Registers the columns' names, and their borders: the gap after each of them.
    fn register_header(&self, areas: &Areas, buf: &mut Canvas) {
        let Self { app, slots, .. } = self;
        let y = areas.header.y;
        for Slot { column, x, width, .. } in slots.iter().copied() {
            buf.target(Rect::new(x, y, width + 1, 1), Target::Header { column });
        }
        let sorted = app.sort.and_then(|sort| app.columns.position(sort.field));
        let arrow = slots.iter().find(|slot| Some(slot.column) == sorted).map(|slot| slot.x);
        for Slot { column, x, width, .. } in slots.iter().copied() {
            let border = x + width + 1;
            // The arrow of the next column is clicked to sort.
            if border < areas.header.right() && Some(border) != arrow {
                buf.target(Rect::new(border, y, 1, 1), Target::Border { column });
            }
        }
    }

    /// Draws the row number of a lead, as lists and messages name it.
    fn number(&self, row: Row, area: Rect, buf: &mut Buffer) {
        let role = if self.app.viewport.row == row { Role::State } else { Role::Note };
        let text = format!("{:>width$}", row.number(), width = area.width.into());
        draw_text(buf, area.as_position(), area.width, &text, self.theme.style(role));
    }

    /// Draws the symbol of a flag or a private note, in place of the border beside the lead's name.
    fn annotation(&self, row: Row, areas: &Areas, y: u16, buf: &mut Buffer) {
        let annotation = self.app.sheet.annotation(row);
        if annotation.is_empty() {
            return;
        }
        let symbol = self.theme.annotation_symbol(annotation.is_flagged);
        let role = if annotation.is_flagged { Role::Warning } else { Role::Note };
        let x = areas.grid.x + areas.frozen.saturating_sub(1);
        draw_text(buf, Position::new(x, y), 1, symbol, self.theme.style(role));
    }

    /// Draws the sign of a lead's state.
    fn state(&self, row: Row, at: Position, buf: &mut Buffer) {
        let state = self.app.sheet.state(row);
        let role = match state {
            RowState::HeldBack | RowState::Failed => Role::Error,
            RowState::Ready | RowState::Exported | RowState::Done => Role::Good,
            RowState::Closed => Role::Locked,
            RowState::Untouched => Role::State,
        };
        let mut utf8 = [0; 4];
        let sign = self.theme.symbol(state).encode_utf8(&mut utf8);
        draw_text(buf, at, 1, sign, self.theme.style(role));
    }

    /// Registers what the parts of a lead stand for.
    fn register_lead(&self, position: u32, y: u16, frozen: u16, buf: &mut Canvas) {
        let Self { app, slots, .. } = self;
        let left = buf.area.x;
        let head = slots.first().map_or(1, |slot| slot.x - left);
        buf.target(Rect::new(left, y, head, 1), Target::Lead { position });
        if let Some(column) = app.columns.frozen().checked_sub(1) {
            // The border beside the columns that never scroll is the last one's.
            buf.target(
                Rect::new(left + frozen.saturating_sub(1), y, 1, 1),
                Target::Cell { position, column },
            );
        }
        for Slot { column, x, width, .. } in slots.iter().copied() {
            buf.target(Rect::new(x, y, width + 1, 1), Target::Cell { position, column });
        }
    }

    /// The area of the cell under the cursor, on the line of its lead.
    fn cursor(&self, y: u16) -> Option<Rect> {
        let slot = self.slots.iter().find(|slot| slot.column == self.app.viewport.column)?;
        Some(Rect::new(slot.x + 1, y, slot.width, 1))
    }

    /// Draws a lead.
    fn lead(&self, (row, position): (Row, u32), y: u16, buf: &mut Buffer) {
        let Self { app, theme, slots } = self;
        let left = buf.area.x;
        self.state(row, Position::new(left, y), buf);
        let mut levels = app.sheet.levels(row);
        levels.sort_unstable_by_key(|(field, level)| (*field, std::cmp::Reverse(*level)));
        let unchanged = app.sheet.known_unchanged_findings();
        let minor: Vec<Field> =
            unchanged.into_iter().flat_map(|u| u.row(row)).filter_map(|f| f.field).collect();
        app.sheet.with_texts(row, |texts| {
            let style = cell_styles(app, row, texts);
            let is_closed = app.sheet.state(row) == RowState::Closed;
            for slot in slots {
                let field = app.columns.field(slot.column);
                let level = levels.iter().find(|(f, _)| *f == field).map(|(_, level)| *level);
                let (sign, role) = style(field, level);
                // The header or the lead's own sign tells already, except here.
                let is_locked_here =
                    role == Role::Locked && !is_locked_column(app, field) && !is_closed;
                let sign = if is_locked_here { theme.locked_symbol() } else { sign };
                let under = app.viewport.row == row && app.viewport.column == slot.column;
                let style = theme.style(match app.is_selected(position, slot.column) {
                    _ if under => Role::Cursor,
                    true => Role::Marked,
                    false => role,
                });
                let (sign, sign_role) = match sign {
                    " " if minor.contains(&field) => (MINOR_SIGN, Role::Minor),
                    sign => (sign, role),
                };
                let text = texts.current.get(field.index()).map_or("", |t| &**t);
                let written = slot.text(text, style, y, buf);
                // The sign is beside the text, except where the whole cell is marked.
                let is_marked = under || app.is_selected(position, slot.column);
                let x = if is_marked { slot.x } else { written.x - 1 };
                draw_text(buf, Position::new(slot.x, y), 1, " ", theme.style(sign_role));
                if sign != " " {
                    draw_text(buf, Position::new(x, y), 1, sign, theme.style(sign_role));
                }
                if !under {
                    highlight_matches(app, theme, text, written, buf);
                }
            }
        });
    }
}

impl Slot {
    /// Draws a text at the side where the column's texts are, and returns its area.
    fn text(self, text: &str, style: Style, y: u16, buf: &mut Buffer) -> Rect {
        let whole = Rect::new(self.x + 1, y, self.width, 1);
        let before = if self.is_right { self.width - width_up_to(text, self.width) } else { 0 };
        draw_text_filled(buf, whole.as_position(), before, "", style);
        let area = Rect { x: whole.x + before, width: self.width - before, ..whole };
        draw_text_filled(buf, area.as_position(), area.width, text, style);
        area
    }
}

/// Whether the texts of a column are numbers or dates, whose digits are compared from the right.
fn is_right_aligned(app: &App, field: Field) -> bool {
    let col = app.sheet.layout().col(field);
    col.is_some_and(|col| matches!(col.column().kind, Kind::Amount | Kind::Date))
}

/// Whether the header marks a column as locked.
fn is_locked_column(app: &App, field: Field) -> bool {
    app.sheet
        .layout()
        .col(field)
        .is_none_or(|col| matches!(col.column().access, Access::Locked(_) | Access::ClearOnly(_)))
}

/// Marks the parts of a text that are looked for.
pub(crate) fn highlight_matches(app: &App, theme: &Theme, text: &str, at: Rect, buf: &mut Buffer) {
    let Some(search) = &app.search else { return };
    let style = theme.style(Role::Found);
    for (from, to) in search.pattern.matches(text) {
        let before = width_up_to(&text[..from], at.width);
        if before >= at.width {
            return;
        }
        let found = width_up_to(&text[..to], at.width) - before;
        buf.set_style(Rect { x: at.x + before, width: found, ..at }, style);
    }
}

/// The sign before a cell of an unchanged lead that would be wrong in an upload.
const MINOR_SIGN: &str = "·";

/// The sign before each cell of a lead and its role: told apart by both, so that colour isn't needed.
pub(crate) fn cell_styles<'a>(
    app: &'a App,
    row: Row,
    texts: &'a Lead,
) -> impl Fn(Field, Option<Level>) -> (&'static str, Role) + 'a {
    let (is_locked, has_changes) = (locked_cells(texts), app.sheet.is_row_changed(row));
    move |field, level| match level {
        Some(Level::Error) => ("!", Role::Error),
        Some(Level::Warning) => ("~", Role::Warning),
        _ if has_changes && app.sheet.is_changed(row, field) => ("*", Role::Changed),
        _ if is_locked(field) => (" ", Role::Locked),
        _ => (" ", Role::Text),
    }
}
