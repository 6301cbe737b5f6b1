//! How cells look, and the fewest bytes that change how a terminal writes them.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How many bits a colour takes: a byte that tells its kind, cut to two bits, and three for which one it is.
const COLOUR_BITS: u32 = 26;
const COLOUR: u64 = (1 << COLOUR_BITS) - 1;
/// Where the background and the modifiers are.
const BG: u32 = COLOUR_BITS;
const MODIFIER: u32 = 2 * COLOUR_BITS;

/// The kinds of colours: named ones by their parameter and one more, those by number, and those by their parts.
const NAMED: u8 = 0;
const INDEXED: u8 = 1;
const RGB: u8 = 2;

/// The modifiers that also show on a blank.
const ON_BLANK: u64 = (Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .bits() as u64)
    << MODIFIER;

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

/// The colours and modifiers of a cell, or of the text that a terminal would write now, in one number: nearly all that
/// is done with them is to compare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellStyle(u64);

impl CellStyle {
    /// The look of a terminal that nothing was set in.
    pub(crate) const PLAIN: Self = Self(0);

    /// The look of a cell.
    pub(crate) fn of(cell: &Cell) -> Self {
        let modifiers = u64::from(cell.modifier.bits()) << MODIFIER;
        Self(packed(cell.fg) | packed(cell.bg) << BG | modifiers)
    }

    /// Tells whether a blank looks the same in both: only its background is seen.
    #[inline]
    pub(crate) fn same_blank(self, other: Self) -> bool {
        let background = (self.0 ^ other.0) & (COLOUR << BG);
        self == other || background | (self.0 | other.0) & ON_BLANK == 0
    }

    /// Tells whether what a terminal erases in this look is blank and plain.
    ///
    /// Some terminals erase with the background they write in, some with the default one.
    #[inline]
    pub(crate) fn erases(self) -> bool {
        self.same_blank(Self::PLAIN)
    }

    fn modifiers(self) -> Modifier {
        let [.., high, low] = (self.0 >> MODIFIER).to_be_bytes();
        Modifier::from_bits_truncate(u16::from_be_bytes([high, low]))
    }

    /// The kind of a colour, and which one it is.
    fn colour(self, at: u32) -> [u8; 4] {
        let [.., kind, a, b, c] = (self.0 >> at & COLOUR).to_be_bytes();
        [kind, a, b, c]
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
        let (mut on, wanted) = (self.modifiers(), to.modifiers());
        for (modifier, _, off) in MODIFIERS {
            if on.contains(modifier) && !wanted.contains(modifier) {
                sequence.parameter(off);
                let gone = MODIFIERS.iter().filter(|(.., o)| *o == off);
                gone.for_each(|(m, ..)| on.remove(*m));
            }
        }
        for (modifier, number, _) in MODIFIERS {
            if wanted.contains(modifier) && !on.contains(modifier) {
                sequence.parameter(number);
            }
        }
        for (base, at) in [(30, 0), (40, BG)] {
            if self.colour(at) != to.colour(at) {
                sequence.colour(base, to.colour(at));
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
    fn colour(&mut self, base: u8, colour: [u8; 4]) {
        match colour {
            [NAMED, _, _, 0] => self.parameter(base + 9),
            [NAMED, _, _, n] => self.parameter(base + n - 1),
            [INDEXED, _, _, n] => self.parameters(&[base + 8, 5, n]),
            [_, r, g, b] => self.parameters(&[base + 8, 2, r, g, b]),
        }
    }

    fn end(self) {
        self.out.push(b'm');
    }
}

/// A colour in as few bits as it takes: see [`COLOUR_BITS`].
fn packed(colour: Color) -> u64 {
    let named = |n: u8| [NAMED, 0, 0, 1 + n];
    let bright = |n: u8| named(60 + n);
    let bytes = match colour {
        Color::Reset => [NAMED, 0, 0, 0],
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => [INDEXED, 0, 0, n],
        Color::Rgb(r, g, b) => [RGB, r, g, b],
    };
    u64::from(u32::from_be_bytes(bytes))
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
    use crate::view::NAMED_COLORS;
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
    fn looks_are_told_apart_by_each_of_their_parts() {
        let numbers = [0, 1, 9, 255];
        let indexed = numbers.map(Color::Indexed);
        let parts = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (255, 255, 255)];
        let rgb = parts.map(|(r, g, b)| Color::Rgb(r, g, b));
        let colours = [Color::Reset].into_iter().chain(NAMED_COLORS);
        let colours: Vec<Color> = colours.chain(indexed).chain(rgb).collect();
        let modifiers = MODIFIERS.map(|(modifier, ..)| modifier);
        let styles = (colours.iter().map(|colour| Style::new().fg(*colour)))
            .chain(colours.iter().skip(1).map(|colour| Style::new().bg(*colour)))
            .chain(modifiers.iter().map(|modifier| Style::new().add_modifier(*modifier)))
            .chain([Style::new().add_modifier(Modifier::all())]);
        let looks: Vec<CellStyle> = styles.map(look).collect();
        for (n, look) in looks.iter().enumerate() {
            assert_eq!(looks.iter().position(|other| other == look), Some(n));
        }
        assert_eq!(looks.last().map(|look| look.modifiers()), Some(Modifier::all()));
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
        assert!(red.same_blank(plain) && red != plain);
        assert!(!look(Style::new().underlined()).same_blank(plain));
        assert!(red.erases() && !look(Style::new().on_red()).erases());
    }
}
