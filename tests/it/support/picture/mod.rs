//! Pictures of screens for the README, in the colours of a theme and of a terminal: stills, and one that moves.

pub mod cast;
mod line;

use super::palette::{Palette, Rgb, palettes};
use super::session::Session;
use leadsheet::view::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Modifier;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The width and the height of a character.
const CELL: (u16, u16) = (9, 19);
/// The space between the screen and the edge of the picture.
const MARGIN: u16 = 12;

/// A theme of the program in a terminal.
pub struct Look {
    theme: Theme,
    palette: Palette,
}

impl Look {
    /// The looks that pictures have, by the names that end the names of their files.
    pub fn all() -> Vec<(&'static str, Self)> {
        let look = |theme: &'static str| {
            let palette = palettes().remove(&format!("gnome-{theme}")).expect("a palette");
            (theme, Self { theme: Theme::named(theme).expect("compiled in"), palette })
        };
        vec![look("dark"), look("light")]
    }

    /// What a session shows.
    fn draw(&self, session: &mut Session) -> Screen {
        let (buffer, cursor) = session.draw_with(&self.theme);
        Screen { buffer, cursor }
    }

    /// The picture of what a session shows.
    pub fn still(&self, session: &mut Session, title: &str) -> String {
        let screen = self.draw(session);
        let mut styles = Styles::new(self);
        let mut lines = String::new();
        for y in 0..screen.buffer.area.height {
            let line = line::draw(&screen, y, &mut styles);
            if !line.is_empty() {
                let top = y * CELL.1;
                writeln!(lines, "<g transform=\"translate(0 {top})\">{line}</g>").expect("written");
            }
        }
        let area = screen.buffer.area;
        frame(&styles, "", (area.width, area.height * CELL.1), (title, &lines))
    }
}

/// What is drawn on a screen.
#[derive(PartialEq)]
struct Screen {
    buffer: Buffer,
    cursor: Option<Position>,
}

/// How a text is drawn: its colour, and whether it is bold.
type Ink = (Rgb, bool);

/// The styles of a picture, each with the name of its class.
struct Styles<'l> {
    look: &'l Look,
    classes: BTreeMap<Ink, String>,
}

impl<'l> Styles<'l> {
    fn new(look: &'l Look) -> Self {
        Self { look, classes: BTreeMap::new() }
    }

    /// The style of a character, and the colour behind it if it isn't the picture's.
    fn of(&self, cell: &Cell) -> (Ink, Option<Rgb>) {
        let (text, back) = self.look.palette.drawn(cell);
        let is_bold = cell.modifier.contains(Modifier::BOLD);
        ((text, is_bold), Some(back).filter(|back| *back != self.look.palette.own_colours().1))
    }

    fn class(&mut self, ink: Ink) -> &str {
        let next = format!("c{}", self.classes.len());
        self.classes.entry(ink).or_insert(next)
    }

    /// The style sheet.
    fn sheet(&self) -> String {
        let mut sheet = String::new();
        for ((colour, is_bold), class) in &self.classes {
            let weight = if *is_bold { ";font-weight:bold" } else { "" };
            writeln!(sheet, ".{class}{{fill:{}{weight}}}", hex(*colour)).expect("written");
        }
        sheet
    }
}

fn hex([r, g, b]: Rgb) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The whole picture around the lines of a screen.
fn frame(
    styles: &Styles,
    rules: &str,
    (columns, inner_height): (u16, u16),
    (title, content): (&str, &str),
) -> String {
    let inner_width = columns * CELL.0;
    let (width, height) = (inner_width + 2 * MARGIN, inner_height + 2 * MARGIN);
    let (text, back) = styles.look.palette.own_colours();
    let border = std::array::from_fn(|part| u8::midpoint(text[part], back[part]));
    let (border, back) = (hex(border), hex(back));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{title}</title>\n<style>\n\
         text{{font:15px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace}}\n\
         {}{rules}</style>\n\
         <rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{back}\" stroke=\"{border}\"/>\n\
         <svg x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{inner_width}\" height=\"{inner_height}\">\n\
         {content}</svg>\n</svg>\n",
        styles.sheet(),
        width - 1,
        height - 1,
    )
}
