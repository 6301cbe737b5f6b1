//! The groups in which help lists the commands.

use clap::Command;
use clap::builder::StyledStr;
use clap::builder::styling::Styles;
use std::fmt::Write as _;

/// The groups of commands, those of every day first. A command that is in none is listed in the last one.
pub(crate) const GROUPS: [(&str, &[&str]); 3] = [
    (
        "Work on leads",
        &[
            "demo", "walk", "check", "export", "diff", "merge", "rebase", "fill", "plan", "set",
            "status",
        ],
    ),
    ("Look things up", &["help", "rules", "columns", "keys", "schema"]),
    ("Set up", &["config", "completions", "man"]),
];

/// Each group with its commands, as far as the program has them.
pub(crate) fn grouped(tree: &Command) -> Vec<(&'static str, Vec<&Command>)> {
    let is_grouped = |name: &str| GROUPS.iter().any(|(_, names)| names.contains(&name));
    let mut groups: Vec<(&str, Vec<&Command>)> = GROUPS
        .iter()
        .map(|(title, names)| {
            (*title, names.iter().filter_map(|name| tree.find_subcommand(name)).collect())
        })
        .collect();
    if let Some((_, last)) = groups.last_mut() {
        last.extend(tree.get_subcommands().filter(|sub| !is_grouped(sub.get_name())));
    }
    groups
}

/// The names of the commands in the order of the groups.
pub(crate) fn command_names(tree: &Command) -> impl Iterator<Item = &'static str> {
    let names = GROUPS.iter().flat_map(|(_, names)| names.iter().copied());
    names.filter(|name| tree.find_subcommand(name).is_some())
}

/// The template of the program's help, with the commands of `tree` in their groups.
pub(crate) fn template(tree: &Command) -> StyledStr {
    let styles = Styles::styled();
    let (header, name) = (styles.get_header(), styles.get_literal());
    let mut text = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    for (title, commands) in grouped(tree) {
        // Writing to a string can't fail.
        let _ = write!(text, "\n{header}{title}:{header:#}\n");
        for command in commands {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {name}{:<11}{name:#}  {about}", command.get_name());
        }
    }
    let _ = write!(
        text,
        "\n{header}Arguments:{header:#}\n{{positionals}}\n\n{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Args;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_is_in_a_group_and_in_the_help_of_the_program() {
        let tree = Args::command();
        let grouped: Vec<&str> = command_names(&tree).collect();
        let help = Args::command().render_help().to_string();
        for command in tree.get_subcommands() {
            let name = command.get_name();
            assert!(grouped.contains(&name), "{name} is in no group");
            let about = command.get_about().expect("a summary").to_string();
            assert!(help.contains(&format!("  {name:<11}  {about}\n")), "{help}");
        }
    }

    #[test]
    fn the_help_of_the_program_fits_80_columns() {
        let help = Args::command().term_width(80).render_help().to_string();
        for line in help.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}
