//! Keys, pastes and signals: how they reach the program.

pub(crate) mod channel;
pub(crate) mod decoder;
pub(crate) mod pause;
pub(crate) mod queue;
pub(crate) mod reader;
