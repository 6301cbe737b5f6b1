//! A policy that is made: its file, the conflicts that are decided, and then the panel of a bulk change.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod open;
pub(crate) mod state;
