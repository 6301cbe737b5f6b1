//! Where everything is on the screen.

use crate::app::{App, ViewSize};
use crate::leads::index::columns;
use ratatui::layout::Rect;

/// The smallest screen that shows the grid, in terminal columns and lines.
pub const MIN_SIZE: (u16, u16) = (60, 12);

/// The most lines of text that a panel over the grid has.
const MAX_PANEL_LINES: u16 = 10;

/// The areas of the screen, from top to bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The line with the file's name and counts.
    pub title: Rect,
    /// What to do next in the tour, while it runs.
    pub tour: Rect,
    /// Everything between that and the status line; lists and the review take it whole.
    pub body: Rect,
    /// The line with the columns' names.
    pub header: Rect,
    /// The leads.
    pub grid: Rect,
    /// The two lines about the cell under the cursor.
    pub context: Rect,
    /// The last line.
    pub status: Rect,
    /// How wide the part of the grid is that never scrolls, its border included.
    pub frozen: u16,
    /// How wide the row numbers before the leads are, with a space before them; 0 if they aren't shown.
    pub numbers: u16,
}

/// Works out the areas of a screen.
pub fn areas(size: Rect, app: &App) -> Areas {
    let line = |y: u16, height: u16| {
        let y = y.min(size.height);
        Rect::new(size.x, size.y + y, size.width, height.min(size.height - y))
    };
    let last = size.height.saturating_sub(1);
    let tour = tour_height(size, app);
    let top = 1 + tour;
    let context = last.saturating_sub(2);
    Areas {
        title: line(0, 1),
        tour: line(1, tour),
        body: line(top, last.saturating_sub(top)),
        header: line(top, 1),
        grid: line(top + 1, context.saturating_sub(top + 1)),
        context: line(context, 2),
        status: line(last, 1),
        frozen: frozen(size.width, app) + numbers(app),
        numbers: numbers(app),
    }
}

impl Areas {
    /// Whether the screen is too small to show the grid.
    pub fn are_too_small(&self) -> bool {
        let height = self.title.height + self.tour.height + self.body.height + self.status.height;
        self.title.width < MIN_SIZE.0 || height < MIN_SIZE.1
    }

    /// The columns' names and the leads together: where panels are put.
    pub fn table(&self) -> Rect {
        self.header.union(self.grid)
    }

    /// The room that the program has to know about.
    pub fn fit(&self) -> ViewSize {
        ViewSize {
            too_small: self.are_too_small(),
            rows: self.grid.height,
            columns: self.grid.width.saturating_sub(self.frozen),
            lines: self.body.height.saturating_sub(1),
            width: self.body.width,
            panel: (
                self.body.width.saturating_sub(2),
                MAX_PANEL_LINES.min((self.header.height + self.grid.height).saturating_sub(2)),
            ),
        }
    }
}

/// How many lines the tour has: as its text needs, if the grid keeps some.
fn tour_height(size: Rect, app: &App) -> u16 {
    let lines = columns(app.tour_lines(size.width).len());
    lines.min(size.height.saturating_sub(MIN_SIZE.1 - MAX_TOUR_LINES))
}

/// The most lines of the tour on the smallest screen.
const MAX_TOUR_LINES: u16 = 3;

/// How wide the row numbers are: as the last one, and a space that keeps them apart from the state.
fn numbers(app: &App) -> u16 {
    let last = app.sheet.row_count().checked_ilog10().unwrap_or(0) + 1;
    if app.row_numbers { columns(last as usize) + 1 } else { 0 }
}

/// How wide the frozen part is: the state, the frozen columns and a border.
///
/// It leaves room for the columns that one works in; widened by the user, it gets more.
fn frozen(width: u16, app: &App) -> u16 {
    let fields = || 0..app.columns.frozen();
    let wanted: u16 = fields().map(|c| app.columns.width(c) + 1).sum();
    let is_widened = fields().any(|c| app.columns.is_widened(&app.sheet, c));
    let most = if is_widened { width * 3 / 5 } else { width * 3 / 10 };
    (1 + wanted).min(most) + 1
}
