//! Keys, pastes and signals: how they reach the program.

pub(crate) mod channel;
pub(crate) mod decoder;
#[cfg(any(windows, test))]
mod event_bytes;
pub(crate) mod notice;
pub(crate) mod pause;
pub(crate) mod queue;

// What differs by system: each has a file with the same functions in it.
#[cfg(unix)]
pub(crate) mod unix;
#[cfg(windows)]
pub(crate) mod windows;

#[cfg(unix)]
pub(crate) use unix as system;
#[cfg(windows)]
pub(crate) use windows as system;
