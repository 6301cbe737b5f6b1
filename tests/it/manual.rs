//! What the README and the manual say by hand agrees with the program: keys, commands, options and links.

use crate::readme::{pages, root};
use clap::CommandFactory as _;
use leadsheet::app::{COMMANDS, Command, Keymap, Preset};
use leadsheet::cli::Args;
use leadsheet::leads::lists::Lists;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The lines of a page that were written by hand, without code blocks and generated parts.
fn prose(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).expect("readable");
    let (mut in_code, mut in_generated) = (false, false);
    let mut lines = Vec::new();
    for line in text.lines() {
        in_generated =
            (in_generated || line.ends_with(": begin -->")) && !line.ends_with(": end -->");
        let is_fence = line.starts_with("```");
        in_code ^= is_fence;
        if !in_code && !in_generated && !is_fence {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// The cells of a table's row; nothing for another line and for the one below the header.
fn cells(line: &str) -> Vec<String> {
    let line = Some(line).filter(|line| !line.starts_with("|--"));
    let line = line.and_then(|line| line.strip_prefix('|').and_then(|line| line.strip_suffix('|')));
    let cells = line.map(|line| line.split(" | ").map(|cell| cell.trim().to_owned()));
    cells.map(Iterator::collect).unwrap_or_default()
}

/// The texts in backticks.
fn code(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

/// The keys and typed names of a command, as people read them.
fn labels(command: &'static Command) -> Vec<String> {
    let typed = command.aliases.iter().copied().chain([command.name]);
    let typed = typed.map(|name| format!(":{}", name.replace('_', " ")));
    Keymap::default().keys(command).into_iter().chain(typed).collect()
}

fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|family| family.iter())
}

/// The keys that a text in backticks names, if it looks like keys: not `usd` or `3/1/2027`.
fn keys_in(code: &str) -> Option<&str> {
    const NAMES: &[&str] = &[
        "Enter",
        "Esc",
        "Tab",
        "Space",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "Del",
        "Backspace",
        "↑",
        "↓",
        "←",
        "→",
        "F1",
        "F2",
        "F4",
        "F6",
        "F8",
    ];
    let after_count = code.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_sequence = match after_count.as_bytes() {
        [one] => one.is_ascii_alphabetic(),
        [first, second] => b"cfgoz[]".contains(first) && second.is_ascii_graphic(),
        _ => false,
    };
    let is_chord = ["Ctrl+", "Shift+", "Alt+"].iter().any(|prefix| code.starts_with(prefix));
    let is_typed = code.starts_with(':') && code.len() > 1;
    if is_sequence {
        Some(after_count)
    } else {
        (is_chord || is_typed || NAMES.contains(&code)).then_some(code)
    }
}

/// The lines of a page, each with whether it is in a table for newcomers, whose first column is about
/// another program and whose last one names commands.
fn with_newcomers(page: &Path) -> impl Iterator<Item = (String, bool)> {
    let mut is_for_newcomers = false;
    prose(page).into_iter().map(move |line| {
        is_for_newcomers = line.starts_with('|')
            && (is_for_newcomers || line.starts_with("| what you know | here | command |"));
        (line, is_for_newcomers)
    })
}

#[test]
fn every_key_that_a_page_names_is_in_the_key_map() {
    let outcomes = Lists::compiled_in().outcomes().iter();
    let outcomes = outcomes.map(|outcome| format!(":{}", outcome.verb.to_lowercase()));
    let mut known: BTreeSet<String> = commands().flat_map(labels).chain(outcomes).collect();
    let spreadsheet = Keymap::of(Preset::Spreadsheet);
    known.extend(commands().flat_map(|command| spreadsheet.keys(command)));
    let mut checked = 0;
    for page in pages() {
        for (line, is_for_newcomers) in with_newcomers(&page) {
            let text = match cells(&line).get(1) {
                Some(cell) if is_for_newcomers => cell.clone(),
                _ => line.clone(),
            };
            for key in code(&text).into_iter().filter_map(keys_in) {
                assert!(known.contains(key), "{}: {key} runs nothing\n{line}", page.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 150, "{checked} keys");
}

#[test]
fn the_tables_for_newcomers_name_the_keys_of_their_commands() {
    let mut checked = 0;
    for (line, is_for_newcomers) in with_newcomers(&root().join("README.md")) {
        let row = cells(&line);
        if !is_for_newcomers || row.get(2).is_none_or(|name| matches!(&name[..], "" | "command")) {
            continue;
        }
        let keys: Vec<&str> =
            code(&row[1]).into_iter().map(|code| keys_in(code).unwrap_or(code)).collect();
        let mut allowed = BTreeSet::new();
        for name in row[2].split(", ") {
            let of_name: BTreeSet<String> =
                commands().filter(|c| c.name.replace('_', " ") == name).flat_map(labels).collect();
            assert!(!of_name.is_empty(), "{name} isn't a command\n{line}");
            let is_named = of_name.iter().any(|key| keys.contains(&&key[..]));
            assert!(is_named, "no key of {name} is named\n{line}");
            allowed.extend(of_name);
        }
        for key in code(&row[1]).into_iter().filter_map(keys_in) {
            assert!(allowed.contains(key), "{key} runs another command\n{line}");
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked} keys");
}

/// The anchor of a heading, as a page of a repository shows it.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-');
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    for page in pages() {
        for line in prose(&page) {
            for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                if link.starts_with("https://") {
                    continue;
                }
                let (path, heading) = link.split_once('#').unwrap_or((link, ""));
                let target = if path.is_empty() {
                    page.clone()
                } else {
                    page.parent().expect("a folder").join(path)
                };
                assert!(target.exists(), "{}: {link}", page.display());
                let found = heading.is_empty()
                    || prose(&target)
                        .iter()
                        .any(|line| anchor(line.trim_start_matches(['#', ' '])) == heading);
                assert!(found, "{}: {link}", page.display());
            }
        }
    }
}

/// The rows of the table under a heading of the page about the command line.
fn table(heading: &str) -> Vec<Vec<String>> {
    let lines = prose(&root().join("assets/manual/command-line.md"));
    let lines = lines.iter().skip_while(|line| **line != format!("## {heading}")).skip(1);
    let lines = lines.take_while(|line| !line.starts_with("## "));
    lines.map(|line| cells(line)).filter(|row| !row.is_empty()).skip(1).collect()
}

#[test]
fn the_manual_lists_every_command_of_the_command_line() {
    let listed: BTreeSet<String> = table("Commands")
        .iter()
        .flat_map(|row| code(&row[0]).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|usage| usage.split(' ').nth(1).map(str::to_owned))
        .filter(|word| word != "FILE")
        .collect();
    let args = Args::command();
    let real: BTreeSet<String> =
        args.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    assert_eq!(listed, real);
}

#[test]
fn the_manual_lists_every_option_with_its_commands() {
    let mut listed: BTreeMap<String, String> = BTreeMap::new();
    for row in table("Options") {
        for option in code(&row[0]) {
            let name = option.split(' ').next().expect("a name").to_owned();
            listed.insert(name, row[1].clone());
        }
    }
    let mut real: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let args = Args::command();
    let editor = [("FILE", &args)].into_iter();
    for (command, args) in editor.chain(args.get_subcommands().map(|sub| (sub.get_name(), sub))) {
        for option in args.get_arguments().filter_map(clap::Arg::get_long) {
            real.entry(format!("--{option}")).or_default().push(command.to_owned());
        }
    }
    assert_eq!(listed.keys().collect::<Vec<_>>(), real.keys().collect::<Vec<_>>());
    for (name, commands) in real {
        let with = &listed[&name];
        assert!(
            with.starts_with("all commands") || *with == commands.join(", "),
            "{name} goes with {commands:?}, not {with}"
        );
    }
}
