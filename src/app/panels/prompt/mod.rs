//! A line that asks for a text.

pub(crate) mod change_values;
pub(crate) mod condition;
pub(crate) mod keys;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod state;
