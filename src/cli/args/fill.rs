//! What `leadsheet fill` is asked.

use crate::cli::args::commands::Format;
use crate::cli::encoding::encoding;
use crate::cli::house_rules::RulesArgs;
use crate::leads::Encoding;
use clap::{Args as ClapArgs, ValueHint};
use std::path::PathBuf;

const FILL_EXAMPLES: &str = "\
Examples:
  leadsheet fill leads.csv --from crm.csv --dry-run
  leadsheet fill leads.csv --from crm.xlsx --sheet Deals --write-mapping crm.toml
  leadsheet fill leads.csv --from crm.xlsx --sheet Deals --mapping crm.toml
  leadsheet fill leads.csv --from crm.csv --key 'Account=Customer Name'

Fills cells of the saved work on the download from the rows of a CRM export: a CSV file with any
delimiter, or an .xlsx, .xlsb or .ods workbook. Rows and leads are matched by the key that matches most
of them: Referral ID, CRM ID, e-mail address or customer name. Columns fill those of the same name; a
mapping names others, and says what the CRM's own words mean. Cells that you edited, locked cells and
values that a rule rejects are left and listed.

What a mapping looks like: leadsheet help 'Fill from a CRM export'

Exit codes:
  0  cells were filled, and nothing else has to be looked at; or a mapping was written
  1  a key is ambiguous, or a value is rejected or not mapped; everything else was filled
  2  a file can't be used or is being edited, the mapping has mistakes, or the command line is wrong
  3  reading or writing failed
  4  nothing to fill";

/// What `leadsheet fill` is asked.
#[derive(Clone, Debug, PartialEq, Eq, ClapArgs)]
#[command(after_help = FILL_EXAMPLES)]
pub struct FillArgs {
    /// The downloaded CSV file that the saved work is on.
    pub download: PathBuf,
    /// The file that leads are filled from: a CSV file or a workbook.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub from: PathBuf,
    /// Sheet of the workbook [default: the only one that has rows].
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// What each column of the file fills, and what its values mean [default: by the names of the columns].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub mapping: Option<PathBuf>,
    /// Column of the leads that tells which row is which lead, or COLUMN=LEADS for a column of the file with
    /// another name [default: the one that matches most rows].
    #[arg(long, value_name = "COLUMN")]
    pub key: Option<String>,
    /// Write a mapping to start with into this new file, and fill nothing.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub write_mapping: Option<PathBuf>,
    /// Save nothing; show what would be filled.
    #[arg(long)]
    pub dry_run: bool,
    /// Encoding of the download, such as utf-16le, windows-1250 or gbk [default: from its byte-order mark,
    /// else UTF-8].
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Encoding>,
    /// Encoding of the CSV file that leads are filled from, with the names of --encoding.
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub from_encoding: Option<Encoding>,
    /// Format of the report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// The house rules.
    #[command(flatten)]
    pub house: RulesArgs,
}
