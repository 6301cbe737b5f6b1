//! Keys: the key map, from a key to its command, keys that look like a paste, and keys without a command.

pub(crate) mod dispatch;
pub(crate) mod keymap;
pub(crate) mod suspected_paste;
pub(crate) mod unmapped;
