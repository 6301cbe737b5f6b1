//! What the terminal shows, and what it should show next.

use crate::leads::index::columns;
use crate::shell::terminal::ansi_writer::AnsiWriter;
use crate::shell::terminal::glyph::{Glyph, rough_cost, same_line};
use crate::shell::terminal::scroll::{FEW, Scroll};
use crate::shell::terminal::shift::Shift;
use crate::shell::terminal::shown_lines::ShownLines;
use crate::shell::terminal::system::{Output, output};
use crate::view::LineKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::io::{self, Write};
use std::iter;

/// By how many lines a move goes at most whose edge is looked at closely.
const MAX_STEP: usize = 2;

/// The screen: what was drawn last, and what is being drawn.
pub struct Screen {
    shown: ShownLines,
    /// What the shown lines depend on.
    keys: Vec<LineKey>,
    /// What is drawn on. The lines that aren't drawn hold what they held in an older frame.
    drawn: Buffer,
    /// How the terminal shows the lines that were drawn for the next frame.
    next: Vec<Glyph>,
    wanted: Vec<bool>,
    wire: AnsiWriter,
    /// The lines that differ, while a frame is put on the wire.
    differ: Vec<bool>,
    out: Output,
}

impl Screen {
    /// A screen with unknown content.
    ///
    /// # Errors
    ///
    /// Fails if the system has no room for one more open file.
    pub fn new(size: Size) -> io::Result<Self> {
        let mut screen = Self {
            shown: ShownLines::empty(size),
            keys: Vec::new(),
            drawn: Buffer::default(),
            next: Vec::new(),
            wanted: Vec::new(),
            wire: AnsiWriter::new(),
            differ: Vec::new(),
            out: output()?,
        };
        screen.resize(size);
        Ok(screen)
    }

    /// Returns its area.
    pub(crate) fn area(&self) -> Rect {
        self.drawn.area
    }

    /// Forgets what the terminal shows, clears it and takes a new size.
    pub fn renew(&mut self, size: Size) {
        self.resize(size);
        self.wire.clear(size.width);
    }

    fn resize(&mut self, size: Size) {
        self.shown = ShownLines::empty(size);
        self.drawn = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        self.next = vec![Glyph::BLANK; self.drawn.content.len()];
        self.keys.clear();
    }

    /// Draws a frame: one write to the terminal, of what differs from the frame before.
    ///
    /// Only the lines are drawn that may look otherwise than one that is shown, by the keys of all lines. The buffer
    /// that is drawn on holds an older frame.
    pub(crate) fn draw(
        &mut self,
        keys: Vec<LineKey>,
        draw: impl FnOnce(&mut Buffer, &[bool]) -> Option<Position>,
    ) -> io::Result<()> {
        self.compose(keys, draw);
        if self.wire.bytes.is_empty() {
            return Ok(());
        }
        self.out.write_all(&self.wire.bytes)?;
        self.wire.bytes.clear();
        self.out.flush()
    }

    /// Draws a frame in the same way, and returns the bytes instead of writing them.
    pub fn frame(
        &mut self,
        keys: Vec<LineKey>,
        draw: impl FnOnce(&mut Buffer, &[bool]) -> Option<Position>,
    ) -> Vec<u8> {
        self.compose(keys, draw);
        std::mem::take(&mut self.wire.bytes)
    }

    /// Draws a frame and puts on the wire what makes the terminal show it.
    fn compose(
        &mut self,
        keys: Vec<LineKey>,
        draw: impl FnOnce(&mut Buffer, &[bool]) -> Option<Position>,
    ) {
        let width = usize::from(self.drawn.area.width).max(1);
        let height = usize::from(self.drawn.area.height);
        self.keys.resize(height, LineKey::default());
        let scroll = self.want(&keys);
        let cursor = draw(&mut self.drawn, &self.wanted);
        self.read(width);
        let is_moving = |scroll: Scroll| scroll.bottom + 2 >= height;
        let is_few = self.wanted.iter().filter(|wanted| **wanted).nth(FEW).is_none();
        if scroll.map_or(is_few, |scroll| !is_moving(scroll)) {
            self.begin_with_last_line(width);
        }
        let mut shift = None;
        if let Some(scroll) = scroll {
            self.scroll(scroll, width);
        } else {
            self.compare(width);
            if self.differ.iter().filter(|differs| **differs).nth(FEW).is_some() {
                shift = self.find_move(&keys, width);
            }
        }
        let pairs = self.shown.all().zip(self.next.chunks(width));
        for ((y, (shown, next)), differs) in (0..).zip(pairs).zip(&self.differ) {
            if *differs {
                self.wire.line(y, shown, next, shift);
            }
        }
        self.wire.cursor(cursor);
        let lines = self.next.chunks(width).zip(&self.differ).enumerate();
        for (y, (next, _)) in lines.filter(|(_, (_, differs))| **differs) {
            self.shown.line_mut(y).copy_from_slice(next);
        }
        self.keys = keys;
    }

