//! The command line.

pub(crate) mod commands;
pub(crate) mod examples;
pub(crate) mod fill;
pub(crate) mod groups;
mod walk;

pub use commands::{
    CheckArgs, DiffArgs, DiffFormat, ExportArgs, ExportFormat, Format, MergeArgs, PlanArgs,
    RebaseArgs, SetArgs, StatusArgs,
};

pub use fill::FillArgs;
pub use walk::WalkArgs;

use crate::cli::about::misspelled::misspelled_command;
use crate::cli::about::{CompletionsArgs, ConfigArgs, ShellName};
use crate::cli::encoding::encoding;
use crate::cli::house_rules::RulesArgs;
use crate::cli::json::SchemaArgs;
use crate::cli::tables::{KeysArgs, TableArgs, TableFormat, Topic};
use crate::leads::Encoding;
use crate::sheet::{Filter, RowState};
use clap::error::ErrorKind;
use clap::{
    Args as ClapArgs, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
    ValueHint,
};
use examples::EXAMPLES;
pub(in crate::cli) use examples::SCHEMA_EXAMPLES;
use std::ffi::OsString;
use std::path::PathBuf;

/// A spreadsheet editor in the terminal for Leads CSV files from Microsoft Partner Center.
#[derive(Debug, Parser)]
#[command(
    name = "leadsheet",
    bin_name = "leadsheet",
    version,
    long_version = env!("LEADSHEET_VERSION"),
    about,
    override_usage = "leadsheet [OPTIONS] [FILE]...\n       leadsheet <COMMAND>",
    help_template = groups::template(&Sub::augment_subcommands(clap::Command::new("leadsheet"))),
    after_help = EXAMPLES,
    max_term_width = 100,
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
    /// The Leads CSV file to edit, as downloaded from Partner Center [default: choose one from a list].
    #[arg(index = 1)]
    pub file: Option<PathBuf>,
    /// Further downloads, which are edited together with the first one.
    #[arg(index = 2, value_name = "FILE")]
    pub others: Vec<PathBuf>,
    /// Import the processed file of an upload: leads without Errors are done, the others failed.
    #[arg(long, value_name = "PROCESSED")]
    pub results: Option<PathBuf>,
    /// Encoding of the processed files that are imported, with the names of --encoding.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub results_encoding: Option<Encoding>,
    /// Open the file with these leads only; the others are a key away.
    #[arg(long, value_enum, value_name = "LEADS")]
    pub only: Option<OnlyLeads>,
    /// Open the file read-only.
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
    /// How it looks.
    #[command(flatten)]
    pub look: ThemeArgs,
}

/// The leads that a file is opened with, by what the filter commands call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnlyLeads {
    /// Leads that the last upload rejected.
    Failed,
    /// Leads that are ready to export.
    Ready,
    /// Leads that are held back by errors.
    HeldBack,
    /// Leads with errors.
    Errors,
    /// Leads with errors or warnings.
    Problems,
    /// Changed leads.
    Changed,
    /// Exported leads whose results aren't imported.
    Exported,
    /// Untouched leads.
    Untouched,
    /// Leads that were closed in the download.
    Closed,
}

impl OnlyLeads {
    /// The filter that shows them.
    pub fn filter(self) -> Filter {
        match self {
            Self::Failed => Filter::Failed,
            Self::Ready => Filter::State(RowState::Ready),
            Self::HeldBack => Filter::State(RowState::HeldBack),
            Self::Errors => Filter::Errors,
            Self::Problems => Filter::Problems,
            Self::Changed => Filter::Changed,
            Self::Exported => Filter::State(RowState::Exported),
            Self::Untouched => Filter::State(RowState::Untouched),
            Self::Closed => Filter::State(RowState::Closed),
        }
    }
}

