//! The command line as completions and the man page describe it.

use crate::app::THEMES;
use crate::cli::about::help::help_topics;
use crate::cli::args::Args;
use crate::cli::args::groups::command_names;
use crate::leads::Encoding;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory as _};

/// All commands and options, with the values of those that take a name.
///
/// The parsers accept more than these names: other spellings of an encoding, and a user's own themes.
pub(crate) fn command_tree() -> Command {
    let mut tree = named_values(Args::command());
    let names: Vec<String> = tree.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        tree = tree.mut_subcommand(name, named_values);
    }
    let topics: Vec<&str> = help_topics().map(|(topic, _)| topic).collect();
    let commands = command_names(&tree).filter(|name| !topics.contains(name));
    let topics =
        PossibleValuesParser::new(topics.iter().copied().chain(commands).collect::<Vec<_>>());
    tree = tree.mut_subcommand("help", |help| {
        help.mut_arg("topic", |topic| topic.value_parser(topics).hide_possible_values(true))
    });
    tree.build();
    tree
}

fn named_values(command: Command) -> Command {
    command.mut_args(|arg| match value_names(&arg) {
        Some(names) => {
            arg.value_parser(PossibleValuesParser::new(names)).hide_possible_values(true)
        }
        None => arg,
    })
}

/// The names that an option takes and that its parser doesn't list by itself.
fn value_names(arg: &Arg) -> Option<Vec<&'static str>> {
    match arg.get_long()? {
        "theme" => Some(THEMES.map(|(name, _)| name).to_vec()),
        name if name == "encoding" || name.ends_with("-encoding") => {
            Some(Encoding::ALL.map(Encoding::option).to_vec())
        }
        _ => None,
    }
}
