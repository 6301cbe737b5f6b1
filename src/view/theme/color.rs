//! How many colors a terminal has, and what is drawn where it has fewer than a theme asks for.

use ratatui::style::{Color, Style};

/// How many colors a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColorDepth {
    /// The 16 that have names; what they look like is up to the terminal.
    Named,
    /// 256: those with names, and those with numbers, which look the same everywhere.
    Numbered,
    /// All that have a red, a green and a blue part.
    Full,
}

/// The colors with names, in the order of their numbers.
pub const NAMED_COLORS: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// The levels of red, green and blue of the colors from 16 to 231.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl ColorDepth {
    /// Returns a style in colors that a terminal has.
    pub(super) fn limit(self, style: Style) -> Style {
        let limited = |color: Option<Color>| color.map(|color| self.nearest(color));
        Style { fg: limited(style.fg), bg: limited(style.bg), ..style }
    }

    /// Returns the color that a terminal has and that is most like another one.
    fn nearest(self, color: Color) -> Color {
        match (self, color) {
            (Self::Named, Color::Rgb(..)) => self.nearest(Self::Numbered.nearest(color)),
            (Self::Named, Color::Indexed(number)) => named(number),
            (Self::Numbered, Color::Rgb(r, g, b)) => numbered([r, g, b]),
            _ => color,
        }
    }
}

/// The color with a name that is most like one with a number: its hue by the parts that are above half of
/// its brightest part, as the Linux console does it.
fn named(number: u8) -> Color {
    if let Some(color) = NAMED_COLORS.get(usize::from(number)) {
        return *color;
    }
    let parts = rgb(number);
    let brightest = parts.into_iter().max().unwrap_or_default();
    let is_on = |part: u8| usize::from(part > brightest / 2);
    let hue = is_on(parts[0]) | is_on(parts[1]) << 1 | is_on(parts[2]) << 2;
    match (hue, brightest) {
        // A gray, which has four levels.
        (7, 0..=42) => Color::Black,
        (7, 43..=127) => Color::DarkGray,
        (7, 128..=212) => Color::Gray,
        (hue, 171..) => NAMED_COLORS[hue + 8],
        (hue, _) => NAMED_COLORS[hue],
    }
}

/// The red, green and blue part of a color with a number above 15.
fn rgb(number: u8) -> [u8; 3] {
    match number.saturating_sub(16) {
        gray @ 216.. => [8 + 10 * (gray - 216); 3],
        cube => [cube / 36, cube / 6 % 6, cube % 6].map(|level| LEVELS[usize::from(level)]),
    }
}

/// The color with a number that is most like one of certain parts.
fn numbered(parts: [u8; 3]) -> Color {
    let distance = |number: &u8| {
        let squares = rgb(*number).into_iter().zip(parts).map(|(a, b)| u32::from(a.abs_diff(b)));
        squares.map(|difference| difference * difference).sum::<u32>()
    };
    (16..=255).min_by_key(distance).map_or(Color::Reset, Color::Indexed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_that_a_terminal_lacks_becomes_one_like_it() {
        let coral = Color::Rgb(255, 90, 100);
        for (depth, color, wanted) in [
            (ColorDepth::Full, coral, coral),
            (ColorDepth::Numbered, coral, Color::Indexed(203)),
            (ColorDepth::Named, coral, Color::LightRed),
            (ColorDepth::Named, Color::Indexed(9), Color::LightRed),
            (ColorDepth::Named, Color::Indexed(16), Color::Black),
            (ColorDepth::Named, Color::Indexed(18), Color::Blue),
            (ColorDepth::Named, Color::Indexed(31), Color::LightCyan),
            (ColorDepth::Named, Color::Indexed(238), Color::DarkGray),
            (ColorDepth::Named, Color::Indexed(250), Color::Gray),
            (ColorDepth::Named, Color::Indexed(231), Color::White),
            (ColorDepth::Numbered, Color::Indexed(250), Color::Indexed(250)),
            (ColorDepth::Named, Color::Cyan, Color::Cyan),
            (ColorDepth::Named, Color::Reset, Color::Reset),
        ] {
            assert_eq!(depth.nearest(color), wanted, "{depth:?} {color:?}");
        }
    }

    #[test]
    fn every_number_is_most_like_itself() {
        for number in 16..=255 {
            let [r, g, b] = rgb(number);
            let Color::Indexed(found) = numbered([r, g, b]) else { unreachable!() };
            assert_eq!(rgb(found), rgb(number), "{number}");
        }
    }
}
