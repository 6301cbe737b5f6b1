//! JSON schemas of `config.toml` and of theme files, with which editors complete and check them.
//!
//! They are in draft 7, which editors of TOML know. What the keys of two commands have in common, a schema can't refuse.

use crate::app::command::names;
use crate::app::{COMMANDS, ROLES, SETTINGS, Setting, SettingKind, THEMES, When};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// One or more keys, as they are written in the key map: `ctrl-s`, `g g`.
const KEYS: &str = "^KEY( KEY)*$";
const KEY: &str = "(ctrl-|alt-|shift-)*(enter|esc|tab|backtab|backspace|delete|insert|home|end|pageup|pagedown|up|down|\
                   left|right|space|plus|minus|f[1-9]|f1[0-2]|[^ ])";

/// The names of colors, and `#d70000`.
const COLOR: &str = "^(#[0-9A-Fa-f]{6}|[0-9]{1,3}|reset|silver|black|white|(bright|light|dark)?[ _-]?gr[ae]y|\
                     ((bright|light)[ _-]?)?(black|red|green|yellow|blue|magenta|cyan|white))$";

/// The schema of `config.toml`.
pub(super) fn settings_schema() -> Value {
    let mut sections: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for setting in &SETTINGS {
        let section = sections.entry(setting.section).or_default();
        section.insert(setting.name.to_owned(), setting_schema(setting));
    }
    let keys = sections.entry("keys").or_default();
    for when in When::ALL {
        keys.insert(when.section().to_owned(), keys_schema(when));
    }
    let mut properties = sections.remove("").unwrap_or_default();
    for (section, settings) in sections {
        let section_schema =
            json!({"type": "object", "additionalProperties": false, "properties": settings});
        properties.insert(section.to_owned(), section_schema);
    }
    object("Settings of leadsheet", "config.toml", &properties)
}

/// The schema of a theme file.
pub(super) fn theme_schema() -> Value {
    let names: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
    let mut properties = Map::new();
    let inherits = json!({
        "description": "The theme whose roles hold where this one has none.", "enum": names, "default": "dark"
    });
    properties.insert("inherits".to_owned(), inherits);
    let color = json!({"description": "Whether color tells roles apart.", "type": "boolean"});
    properties.insert("color".to_owned(), color);
    for role in ROLES {
        properties.insert(role.to_owned(), json!({"$ref": "#/definitions/style"}));
    }
    let mut schema = object("A theme of leadsheet", "themes/NAME.toml", &properties);
    let one = json!({"anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 255},
        {"type": "string", "pattern": COLOR},
    ]});
    let flag = json!({"type": "boolean"});
    schema["definitions"] = json!({
        "style": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "fg": {"$ref": "#/definitions/colors", "description": "The color of the text."},
                "bg": {"$ref": "#/definitions/colors", "description": "The color behind it."},
                "bold": flag, "dim": flag, "underlined": flag, "reversed": flag,
            },
        },
        "colors": {
            "description": "One color, or a list of two: for terminals of 256 colors and of 16.",
            "anyOf": [one, {"type": "array", "items": one, "minItems": 2, "maxItems": 2}],
        },
    });
    schema
}

fn object(title: &str, file: &str, properties: &Map<String, Value>) -> Value {
    json!({
        "$schema": DRAFT, "title": title, "description": file, "type": "object",
        "additionalProperties": false, "properties": properties,
    })
}

fn setting_schema(setting: &Setting) -> Value {
    let mut schema = match setting.kind {
        SettingKind::Bool => json!({"type": "boolean"}),
        SettingKind::OneOf(values) => json!({"enum": values}),
        SettingKind::Number(least, most) => {
            json!({"type": "integer", "minimum": least, "maximum": most})
        }
        SettingKind::Theme => {
            let names: Vec<&str> = THEMES.iter().map(|(name, _)| *name).collect();
            json!({"type": "string", "examples": names})
        }
    };
    schema["description"] = json!(setting.help);
    match (setting.default, &setting.kind) {
        (Some(default), SettingKind::Bool) => schema["default"] = json!(default == "true"),
        (Some(default), SettingKind::Number(..)) => {
            schema["default"] = json!(default.parse::<u32>().ok());
        }
        (Some(default), _) => schema["default"] = json!(default),
        (None, _) => {}
    }
    schema
}

/// The keys of the commands of a section, each with what it does.
fn keys_schema(when: When) -> Value {
    let pattern = KEYS.replace("KEY", KEY);
    let doc = |name: &str| {
        let mut commands = COMMANDS.iter().flat_map(|family| family.iter());
        let found = commands.find(|command| command.when == when && command.name == name);
        found.map_or("An earlier name of a command.", |command| command.doc)
    };
    let properties: Map<String, Value> = names(when)
        .map(|name| {
            let key = json!({"type": "string", "pattern": pattern});
            let keys = json!({"description": doc(name), "type": "array", "items": key});
            (name.to_owned(), keys)
        })
        .collect();
    json!({
        "description": when.title(), "type": "object", "additionalProperties": false,
        "properties": properties,
    })
}
