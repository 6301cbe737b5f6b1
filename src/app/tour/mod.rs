//! The tour of the sample: the whole job, learned by doing it.

pub(crate) mod keys;
pub(crate) mod state;
