//! What the tests share: files to open, keys to press, a terminal to read.

pub mod book;
pub mod edits;
pub mod files;
pub mod fixtures;
pub mod headless;
pub mod hostile;
pub mod journey;
pub mod json;
pub mod keymap;
pub mod keys;
pub mod line_mode;
pub mod model;
pub mod palette;
pub mod picture;
pub mod portal;
pub mod program;
pub mod pty;
pub mod rng;
pub mod session;
pub mod shadow;
pub mod workspace;
