//! What `leadsheet walk` is asked.

use crate::cli::args::{OnlyLeads, OpenArgs, ThemeArgs};
use crate::cli::encoding::encoding;
use crate::cli::house_rules::RulesArgs;
use crate::leads::Encoding;
use clap::{Args as ClapArgs, ValueHint};
use std::path::PathBuf;

/// What the line mode is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = EXAMPLES)]
pub struct WalkArgs {
    /// The Leads CSV file to edit, as downloaded from Partner Center.
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Import the processed file of an upload: leads without Errors are done, the others failed.
    #[arg(long, value_name = "PROCESSED", value_hint = ValueHint::FilePath)]
    pub results: Option<PathBuf>,
    /// Encoding of the processed file, with the names of --encoding.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub results_encoding: Option<Encoding>,
    /// Begin with these leads instead of asking which ones.
    #[arg(long, value_enum, value_name = "LEADS")]
    pub only: Option<OnlyLeads>,
    /// Read the leads and their problems; change nothing.
    #[arg(long)]
    pub read_only: bool,
    /// Don't save the work in a journal: what isn't exported is lost when the program ends.
    #[arg(long)]
    pub no_journal: bool,
    /// Write the upload files into this folder instead of the folder of the file.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Encoding of the file, such as utf-16le, windows-1250 or gbk [default: from its byte-order
    /// mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Read the settings from this file instead of config.toml in the configuration folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

impl From<WalkArgs> for OpenArgs {
    fn from(args: WalkArgs) -> Self {
        Self {
            others: Vec::new(),
            file: Some(args.file),
            results: args.results,
            results_encoding: args.results_encoding,
            only: args.only,
            read_only: args.read_only,
            no_journal: args.no_journal,
            out: args.out,
            encoding: args.encoding,
            config: args.config,
            house: args.house,
            look: ThemeArgs::default(),
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  leadsheet walk leads.csv                       asks which leads to walk through
  leadsheet walk leads.csv --only failed         the leads that the last upload rejected
  leadsheet walk leads.csv < answers.txt         answers from a file; questions and answers are printed

Plain lines for screen readers, serial lines and terminals that can't position text: no escape
sequences, no colors. The work is saved in the same journal as the editor's, so that each continues what
the other began, and the upload files are the same.

Exit codes:
  0  every change is exported, or nothing is changed
  1  changes aren't exported; they are saved unless --no-journal was given
  2  the file isn't a Leads CSV or is being edited, or the command line is wrong
  3  reading or writing failed";
