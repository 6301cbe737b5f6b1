//! The same answers without a screen.
//!
//! Nothing here prints or ends the program: `main` hands in where to write and takes the [`Exit`].

mod about;
mod args;
mod check;
mod diff;
mod encoding;
mod export;
mod fill;
mod house_rules;
mod journal;
mod json;
mod lessons;
mod merge;
mod plan;
mod rebase;
mod report;
mod set;
mod several;
mod status;
mod tables;
mod text;
pub(crate) mod work;

pub use about::{
    CompletionsArgs, ConfigArgs, SchemaOf, ShellName, help_topics, run_completions, run_config,
    run_help, run_man,
};
pub use args::{
    Args, CheckArgs, DiffArgs, DiffFormat, ExportArgs, ExportFormat, FillArgs, Format, Invocation,
    MergeArgs, OnlyLeads, OpenArgs, PlanArgs, RebaseArgs, SetArgs, StatusArgs, ThemeArgs, WalkArgs,
};
pub use check::{CommandError, Env, run_check};
pub use diff::run_diff;
pub use export::run_export;
pub use fill::run_fill;
pub use house_rules::{RulesArgs, house_rules, refusal};
pub use json::{SCHEMAS, Schema, SchemaArgs, run_schema};
pub use merge::run_merge;
pub use plan::run_plan;
pub use rebase::run_rebase;
pub use set::run_set;
pub(crate) use several::{
    LoadedFile, SeveralError, hidden_work, read_several, shown, title, written_notice,
};
pub use status::run_status;
pub use tables::{KeyPreset, KeysArgs, TableArgs, TableFormat, Topic, markdown, run_table};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// No errors were found.
    Clean,
    /// Errors were found; with `--strict`, errors or warnings.
    Problems,
    /// The file or the command line can't be used.
    Unusable,
    /// Reading or writing failed.
    Io,
    /// There was nothing to write.
    NothingToWrite,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Problems => 1,
            Self::Unusable => 2,
            Self::Io => 3,
            Self::NothingToWrite => 4,
        }
    }
}
