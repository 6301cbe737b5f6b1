//! One editor for a file: a lock that the system takes back when the program is gone.

use crate::store::journal::disk::private;
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

/// How an attempt to lock a file ended.
#[derive(Debug)]
pub enum FileLock {
    /// It is locked until the value goes.
    Held(File),
    /// Another program has it; its number, if that can be read.
    Busy(Option<u32>),
    /// The file system has no locks: another program may edit the file unnoticed.
    Unsupported(io::Error),
}

impl FileLock {
    /// The same lock once more: it is free when both values are gone.
    pub(crate) fn again(&self) -> io::Result<Self> {
        Ok(match self {
            Self::Held(file) => Self::Held(file.try_clone()?),
            Self::Busy(number) => Self::Busy(*number),
            Self::Unsupported(why) => {
                Self::Unsupported(io::Error::new(why.kind(), why.to_string()))
            }
        })
    }
}

/// Locks a file, which is made if there is none. A lock whose program is gone doesn't count.
///
/// # Errors
///
/// Fails if the file can't be made or opened.
pub(crate) fn lock(path: &Path) -> io::Result<FileLock> {
    let mut file = private().read(true).write(true).create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {
            // Who it is serves only for a message.
            let number = std::process::id().to_string();
            let _ = file.set_len(0).and_then(|()| file.write_all(number.as_bytes()));
            Ok(FileLock::Held(file))
        }
        Err(TryLockError::WouldBlock) => {
            let mut number = String::new();
            let _ = file.read_to_string(&mut number);
            Ok(FileLock::Busy(number.trim().parse().ok()))
        }
        Err(TryLockError::Error(error)) => Ok(FileLock::Unsupported(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_locked_once_and_free_again_when_the_lock_is_gone() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.lock");
        let held = lock(&path).expect("made");
        assert!(matches!(held, FileLock::Held(_)));
        let busy = lock(&path).expect("there");
        assert!(
            matches!(busy, FileLock::Busy(Some(number)) if number == std::process::id()),
            "{busy:?}"
        );
        drop(held);
        assert!(
            matches!(lock(&path).expect("there"), FileLock::Held(_)),
            "the file stays, the lock goes"
        );
    }
}
