//! The panels: lists, drop-downs, prompts and reports over the grid.

pub(crate) mod changes;
pub(crate) mod due;
pub(crate) mod files;
pub(crate) mod fill;
pub(crate) mod history;
pub(crate) mod keys;
pub(crate) mod list;
pub(crate) mod list_state;
pub(crate) mod manual;
pub(crate) mod panel;
pub(crate) mod picker;
pub(crate) mod policy;
pub(crate) mod problems;
pub(crate) mod prompt;
pub(crate) mod rebase;
pub(crate) mod record;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod uploads;
