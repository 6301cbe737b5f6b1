//! How cells look, and the fewest bytes that change how a terminal writes them.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The modifiers that also show on a blank.
const ON_BLANK: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// The modifiers with the parameters that turn them on and off.
///
/// Bold and dim share the one that turns them off, and so do the two ways to blink.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// The colours and modifiers of a cell, or of the text that a terminal would write now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl CellStyle {
    /// The look of a terminal that nothing was set in.
    pub(crate) const PLAIN: Self =
        Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// The look of a cell.
    pub(crate) fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Tells whether a text looks the same in both: of a blank only the background is seen.
    pub(crate) fn same(self, other: Self, text: &str) -> bool {
        self == other
            || text == " "
                && self.bg == other.bg
                && !(self.modifier | other.modifier).intersects(ON_BLANK)
    }

    /// Tells whether what a terminal erases in this look is blank and plain.
    ///
    /// Some terminals erase with the background they write in, some with the default one.
    pub(crate) fn erases(self) -> bool {
        self.same(Self::PLAIN, " ")
    }

    /// Writes what changes this look into another: the differences or all anew, if that is shorter.
    pub(crate) fn change(self, to: Self, out: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let start = out.len();
        self.differences(to, out);
        let middle = out.len();
        let mut sequence = SgrSequence::new(out);
        if to != Self::PLAIN {
            sequence.parameter(0);
            Self::PLAIN.parameters(to, &mut sequence);
        }
        sequence.end();
        keep_shorter(out, start, middle);
    }

    fn differences(self, to: Self, out: &mut Vec<u8>) {
        let mut sequence = SgrSequence::new(out);
        self.parameters(to, &mut sequence);
        sequence.end();
    }

    fn parameters(self, to: Self, sequence: &mut SgrSequence) {
        let mut on = self.modifier;
        for (modifier, _, off) in MODIFIERS {
            if on.contains(modifier) && !to.modifier.contains(modifier) {
                sequence.parameter(off);
                let gone = MODIFIERS.iter().filter(|(.., o)| *o == off);
                gone.for_each(|(m, ..)| on.remove(*m));
            }
        }
        for (modifier, number, _) in MODIFIERS {
            if to.modifier.contains(modifier) && !on.contains(modifier) {
                sequence.parameter(number);
            }
        }
        for (base, from, to) in [(30, self.fg, to.fg), (40, self.bg, to.bg)] {
            if from != to {
                sequence.colour(base, to);
            }
        }
    }
}

/// A sequence that selects a look, while it is written.
struct SgrSequence<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> SgrSequence<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        out.extend(b"\x1b[");
        Self { out, first: true }
    }

    fn parameter(&mut self, number: u8) {
        if !self.first {
            self.out.push(b';');
        }
        self.first = false;
        digits(self.out, u16::from(number));
    }

    fn parameters(&mut self, numbers: &[u8]) {
        for number in numbers {
            self.parameter(*number);
        }
    }

    /// Writes a colour; `base` is 30 for text and 40 for the background.
    fn colour(&mut self, base: u8, colour: Color) {
        let bright = base + 60;
        let number = match colour {
            Color::Reset => base + 9,
            Color::Black => base,
            Color::Red => base + 1,
            Color::Green => base + 2,
            Color::Yellow => base + 3,
            Color::Blue => base + 4,
            Color::Magenta => base + 5,
            Color::Cyan => base + 6,
            Color::Gray => base + 7,
            Color::DarkGray => bright,
            Color::LightRed => bright + 1,
            Color::LightGreen => bright + 2,
            Color::LightYellow => bright + 3,
            Color::LightBlue => bright + 4,
            Color::LightMagenta => bright + 5,
            Color::LightCyan => bright + 6,
            Color::White => bright + 7,
            Color::Indexed(n) => return self.parameters(&[base + 8, 5, n]),
            Color::Rgb(r, g, b) => return self.parameters(&[base + 8, 2, r, g, b]),
        };
        self.parameter(number);
    }

    fn end(self) {
        self.out.push(b'm');
    }
}

/// Tells whether two cells look the same on a screen.
#[inline]
pub(crate) fn same(a: &Cell, b: &Cell) -> bool {
    same_bytes(a, b).unwrap_or_else(|| a.symbol() == b.symbol() && same_style(a, b))
}

/// Tells whether two cells of one byte each look the same; nothing about others. Nearly all signs are one byte: these
/// are compared without a call.
#[inline]
pub(crate) fn same_bytes(a: &Cell, b: &Cell) -> Option<bool> {
    match (a.symbol().as_bytes(), b.symbol().as_bytes()) {
        ([a_byte], [b_byte]) => {
            Some(a_byte == b_byte && (same_style(a, b) || *a_byte == b' ' && same_blank(a, b)))
        }
        _ => None,
    }
}

