//! The panel of problems.

pub(crate) mod group;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod open;
pub(crate) mod state;
