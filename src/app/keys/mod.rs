//! Keys: the key map, from a key to its command, keys that look like a paste, and keys without a command.

pub(crate) mod dispatch;
pub(crate) mod habits;
pub(crate) mod keymap;
pub(crate) mod preset;
pub(crate) mod suspected_paste;
pub(crate) mod typing_guard;
pub(crate) mod unmapped;
