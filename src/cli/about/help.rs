//! `leadsheet help`: the manual, and the help of each command.

use crate::app::MANUAL;
use crate::app::manual::page;
use crate::cli::Exit;
use crate::cli::about::suggest::nearest;
use crate::cli::args::Args;
use crate::cli::check::{CommandError, Env};
use clap::CommandFactory as _;
use clap::builder::StyledStr;
use std::io::{self, Write};

/// The topics of the manual, each with a summary in one line.
pub fn help_topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    MANUAL.iter().map(|page| (page.topic, page.summary))
}

/// Writes a page of the manual or the help of a command to `out`, or the list of topics and the usage.
///
/// # Errors
///
/// Fails if there is neither a topic nor a command with this name, and if writing fails.
pub fn run_help(topic: Option<&str>, env: &Env, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let Some(topic) = topic else {
        write_topics(env, out)?;
        return Ok(Exit::Clean);
    };
    if let Some(page) = MANUAL.iter().find(|page| page.topic == topic) {
        out.write_all(page::format(page.text, env.width, env.colour).as_bytes())?;
    } else {
        out.write_all(command_help(topic, env)?.as_bytes())?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn write_topics(env: &Env, out: &mut dyn Write) -> io::Result<()> {
    let mut text = "`leadsheet help TOPIC` prints a page of the manual:\n\n".to_owned();
    text.push_str("| topic | |\n");
    for (topic, summary) in help_topics() {
        text.extend(["| `", topic, "` | ", summary, " |\n"]);
    }
    text.push_str("\n`leadsheet help COMMAND` prints the help of a command.\n");
    out.write_all(page::format(&text, env.width, env.colour).as_bytes())?;
    writeln!(out)?;
    out.write_all(styled(&Args::command().render_help(), env).as_bytes())?;
    out.flush()
}

/// The help of a command, as `--help` prints it.
fn command_help(name: &str, env: &Env) -> Result<String, CommandError> {
    let mut args = Args::command();
    args.build();
    match args.find_subcommand_mut(name) {
        Some(command) => Ok(styled(&command.render_long_help(), env)),
        None => Err(CommandError::Unusable(unknown_topic(name, &args))),
    }
}

fn styled(text: &StyledStr, env: &Env) -> String {
    if env.colour { text.ansi().to_string() } else { text.to_string() }
}

fn unknown_topic(name: &str, args: &clap::Command) -> String {
    let topics = help_topics().map(|(topic, _)| topic);
    let names = topics.chain(args.get_subcommands().map(clap::Command::get_name));
    let nearest = nearest(name, names);
    let suggestion = nearest.map(|name| format!("; did you mean \"{name}\"?")).unwrap_or_default();
    format!("there is no help topic \"{name}\"{suggestion} (leadsheet help lists the topics)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(word: &str) -> Option<&'static str> {
        nearest(word, help_topics().map(|(topic, _)| topic))
    }

    #[test]
    fn a_misspelled_topic_gets_the_nearest_one() {
        for (word, topic) in [
            ("guid", "guide"),
            ("kyes", "keys"),
            ("jsn", "json"),
            ("command", "command-line"),
            ("Safety", "safety"),
            ("two_weeks", "two-weeks"),
            ("set", "settings"),
        ] {
            assert_eq!(suggestion(word), Some(topic), "{word}");
        }
        assert_eq!(suggestion("x-ray"), None);
    }
}
