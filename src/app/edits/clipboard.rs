//! What was copied, and what is said about where it went.

use crate::app::app::App;
use crate::app::edits::block::Block;
use crate::app::effect::{Effect, EffectError};

/// Where a copied text went, as it is shown, or what went wrong as a sentence part.
pub type CopyResult = Result<String, EffectError>;

/// What was copied last.
#[derive(Clone, Debug)]
pub(crate) struct Clipboard {
    /// The cells.
    pub(crate) block: Block,
    /// The cells as text, as other programs got them.
    pub(crate) text: String,
    /// What it is in words: `12 cells`.
    what: String,
    /// What is said after it.
    hint: String,
}

impl App {
    /// Keeps cells for pasting and asks for them to be put on the terminal's clipboard.
    pub(crate) fn copy(&mut self, block: Block, what: String, hint: String) {
        let text = block.write();
        self.effects.push(Effect::Copy(text.clone()));
        self.set_status(format!("{what} copied.{hint}"));
        self.clipboard = Some(Clipboard { block, text, what, hint });
    }

    /// Takes the outcome of a copy: says how much went where, or why it went nowhere.
    pub(crate) fn copied(&mut self, result: CopyResult) {
        let Some(Clipboard { what, hint, .. }) = &self.clipboard else { return };
        match result {
            Ok(place) => self.set_status(format!("{what} copied ({place}).{hint}")),
            Err(why) => {
                let paste = self.keymap.hint(crate::app::command::When::Grid, "paste");
                self.set_error(format!("{what} copied for {paste} only: {why}."));
            }
        }
    }
}
