//! The review before an export.

pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod pilot;
pub(crate) mod state;
