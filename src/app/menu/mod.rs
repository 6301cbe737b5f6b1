//! The menu: every command of the grid and every outcome, by section, with its key and its state.

pub(crate) mod availability;
pub(crate) mod keys;
pub(crate) mod section;
pub(crate) mod state;
