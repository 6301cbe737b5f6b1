//! The panel of a rebase.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod open;
pub(crate) mod state;
