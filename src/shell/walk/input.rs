//! Threads that wait for lines and signals.

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::io::{self, BufRead as _};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// What comes from outside.
#[derive(Debug)]
pub(super) enum LineEvent {
    /// A line, without its end.
    Line(String),
    /// A signal asked the program to end.
    Signal(i32),
    /// There are no more lines.
    Ended,
}

/// Starts the threads and returns the end of their channel.
pub(super) fn listen() -> io::Result<Receiver<LineEvent>> {
    let (sender, events) = channel();
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ])?;
    let to_program = sender.clone();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            // A file that is too long for the user's limits is an error of writing, not the end.
            if signal != SIGXFSZ && to_program.send(LineEvent::Signal(signal)).is_err() {
                return;
            }
        }
    })?;
    thread::Builder::new().name("lines".to_owned()).spawn(move || read(&sender))?;
    Ok(events)
}

/// Reads lines until there are no more. Bytes that aren't UTF-8 show as such in the line, which no question takes.
fn read(sender: &Sender<LineEvent>) {
    let mut input = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        let event = match input.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => LineEvent::Ended,
            Ok(_) => {
                let text = String::from_utf8_lossy(&line);
                LineEvent::Line(text.trim_end_matches(['\n', '\r']).to_owned())
            }
        };
        let is_end = matches!(event, LineEvent::Ended);
        if sender.send(event).is_err() || is_end {
            return;
        }
    }
}