/// How the editor looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
pub struct ThemeArgs {
    /// Color theme: dark, light, high-contrast, plain or one of your own [default: what fits the terminal].
    #[arg(long, value_name = "NAME")]
    pub theme: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Open the editor on sample leads, in a scratch folder.
    Demo(ThemeArgs),
    /// Edit a file line by line, without a screen.
    Walk(WalkArgs),
    /// Check whether Partner Center would accept a file.
    Check(CheckArgs),
    /// Make upload files from a file that was edited elsewhere.
    Export(ExportArgs),
    /// Show the differences between two files, lead by lead.
    Diff(DiffArgs),
    /// Import the processed file of an upload into your work.
    Merge(MergeArgs),
    /// Move your changes from a download to a fresh one.
    Rebase(RebaseArgs),
    /// Fill cells of your work from a CRM export.
    Fill(FillArgs),
    /// Change all leads as a policy says.
    Plan(PlanArgs),
    /// Change many leads of your work at once.
    Set(SetArgs),
    /// Show the saved work on each file.
    Status(StatusArgs),
    /// List the columns of a Leads file and who may change them.
    Columns(TableArgs),
    /// List the rules that rows are checked against.
    Rules(TableArgs),
    /// List the commands of the editor and their keys.
    Keys(KeysArgs),
    /// Print the JSON schema of a command's output.
    Schema(SchemaArgs),
    /// Print a page of the manual, or the help of a command.
    Help {
        /// A topic, command, option, rule, column or heading of the manual; without one, all topics are
        /// listed.
        #[arg(allow_hyphen_values = true)]
        topic: Vec<String>,
    },
    /// Show the settings, print a file to start with, or check yours.
    Config(ConfigArgs),
    /// Print a script that completes commands and files in a shell.
    Completions(CompletionsArgs),
    /// Print the man page.
    Man,
}

/// What the program is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// Open the editor on a file, or on a list of files if none is named.
    Open(OpenArgs),
    /// Open the editor on sample leads.
    Demo(ThemeArgs),
    /// Edit a file without a screen, line by line.
    Walk(OpenArgs),
    /// Check a file without a screen.
    Check(CheckArgs),
    /// Make upload files from a file that was edited elsewhere.
    Export(ExportArgs),
    /// Compare two files.
    Diff(DiffArgs),
    /// Import the results of an upload into saved work.
    Merge(MergeArgs),
    /// Move saved work to a fresh download.
    Rebase(RebaseArgs),
    /// Fill cells of saved work from another file.
    Fill(FillArgs),
    /// Do what a policy says to saved work.
    Plan(PlanArgs),
    /// Change many leads of saved work.
    Set(SetArgs),
    /// Show the saved work.
    Status(StatusArgs),
    /// Write one of the program's own tables.
    Table(Topic, TableFormat),
    /// Print the JSON schema of a command, or a list of the schemas.
    Schema(SchemaArgs),
    /// Print a topic of the manual, the help of a command, or a list of both.
    Help(Vec<String>),
    /// Show, print or check settings.
    Config(ConfigArgs),
    /// Print the completions of a shell.
    Completions(ShellName),
    /// Print the man page.
    Man,
}

impl Invocation {
    /// Tells whether the value lists decide its answer, so that a user's own lists are read before.
    pub fn asks_lists(&self) -> bool {
        !matches!(
            self,
            Self::Diff(_)
                | Self::Table(Topic::Keys(_), _)
                | Self::Schema(_)
                | Self::Help(_)
                | Self::Config(_)
                | Self::Completions(_)
                | Self::Man
        )
    }

    /// The options about house rules, if it obeys house rules; the sample's tour is without them.
    pub(crate) fn rules_args(&self) -> Option<&RulesArgs> {
        const OF_FOLDER: &RulesArgs = &RulesArgs { rules: None, no_rules: false };
        match self {
            Self::Open(args) | Self::Walk(args) => Some(&args.house),
            Self::Check(args) => Some(&args.house),
            Self::Export(args) => Some(&args.house),
            Self::Merge(args) => Some(&args.house),
            Self::Rebase(args) => Some(&args.house),
            Self::Fill(args) => Some(&args.house),
            Self::Plan(args) => Some(&args.house),
            Self::Set(args) => Some(&args.house),
            Self::Status(args) => Some(&args.house),
            Self::Demo(_) | Self::Table(Topic::Columns, _) => None,
            Self::Help(_) => Some(OF_FOLDER),
            other => other.asks_lists().then_some(OF_FOLDER),
        }
    }

    /// Tells whether it doesn't run with wrong house rules: its answer depends on them, and no screen shows
    /// what is wrong.
    pub fn needs_right_rules(&self) -> bool {
        let is_interactive = matches!(self, Self::Open(_) | Self::Demo(_) | Self::Walk(_));
        self.asks_lists() && !is_interactive
    }

