//! Keys: the key map, keys that look like a paste, and keys without a command.

pub(crate) mod keymap;
pub(crate) mod suspected_paste;
pub(crate) mod unmapped;
