//! A user's settings, as `config.toml` holds them.

mod default_file;
mod reader;
mod settings;

pub use default_file::default_file;
pub use settings::{SETTINGS, Setting, SettingKind};

use crate::app::app::App;
use crate::app::cell_info::Tone;
use crate::app::command::When;
use crate::app::config::reader::SettingsReader;
use crate::app::keys::keymap::Keymap;
use crate::app::keys::preset::Preset;
use crate::app::mode::Mode;
use crate::app::panels::list::state::{ListLine, ListPanel};
use crate::app::preferences::Preferences;
use crate::app::theme::ThemeChoice;
use crate::leads::visible;
use crate::sheet::DueList;
use std::sync::Arc;

/// How many mistakes are told one by one.
const MAX_ERRORS_SHOWN: usize = 100;

/// What a user has set.
///
/// ```toml
/// theme = "light"
///
/// [export]
/// errors = "keep"       # what the last upload said stays in the upload files; "clear" is the default
///
/// [due]
/// open_days = 60        # leads that are open for 60 days are listed; 90 is the default
///
/// [grid]
/// row_numbers = true    # the row number of each lead is shown
///
/// [keys]
/// preset = "spreadsheet"  # typing edits the cell; "default" is the default
///
/// [keys.grid]
/// export = ["ctrl-e"]   # in place of the keys that it had
/// ```
///
/// Nothing in it names a program to run or a file to write.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the theme, if one is set. Whether there is one of that name isn't looked at here.
    pub theme: Option<String>,
    /// The theme that is used, once that is decided.
    pub themes: ThemeChoice,
    /// The keys, the user's own ones among them.
    pub keys: Keymap,
    /// Whether upload files keep what the last upload said in *Errors*.
    pub keeps_errors: bool,
    /// After how many days an open lead counts as open for long.
    pub open_days: u32,
    /// Whether the grid shows the row number of each lead.
    pub row_numbers: bool,
    /// Whether the mouse is used; nothing leaves it to the terminal.
    pub mouse: Option<bool>,
    /// What the file sets, in the order of its lines.
    pub set: Vec<SetValue>,
    /// What is wrong, a sentence each: these settings stay as they are without the file.
    pub errors: Vec<String>,
}

/// A setting that the file has, with a value that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetValue {
    /// The names of its sections and its own: `keys.grid.undo`.
    pub path: String,
    /// Its value as the file has it.
    pub value: String,
    /// The line that it is in.
    pub line: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: None,
            themes: ThemeChoice::default(),
            keys: Keymap::default(),
            keeps_errors: false,
            open_days: DueList::OPEN_DAYS,
            row_numbers: false,
            mouse: None,
            set: Vec::new(),
            errors: Vec::new(),
        }
    }
}

impl Config {
    /// Reads settings, and tells all that is wrong with them at once; what is right holds all the same.
    pub fn parse(text: &str) -> Self {
        let mut reader = SettingsReader::new(text);
        reader.read();
        let mistakes = reader.mistakes.iter();
        let mistakes =
            mistakes.map(|(line, text)| visible(&format!("line {line}: {text}")).into_owned());
        let mut errors: Vec<String> = mistakes.collect();
        if let Some(more @ 1..) = errors.len().checked_sub(MAX_ERRORS_SHOWN) {
            errors.truncate(MAX_ERRORS_SHOWN);
            errors.push(format!("… and {more} more"));
        }
        Self { errors, ..reader.config }
    }

    /// Takes the preset of keys that was chosen in an earlier run, unless the settings name one.
    pub(crate) fn use_remembered(&mut self, preferences: &Preferences) {
        let remembered = preferences.keys.as_deref().and_then(Preset::named);
        if let (None, Some(preset)) = (self.keys.configured(), remembered) {
            let (keys, mistakes) = self.keys.with_preset(preset);
            self.keys = keys;
            self.errors.extend(mistakes);
        }
    }
}

impl App {
    /// Lists what is wrong with the settings, over the grid: the program runs without them.
    pub(crate) fn show_config_errors(&mut self, mistakes: Vec<String>) {
        self.show_mistakes("settings", mistakes, "All other settings apply.");
    }

