//! A file that is read with its progress, and can be stopped.

use crate::store::system;
use crate::table::parallel::join;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek as _, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How much of a file is read between two looks at whether to read on, in bytes.
const READ_AT_A_TIME: usize = 1 << 22;

/// The size from which on the two halves of a file are read at the same time, in bytes: the system takes as long to
/// hand out memory as to copy the file into it.
const PARALLEL_READ_MIN_BYTES: u64 = 1 << 24;

/// How far a file is read, and whether it is read on: shared by who reads it and who waits for it.
#[derive(Debug, Default)]
pub struct LoadProgress {
    done: AtomicU64,
    bytes: AtomicU64,
    is_stopped: AtomicBool,
}

impl LoadProgress {
    /// Tells how many bytes there are to read.
    pub(super) fn begin(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    /// How much of the file is read, in percent.
    pub fn percent(&self) -> u64 {
        self.done.load(Ordering::Relaxed) * 100 / self.bytes.load(Ordering::Relaxed).max(1)
    }

    /// Has the reading end soon, with an error.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    fn check(&self) -> io::Result<()> {
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(io::Error::other("reading was stopped"));
        }
        Ok(())
    }

    fn add(&self, read: usize) {
        self.done.fetch_add(read as u64, Ordering::Relaxed);
    }
}

/// A file that is read with its progress.
pub(super) struct WatchedFile<'p> {
    pub(super) file: File,
    pub(super) progress: &'p LoadProgress,
}

impl Read for WatchedFile<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.progress.check()?;
        let most = into.len().min(READ_AT_A_TIME);
        let read = self.file.read(&mut into[..most])?;
        self.progress.add(read);
        Ok(read)
    }
}

impl WatchedFile<'_> {
    /// Reads what follows on the head of a large file that should have some length, in two halves at the same time.
    /// Whatever is there beyond it comes next from the file.
    pub(super) fn read_halves(&mut self, head: Vec<u8>, bytes: u64) -> io::Result<Vec<u8>> {
        let Ok(bytes) = usize::try_from(bytes) else { return Ok(head) };
        // Where there isn't that much memory, reading piece by piece will say so.
        let has_memory = || Vec::<u8>::new().try_reserve_exact(bytes + 1).is_ok();
        if (bytes as u64) < PARALLEL_READ_MIN_BYTES || !has_memory() {
            return Ok(head);
        }
        self.halves(&head, bytes)
    }

    fn halves(&mut self, head: &[u8], bytes: usize) -> io::Result<Vec<u8>> {
        // One more than there is, for who looks for the end.
        let mut whole = vec![0; bytes + 1];
        let (before, rest) = whole[..bytes].split_at_mut(head.len());
        before.copy_from_slice(head);
        let middle = rest.len() / 2;
        let (first, second) = rest.split_at_mut(middle);
        let second = Mutex::new(second);
        let at = |within: usize| (head.len() + within) as u64;
        let (second, first) = join(
            || self.fill(&mut second.lock().unwrap_or_else(PoisonError::into_inner), at(middle)),
            || self.fill(first, at(0)),
        );
        let (first, second) = (first?, second?);
        // What follows on the end of a file that was cut meanwhile is none of it.
        let read = if first < middle { first } else { middle + second };
        whole.truncate(head.len() + read);
        self.file.seek(SeekFrom::Start(whole.len() as u64))?;
        Ok(whole)
    }

    /// Reads from a place of the file on, until there is no more room or no more file; how much was read.
    fn fill(&self, into: &mut [u8], from: u64) -> io::Result<usize> {
        let mut filled = 0;
        while filled < into.len() {
            self.progress.check()?;
            let most = into.len().min(filled + READ_AT_A_TIME);
            match system::read_at(&self.file, &mut into[filled..most], from + filled as u64) {
                Ok(0) => break,
                Ok(read) => {
                    self.progress.add(read);
                    filled += read;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of some bytes if the file was said to have another length, and how much was counted.
    fn read(content: &[u8], head: usize, said: usize) -> (Vec<u8>, u64) {
        let mut file = tempfile::tempfile().expect("a file");
        io::Write::write_all(&mut file, content).expect("written");
        let progress = LoadProgress::default();
        let mut file = WatchedFile { file, progress: &progress };
        let mut bytes = file.halves(&content[..head], said).expect("read");
        file.read_to_end(&mut bytes).expect("read");
        (bytes, progress.done.load(Ordering::Relaxed))
    }

    #[test]
    fn two_halves_are_the_file_also_if_it_has_another_length_than_was_said() {
        let content: Vec<u8> = (0..1_001_u32).map(|n| (n % 251) as u8).collect();
        for head in [0, 1, 64] {
            for said in [64, 65, 66, 500, 999, 1_000, 1_001, 1_002, 1_500, 4_000] {
                let (bytes, counted) = read(&content, head, said);
                assert!(bytes == content, "{head} {said}");
                assert_eq!(counted, (content.len() - head) as u64);
            }
        }
    }

    #[test]
    fn halves_that_are_stopped_are_not_read() {
        let progress = LoadProgress::default();
        progress.stop();
        let file = tempfile::tempfile().expect("a file");
        let error = WatchedFile { file, progress: &progress }.halves(&[], 10).expect_err("stopped");
        assert_eq!(error.to_string(), "reading was stopped");
    }
}
