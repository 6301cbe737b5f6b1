//! The fewest bytes that turn one line into another.
//!
//! Only sequences that every terminal of today knows are written, the Linux console and GNU screen
//! included: cursor motion, `EL`, `IL` and `DL` within margins, `ICH`, `DCH`, and `SGR`. `ECH` is none of them.

use crate::leads::index::columns;
use crate::shell::terminal::cell_style::{CellStyle, digits, keep_shorter};
use crate::shell::terminal::glyph::{Done, Glyph, Glyphs, ShownLine};
use crate::shell::terminal::scroll::Scroll;
use crate::shell::terminal::shift::Shift;
use ratatui::layout::Position;

/// The longest run of unchanged signs that is written again instead of moving over it.
const GAP: u16 = 8;
/// What it takes at least to erase a line and write it anew; a shorter change can't gain by it.
const ANEW: usize = 12;
/// The shortest run of blanks that may make it pay to erase the line from there.
const RUN: usize = 5;
/// By how many lines a cursor goes at most down line by line.
const MAX_LINES: u16 = 8;
/// The column of a cursor after signs about whose width terminals don't agree.
const UNSURE: u16 = u16::MAX;

/// Output for a terminal, and the state in which it leaves the terminal.
pub(crate) struct AnsiWriter {
    /// What wasn't sent yet.
    pub(crate) bytes: Vec<u8>,
    /// The glyphs that the terminal shows.
    pub(crate) glyphs: Glyphs,
    /// Where the next sign would go, if known; at the width of the screen it would wrap, and at
    /// [`UNSURE`] the line is known but not the column.
    at: Option<Position>,
    look: CellStyle,
    visible: bool,
    width: u16,
    /// Room for the columns of a line that changed.
    changed: Vec<usize>,
}

/// Where the writer was before a line.
#[derive(Clone, Copy)]
struct Before {
    bytes: usize,
    at: Option<Position>,
    look: CellStyle,
}

