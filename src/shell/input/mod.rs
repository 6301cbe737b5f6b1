//! Keys, pastes and signals: how they reach the program.

pub(crate) mod channel;
pub(crate) mod key_decoder;
pub(crate) mod pause;
