//! What each command without a screen is asked.

use crate::cli::args::examples::{
    CHECK_EXAMPLES, DIFF_EXAMPLES, EXPORT_EXAMPLES, MERGE_EXAMPLES, REBASE_EXAMPLES,
    STATUS_EXAMPLES,
};
use crate::leads::Encoding;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

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

/// The encoding with this name.
pub(crate) fn encoding(name: &str) -> Result<Encoding, String> {
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
    #[arg(long, alias = "closings-apart")]
    pub separate_closed: bool,
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

/// What `leadsheet merge` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = MERGE_EXAMPLES)]
pub struct MergeArgs {
    /// The CSV file that was downloaded, and that the kept work is on.
    pub download: PathBuf,
    /// The processed file of the upload.
    #[arg(long, value_name = "PROCESSED")]
    pub results: PathBuf,
    /// Keep nothing, and say what the file comes to.
    #[arg(long)]
    pub dry_run: bool,
    /// How the files are encoded: utf-8, utf-16le, utf-16be or windows-1252 [default: UTF-8, or what
    /// their byte-order marks say].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// How the processed file is encoded, if otherwise than the download.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub results_encoding: Option<Encoding>,
    /// How to write the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
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