/// Tells whether a blank in the look of a cell is plain, see [`CellStyle::erases`].
#[inline]
fn erases(cell: &Cell) -> bool {
    matches!(cell.bg, Color::Reset) && !cell.modifier.intersects(ON_BLANK)
}

#[inline]
fn same_style(a: &Cell, b: &Cell) -> bool {
    a.modifier == b.modifier && a.fg == b.fg && a.bg == b.bg
}

fn same_blank(a: &Cell, b: &Cell) -> bool {
    CellStyle::of(a).same(CellStyle::of(b), " ")
}

/// Tells whether two lines look the same.
pub(crate) fn same_line(a: &[Cell], b: &[Cell]) -> bool {
    a.iter().zip(b).all(|(a, b)| same(a, b))
}

/// About how many bytes turn one line into another: enough to choose between two ways, and found in one pass, which
/// ends where it comes to `most`.
pub(crate) fn rough_cost(from: &[Cell], to: &[Cell], most: usize) -> usize {
    let blank = to.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    let mut cost = 0;
    let mut written: Option<usize> = None;
    for (x, (before, after)) in from.iter().zip(to).enumerate() {
        if same(before, after) {
            continue;
        }
        if x >= blank {
            // The rest is erased.
            return cost + CONTROL;
        }
        if written.is_none_or(|at| at + 1 < x) {
            cost += CONTROL;
        }
        if written.is_none_or(|at| !same_style(&to[at], after)) {
            cost += STYLE;
        }
        cost += after.symbol().len();
        if cost >= most {
            break;
        }
        written = Some(x);
    }
    cost
}

/// About how many bytes move the cursor or erase a line.
const CONTROL: usize = 5;
/// About how many bytes change the look in which is written.
const STYLE: usize = 8;

/// Tells whether a cell is shown as if nothing had been drawn there.
pub(crate) fn is_blank(cell: &Cell) -> bool {
    cell.symbol().as_bytes() == b" " && erases(cell)
}

/// Writes a number.
pub(crate) fn digits(out: &mut Vec<u8>, number: u16) {
    if number >= 10 {
        digits(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}

/// Keeps the shorter one of two ways to write the same: `start..middle` or from `middle` on.
///
/// Tells whether it was the second one.
pub(crate) fn keep_shorter(out: &mut Vec<u8>, start: usize, middle: usize) -> bool {
    let second = out.len() - middle < middle - start;
    if second {
        out.drain(start..middle);
    } else {
        out.truncate(middle);
    }
    second
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn look(style: Style) -> CellStyle {
        let mut cell = Cell::EMPTY;
        cell.set_style(style);
        CellStyle::of(&cell)
    }

    fn change(from: Style, to: Style) -> String {
        let mut out = Vec::new();
        look(from).change(look(to), &mut out);
        String::from_utf8(out).expect("ASCII").replace('\x1b', "E")
    }

    #[test]
    fn only_what_differs_is_written() {
        let plain = Style::new();
        assert_eq!(change(plain, plain), "");
        assert_eq!(change(plain.red(), plain.red().bold()), "E[1m");
        assert_eq!(change(plain.red().bold(), plain.light_red().bold()), "E[91m");
        assert_eq!(change(plain.on_black(), plain.on_dark_gray()), "E[100m");
        assert_eq!(change(plain, plain.fg(Color::Indexed(208))), "E[38;5;208m");
        assert_eq!(change(plain, plain.bg(Color::Rgb(1, 20, 255))), "E[48;2;1;20;255m");
    }

    #[test]
    fn returning_to_plain_is_a_reset() {
        let plain = Style::new();
        assert_eq!(change(plain.red().bold(), plain), "E[m");
        assert_eq!(change(plain.red().bold().reversed(), plain.dim()), "E[0;2m");
    }

    #[test]
    fn bold_and_dim_go_off_together() {
        let red = Style::new().fg(Color::Indexed(200));
        assert_eq!(change(red.bold().dim(), red.dim()), "E[22;2m");
        assert_eq!(change(red.bold().dim(), red), "E[22m");
    }

    #[test]
    fn a_space_shows_only_its_background() {
        let (red, plain) = (look(Style::new().red().bold()), CellStyle::PLAIN);
        assert!(red.same(plain, " ") && !red.same(plain, "x"));
        assert!(!look(Style::new().underlined()).same(plain, " "));
        assert!(red.erases() && !look(Style::new().on_red()).erases());
        for style in [Style::new().red(), Style::new().on_red(), Style::new().reversed().bold()] {
            let mut cell = Cell::EMPTY;
            cell.set_style(style);
            assert_eq!(erases(&cell), look(style).erases());
        }
    }
}