    /// Reads the lines that were drawn.
    fn read(&mut self, width: usize) {
        let lines = self.drawn.content.chunks(width).zip(self.next.chunks_mut(width));
        for ((drawn, next), _) in lines.zip(&self.wanted).filter(|(_, wanted)| **wanted) {
            self.wire.glyphs.read(drawn, next);
        }
    }

    /// Writes the last line at once if the terminal writes in its look already, as it does where the frame before ended
    /// with that line: it has a look of its own, which takes many bytes to set. It must not be one that moves.
    fn begin_with_last_line(&mut self, width: usize) {
        let Some((y, wanted)) = self.wanted.iter_mut().enumerate().last() else { return };
        let line = y * width..(y + 1) * width;
        let (shown, next) = (self.shown.line_mut(y), &self.next[line]);
        let first = shown.iter().zip(next).find(|(shown, next)| !shown.same(**next));
        if *wanted && first.is_some_and(|(_, next)| self.wire.writes_as(*next)) {
            self.wire.line(columns(y), shown, next, None);
            shown.copy_from_slice(next);
            *wanted = false;
        }
    }

    /// Decides which lines are drawn, and finds out by their keys whether shown ones moved.
    fn want(&mut self, keys: &[LineKey]) -> Option<Scroll> {
        let shown = &self.keys;
        let is_shown = |from: usize, y: usize| {
            let (from, to) = (shown.get(from), keys.get(y));
            from.zip(to).is_some_and(|(from, to)| from.is_same(*to))
        };
        self.wanted.clear();
        self.wanted.extend((0..shown.len()).map(|y| !is_shown(y, y)));
        self.wanted.iter().filter(|wanted| **wanted).nth(FEW)?;
        let scroll = Scroll::of_keys(shown, keys)?;
        let edge = scroll.lines_at_edge(shown.len());
        for (y, wanted) in self.wanted.iter_mut().enumerate() {
            let is_moved = scroll.source(y).is_some_and(|from| is_shown(from, y));
            *wanted = !is_moved || edge.contains(&y);
        }
        Some(scroll)
    }

    /// Moves lines, on the terminal and in what is shown.
    fn scroll(&mut self, scroll: Scroll, width: usize) {
        let scroll = self.with_best_edge(scroll, width);
        self.wire.scroll(scroll);
        self.shown.scroll(scroll);
        self.compare(width);
    }

    /// Finds out by the cells whether lines moved up or down whose keys don't tell, and moves them, or whether the right
    /// part of lines moved to the side.
    fn find_move(&mut self, keys: &[LineKey], width: usize) -> Option<Shift> {
        let tells = |(shown, next): (&LineKey, &LineKey)| shown.is_known() && next.is_known();
        let tell = self.keys.iter().zip(keys).map(tells).chain(iter::repeat(false));
        let untold = self.differ.iter().zip(tell).filter(|(differs, tells)| **differs && !tells);
        if untold.take(FEW + 1).count() > FEW
            && let Some(scroll) = self.find_scroll(width)
        {
            self.scroll(scroll, width);
            return None;
        }
        let pairs = self.shown.all().zip(self.next.chunks(width));
        let differing = pairs.zip(&self.differ).filter(|(_, differs)| **differs);
        Shift::find(differing.map(|(pair, _)| pair))
    }

    /// Finds out by the cells of all lines whether some moved up or down.
    fn find_scroll(&mut self, width: usize) -> Option<Scroll> {
        let lines = self.next.chunks_mut(width).zip(self.shown.all());
        for ((next, shown), wanted) in lines.zip(&mut self.wanted) {
            if !*wanted {
                next.copy_from_slice(shown);
                *wanted = true;
            }
        }
        let shown: Vec<&[Glyph]> = self.shown.all().collect();
        let next: Vec<&[Glyph]> = self.next.chunks(width).collect();
        Scroll::find(&shown, &next)
    }

