//! A list to read.

pub(crate) mod keys;
pub(crate) mod state;
