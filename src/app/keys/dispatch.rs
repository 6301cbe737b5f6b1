//! From a key to the command that it runs.

use crate::app::app::App;
use crate::app::command::kinds::{is_jump, is_motion, takes_count};
use crate::app::command::{Command, When};
use crate::app::effect::{Effect, OnExit};
use crate::app::input::{Chord, Key};
use crate::app::keys::keymap::Lookup;
use crate::app::keys::typing_guard::is_text;
use crate::app::mode::Mode;
use crate::app::panels::picker::state::PickerKind;
use crate::leads::index::index;
use crate::leads::plural;

/// The largest count that can be typed.
const MAX_COUNT: usize = 9_999_999;

impl App {
    /// Takes a key: a digit of a count, a part of a longer key, or the key of a command.
    pub(crate) fn key(&mut self, chord: Chord) {
        let chord = self.without_shift(chord);
        if !is_text(&chord) {
            self.habits.typing.end();
        }
        self.hints_shown = false;
        self.target = self.message.take().and_then(|message| message.target).or(self.target);
        if self.counts(chord) {
            return;
        }
        self.pending.push(chord);
        match self.keymap.lookup_in(self.places(), &self.pending) {
            Lookup::Prefix if self.seems_typed(&self.pending) => {
                let keys = std::mem::take(&mut self.pending);
                self.report_typed_text(&keys);
            }
            Lookup::Prefix => {}
            Lookup::Command(command) => {
                let keys = std::mem::take(&mut self.pending);
                if self.is_typed_text(&keys, command) {
                    return self.report_typed_text(&keys);
                }
                self.run(command);
            }
            Lookup::Unknown => {
                let keys = std::mem::take(&mut self.pending);
                let count = self.count.take();
                self.target = None;
                if !self.stretched(&keys) {
                    self.unmapped(&keys, count);
                }
            }
        }
    }

    /// Runs a command with the count that was typed before it, and says so if the command takes none.
    pub(in crate::app) fn run(&mut self, command: &'static Command) {
        let count = self.count.take();
        if self.postpones(command, count) {
            return;
        }
        let is_choice =
            matches!(&self.mode, Mode::Picker(p) if matches!(p.offers, PickerKind::Cell { .. }));
        self.habits.jumps.may_jump(is_jump(command) && !is_choice);
        if matches!(self.mode, Mode::Grid)
            && self.keymap.preset().types_over()
            && is_motion(command)
        {
            self.clear_selection();
        }
        (command.run)(self, count);
        self.target = None;
        if !continues_tabs(command) {
            self.habits.tab_origin = None;
        }
        if let Some(count) = count.filter(|_| !takes_count(command)) {
            let name = command.name.replace('_', " ");
            let unused = format!("The number {count} was not used: \"{name}\" takes none.");
            match &mut self.message {
                Some(message) => message.text = format!("{} {unused}", message.text),
                None => self.set_status(unused),
            }
        }
    }

    /// The sections of the key map that hold now, the first one first.
    pub fn places(&self) -> &'static [When] {
        match (&self.mode, &self.selection) {
            (Mode::Grid, Some(_)) => &[When::Selection, When::Grid],
            (Mode::Grid, None) if self.record.is_some() => &[When::Record, When::Grid],
            (mode, _) => mode.sections(),
        }
    }

    /// Whether a word about what can follow is due, if no key comes for a while.
    pub fn waits_for_key(&self) -> bool {
        !self.pending.is_empty() && !self.hints_shown
    }

    /// What can follow the keys pressed so far: the next keys and their command.
    pub fn following(&self) -> Vec<(String, &'static Command)> {
        let places = self.places().iter();
        places.flat_map(|when| self.keymap.following(*when, &self.pending)).collect()
    }

    /// The next keys after those pressed so far and what they lead to: the name of a command, or of several
    /// their common first word or their number.
    pub fn next_keys(&self) -> Vec<(String, String, Option<&'static Command>)> {
        let places = self.places().iter();
        let next = places.flat_map(|when| self.keymap.next_keys(*when, &self.pending));
        next.map(|(key, commands)| match commands.as_slice() {
            [(keys, command)] => (keys.clone(), command.name.replace('_', " "), Some(*command)),
            several => {
                let mut words = several.iter().filter_map(|(_, c)| c.name.split('_').next());
                let first = words.next().unwrap_or_default();
                let what = if words.all(|word| word == first) {
                    format!("{first} …")
                } else {
                    plural(several.len(), "command")
                };
                (format!("{key}…"), what, None)
            }
        })
        .collect()
    }

    /// Takes a key while the screen is too small: the one that quits, if nothing is lost by it.
    pub(in crate::app) fn key_while_too_small(&mut self, chord: Chord) {
        let found = self.keymap.lookup(When::Grid, &[chord]);
        let quits = matches!(found, Lookup::Command(command) if command.name == "quit");
        if quits && !self.is_unexported() {
            let leave = if self.earlier.is_some() { OnExit::Kept } else { self.leave() };
            self.effects.push(Effect::Quit(leave));
        }
    }

    /// A key without Shift, where Shift makes no other key of it: Shift+Space is a space nearly everywhere.
    fn without_shift(&self, chord: Chord) -> Chord {
        let keys: Vec<Chord> = self.pending.iter().copied().chain([chord]).collect();
        match (chord.key, self.keymap.lookup_in(self.places(), &keys)) {
            (Key::Char(_), Lookup::Unknown) => Chord { shift: false, ..chord },
            _ => chord,
        }
    }

    /// Takes a digit of a count in the grid.
    fn counts(&mut self, chord: Chord) -> bool {
        let digit = chord.typed().and_then(|c| c.to_digit(10)).map(index);
        match (&self.mode, digit) {
            (Mode::Grid, Some(digit))
                if !self.keymap.preset().types_over()
                    && self.pending.is_empty()
                    && (digit > 0 || self.count.is_some()) =>
            {
                let count = self.count.unwrap_or_default().saturating_mul(10).saturating_add(digit);
                self.count = Some(count.min(MAX_COUNT));
                true
            }
            _ => false,
        }
    }
}

/// Whether Enter after a command still goes back to where the first Tab was pressed.
fn continues_tabs(command: &Command) -> bool {
    match command.when {
        When::Grid => {
            matches!(command.name, "next_editable" | "previous_editable" | "edit" | "replace_cell")
        }
        When::Selection | When::Record => false,
        _ => true,
    }
}
