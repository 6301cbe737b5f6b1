//! Choosing a preset of keys.

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::{self, Command, When};
use crate::app::define::grid;
use crate::app::keys::keymap::Keymap;
use crate::app::keys::preset::Preset;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};

pub(in crate::app) static COMMANDS: [Command; 3] = [
    grid("keys", "Compare the key presets: which key runs what in each.", |app, _| compare(app)),
    grid(
        "keys_spreadsheet",
        "Use the keys of Excel and LibreOffice Calc: typing edits the cell.",
        |app, _| choose(app, Preset::Spreadsheet),
    ),
    grid("keys_default", "Use the default keys: letters are commands, as in vim.", |app, _| {
        choose(app, Preset::Default);
    }),
];

/// Takes another preset, for this run and the next ones.
fn choose(app: &mut App, preset: Preset) {
    let (keymap, mistakes) = app.keymap.with_preset(preset);
    app.keymap = keymap;
    app.remember(|preferences| preferences.keys = Some(preset.name().to_owned()));
    let hint = |name| app.keymap.hint(When::Grid, name);
    let configured = app.keymap.configured().filter(|configured| *configured != preset);
    let until = configured.map_or(String::new(), |configured| {
        format!(" (config.toml: {} from the next start on)", configured.name())
    });
    app.set_status(format!(
        "Keys: {}{until}. {} finds commands, {} lists the keys.",
        match preset {
            Preset::Default => "letters are commands",
            Preset::Spreadsheet => "typing edits the cell",
        },
        hint("palette"),
        hint("help"),
    ));
    app.show_config_errors(mistakes);
}

/// The commands that are compared, by the words for what they do.
const COMPARED: [(&str, &[&str]); 20] = [
    ("move", &["left", "down"]),
    ("next editable cell", &["next_editable"]),
    ("one lead down", &["down", "next_row"]),
    ("edit the cell", &["edit"]),
    ("replace its text", &["replace_cell"]),
    ("choose the outcome", &["outcome"]),
    ("clear", &["clear"]),
    ("undo", &["undo"]),
    ("redo", &["redo"]),
    ("copy", &["copy", "interrupt"]),
    ("paste", &["paste"]),
    ("fill down", &["fill_down"]),
    ("repeat the last edit", &["repeat"]),
    ("find, then the next", &["search", "next"]),
    ("replace", &["replace"]),
    ("next problem", &["next_problem"]),
    ("filter by a value", &["filter_values"]),
    ("the whole lead", &["record"]),
    ("export", &["export"]),
    ("find a command", &["palette"]),
];

/// Lists the keys of the presets beside each other.
fn compare(app: &mut App) {
    let maps = Preset::ALL.map(|preset| app.keymap.with_preset(preset).0);
    let mut lines = Vec::new();
    for preset in Preset::ALL {
        let is_used = if preset == app.keymap.preset() { " (in use)" } else { "" };
        lines.push(ListLine::new(
            preset.name(),
            format!("{}{is_used}", preset.summary()),
            Tone::Heading,
        ));
    }
    lines.push(ListLine::default());
    lines.push(ListLine::new("", columns(Preset::ALL.map(|p| p.name().to_owned())), Tone::Note));
    for (what, names) in COMPARED {
        let keys = maps.each_ref().map(|map| keys_of(map, names));
        lines.push(ListLine::new(what, columns(keys), Tone::Plain));
    }
    let others = Preset::ALL.into_iter().find(|preset| *preset != app.keymap.preset());
    let other = others.unwrap_or_default();
    let name = app.keymap.typed_name(&format!("keys_{}", other.name()));
    app.mode = Mode::open(ListPanel::new(format!("Key presets: {name} changes them"), lines));
}

/// The shortest keys of commands in a preset: of each that has one which isn't behind the leader.
fn keys_of(map: &Keymap, names: &[&str]) -> String {
    let of = |name: &&str| command::command(When::Grid, name).map(|_| map.hint(When::Grid, name));
    let mut keys: Vec<String> = names.iter().filter_map(of).filter(|key| !key.is_empty()).collect();
    // Two keys in one are left out where one is enough.
    if keys.iter().any(|key| !key.contains(' ')) {
        keys.retain(|key| !key.contains(' '));
    }
    keys.join("  ")
}

fn columns([left, right]: [String; 2]) -> String {
    format!("{left:<18}{right}")
}
