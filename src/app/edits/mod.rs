//! Edits that commands make: blocks of cells, the clipboard, the last edit.

pub(crate) mod annotate;
pub(crate) mod apply;
pub(crate) mod block;
pub(crate) mod clear;
pub(crate) mod clipboard;
pub(crate) mod history;
pub(crate) mod paste_by_id;
pub(crate) mod pasted_text;
pub(crate) mod repeat;
pub(crate) mod report;
