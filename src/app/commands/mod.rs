//! The commands, a file for each family.

pub(crate) mod change;
pub(crate) mod column;
pub(crate) mod copy;
pub(crate) mod edit;
pub(crate) mod family;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod find;
pub(crate) mod motion;
pub(crate) mod paste;
pub(crate) mod results;
pub(crate) mod select;
pub(crate) mod show;
pub(crate) mod spreadsheet;
pub(crate) mod views;
