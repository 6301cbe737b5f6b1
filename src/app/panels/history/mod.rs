//! The panel of the history.

pub(crate) mod keys;
pub(crate) mod state;
