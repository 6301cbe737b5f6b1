//! What the program says about itself: help, man page, completions, settings.

mod completions;
mod config;
mod help;
mod lookup;
mod man;
pub(crate) mod misspelled;
mod schema;
mod tree;

pub use completions::{CompletionsArgs, ShellName, run_completions};
pub use config::{ConfigArgs, SchemaOf, run_config};
pub use help::{help_topics, run_help};
pub use man::run_man;
