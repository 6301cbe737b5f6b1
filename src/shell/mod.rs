//! The terminal: raw mode, input, drawing, and the effects that the program asks for.
//!
//! The one place where the program waits. Input and signals come from threads of their own through
//! one channel; a burst of input is taken whole before the screen is drawn once.

pub(crate) mod autosave;
mod clipboard;
pub(crate) mod effects;
pub(crate) mod elsewhere;
pub(crate) mod external_editor;
pub(crate) mod failpoint;
pub(crate) mod files;
pub(crate) mod fill;
pub(crate) mod fresh_download;
pub(crate) mod handover;
pub(crate) mod idle;
pub(crate) mod input;
pub(crate) mod loading;
pub(crate) mod open;
pub(crate) mod pager;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod settings;
pub(crate) mod several;
pub(crate) mod terminal;
mod views;
pub(crate) mod walk;

pub use autosave::Autosave;
pub use failpoint::failpoint;
pub use open::{EditError, Edited, demo, edit};
pub use pager::page;
pub use run::{Options, SessionEnd, ShellError};
pub use settings::settings;
pub use settings::themes::theme_mistakes;
pub use terminal::screen::Screen;
pub use terminal::system::{restore_modes, takes_sequences};
pub use walk::{LineEnd, walk};
