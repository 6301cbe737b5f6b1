//! The key map as it is written.

use leadsheet::app::Chord;

/// The key map as it is written: section, command, keys.
pub fn key_map() -> Vec<(String, String, Vec<Vec<Chord>>)> {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/keymap.toml"));
    let map: toml::Table = text.parse().expect("TOML");
    let chords = |keys: &toml::Value| -> Vec<Chord> {
        let keys = keys.as_str().expect("keys").split(' ');
        keys.map(|key| key.parse().expect("a key")).collect()
    };
    let mut all = Vec::new();
    for (section, commands) in &map {
        for (command, keys) in commands.as_table().expect("a section") {
            let keys = keys.as_array().expect("a list").iter().map(chords).collect();
            all.push((section.clone(), command.clone(), keys));
        }
    }
    all
}
