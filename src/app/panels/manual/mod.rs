//! The manual in the program: its topics, and a page of it.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod state;
