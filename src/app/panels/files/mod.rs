//! Lists of files: what one may open, and what is offered where a file is asked for.

pub(crate) mod catalog;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod open;
pub(crate) mod path;
pub(crate) mod path_keys;
pub(crate) mod state;
