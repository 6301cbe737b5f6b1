//! Writes the lines of a journal on a thread of its own, so that typing never waits for the disk.

use crate::store::error::cause;
use crate::store::journal::disk::Disk;
use crate::store::journal::line::{CloseReason, Entry, JournalLine};

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use std::{io, thread};

/// After how long a journal that can't be written is tried again.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// The longest wait until lines are safe: a disk that doesn't answer must not keep the
/// program from ending.
const SYNC_TIMEOUT: Duration = Duration::from_secs(3);

/// Who is told when the journal can't be written, and when it can again.
pub type OnJournalStatus = Box<dyn Fn(Result<(), SaveError>) + Send>;

/// Why lines aren't safe on the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// The disk refuses them.
    #[error("{cause}")]
    Disk {
        /// What kind of error it is.
        kind: io::ErrorKind,
        /// The system's sentence, without its error number.
        cause: String,
    },
    /// The disk took too long.
    #[error("the disk doesn't answer")]
    Timeout,
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        Self::Disk { kind: error.kind(), cause: cause(&error) }
    }
}

/// The thread that writes, as seen from the program.
///
/// Dropping it waits until everything is written, but no longer than for some seconds.
pub(crate) struct JournalWriter {
    jobs: Option<Sender<Job>>,
    ended: Receiver<()>,
}

enum Job {
    /// Write this line, with this number; it is also put into its form here.
    Line(u64, String, Entry),
    /// Say when everything before is safe, or why it isn't.
    Sync(Sender<Result<(), SaveError>>),
    /// Close the journal.
    Close(CloseReason, Sender<Result<(), SaveError>>),
}

impl JournalWriter {
    /// Starts the thread.
    pub(crate) fn new(disk: impl Disk + 'static, tell: OnJournalStatus) -> io::Result<Self> {
        let (jobs, inbox) = channel();
        let (end, ended) = channel();
        thread::Builder::new().name("journal".to_owned()).spawn(move || {
            let mut hand = Worker { disk, on_status: tell, waiting: Vec::new(), failed: false };
            hand.run(&inbox);
            // Nobody waits if the program ended by itself.
            let _ = end.send(());
        })?;
        Ok(Self { jobs: Some(jobs), ended })
    }

    /// Writes a line soon; the caller doesn't wait.
    pub(crate) fn write(&self, number: u64, at: String, what: Entry) {
        self.send(Job::Line(number, at, what));
    }

    /// Waits until everything is safe.
    pub(crate) fn sync(&self) -> Result<(), SaveError> {
        self.ask(Job::Sync)
    }

    /// Waits until everything is safe and the journal is closed.
    pub(crate) fn close(&self, why: CloseReason) -> Result<(), SaveError> {
        self.ask(|reply| Job::Close(why, reply))
    }

    fn ask(&self, job: impl FnOnce(Sender<Result<(), SaveError>>) -> Job) -> Result<(), SaveError> {
        let (reply, answer) = channel();
        self.send(job(reply));
        answer.recv_timeout(SYNC_TIMEOUT).unwrap_or(Err(SaveError::Timeout))
    }

    fn send(&self, job: Job) {
        // The thread is gone only after a panic in it, and then every question is answered with an error.
        let _ = self.jobs.as_ref().map(|jobs| jobs.send(job));
    }
}

impl Drop for JournalWriter {
    fn drop(&mut self) {
        self.jobs = None;
        let _ = self.ended.recv_timeout(SYNC_TIMEOUT);
    }
}

/// What the thread does.
struct Worker<D> {
    disk: D,
    on_status: OnJournalStatus,
    /// The bytes that aren't safe yet.
    waiting: Vec<u8>,
    failed: bool,
}