    /// Tells whether its answer itself names a user's own lists; a program that reads JSON or a table
    /// expects no more than it was promised.
    pub fn names_lists(&self) -> bool {
        match self {
            Self::Check(args) => args.format == Format::Text,
            Self::Table(_, format) => *format == TableFormat::Text,
            Self::Open(_)
            | Self::Demo(_)
            | Self::Walk(_)
            | Self::Export(_)
            | Self::Diff(_)
            | Self::Merge(_)
            | Self::Rebase(_)
            | Self::Fill(_)
            | Self::Plan(_)
            | Self::Set(_)
            | Self::Status(_)
            | Self::Schema(_)
            | Self::Help(_)
            | Self::Config(_)
            | Self::Completions(_)
            | Self::Man => true,
        }
    }
}

impl Args {
    /// Reads the command line of the process.
    ///
    /// # Errors
    ///
    /// Fails if it is wrong, and if only the help was asked for. Without a terminal no file can be chosen from a list,
    /// so that one must be named.
    pub fn of_process(has_terminal: bool) -> Result<Self, clap::Error> {
        Self::of_words(std::env::args_os(), has_terminal)
    }

    fn of_words(
        words: impl IntoIterator<Item = impl Into<OsString> + Clone>,
        has_terminal: bool,
    ) -> Result<Self, clap::Error> {
        let command = Self::command();
        let command = if has_terminal {
            command
        } else {
            command.arg_required_else_help(true).mut_arg("file", |file| file.required(true))
        };
        let words: Vec<OsString> = words.into_iter().map(Into::into).collect();
        let first = words.get(1).cloned();
        match command.try_get_matches_from(words) {
            Ok(matches) => Self::from_arg_matches(&matches),
            Err(error) if error.kind() == ErrorKind::UnknownArgument => {
                Err(first.and_then(|word| misspelled_command(word.as_ref())).unwrap_or(error))
            }
            Err(error) => Err(error),
        }
    }

    /// What is asked.
    ///
    /// # Errors
    ///
    /// Fails if what belongs to opening a file stands before another command.
    pub fn into_command(self) -> Result<Invocation, clap::Error> {
        let stray = self.open != OpenArgs::default();
        match self.sub {
            None => match self.open.file.as_deref().and_then(misspelled_command) {
                Some(error) => Err(error),
                None => Ok(Invocation::Open(self.open)),
            },
            Some(_) if stray => Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                "options for opening a file can't be combined with a command",
            )),
            Some(Sub::Demo(look)) => Ok(Invocation::Demo(look)),
            Some(Sub::Walk(walk)) => Ok(Invocation::Walk(walk.into())),
            Some(Sub::Check(check)) => Ok(Invocation::Check(check)),
            Some(Sub::Export(export)) => Ok(Invocation::Export(export)),
            Some(Sub::Diff(diff)) => Ok(Invocation::Diff(diff)),
            Some(Sub::Merge(merge)) => Ok(Invocation::Merge(merge)),
            Some(Sub::Rebase(rebase)) => Ok(Invocation::Rebase(rebase)),
            Some(Sub::Fill(fill)) => Ok(Invocation::Fill(fill)),
            Some(Sub::Plan(plan)) => Ok(Invocation::Plan(plan)),
            Some(Sub::Set(set)) => Ok(Invocation::Set(set)),
            Some(Sub::Status(status)) => Ok(Invocation::Status(status)),
            Some(Sub::Columns(args)) => Ok(Invocation::Table(Topic::Columns, args.format)),
            Some(Sub::Rules(args)) => Ok(Invocation::Table(Topic::Rules, args.format)),
            Some(Sub::Keys(args)) => {
                Ok(Invocation::Table(Topic::Keys(args.preset.into()), args.format))
            }
            Some(Sub::Schema(args)) => Ok(Invocation::Schema(args)),
            Some(Sub::Help { topic }) => Ok(Invocation::Help(topic)),
            Some(Sub::Config(args)) => Ok(Invocation::Config(args)),
            Some(Sub::Completions(args)) => Ok(Invocation::Completions(args.shell)),
            Some(Sub::Man) => Ok(Invocation::Man),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Invocation, clap::Error> {
        Args::of_words(std::iter::once(&"leadsheet").chain(words), false)?.into_command()
    }