impl AnsiWriter {
    /// Output for a terminal in an unknown state.
    pub(crate) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            glyphs: Glyphs::default(),
            at: None,
            look: CellStyle::PLAIN,
            visible: false,
            width: 0,
            changed: Vec::new(),
        }
    }

    /// Makes all of the terminal known: no margins, a plain look, no cursor, nothing shown.
    pub(crate) fn clear(&mut self, width: u16) {
        self.bytes.extend(b"\x1b[r\x1b[m\x1b[H\x1b[2J\x1b[?25l");
        self.glyphs.clear();
        self.at = Some(Position::ORIGIN);
        self.look = CellStyle::PLAIN;
        self.visible = false;
        self.width = width;
    }

    /// Moves lines, by deleting or inserting some between margins: the Linux console has no `SU`.
    pub(crate) fn scroll(&mut self, scroll: Scroll) {
        // What moves in must be plain also where it takes the background that is written in.
        if !self.look.erases() {
            self.set(CellStyle::PLAIN);
        }
        let (top, bottom) = (columns(scroll.top) + 1, columns(scroll.bottom) + 1);
        self.bytes.extend(b"\x1b[");
        digits(&mut self.bytes, top);
        self.bytes.push(b';');
        digits(&mut self.bytes, bottom);
        self.bytes.push(b'r');
        self.at = None;
        self.go(Position::new(0, top - 1));
        self.control(columns(scroll.by), if scroll.up { b'M' } else { b'L' });
        self.bytes.extend(b"\x1b[r");
        self.at = None;
    }

    /// Whether a glyph can be written without another look.
    pub(crate) fn writes_as(&self, glyph: Glyph) -> bool {
        self.look == glyph.look
    }

    /// Makes a line that differs look as it should. A part of it may have moved as other lines did.
    pub(crate) fn line(&mut self, y: u16, shown: &[Glyph], next: &[Glyph], shift: Option<Shift>) {
        let before = Before { bytes: self.bytes.len(), at: self.at, look: self.look };
        let shown = ShownLine { cells: shown, done: Done::Nothing };
        shown.differing(next, &mut self.changed);
        let from = self.changed.first().copied().unwrap_or_default();
        let shift = shift.filter(|shift| shift.is_safe(from, shown.cells));
        // Whoever doesn't move writes at least the signs that aren't shown.
        let signs = self.changed.iter().filter(|x| !next[**x].is_blank()).count();
        if let Some(shift) = shift.filter(|_| self.changed.len() >= ANEW) {
            let moved = ShownLine { done: Done::Moved(from, shift), ..shown };
            moved.differing(next, &mut self.changed);
            self.update(y, moved, next);
            if self.bytes.len() - before.bytes <= signs {
                return;
            }
            shown.differing(next, &mut self.changed);
            self.or_shorter(y, shown, next, before);
        } else {
            self.update(y, shown, next);
        }
        // A short change can't gain by more than writing it.
        if self.bytes.len() - before.bytes < ANEW {
            return;
        }
        // A line whose new text is short or full of gaps can be cheaper with its rest erased first.
        let erased = |x| ShownLine { done: Done::Erased(x), ..shown };
        let erasing = self.erasable(next).map(|x| x.map(erased));
        for shown in erasing.into_iter().flatten() {
            shown.differing(next, &mut self.changed);
            self.or_shorter(y, shown, next, before);
        }
    }

    /// Writes a line in another way, and keeps the shorter one.
    fn or_shorter(&mut self, y: u16, shown: ShownLine, next: &[Glyph], before: Before) {
        let (middle, best) = (self.bytes.len(), (self.at, self.look));
        (self.at, self.look) = (before.at, before.look);
        self.update(y, shown, next);
        if !keep_shorter(&mut self.bytes, before.bytes, middle) {
            (self.at, self.look) = best;
        }
    }

    /// The columns from which it may pay to erase the line whose changed columns are known.
    ///
    /// These are the first that changed and the first of those that changed to a run of blanks.
    fn erasable(&self, next: &[Glyph]) -> [Option<usize>; 2] {
        let first = self.changed.first().copied();
        let run = self.changed.windows(RUN).find(|run| {
            run[0] + RUN == run[RUN - 1] + 1 && run.iter().all(|x| next[*x].is_blank())
        });
        let run = run.map(|run| run[0]).filter(|x| Some(*x) != first);
        // What stays is written again, and may not be more than the blanks that aren't written.
        let pays = |x: &usize| {
            let changed = self.changed.len() - self.changed.partition_point(|at| at < x);
            next[*x..].iter().filter(|glyph| !glyph.is_blank()).count() <= changed
        };
        [first.filter(pays), run.filter(pays)]
    }

    /// Shows the cursor at a place, or hides it.
    pub(crate) fn cursor(&mut self, cursor: Option<Position>) {
        if let Some(at) = cursor {
            self.go(at);
        }
        if self.visible != cursor.is_some() {
            self.visible = cursor.is_some();
            self.bytes.extend(if self.visible { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
    }

    /// Writes what differs in a line, in the columns that changed, and erases it where that is said to be done.
    fn update(&mut self, y: u16, shown: ShownLine, next: &[Glyph]) {
        let changed = std::mem::take(&mut self.changed);
        let mut erase = None;
        match shown.done {
            Done::Nothing => {}
            Done::Erased(from) => erase = Some(from),
            Done::Moved(from, shift) => self.shift(Position::new(columns(from), y), shift),
        }
        let blank = next.iter().rposition(|glyph| !glyph.is_blank()).map_or(0, |last| last + 1);
        for (done, &x) in changed.iter().enumerate() {
            if let Some(from) = erase.take_if(|from| *from <= x) {
                self.erase(Position::new(columns(from), y), CellStyle::PLAIN);
            }
            let glyph = next[x];
            let to = Position::new(columns(x), y);
            if x >= blank && changed.len() - done > 3 {
                erase = None;
                self.erase(to, glyph.look);
                break;
            }
            if self.at != Some(to) {
                self.reach(to, next, glyph.look);
            }
            self.write_glyph(glyph);
        }
        if let Some(from) = erase {
            self.erase(Position::new(columns(from), y), CellStyle::PLAIN);
        }
        self.changed = changed;
    }

    /// Moves along a line, over unchanged signs by writing them again if that is shorter.
    fn reach(&mut self, to: Position, line: &[Glyph], look: CellStyle) {
        let from = match self.at {
            Some(at) if at.y == to.y && at.x < to.x => at,
            // It comes from an earlier line: the beginning of a line is the easiest place in it.
            Some(at) if at.y < to.y => Position::new(0, to.y),
            _ => return self.go(to),
        };
        if to.x - from.x > GAP {
            return self.go(to);
        }
        let between = usize::from(from.x)..usize::from(to.x);
        let fits = |look: CellStyle| {
            let fits = |glyph: &Glyph| glyph.byte().is_some() && glyph.looks_same_in(look);
            line[between.clone()].iter().all(fits)
        };
        if between.is_empty() || !(fits(self.look) || fits(look)) {
            return self.go(to);
        }
        if !fits(self.look) {
            self.set(look);
        }
        let (start, at) = (self.bytes.len(), self.at);
        self.go(to);
        let middle = self.bytes.len();
        self.at = at;
        self.go(from);
        self.at = Some(to);
        self.bytes.extend(line[between].iter().filter_map(|glyph| glyph.byte()));
        keep_shorter(&mut self.bytes, start, middle);
    }

    fn write_glyph(&mut self, glyph: Glyph) {
        if !glyph.looks_same_in(self.look) {
            self.set(glyph.look);
        }
        self.glyphs.write(glyph, &mut self.bytes);
        let x = |at: Position| if glyph.is_sure() { at.x + columns(glyph.width()) } else { UNSURE };
        self.at = self.at.map(|at| Position::new(x(at), at.y));
    }

    /// Moves the rest of a line, in a look that leaves what moves in plain.
    fn shift(&mut self, from: Position, shift: Shift) {
        self.go(from);
        if !self.look.erases() {
            self.set(CellStyle::PLAIN);
        }
        self.control(columns(shift.by), if shift.left { b'P' } else { b'@' });
    }

    /// Erases the rest of a line, in a look that leaves it plain.
    fn erase(&mut self, from: Position, look: CellStyle) {
        self.go(from);
        if !self.look.erases() {
            self.set(look);
        }
        self.bytes.extend(b"\x1b[K");
    }

    fn set(&mut self, look: CellStyle) {
        self.look.change(look, &mut self.bytes);
        self.look = look;
    }

    /// Moves the cursor in the shortest way.
    fn go(&mut self, to: Position) {
        let from = self.at.replace(to);
        if from == Some(to) {
            return;
        }
        match from.map_or(Way::Address, |from| Way::shortest(from, to, self.width)) {
            Way::Address => self.address(to),
            Way::Control(number, last) => self.control(number, last),
            Way::Return(lines) => {
                self.bytes.push(b'\r');
                self.bytes.extend((0..lines).map(|_| b'\n'));
                if to.x > 0 {
                    self.control(to.x, b'C');
                }
            }
        }
    }

    fn address(&mut self, to: Position) {
        self.bytes.extend(b"\x1b[");
        if to != Position::ORIGIN {
            digits(&mut self.bytes, to.y + 1);
        }
        if to.x > 0 {
            self.bytes.push(b';');
            digits(&mut self.bytes, to.x + 1);
        }
        self.bytes.push(b'H');
    }

    /// Writes a control sequence with one number, which is left out if it is 1.
    fn control(&mut self, number: u16, last: u8) {
        self.bytes.extend(b"\x1b[");
        if number != 1 {
            digits(&mut self.bytes, number);
        }
        self.bytes.push(last);
    }
}

/// A way to move a cursor.
#[derive(Clone, Copy)]
enum Way {
    /// By line and column.
    Address,
    /// By a control sequence with one number.
    Control(u16, u8),
    /// To the beginning of the line, down by some lines, and to the right.
    Return(u16),
}

impl Way {
    /// The one that takes the fewest bytes.
    fn shortest(from: Position, to: Position, width: u16) -> Self {
        let control = |number: u16| 3 + if number == 1 { 0 } else { length(number) };
        let address = match (to.x, to.y) {
            (0, 0) => 3,
            (0, y) => 3 + length(y + 1),
            (x, y) => 4 + length(y + 1) + length(x + 1),
        };
        // From where a cursor goes that is about to wrap isn't agreed on.
        let straight = match from.x < width {
            true if from.y == to.y && from.x < to.x => Some((to.x - from.x, b'C')),
            true if from.y == to.y => Some((from.x - to.x, b'D')),
            true if from.x == to.x && from.y < to.y => Some((to.y - from.y, b'B')),
            true if from.x == to.x => Some((from.y - to.y, b'A')),
            _ => None,
        };
        let straight = straight.map(|(by, last)| (control(by), Self::Control(by, last)));
        let column = (from.y == to.y).then(|| (control(to.x + 1), Self::Control(to.x + 1, b'G')));
        let lines = to.y.checked_sub(from.y).filter(|lines| *lines < MAX_LINES);
        let right = if to.x > 0 { control(to.x) } else { 0 };
        let back = lines.map(|lines| (1 + usize::from(lines) + right, Self::Return(lines)));
        let others = [straight, column, back].into_iter().flatten();
        others.fold((address, Self::Address), |a, b| if b.0 < a.0 { b } else { a }).1
    }
}

/// How many digits a number has.
fn length(number: u16) -> usize {
    match number {
        0..10 => 1,
        10..100 => 2,
        100..1_000 => 3,
        1_000..10_000 => 4,
        _ => 5,
    }
}
