//! A line of a screen: the colours behind it, its borders, and its texts.

use super::{CELL, Ink, Rgb, Screen, Styles, hex};
use ratatui::style::Modifier;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Where texts stand in their line, and where they are underlined.
const BASE: u16 = 14;
const UNDERLINE: u16 = 16;
/// The middle of a character, where borders run.
const MIDDLE: (u16, u16) = (CELL.0 / 2, CELL.1 / 2);

/// Characters of a line with one style, from a column on.
struct Run {
    x: u16,
    cells: u16,
    text: String,
    ink: Ink,
    back: Option<Rgb>,
    is_underlined: bool,
}

/// Draws a line as if it were the first one.
pub fn draw(screen: &Screen, y: u16, styles: &mut Styles) -> String {
    let mut svg = String::new();
    let runs = runs(screen, y, styles);
    for back in joined(&runs, |run| run.back) {
        let (x, width, colour) = back;
        let height = CELL.1;
        write!(svg, "<path fill=\"{}\" d=\"M{x} 0h{width}v{height}H{x}z\"/>", hex(colour))
            .expect("written");
    }
    for (x, width, ink) in joined(&runs, |run| run.is_underlined.then_some(run.ink)) {
        let class = styles.class(ink);
        write!(svg, "<path class=\"{class}\" d=\"M{x} {UNDERLINE}h{width}v1H{x}z\"/>")
            .expect("written");
    }
    for (index, run) in runs.iter().enumerate() {
        if border(&run.text).is_some() {
            if index == 0
                || border(&runs[index - 1].text).is_none()
                || runs[index - 1].ink != run.ink
            {
                borders(&mut svg, &runs[index..], styles);
            }
        } else {
            text(&mut svg, run, styles);
        }
    }
    if let Some(at) = screen.cursor.filter(|at| at.y == y) {
        let (x, height) = (at.x * CELL.0, CELL.1);
        let ink = styles.of(&screen.buffer[(at.x, y)]).0;
        let class = styles.class((ink.0, false));
        write!(svg, "<path class=\"{class}\" d=\"M{x} 0h2v{height}h-2z\"/>").expect("written");
    }
    svg
}

/// Draws a line that explains a screen: keys in a box, and what they are for.
pub fn caption(keys: &str, explanation: &str, styles: &mut Styles) -> String {
    let (colour, back) = styles.look.palette.own_colours();
    let mut x = 0;
    let mut svg = String::new();
    if !keys.is_empty() {
        let width = (keys.width() as u16 + 2) * CELL.0;
        let (colour, height) = (hex(colour), CELL.1 + 2);
        write!(
            svg,
            "<rect y=\"-1\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{colour}\"/>"
        )
        .expect("written");
        piece(&mut svg, (CELL.0, keys), (back, true), styles);
        x = width + CELL.0;
    }
    piece(&mut svg, (x, explanation), (colour, false), styles);
    svg
}

fn runs(screen: &Screen, y: u16, styles: &Styles) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < screen.buffer.area.width {
        let cell = &screen.buffer[(x, y)];
        let (ink, back) = styles.of(cell);
        let run = Run {
            x,
            cells: cell.symbol().width().max(1) as u16,
            text: cell.symbol().to_owned(),
            ink,
            back,
            is_underlined: cell.modifier.contains(Modifier::UNDERLINED),
        };
        x += run.cells;
        match runs.last_mut() {
            Some(last) if continues(last, &run) => {
                last.cells += run.cells;
                last.text.push_str(&run.text);
            }
            _ => runs.push(run),
        }
    }
    runs
}

/// Whether a character is drawn together with those before it. Symbols are alone: fonts disagree on their width.
fn continues(last: &Run, next: &Run) -> bool {
    let is_plain = |text: &str| text.chars().all(|c| c.is_ascii() || c.is_alphabetic());
    let is_wide = |run: &Run| usize::from(run.cells) > run.text.chars().count();
    last.ink == next.ink
        && last.back == next.back
        && last.is_underlined == next.is_underlined
        && is_plain(&last.text)
        && is_plain(&next.text)
        && is_wide(last) == is_wide(next)
}

