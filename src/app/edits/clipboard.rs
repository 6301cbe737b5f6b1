//! What was copied, and what is said about where it went.

use crate::app::app::App;
use crate::app::edits::block::Block;
use crate::app::effect::{Effect, EffectError};
use crate::leads::Field;

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
        self.copy_as(block.write(), block, what, hint);
    }

    /// Keeps cells for pasting and asks for a text about them to be put on the terminal's clipboard.
    pub(crate) fn copy_as(&mut self, text: String, block: Block, what: String, hint: String) {
        self.effects.push(Effect::Copy(text.clone()));
        self.set_status(format!("{what} copied.{hint}"));
        self.clipboard = Some(Clipboard { block, text, what, hint });
    }

    /// The fields of a lead that is copied: the shown ones, and at last the Referral ID if it isn't
    /// shown, by which the lead is found again when it is pasted.
    pub(crate) fn copied_fields(&self) -> Vec<Field> {
        let shown = (0..self.columns.len()).map(|at| self.columns.field(at));
        let id = self.sheet.layout().referral_id();
        shown.chain(id.filter(|id| self.columns.position(*id).is_none())).collect()
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
