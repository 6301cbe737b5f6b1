//! `leadsheet config`: the settings, where they are read from, and what is wrong with them.

use crate::app::manual::page;
use crate::app::{Config, Preferences, SETTINGS, THEMES, default_file};
use crate::cli::Exit;
use crate::cli::about::schema::{settings_schema, theme_schema};
use crate::cli::args::examples::CONFIG_EXAMPLES;
use crate::cli::check::{CommandError, Env};
use crate::cli::house_rules::read_rules;
use crate::leads::house::HouseRules;
use crate::leads::{RuleContext, nearest, plural, visible};
use crate::store;
use clap::{Args as ClapArgs, ValueEnum, ValueHint};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `leadsheet config` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = CONFIG_EXAMPLES)]
pub struct ConfigArgs {
    /// The settings file [default: config.toml in the configuration folder].
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Print a file with every setting at its default, to start with.
    #[arg(long, conflicts_with_all = ["file", "schema", "check"])]
    pub default: bool,
    /// Print a JSON schema, with which an editor completes and checks the file.
    #[arg(
        long, value_enum, value_name = "OF", num_args = 0..=1, require_equals = true,
        default_missing_value = "settings", conflicts_with_all = ["file", "check"]
    )]
    pub schema: Option<SchemaOf>,
    /// List every mistake in the file, in your themes and in the house rules, with its line.
    #[arg(long)]
    pub check: bool,
}

/// Which file a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The settings, config.toml.
    Settings,
    /// A theme of your own, themes/NAME.toml.
    Theme,
}

/// Writes what is asked about the settings. `theme_mistakes` are those in the user's own themes.
///
/// # Errors
///
/// Fails if the file can't be read, if a file that was named isn't there, and if writing fails.
pub fn run_config(
    args: &ConfigArgs,
    theme_mistakes: Vec<String>,
    env: &Env,
    out: &mut dyn Write,
) -> Result<Exit, CommandError> {
    let exit = match args.schema {
        _ if args.default => {
            out.write_all(default_file().as_bytes())?;
            Exit::Clean
        }
        Some(of) => {
            let schema = match of {
                SchemaOf::Settings => settings_schema(),
                SchemaOf::Theme => theme_schema(),
            };
            writeln!(out, "{schema:#}")?;
            Exit::Clean
        }
        None => {
            let file = SettingsFile::read(args.file.as_deref())?;
            let house = args.file.is_none().then(|| folder_rules(env));
            if args.check {
                let mut others = theme_mistakes;
                others.extend(house.as_ref().map(mistakes_in).unwrap_or_default());
                file.check(others, args.file.is_none(), out)?
            } else {
                file.list(env, house.as_ref(), out)?
            }
        }
    };
    out.flush()?;
    Ok(exit)
}

/// The house rules in the folder of the configuration, read with the user's own lists where these are right.
fn folder_rules(env: &Env) -> HouseRules {
    let own = store::lists_folder().and_then(|folder| store::own_lists(&folder).ok().flatten());
    read_rules(None, || match own {
        Some(lists) => RuleContext::new(env.today, Arc::new(lists)),
        None => RuleContext::from(env.today),
    })
}

/// The mistakes in the file of the house rules, each with its path.
fn mistakes_in(house: &HouseRules) -> Vec<String> {
    house.mistakes().iter().map(|mistake| format!("{}: {mistake}", house.path())).collect()
}

/// A settings file as it was read.
struct SettingsFile {
    /// Its path, with all characters visible; nothing if there is no home folder.
    path: Option<String>,
    /// What is in it; nothing if it isn't there.
    config: Option<Config>,
}

impl SettingsFile {
    fn read(asked: Option<&Path>) -> Result<Self, CommandError> {
        let own = store::config_file();
        let path = asked.or(own.as_deref());
        let name = path.map(|path| visible(&path.to_string_lossy()).into_owned());
        let text = path.map(store::read_config).transpose().map_err(CommandError::Unusable)?;
        let text = text.flatten();
        if let (Some(name), true, None) = (&name, asked.is_some(), &text) {
            return Err(CommandError::Unusable(format!("{name}: there is no such file")));
        }
        Ok(Self { path: name, config: text.map(|text| checked(&text)) })
    }

