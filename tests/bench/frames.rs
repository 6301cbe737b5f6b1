//! The own screen beside a stock `Terminal` of ratatui that is given the same frames: its double buffer, its moves of
//! lines and the keys of lines have to earn their place.

use crate::data::app;
use crate::harness::{middle, readable};
use leadsheet::app::{App, Chord, Input};
use leadsheet::shell::Screen;
use leadsheet::view::{self, LeadKeys, LineKey, Theme};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// The size of the screen.
const SIZE: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

/// What is drawn: a name, the keys before it, the key of each frame, and how many frames.
const SEQUENCES: [(&str, &[&str], &str, usize); 5] = [
    ("down inside the screen", &["g", "g"], "down", 30),
    ("down, scrolling", &["g", "g", "4", "0", "j"], "down", 60),
    ("page down", &["g", "g"], "pagedown", 40),
    ("right, scrolling", &["g", "g", "z", "a", "2", "0", "l"], "right", 20),
    ("a letter in the editor of a cell", &["g", "g", "0", "c", "c"], "x", 40),
];

/// Bytes on their way to a terminal.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Wire {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Draws a frame of the program: the bytes for the terminal.
type Draw = Box<dyn FnMut(&App, &Theme) -> Vec<u8>>;

/// What draws frames, and the terminal that gets the bytes.
struct Drawer {
    draw: Draw,
    terminal: vt100::Parser,
    times: Vec<Duration>,
    bytes: Vec<usize>,
}

impl Drawer {
    fn new(draw: impl FnMut(&App, &Theme) -> Vec<u8> + 'static) -> Self {
        let cells = |number: u16| number.try_into().expect("a terminal has a cell");
        let terminal = vt100::Parser::new(cells(SIZE.height), cells(SIZE.width), 0);
        Self { draw: Box::new(draw), terminal, times: Vec::new(), bytes: Vec::new() }
    }

    /// The program's own screen; with line keys only the lines are drawn that may look otherwise.
    fn own(has_keys: bool) -> Self {
        let mut screen = Screen::new(SIZE.as_size()).expect("room for a file");
        let mut lead_keys = LeadKeys::default();
        screen.renew(SIZE.as_size());
        Self::new(move |app, theme| {
            let keys = if has_keys {
                view::line_keys(app, theme, SIZE, &mut lead_keys)
            } else {
                vec![LineKey::default(); SIZE.height.into()]
            };
            screen.frame(keys, |buf, wanted| view::draw_lines(app, theme, wanted, buf))
        })
    }

    /// Ratatui's, with the backend that it is used with most.
    fn stock() -> Self {
        let wire = Wire::default();
        let options = TerminalOptions { viewport: Viewport::Fixed(SIZE) };
        let backend = CrosstermBackend::new(wire.clone());
        let mut terminal = Terminal::with_options(backend, options).expect("bytes are taken");
        Self::new(move |app, theme| {
            let draw = |frame: &mut ratatui::Frame<'_>| {
                let drawn = view::draw(app, theme, frame.buffer_mut());
                if let Some(cursor) = drawn.cursor {
                    frame.set_cursor_position(cursor);
                }
            };
            terminal.draw(draw).expect("bytes are taken");
            wire.take()
        })
    }

    fn frame(&mut self, app: &App, theme: &Theme) {
        let begin = Instant::now();
        let bytes = (self.draw)(app, theme);
        self.times.push(begin.elapsed());
        self.bytes.push(bytes.len());
        self.terminal.process(&bytes);
    }

    /// The medians of the frames since it was last asked.
    fn medians(&mut self) -> (usize, Duration) {
        self.times.sort_unstable();
        self.bytes.sort_unstable();
        let medians = (middle(&self.bytes), middle(&self.times));
        self.times.clear();
        self.bytes.clear();
        medians
    }

    /// All that can be seen.
    fn seen(&self) -> Vec<String> {
        let screen = self.terminal.screen();
        let cells = (0..SIZE.height).flat_map(|y| (0..SIZE.width).map(move |x| (y, x)));
        let mut seen: Vec<String> = cells
            .filter_map(|(y, x)| {
                let cell = screen.cell(y, x)?;
                let is_blank = matches!(cell.contents(), "" | " ");
                let background = format!("{:?} {}", cell.bgcolor(), cell.is_wide());
                Some(if is_blank && !cell.underline() && !cell.inverse() {
                    background
                } else {
                    let flags =
                        [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
                    let text = if is_blank { " " } else { cell.contents() };
                    format!("{text} {:?} {flags:?} {background}", cell.fgcolor())
                })
            })
            .collect();
        seen.push(format!("{} {:?}", screen.hide_cursor(), screen.cursor_position()));
        seen
    }
}

/// Draws the sequences on both, and prints what they took.
///
/// # Panics
///
/// If the terminals show different screens after any frame.
pub fn print(is_wanted: impl Fn(&str) -> bool) {
    if !SEQUENCES.iter().any(|(name, ..)| is_wanted(name)) {
        return;
    }
    println!(
        "\n{:<34} {:>7} {:>7} {:>6}  {:>9} {:>9} {:>9} {:>6}",
        "beside a stock Terminal of ratatui",
        "bytes",
        "stock",
        "ratio",
        "time",
        "all lines",
        "stock",
        "ratio"
    );
    let theme = Theme::named("dark").expect("compiled in");
    for (name, before, key, frames) in SEQUENCES.into_iter().filter(|(name, ..)| is_wanted(name)) {
        let mut app = app();
        app.set_view_size(view::areas(SIZE, &app).fit());
        let mut drawers = [Drawer::own(true), Drawer::own(false), Drawer::stock()];
        for key in before {
            press(&mut app, key);
        }
        for drawer in &mut drawers {
            drawer.frame(&app, &theme);
            let _whole = drawer.medians();
        }
        for n in 0..frames {
            press(&mut app, key);
            // None is always the first one, which finds the caches cold.
            for at in 0..drawers.len() {
                drawers[(at + n) % 3].frame(&app, &theme);
            }
            let seen = drawers[2].seen();
            for drawer in &drawers[..2] {
                assert!(drawer.seen() == seen, "{name}: the screens differ after frame {n}");
            }
        }
        let [(bytes, time), (_, all), (stock_bytes, stock)] =
            drawers.each_mut().map(Drawer::medians);
        let ratio = |own: f64, stock: f64| own / stock;
        println!(
            "{name:<34} {bytes:>7} {stock_bytes:>7} {:>6.2}  {:>9} {:>9} {:>9} {:>6.2}",
            ratio(bytes as f64, stock_bytes as f64),
            readable(time),
            readable(all),
            readable(stock),
            ratio(time.as_secs_f64(), stock.as_secs_f64()),
        );
    }
}

fn press(app: &mut App, key: &str) {
    let chord: Chord = key.parse().expect("a key");
    let _effects = app.update(Input::Key(chord));
    app.set_view_size(view::areas(SIZE, app).fit());
}
