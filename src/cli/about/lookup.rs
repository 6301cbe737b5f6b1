//! What `leadsheet help` explains besides its topics and commands: rules, columns, options, headings of the manual and
//! commands of the editor.

use crate::app::manual::page::{format, sections, table_rows};
use crate::app::{COMMANDS, Command, Keymap, MANUAL, Preset};
use crate::cli::check::Env;
use crate::cli::tables::{TableEntry, Topic, shown, text};
use std::io;

/// The heading of the page about the command line under which all exit codes are.
const EXIT_CODES: &str = "exit codes";

/// The explanation of a name, if it is one; capital letters, hyphens and underscores make no difference.
pub(super) fn explanation(asked: &str, env: &Env) -> io::Result<Option<String>> {
    let name = plain(asked);
    let is_exit_code = name.split(' ').next_back().is_some_and(|word| word.parse::<u8>().is_ok());
    if let Some(entry) = entry(&name, env) {
        let mut out = Vec::new();
        text(&[entry], env.width, &mut out)?;
        return Ok(Some(String::from_utf8_lossy(&out).into_owned()));
    }
    let name = if is_exit_code || name == "exit code" { EXIT_CODES } else { &name };
    Ok(option(asked, env).or_else(|| heading(name, env)).or_else(|| editor_commands(name, env)))
}

/// All names that are explained.
pub(super) fn names(env: &Env) -> Vec<String> {
    let entries = [Topic::Rules, Topic::Columns].map(|topic| shown(topic, &env.rules()));
    let entries = entries.into_iter().flatten().map(|entry| entry.name);
    let headings = MANUAL.iter().flat_map(|page| sections(page.text));
    let headings = headings.map(|(heading, _)| plain(heading));
    let commands = COMMANDS.iter().flat_map(|family| family.iter());
    let commands = commands.map(|command| plain(command.name));
    entries
        .chain(headings)
        .chain(option_rows().map(|row| option_name(&row)))
        .chain(commands)
        .collect()
}

/// A name without differences that don't matter.
pub(super) fn plain(name: &str) -> String {
    name.trim_start_matches(':').replace(['-', '_'], " ").trim().to_lowercase()
}

/// A rule or a column.
fn entry(name: &str, env: &Env) -> Option<TableEntry> {
    let entries = [Topic::Rules, Topic::Columns].map(|topic| shown(topic, &env.rules()));
    entries.into_iter().flatten().find(|entry| {
        let found = plain(&entry.name);
        // The name of a numbered family ends with its numbers.
        found == name || found.split_once(" 1 to ").is_some_and(|(family, _)| family == name)
    })
}

fn option_rows() -> impl Iterator<Item = Vec<String>> {
    let page = MANUAL.iter().find(|page| page.topic == "command-line");
    let section =
        page.and_then(|page| sections(page.text).find(|(heading, _)| *heading == "Options"));
    section.map(|(_, text)| table_rows(text)).into_iter().flatten().skip(1)
}

/// The option of a row of the manual's table, without its value.
fn option_name(row: &[String]) -> String {
    let cell = row.first().map_or("", String::as_str).trim_matches('`');
    cell.split([' ', '`']).next().unwrap_or_default().to_owned()
}

/// An option of the command line.
fn option(asked: &str, env: &Env) -> Option<String> {
    let is_named = |row: &Vec<String>| {
        let cell = row.first().map_or("", String::as_str);
        cell.split(['`', ' ']).any(|word| word == asked)
    };
    let row = option_rows().find(|row| asked.starts_with("--") && is_named(row))?;
    let [name, with, what] = <[String; 3]>::try_from(row).ok()?;
    let page = format!("## {}\n\n- With: {with}\n- What it does: {what}\n", name.replace('`', ""));
    Some(format_page(&page, env))
}

/// A part of the manual by its heading, and where it is.
fn heading(name: &str, env: &Env) -> Option<String> {
    let of_page = |page: &'static crate::app::ManualPage| {
        sections(page.text).map(move |(heading, text)| (page.topic, heading, text))
    };
    let mut found = MANUAL.iter().flat_map(of_page);
    let (topic, _, text) = found.find(|(_, heading, _)| plain(heading) == name)?;
    let text = text.trim_end();
    Some(format_page(&format!("{text}\n\nThe whole page: `leadsheet help {topic}`\n"), env))
}

/// The commands of the editor with a name.
fn editor_commands(name: &str, env: &Env) -> Option<String> {
    let keymap = Keymap::of(Preset::Default);
    let is_asked = |command: &&Command| {
        plain(command.name) == name || command.aliases.iter().any(|alias| plain(alias) == name)
    };
    let mut page = String::new();
    for command in COMMANDS.iter().flat_map(|family| family.iter()).filter(is_asked) {
        let keys = keymap.keys(command).into_iter();
        let typed = command.aliases.iter().map(|alias| format!(":{alias}"));
        let keys: Vec<String> = keys.chain(typed).map(|key| format!("`{key}`")).collect();
        let (name, place) = (plain(command.name), command.when.title());
        let keys = keys.join(" ");
        page.extend(["## ", &name, "\n\n", command.doc, " ", place, ": ", &keys, "\n\n"]);
    }
    (!page.is_empty()).then(|| format_page(&page, env))
}

fn format_page(page: &str, env: &Env) -> String {
    format(page, env.width, env.colour)
}
