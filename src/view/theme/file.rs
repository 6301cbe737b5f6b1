//! Reads theme files.

use crate::leads::visible;
use crate::table::line_ends;
use crate::view::theme::{Role, Theme, text_of};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use toml::{Table, Value};

/// How many mistakes are reported one by one.
const MAX_ERRORS_SHOWN: usize = 100;

/// The theme whose roles a file has that names none to inherit from.
const DEFAULT_BASE: &str = "dark";

/// The roles of a theme as a file has them.
#[derive(Clone)]
pub(super) struct ThemeFile {
    /// The styles, for a terminal of 256 colors and for one of 16, in the order of [`Role::ALL`].
    pub(super) styles: [[Style; 2]; Role::ALL.len()],
    pub(super) has_color: bool,
}

/// A theme file while it is read.
struct Reader {
    file: ThemeFile,
    errors: Vec<String>,
}

/// Reads a theme file; reports all that is wrong with it at once.
pub(super) fn read(text: &str) -> Result<ThemeFile, Vec<String>> {
    let mut reader = Reader { file: ThemeFile::EMPTY, errors: Vec::new() };
    match text.parse::<Table>() {
        Ok(table) => reader.table(table),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = line_ends(&text.as_bytes()[..at]) + 1;
            reader.wrong(format!("line {line}: {}", error.message()));
        }
    }
    let Reader { file, mut errors } = reader;
    if let Some(more @ 1..) = errors.len().checked_sub(MAX_ERRORS_SHOWN) {
        errors.truncate(MAX_ERRORS_SHOWN);
        errors.push(format!("… and {more} more"));
    }
    if errors.is_empty() { Ok(file) } else { Err(errors) }
}

impl ThemeFile {
    const EMPTY: Self = Self { styles: [[Style::new(); 2]; Role::ALL.len()], has_color: true };

    /// Turns it into a theme: a color that a role leaves out is as in `text`.
    ///
    /// What a role looks like is complete, so that nothing of what was drawn there before shows.
    pub(super) fn theme(&self) -> Theme {
        let text = self.styles[Role::Text as usize];
        let styles = |depth: usize| {
            self.styles.map(|styles| {
                let (style, text) = (styles[depth], text[depth]);
                let color = |own: Option<Color>, text| own.or(text).or(Some(Color::Reset));
                let (fg, bg) = (color(style.fg, text.fg), color(style.bg, text.bg));
                let others = Modifier::all() - style.add_modifier;
                Style { fg, bg, ..style }.remove_modifier(others)
            })
        };
        let [numbered, named] = [styles(0), styles(1)];
        Theme { styles: numbered, named, has_color: self.has_color }
    }
}

impl Reader {
    fn wrong(&mut self, error: impl Into<String>) {
        self.errors.push(visible(&error.into()).into_owned());
    }

    fn table(&mut self, mut table: Table) {
        match table.remove("inherits") {
            // The theme that others inherit from names every role.
            None if is_complete(&table) => {}
            None => self.inherit(DEFAULT_BASE),
            Some(Value::String(name)) => self.inherit(&name),
            Some(_) => self.wrong("inherits must be the name of a theme, in quotes"),
        }
        for (name, value) in table {
            match (name.as_str(), value) {
                ("color", Value::Boolean(has_color)) => self.file.has_color = has_color,
                ("color", _) => self.wrong("color must be true or false"),
                (_, value) => match role(&name) {
                    Some(role) => self.role(role, &name, value),
                    None => self.wrong(format!("{name} isn't a role")),
                },
            }
        }
    }

    fn inherit(&mut self, base: &str) {
        let Some(text) = text_of(base) else {
            let names = Theme::names().collect::<Vec<_>>().join(", ");
            return self
                .wrong(format!("inherits: there is no theme \"{base}\"; choose one of {names}"));
        };
        match read(text) {
            Ok(file) => self.file = file,
            Err(errors) => self.errors.extend(errors),
        }
    }

    /// Reads what a role looks like; it takes the place of the one that is inherited.
    fn role(&mut self, role: Role, name: &str, value: Value) {
        let Value::Table(entry) = value else {
            return self.wrong(format!("{name} must be a table such as {{ fg = \"cyan\" }}"));
        };
        let mut styles = [Style::new(); 2];
        for (key, value) in entry {
            let modifier = match key.as_str() {
                "fg" | "bg" => {
                    match colors(&value) {
                        Ok(colors) => {
                            for (style, color) in styles.iter_mut().zip(colors) {
                                *style =
                                    if key == "fg" { style.fg(color) } else { style.bg(color) };
                            }
                        }
                        Err(error) => self.wrong(format!("{name}.{key}: {error}")),
                    }
                    continue;
                }
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "underlined" => Modifier::UNDERLINED,
                "reversed" => Modifier::REVERSED,
                _ => {
                    self.wrong(format!(
                        "{name}.{key} isn't a part of a style; expected fg, bg, bold, dim, \
                         underlined or reversed"
                    ));
                    continue;
                }
            };
            match value.as_bool() {
                Some(true) => styles = styles.map(|style| style.add_modifier(modifier)),
                Some(false) => {}
                None => self.wrong(format!("{name}.{key} must be true or false")),
            }
        }
        self.file.styles[role as usize] = styles;
    }
}

fn role(name: &str) -> Option<Role> {
    Role::deserialize(StrDeserializer::<Error>::new(name)).ok()
}

fn is_complete(table: &Table) -> bool {
    table.keys().filter(|name| role(name).is_some()).count() == Role::ALL.len()
}

/// The colors for a terminal of 256 colors and for one of 16: one for both, or a list of the two.
fn colors(value: &Value) -> Result<[Color; 2], String> {
    match value.as_array().map(Vec::as_slice) {
        Some([numbered, named]) => Ok([color(numbered)?, color(named)?]),
        Some(_) => Err("a list has two colors, for terminals of 256 and of 16".to_owned()),
        None => color(value).map(|color| [color; 2]),
    }
}

fn color(value: &Value) -> Result<Color, String> {
    let found = match value {
        Value::Integer(number) => u8::try_from(*number).ok().map(Color::Indexed),
        Value::String(name) => name.parse().ok(),
        _ => None,
    };
    found.ok_or_else(|| match value {
        Value::Integer(number) => {
            format!("{number} isn't a color; expected a number from 0 to 255")
        }
        Value::String(name) => format!("\"{name}\" isn't a color"),
        _ => "a color is a name or a number".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ROLES;

    #[test]
    fn the_roles_have_the_names_that_the_schema_lists() {
        assert_eq!(ROLES.map(role), Role::ALL.map(Some));
    }
}
