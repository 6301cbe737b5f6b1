//! Edits that commands make: blocks of cells, the clipboard, the last edit.

pub(crate) mod block;
pub(crate) mod clipboard;
pub(crate) mod repeat;
