//! Palettes of terminals: which red, green and blue a styled character has there, and how well it is read.

use leadsheet::view::NAMED_COLORS;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

/// Red, green and blue, from 0 to 255.
pub type Rgb = [u8; 3];

/// The colours of a terminal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    background: String,
    text: String,
    bold: Bold,
    /// The colour of underlined text, where it takes the place of the line.
    underlined: Option<usize>,
    /// The colour of faint text, where it isn't a shade of its own one.
    faint: Option<usize>,
    /// Whether bold text is a bright one in any colour, the default one too.
    #[serde(default)]
    bold_brightens_text: bool,
    #[serde(default = "yes")]
    bright_backgrounds: bool,
    max_colours: Option<u16>,
    colours: Vec<String>,
}

fn yes() -> bool {
    true
}

/// What bold text in one of the first eight colours looks like.
#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Bold {
    Bright,
    Either,
}

/// All palettes, by the names of their files.
pub fn palettes() -> BTreeMap<String, Palette> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/palettes");
    let files = fs::read_dir(folder).expect("the palettes are there");
    let palettes = files.map(|file| {
        let path = file.expect("readable").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let palette: Palette = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(palette.colours.len(), 16, "{name}");
        (name, palette)
    });
    palettes.collect()
}

impl Palette {
    pub fn is_light(&self) -> bool {
        luminance(rgb(&self.background)) > 0.5
    }

    /// Whether it has the 16 colours with names alone.
    pub fn has_named_colours_only(&self) -> bool {
        self.max_colours == Some(16)
    }

    /// Whether a character is drawn in the terminal's own text and background alone, which the user chose.
    pub fn is_own(&self, cell: &Cell) -> bool {
        let own = ratio(rgb(&self.text), rgb(&self.background));
        cell.fg == Color::Reset && cell.bg == Color::Reset && self.contrast(cell) > own - 0.01
    }

    /// The least contrast that a character can have, by the formula of WCAG 2.
    pub fn contrast(&self, cell: &Cell) -> f64 {
        let pairs = if self.underlined.is_some() {
            vec![self.by_attributes(cell)]
        } else {
            self.renderings(cell)
        };
        pairs.into_iter().map(|(fg, bg)| ratio(fg, bg)).fold(f64::INFINITY, f64::min)
    }

    /// The colours of text and background where nothing else is asked for.
    pub fn own_colours(&self) -> (Rgb, Rgb) {
        (rgb(&self.text), rgb(&self.background))
    }

    /// The colours in which a character and its background are drawn, in terminals that don't brighten bold text.
    pub fn drawn(&self, cell: &Cell) -> (Rgb, Rgb) {
        self.renderings(cell).swap_remove(0)
    }

    fn colour(&self, number: usize) -> Rgb {
        rgb(&self.colours[number])
    }

    /// Text and background in each way in which terminals draw bold and faint text.
    fn renderings(&self, cell: &Cell) -> Vec<(Rgb, Rgb)> {
        let named = named(cell.fg);
        let mut texts = vec![self.seen(cell.fg, &self.text)];
        let back = self.seen(cell.bg, &self.background);
        let is_bold = cell.modifier.contains(Modifier::BOLD);
        if let Some(bright) = named.filter(|n| is_bold && *n < 8).map(|n| self.colour(n + 8)) {
            if self.bold == Bold::Bright {
                texts.clear();
            }
            texts.push(bright);
        }
        if cell.modifier.contains(Modifier::DIM) {
            // Windows Terminal halves the parts of the colour, iTerm and kitty mix it with the background.
            let half = |a: u8, b: u8| u8::midpoint(a, b);
            let mixed = |a: Rgb, b: Rgb| [half(a[0], b[0]), half(a[1], b[1]), half(a[2], b[2])];
            texts = texts.into_iter().flat_map(|t| [mixed(t, [0; 3]), mixed(t, back)]).collect();
        }
        let is_reversed = cell.modifier.contains(Modifier::REVERSED);
        texts.into_iter().map(|t| if is_reversed { (back, t) } else { (t, back) }).collect()
    }

    fn seen(&self, colour: Color, default: &str) -> Rgb {
        match (colour, named(colour)) {
            (_, Some(number)) => self.colour(number),
            (Color::Indexed(number), _) => cube(number),
            (Color::Rgb(r, g, b), _) => [r, g, b],
            _ => rgb(default),
        }
    }

    /// Text and background as the Linux console works them out, in the bits of an attribute of VGA.
    fn by_attributes(&self, cell: &Cell) -> (Rgb, Rgb) {
        let has = |modifier| cell.modifier.contains(modifier);
        let number = |colour, default: &str| {
            let default = rgb(default);
            let found = named(colour).or_else(|| (0..16).find(|n| self.colour(*n) == default));
            found.expect("a colour of the console")
        };
        let (mut fg, mut bg) = (number(cell.fg, &self.text), number(cell.bg, &self.background));
        if !self.bright_backgrounds {
            bg &= 7;
        }
        match (self.underlined, self.faint) {
            (Some(line), _) if has(Modifier::UNDERLINED) => fg = line,
            (_, Some(faint)) if has(Modifier::DIM) => fg = faint,
            _ => {}
        }
        if has(Modifier::REVERSED) {
            (fg, bg) = (fg & 8 | bg & 7, fg & 7 | bg & 8);
        }
        if has(Modifier::BOLD) && self.bold_brightens_text {
            fg ^= 8;
        }
        (self.colour(fg), self.colour(bg))
    }
}

/// The number of a colour that has a name.
fn named(colour: Color) -> Option<usize> {
    match colour {
        Color::Indexed(number @ 0..16) => Some(number.into()),
        colour => NAMED_COLORS.iter().position(|name| *name == colour),
    }
}

/// The colours from 16 to 255: a cube of six levels, and 24 greys.
pub fn cube(number: u8) -> Rgb {
    let level = |n: u8| [0, 0x5f, 0x87, 0xaf, 0xd7, 0xff][usize::from(n)];
    match number - 16 {
        n @ 0..216 => [level(n / 36), level(n / 6 % 6), level(n % 6)],
        grey => [(grey - 216) * 10 + 8; 3],
    }
}

fn rgb(hex: &str) -> Rgb {
    let number = u32::from_str_radix(hex, 16).expect("six hexadecimal digits");
    [(number >> 16) as u8, (number >> 8) as u8, number as u8]
}

/// The relative luminance of WCAG 2.
fn luminance(colour: Rgb) -> f64 {
    let parts = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
}

fn ratio(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_contrast_of_two_colours_is_the_one_of_wcag() {
    assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    // The grey that is known as the lightest one to be read on white.
    assert!((ratio(rgb("767676"), rgb("ffffff")) - 4.54).abs() < 0.005);
}

#[test]
fn bold_reversed_text_of_the_linux_console_is_known_to_be_grey_on_grey() {
    let palettes = palettes();
    let mut cell = Cell::EMPTY;
    cell.modifier = Modifier::REVERSED | Modifier::BOLD;
    assert!(palettes["linux-console"].contrast(&cell) < 3.5);
    assert!(palettes["campbell"].contrast(&cell) > 10.0);
}
