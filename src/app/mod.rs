//! What the program does: modes, commands and keys. No terminal, no files, no clock.
//!
//! [`App::update`] takes an [`Input`] and returns the [`Effect`]s that the shell has to carry out;
//! their outcome comes back as another input. Which command a key runs stands in
//! `assets/keymap.toml`, what the command does in [`COMMANDS`].

mod again;
#[expect(clippy::module_inception, reason = "the application is what the folder is about")]
mod app;
mod block;
mod clipboard;
mod columns;
mod command;
mod commands;
mod config;
mod context;
mod editor;
mod effect;
mod export;
mod fresh;
mod held;
mod input;
mod keep;
mod keymap;
mod lists;
mod message;
mod mode;
mod picker;
mod problems;
mod prompt;
mod rebase;
mod record;
mod results;
mod review;
mod search;
mod selection;
mod steps;
mod text;
mod unbound;
mod viewport;
mod window;

/// What is said where something is to be changed in a file that may only be looked at.
const READ_ONLY: &str = "Nothing can be changed: the file was opened with --read-only.";

use again::Again;
pub use app::{App, Start};
pub use block::Block;
use clipboard::Clipboard;
pub use clipboard::CopyResult;
pub use columns::{ColumnSet, Columns};
pub use command::{COMMANDS, Command, When, command};
pub use config::Config;
use context::describe;
pub use context::{About, Tone, counted};
pub use editor::{Body, DateEntry, Editor, Form, Notes};
pub use effect::{Effect, ExportResult, Leave, PartDone};
pub use fresh::Fresh;
use fresh::Rebased;
pub use input::{Chord, Input, Key};
pub use keep::{Earlier, Keeping, Left, Question};
pub use keymap::{Keymap, KeymapError};
pub use lists::{Entry, List};
pub use message::Message;
pub use mode::{Ask, Mode};
pub use picker::{Offers, Picker};
pub use problems::{Problems, SENTENCE};
pub use prompt::{Asked, PathFor, Prompt};
pub use rebase::RebasePanel;
pub use record::{Record, RecordLine, RecordPart};
pub use results::ReadFile;
pub use review::{Line, Review, lead_name};
pub use search::Search;
pub use selection::Selection;
pub use steps::Steps;
pub use text::Text;
pub use text::wrap::width as text_width;
pub use viewport::{Fit, Viewport};
pub use window::Window;
