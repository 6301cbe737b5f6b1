//! Threads that wait for keys and signals, and the channel through which they reach the program.

use super::gate::Gate;
use super::terminal;
use crate::app::{Chord, Input, Key};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::io::{self, IsTerminal};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often the input thread looks whether its terminal is still there.
const LOOK: Duration = Duration::from_secs(1);

/// How long the program gets to end after a signal that asks for it.
const PATIENCE: Duration = Duration::from_secs(4);

/// What comes through the channel.
#[derive(Debug)]
pub(super) enum Arrival {
    /// Input for the program.
    Input(Input),
    /// The terminal has another size.
    Resized,
    /// A signal asked the program to stop until it is continued.
    Suspend,
    /// The program was continued.
    Continued,
    /// A signal asked the program to end.
    Signal(i32),
    /// The program that was started in this terminal has ended.
    Ended(io::Result<ExitStatus>),
    /// The terminal is gone.
    Gone,
}

/// Where arrivals come from.
pub(super) struct Ears {
    /// The end of the channel.
    pub(super) arrivals: Receiver<Arrival>,
    /// Its beginning, for what else the program waits for.
    pub(super) sender: Sender<Arrival>,
    /// Stops the reading of keys.
    pub(super) gate: Gate,
}

/// Starts the threads and returns the end of the channel.
pub(super) fn listen() -> io::Result<Ears> {
    let (sender, arrivals) = channel();
    let gate = Gate::default();
    // Before anything is drawn, so that no change of size is missed.
    let mut signals =
        Signals::new([SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ])?;
    let (to_program, away) = (sender.clone(), gate.clone());
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let arrival = match signal {
                // What the keys of another program in this terminal do isn't meant for us.
                SIGINT | SIGQUIT | SIGCONT if away.is_closed() => continue,
                // The other program stops, and the shell waits until this one does, too.
                SIGTSTP if away.is_closed() => {
                    terminal::stop();
                    continue;
                }
                // A file that is too long for the user's limits is an error of writing, not the end.
                SIGXFSZ => continue,
                SIGTSTP => Arrival::Suspend,
                SIGCONT => Arrival::Continued,
                SIGWINCH => Arrival::Resized,
                _ => {
                    end_at_last(signal);
                    Arrival::Signal(signal)
                }
            };
            if to_program.send(arrival).is_err() {
                return;
            }
        }
    })?;
    let (to_program, before_keys) = (sender.clone(), gate.clone());
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || read(&to_program, &before_keys))?;
    Ok(Ears { arrivals, sender, gate })
}

/// Ends the program by itself, if it can't do that because its terminal takes nothing any more.
///
/// The journal has a thread of its own and so is written by then.
fn end_at_last(signal: i32) {
    let last = move || {
        thread::sleep(PATIENCE);
        // What can be done without writing anything.
        let _gone = crossterm::terminal::disable_raw_mode();
        std::process::exit(128 + signal);
    };
    // Without a further thread the program still ends as soon as it can write.
    let _refused = thread::Builder::new().name("end".to_owned()).spawn(last);
}

/// Reads events until the terminal or the program is gone.
fn read(sender: &Sender<Arrival>, gate: &Gate) {
    loop {
        gate.pass();
        let arrival = match event::poll(LOOK) {
            Ok(false) if io::stdout().is_terminal() => continue,
            Ok(true) => match event::read() {
                Ok(event) => match arrival(event) {
                    Some(arrival) => arrival,
                    None => continue,
                },
                Err(_) => Arrival::Gone,
            },
            Ok(false) | Err(_) => Arrival::Gone,
        };
        let last = matches!(arrival, Arrival::Gone);
        if sender.send(arrival).is_err() || last {
            return;
        }
    }
}

fn arrival(event: Event) -> Option<Arrival> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            chord(key).map(|chord| Arrival::Input(Input::Key(chord)))
        }
        Event::Paste(text) => Some(Arrival::Input(Input::Paste(text))),
        _ => None,
    }
}

/// Returns the chord of a terminal's key event.
fn chord(event: KeyEvent) -> Option<Chord> {
    let held = |m| event.modifiers.contains(m);
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let shift = held(KeyModifiers::SHIFT) && !matches!(key, Key::Char(_) | Key::BackTab);
    Some(Chord { key, ctrl: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}
