//! The panel that fills leads from another file: which column is the key, what the others fill, what values mean.

pub(crate) mod choices;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod state;