    /// The move, or one with a line more or less at the edge where lines move in, whichever costs the fewest bytes:
    /// the lines of the cursor before and after the move are there.
    fn with_best_edge(&mut self, scroll: Scroll, width: usize) -> Scroll {
        if scroll.by > MAX_STEP {
            return scroll;
        }
        let (shown, next) = (&self.shown, &self.next);
        let blank = vec![Glyph::BLANK; width];
        let range = |y: usize| y * width..(y + 1) * width;
        let height = usize::from(self.drawn.area.height);
        let lines = scroll.lines_at_edge(height);
        // Nothing if it isn't less than that of another one.
        let cost = |candidate: Scroll, most: usize| {
            lines.clone().try_fold(0, |cost, y| {
                let before = candidate.source(y).map_or(blank.as_slice(), |from| shown.line(from));
                let cost = cost + rough_cost(before, &next[range(y)], most - cost);
                (cost < most).then_some(cost)
            })
        };
        let mut best = (usize::MAX, scroll);
        for candidate in scroll.with_other_edges(height) {
            if let Some(cost) = cost(candidate, best.0) {
                best = (cost, candidate);
            }
        }
        best.1
    }

    /// Finds the lines that were drawn and differ.
    fn compare(&mut self, width: usize) {
        let pairs = self.shown.all().zip(self.next.chunks(width));
        let lines = pairs.zip(&self.wanted);
        self.differ.clear();
        self.differ.extend(lines.map(|((shown, next), wanted)| *wanted && !same_line(shown, next)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::{Cell, CellWidth};
    use ratatui::style::{Color, Modifier, Style};
    use std::hash::{DefaultHasher, Hash, Hasher};
    use std::num::NonZeroU16;

    /// A screen and a terminal that gets its bytes.
    struct Pair {
        screen: Screen,
        terminal: vt100::Parser,
        drawn: Buffer,
        cursor: Option<Position>,
        /// Of how many lines one has no key.
        without_key: usize,
    }

    impl Pair {
        fn new(width: u16, height: u16) -> Self {
            let size = Size::new(width, height);
            let mut screen = Screen::new(size).expect("room for a file");
            screen.renew(size);
            let drawn = Buffer::empty(screen.area());
            let terminal = vt100::Parser::new(cells(height), cells(width), 0);
            Self { screen, terminal, drawn, cursor: None, without_key: 1 }
        }

        /// Draws a frame and returns how many bytes it took.
        fn frame(&mut self) -> usize {
            let (drawn, cursor) = (&self.drawn, self.cursor);
            let width = usize::from(drawn.area.width).max(1);
            let lines = drawn.content.chunks(width);
            let keys = lines.enumerate().map(|(y, line)| {
                let mut hasher = DefaultHasher::new();
                line.hash(&mut hasher);
                let key = LineKey::of_number(hasher.finish());
                Some(key).filter(|_| y % self.without_key != 0).unwrap_or_default()
            });
            self.screen.compose(keys.collect(), |buf, wanted| {
                let lines = buf.content.chunks_mut(width).zip(drawn.content.chunks(width));
                for ((line, drawn), _) in lines.zip(wanted).filter(|(_, wanted)| **wanted) {
                    line.clone_from_slice(drawn);
                }
                cursor
            });
            let bytes = std::mem::take(&mut self.screen.wire.bytes);
            self.terminal.process(&bytes);
            bytes.len()
        }

        fn resize(&mut self, width: u16, height: u16) {
            self.terminal.screen_mut().set_size(cells(height), cells(width));
            self.screen.renew(Size::new(width, height));
            self.drawn = Buffer::empty(self.screen.area());
            self.cursor = None;
        }

        fn text(&mut self, x: u16, y: u16, text: &str, style: Style) {
            if self.drawn.area.contains(Position::new(x, y)) {
                self.drawn.set_stringn(x, y, text, usize::MAX, style);
            }
        }

        fn moved(&mut self, scroll: Scroll) {
            let width = usize::from(self.drawn.area.width).max(1);
            let mut lines: Vec<Vec<Cell>> =
                self.drawn.content.chunks(width).map(<[Cell]>::to_vec).collect();
            if let Some(moved) = lines.get_mut(scroll.top..=scroll.bottom) {
                if scroll.up {
                    moved.rotate_left(scroll.by);
                } else {
                    moved.rotate_right(scroll.by);
                }
                let lines = (scroll.top..).zip(moved);
                let blank = lines.filter(|(y, _)| scroll.source(*y).is_none());
                blank.for_each(|(_, line)| line.fill(Cell::EMPTY));
            }
            self.drawn.content = lines.concat();
        }

        /// Moves what is right of a column in all lines, as a grid does that scrolls to the side.
        fn shifted(&mut self, from: usize, shift: Shift) {
            let width = usize::from(self.drawn.area.width).max(1);
            for line in self.drawn.content.chunks_mut(width) {
                let Some(rest) = line.get_mut(from..) else { continue };
                let by = shift.by.min(rest.len());
                if shift.left {
                    rest.rotate_left(by);
                    let kept = rest.len() - by;
                    rest[kept..].iter_mut().for_each(Cell::reset);
                } else {
                    rest.rotate_right(by);
                    rest[..by].iter_mut().for_each(Cell::reset);
                }
            }
        }

        /// Fills the screen with lines of their own, as a grid has them.
        fn grid(&mut self, from: usize) {
            for y in 0..self.drawn.area.height {
                let line = (from + usize::from(y)) * 7919 % 100_003;
                let width = usize::from(self.drawn.area.width);
                self.text(0, y, &format!("{line:5}x").repeat(width / 6), Style::new());
            }
        }

        /// Tells whether the terminal shows what was drawn; fails with what differs.
        fn check(&self) -> Result<(), TestCaseError> {
            let screen = self.terminal.screen();
            for y in 0..self.drawn.area.height {
                let mut x = 0;
                while x < self.drawn.area.width {
                    let (cell, wide) = expected(&self.drawn, x, y);
                    let got = screen.cell(y, x).expect("inside");
                    prop_assert_eq!(look_of(got), look(&cell), "at {},{}", x, y);
                    prop_assert_eq!(got.is_wide(), wide, "at {},{}", x, y);
                    x += 1 + u16::from(wide);
                }
            }
            prop_assert_eq!(screen.hide_cursor(), self.cursor.is_none());
            if let Some(at) = self.cursor {
                prop_assert_eq!(screen.cursor_position(), (at.y, at.x));
            }
            Ok(())
        }
    }

    fn cells(number: u16) -> NonZeroU16 {
        NonZeroU16::new(number).expect("a terminal has a cell")
    }

    /// How a cell should be shown, and whether it is wide.
    fn expected(buf: &Buffer, x: u16, y: u16) -> (Cell, bool) {
        let mut cell = buf[(x, y)].clone();
        let wide = cell.symbol().cell_width() == 2;
        let fits = x + 1 < buf.area.width && buf[(x + 1, y)].symbol() == " ";
        if wide && !fits {
            cell.set_symbol(" ");
        }
        (cell, wide && fits)
    }

    type Seen = (String, vt100::Color, vt100::Color, [bool; 5]);

    fn look(cell: &Cell) -> Seen {
        let colour = |c: Color| match c {
            Color::Red => vt100::Color::Idx(1),
            Color::Blue => vt100::Color::Idx(4),
            Color::DarkGray => vt100::Color::Idx(8),
            Color::White => vt100::Color::Idx(15),
            Color::Indexed(n) => vt100::Color::Idx(n),
            Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
            _ => vt100::Color::Default,
        };
        let has = |m| cell.modifier.contains(m);
        let flags = [
            has(Modifier::BOLD),
            has(Modifier::DIM),
            has(Modifier::ITALIC),
            has(Modifier::UNDERLINED),
            has(Modifier::REVERSED),
        ];
        seen(cell.symbol(), colour(cell.fg), colour(cell.bg), flags)
    }

    fn look_of(cell: &vt100::Cell) -> Seen {
        let flags = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
        seen(cell.contents(), cell.fgcolor(), cell.bgcolor(), flags)
    }

    /// Leaves out what can't be seen: of a blank that is neither underlined nor reversed, all but
    /// the background.
    fn seen(text: &str, fg: vt100::Color, bg: vt100::Color, flags: [bool; 5]) -> Seen {
        match text {
            "" | " " if !flags[3] && !flags[4] => {
                (String::new(), vt100::Color::Default, bg, [false; 5])
            }
            "" | " " => (String::new(), fg, bg, flags),
            _ => (text.to_owned(), fg, bg, flags),
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Text(u16, u16, String, Style),
        Fill(u16, u16, u16, Style),
        Move(Scroll),
        Shift(usize, Shift),
        Blank,
        Cursor(Option<(u16, u16)>),
        Resize(u16, u16),
    }

    fn style() -> impl Strategy<Value = Style> {
        let colours = [
            Color::Reset,
            Color::Red,
            Color::DarkGray,
            Color::White,
            Color::Indexed(200),
            Color::Rgb(1, 22, 255),
        ];
        let colour = || prop::sample::select(colours.to_vec());
        let all = Modifier::BOLD | Modifier::DIM | Modifier::ITALIC;
        let all = all | Modifier::UNDERLINED | Modifier::REVERSED;
        let own = (colour(), colour(), any::<u16>()).prop_map(move |(fg, bg, bits)| {
            let mut modifier = Modifier::from_bits_truncate(bits) & all;
            // The emulator takes bold and dim for degrees of one thing.
            modifier.remove(if bits % 3 == 0 { Modifier::BOLD } else { Modifier::DIM });
            Style::new().fg(fg).bg(bg).remove_modifier(all).add_modifier(modifier)
        });
        prop_oneof![4 => Just(Style::new()), 3 => own]
    }

    fn text() -> impl Strategy<Value = String> {
        // Each longer than what a glyph holds by itself.
        let [one, other] = ["e\u{301}\u{302}\u{303}\u{304}", "o\u{301}\u{302}\u{303}\u{304}"];
        let signs = [
            "a", "b", "Z", "9", " ", "  ", "   ", "│", "…", "é", "e\u{301}", one, other, "日",
            "한", "👩",
        ];
        prop::collection::vec(prop::sample::select(signs.to_vec()), 1..50)
            .prop_map(|signs| signs.concat())
    }

    fn step() -> impl Strategy<Value = Step> {
        let scroll = (0..20_usize, 1..20_usize, 1..6_usize, any::<bool>()).prop_map(
            |(top, lines, by, up)| Scroll { top, bottom: top + lines, by: by.min(lines), up },
        );
        let shift = (1..30_usize, any::<bool>()).prop_map(|(by, left)| Shift { by, left });
        let text = (0..60_u16, 0..20_u16, text(), style());
        let fill = (0..60_u16, 0..20_u16, 1..60_u16, style());
        prop_oneof![
            12 => text.prop_map(|(x, y, text, style)| Step::Text(x, y, text, style)),
            2 => fill.prop_map(|(x, y, width, style)| Step::Fill(x, y, width, style)),
            6 => scroll.prop_map(Step::Move),
            4 => (0..50_usize, shift).prop_map(|(from, shift)| Step::Shift(from, shift)),
            1 => Just(Step::Blank),
            2 => prop::option::of((0..60_u16, 0..20_u16)).prop_map(Step::Cursor),
            1 => (1..60_u16, 1..20_u16).prop_map(|(w, h)| Step::Resize(w, h)),
        ]
    }

    fn take(pair: &mut Pair, step: Step) {
        let area = pair.drawn.area;
        match step {
            Step::Text(x, y, text, style) => pair.text(x, y, &text, style),
            Step::Fill(x, y, width, style) => {
                let rest = Rect::new(x, y, width, 1).intersection(area);
                rest.positions().for_each(|at| {
                    pair.drawn[at].reset();
                    pair.drawn[at].set_style(style);
                });
            }
            Step::Move(scroll) => pair.moved(scroll),
            Step::Shift(from, shift) => pair.shifted(from, shift),
            Step::Blank => pair.drawn.reset(),
            Step::Cursor(at) => {
                let at = at.map(Position::from).filter(|at| area.contains(*at));
                pair.cursor = at;
            }
            Step::Resize(width, height) => pair.resize(width, height),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_terminal_shows_every_frame_after_any_other(
            frames in prop::collection::vec(prop::collection::vec(step(), 0..9), 1..14),
            without_key in 1..9_usize,
        ) {
            let mut pair = Pair { without_key, ..Pair::new(44, 16) };
            for steps in frames {
                for step in steps {
                    take(&mut pair, step);
                }
                pair.frame();
                pair.check()?;
                prop_assert_eq!(pair.frame(), 0, "the same frame again costs nothing");
            }
        }

        #[test]
        fn a_scrolled_grid_looks_like_a_redrawn_one(
            jumps in prop::collection::vec((0..90_usize, style(), 0..20_u16), 1..20),
            without_key in 1..20_usize,
        ) {
            let mut pair = Pair { without_key, ..Pair::new(60, 20) };
            for (from, style, row) in jumps {
                pair.grid(from);
                pair.text(0, 0, "header", style);
                pair.text(6, row, " the row of the cursor", style);
                pair.text(0, 19, "status       ", style);
                pair.cursor = Some(Position::new(6, row));
                pair.frame();
                pair.check()?;
            }
        }
    }

    #[test]
    fn scrolling_by_a_line_writes_only_that_line() {
        let mut pair = Pair::new(60, 20);
        pair.grid(0);
        pair.text(0, 0, "header", Style::new().on_red());
        assert!(pair.frame() > 1_000);
        for from in [1, 2, 3, 2, 1, 0] {
            pair.grid(from);
            pair.text(0, 0, "header", Style::new().on_red());
            let bytes = pair.frame();
            assert!(bytes < 100, "{bytes} bytes");
            pair.check().expect("shown");
        }
    }

    #[test]
    fn scrolling_to_the_side_moves_what_stays_and_writes_what_comes() {
        let mut pair = Pair::new(80, 20);
        let lines = |pair: &mut Pair, right: usize, style: Style| {
            pair.drawn.reset();
            for y in 0..pair.drawn.area.height {
                let cells =
                    (0..9_u32).map(|n| format!("{:<10}", u32::from(y) * 7919 % 997 + n * 17));
                let text: String = cells.collect();
                let name = if y % 3 == 0 { "日本語 name" } else { "a name" };
                pair.text(0, y, name, Style::new());
                pair.text(20, y, &text[right * 10..right * 10 + 60], style);
            }
        };
        for style in [Style::new(), Style::new().on_red()] {
            lines(&mut pair, 0, style);
            pair.frame();
            for right in [1, 2, 3, 2, 1, 0] {
                lines(&mut pair, right, style);
                let bytes = pair.frame();
                assert!(bytes < 20 * 45, "{bytes} bytes");
                pair.check().expect("shown");
            }
        }
    }

    #[test]
    fn nothing_is_written_in_a_background_when_lines_move() {
        let mut pair = Pair::new(30, 12);
        pair.grid(0);
        pair.text(0, 11, &"status".repeat(5), Style::new().on_red());
        pair.frame();
        pair.grid(1);
        pair.text(0, 11, &"status".repeat(5), Style::new().on_red());
        let drawn = pair.drawn.clone();
        pair.screen.compose(Vec::new(), |buf, _| {
            *buf = drawn;
            None
        });
        let bytes = String::from_utf8_lossy(&pair.screen.wire.bytes);
        assert!(bytes.starts_with("\x1b[m\x1b[1;11r\x1b[H\x1b[M\x1b[r"), "{bytes:?}");
    }

    #[test]
    fn a_cursor_motion_writes_only_the_motion() {
        let mut pair = Pair::new(80, 24);
        pair.grid(0);
        pair.cursor = Some(Position::new(10, 10));
        pair.frame();
        for (at, most) in [((11, 10), 3), ((11, 11), 3), ((0, 11), 1), ((0, 0), 3), ((79, 23), 8)] {
            pair.cursor = Some(at.into());
            assert_eq!(pair.frame(), most, "to {at:?}");
            pair.check().expect("shown");
        }
        pair.cursor = None;
        assert_eq!(pair.frame(), 6);
    }

    #[test]
    fn the_end_of_a_line_is_erased_rather_than_overwritten() {
        let mut pair = Pair::new(80, 3);
        pair.text(0, 1, &"x".repeat(80), Style::new());
        pair.frame();
        pair.drawn.reset();
        pair.text(0, 1, "y", Style::new());
        let bytes = pair.frame();
        assert!(bytes < 10, "{bytes} bytes");
        pair.check().expect("shown");
    }

    #[test]
    fn a_screen_without_a_cell_is_drawn() {
        let mut pair = Pair::new(4, 2);
        pair.screen.renew(Size::new(0, 0));
        pair.screen.compose(Vec::new(), |_, _| None);
    }
}
