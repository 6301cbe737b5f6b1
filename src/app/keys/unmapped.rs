//! What is done with keys that run no command.

use crate::app::app::App;
use crate::app::command::When;
use crate::app::input::{Chord, Key};
use crate::app::keys::typing_guard::is_text;
use crate::app::mode::Mode;
use crate::app::panels::files::open::ask_path;
use crate::app::panels::files::state::FilesPanel;
use crate::app::panels::picker::open::type_over;

impl App {
    /// Takes a key that runs no command: text where text is typed, else a word about it and about the
    /// count that was typed before it.
    pub(crate) fn unmapped(&mut self, keys: &[Chord], count: Option<usize>) {
        if let (Mode::Grid, true, [chord]) = (&self.mode, self.keymap.preset().types_over(), keys)
            && let Some(letter) = chord.typed()
        {
            return type_over(self, letter.encode_utf8(&mut [0; 4]));
        }
        let typed = match keys {
            [chord] => chord.typed().is_some_and(|letter| self.type_in(letter)),
            _ => false,
        };
        if let (Mode::Panel(panel), [chord]) = (&self.mode, keys)
            && panel.downcast_ref::<FilesPanel>().is_some()
            && let Some(c @ ('~' | '.')) = chord.typed()
        {
            return ask_path(self, &c.to_string());
        }
        if let Mode::SuspectedPaste(held) = &self.mode {
            return self.set_status(self.show_suspected_paste(held));
        }
        if let (false, [before @ .., chord]) = (typed, keys)
            && let Some(chord) = self.alt_as_escape(*chord)
        {
            if before.is_empty() {
                self.key(Chord::plain(Key::Esc));
            }
            return self.key(chord);
        }
        let is_escape = keys.last().is_some_and(|c| c.key == Key::Esc);
        if !typed && !is_escape {
            let all_keys = keys;
            let keys: String = keys.iter().map(ToString::to_string).collect();
            let count = count.map(|count| count.to_string()).unwrap_or_default();
            let offer = matches!(self.mode, Mode::Grid) && all_keys.iter().all(is_text);
            let way_out = match self.mode {
                Mode::Grid if offer => self.note_typed_text(),
                Mode::Grid => format!("{} lists the keys.", self.keymap.hint(When::Grid, "help")),
                Mode::Ask(ask) => self.answer_keys_hint(ask),
                _ => self.close_hint(),
            };
            self.set_status(format!("{count}{keys} has no function here. {way_out}"));
        }
    }

    /// The key that leaves what is open over the grid, in a sentence.
    fn close_hint(&self) -> String {
        let names = ["close", "cancel", "forget"];
        let places = self.places().iter().flat_map(|when| names.map(|name| (*when, name)));
        let key = places.map(|(when, name)| self.keymap.hint(when, name)).find(|k| !k.is_empty());
        key.map_or_else(String::new, |key| format!("{key} goes back."))
    }

    /// Returns the key that was pressed right after Esc, if that is what a terminal sent as a key with Alt.
    ///
    /// Not in the editor of a cell, where Esc in place of a mistyped Alt would lose what was typed.
    fn alt_as_escape(&self, chord: Chord) -> Option<Chord> {
        let is_typed = matches!(chord.key, Key::Char(_));
        let may_be = match self.mode {
            Mode::Editor(_) => false,
            Mode::Grid if self.keymap.preset().types_over() => false,
            Mode::Prompt(_) | Mode::Picker(_) => is_typed,
            _ => is_typed || matches!(chord.key, Key::Enter | Key::Tab | Key::Backspace),
        };
        (chord.alt && !chord.shift && may_be).then_some(Chord { alt: false, ..chord })
    }
}
