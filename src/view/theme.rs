//! Colours by meaning.

use crate::app::Tone;
use crate::sheet::RowState;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a piece of the screen means, and so how it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the names are the words of the theme files, where they are explained"
)]
pub enum Role {
    Title,
    TitleWarn,
    Header,
    HeaderLock,
    Text,
    Locked,
    Changed,
    Warning,
    Error,
    Cursor,
    Marked,
    Found,
    Frame,
    State,
    Column,
    Good,
    Note,
    Heading,
    Status,
    Key,
    Selected,
    Editor,
}

impl Role {
    /// Every role, in the order of the theme files.
    pub const ALL: [Self; 22] = [
        Self::Title,
        Self::TitleWarn,
        Self::Header,
        Self::HeaderLock,
        Self::Text,
        Self::Locked,
        Self::Changed,
        Self::Warning,
        Self::Error,
        Self::Cursor,
        Self::Marked,
        Self::Found,
        Self::Frame,
        Self::State,
        Self::Column,
        Self::Good,
        Self::Note,
        Self::Heading,
        Self::Status,
        Self::Key,
        Self::Selected,
        Self::Editor,
    ];
}

impl From<Tone> for Role {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Plain => Self::Text,
            Tone::Good => Self::Good,
            Tone::Note => Self::Note,
            Tone::Warning => Self::Warning,
            Tone::Error => Self::Error,
            Tone::Locked => Self::Locked,
            Tone::Heading => Self::Heading,
        }
    }
}

/// A style for each role.
#[derive(Clone, Debug)]
pub struct Theme {
    /// In the order of [`Role::ALL`]: a style is looked up for every text on the screen.
    styles: [Style; Role::ALL.len()],
    /// Whether the states of leads are drawn with signs that every terminal has.
    ascii: bool,
}

/// A theme file.
#[derive(Deserialize)]
struct ThemeFile {
    #[serde(default)]
    ascii: bool,
    #[serde(flatten)]
    entries: BTreeMap<Role, ThemeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a theme file has these four switches")]
struct ThemeEntry {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    bold: bool,
    #[serde(default)]
    dim: bool,
    #[serde(default)]
    underlined: bool,
    #[serde(default)]
    reversed: bool,
}

/// The names of the themes that are compiled in, with their texts.
const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("plain", include_str!("../../assets/themes/plain.toml")),
];

impl Theme {
    /// The names of the themes that are compiled in.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A theme that is compiled in, or nothing if there is none of that name.
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(n, _)| *n == name)?;
        Self::parse(text).ok()
    }

    /// A theme whose every role has another style, as tests need it to tell roles apart.
    pub fn of_roles(style: impl Fn(Role) -> Style) -> Self {
        Self { styles: Role::ALL.map(style), ascii: false }
    }

    /// Reads a theme file. Returns what is wrong with it as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let ThemeFile { ascii, entries } = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut styles = [Style::new(); Role::ALL.len()];
        for (role, entry) in entries {
            styles[role as usize] = entry.style()?;
        }
        Ok(Self { styles, ascii })
    }

    /// The sign for a state in the grid's first column.
    pub fn symbol(&self, state: RowState) -> char {
        if self.ascii { state.ascii_symbol() } else { state.symbol() }
    }

    /// The style of a role.
    pub fn style(&self, role: impl Into<Role>) -> Style {
        self.styles[role.into() as usize]
    }
}

impl ThemeEntry {
    fn style(self) -> Result<Style, String> {
        let colour =
            |name: &str| name.parse::<Color>().map_err(|_| format!("\"{name}\" isn't a colour"));
        let mut style = Style::new();
        if let Some(fg) = &self.fg {
            style = style.fg(colour(fg)?);
        }
        if let Some(bg) = &self.bg {
            style = style.bg(colour(bg)?);
        }
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.underlined, Modifier::UNDERLINED),
            (self.reversed, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_compiled_in_theme_has_a_style_for_every_role() {
        for (name, text) in BUILT_IN {
            let ThemeFile { entries, .. } = toml::from_str(text).expect(name);
            assert_eq!(entries.len(), Role::ALL.len(), "{name}");
        }
        for (place, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(place, role as usize, "{role:?}");
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour_and_still_distinguishes_the_roles() {
        let theme = Theme::named("plain").expect("compiled in");
        assert!(theme.styles.iter().all(|s| s.fg.is_none() && s.bg.is_none()));
        let cells =
            [Role::Text, Role::Locked, Role::Changed, Role::Warning, Role::Error, Role::Cursor];
        let looks: std::collections::HashSet<_> = cells.map(|r| theme.style(r).add_modifier).into();
        assert_eq!(looks.len(), cells.len());
    }

    #[test]
    fn the_plain_theme_has_its_own_ascii_symbol_for_each_state() {
        let theme = Theme::named("plain").expect("compiled in");
        let signs: std::collections::HashSet<_> = RowState::ALL.map(|s| theme.symbol(s)).into();
        assert_eq!(signs.len(), RowState::ALL.len());
        assert!(signs.iter().all(char::is_ascii));
        let other = Theme::named("dark").expect("compiled in");
        assert_eq!([RowState::Failed, RowState::Done].map(|s| other.symbol(s)), ['✗', '✓']);
    }

    #[test]
    fn an_invalid_theme_file_is_refused_with_a_message() {
        assert!(Theme::parse("text = { fg = \"mauve\" }").is_err_and(|e| e.contains("mauve")));
        assert!(Theme::parse("txt = {}").is_err());
    }
}
