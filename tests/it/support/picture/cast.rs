//! A picture that moves: screens in the order in which keys lead to them, each line drawn once for each text it has.

use super::{CELL, Look, Screen, Styles, frame, line};
use crate::support::session::{Session, chords};
use leadsheet::app::Input;
use std::fmt::Write as _;

/// How long a key that is typed stays alone on the screen, in milliseconds.
const TYPING: u32 = 110;
/// The space between the screen and its caption, and the height of the caption.
const CAPTION: (u16, u16) = (12, 22);

/// Screens that follow each other.
pub struct Cast<'l> {
    look: &'l Look,
    session: Session,
    shots: Vec<Shot>,
    caption: &'static str,
    keys: String,
    /// The screen that is shown where nothing moves.
    still: usize,
}

struct Shot {
    screen: Screen,
    keys: String,
    caption: &'static str,
    milliseconds: u32,
}

impl<'l> Cast<'l> {
    /// Begins with what a session shows.
    pub fn new(look: &'l Look, session: Session) -> Self {
        Self { look, session, shots: Vec::new(), caption: "", keys: String::new(), still: 0 }
    }

    /// Explains what follows, and shows the screen for a time.
    pub fn explain(mut self, caption: &'static str, milliseconds: u32) -> Self {
        self.caption = caption;
        self.keys.clear();
        self.shoot(milliseconds);
        self
    }

    /// Presses keys one after the other, and shows what they lead to for a time.
    pub fn press(mut self, keys: &str, milliseconds: u32) -> Self {
        if !self.keys.is_empty() {
            self.keys.push(' ');
        }
        for chord in chords(keys) {
            self.keys.push_str(&chord.to_string());
            self.session.input(Input::Key(chord));
            self.shoot(TYPING);
        }
        let last = self.shots.last_mut().expect("keys were pressed");
        last.milliseconds = milliseconds;
        self
    }

    /// Lets the program do something else, and shows the screen for a time.
    pub fn then(mut self, act: impl FnOnce(&mut Session), milliseconds: u32) -> Self {
        act(&mut self.session);
        self.shoot(milliseconds);
        self
    }

    /// Makes the last screen the one that is shown where nothing moves.
    pub fn still(mut self) -> Self {
        self.still = self.shots.len() - 1;
        self
    }

    fn shoot(&mut self, milliseconds: u32) {
        let screen = self.look.draw(&mut self.session);
        let (keys, caption) = (self.keys.clone(), self.caption);
        self.shots.push(Shot { screen, keys, caption, milliseconds });
    }

    /// How long it takes, in milliseconds.
    pub fn duration(&self) -> u32 {
        self.shots.iter().map(|shot| shot.milliseconds).sum()
    }

    /// The screens as texts, with the captions.
    pub fn texts(&self) -> impl Iterator<Item = (String, &'static str)> {
        self.shots.iter().map(|shot| {
            let cells = shot.screen.buffer.content.iter();
            (cells.map(ratatui::buffer::Cell::symbol).collect(), shot.caption)
        })
    }

    /// The picture.
    pub fn picture(&self, title: &str) -> String {
        let area = self.shots[0].screen.buffer.area;
        let mut styles = Styles::new(self.look);
        let (mut rules, mut content) = (String::new(), String::new());
        for y in 0..=area.height {
            let mut draw = |shot: &Shot| match y {
                y if y < area.height => line::draw(&shot.screen, y, &mut styles),
                _ => line::caption(&shot.keys, shot.caption, &mut styles),
            };
            let lines: Vec<String> = self.shots.iter().map(&mut draw).collect();
            self.row(y, &lines, &mut rules, &mut content);
        }
        let seconds = f64::from(self.duration()) / 1000.0;
        let rules = format!(
            "g{{animation:{seconds}s step-end infinite}}\n{rules}\
             @media(prefers-reduced-motion:reduce){{g{{animation:none!important}}}}\n"
        );
        let height = CAPTION.0 + CAPTION.1 + area.height * CELL.1;
        frame(&styles, &rules, (area.width, height), (title, &content))
    }

    /// The upper end of a line.
    fn top(&self, y: u16) -> u16 {
        let is_caption = y == self.shots[0].screen.buffer.area.height;
        y * CELL.1 + if is_caption { CAPTION.0 } else { 0 }
    }

    /// Draws each text that a line has once, side by side, and moves the one that is shown into sight.
    fn row(&self, y: u16, lines: &[String], rules: &mut String, content: &mut String) {
        let mut texts = vec![&lines[self.still]];
        let width = self.shots[0].screen.buffer.area.width * CELL.0;
        let (mut now, mut frames, mut last) = (0, String::new(), usize::MAX);
        for (text, shot) in lines.iter().zip(&self.shots) {
            let at = texts.iter().position(|known| *known == text).unwrap_or_else(|| {
                texts.push(text);
                texts.len() - 1
            });
            if at != last {
                let percent = f64::from(now) * 100.0 / f64::from(self.duration());
                let left = at * usize::from(width);
                write!(frames, "{percent:.2}%{{transform:translateX(-{left}px)}}")
                    .expect("written");
            }
            (last, now) = (at, now + shot.milliseconds);
        }
        let top = self.top(y);
        let style = if texts.len() > 1 {
            writeln!(rules, "@keyframes r{y}{{{frames}}}").expect("written");
            format!(" style=\"animation-name:r{y}\"")
        } else {
            String::new()
        };
        write!(content, "<g transform=\"translate(0 {top})\"><g{style}>").expect("written");
        for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let left = at * usize::from(width);
            if left == 0 {
                content.push_str(text);
            } else {
                write!(content, "<g transform=\"translate({left} 0)\">{text}</g>")
                    .expect("written");
            }
        }
        content.push_str("</g></g>\n");
    }
}
