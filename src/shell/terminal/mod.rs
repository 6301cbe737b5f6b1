//! The terminal: taking it over, giving it back, and writing to it.

pub(crate) mod ansi_writer;
pub(crate) mod cell_style;
pub(crate) mod glyph;
pub(crate) mod screen;
pub(crate) mod scroll;
pub(crate) mod session;
pub(crate) mod shift;
