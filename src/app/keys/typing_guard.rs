//! Letters that seem to be typed over a cell where letters are commands.

use crate::app::app::App;
use crate::app::command::kinds::is_motion;
use crate::app::command::{Command, When};
use crate::app::input::{Chord, Key};
use crate::app::keys::preset::Preset;
use crate::app::mode::Mode;
use chrono::{DateTime, TimeDelta, Utc};

/// Within which time keys after a letter without a function belong to the same typing.
const TYPING: TimeDelta = TimeDelta::milliseconds(700);

/// How often a session offers the other keys.
const MAX_OFFERS: u8 = 2;

/// What is known about letters that seem to be typed where they are commands.
#[derive(Debug, Default)]
pub(crate) struct TypingGuard {
    /// When the last key came that seems to be typed text.
    last: Option<DateTime<Utc>>,
    /// How often the other keys were offered.
    offers: u8,
    /// What was offered when it began to be typed.
    offer: Option<String>,
}

impl TypingGuard {
    /// Takes the next key for a command again: one came that types nothing.
    pub(in crate::app) fn end(&mut self) {
        self.last = None;
    }
}

impl App {
    /// Whether the keys of a command seem to be part of a typed text, so that it must not run: they came
    /// right after a letter that has no function. Motions run: they change nothing.
    pub(in crate::app) fn is_typed_text(&self, keys: &[Chord], command: &Command) -> bool {
        self.seems_typed(keys) && !is_motion(command)
    }

    /// Whether keys in the grid came right after a letter that has no function, and could be its text.
    pub(in crate::app) fn seems_typed(&self, keys: &[Chord]) -> bool {
        matches!(self.mode, Mode::Grid) && self.is_typing() && keys.iter().all(is_text)
    }

    /// Whether the last key that seems to be typed text came just now.
    fn is_typing(&self) -> bool {
        match (self.now, self.habits.typing.last) {
            (Some(now), Some(last)) => now - last < TYPING,
            _ => false,
        }
    }

    /// Says that keys were taken for typed text, and what lets one type.
    pub(in crate::app) fn report_typed_text(&mut self, keys: &[Chord]) {
        self.count = None;
        let keys: String = keys.iter().map(ToString::to_string).collect();
        let offer = self.note_typed_text();
        self.set_status(format!("{keys} was not run, as it came right after another key. {offer}"));
    }

    /// Remembers that text seems to be typed, and offers the keys with which it is: the same words as long
    /// as the typing goes on.
    pub(in crate::app) fn note_typed_text(&mut self) -> String {
        let goes_on = self.is_typing();
        self.habits.typing.last = self.now;
        if !goes_on {
            self.habits.typing.offer = self.offer_typing();
        }
        let help = || format!("{} lists the keys.", self.keymap.hint(When::Grid, "help"));
        self.habits.typing.offer.clone().unwrap_or_else(help)
    }

    /// Offers the keys with which typing edits the cell, a few times a session.
    pub(in crate::app) fn offer_typing(&mut self) -> Option<String> {
        let is_due = !self.keymap.preset().types_over() && self.habits.typing.offers < MAX_OFFERS;
        is_due.then(|| {
            self.habits.typing.offers += 1;
            let name = format!("keys_{}", Preset::Spreadsheet.name());
            let name = self.keymap.typed_name(&name);
            format!("Letters are commands; {name} lets you type.")
        })
    }
}

/// Whether a key could be part of a typed text: a character, or the Enter after it.
pub(in crate::app) fn is_text(chord: &Chord) -> bool {
    chord.typed().is_some() || *chord == Chord::plain(Key::Enter)
}
