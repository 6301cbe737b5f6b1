//! Reads `config.toml`: what is right is taken, and what isn't is reported with its line.

use crate::app::command::{self, When};
use crate::app::config::settings::{SETTINGS, Setting, SettingKind, sections};
use crate::app::config::{Config, SetValue};
use crate::leads::did_you_mean;
use crate::table::line_ends;
use std::borrow::Cow;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// A settings file while it is read.
pub(super) struct SettingsReader<'t> {
    text: &'t str,
    pub(super) config: Config,
    /// What is wrong, each with its line.
    pub(super) mistakes: Vec<(usize, String)>,
    /// The keys of the user's own, by section.
    keys: Table,
}

impl<'t> SettingsReader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let config = Config::default();
        Self { text, config, mistakes: Vec::new(), keys: Table::new() }
    }

    pub(super) fn read(&mut self) {
        match DeTable::parse(self.text) {
            Ok(table) => {
                for (name, value) in table.get_ref() {
                    self.top(name.get_ref(), value.get_ref(), name.span().start);
                }
                self.take_keys();
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.wrong(at, error.message());
            }
        }
        self.mistakes.sort_by_key(|(line, _)| *line);
        self.config.set.sort_by_key(|set| set.line);
    }

    fn line(&self, at: usize) -> usize {
        line_ends(&self.text.as_bytes()[..at.min(self.text.len())]) + 1
    }

    fn wrong(&mut self, at: usize, mistake: impl Into<String>) {
        self.mistakes.push((self.line(at), mistake.into()));
    }

    /// Reads a setting or a section at the top of the file.
    fn top(&mut self, name: &str, value: &DeValue, at: usize) {
        let is_section = sections().contains(&name);
        match value.as_table() {
            Some(table) if is_section => self.section(name, table),
            None if is_section && name == "keys" => {
                self.wrong(at, "keys must be in sections such as [keys.grid]");
            }
            None if is_section => self.wrong(at, format!("[{name}] must be a section")),
            _ => self.setting("", name, value, at),
        }
    }

    fn section(&mut self, section: &str, table: &DeTable) {
        for (name, value) in table {
            let (name, at) = (name.get_ref(), name.span().start);
            match value.get_ref().as_table() {
                Some(commands) if section == "keys" => self.key_section(name, commands, at),
                _ => self.setting(section, name, value.get_ref(), at),
            }
        }
    }

    fn setting(&mut self, section: &str, name: &str, value: &DeValue, at: usize) {
        let found = SETTINGS.iter().find(|known| known.section == section && known.name == name);
        let Some(setting) = found else { return self.unknown(section, name, at) };
        let text = text_of(value);
        if takes(setting, value, text.as_deref()) {
            let text = text.unwrap_or_default();
            (setting.set)(&mut self.config, &text);
            self.has_set(setting.path(), setting.quoted(&text), at);
        } else {
            let meant = match (&setting.kind, &text) {
                (SettingKind::OneOf(values), Some(text)) => {
                    did_you_mean(text, values.iter().copied())
                }
                _ => String::new(),
            };
            let (path, expected) = (setting.path(), setting.expected());
            self.wrong(at, format!("{path} must be {expected}{meant}"));
        }
    }

    fn unknown(&mut self, section: &str, name: &str, at: usize) {
        let settings = SETTINGS.iter().filter(|known| known.section == section);
        let mut names: Vec<String> = settings.map(Setting::path).collect();
        let path = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
        match section {
            "" => names.extend(sections().into_iter().map(str::to_owned)),
            "keys" => names.extend(When::ALL.map(|when| format!("keys.{}", when.section()))),
            _ => {}
        }
        let meant = did_you_mean(&path, names.iter().map(String::as_str));
        let rest = match (meant.is_empty(), section) {
            (false, _) => meant,
            (true, "keys") => "; expected keys.preset or sections such as [keys.grid]".to_owned(),
            (true, _) => format!("; expected {}", listed(&names)),
        };
        self.wrong(at, format!("{path} isn't a setting{rest}"));
    }

    /// Reads the keys of a section; which command has which is decided once all are known.
    fn key_section(&mut self, section: &str, commands: &DeTable, at: usize) {
        let Some(when) = When::ALL.into_iter().find(|when| when.section() == section) else {
            let meant = did_you_mean(section, When::ALL.iter().map(|when| when.section()));
            return self.wrong(at, format!("[keys.{section}] isn't a section{meant}"));
        };
        let mut taken = Table::new();
        for (name, keys) in commands {
            let (name, at) = (name.get_ref(), name.span().start);
            let Some(command) = command::command(when, name) else {
                let meant = did_you_mean(name, command::names(when));
                self.wrong(at, format!("[keys.{section}] {name} isn't a command{meant}"));
                continue;
            };
            let texts = keys.get_ref().as_array().and_then(|keys| {
                let text = |key: &toml::Spanned<DeValue>| Some(key.get_ref().as_str()?.to_owned());
                keys.iter().map(text).collect::<Option<Vec<String>>>()
            });
            let Some(texts) = texts else {
                let text = format!("[keys.{section}] {name} must be a list: [\"key\", \"g k\"]");
                self.wrong(at, text);
                continue;
            };
            let shown: Vec<String> = texts.iter().map(|key| format!("{key:?}")).collect();
            let path = format!("keys.{section}.{}", command.name);
            self.has_set(path, format!("[{}]", shown.join(", ")), at);
            let texts = texts.into_iter().map(Value::String).collect();
            taken.insert(name.to_string(), Value::Array(texts));
        }
        self.keys.insert(section.to_owned(), Value::Table(taken));
    }

    /// Takes the keys, which may contradict each other and those of the preset.
    fn take_keys(&mut self) {
        for mistake in self.config.keys.take_own(&self.keys) {
            let path = format!("keys.{}.{}", mistake.section, mistake.command);
            let set = &mut self.config.set;
            let line = set.iter().find(|set| set.path == path).map_or(1, |set| set.line);
            set.retain(|set| set.path != path);
            self.mistakes.push((line, mistake.text));
        }
    }

    fn has_set(&mut self, path: String, value: String, at: usize) {
        let line = self.line(at);
        self.config.set.push(SetValue { path, value, line });
    }
}

/// The text of a value that a setting may have.
fn text_of<'v>(value: &'v DeValue) -> Option<Cow<'v, str>> {
    let of_bool = || value.as_bool().map(|value| Cow::Owned(value.to_string()));
    let of_number = || {
        let number = value.as_integer()?;
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
        Some(Cow::Owned(number.to_string()))
    };
    value.as_str().map(Cow::Borrowed).or_else(of_bool).or_else(of_number)
}

fn takes(setting: &Setting, value: &DeValue, text: Option<&str>) -> bool {
    match (&setting.kind, text) {
        (SettingKind::Bool, _) => value.is_bool(),
        (SettingKind::OneOf(values), Some(text)) => value.is_str() && values.contains(&text),
        (SettingKind::Number(least, most), Some(text)) => {
            let number = text.parse().ok().filter(|_| value.is_integer());
            number.is_some_and(|number: u32| (*least..=*most).contains(&number))
        }
        (SettingKind::Theme, _) => value.is_str(),
        (SettingKind::OneOf(_) | SettingKind::Number(..), None) => false,
    }
}

/// Names for a sentence: `theme, mouse or keys`.
fn listed(names: &[String]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        _ => names.concat(),
    }
}
