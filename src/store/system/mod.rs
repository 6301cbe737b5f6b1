//! What differs by system about files: rights, folders, devices, whole paths, and the terminal as a file.
//!
//! Each system has a file with the same functions in it; nothing else below [`store`](crate::store) asks which
//! system it is.

#[cfg(any(test, windows))]
mod names;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;
