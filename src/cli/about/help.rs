//! `leadsheet help`: the manual, and the help of each command.

use crate::app::MANUAL;
use crate::app::manual::page;
use crate::cli::Exit;
use crate::cli::about::lookup::{explanation, names, plain};
use crate::cli::args::Args;
use crate::cli::args::groups::{command_names, grouped};
use crate::cli::check::{CommandError, Env};
use crate::leads::did_you_mean;
use clap::CommandFactory as _;
use clap::builder::StyledStr;
use std::io::Write;

/// What else can be asked.
const OTHER_NAMES: &str = "
## Other names

| name | such as |
| a rule | `leadsheet help D-01` |
| a column of the file | `leadsheet help estimated close date` |
| an option | `leadsheet help --strict` |
| a heading of the manual | `leadsheet help exit codes` |
| a command of the editor | `leadsheet help fill down` |

`leadsheet --help` lists the options for opening a file.
";

/// The topics of the manual, each with a summary in one line.
pub fn help_topics() -> impl Iterator<Item = (&'static str, &'static str)> {
    MANUAL.iter().map(|page| (page.topic, page.summary))
}

/// Writes what is asked for to `out`: a page of the manual, the help of a command, or the explanation of another name;
/// without words, the list of all.
///
/// # Errors
///
/// Fails if there is nothing with this name, and if writing fails.
pub fn run_help(words: &[String], env: &Env, out: &mut dyn Write) -> Result<Exit, CommandError> {
    let text = if words.is_empty() { overview(env) } else { answer(&words.join(" "), env)? };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn answer(asked: &str, env: &Env) -> Result<String, CommandError> {
    let name = plain(asked);
    if let Some(page) = MANUAL.iter().find(|page| plain(page.topic) == name) {
        return Ok(page::format(page.text, env.width, env.colour));
    }
    if let Some(text) = command_help(&name, env) {
        return Ok(text);
    }
    explanation(asked, env)?.ok_or_else(|| CommandError::Unusable(unknown(asked, env)))
}

/// The topics and the commands, and what else can be asked.
fn overview(env: &Env) -> String {
    let mut text =
        "Usage: leadsheet help [NAME]\n\n## Pages of the manual\n\n| topic | |\n".to_owned();
    for (topic, summary) in help_topics() {
        text.extend(["| `", topic, "` | ", summary, " |\n"]);
    }
    for (title, commands) in grouped(&Args::command()) {
        text.extend(["\n## ", title, "\n\n| command | |\n"]);
        for command in commands {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            text.extend(["| `", command.get_name(), "` | ", &about, " |\n"]);
        }
    }
    text.push_str(OTHER_NAMES);
    page::format(&text, env.width, env.colour)
}

/// The help of a command, as `--help` prints it.
fn command_help(name: &str, env: &Env) -> Option<String> {
    let mut args = Args::command();
    args.build();
    args.find_subcommand_mut(name).map(|command| styled(&command.render_long_help(), env))
}

fn styled(text: &StyledStr, env: &Env) -> String {
    if env.colour { text.ansi().to_string() } else { text.to_string() }
}

fn unknown(asked: &str, env: &Env) -> String {
    let (args, others) = (Args::command(), names(env));
    let topics = help_topics().map(|(topic, _)| topic).chain(command_names(&args));
    let mut names: Vec<&str> = topics.collect();
    names.extend(others.iter().map(String::as_str));
    let suggestion = did_you_mean(asked, names.into_iter());
    format!("there is no help for \"{asked}\"{suggestion} (leadsheet help lists the topics)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::nearest;

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
