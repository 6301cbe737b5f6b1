//! The places that the cursor jumped from, to go back to.

use crate::app::app::App;
use crate::app::mode::Mode;
use crate::leads::CellRef;

/// How many places are remembered.
const MAX_PLACES: usize = 100;

/// The places that the cursor jumped from, and those that it came back from.
#[derive(Debug, Default)]
pub(crate) struct Jumps {
    back: Vec<CellRef>,
    forward: Vec<CellRef>,
    /// Where the cursor was when it was last in the grid, before the input that is taken.
    origin: Option<CellRef>,
    /// Whether a move by this input is a jump, not a step.
    may_jump: bool,
}

impl Jumps {
    /// Tells whether what runs now jumps if it moves the cursor.
    pub(in crate::app) fn may_jump(&mut self, may: bool) {
        self.may_jump = may;
    }

    fn remember(&mut self, place: CellRef) {
        self.forward.clear();
        if self.back.last() != Some(&place) {
            self.back.push(place);
        }
        if self.back.len() > MAX_PLACES {
            self.back.remove(0);
        }
    }
}

impl App {
    /// Notes where the cursor is before an input is taken.
    pub(in crate::app) fn before_jump(&mut self) {
        let is_in_grid = matches!(self.mode, Mode::Grid);
        // What isn't a key, such as a click, goes step by step in the grid.
        self.habits.jumps.may_jump = !is_in_grid;
        if is_in_grid {
            self.habits.jumps.origin = Some(self.cell());
        }
    }

    /// Remembers the place from which the cursor has jumped.
    pub(in crate::app) fn note_jump(&mut self) {
        if self.habits.jumps.may_jump
            && matches!(self.mode, Mode::Grid)
            && let Some(origin) = self.habits.jumps.origin
            && origin != self.cell()
        {
            self.habits.jumps.remember(origin);
        }
    }

    /// Goes back over some jumps, or forward again.
    pub(in crate::app) fn travel(&mut self, steps: usize, is_back: bool) {
        let filters = self.filters.len();
        let mut place = None;
        for _ in 0..steps.max(1) {
            let here = self.cell();
            let Jumps { back, forward, .. } = &mut self.habits.jumps;
            let (from, to) = if is_back { (back, forward) } else { (forward, back) };
            let Some(next) = from.pop() else { break };
            to.push(here);
            self.go_to(next.row, Some(next.field));
            place = Some(next);
        }
        let Some(CellRef { row, field }) = place else {
            let way = if is_back { "earlier" } else { "later" };
            return self.set_status(format!("There is no {way} place to go to."));
        };
        let name = self.sheet.layout().name(field);
        let way = if is_back { "Back at" } else { "Forward to" };
        let off = if self.filters.len() < filters {
            " The filters are off: they hid this lead."
        } else {
            ""
        };
        let row = self.sheet.row_place(row);
        self.set_status(format!("{way} row {row}, {name}.{off}"));
    }
}
