//! Keeps the program from reading keys that are meant for another one.

use crate::shell::input::system;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the thread that reads keys gets to stop; it looks up at least once a second.
const TIMEOUT: Duration = Duration::from_secs(2);

/// A gate that the thread which reads keys goes through before each one.
#[derive(Clone, Default)]
pub(crate) struct InputPause(Arc<(Mutex<PauseState>, Condvar)>);

#[derive(Default)]
struct PauseState {
    closed: bool,
    waiting: bool,
    /// Whether the thread that takes signals has taken one more; nothing if there is no such thread.
    heard: Option<bool>,
}

impl InputPause {
    fn state(&self) -> MutexGuard<'_, PauseState> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether another program has the terminal.
    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Closes the gate and waits until the thread that reads keys stands before it.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        let _woken = system::wake();
        let arrived = self.0.1.wait_timeout_while(state, TIMEOUT, |state| !state.waiting);
        drop(arrived);
    }

    /// Lets the thread that reads keys go on, after all signals were taken that came while the gate was
    /// closed: they were meant for the other program.
    pub(crate) fn open(&self) {
        // One round may begin in the midst of the thread's look at all signals, the second can't.
        self.drain_signals();
        self.drain_signals();
        self.state().closed = false;
        self.0.1.notify_all();
    }

    /// Waits until the thread that takes signals has taken one more.
    fn drain_signals(&self) {
        let mut state = self.state();
        if state.heard.is_none() {
            return;
        }
        state.heard = Some(false);
        let _woken = system::wake();
        let heard = self.0.1.wait_timeout_while(state, TIMEOUT, |state| state.heard == Some(false));
        drop(heard);
    }

    /// Says that there is a thread which takes signals and tells of each changed size.
    pub(crate) fn signals_ready(&self) {
        self.state().heard = Some(true);
    }

    /// Says that a changed size was told, after all signals that came before it.
    pub(crate) fn signal_seen(&self) {
        self.state().heard = Some(true);
        self.0.1.notify_all();
    }

    /// Goes through, or waits until the gate is opened.
    pub(crate) fn pass(&self) {
        let mut state = self.state();
        if !state.closed {
            return;
        }
        state.waiting = true;
        self.0.1.notify_all();
        let opened = self.0.1.wait_while(state, |state| state.closed);
        opened.unwrap_or_else(PoisonError::into_inner).waiting = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn the_key_reader_waits_while_it_is_paused() {
        let gate = InputPause::default();
        gate.pass();
        let (sender, passed) = channel();
        let (go, goes) = channel();
        let other = gate.clone();
        let reader = thread::spawn(move || {
            for () in goes {
                other.pass();
                sender.send(()).expect("somebody listens");
            }
        });
        go.send(()).expect("it reads");
        passed.recv().expect("open");
        go.send(()).expect("it reads");
        passed.recv().expect("open");
        thread::spawn(move || go.send(()));
        gate.close();
        assert!(gate.is_closed());
        gate.open();
        reader.join().expect("ended");
    }
}