/// The left ends and widths in pixels of what neighbouring runs have in common.
fn joined<T: PartialEq>(runs: &[Run], of: impl Fn(&Run) -> Option<T>) -> Vec<(u16, u16, T)> {
    let mut parts: Vec<(u16, u16, T)> = Vec::new();
    for run in runs {
        let (x, width) = (run.x * CELL.0, run.cells * CELL.0);
        let Some(value) = of(run) else { continue };
        match parts.last_mut() {
            Some(last) if last.0 + last.1 == x && last.2 == value => last.1 += width,
            _ => parts.push((x, width, value)),
        }
    }
    parts
}

/// Draws the texts of a run. Where more than one blank is between them, they are drawn on their own: some browsers
/// draw one blank only.
fn text(svg: &mut String, run: &Run, styles: &mut Styles) {
    let mut column = run.x;
    for part in run.text.split("  ") {
        let shown = part.trim_start();
        let blank = (part.width() - shown.width()) as u16;
        if !shown.is_empty() {
            piece(svg, ((column + blank) * CELL.0, shown.trim_end()), run.ink, styles);
        }
        column += part.width() as u16 + 2;
    }
}

/// Draws a text without blanks around it.
fn piece(svg: &mut String, (x, shown): (u16, &str), ink: Ink, styles: &mut Styles) {
    let width = shown.width() as u16 * CELL.0;
    let class = styles.class(ink);
    let length = match shown.chars().count() {
        1 => String::new(),
        _ => format!(" textLength=\"{width}\""),
    };
    let escaped = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    write!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{BASE}\"{length}>{escaped}</text>")
        .expect("written");
}

/// Which of left, right, up and down a border goes to from the middle of its character.
fn border(text: &str) -> Option<[bool; 4]> {
    let ends = match text {
        "─" => "lr",
        "│" => "ud",
        "┌" | "╭" => "rd",
        "┐" | "╮" => "ld",
        "└" | "╰" => "ru",
        "┘" | "╯" => "lu",
        "├" => "rud",
        "┤" => "lud",
        "┬" => "lrd",
        "┴" => "lru",
        "┼" => "lrud",
        _ => return None,
    };
    Some(["l", "r", "u", "d"].map(|end| ends.contains(end)))
}

/// Draws neighbouring borders, so that they meet in any font.
fn borders(svg: &mut String, runs: &[Run], styles: &mut Styles) {
    let ink = runs[0].ink;
    let class = styles.class(ink);
    write!(svg, "<path class=\"{class}\" d=\"").expect("written");
    let mut line: Option<(u16, u16)> = None;
    let flush = |svg: &mut String, line: &mut Option<(u16, u16)>| {
        if let Some((from, to)) = line.take() {
            let (width, y) = (to - from, MIDDLE.1);
            write!(svg, "M{from} {y}h{width}v1H{from}z").expect("written");
        }
    };
    for run in runs {
        let Some([left, right, up, down]) = border(&run.text).filter(|_| run.ink == ink) else {
            break;
        };
        let (x, middle) = (run.x * CELL.0, run.x * CELL.0 + MIDDLE.0);
        if left || right {
            let from = if left { x } else { middle };
            let to = if right { x + CELL.0 } else { middle + 1 };
            match &mut line {
                Some((_, end)) if *end == from => *end = to,
                _ => {
                    flush(svg, &mut line);
                    line = Some((from, to));
                }
            }
        }
        if up || down {
            let from = if up { 0 } else { MIDDLE.1 };
            let height = if down { CELL.1 - from } else { MIDDLE.1 + 1 - from };
            write!(svg, "M{middle} {from}h1v{height}h-1z").expect("written");
        }
    }
    flush(svg, &mut line);
    svg.push_str("\"/>");
}
