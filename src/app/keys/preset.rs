//! The key presets: the keys as compiled in, and others laid over them.

use crate::app::command::When;
use crate::app::keys::keymap::KeymapError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The key map as compiled in.
const DEFAULT: &str = include_str!("../../../assets/keymap.toml");

/// A whole set of keys, for hands that know other programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// Letters are commands, as in vim.
    #[default]
    Default,
    /// Typing edits the cell, as in Excel and LibreOffice Calc.
    Spreadsheet,
}

/// The keys of a section as they are written: `command = ["key", "key key"]`.
pub(crate) type Sections = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// What a preset changes.
#[derive(Debug, Default, Deserialize)]
struct PresetFile {
    /// The key after which the letters of the default preset are commands.
    leader: Option<String>,
    /// The sections with other keys.
    #[serde(flatten)]
    sections: Sections,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 2] = [Self::Default, Self::Spreadsheet];

    /// The name in `config.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Spreadsheet => "spreadsheet",
        }
    }

    /// What it is, in a few words.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Default => "letters are commands, as in vim",
            Self::Spreadsheet => "typing edits the cell, as in Excel",
        }
    }

    /// The preset of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Whether a character typed in the grid edits the cell.
    pub fn types_over(self) -> bool {
        self == Self::Spreadsheet
    }

    /// What is laid over the default keys.
    fn overlay(self) -> &'static str {
        match self {
            Self::Default => "",
            Self::Spreadsheet => include_str!("../../../assets/keymaps/spreadsheet.toml"),
        }
    }

    /// The keys of all sections, as they are written.
    pub(crate) fn sections(self) -> Result<Sections, KeymapError> {
        let mistake = |error: toml::de::Error| KeymapError(vec![error.to_string()]);
        let mut sections: Sections = toml::from_str(DEFAULT).map_err(mistake)?;
        let overlay: PresetFile = toml::from_str(self.overlay()).map_err(mistake)?;
        for (section, own) in overlay.sections {
            let commands = sections.entry(section).or_default();
            let is_taken = |key: &String| own.values().flatten().any(|taken| taken == key);
            for keys in commands.values_mut() {
                keys.retain(|key| is_plain(key) || !is_taken(key));
            }
            for (name, keys) in own {
                let behind = commands.entry(name).or_default();
                behind.retain(|key| is_plain(key));
                behind.extend(keys);
            }
        }
        if let Some(leader) = overlay.leader {
            let is_in_grid =
                |when: When| matches!(when, When::Grid | When::Selection | When::Record);
            for when in When::ALL.into_iter().filter(|when| is_in_grid(*when)) {
                let commands = sections.get_mut(when.section());
                for key in commands.into_iter().flat_map(BTreeMap::values_mut).flatten() {
                    if is_plain(key) {
                        *key = format!("{leader} {key}");
                    }
                }
            }
        }
        Ok(sections)
    }
}

/// Whether a key begins with a character that can be typed.
fn is_plain(key: &str) -> bool {
    let first = key.split(' ').next().unwrap_or_default();
    first == "space" || first.chars().count() == 1
}
