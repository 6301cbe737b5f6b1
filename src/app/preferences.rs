//! What the program remembers of its user from one run to the next: choices, not work.

use crate::app::app::App;
use crate::app::effect::Effect;
use crate::app::views::saved::SavedView;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the program remembers of its user, whichever file is open.
///
/// A setting in `config.toml` wins over what is remembered. A file of a later version may have more in it,
/// which is left out here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// The key preset that was chosen: `default` or `spreadsheet`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<String>,
    /// The name of the theme that was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Whether the mouse was turned on or off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mouse: Option<bool>,
    /// Whether the user was told how to select text for the terminal itself.
    pub knows_selection: bool,
    /// How many times the welcome was shown.
    pub welcomes: u32,
    /// How much each command was run from the palette, by its name: lately counts for more than often.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub command_uses: BTreeMap<String, u32>,
    /// The path of the policy that was made last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The views that were saved under a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<SavedView>,
}

impl Preferences {
    /// The name of their file, below the state folder.
    pub const FILE: &str = "preferences.toml";

    /// Reads what was remembered. A text that can't be read is as none: nothing of it is worth a message.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// Counts that a command was run from the palette. The others count less for it, down to nothing, so that what
    /// was used lately comes before what was used often long ago.
    pub(crate) fn count_use(&mut self, command: &str) {
        /// What one use counts for.
        const USE: u32 = 64;
        /// The share that all lose at each use.
        const LOSS: u32 = 8;
        self.command_uses.retain(|_, uses| {
            *uses = uses.saturating_sub(uses.div_ceil(LOSS));
            *uses > 0
        });
        let uses = self.command_uses.entry(command.to_owned()).or_default();
        *uses = uses.saturating_add(USE);
    }

    /// The text that [`Preferences::parse`] reads.
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

impl App {
    /// Changes what is remembered for the next run, and has it written if it is other than before.
    pub(crate) fn remember(&mut self, change: impl FnOnce(&mut Preferences)) {
        let before = self.preferences.clone();
        change(&mut self.preferences);
        if self.preferences != before {
            self.effects.push(Effect::Remember(self.preferences.to_text()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_again() {
        let uses = [("export".to_owned(), 3)].into();
        let preferences = Preferences {
            keys: Some("spreadsheet".to_owned()),
            mouse: Some(false),
            command_uses: uses,
            ..Preferences::default()
        };
        assert_eq!(Preferences::parse(&preferences.to_text()), preferences);
    }

    #[test]
    fn damaged_and_later_files_are_no_obstacle() {
        assert_eq!(Preferences::parse("keys = ["), Preferences::default());
        let later = Preferences::parse("theme = \"light\"\nfuture = 3\n");
        assert_eq!(later.theme.as_deref(), Some("light"));
    }
}
