//! Every setting of `config.toml`: its name, values, default and explanation.

use crate::app::config::Config;
use crate::app::keys::preset::Preset;

/// A setting.
pub struct Setting {
    /// The section that it is in; empty at the top of the file.
    pub section: &'static str,
    /// Its name in the section.
    pub name: &'static str,
    /// The values that it takes.
    pub kind: SettingKind,
    /// What holds without it, as the file has it; nothing if that depends.
    pub default: Option<&'static str>,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What holds without it if that depends, in a few words.
    pub otherwise: &'static str,
    /// Takes a value that is right, as text.
    pub(super) set: fn(&mut Config, &str),
}

/// The values of a setting.
pub enum SettingKind {
    /// True or false.
    Bool,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number from one to another, both included.
    Number(u32, u32),
    /// The name of a theme.
    Theme,
}

/// All settings besides the keys of single commands, in the order of the file.
pub static SETTINGS: [Setting; 6] = [
    Setting {
        section: "",
        name: "theme",
        kind: SettingKind::Theme,
        default: None,
        help: "The color theme: one that is compiled in or one of your own.",
        otherwise: "the one you chose last, else what fits the terminal",
        set: |config, name| config.theme = Some(name.to_owned()),
    },
    Setting {
        section: "",
        name: "mouse",
        kind: SettingKind::OneOf(&["on", "off"]),
        default: None,
        help: "Whether the mouse is used.",
        otherwise: "what you chose last, else what the terminal can do",
        set: |config, value| config.mouse = Some(value == "on"),
    },
    Setting {
        section: "export",
        name: "errors",
        kind: SettingKind::OneOf(&["clear", "keep"]),
        default: Some("clear"),
        help: "Whether upload files keep the Errors of the last upload.",
        otherwise: "",
        set: |config, value| config.keeps_errors = value == "keep",
    },
    Setting {
        section: "due",
        name: "open_days",
        kind: SettingKind::Number(1, 3650),
        default: Some("90"),
        help: "After how many days an open lead is listed as open for long.",
        otherwise: "",
        set: |config, value| config.open_days = value.parse().unwrap_or(config.open_days),
    },
    Setting {
        section: "grid",
        name: "row_numbers",
        kind: SettingKind::Bool,
        default: Some("false"),
        help: "Whether the grid shows the row number of each lead.",
        otherwise: "",
        set: |config, value| config.row_numbers = value == "true",
    },
    Setting {
        section: "keys",
        name: "preset",
        kind: SettingKind::OneOf(&["default", "spreadsheet"]),
        default: None,
        help: "Letters are commands, as in vim, or typing edits the cell, as in Excel.",
        otherwise: "the one you chose last, else \"default\"",
        set: |config, name| {
            if let Some(preset) = Preset::named(name) {
                config.keys.configure(preset);
            }
        },
    },
];

impl Setting {
    /// Its name with its section: `export.errors`.
    pub fn path(&self) -> String {
        match self.section {
            "" => self.name.to_owned(),
            section => format!("{section}.{}", self.name),
        }
    }

    /// The values that it takes, for a sentence.
    pub fn expected(&self) -> String {
        match self.kind {
            SettingKind::Bool => "true or false".to_owned(),
            SettingKind::OneOf(values) => {
                let values: Vec<String> =
                    values.iter().map(|value| format!("\"{value}\"")).collect();
                values.join(" or ")
            }
            SettingKind::Number(least, most) => format!("a whole number from {least} to {most}"),
            SettingKind::Theme => "the name of a theme, in quotes".to_owned(),
        }
    }

    /// A value as the file has it.
    pub fn quoted(&self, value: &str) -> String {
        match self.kind {
            SettingKind::Bool | SettingKind::Number(..) => value.to_owned(),
            SettingKind::OneOf(_) | SettingKind::Theme => format!("\"{value}\""),
        }
    }
}

/// The sections of the file, in its order.
pub(super) fn sections() -> Vec<&'static str> {
    let mut sections: Vec<&str> = SETTINGS.iter().map(|setting| setting.section).collect();
    sections.retain(|section| !section.is_empty());
    sections.dedup();
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_presets_are_those_that_there_are() {
        let preset = SETTINGS.iter().find(|setting| setting.name == "preset").expect("a setting");
        let SettingKind::OneOf(values) = preset.kind else { unreachable!() };
        assert_eq!(values, Preset::ALL.map(Preset::name));
    }
}
