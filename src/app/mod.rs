//! What the program does: modes, commands and keys.
