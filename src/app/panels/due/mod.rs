//! The panel of what falls due.

pub(crate) mod keys;
pub(crate) mod state;
