//! The terminal: taking it over, giving it back, and writing to it.

pub(crate) mod ansi_writer;
pub(crate) mod cell_style;
pub(crate) mod glyph;
pub(crate) mod screen;
pub(crate) mod scroll;
pub(crate) mod session;
pub(crate) mod shift;
mod shown_lines;

// What differs by system: each has a file with the same functions in it.
#[cfg(unix)]
pub(crate) mod unix;
#[cfg(windows)]
pub(crate) mod windows;

#[cfg(unix)]
pub(crate) use unix as system;
#[cfg(windows)]
pub(crate) use windows as system;
