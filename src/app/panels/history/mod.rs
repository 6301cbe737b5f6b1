//! The panel of the history.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod state;