impl<D: Disk> Worker<D> {
    fn run(&mut self, inbox: &Receiver<Job>) {
        loop {
            let first = if self.failed {
                inbox.recv_timeout(RETRY_INTERVAL)
            } else {
                inbox.recv().map_err(RecvTimeoutError::from)
            };
            let mut asked = Vec::new();
            let mut next = match first {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            // Everything that came meanwhile is made safe in one go.
            while let Some(job) = next {
                match job {
                    Job::Line(number, at, what) => {
                        self.waiting.extend(JournalLine::with_time(at, what).encode(number));
                    }
                    Job::Sync(reply) => asked.push((None, reply)),
                    Job::Close(why, reply) => asked.push((Some(why), reply)),
                }
                next = inbox.try_recv().ok();
            }
            let kept = self.commit();
            for (close, reply) in asked {
                let closed = kept.clone().and_then(|()| match close {
                    Some(why) => self.disk.close(why).map_err(SaveError::from),
                    None => Ok(()),
                });
                // Who asked may have given up waiting.
                let _ = reply.send(closed);
            }
        }
        if !self.waiting.is_empty() {
            let _ = self.commit();
        }
    }

    /// Makes everything safe that isn't yet, and tells when that changes.
    fn commit(&mut self) -> Result<(), SaveError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        // What a failed sync left on the disk isn't known: all is written anew then.
        let written = if self.failed {
            self.disk.renew(&self.waiting)
        } else {
            self.disk.append(&self.waiting)
        };
        let result = written.map_err(SaveError::from);
        match &result {
            Ok(()) => {
                self.waiting.clear();
                if std::mem::take(&mut self.failed) {
                    (self.on_status)(Ok(()));
                }
            }
            Err(why) => {
                if !std::mem::replace(&mut self.failed, true) {
                    (self.on_status)(Err(why.clone()));
                }
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::LogEntry;
    use crate::store::journal::line::time;
    use chrono::{DateTime, SecondsFormat};
    use std::sync::{Arc, Mutex};

    /// A disk that is full as long as it is told so.
    #[derive(Clone, Default)]
    struct Fake(Arc<Mutex<State>>);

    #[derive(Default)]
    struct State {
        is_full: bool,
        safe: Vec<u8>,
        done: Vec<&'static str>,
        closed: Option<CloseReason>,
    }

    impl Fake {
        fn put(&self, bytes: &[u8], how: &'static str) -> io::Result<()> {
            let mut state = self.0.lock().expect("whole");
            state.done.push(how);
            if state.is_full {
                return Err(io::ErrorKind::StorageFull.into());
            }
            state.safe.extend(bytes);
            Ok(())
        }

        fn fill(&self, is_full: bool) {
            self.0.lock().expect("whole").is_full = is_full;
        }
    }

    impl Disk for Fake {
        fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.put(bytes, "append")
        }

        fn renew(&mut self, bytes: &[u8]) -> io::Result<()> {
            self.put(bytes, "renew")
        }

        fn close(&mut self, why: CloseReason) -> io::Result<()> {
            self.0.lock().expect("whole").closed = Some(why);
            Ok(())
        }
    }

    fn pen(disk: &Fake) -> (JournalWriter, Receiver<Result<(), SaveError>>) {
        let (sender, told) = channel();
        let tell = move |result| sender.send(result).expect("somebody listens");
        (JournalWriter::new(disk.clone(), Box::new(tell)).expect("a thread"), told)
    }

    /// The bytes of the lines that these letters stand for.
    fn lines(letters: &str) -> Vec<u8> {
        let line = |letter: char| JournalLine::new(DateTime::default(), what(letter));
        letters.chars().flat_map(|letter| line(letter).encode(letter.into())).collect()
    }

    fn what(letter: char) -> Entry {
        Entry::Done(LogEntry::AddColumn(letter.to_string()))
    }

    fn write(pen: &JournalWriter, letters: &str) {
        for letter in letters.chars() {
            pen.write(letter.into(), time(DateTime::default(), SecondsFormat::Secs), what(letter));
        }
    }

    #[test]
    fn lines_are_safe_after_a_sync_and_at_the_end() {
        let disk = Fake::default();
        let (pen, _told) = pen(&disk);
        write(&pen, "a");
        assert_eq!(pen.sync(), Ok(()));
        assert_eq!(disk.0.lock().expect("whole").safe, lines("a"));
        write(&pen, "b");
        drop(pen);
        assert_eq!(disk.0.lock().expect("whole").safe, lines("ab"));
    }

    #[test]
    fn a_full_disk_is_reported_once_and_all_is_written_when_there_is_space() {
        let disk = Fake::default();
        let (pen, told) = pen(&disk);
        disk.fill(true);
        write(&pen, "a");
        let why = told.recv().expect("told");
        let error = why.expect_err("full");
        assert_eq!(error.to_string(), "no storage space");
        write(&pen, "b");
        assert!(pen.sync().is_err());
        assert!(pen.close(CloseReason::Finished).is_err(), "what isn't safe isn't closed");
        disk.fill(false);
        write(&pen, "c");
        assert_eq!(told.recv().expect("told"), Ok(()));
        let state = disk.0.lock().expect("whole");
        assert_eq!(state.safe, lines("abc"));
        assert_eq!((state.done.first(), state.done.last()), (Some(&"append"), Some(&"renew")));
        assert_eq!(state.closed, None);
    }

    #[test]
    fn a_journal_is_closed_after_its_last_line_is_safe() {
        let disk = Fake::default();
        let (pen, _told) = pen(&disk);
        write(&pen, "a");
        assert_eq!(pen.close(CloseReason::Dropped), Ok(()));
        let state = disk.0.lock().expect("whole");
        assert_eq!((&state.safe, state.closed), (&lines("a"), Some(CloseReason::Dropped)));
    }
}
