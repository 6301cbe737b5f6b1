//! A list to read.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod paste;
pub(crate) mod state;