    #[test]
    fn without_a_file_one_is_chosen_in_a_terminal() {
        let words = |words: &[&'static str]| {
            Args::of_words(std::iter::once(&"leadsheet").chain(words), true)?.into_command()
        };
        assert_eq!(words(&[]).expect("valid"), Invocation::Open(OpenArgs::default()));
        let read_only = OpenArgs { read_only: true, ..OpenArgs::default() };
        assert_eq!(words(&["--read-only"]).expect("valid"), Invocation::Open(read_only));
        assert_eq!(words(&["demo"]).expect("valid"), Invocation::Demo(ThemeArgs::default()));
    }

    /// On Windows the file has another ending, which nobody types.
    #[test]
    fn usage_lines_name_the_program_as_it_is_typed() {
        let words = ["/opt/leadsheet.exe", "config", "--nonsense"];
        let text = Args::of_words(words, false).expect_err("refused").to_string();
        assert!(text.contains("Usage: leadsheet config [OPTIONS] [FILE]"), "{text}");
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_file_is_opened() {
        let open = |file: &str, read_only, out: Option<&str>| {
            let (file, out) = (Some(file.into()), out.map(PathBuf::from));
            Invocation::Open(OpenArgs { file, read_only, out, ..OpenArgs::default() })
        };
        assert_eq!(command(&["a.csv"]).expect("valid"), open("a.csv", false, None));
        assert_eq!(
            command(&["--read-only", "--out", "d", "a.csv"]).expect("valid"),
            open("a.csv", true, Some("d"))
        );
        assert_eq!(command(&["./check"]).expect("valid"), open("./check", false, None));
        assert_eq!(command(&["./help"]).expect("valid"), open("./help", false, None));
    }

    #[test]
    fn commands_and_files_are_distinguished() {
        assert_eq!(command(&["demo"]).expect("valid"), Invocation::Demo(ThemeArgs::default()));
        let check = CheckArgs {
            file: "a.csv".into(),
            original: None,
            format: Format::Json,
            strict: true,
            encoding: None,
            original_encoding: None,
            house: RulesArgs::default(),
        };
        assert_eq!(
            command(&["check", "a.csv", "--format", "json", "--strict"]).expect("valid"),
            Invocation::Check(check)
        );
        assert!(command(&["check", "-"]).is_ok());
        assert_eq!(command(&["help"]).expect("valid"), Invocation::Help(Vec::new()));
        assert_eq!(
            command(&["help", "keys"]).expect("valid"),
            Invocation::Help(vec!["keys".into()])
        );
        assert_eq!(
            command(&["rules", "--format", "json"]).expect("valid"),
            Invocation::Table(Topic::Rules, TableFormat::Json)
        );
    }

    #[test]
    fn an_encoding_is_named_and_any_other_name_lists_them() {
        let check = |name: &str| command(&["check", "--encoding", name, "a.csv"]);
        for encoding in Encoding::ALL {
            let Ok(Invocation::Check(args)) = check(&encoding.option().to_uppercase()) else {
                panic!("{} is an encoding", encoding.option());
            };
            assert_eq!(args.encoding, Some(encoding));
        }
        let error = check("latin-9").expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::ValueValidation);
        let text = error.to_string();
        assert!(text.contains("one of utf-8, utf-16le, utf-16be, windows-1252"), "{text}");
        let text = check("windows-125o").expect_err("refused").to_string();
        assert!(text.contains("did you mean windows-125"), "{text}");
        let text = check("shift").expect_err("refused").to_string();
        assert!(text.contains("did you mean shift_jis? "), "{text}");
        for words in [
            &["--encoding", "utf-8", "a.csv"][..],
            &["check", "a.csv", "--original", "b.csv", "--original-encoding", "utf-16le"],
            &["export", "a.csv", "--original", "b.csv", "--original-encoding", "utf-16le"],
            &["diff", "a.csv", "b.csv", "--encoding", "utf-8", "--new-encoding", "utf-16le"],
            &["merge", "a.csv", "--results", "b.csv", "--results-encoding", "utf-16le"],
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
        assert_eq!(kind(&["merge", "a.csv"]), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind(&["--read-only"]), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind(&["a.csv", "--nope"]), ErrorKind::UnknownArgument);
        assert_eq!(kind(&["--read-only", "check", "a.csv"]), ErrorKind::ArgumentConflict);
        assert_eq!(kind(&["check", "a", "--format", "xml"]), ErrorKind::InvalidValue);
    }
}
