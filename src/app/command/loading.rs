//! A large file of which only the beginning is there: it is shown at once, and the rest is read behind the screen.
//!
//! The cursor moves within the beginning. Everything else that is typed waits for the whole file, in order, so that
//! each key means what it would mean if reading took no time.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::command::kinds::is_motion;
use crate::app::effect::Effect;
use crate::app::grid::viewport::Viewport;
use crate::app::input::{Chord, Input};
use crate::app::keys::keymap::Lookup;
use crate::app::mode::Mode;
use crate::app::start::Start;
use crate::leads::Field;

/// The beginning of a file, while the rest is read.
#[derive(Debug)]
pub(crate) struct Loading {
    /// The cell under the cursor when the file was opened.
    begin: (Viewport, Field),
    /// How much of the file is read, in percent, once reading takes so long that this is shown.
    percent: Option<u64>,
    /// Whether the last message is that of a key.
    is_answered: bool,
}

impl App {
    /// Opens the beginning of a file. [`App::take_loaded`] opens the whole file in its place.
    pub fn beginning(start: Start) -> Self {
        let mut app = Self::new(start);
        // What is asked and remembered is so for the whole file.
        app.effects.clear();
        app.loading = Some(Loading {
            begin: (app.viewport, app.cell().field),
            percent: None,
            is_answered: false,
        });
        app
    }

    /// Whether only the beginning of the file is there.
    pub fn is_loading(&self) -> bool {
        self.loading.is_some()
    }

    /// Tells how much of the file is read, in percent, once that is to be seen.
    pub fn show_loading(&mut self, percent: u64) {
        if let Some(loading) = &mut self.loading {
            loading.percent = Some(percent);
        }
    }

    /// Opens the whole file. What was typed meanwhile is due then.
    pub fn take_loaded(&mut self, start: Start) {
        let before = std::mem::replace(self, Self::new(start));
        self.fit = before.fit;
        self.mouse = before.mouse;
        self.theme = before.theme;
        let Some(Loading { begin, is_answered, .. }) = before.loading else { return };
        if !matches!(self.mode, Mode::Grid) {
            // No key answers a question that wasn't there when it was pressed.
            return;
        }
        if is_answered {
            self.message = before.message;
        }
        let field = before.columns.field(before.viewport.column);
        let is_moved = (before.viewport.row, field) != (begin.0.row, begin.1);
        if is_moved && self.filters.is_empty() && self.sort.is_none() {
            let column = self.columns.nearest(field);
            self.viewport = Viewport { column, ..before.viewport };
        }
        self.postponed.inputs = before.postponed.inputs;
    }

    /// Moves the cursor within the beginning of the file, and holds what else is typed; returns any other input.
    pub(in crate::app) fn hold_while_loading(&mut self, input: Input) -> Option<Input> {
        match input {
            Input::Key(chord) if self.cancels(chord) => self.effects.push(Effect::StopLoading),
            Input::Key(chord) if self.quits(chord) => self.quit(),
            Input::Key(chord) if self.moves_within(chord) => {}
            input if input.is_typed() || matches!(input, Input::Mouse(_)) => {
                self.postponed.inputs.push_back(input);
            }
            input => return Some(input),
        }
        None
    }

    /// Whether a key quits.
    fn quits(&self, chord: Chord) -> bool {
        let found = self.keymap.lookup(When::Grid, &[chord]);
        matches!(found, Lookup::Command(command) if command.name == "quit")
    }

    /// Moves the cursor by a key, if nothing waits before it and it leads to what is there already.
    fn moves_within(&mut self, chord: Chord) -> bool {
        let Lookup::Command(command) = self.keymap.lookup(When::Grid, &[chord]) else {
            return false;
        };
        let is_unseen = self.fit.too_small || self.fit.rows == 0;
        if !is_motion(command) || !self.postponed.inputs.is_empty() || is_unseen {
            return false;
        }
        let (before, message) = (self.viewport, self.message.take());
        (command.run)(self, None);
        self.scroll_to_cursor();
        let end = self.viewport.top + u32::from(self.fit.rows);
        let is_there = end < self.order.len();
        if !is_there {
            (self.viewport, self.message) = (before, message);
        } else if let Some(loading) = &mut self.loading {
            loading.is_answered = true;
        }
        is_there
    }

    /// How much of the file is read, for the title: `loading 34%`.
    pub fn loading_label(&self) -> Option<String> {
        Some(match self.loading.as_ref()?.percent {
            Some(percent @ ..100) => format!("loading {percent}%"),
            // What comes after reading isn't counted.
            _ => "loading".to_owned(),
        })
    }

    /// The line about the file that is read, once that takes long.
    pub fn loading_line(&self) -> Option<String> {
        let percent = self.loading.as_ref()?.percent?;
        let stops = match self.keymap.hint(When::Grid, "cancel") {
            key if key.is_empty() => String::new(),
            key => format!(" {key} stops."),
        };
        let waits = match self.postponed.inputs.len() {
            0 => "",
            _ => " What you typed waits.",
        };
        Some(match percent {
            ..100 => format!("Loading: {percent}%.{waits}{stops}"),
            _ => format!("Loading: read, its leads are being found.{waits}{stops}"),
        })
    }
}
