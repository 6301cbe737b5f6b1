//! `leadsheet columns`, `rules` and `keys`: the program's own tables, as they are compiled in.

use crate::app::{COMMANDS, Command, Keymap, Preset};
use crate::cli::check::Env;
use crate::cli::{Exit, json};
use crate::leads::house::{self, HouseRules};
use crate::leads::lists::Lists;
use crate::leads::{Access, COLUMNS, Col, Header, Kind, Need, RuleContext, Severity, rules};
use clap::{Args as ClapArgs, ValueEnum};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// Which table is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The columns of a Leads file.
    Columns,
    /// The rules that rows are judged by.
    Rules,
    /// The commands and their keys in a preset.
    Keys(Preset),
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Text,
    /// For programs: a list, one object an entry.
    Json,
    /// For pages.
    Markdown,
}

/// What a table is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
pub struct TableArgs {
    /// How to write the table.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// What `leadsheet keys` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
pub struct KeysArgs {
    /// Which keys to list: letters as commands, or typing edits the cell.
    #[arg(long, value_enum, default_value_t = KeyPreset::Default)]
    pub preset: KeyPreset,
    /// How to write the table.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// A preset of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyPreset {
    /// Letters are commands, as in vim.
    Default,
    /// Typing edits the cell, as in Excel and LibreOffice Calc.
    Spreadsheet,
}

impl From<KeyPreset> for Preset {
    fn from(preset: KeyPreset) -> Self {
        match preset {
            KeyPreset::Default => Self::Default,
            KeyPreset::Spreadsheet => Self::Spreadsheet,
        }
    }
}

/// A column of a Leads file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct ColumnEntry {
    #[serde(skip)]
    own_list: Option<&'static str>,
    /// Its name in the header; a family of numbered columns has its range, such as `Team member 1
    /// to 5`.
    name: String,
    /// Other names that are recognised in a header.
    variants: &'static [&'static str],
    /// Who may change its cells.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::accesses())))]
    access: &'static str,
    /// Whether a lead needs a value in it.
    required: bool,
    /// What its cells hold: `text`, `long text`, `date`, `amount`, `choice`, or what the parts of a
    /// cell describe together.
    kind: &'static str,
    /// What it holds and how to fill it in, as a text for people.
    help: &'static str,
    /// The sentence of the documentation that this comes from.
    source: &'static str,
}

/// A rule that rows are checked against.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct RuleEntry {
    /// Its ID.
    #[cfg_attr(test, schemars(extend("pattern" = crate::cli::json::derived::RULE)))]
    code: &'static str,
    /// How severe its findings are; `error-if-touched` is an error only in a row that would be
    /// uploaded.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::severities())))]
    severity: &'static str,
    /// What it finds, as a text for people.
    text: Cow<'static, str>,
    /// What to do, as a text for people.
    help: Cow<'static, str>,
    /// The sentence of the documentation that it comes from, or our interpretation; for a house rule its file.
    source: Cow<'static, str>,
    /// Whether Microsoft documents it.
    documented: bool,
}

/// A command of the editor and its keys.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct KeyEntry {
    /// Its name, by which `config.toml` assigns keys to it.
    name: &'static str,
    /// What it does, as a sentence for people.
    doc: &'static str,
    /// Its keys, and the names by which it can be typed, each after a colon.
    keys: Vec<String>,
    /// The modes in which the keys work.
    #[cfg_attr(test, schemars(extend("items" = crate::cli::json::derived::modes())))]
    modes: Vec<&'static str>,
}

/// An entry as people read it: its name, what belongs to it, and what there is to say about it.
pub(crate) struct TableEntry {
    pub(crate) name: String,
    pub(crate) facts: String,
    pub(crate) texts: Vec<String>,
}

/// The user's own list that decides the texts of a column, if one does.
fn own_list(lists: &Lists, col: Col) -> Option<&'static str> {
    lists.own().iter().find(|list| list.decides().contains(&col)).map(|list| list.name())
}

/// The name of an access in the table of the columns.
pub(in crate::cli) fn access_label(access: Access) -> &'static str {
    match access {
        Access::Locked(_) => "locked",
        Access::Unlockable(_) => "locked until unlocked",
        Access::ClearOnly(_) => "clear only",
        Access::Open => "open",
        Access::When(_) => "open while it is due",
    }
}

