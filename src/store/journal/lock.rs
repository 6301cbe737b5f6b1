//! One editor for a file: a lock that the system takes back when the program is gone.

use crate::store::journal::disk::private;
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{process, thread};

/// How long a program that this one starts may have its locks, until its own code runs.
const STARTING: Duration = Duration::from_millis(50);
/// How often it is looked meanwhile whether a lock is free.
const POLL_INTERVAL: Duration = Duration::from_millis(1);

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
/// A lock that this process gives up may be there for a moment more, in a program that another thread starts: where a
/// lock names this process, it waits for up to 50 ms.
///
/// # Errors
///
/// Fails if the file can't be made or opened.
pub(crate) fn lock(path: &Path) -> io::Result<FileLock> {
    let mut file = private().read(true).write(true).create(true).open(path)?;
    let begin = Instant::now();
    let locked = loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock)
                if begin.elapsed() < STARTING && holder(&mut file) == Some(process::id()) =>
            {
                thread::sleep(POLL_INTERVAL);
            }
            locked => break locked,
        }
    };
    match locked {
        Ok(()) => {
            // Who it is serves only for a message.
            let number = process::id().to_string();
            let emptied = file.rewind().and_then(|()| file.set_len(0));
            let _ = emptied.and_then(|()| file.write_all(number.as_bytes()));
            Ok(FileLock::Held(file))
        }
        Err(TryLockError::WouldBlock) => Ok(FileLock::Busy(holder(&mut file))),
        Err(TryLockError::Error(error)) => Ok(FileLock::Unsupported(error)),
    }
}

/// The number of the process that wrote it into a lock file last.
fn holder(file: &mut File) -> Option<u32> {
    let mut number = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut number));
    read.ok().and_then(|_| number.trim().parse().ok())
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
            matches!(busy, FileLock::Busy(Some(number)) if number == process::id()),
            "{busy:?}"
        );
        drop(held);
        assert!(
            matches!(lock(&path).expect("there"), FileLock::Held(_)),
            "the file stays, the lock goes"
        );
    }

    #[test]
    fn a_lock_that_was_given_up_is_free_while_another_thread_starts_programs() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.lock");
        let program = std::env::current_exe().expect("this one");
        let start = || {
            let mut list = process::Command::new(&program);
            list.arg("--list").stdout(process::Stdio::null()).status().expect("it runs")
        };
        thread::scope(|scope| {
            let starts = scope.spawn(|| (0..20).all(|_| start().success()));
            while !starts.is_finished() {
                assert!(matches!(lock(&path).expect("made"), FileLock::Held(_)));
            }
            assert!(starts.join().expect("ended"));
        });
    }
}
