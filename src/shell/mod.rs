//! The terminal: raw mode, input, drawing, and the effects that the program asks for.
//!
//! The one place where the program waits. Input and signals come from threads of their own through
//! one channel; a burst of input is taken whole before the screen is drawn once.

mod clipboard;
mod effects;
mod fail;
mod gate;
mod guard;
mod input;
mod keeper;
mod look;
mod open;
mod outside;
mod rebase;
mod run;
mod screen;
mod scroll;
mod settings;
mod sign;
mod terminal;
mod wire;

pub use fail::fail_if_asked;
pub use keeper::Keeper;
pub use open::{EditError, demo, edit};
pub use run::{End, Options, ShellError, run};
pub use settings::settings;
