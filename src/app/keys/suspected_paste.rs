//! Keys that came faster than anybody types: text that a terminal pasted without saying so.

use crate::app::app::App;
use crate::app::cell_info::{CellInfo, Tone};
use crate::app::command::When;
use crate::app::command::kinds::is_motion;
use crate::app::edits::block::Block;
use crate::app::edits::pasted_text::PastedText;
use crate::app::input::Chord;
use crate::app::keys::keymap::Lookup;
use crate::app::mode::Mode;
use crate::leads::plural;

impl App {
    /// Takes keys that came faster than anybody types.
    ///
    /// Where text is typed they are pasted text. In the grid they are held until the user says what they
    /// are, unless all of them only move: a slow line hands on in one piece what was pressed one by one.
    pub(crate) fn key_burst(&mut self, keys: Vec<Chord>) {
        let only_moves = |chord: &Chord| match self.keymap.lookup_in(self.places(), &[*chord]) {
            Lookup::Command(command) => is_motion(command),
            Lookup::Prefix | Lookup::Unknown => false,
        };
        if self.pending.is_empty() && keys.iter().all(only_moves) {
            return keys.into_iter().for_each(|chord| self.key(chord));
        }
        let text: String = keys.into_iter().filter_map(Chord::char).collect();
        match &mut self.mode {
            Mode::SuspectedPaste(held) => held.push_str(&text),
            Mode::Grid => {
                self.pending.clear();
                self.count = None;
                self.mode = Mode::SuspectedPaste(text);
            }
            _ => self.paste(&text),
        }
        if let Mode::SuspectedPaste(held) = &self.mode {
            self.set_status(self.show_suspected_paste(held));
        }
    }

    /// Takes keys that came in one piece with the end of a paste: they may be a part of its text.
    ///
    /// None of them is run. In the grid they are held until the user says what they are.
    pub(crate) fn keys_after_paste(&mut self, keys: &[Chord]) {
        let count = plural(keys.len(), "key");
        let text: String = keys.iter().filter_map(|chord| chord.char()).collect();
        if !matches!(self.mode, Mode::Grid) || text.is_empty() {
            return self.set_status(format!("{count} came together with the paste; none was run."));
        }
        let key = |name| self.keymap.hint(When::Held, name);
        let (paste, forget) = (key("paste"), key("forget"));
        self.set_status(format!(
            "{count} came together with the paste; {paste} pastes them, {forget} discards them."
        ));
        self.mode = Mode::SuspectedPaste(text);
    }

    /// The lines about held keys: their text, and where it would go.
    pub(crate) fn suspected_paste_info(&self, held: &str) -> CellInfo {
        let (rows, columns) = Block::read(&PastedText::new(held).text).size();
        let field = self.cell().field;
        let name = self.sheet.layout().name(field);
        let say = match (rows, columns) {
            (1, 1) => format!("One text, for {name}. No key was run."),
            _ => format!("{rows} × {columns} cells, starting at {name}. No key was run."),
        };
        CellInfo {
            column: "Held".to_owned(),
            text: held.to_owned(),
            explanation: say,
            tone: Tone::Note,
            ..CellInfo::default()
        }
    }

    /// What is said while pasted keys are held.
    pub(crate) fn show_suspected_paste(&self, held: &str) -> String {
        let key = |name| self.keymap.hint(When::Held, name);
        let count = held.chars().count();
        format!(
            "{count} keys arrived at once; {} pastes them, {} discards them.",
            key("paste"),
            key("forget")
        )
    }
}
