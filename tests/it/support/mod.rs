//! What the tests of the real program share: files to open, keys to press, a terminal to look at.

pub mod dice;
pub mod edits;
pub mod files;
pub mod fixtures;
pub mod home;
pub mod hostile;
pub mod keymap;
pub mod keys;
pub mod model;
pub mod office;
pub mod portal;
pub mod program;
pub mod pty;
pub mod room;
pub mod session;
pub mod svg;
pub mod twin;