    /// Lists what is wrong.
    fn check(
        self,
        others: Vec<String>,
        with_others: bool,
        out: &mut dyn Write,
    ) -> Result<Exit, CommandError> {
        let path = self.path.as_deref().unwrap_or("config.toml");
        let mut mistakes: Vec<String> = Vec::new();
        match self.config {
            Some(config) => {
                mistakes.extend(config.errors.iter().map(|error| format!("{path}: {error}")));
            }
            None => writeln!(out, "{path}: there is no such file, so that all defaults hold")?,
        }
        if with_others {
            mistakes.extend(others);
        }
        for mistake in &mistakes {
            writeln!(out, "{mistake}")?;
        }
        match mistakes.len() {
            0 => writeln!(out, "no mistakes")?,
            n => writeln!(out, "\n{}", plural(n, "mistake"))?,
        }
        Ok(if mistakes.is_empty() { Exit::Clean } else { Exit::Problems })
    }

    /// Lists where the settings are and what holds.
    fn list(
        self,
        env: &Env,
        house: Option<&HouseRules>,
        out: &mut dyn Write,
    ) -> Result<Exit, CommandError> {
        let path = self.path.as_deref().unwrap_or("no home folder");
        let config = self.config.as_ref();
        writeln!(out, "{path}")?;
        match config {
            None => writeln!(
                out,
                "isn't there; `leadsheet config --default` prints a file to start with"
            )?,
            Some(config) if config.errors.is_empty() => {}
            Some(config) => writeln!(
                out,
                "{} in it; `leadsheet config --check` lists them",
                plural(config.errors.len(), "mistake")
            )?,
        }
        if let Some(house) = house {
            writeln!(out, "{}", about_house(house))?;
        }
        writeln!(out)?;
        let table = values(config.unwrap_or(&Config::default()));
        out.write_all(page::format(&table, env.width, env.colour).as_bytes())?;
        Ok(Exit::Clean)
    }
}

/// One line about the house rules: how many there are, or what is wrong.
fn about_house(house: &HouseRules) -> String {
    match (house.mistakes().len(), house.note()) {
        (0, Some(note)) => note,
        (0, None) => {
            "no house rules; `leadsheet help house-rules` shows how to write some".to_owned()
        }
        (n, _) => format!(
            "{} in {}, so nothing is exported; `leadsheet config --check` lists them",
            plural(n, "mistake"),
            house.path()
        ),
    }
}

/// Reads settings, and whether there is a theme of the name.
fn checked(text: &str) -> Config {
    let mut config = Config::parse(text);
    let own = store::own_themes();
    let built_in = THEMES.iter().map(|(name, _)| *name);
    let names: Vec<&str> = built_in.chain(own.iter().map(|(name, _)| &**name)).collect();
    if let Some(name) = config.theme.as_deref().filter(|name| !names.contains(name)) {
        let line = config.set.iter().find(|set| set.path == "theme").map_or(1, |set| set.line);
        let expected = names.join(", ");
        let choices = match nearest(name, names.iter().copied()) {
            Some(meant) => format!("did you mean \"{meant}\"? Choose one of {expected}"),
            None => format!("choose one of {expected}"),
        };
        let text = format!("line {line}: there is no theme \"{name}\"; {choices}");
        config.errors.push(visible(&text).into_owned());
    }
    config
}

/// A table of all settings, with what holds and why, and of the keys that the file sets.
fn values(config: &Config) -> String {
    let remembered = store::read_remembered(Preferences::FILE);
    let remembered = remembered.map(|text| Preferences::parse(&text)).unwrap_or_default();
    let mut table = "| setting | value | from |\n".to_owned();
    let mut row = |name: &str, value: &str, from: &str| {
        let value =
            if value.is_empty() { "–".to_owned() } else { visible(value).replace('|', "\\|") };
        table.extend(["| ", name, " | ", &value, " | ", from, " |\n"]);
    };
    for setting in &SETTINGS {
        let path = setting.path();
        let chosen = match path.as_str() {
            "theme" => remembered.theme.clone(),
            "mouse" => remembered.mouse.map(|on| if on { "on" } else { "off" }.to_owned()),
            "keys.preset" => remembered.keys.clone(),
            _ => None,
        };
        match (config.set.iter().find(|set| set.path == path), chosen, setting.default) {
            (Some(set), ..) => row(&path, &set.value, &format!("line {}", set.line)),
            (None, Some(chosen), _) => {
                row(&path, &setting.quoted(&chosen), "your choice in the editor");
            }
            (None, None, Some(default)) => row(&path, &setting.quoted(default), "the default"),
            (None, None, None) => row(&path, "", setting.otherwise),
        }
    }
    for set in config.set.iter().filter(|set| set.path.matches('.').count() > 1) {
        row(&set.path, &set.value, &format!("line {}", set.line));
    }
    table
}
