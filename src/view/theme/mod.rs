//! Colours by meaning.

mod color;
mod file;
mod role;

pub use color::{ColorDepth, NAMED_COLORS};
pub use role::Role;

use crate::app::THEMES;
use crate::sheet::RowState;
use ratatui::style::Style;

/// A style for each role.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Theme {
    /// In the order of [`Role::ALL`]: a style is looked up for every text on the screen.
    styles: [Style; Role::ALL.len()],
    /// The same for a terminal of 16 colors.
    named: [Style; Role::ALL.len()],
    /// Whether color tells roles apart. Where it doesn't, signs do, which every terminal has.
    has_color: bool,
}

/// The texts of the themes that are compiled in, in the order of [`THEMES`].
const TEXTS: [&str; THEMES.len()] = [
    include_str!("../../../assets/themes/dark.toml"),
    include_str!("../../../assets/themes/light.toml"),
    include_str!("../../../assets/themes/high-contrast.toml"),
    include_str!("../../../assets/themes/plain.toml"),
];

/// The text of a theme that is compiled in, or nothing if there is none of that name.
fn text_of(name: &str) -> Option<&'static str> {
    Theme::names().zip(TEXTS).find(|(known, _)| *known == name).map(|(_, text)| text)
}

impl Theme {
    /// The names of the themes that are compiled in.
    pub fn names() -> impl Iterator<Item = &'static str> {
        THEMES.iter().map(|(name, _)| *name)
    }

    /// A theme that is compiled in, or nothing if there is none of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::parse(text_of(name)?).ok()
    }

    /// A theme whose every role has another style, as tests need it to tell roles apart.
    pub fn of_roles(style: impl Fn(Role) -> Style) -> Self {
        let styles = Role::ALL.map(style);
        Self { styles, named: styles, has_color: true }
    }

    /// Reads a theme file.
    ///
    /// # Errors
    ///
    /// Fails with all that is wrong with it, a sentence without its full stop each.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        file::read(text).map(|file| file.theme())
    }

    /// Returns it in the colors that a terminal has.
    #[must_use]
    pub fn in_colors(&self, depth: ColorDepth) -> Self {
        let styles = if depth == ColorDepth::Named { self.named } else { self.styles };
        Self { styles: styles.map(|style| depth.limit(style)), ..self.clone() }
    }

    /// The sign for a state in the grid's first column.
    pub fn symbol(&self, state: RowState) -> char {
        if self.has_color { state.symbol() } else { state.ascii_symbol() }
    }

    /// The symbol of a flag, or of a private note without a flag, beside the name of a lead.
    pub(crate) fn annotation_symbol(&self, is_flagged: bool) -> &'static str {
        match (is_flagged, self.has_color) {
            (true, true) => "⚑",
            (true, false) => "f",
            (false, true) => "✎",
            (false, false) => "n",
        }
    }

    /// The sign before a command of the menu that is on.
    pub(crate) fn on_symbol(&self) -> &'static str {
        if self.has_color { "✓" } else { "*" }
    }

    /// The sign before a locked cell in a column that isn't locked, and before a command that can't be run now.
    pub(crate) fn locked_symbol(&self) -> &'static str {
        if self.has_color { " " } else { "#" }
    }

    /// The style of a role.
    pub fn style(&self, role: impl Into<Role>) -> Style {
        self.styles[role.into() as usize]
    }
}

impl Default for Theme {
    /// A theme without any look.
    fn default() -> Self {
        Self::of_roles(|_| Style::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Cell;
    use ratatui::style::Color;

    /// A cell in a role, over what was drawn there in another one.
    fn drawn(theme: &Theme, role: Role) -> Style {
        let mut cell = Cell::EMPTY;
        cell.set_style(theme.style(Role::Error)).set_style(theme.style(role));
        Style::reset().fg(cell.fg).bg(cell.bg).add_modifier(cell.modifier)
    }

    #[test]
    fn every_compiled_in_theme_has_a_style_for_every_role() {
        for (name, text) in Theme::names().zip(TEXTS) {
            let table: toml::Table = text.parse().expect(name);
            let roles = table.values().filter(|value| value.is_table()).count();
            assert_eq!(roles, Role::ALL.len(), "{name}");
            assert!(Theme::parse(text).is_ok(), "{name}");
        }
        for (place, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(place, role as usize, "{role:?}");
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour_and_still_distinguishes_the_roles() {
        let theme = Theme::named("plain").expect("compiled in");
        let own = Some(Color::Reset);
        assert!(theme.styles.iter().all(|s| s.fg == own && s.bg == own));
        let cells =
            [Role::Text, Role::Changed, Role::Warning, Role::Error, Role::Cursor, Role::Marked];
        let looks: std::collections::HashSet<_> = cells.map(|r| theme.style(r).add_modifier).into();
        assert_eq!(looks.len(), cells.len());
        assert_eq!(theme.locked_symbol(), "#");
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
    fn a_theme_of_ones_own_inherits_what_it_leaves_out() {
        let dark = Theme::named("dark").expect("compiled in");
        let own = Theme::parse("key = { fg = \"red\", bold = true }").expect("valid");
        assert_eq!(drawn(&own, Role::Key), Style::reset().red().bold());
        assert_eq!(own.style(Role::Title), dark.style(Role::Title));
        let own = Theme::parse("inherits = \"plain\"\ntext = { bg = \"blue\" }").expect("valid");
        assert_eq!(drawn(&own, Role::Cursor), Style::reset().on_blue().reversed());
        assert_eq!(own.symbol(RowState::Done), '=');
    }

    #[test]
    fn a_color_can_have_another_one_for_terminals_of_16() {
        let theme = Theme::parse("key = { fg = [210, \"red\"], bg = 231 }").expect("valid");
        assert_eq!(theme.in_colors(ColorDepth::Full), theme);
        let few = theme.in_colors(ColorDepth::Named);
        assert_eq!(drawn(&few, Role::Key), Style::reset().red().on_white());
    }

    #[test]
    fn all_that_is_wrong_with_a_theme_file_is_reported() {
        let text = "inherits = \"moon\"\ncolor = 1\ntext = { fg = \"mauve\", bold = 1 }\ntxt = {}\n\
                    key = { fg = [1, 2, 3], size = 2 }\ntitle = \"red\"\nnote = { bg = 256 }\n";
        let errors = Theme::parse(text).expect_err("it is wrong").join("\n");
        for part in [
            "inherits: there is no theme \"moon\"; choose one of dark, light, high-contrast, plain",
            "color must be true or false",
            "text.fg: \"mauve\" isn't a color",
            "text.bold must be true or false",
            "txt isn't a role",
            "key.fg: a list has two colors, for terminals of 256 and of 16",
            "key.size isn't a part of a style",
            "title must be a table such as { fg = \"cyan\" }",
            "note.bg: 256 isn't a color",
        ] {
            assert!(errors.contains(part), "{part}: {errors}");
        }
        assert_eq!(errors.lines().count(), 9, "{errors}");
        let errors = Theme::parse("text = {}\nkey = {").expect_err("no TOML");
        assert!(errors[0].starts_with("line 2: "), "{errors:?}");
    }
}
