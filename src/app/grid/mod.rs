//! The grid: columns, the cursor and what is in view, the selection, the search.

pub(crate) mod columns;
pub(crate) mod filter;
pub(crate) mod found;
pub(crate) mod jumps;
pub(crate) mod motion;
pub(crate) mod search;
pub(crate) mod searching;
pub(crate) mod selection;
pub(crate) mod summary;
pub(crate) mod viewport;
