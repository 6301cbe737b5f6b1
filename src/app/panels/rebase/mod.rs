//! The panel of a rebase.

pub(crate) mod keys;
pub(crate) mod state;
