//! Threads that wait for lines and signals.

use crate::shell::input::notice::Notice;
use crate::shell::input::system;
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
    let to_program = sender.clone();
    system::watch_ends(move |notice| match notice {
        Notice::Interrupt(signal) | Notice::End(signal) => {
            to_program.send(LineEvent::Signal(signal)).is_ok()
        }
        Notice::Stop | Notice::Continued | Notice::Resized => true,
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
