//! Draws what the program drew as a picture, for the README.

use super::palette::cube;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The size of one terminal cell in the picture.
const CELL: (u16, u16) = (9, 19);
const PAPER: &str = "#1d1f21";
const INK: &str = "#d5d8d6";

/// The picture of a screen, the cursor shown as an outlined cell.
pub fn picture(buffer: &Buffer, cursor: Option<Position>) -> String {
    let (width, height) = (buffer.area.width * CELL.0, buffer.area.height * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, Menlo, Consolas, \
         'DejaVu Sans Mono', monospace\" font-size=\"15\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..buffer.area.height {
        for (x, cells, text) in runs(buffer, y) {
            run(&mut svg, (x, y), cells, &text, &buffer[(x, y)]);
        }
    }
    if let Some(at) = cursor {
        let (x, y) = (at.x * CELL.0, at.y * CELL.1);
        let (w, h) = CELL;
        writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"none\" stroke=\"{INK}\"/>"
        )
        .expect("written");
    }
    svg.push_str("</svg>\n");
    svg
}

/// The runs of cells with one style in a line: where they begin, how many, their text.
fn runs(buffer: &Buffer, y: u16) -> Vec<(u16, u16, String)> {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let wide = cell.symbol().width().max(1) as u16;
        let same = |at: u16| {
            let first = &buffer[(at, y)];
            (first.fg, first.bg, first.modifier) == (cell.fg, cell.bg, cell.modifier)
        };
        match runs.last_mut() {
            Some((at, cells, text)) if wide == 1 && text.is_ascii() && same(*at) => {
                *cells += 1;
                text.push_str(cell.symbol());
            }
            _ => runs.push((x, wide, cell.symbol().to_owned())),
        }
        x += wide;
    }
    runs
}

fn run(svg: &mut String, (x, y): (u16, u16), cells: u16, text: &str, look: &Cell) {
    let (mut ink, mut paper) = (colour(look.fg, INK), colour(look.bg, PAPER));
    if look.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    let (left, top, width) = (x * CELL.0, y * CELL.1, cells * CELL.0);
    if paper != PAPER {
        let height = CELL.1;
        writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>"
        )
        .expect("written");
    }
    let shown = text.trim_end();
    let underlined = look.modifier.contains(Modifier::UNDERLINED);
    if shown.is_empty() && !underlined {
        return;
    }
    let text = if underlined { text } else { shown };
    let length = text.width().max(1) as u16 * CELL.0;
    let mut style = String::new();
    for (on, css) in [
        (underlined, " text-decoration=\"underline\""),
        (look.modifier.contains(Modifier::BOLD), " font-weight=\"bold\""),
        (look.modifier.contains(Modifier::DIM), " opacity=\"0.6\""),
    ] {
        if on {
            style.push_str(css);
        }
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let base = top + 14;
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{base}\" fill=\"{ink}\" textLength=\"{length}\" \
         lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{style}>{escaped}</text>"
    )
    .expect("written");
}

fn colour(colour: Color, default: &str) -> String {
    let named = match colour {
        Color::Reset => default,
        Color::Black => "#1d1f21",
        Color::Red | Color::LightRed => "#f2777a",
        Color::Green | Color::LightGreen => "#99cc99",
        Color::Yellow | Color::LightYellow => "#f0c674",
        Color::Blue | Color::LightBlue => "#81a2be",
        Color::Magenta | Color::LightMagenta => "#b294bb",
        Color::Cyan | Color::LightCyan => "#70c0b1",
        Color::DarkGray => "#6f7276",
        Color::Gray | Color::White => "#eceeed",
        Color::Indexed(number @ 16..) => {
            let [r, g, b] = cube(number);
            return format!("#{r:02x}{g:02x}{b:02x}");
        }
        other => panic!("{other:?} has no colour in pictures"),
    };
    named.to_owned()
}