    /// Lists what is wrong with the house rules, over the grid: nothing is exported without them.
    pub(crate) fn show_rules_errors(&mut self) {
        let house = Arc::clone(&self.sheet.context().house);
        let rest = format!(
            "Nothing is exported until {} is right, or the program is started with --no-rules.",
            house.path()
        );
        self.show_mistakes("house rules", house.mistakes().to_vec(), &rest);
    }

    fn show_mistakes(&mut self, what: &str, mistakes: Vec<String>, rest: &str) {
        if mistakes.is_empty() {
            return;
        }
        if !matches!(self.mode, Mode::Grid) {
            let more = match mistakes.len() {
                1 => String::new(),
                n => format!(" ({} more)", n - 1),
            };
            return self.set_error(format!("{what}: {}{more}", mistakes[0]));
        }
        let entries = mistakes.into_iter().map(|mistake| ListLine::new("", mistake, Tone::Error));
        // The line mode has no key for it.
        let close = match self.keymap.hint(When::List, "close") {
            key if key.is_empty() => String::new(),
            key => format!(" {key} closes this list."),
        };
        let rest = ListLine::new("", format!("{rest}{close}"), Tone::Plain);
        let entries = entries.chain([ListLine::default(), rest]).collect();
        self.mode = Mode::open(ListPanel::new(format!("Errors in the {what}"), entries));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command;
    use proptest::prelude::*;

    fn keys(config: &Config, name: &str) -> Vec<String> {
        config.keys.keys(command(When::Grid, name).expect("a command"))
    }

    #[test]
    fn settings_replace_defaults_and_the_rest_is_unchanged() {
        let text = "theme = \"light\"\n[export]\nerrors = \"keep\"\n[keys.grid]\nexport = [\"ctrl-e\", \"g z\"]\n";
        let config = Config::parse(text);
        assert!(config.errors.is_empty(), "{:?}", config.errors);
        assert_eq!((config.theme.as_deref(), config.keeps_errors), (Some("light"), true));
        assert_eq!(keys(&config, "export"), ["Ctrl+E", "gz"]);
        assert_eq!(config.keys.hint(When::Grid, "export"), "Ctrl+E");
        assert_eq!(keys(&config, "undo"), keys(&Config::default(), "undo"));
    }

    #[test]
    fn row_numbers_are_off_until_they_are_set() {
        assert!(!Config::parse("").row_numbers);
        assert!(Config::parse("[grid]\nrow_numbers = true\n").row_numbers);
        for (text, wanted) in [
            ("[grid]\nrow_numbers = 1\n", "line 2: grid.row_numbers must be true or false"),
            (
                "[grid]\n\nline = true\n",
                "line 3: grid.line isn't a setting; expected grid.row_numbers",
            ),
            (
                "[grid]\nrow_number = 1\n",
                "line 2: grid.row_number isn't a setting; did you mean \"grid.row_numbers\"?",
            ),
            (
                "[due]\nopen_days = 0\n",
                "line 2: due.open_days must be a whole number from 1 to 3650",
            ),
            (
                "[due]\nopen_days = \"9\"\n",
                "line 2: due.open_days must be a whole number from 1 to 3650",
            ),
            ("grid = 1\n", "line 1: [grid] must be a section"),
            (
                "\nmouse = \"of\"\n",
                "line 2: mouse must be \"on\" or \"off\"; did you mean \"off\"?",
            ),
            ("mose = \"on\"\n", "line 1: mose isn't a setting; did you mean \"mouse\"?"),
            (
                "x = 1",
                "line 1: x isn't a setting; expected theme, mouse, export, due, grid or keys",
            ),
            ("[keys.gird]\n", "line 1: [keys.gird] isn't a section; did you mean \"grid\"?"),
            (
                "[keys]\npresets = 1\n",
                "line 2: keys.presets isn't a setting; did you mean \"keys.preset\"?",
            ),
            (
                "[keys.grid]\nundu = [\"u\"]\n",
                "line 2: [keys.grid] undu isn't a command; did you mean \"undo\"?",
            ),
            (
                "[keys.grid]\n\nhelp = [\"i\"]\n",
                "line 3: [keys.grid] help: \"i\" already runs edit",
            ),
        ] {
            assert_eq!(Config::parse(text).errors, [wanted]);
        }
    }

    #[test]
    fn what_is_set_is_known_with_its_line_and_mistakes_are_not_among_it() {
        let text = "mouse = \"off\"\ntheme = 3\n[keys.grid]\nundo = [\"ctrl-w\", \"g z\"]\nhelp = [\"i\"]\n";
        let config = Config::parse(text);
        let set: Vec<_> = config.set.iter().map(|s| (&*s.path, &*s.value, s.line)).collect();
        let keys = "[\"ctrl-w\", \"g z\"]";
        assert_eq!(set, [("mouse", "\"off\"", 1), ("keys.grid.undo", keys, 4)]);
    }

    #[test]
    fn two_commands_can_change_their_keys() {
        let config = Config::parse("[keys.grid]\nundo = [\".\"]\nrepeat = [\"u\"]\n");
        assert!(config.errors.is_empty(), "{:?}", config.errors);
        assert_eq!(
            (keys(&config, "undo"), keys(&config, "repeat")),
            (vec![".".into()], vec!["u".into()])
        );
    }

    #[test]
    fn a_mistake_in_one_command_leaves_the_exchanged_keys_of_two_others() {
        let keys_of = |wrong: &str| {
            format!("[keys.grid]\nundo = [\".\"]\nrepeat = [\"u\"]\nexport = [\"{wrong}\"]\n")
        };
        for (wrong, mistake) in [
            ("i", "line 4: [keys.grid] export: \"i\" already runs edit"),
            ("g", "line 4: the key of export is also the start of another key"),
            ("i j", "line 4: the key of edit is also the start of another key"),
        ] {
            let config = Config::parse(&keys_of(wrong));
            assert_eq!(config.errors, [mistake]);
            assert_eq!(keys(&config, "undo"), ["."], "{wrong}");
            assert_eq!(keys(&config, "export"), keys(&Config::default(), "export"), "{wrong}");
        }
    }

    #[test]
    fn all_mistakes_are_reported_at_once_and_valid_settings_apply() {
        let text = "theme = 3\ncolour = \"red\"\n[export]\nerrors = \"drop\"\nmore = 1\n[keys.moon]\nup = [\"k\"]\n\
                    [keys.grid]\nfly = [\"f\"]\nundo = [\"hyper-x\"]\nredo = \"r\"\nhelp = [\"i\"]\n\
                    export = [\"g\"]\nquit = [\"ctrl-e\"]\n";
        let config = Config::parse(text);
        let told = config.errors.join("\n");
        for part in [
            "theme must be the name",
            "colour isn't a setting",
            "export.errors must be",
            "export.more isn't",
            "[keys.moon] isn't",
            "fly isn't a command",
            "hyper-x",
            "redo",
            "\"i\" already runs edit",
            "export is also the start",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(config.errors.len(), 10, "{told}");
        assert_eq!(keys(&config, "quit"), ["Ctrl+E"]);
        for name in ["undo", "redo", "help", "export", "edit"] {
            assert_eq!(keys(&config, name), keys(&Config::default(), name), "{name}");
        }
    }

    #[test]
    fn a_text_that_is_not_toml_is_reported_with_its_line() {
        let config = Config::parse("theme = \"dark\"\n[keys\n");
        assert_eq!(config.errors.len(), 1);
        assert!(config.errors[0].starts_with("line 2: "), "{:?}", config.errors);
        assert_eq!(config.theme, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
        #[test]
        fn any_settings_file_is_read_and_messages_have_only_visible_characters(
            text in "(\\[(keys\\.)?(grid|export|\u{1b}x)\\]\n|theme|undo|errors|=|\\[|\\]|\"|ctrl-|[a-z]|\n| |\u{1b}|\u{202e}){0,40}"
        ) {
            let config = Config::parse(&text);
            let is_plain = |mistake: &String| mistake.chars().all(|c| c == '\n' || !c.is_control());
            prop_assert!(config.errors.iter().all(is_plain), "{:?}", config.errors);
        }
    }
}
