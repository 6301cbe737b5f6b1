//! `leadsheet schema`: the JSON schemas of what the commands print.

use crate::app::manual::page;
use crate::cli::Exit;
use crate::cli::args::SCHEMA_EXAMPLES;
use crate::cli::check::Env;
use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;
use std::io::{self, Write};

/// The JSON schema of what one command prints with `--format json`.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The command.
    pub command: &'static str,
    /// What it prints, in a line.
    pub title: &'static str,
    /// The schema itself, which is JSON too.
    pub text: &'static str,
}

macro_rules! schema {
    ($command:literal, $title:literal) => {
        Schema {
            command: $command,
            title: $title,
            text: include_str!(concat!("../../../assets/schemas/", $command, ".json")),
        }
    };
}

/// The schema of each command that prints JSON.
pub const SCHEMAS: [Schema; 13] = [
    schema!("check", "Findings of a check"),
    schema!("export", "Upload files made from a file that was edited elsewhere"),
    schema!("diff", "Differences between two files"),
    schema!("merge", "Results of an upload"),
    schema!("rebase", "Changes moved to a fresh download"),
    schema!("fill", "Cells filled from another file"),
    schema!("plan", "Changes of a policy"),
    schema!("set", "Changes in many leads at once"),
    schema!("status", "Saved work on each file"),
    schema!("status-due", "Leads that fall due, of `leadsheet status --due`"),
    schema!("columns", "Columns of a Leads file"),
    schema!("rules", "Rules that rows are checked against"),
    schema!("keys", "Commands of the editor and their keys"),
];

/// What `leadsheet schema` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub struct SchemaArgs {
    /// The command whose JSON the schema describes; without one, all schemas are listed.
    #[arg(value_parser = PossibleValuesParser::new(SCHEMAS.map(|schema| schema.command)))]
    pub command: Option<String>,
}

/// Writes the schema of a command, or a list of all schemas.
///
/// # Errors
///
/// Fails if it can't be written.
pub fn run_schema(args: &SchemaArgs, env: &Env, out: &mut dyn Write) -> io::Result<Exit> {
    let is_asked = |schema: &&Schema| args.command.as_deref() == Some(schema.command);
    match SCHEMAS.iter().find(is_asked) {
        Some(schema) => out.write_all(schema.text.as_bytes())?,
        None => write_list(env, out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn write_list(env: &Env, out: &mut dyn Write) -> io::Result<()> {
    let mut text =
        "`leadsheet schema COMMAND` prints the JSON schema of what the command prints with \
                    `--format json`:\n\n| command | |\n"
            .to_owned();
    for Schema { command, title, .. } in &SCHEMAS {
        text.extend(["| `", command, "` | ", title, " |\n"]);
    }
    text.push_str("\n`leadsheet help json` says which fields scripts can rely on.\n");
    out.write_all(page::format(&text, env.width, env.colour).as_bytes())
}
