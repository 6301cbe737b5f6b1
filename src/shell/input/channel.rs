//! Threads that wait for keys and signals, and the channel through which they reach the program.

use crate::app::{Chord, Input, Key};
use crate::shell::failpoint::failpoint;
use crate::shell::input::key_decoder::KeyDecoder;
use crate::shell::input::pause::InputPause;
use crate::shell::terminal::session as terminal;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::io::{self, IsTerminal};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often the input thread looks whether its terminal is still there.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// The shortest time to wait for an event; crossterm doesn't even look at what it has read for less.
const MIN_POLL: Duration = Duration::from_millis(1);

/// How long a look takes whether more is there to read: crossterm doesn't look at all in no time.
const POLL_NOW: Duration = Duration::from_micros(20);

/// How long the program gets to end after a signal that asks for it.
const EXIT_TIMEOUT: Duration = Duration::from_secs(4);

/// What comes through the channel.
#[derive(Debug)]
pub(crate) enum ShellEvent {
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

/// Where events come from.
pub(crate) struct InputChannel {
    /// The end of the channel.
    pub(crate) events: Receiver<ShellEvent>,
    /// Its beginning, for what else the program waits for.
    pub(crate) sender: Sender<ShellEvent>,
    /// Stops the reading of keys.
    pub(crate) pause: InputPause,
}

/// Starts the threads and returns the end of the channel.
pub(crate) fn listen() -> io::Result<InputChannel> {
    let (sender, events) = channel();
    let pause = InputPause::default();
    // Before anything is drawn, so that no change of size is missed.
    let mut signals =
        Signals::new([SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ])?;
    let (to_program, away) = (sender.clone(), pause.clone());
    pause.signals_ready();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                // What the keys of another program in this terminal do isn't meant for us.
                SIGINT | SIGQUIT | SIGCONT if away.is_closed() => continue,
                // The other program stops, and the shell waits until this one does, too.
                SIGTSTP if away.is_closed() => {
                    terminal::stop();
                    continue;
                }
                // A file that is too long for the user's limits is an error of writing, not the end.
                SIGXFSZ => continue,
                SIGTSTP => ShellEvent::Suspend,
                SIGCONT => ShellEvent::Continued,
                SIGWINCH => {
                    away.signal_seen();
                    ShellEvent::Resized
                }
                _ => {
                    force_exit_after(signal);
                    ShellEvent::Signal(signal)
                }
            };
            if to_program.send(event).is_err() {
                return;
            }
        }
    })?;
    let (to_program, before_keys) = (sender.clone(), pause.clone());
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || read(&to_program, &before_keys))?;
    Ok(InputChannel { events, sender, pause })
}

/// Ends the program by itself, if it can't do that because its terminal takes nothing any more.
///
/// The journal has a thread of its own and so is written by then.
fn force_exit_after(signal: i32) {
    let last = move || {
        thread::sleep(EXIT_TIMEOUT);
        // What can be done without writing anything.
        let _gone = crossterm::terminal::disable_raw_mode();
        std::process::exit(128 + signal);
    };
    // Without a further thread the program still ends as soon as it can write.
    let _refused = thread::Builder::new().name("end".to_owned()).spawn(last);
}

/// Reads events until the terminal or the program is gone.
fn read(sender: &Sender<ShellEvent>, pause: &InputPause) {
    let is_remote = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|v| std::env::var_os(v).is_some());
    let mut guard = KeyDecoder::new(is_remote);
    let mut came = Instant::now();
    loop {
        pause.pass();
        let looked = Instant::now();
        let left = |due: Instant| due.saturating_duration_since(looked).max(MIN_POLL);
        let mut inputs = Vec::new();
        let mut gone = false;
        match event::poll(guard.due().map_or(POLL_INTERVAL, left)) {
            Ok(true) => {
                // What was there already came with what was read before it, however late this thread is.
                if looked.elapsed() >= MIN_POLL {
                    came = Instant::now();
                }
                match event::read() {
                    Ok(event) => take(event, came, &mut guard, &mut inputs),
                    Err(_) => gone = true,
                }
                // An answer to a key shouldn't wait for a paste that isn't there.
                if guard.is_typed() && !is_more_there() {
                    guard.rest(&mut inputs);
                }
            }
            Ok(false) if io::stdout().is_terminal() => {
                came = Instant::now();
                if guard.due().is_some_and(|due| due <= came) {
                    guard.rest(&mut inputs);
                }
            }
            Ok(false) | Err(_) => gone = true,
        }
        let inputs = inputs.into_iter().map(ShellEvent::Input);
        for event in inputs.chain(gone.then_some(ShellEvent::Gone)) {
            if sender.send(event).is_err() {
                return;
            }
        }
        if gone {
            return;
        }
    }
}

/// Tells whether more was typed than was read, as far as that can be known without waiting.
///
/// A look that took long found nothing because this thread was kept from looking: it looks again.
fn is_more_there() -> bool {
    for _ in 0..5 {
        let looked = Instant::now();
        if event::poll(POLL_NOW).unwrap_or(true) {
            return true;
        }
        if looked.elapsed() < POLL_NOW * 4 {
            return false;
        }
    }
    true
}

/// Takes an event that came at this time, and adds to `inputs` what is certain now.
fn take(event: Event, came: Instant, guard: &mut KeyDecoder, inputs: &mut Vec<Input>) {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => {
            if let Some(chord) = chord(key) {
                guard.key(chord, came, inputs);
            }
        }
        Event::Paste(text) => {
            failpoint("input", &text);
            guard.rest(inputs);
            inputs.push(Input::Paste(text));
        }
        _ => {}
    }
}

/// The chord of a terminal's key event.
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
