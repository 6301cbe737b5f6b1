//! The command line.

use super::{TableArgs, TableFormat, Topic};
use crate::leads::Encoding;
use clap::error::ErrorKind;
use clap::{Args as ClapArgs, CommandFactory as _, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  leadsheet leads.csv                 open a download in the editor
  leadsheet --read-only leads.csv     look at it without changing anything
  leadsheet demo                      try it on made-up leads
  leadsheet check leads.csv           would Partner Center take this file?
  leadsheet export edited.csv --original leads.csv   upload files from a file edited elsewhere
  leadsheet diff old.csv new.csv      what differs, lead by lead
  leadsheet rebase old.csv new.csv    go on in a fresh download
  leadsheet status                    what is kept of the work on each file

UTF-16 with a byte-order mark is recognised, and so are files separated by semicolons or tabs; upload
files keep the encoding and have commas. A file that is named like a command is given with its folder:
leadsheet ./check";

const CHECK_EXAMPLES: &str = "\
Examples:
  leadsheet check leads.csv
  leadsheet check --strict leads.csv && echo ready
  leadsheet check --format json leads.csv | jq '.findings[].rule'
  leadsheet check - < leads.csv
  leadsheet check upload.csv --original leads.csv
  leadsheet check --encoding windows-1252 leads.csv

Exit codes:
  0  no errors (warnings pass unless --strict)
  1  errors found
  2  the file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

const EXPORT_EXAMPLES: &str = "\
Examples:
  leadsheet export edited.csv --original leads.csv --dry-run
  leadsheet export edited.csv --original leads.csv --out uploads
  leadsheet export edited.csv --original leads.csv --close 3 --closings-apart
  leadsheet export edited.csv --original leads.csv --encoding windows-1252

Read-only cells are taken from the download byte for byte; what another program did to them is
reported. Upload files stand beside the download unless --out is given.

Exit codes:
  0  every changed lead was exported, or none was changed
  1  something was held back or not taken, or --close is missing or wrong
  2  a file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

const DIFF_EXAMPLES: &str = "\
Examples:
  leadsheet diff monday.csv friday.csv
  leadsheet diff monday.csv friday.csv --format csv > changes.csv

Leads are matched by Referral ID and cells by column, never by position. In CSV each difference is
one line; control characters are shown as signs.

Exit codes:
  0  no difference
  1  differences, or Referral IDs that stand twice
  2  a file isn't a Leads CSV, or the command line is wrong
  3  reading or writing failed";

const REBASE_EXAMPLES: &str = "\
Examples:
  leadsheet rebase monday.csv friday.csv --dry-run
  leadsheet rebase monday.csv friday.csv
  leadsheet rebase leads.csv leads.csv --mine   the file was replaced by a fresh download

Carries the work that is kept for the old file over to the new one, by Referral ID and column. While a
cell that both sides changed isn't answered, nothing is kept for the new file and the work on the old
one stays as it is. What can't go over is listed, and stays in the closed journal of the old file.

Exit codes:
  0  everything went over, or was there already, or nothing is kept
  1  a cell was changed on both sides and nothing is kept, or something was left behind
  2  a file isn't a Leads CSV, is being edited or has work of its own, or the command line is wrong
  3  reading or writing failed";

const STATUS_EXAMPLES: &str = "\
Examples:
  leadsheet status                     what is kept, for every file
  leadsheet status leads.csv           for one
  leadsheet status --recall leads.csv  discarded by mistake: offer it again
  leadsheet status --forget leads.csv  remove it, and what was exported or dropped

Exit codes:
  0  told, removed or recalled, or nothing is kept
  1  the file is being edited, or other work on it is kept
  3  reading or writing failed";

/// A spreadsheet editor in the terminal for Leads CSV files from Microsoft Partner Center.
#[derive(Debug, Parser)]
#[command(
    name = "leadsheet",
    version,
    about,
    override_usage = "leadsheet [OPTIONS] <FILE>\n       leadsheet <COMMAND>",
    after_help = EXAMPLES,
    max_term_width = 100,
    arg_required_else_help = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub struct Args {
    #[command(subcommand)]
    sub: Option<Sub>,
    #[command(flatten)]
    open: OpenArgs,
}

/// What the editor is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
pub struct OpenArgs {
    /// The Leads CSV file to edit, as downloaded from Partner Center.
    #[arg(required = true)]
    pub file: Option<PathBuf>,
    /// Take in the processed file of an upload: leads without Errors are done, the others failed.
    #[arg(long, value_name = "PROCESSED")]
    pub results: Option<PathBuf>,
    /// Open the file without letting anything be changed.
    #[arg(long)]
    pub read_only: bool,
    /// Keep no journal: what isn't exported is lost when the program ends.
    #[arg(long)]
    pub no_journal: bool,
    /// Write the upload files into this folder instead of beside the file.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the file is encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// its byte-order mark says].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Read the settings from this file instead of config.toml in the configuration folder.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// How the editor looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
pub struct Look {
    /// Draw in this theme: dark, light or plain [default: dark, or plain with NO_COLOR].
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Open the editor on made-up leads, in a scratch folder.
    Demo(Look),
    /// Tell whether Partner Center would take a file, row by row.
    Check(CheckArgs),
    /// Make changed-only upload files from a file that was edited elsewhere.
    Export(ExportArgs),
    /// Tell what differs between two files, lead by lead.
    Diff(DiffArgs),
    /// Carry the work on a download over to a fresh one.
    Rebase(RebaseArgs),
    /// Tell what is kept of the work on each file.
    Status(StatusArgs),
    /// List the columns of a Leads file: who may change them and what they hold.
    Columns(TableArgs),
    /// List the rules that rows are judged by, and where they come from.
    Rules(TableArgs),
    /// List the commands of the editor and their keys.
    Keys(TableArgs),
}

/// What `leadsheet check` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// The CSV file to check; - reads the standard input.
    pub file: PathBuf,
    /// Compare it with the download it was made from, lead by lead: read-only cells that changed,
    /// leads that are Closed already, changes that aren't allowed, leads that aren't there.
    #[arg(long, value_name = "DOWNLOAD")]
    pub original: Option<PathBuf>,
    /// How to write the findings.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Let warnings count like errors for the exit code.
    #[arg(long)]
    pub strict: bool,
    /// How the file is encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// its byte-order mark says].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// How the download is encoded, as --encoding names it for the file.
    #[arg(long, value_name = "NAME", value_parser = encoding, requires = "original")]
    pub original_encoding: Option<Encoding>,
}

/// Returns the encoding with this name.
fn encoding(name: &str) -> Result<Encoding, String> {
    let wanted = name.to_ascii_lowercase();
    let names = Encoding::ALL.map(Encoding::option).join(", ");
    Encoding::ALL
        .into_iter()
        .find(|encoding| encoding.option() == wanted)
        .ok_or_else(|| format!("it is one of {names}"))
}

/// What `leadsheet export` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct ExportArgs {
    /// The edited CSV file; - reads the standard input.
    pub file: PathBuf,
    /// The download that it was made from.
    #[arg(long, value_name = "DOWNLOAD")]
    pub original: PathBuf,
    /// Write the upload files into this folder instead of beside the download.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write nothing, and say what would be written.
    #[arg(long)]
    pub dry_run: bool,
    /// How many leads become Closed, which can't be undone; needed if any does.
    #[arg(long, value_name = "N")]
    pub close: Option<usize>,
    /// Put the leads that become Closed into upload files of their own, behind the others.
    #[arg(long)]
    pub closings_apart: bool,
    /// How the edited file is encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// its byte-order mark says].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// How the download is encoded, as --encoding names it for the file.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub original_encoding: Option<Encoding>,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What `leadsheet diff` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = DIFF_EXAMPLES)]
pub struct DiffArgs {
    /// The older CSV file; - reads the standard input.
    pub old: PathBuf,
    /// The newer CSV file.
    pub new: PathBuf,
    /// How the files are encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// their byte-order marks say].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// How the newer file is encoded, if otherwise than the older one.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub new_encoding: Option<Encoding>,
    /// How to write the differences.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
}

/// What `leadsheet rebase` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = REBASE_EXAMPLES)]
pub struct RebaseArgs {
    /// The CSV file that the kept work is on; it may be another by now, or gone.
    pub old: PathBuf,
    /// The fresh download.
    pub new: PathBuf,
    /// Where both sides changed a cell, keep the change.
    #[arg(long, conflicts_with = "theirs")]
    pub mine: bool,
    /// Where both sides changed a cell, take what Partner Center holds.
    #[arg(long)]
    pub theirs: bool,
    /// Keep nothing, and say what would become of the changes.
    #[arg(long)]
    pub dry_run: bool,
    /// How the files are encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// their byte-order marks say].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// How the fresh download is encoded, if otherwise than the old file.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub new_encoding: Option<Encoding>,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What `leadsheet status` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = STATUS_EXAMPLES)]
pub struct StatusArgs {
    /// Only the work on this file.
    pub file: Option<PathBuf>,
    /// Remove everything that is kept of the work on this file.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub forget: Option<PathBuf>,
    /// Let the newest work on this file that was finished, dropped, rebased or set aside be offered again.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "forget"])]
    pub recall: Option<PathBuf>,
}

/// How differences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// One line a difference.
    Csv,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What the program is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the editor on a file; there is always one.
    Open(OpenArgs),
    /// Open the editor on made-up leads.
    Demo(Look),
    /// Check a file without a screen.
    Check(CheckArgs),
    /// Make upload files from a file that was edited elsewhere.
    Export(ExportArgs),
    /// Compare two files.
    Diff(DiffArgs),
    /// Carry kept work over to a fresh download.
    Rebase(RebaseArgs),
    /// Tell what is kept of the work.
    Status(StatusArgs),
    /// Write one of the program's own tables.
    Table(Topic, TableFormat),
}

impl Command {
    /// Tells whether the lists of what is allowed decide its answer, so that a user's own lists have
    /// to be in force before.
    pub fn asks_lists(&self) -> bool {
        !matches!(self, Self::Diff(_) | Self::Table(Topic::Keys, _))
    }

    /// Tells whether its answer itself names a user's own lists; a program that reads JSON or a table
    /// expects no more than it was promised.
    pub fn names_lists(&self) -> bool {
        match self {
            Self::Check(args) => args.format == Format::Text,
            Self::Table(_, format) => *format == TableFormat::Text,
            Self::Open(_)
            | Self::Demo(_)
            | Self::Export(_)
            | Self::Diff(_)
            | Self::Rebase(_)
            | Self::Status(_) => true,
        }
    }
}

impl Args {
    /// Returns what is asked.
    ///
    /// # Errors
    ///
    /// Fails if what belongs to opening a file stands before another command.
    pub fn into_command(self) -> Result<Command, clap::Error> {
        let stray = self.open != OpenArgs::default();
        match self.sub {
            // Without a command the parser insists on a file.
            None => Ok(Command::Open(self.open)),
            Some(_) if stray => Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                "what belongs to opening a file can't stand before a command",
            )),
            Some(Sub::Demo(look)) => Ok(Command::Demo(look)),
            Some(Sub::Check(check)) => Ok(Command::Check(check)),
            Some(Sub::Export(export)) => Ok(Command::Export(export)),
            Some(Sub::Diff(diff)) => Ok(Command::Diff(diff)),
            Some(Sub::Rebase(rebase)) => Ok(Command::Rebase(rebase)),
            Some(Sub::Status(status)) => Ok(Command::Status(status)),
            Some(Sub::Columns(args)) => Ok(Command::Table(Topic::Columns, args.format)),
            Some(Sub::Rules(args)) => Ok(Command::Table(Topic::Rules, args.format)),
            Some(Sub::Keys(args)) => Ok(Command::Table(Topic::Keys, args.format)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Command, clap::Error> {
        Args::try_parse_from(std::iter::once(&"leadsheet").chain(words))?.into_command()
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_file_is_opened() {
        let open = |file: &str, read_only, out: Option<&str>| {
            let (file, out) = (Some(file.into()), out.map(PathBuf::from));
            Command::Open(OpenArgs { file, read_only, out, ..OpenArgs::default() })
        };
        assert_eq!(command(&["a.csv"]).expect("valid"), open("a.csv", false, None));
        assert_eq!(
            command(&["--read-only", "--out", "d", "a.csv"]).expect("valid"),
            open("a.csv", true, Some("d"))
        );
        assert_eq!(command(&["./check"]).expect("valid"), open("./check", false, None));
        assert_eq!(command(&["help"]).expect("valid"), open("help", false, None));
    }

    #[test]
    fn commands_are_told_from_files() {
        assert_eq!(command(&["demo"]).expect("valid"), Command::Demo(Look::default()));
        let check = CheckArgs {
            file: "a.csv".into(),
            original: None,
            format: Format::Json,
            strict: true,
            encoding: None,
            original_encoding: None,
        };
        assert_eq!(
            command(&["check", "a.csv", "--format", "json", "--strict"]).expect("valid"),
            Command::Check(check)
        );
        assert!(command(&["check", "-"]).is_ok());
        assert_eq!(
            command(&["rules", "--format", "json"]).expect("valid"),
            Command::Table(Topic::Rules, TableFormat::Json)
        );
    }

    #[test]
    fn an_encoding_is_named_and_any_other_name_lists_them() {
        let check = |name: &str| command(&["check", "--encoding", name, "a.csv"]);
        for encoding in Encoding::ALL {
            let Ok(Command::Check(args)) = check(&encoding.option().to_uppercase()) else {
                panic!("{} is an encoding", encoding.option());
            };
            assert_eq!(args.encoding, Some(encoding));
        }
        let error = check("latin-9").expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::ValueValidation);
        let text = error.to_string();
        assert!(text.contains("one of utf-8, utf-16le, utf-16be, windows-1252"), "{text}");
        for words in [
            &["--encoding", "utf-8", "a.csv"][..],
            &["check", "a.csv", "--original", "b.csv", "--original-encoding", "utf-16le"],
            &["export", "a.csv", "--original", "b.csv", "--original-encoding", "utf-16le"],
            &["diff", "a.csv", "b.csv", "--encoding", "utf-8", "--new-encoding", "utf-16le"],
        ] {
            assert!(command(words).is_ok(), "{words:?}");
        }
        let alone = command(&["check", "a.csv", "--original-encoding", "utf-8"]);
        assert!(alone.is_err_and(|error| error.kind() == ErrorKind::MissingRequiredArgument));
    }

    #[test]
    fn wrong_command_lines_are_refused() {
        let kind = |words: &[&str]| command(words).expect_err("refused").kind();
        let helped = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        assert_eq!(kind(&[]), helped);
        assert_eq!(kind(&["check"]), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind(&["--read-only"]), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind(&["a.csv", "b.csv"]), ErrorKind::UnknownArgument);
        assert_eq!(kind(&["--read-only", "check", "a.csv"]), ErrorKind::ArgumentConflict);
        assert_eq!(kind(&["check", "a", "--format", "xml"]), ErrorKind::InvalidValue);
    }
}
