//! Views: which leads and columns are shown and in which order, as they are kept for the next run.

pub(crate) mod kept;
pub(crate) mod saved;
pub(crate) mod spec;
