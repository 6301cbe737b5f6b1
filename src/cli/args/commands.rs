//! What each command without a screen is asked.

use crate::cli::args::examples::{
    CHECK_EXAMPLES, DIFF_EXAMPLES, EXPORT_EXAMPLES, EXPORT_USAGE, MERGE_EXAMPLES, PLAN_EXAMPLES,
    REBASE_EXAMPLES, SET_EXAMPLES, STATUS_EXAMPLES,
};
use crate::cli::encoding::encoding;
use crate::cli::house_rules::RulesArgs;
use crate::leads::Encoding;
use crate::sheet::DueList;
use crate::upload::{PlanOptions, ReportFormat};
use clap::{Args as ClapArgs, ValueEnum, ValueHint};
use std::path::PathBuf;

/// What `leadsheet check` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// The CSV file to check; - reads the standard input.
    pub file: PathBuf,
    /// Compare it with the download that it was made from, lead by lead: changed read-only cells,
    /// leads that are already Closed, changes that aren't allowed, unknown leads.
    #[arg(long, value_name = "DOWNLOAD")]
    pub original: Option<PathBuf>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Treat warnings as errors in the exit code.
    #[arg(long)]
    pub strict: bool,
    /// Encoding of the file, such as utf-16le, windows-1250 or gbk [default: from its byte-order
    /// mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the download, with the names of --encoding.
    #[arg(long, value_name = "NAME", value_parser = encoding, requires = "original")]
    pub original_encoding: Option<Encoding>,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What `leadsheet export` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = EXPORT_EXAMPLES, override_usage = EXPORT_USAGE)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct ExportArgs {
    /// The edited CSV file; - reads the standard input.
    #[arg(required_unless_present = "kept", conflicts_with = "kept")]
    pub file: Option<PathBuf>,
    /// The download that the edited file was made from.
    #[arg(
        long,
        value_name = "DOWNLOAD",
        required_unless_present = "kept",
        conflicts_with = "kept"
    )]
    pub original: Option<PathBuf>,
    /// Export the saved work on this download, as the editor does; several are exported as one sheet.
    #[arg(long, value_name = "DOWNLOAD", num_args = 1..)]
    pub kept: Vec<PathBuf>,
    /// Write the upload files into this folder instead of the folder of the download.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write nothing; show what would be written.
    #[arg(long)]
    pub dry_run: bool,
    /// Number of leads that become Closed, which can't be undone; required if there are any.
    #[arg(long, value_name = "N")]
    pub close: Option<usize>,
    /// Write a pilot part only: at most 8 leads that try each kind of change once. Import its results,
    /// then export the rest.
    #[arg(long)]
    pub pilot: bool,
    /// Include the leads that are left out because of a pilot part: those like its rejected leads, those
    /// with changes that none has tried, and those that wait for its results.
    #[arg(long, conflicts_with = "pilot")]
    pub include_doubtful: bool,
    /// Put closing leads into separate upload files, after the others.
    #[arg(long, alias = "closings-apart")]
    pub separate_closed: bool,
    /// Write leads also if an earlier upload file has all of them with the same values.
    #[arg(long, conflicts_with = "kept")]
    pub again: bool,
    /// Encoding of the edited file, or of the download with --kept, such as utf-16le, windows-1250
    /// or gbk [default: from its byte-order mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the download, with the names of --encoding.
    #[arg(long, value_name = "NAME", value_parser = encoding, conflicts_with = "kept")]
    pub original_encoding: Option<Encoding>,
    /// Format of the report. HTML, Markdown and CSV are for somebody who approves the upload: they need
    /// --dry-run.
    #[arg(long, value_enum, default_value_t = ExportFormat::Text)]
    pub format: ExportFormat,
    /// Write the HTML, Markdown or CSV report into this new file; its ending (.html, .md, .csv) is the
    /// format unless --format is given.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "dry_run")]
    pub output: Option<PathBuf>,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

impl ExportArgs {
    /// The format of the report for somebody else, if one is asked for: the named one, or that of the file.
    pub(in crate::cli) fn report_format(&self) -> Option<ReportFormat> {
        match self.format {
            ExportFormat::Html => Some(ReportFormat::Html),
            ExportFormat::Markdown => Some(ReportFormat::Markdown),
            ExportFormat::Csv => Some(ReportFormat::Csv),
            ExportFormat::Text => self.output.as_deref().and_then(ReportFormat::of_path),
            ExportFormat::Json => None,
        }
    }

    /// What the export is asked for.
    pub(in crate::cli) fn plan_options(&self) -> PlanOptions {
        PlanOptions {
            separate_closing: self.separate_closed,
            is_pilot: self.pilot,
            includes_doubtful: self.include_doubtful,
        }
    }
}