/// The name of a severity in the table of the rules.
pub(in crate::cli) fn severity_label(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::ErrorIfUploaded => "error-if-touched",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn columns(lists: &Lists) -> impl Iterator<Item = ColumnEntry> {
    COLUMNS.iter().map(move |column| {
        let (name, variants) = match column.header {
            Header::One(name, variants) => (name.to_owned(), variants),
            Header::Numbered { family, also, limit, .. } => {
                (format!("{family} 1 to {limit}"), also)
            }
        };
        ColumnEntry {
            own_list: own_list(lists, column.col),
            name,
            variants,
            access: access_label(column.access),
            required: column.need != Need::Optional,
            kind: match column.kind {
                Kind::Text => "text",
                Kind::LongText => "long text",
                Kind::Date => "date",
                Kind::Amount => "amount",
                Kind::Parts(parts) => parts.of,
                Kind::Choice(_) => "choice",
            },
            help: column.help,
            source: column.source,
        }
    })
}

/// The built-in rules, then those of the house.
fn all_rules(house: &HouseRules) -> impl Iterator<Item = RuleEntry> {
    let built_in = rules::all().map(|rule| RuleEntry {
        code: rule.code,
        severity: severity_label(rule.severity),
        text: rule.text.into(),
        help: rule.help.into(),
        source: rule.source.into(),
        documented: !rule.source.starts_with("Our interpretation"),
    });
    let own = house.rules().map(|rule| RuleEntry {
        code: rule.code(),
        severity: severity_label(rule.severity()),
        text: rule.text().to_owned().into(),
        help: rule.help().to_owned().into(),
        source: rule.source().to_owned().into(),
        documented: false,
    });
    built_in.chain(own)
}

fn keys(preset: Preset) -> Vec<KeyEntry> {
    let keymap = Keymap::of(preset);
    let commands = COMMANDS.iter().flat_map(|family| family.iter());
    let entry = |command: &'static Command| KeyEntry {
        name: command.name,
        doc: command.doc,
        keys: keymap
            .keys(command)
            .into_iter()
            .chain(command.aliases.iter().map(|alias| format!(":{alias}")))
            .collect(),
        modes: vec![command.when.section()],
    };
    commands.map(entry).collect()
}

pub(crate) fn shown(topic: Topic, rules: &RuleContext) -> Vec<TableEntry> {
    let lists = &rules.lists;
    let required = |required: bool| if required { ", required" } else { "" };
    let documented = |rule: &RuleEntry| match rule.documented {
        true => "documented",
        false if rule.code.starts_with(house::CODE_PREFIX) => "house rule",
        false => "our interpretation",
    };
    match topic {
        Topic::Columns => columns(lists)
            .map(|c| TableEntry {
                facts: format!(
                    "{}, {}{}{}",
                    c.kind,
                    c.access,
                    required(c.required),
                    c.own_list.map(|list| format!(", own list: {list}")).unwrap_or_default()
                ),
                texts: vec![c.help.to_owned(), c.source.to_owned()],
                name: c.name,
            })
            .collect(),
        Topic::Rules => all_rules(&rules.house)
            .map(|r| TableEntry {
                name: r.code.to_owned(),
                facts: format!("{}, {}", r.severity, documented(&r)),
                texts: [r.text, r.help, r.source].map(Cow::into_owned).to_vec(),
            })
            .collect(),
        Topic::Keys(preset) => keys(preset)
            .into_iter()
            .map(|k| TableEntry {
                name: k.keys.join("  "),
                facts: format!("{}, {}", k.name.replace('_', " "), k.modes.join(", ")),
                texts: vec![k.doc.to_owned()],
            })
            .collect(),
    }
}

/// Writes a table.
///
/// # Errors
///
/// Fails if it can't be written.
pub fn run_table(
    topic: Topic,
    format: TableFormat,
    env: &Env,
    out: &mut dyn Write,
) -> io::Result<Exit> {
    let rules = env.rules();
    let lists = &rules.lists;
    match format {
        TableFormat::Text => {
            if let Some(note) = lists.note().filter(|_| !matches!(topic, Topic::Keys(_))) {
                writeln!(out, "{note}")?;
            }
            text(&shown(topic, &rules), env.width, out)?;
        }
        TableFormat::Markdown => out.write_all(markdown(topic, &rules).as_bytes())?,
        TableFormat::Json => match topic {
            Topic::Columns => json::write_pretty(&columns(lists).collect::<Vec<_>>(), out)?,
            Topic::Rules => json::write_pretty(&all_rules(&rules.house).collect::<Vec<_>>(), out)?,
            Topic::Keys(preset) => json::write_pretty(&keys(preset), out)?,
        },
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The least width in columns that text is broken for.
const LEAST: usize = 24;

pub(crate) fn text(
    list: &[TableEntry],
    width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for entry in list {
        writeln!(out, "{}  ({})", entry.name, entry.facts)?;
        for text in &entry.texts {
            let room = width.map_or(usize::MAX, |width| width.saturating_sub(5).max(LEAST));
            for line in textwrap::wrap(text, room) {
                writeln!(out, "    {line}")?;
            }
        }
    }
    Ok(())
}

/// A table as a page shows it.
pub fn markdown(topic: Topic, rules: &RuleContext) -> String {
    let (head, rule) = match topic {
        Topic::Columns => ("| column | | what it holds | source |", "|---|---|---|---|"),
        Topic::Rules => {
            ("| rule | | what it finds | what to do | source |", "|---|---|---|---|---|")
        }
        Topic::Keys(_) => ("| keys | command | |", "|---|---|---|"),
    };
    let mut page = format!("{head}\n{rule}\n");
    for entry in shown(topic, rules) {
        let cells = [entry.name, entry.facts].into_iter().chain(entry.texts);
        let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
        page.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    page
}
