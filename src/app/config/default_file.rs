//! A settings file to start with: every setting at its default, with its explanation.

use crate::app::command::{self, When};
use crate::app::config::settings::{SETTINGS, Setting, SettingKind};
use crate::app::keys::preset::Preset;
use crate::app::theme::THEMES;
use std::fmt::Write as _;

/// The first lines of the file.
const HEAD: &str = "\
# Settings of leadsheet. `leadsheet config` says where they are read from, and
# `leadsheet config --check` what is wrong with them. A line of a setting that
# begins with # is only an example: remove the # to set it.
";

/// What stands above the keys.
const KEYS: &str = "\
# Keys of your own. A command has these keys in place of its own ones; a section
# says where they hold. A space separates keys that are pressed one after the
# other. Below are the keys of the default preset.
";

/// Text of a `config.toml` that changes nothing.
///
/// A setting whose default depends on something else, and all keys, are examples in comments.
pub fn default_file() -> String {
    let mut file = HEAD.to_owned();
    let mut section = "";
    for setting in &SETTINGS {
        if setting.section != section {
            section = setting.section;
            // Writing to a string can't fail, here and below.
            let _ = write!(file, "\n[{section}]");
        }
        file.push('\n');
        write_setting(setting, &mut file);
    }
    file.push('\n');
    file.push_str(KEYS);
    let sections = Preset::Default.sections().unwrap_or_default();
    for when in When::ALL {
        let _ = write!(file, "\n# [keys.{}]\n", when.section());
        let own = sections.get(when.section());
        for name in command::current_names(when) {
            let keys = own.and_then(|commands| commands.get(name)).map_or(&[][..], Vec::as_slice);
            let keys: Vec<String> = keys.iter().map(|key| format!("{key:?}")).collect();
            let _ = writeln!(file, "# {name} = [{}]", keys.join(", "));
        }
    }
    file
}

fn write_setting(setting: &Setting, file: &mut String) {
    let values = match setting.kind {
        SettingKind::Theme => {
            let names: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
            format!("One of {}, or your own.", names.join(", "))
        }
        SettingKind::OneOf(_) | SettingKind::Bool => format!("Either {}.", setting.expected()),
        SettingKind::Number(least, most) => format!("A whole number from {least} to {most}."),
    };
    let _ = writeln!(file, "# {}", setting.help);
    let _ = writeln!(file, "# {values}");
    let example = match setting.kind {
        SettingKind::OneOf([first, ..]) => first,
        SettingKind::Theme => THEMES[0].0,
        SettingKind::Number(..) => "1",
        SettingKind::OneOf([]) | SettingKind::Bool => "true",
    };
    let value = setting.quoted(setting.default.unwrap_or(example));
    if setting.default.is_none() {
        let _ = writeln!(file, "# Without it: {}.", setting.otherwise);
        file.push_str("# ");
    }
    let _ = writeln!(file, "{} = {value}", setting.name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config::Config;
    use crate::app::keys::keymap::Keymap;

    #[test]
    fn the_default_file_sets_what_holds_without_it() {
        let (config, without) = (Config::parse(&default_file()), Config::default());
        assert_eq!(config.errors, Vec::<String>::new());
        assert_eq!((config.theme, config.mouse), (without.theme, without.mouse));
        assert_eq!(config.keeps_errors, without.keeps_errors);
        assert_eq!(config.row_numbers, without.row_numbers);
        assert_eq!(config.keys.configured(), None);
        for setting in SETTINGS.iter().filter(|setting| setting.default.is_some()) {
            let is_set = config.set.iter().any(|set| set.path == setting.path());
            assert!(is_set, "{}", setting.path());
        }
    }

    #[test]
    fn every_example_in_the_default_file_can_be_set() {
        let is_example = |line: &str| {
            let name = line.split(' ').next().unwrap_or_default();
            line.starts_with("[keys.") || line.starts_with(&format!("{name} = "))
        };
        let lines = default_file();
        let lines = lines.lines().map(|line| match line.strip_prefix("# ") {
            Some(example) if is_example(example) => example,
            _ => line,
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        let config = Config::parse(&text);
        assert_eq!(config.errors, Vec::<String>::new(), "{text}");
        assert_eq!(config.theme.as_deref(), Some("dark"));
        let default = Keymap::default();
        for command in command::all() {
            assert_eq!(config.keys.keys(command), default.keys(command), "{}", command.name);
            let path = format!("keys.{}.{}", command.when.section(), command.name);
            assert!(config.set.iter().any(|set| set.path == path), "{path}");
        }
    }

    #[test]
    fn the_default_file_fits_80_columns() {
        let file = default_file();
        let text = file.lines().filter(|line| !line.ends_with(']'));
        text.for_each(|line| assert!(line.chars().count() <= 80, "{line}"));
    }
}
