//! What moving the mouse does while its left button is held.

use crate::app::app::App;
use crate::app::grid::selection::Selection;
use crate::app::mouse::input::MouseInput;
use crate::app::mouse::target::Target;
use crate::leads::index::{index, number};

/// Where the mouse is beside the cells in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beyond {
    Above,
    Below,
    Left,
    Right,
}

impl App {
    /// Takes a movement of the mouse while its left button is held.
    pub(crate) fn drag(&mut self, done: MouseInput) {
        let Some(held) = self.mouse.held else { return };
        match held.target {
            Target::Cell { .. } | Target::Lead { .. } => self.drag_selection(done),
            Target::Border { column } => {
                let moved = i32::from(done.at.0) - i32::from(held.at.0);
                // The window stays, so that the border stays below the mouse.
                self.viewport.is_free = true;
                self.message = None;
                self.columns.set_width(column, i32::from(held.width) + moved);
            }
            Target::Text { part, .. } => self.place_caret(done, part, true),
            _ => {}
        }
    }

    /// Ends a drag.
    pub(crate) fn release(&mut self) {
        let Some(held) = self.mouse.held.take() else { return };
        let is_selected = matches!(held.target, Target::Cell { .. }) && self.selection.is_some();
        if is_selected && !self.preferences.knows_selection {
            self.remember(|preferences| preferences.knows_selection = true);
            self.set_status(format!("Cells are selected. {TERMINAL_SELECTION}"));
        }
    }

    /// Goes on with a drag while the mouse rests beside the cells in sight.
    pub(crate) fn drag_on(&mut self) {
        if let Some(done) = self.mouse.held.and_then(|held| held.beyond) {
            self.drag_selection(done);
        }
    }

    /// Stretches the selection to the cell below the mouse, or by one cell towards the mouse where it is
    /// beside them.
    fn drag_selection(&mut self, done: MouseInput) {
        let here = (self.order.nearest(self.viewport.row), self.viewport.column);
        let beyond = self.beyond(done);
        if let Some(held) = &mut self.mouse.held {
            held.beyond = beyond.map(|_| done);
        }
        let to = match (beyond, done.target) {
            (Some(Beyond::Above), _) => (here.0.saturating_sub(1), here.1),
            (Some(Beyond::Below), _) => (here.0.saturating_add(1), here.1),
            (Some(Beyond::Left), _) => (here.0, here.1.saturating_sub(1)),
            (Some(Beyond::Right), _) => (here.0, here.1.saturating_add(1)),
            (None, Some(Target::Cell { position, column })) => (position, column),
            (None, Some(Target::Lead { position })) => (position, here.1),
            (None, _) => return,
        };
        // A hand that shakes selects nothing.
        if to != here || self.selection.is_some() {
            self.extend_selection_to(to);
        }
    }

    /// Where the mouse is beside the cells that can be scrolled.
    fn beyond(&self, done: MouseInput) -> Option<Beyond> {
        let left = self.viewport.left;
        let frozen = self.columns.frozen();
        match done.target? {
            Target::Title | Target::Header { .. } | Target::Border { .. } => Some(Beyond::Above),
            Target::Context | Target::Status => Some(Beyond::Below),
            // The columns that never scroll come after those that are scrolled away.
            Target::Cell { column, .. }
                if column < frozen && self.viewport.column > frozen && left > frozen =>
            {
                Some(Beyond::Left)
            }
            Target::Cell { .. } | Target::Grid if done.at.0 + 1 >= self.fit.width => {
                Some(Beyond::Right)
            }
            _ => None,
        }
    }

    /// Selects the cells, or the leads, from where the selection began to a place on the screen.
    pub(crate) fn extend_selection_to(&mut self, (position, column): (u32, usize)) {
        self.message = None;
        if !matches!(self.selection, Some(Selection::Cells { .. } | Selection::Leads { .. })) {
            let (row, column) = (self.viewport.row, self.viewport.column);
            self.selection = Some(Selection::Cells { row, column });
        }
        let last = self.order.len().saturating_sub(1);
        let column = column.min(self.columns.len().saturating_sub(1));
        self.go_to_position((number(index(position)).min(last), column));
    }
}

/// How text is selected by the terminal itself.
pub(crate) const TERMINAL_SELECTION: &str = "Hold Shift to select text for the terminal.";
