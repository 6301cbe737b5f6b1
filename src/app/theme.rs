//! Which theme the screen is drawn in: names alone, what they look like is up to the view.

/// The themes that are compiled in: the name of each and what it is for.
pub const THEMES: [(&str, &str); 4] = [
    ("dark", "for a dark background"),
    ("light", "for a light background"),
    ("high-contrast", "the most contrast, in any terminal"),
    ("plain", "no colors"),
];

/// The roles of a theme file, in the order of the files that are compiled in.
pub const ROLES: [&str; 24] = [
    "title",
    "title_warn",
    "header",
    "header_lock",
    "text",
    "locked",
    "changed",
    "warning",
    "error",
    "minor",
    "cursor",
    "marked",
    "found",
    "frame",
    "state",
    "column",
    "good",
    "note",
    "heading",
    "status",
    "alert",
    "key",
    "selected",
    "editor",
];

/// A theme that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeName {
    /// Its name.
    pub name: String,
    /// What it is for, or where it comes from.
    pub what: String,
}

/// Which theme is used.
#[derive(Clone, Debug, Default)]
pub struct ThemeChoice {
    /// Those that can be chosen.
    pub all: Vec<ThemeName>,
    /// The one that the user chose, now or before.
    pub chosen: Option<String>,
    /// The one that fits the terminal, as far as that is known.
    pub fitting: String,
    /// Whether the terminal was asked for its background, which decides then.
    pub asks_background: bool,
    /// Whether `config.toml` or the command line chose it, so that a start like this one does so again.
    pub is_set: bool,
}

impl ThemeChoice {
    /// The name of the one that is used.
    pub(crate) fn name(&self) -> &str {
        self.chosen.as_deref().unwrap_or(&self.fitting)
    }

    /// Takes the terminal's answer to the question for its background.
    pub(crate) fn background(&mut self, is_light: bool) {
        if self.asks_background {
            (if is_light { "light" } else { "dark" }).clone_into(&mut self.fitting);
        }
    }
}