/// What `leadsheet diff` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = DIFF_EXAMPLES)]
pub struct DiffArgs {
    /// The older CSV file; - reads the standard input.
    pub old: PathBuf,
    /// The newer CSV file.
    pub new: PathBuf,
    /// Encoding of the files, such as utf-16le, windows-1250 or gbk [default: from their
    /// byte-order marks, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the newer file [default: that of the older one, unless it is UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub new_encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
}

/// What `leadsheet merge` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = MERGE_EXAMPLES)]
pub struct MergeArgs {
    /// The downloaded CSV file that the saved work is on.
    pub download: PathBuf,
    /// The processed file of the upload.
    #[arg(long, value_name = "PROCESSED")]
    pub results: PathBuf,
    /// Save nothing; show the results.
    #[arg(long)]
    pub dry_run: bool,
    /// Encoding of the files, such as utf-16le, windows-1250 or gbk [default: from their
    /// byte-order marks, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the processed file [default: that of the download, unless it is UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub results_encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What `leadsheet rebase` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = REBASE_EXAMPLES)]
pub struct RebaseArgs {
    /// The CSV file that the saved work is on; it may have changed or be gone.
    pub old: PathBuf,
    /// The fresh download.
    pub new: PathBuf,
    /// Where both sides changed a cell, keep your change.
    #[arg(long, conflicts_with = "theirs")]
    pub mine: bool,
    /// Where both sides changed a cell, use Partner Center's value.
    #[arg(long)]
    pub theirs: bool,
    /// Save nothing; show what would happen to the changes.
    #[arg(long)]
    pub dry_run: bool,
    /// Encoding of the files, such as utf-16le, windows-1250 or gbk [default: from their
    /// byte-order marks, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the fresh download [default: that of the old file, unless it is UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub new_encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What `leadsheet plan` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = PLAN_EXAMPLES)]
pub struct PlanArgs {
    /// The policy: a TOML file with a sentence for each thing to do.
    #[arg(value_hint = ValueHint::FilePath)]
    pub policy: PathBuf,
    /// The downloaded CSV file that the saved work is on.
    pub file: PathBuf,
    /// What is done where sentences want different values for a cell: follow the first of them, or leave
    /// the cell as it is [default: change nothing and list them].
    #[arg(long, value_enum, value_name = "CHOICE")]
    pub conflicts: Option<ConflictChoice>,
    /// Save nothing; show what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Encoding of the file, such as utf-16le, windows-1250 or gbk [default: from its byte-order
    /// mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What `leadsheet set` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = SET_EXAMPLES)]
pub struct SetArgs {
    /// The CSV file whose saved work is changed.
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// A column and what is done to its cells: 'Close date+=1q', 'Deal value*=1.1', 'Notes append
    /// Called', 'Status=Active', 'Outcome=Lost'.
    #[arg(required = true, value_name = "ASSIGNMENT")]
    pub assignments: Vec<String>,
    /// Change only the leads for which this holds, such as 'Close date<today'; given several times,
    /// all must hold.
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<String>,
    /// Save nothing; show what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Encoding of the file, such as utf-16le, windows-1250 or gbk [default: from its byte-order
    /// mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What `leadsheet status` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, ClapArgs)]
#[command(after_help = STATUS_EXAMPLES)]
pub struct StatusArgs {
    /// Show only the work on this file.
    pub file: Option<PathBuf>,
    /// List the leads that fall due, by day: in all saved work, or in the file, saved or not.
    #[arg(long, conflicts_with_all = ["forget", "recall"])]
    pub due: bool,
    /// How many days ahead --due looks.
    #[arg(long, value_name = "N", requires = "due", default_value_t = DueList::NEAR_DAYS,
          value_parser = clap::value_parser!(u32).range(0..=3650))]
    pub within: u32,
    /// Encoding of the file for --due, such as utf-16le, windows-1250 or gbk [default: from its
    /// byte-order mark, else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding, requires_all = ["due", "file"])]
    pub encoding: Option<Encoding>,
    /// Remove all saved work on this file.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub forget: Option<PathBuf>,
    /// Offer the newest finished, discarded, rebased or archived work on this file again.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "forget"])]
    pub recall: Option<PathBuf>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with_all = ["forget", "recall"])]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}

/// What is done where sentences of a policy want different values for a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConflictChoice {
    /// The first of the sentences is followed.
    First,
    /// The cell is left as it is.
    Skip,
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

/// How the report of an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub enum ExportFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// One page for a browser, to be read or printed.
    Html,
    /// For wikis, chats and pull requests.
    Markdown,
    /// One line a changed cell.
    Csv,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}
