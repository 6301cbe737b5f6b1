//! Which key runs which command.

use crate::app::command::{self, Command, When};
use crate::app::input::{Chord, Key};
use crate::app::keys::preset::{Preset, Sections};
use crate::leads::sort::sort_by_key;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is wrong with a key map: every mistake at once, a sentence each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct KeymapError(pub Vec<String>);

/// What is wrong with the keys that a user gives a command.
#[derive(Debug)]
pub(crate) struct KeyMistake {
    pub(crate) section: &'static str,
    pub(crate) command: &'static str,
    /// A sentence without its full stop, with section and command.
    pub(crate) text: String,
}

/// Which keys run which command, by section.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: BTreeMap<(When, Vec<Chord>), &'static Command>,
    /// The shortest key of each command, as it is shown: hints are asked for at each drawing.
    shortest: BTreeMap<(When, &'static str), String>,
    preset: Preset,
    /// The preset that the settings name, which holds again at the next start.
    configured: Option<Preset>,
    /// The user's own keys, which are laid over every preset.
    own: toml::Table,
}

/// The commands that a key leads to, each with the rest of its keys.
pub(crate) type NextCommands = Vec<(String, &'static Command)>;

/// What keys pressed so far mean.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lookup {
    /// A command.
    Command(&'static Command),
    /// The beginning of a longer key.
    Prefix,
    /// Nothing.
    Unknown,
}

impl Default for Keymap {
    fn default() -> Self {
        // Reading it takes as long as laying out a whole screen, and several settings begin with it.
        static DEFAULT: LazyLock<Keymap> = LazyLock::new(|| Keymap::of(Preset::Default));
        DEFAULT.clone()
    }
}

impl Keymap {
    /// The keys of a preset.
    pub fn of(preset: Preset) -> Self {
        let map = preset.sections().and_then(|sections| Self::read(&sections));
        Self { preset, ..map.unwrap_or_else(|_| Self::empty()) }
    }

    /// The preset that the keys are laid over.
    pub fn preset(&self) -> Preset {
        self.preset
    }

    /// The preset that the settings name, if they do.
    pub(crate) fn configured(&self) -> Option<Preset> {
        self.configured
    }

    /// Takes the preset that the settings name.
    pub(crate) fn configure(&mut self, preset: Preset) {
        *self = Self { configured: Some(preset), ..self.with_preset(preset).0 };
    }

    /// The keys of another preset with the user's own keys, and the mistakes in these.
    pub(crate) fn with_preset(&self, preset: Preset) -> (Self, Vec<String>) {
        let mut map = Self { configured: self.configured, ..Self::of(preset) };
        let mistakes = map.take_own(&self.own).into_iter().map(|mistake| mistake.text);
        let mistakes = mistakes.collect();
        (map, mistakes)
    }

    /// Reads a key map: a section for each place, in it `command = ["key", "key key"]`.
    ///
    /// All mistakes: unknown sections, commands and keys, and keys that are given twice or
    /// are the beginning of another one.
    pub fn parse(text: &str) -> Result<Self, KeymapError> {
        let sections = toml::from_str(text).map_err(|e| KeymapError(vec![e.to_string()]))?;
        Self::read(&sections)
    }

    /// Whether it has no keys: nothing is done by keys then, and no sentence names one.
    pub(crate) fn is_empty(&self) -> bool {
        self.bindings.is_empty()
    }

    /// A map without keys. Presets are compiled in, and a test holds that they can be read.
    pub(crate) fn empty() -> Self {
        Self {
            bindings: BTreeMap::new(),
            shortest: BTreeMap::new(),
            preset: Preset::Default,
            configured: None,
            own: toml::Table::new(),
        }
    }

    fn read(sections: &Sections) -> Result<Self, KeymapError> {
        let mut map = Self::empty();
        let mut mistakes = Vec::new();
        for (section, commands) in sections {
            let Some(when) = When::ALL.into_iter().find(|w| w.section() == section) else {
                mistakes.push(format!("[{section}] isn't a section"));
                continue;
            };
            for (name, keys) in commands {
                let Some(command) = command::command(when, name) else {
                    mistakes.push(format!("[{section}] {name} isn't a command"));
                    continue;
                };
                for key in keys {
                    if let Err(error) = map.bind(when, key, command) {
                        mistakes.push(format!("[{section}] {name}: {error}"));
                    }
                }
            }
        }
        mistakes.extend(map.shadowed().into_iter().map(|(_, short, _)| also_the_start(short)));
        map.shortest = map.find_shortest();
        if mistakes.is_empty() { Ok(map) } else { Err(KeymapError(mistakes)) }
    }

    /// Takes a user's own keys, which are sections of lists: each command that is named has these in place of its own.
    ///
    /// All mistakes. A command with a mistake keeps the keys that it has.
    pub(crate) fn take_own(&mut self, sections: &toml::Table) -> Vec<KeyMistake> {
        self.own = sections.clone();
        let mut mistakes = Vec::new();
        let mut wanted: Vec<(&'static Command, Vec<String>)> = Vec::new();
        for (section, commands) in sections {
            let when = When::ALL.into_iter().find(|when| when.section() == section);
            let (Some(when), Some(commands)) = (when, commands.as_table()) else { continue };
            for (name, keys) in commands {
                let keys = keys.as_array().into_iter().flatten();
                let texts = keys.filter_map(|key| Some(key.as_str()?.to_owned())).collect();
                wanted.extend(command::command(when, name).map(|command| (command, texts)));
            }
        }
        if wanted.is_empty() {
            return mistakes;
        }
        // Together, so that two commands can change their keys. Those with a mistake are left out until the rest is right.
        while let Err(more) = self.with(&wanted).map(|map| *self = map) {
            let wrong: Vec<usize> = more.iter().map(|(at, _)| *at).collect();
            mistakes.extend(more.into_iter().map(|(at, text)| {
                let command = wanted[at].0;
                KeyMistake { section: command.when.section(), command: command.name, text }
            }));
            let mut at = 0..;
            wanted.retain(|_| at.next().is_some_and(|at| !wrong.contains(&at)));
        }
        self.shortest = self.find_shortest();
        mistakes
    }

    /// The map in which commands have other keys, or why that can't be, each with the place of its command.
    ///
    /// The keys of the preset are right, so that each mistake is about one of these commands.
    fn with(
        &self,
        wanted: &[(&'static Command, Vec<String>)],
    ) -> Result<Self, Vec<(usize, String)>> {
        let mut map = self.clone();
        let place = |when: When, name: &str| {
            wanted.iter().position(|(command, _)| command.when == when && command.name == name)
        };
        map.bindings.retain(|(when, _), command| place(*when, command.name).is_none());
        let mut mistakes = Vec::new();
        for (at, (command, keys)) in wanted.iter().enumerate() {
            for key in keys {
                if let Err(error) = map.bind(command.when, key, command) {
                    let section = command.when.section();
                    mistakes.push((at, format!("[keys.{section}] {}: {error}", command.name)));
                }
            }
        }
        for (when, short, long) in map.shadowed() {
            let at = place(when, short.name).or_else(|| place(when, long.name));
            mistakes.extend(at.map(|at| (at, also_the_start(short))));
        }
        if mistakes.is_empty() { Ok(map) } else { Err(mistakes) }
    }

    fn bind(&mut self, when: When, keys: &str, command: &'static Command) -> Result<(), String> {
        let chords = keys.split(' ').map(str::parse).collect::<Result<Vec<Chord>, _>>()?;
        match self.bindings.insert((when, chords), command) {
            Some(other) if other.name != command.name => {
                Err(format!("\"{keys}\" already runs {}", other.name))
            }
            _ => Ok(()),
        }
    }

    /// The commands with a key that is also the start of another one's.
    fn shadowed(&self) -> Vec<(When, &'static Command, &'static Command)> {
        // In their order, the keys that begin with some keys follow these directly.
        let next = self.bindings.iter().skip(1);
        let pairs = self.bindings.iter().zip(next).filter(|(((when, keys), _), ((w, k), _))| {
            w == when && k.len() > keys.len() && k.starts_with(keys)
        });
        pairs.map(|(((when, _), short), (_, long))| (*when, *short, *long)).collect()
    }

    fn find_shortest(&self) -> BTreeMap<(When, &'static str), String> {
        let mut best: BTreeMap<(When, &'static str), &[Chord]> = BTreeMap::new();
        for ((when, keys), command) in &self.bindings {
            let shortest = best.entry((*when, command.name)).or_insert(keys);
            if rank(keys) < rank(shortest) {
                *shortest = keys;
            }
        }
        best.into_iter().map(|(command, keys)| (command, show(keys))).collect()
    }

    /// What the keys pressed so far mean in a section.
    pub(crate) fn lookup(&self, when: When, keys: &[Chord]) -> Lookup {
        let from = (when, keys.to_vec());
        match self.bindings.range(from..).next() {
            Some(((w, k), command)) if *w == when && k == keys => Lookup::Command(command),
            Some(((w, k), _)) if *w == when && k.starts_with(keys) => Lookup::Prefix,
            _ => Lookup::Unknown,
        }
    }

    /// What the keys pressed so far mean in the first of some sections that knows them.
    pub(crate) fn lookup_in(&self, sections: &[When], keys: &[Chord]) -> Lookup {
        let found = sections.iter().map(|when| self.lookup(*when, keys));
        found.into_iter().find(|f| !matches!(f, Lookup::Unknown)).unwrap_or(Lookup::Unknown)
    }

    /// The keys of a command as they are shown: `g g`, `Ctrl+S`.
    pub fn keys(&self, command: &Command) -> Vec<String> {
        let mut keys: Vec<&Vec<Chord>> = self
            .bindings
            .iter()
            .filter(|((when, _), c)| *when == command.when && c.name == command.name)
            .map(|((_, keys), _)| keys)
            .collect();
        sort_by_key(&mut keys, |k| rank(k));
        keys.into_iter().map(|k| show(k)).collect()
    }

    /// The shortest key of a command by its name, for hints; nothing if it has none.
    pub fn hint(&self, when: When, name: &str) -> String {
        self.shortest.get(&(when, name)).cloned().unwrap_or_default()
    }

    /// The shortest key of a command of the grid, or what to type for it where it has none: `:unlock offers`.
    pub(crate) fn key_or_name(&self, name: &str) -> String {
        match self.hint(When::Grid, name) {
            key if key.is_empty() => self.typed_name(name),
            key => key,
        }
    }

    /// What to type for a command of the grid in the palette: `:unlock offers`, or `Ctrl+P "unlock offers"`.
    pub(crate) fn typed_name(&self, name: &str) -> String {
        let (palette, name) = (self.hint(When::Grid, "palette"), name.replace('_', " "));
        if self.is_empty() {
            format!("\"{name}\" in the editor")
        } else if palette.chars().count() == 1 {
            format!("{palette}{name}")
        } else {
            format!("{palette} \"{name}\"")
        }
    }

    /// Returns what can follow keys pressed so far: the next key and the command's name.
    pub fn following(&self, when: When, keys: &[Chord]) -> Vec<(String, &'static Command)> {
        self.bindings
            .iter()
            .filter(|((w, k), _)| *w == when && k.len() > keys.len() && k.starts_with(keys))
            .map(|((_, k), command)| (show(&k[keys.len()..]), *command))
            .collect()
    }

    /// The next keys after those pressed so far, each with the commands that it leads to and their whole keys.
    pub(crate) fn next_keys(&self, when: When, keys: &[Chord]) -> Vec<(String, NextCommands)> {
        let mut next: Vec<(String, NextCommands)> = Vec::new();
        for ((w, k), command) in &self.bindings {
            if *w != when || k.len() <= keys.len() || !k.starts_with(keys) {
                continue;
            }
            let key = k[keys.len()].to_string();
            match next.last_mut().filter(|(last, _)| *last == key) {
                Some((_, commands)) => commands.push((show(&k[keys.len()..]), command)),
                None => next.push((key, vec![(show(&k[keys.len()..]), command)])),
            }
        }
        next
    }
}

fn also_the_start(command: &Command) -> String {
    format!("the key of {} is also the start of another key", command.name)
}

/// Prefers the keys that don't stand behind a leader, then those that every terminal sends, then the
/// shorter, then those without Ctrl and Alt, and Esc where it leaves something.
fn rank(keys: &[Chord]) -> (bool, bool, usize, bool, bool) {
    let is_behind = keys.len() > 1 && keys[0].ctrl;
    let rare = |c: &Chord| {
        matches!(c.key, Key::F(_)) || c.alt || (c.ctrl && !matches!(c.key, Key::Char(_)))
    };
    let leaves = keys.iter().any(|c| c.key == Key::Esc);
    (is_behind, keys.iter().any(rare), keys.len(), keys.iter().any(|c| c.ctrl || c.alt), !leaves)
}

fn show(keys: &[Chord]) -> String {
    let plain = keys.iter().all(|c| c.typed().is_some_and(|c| c != ' '));
    let shown: Vec<String> = keys.iter().map(ToString::to_string).collect();
    shown.join(if plain { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::commands::spreadsheet::{fill, moves};

    #[test]
    fn no_preset_has_a_mistake() {
        for preset in Preset::ALL {
            let read = preset.sections().and_then(|sections| Keymap::read(&sections));
            assert_eq!(read.map(|_| ()), Ok(()), "{}", preset.name());
        }
    }

    #[test]
    fn all_mistakes_of_a_key_map_are_reported_at_once() {
        let text = "[grid]\nup = [\"hyper-x\"]\nfly = [\"f\"]\ndown = [\"g\"]\nfirst_row = [\"g g\"]\n[moon]\n";
        let KeymapError(mistakes) = Keymap::parse(text).expect_err("has mistakes");
        assert_eq!(mistakes.len(), 4, "{mistakes:?}");
    }

    #[test]
    fn every_grid_command_has_a_key_that_reaches_every_terminal() {
        let map = Keymap::default();
        // What must not be run by a slip has no key: its name is typed in the palette.
        let typed = [
            "quit_discard",
            "suspend",
            "unlock_offers",
            "rebase",
            "export_again",
            "open",
            "tour",
            "tour_from_excel",
            "tour_from_vim",
            "tour_from_neither",
            "reopen_as_results",
            "reopen_as_download",
            "keys",
            "keys_default",
            "keys_spreadsheet",
        ];
        // What Excel's hands know beyond the motions of the default preset.
        let is_extra = |c: &Command| {
            let families: [&[Command]; 3] = [&moves::COMMANDS, &moves::SELECTIONS, &fill::COMMANDS];
            let is_of = |family: &&[Command]| family.iter().any(|e| e.name == c.name);
            (c.when == When::Grid && families.iter().any(is_of))
                || c.when == When::Entry
                || matches!((c.when, c.name), (When::Grid, "cut") | (When::Editor, "commit_up"))
        };
        let is_typed = |c: &Command| c.when == When::Grid && typed.contains(&c.name) || is_extra(c);
        for command in command::all().filter(|c| !is_typed(c)) {
            let reachable = map.bindings.iter().any(|((when, keys), c)| {
                *when == command.when && c.name == command.name && keys.iter().all(|c| arrives(*c))
            });
            assert!(reachable, "{}", command.name);
        }
    }

    /// Plain keys and Ctrl with a letter arrive everywhere, except the prefixes of tmux and screen.
    fn arrives(chord: Chord) -> bool {
        match chord.key {
            Key::F(_) => false,
            _ if chord.alt => false,
            Key::Char(c) if chord.ctrl => c.is_ascii_lowercase() && !matches!(c, 'a' | 'b'),
            _ => !chord.ctrl && !chord.shift,
        }
    }

    #[test]
    fn no_character_runs_a_command_of_the_grid_where_it_edits_the_cell() {
        let map = Keymap::of(Preset::Spreadsheet);
        assert!(map.preset().types_over());
        for c in (' '..='~').chain("é漢ß€".chars()) {
            let keys = [Chord::plain(Key::Char(c))];
            for when in [When::Grid, When::Selection, When::Record] {
                let found = map.lookup(when, &keys);
                assert!(matches!(found, Lookup::Unknown), "{c} in [{}]: {found:?}", when.section());
            }
        }
    }

    #[test]
    fn the_letters_of_the_default_preset_are_commands_behind_the_leader() {
        let (default, map) = (Keymap::default(), Keymap::of(Preset::Spreadsheet));
        for ((when, keys), command) in &default.bindings {
            let is_plain = keys[0].typed().is_some();
            if is_plain && matches!(when, When::Grid | When::Selection | When::Record) {
                let leader: Chord = "ctrl-k".parse().expect("a key");
                let behind: Vec<Chord> = std::iter::once(leader).chain(keys.clone()).collect();
                let found = map.lookup(*when, &behind);
                assert!(
                    matches!(found, Lookup::Command(c) if c.name == command.name),
                    "{}: {found:?}",
                    command.name
                );
            }
        }
    }

    #[test]
    fn own_keys_are_kept_in_every_preset() {
        let mut map = Keymap::default();
        let own = "[grid]\nundo = [\"ctrl-w\"]\n".parse().expect("TOML");
        assert_eq!(map.take_own(&own).len(), 0);
        let (map, mistakes) = map.with_preset(Preset::Spreadsheet);
        assert_eq!((map.hint(When::Grid, "undo").as_str(), mistakes.len()), ("Ctrl+W", 0));
        assert_eq!(map.hint(When::Grid, "redo"), "Ctrl+Y");
    }

    #[test]
    fn no_single_key_that_ends_an_escape_sequence_changes_anything() {
        let map = Keymap::default();
        for key in "ABCDEFHMOPQRSZ[~;".chars() {
            let keys = [Chord::plain(Key::Char(key))];
            if let Lookup::Command(command) = map.lookup(When::Grid, &keys) {
                panic!("{key} runs {}", command.name);
            }
        }
    }
}
