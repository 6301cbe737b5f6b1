//! Threads that wait for keys and signals, and the channel through which they reach the program.

use crate::app::{Chord, Input, Key};
use crate::shell::failpoint::failpoint;
use crate::shell::input::decoder::KeyDecoder;
use crate::shell::input::notice::Notice;
use crate::shell::input::pause::InputPause;
use crate::shell::input::system::{self, POLL_INTERVAL, TerminalReader};
use std::io::{self, IsTerminal};
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// The shortest time to wait: systems wait for whole milliseconds.
const MIN_POLL: Duration = Duration::from_millis(1);

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
    /// The file was read, or can't be.
    Loaded,
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

/// Starts the threads and returns the end of the channel, through which something may have come already.
pub(crate) fn listen(
    (sender, events): (Sender<ShellEvent>, Receiver<ShellEvent>),
) -> io::Result<InputChannel> {
    let pause = InputPause::default();
    let (to_program, away) = (sender.clone(), pause.clone());
    let listener = move |notice| {
        let event = match notice {
            // What the keys of another program in this terminal do isn't meant for us.
            Notice::Interrupt(_) | Notice::Continued if away.is_closed() => return true,
            // The other program stops, and the shell waits until this one does, too.
            Notice::Stop if away.is_closed() => {
                system::stop();
                return true;
            }
            Notice::Stop => ShellEvent::Suspend,
            Notice::Continued => ShellEvent::Continued,
            Notice::Resized => {
                away.signal_seen();
                ShellEvent::Resized
            }
            Notice::Interrupt(signal) | Notice::End(signal) => {
                force_exit_after(signal);
                ShellEvent::Signal(signal)
            }
        };
        to_program.send(event).is_ok()
    };
    // Before anything is drawn, so that no change of size is missed.
    system::watch(listener)?;
    if system::CAN_STOP {
        pause.signals_ready();
    }
    let (to_program, before_keys) = (sender.clone(), pause.clone());
    let terminal = TerminalReader::open()?;
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || read(terminal, &to_program, &before_keys))?;
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

/// Makes Backspace of Ctrl+H, where Backspace sends that.
fn read_backspace(input: &mut Input) {
    if let Input::Key(chord @ Chord { key: Key::Char('h'), ctrl: true, alt: false, .. }) = input {
        *chord = Chord::plain(Key::Backspace);
    }
}

/// Reads keys and pastes until the terminal or the program is gone.
fn read(mut terminal: TerminalReader, sender: &Sender<ShellEvent>, pause: &InputPause) {
    let is_remote = ["SSH_CONNECTION", "SSH_TTY"].iter().any(|v| std::env::var_os(v).is_some());
    let mut came = Instant::now();
    let mut decoder = KeyDecoder::new(is_remote, came);
    loop {
        pause.pass();
        let looked = Instant::now();
        let left = |due: Instant| due.saturating_duration_since(looked).max(MIN_POLL);
        let mut inputs = Vec::new();
        let mut gone = false;
        match terminal.wait(decoder.due().map_or(POLL_INTERVAL, left)) {
            Ok(true) => {
                // What was there already came with what was read before it, however late this thread is.
                if looked.elapsed() >= MIN_POLL {
                    came = Instant::now();
                }
                match terminal.read() {
                    Ok([]) | Err(_) => gone = true,
                    Ok(bytes) => decoder.bytes(bytes, came, &mut inputs),
                }
                // An answer to a key shouldn't wait for a paste that isn't there.
                let (is_typed, is_due) =
                    (decoder.is_typed(), decoder.due().is_some_and(|due| due <= came));
                if (is_typed || is_due) && !terminal.is_more_there() {
                    decoder.expire(came, &mut inputs);
                    if is_typed {
                        decoder.give_keys(&mut inputs);
                    }
                }
            }
            Ok(false) if io::stdout().is_terminal() => {
                came = Instant::now();
                decoder.expire(came, &mut inputs);
            }
            Ok(false) | Err(_) => gone = true,
        }
        if terminal.erases_with_ctrl_h() {
            inputs.iter_mut().for_each(read_backspace);
        }
        for input in &inputs {
            if let Input::Paste(text) = input {
                failpoint("input", text);
            }
        }
        let resized = terminal.has_resized().then_some(ShellEvent::Resized);
        let inputs = inputs.into_iter().map(ShellEvent::Input);
        for event in resized.into_iter().chain(inputs).chain(gone.then_some(ShellEvent::Gone)) {
            if sender.send(event).is_err() {
                return;
            }
        }
        if gone {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_backspace_sends_ctrl_h_it_is_backspace() {
        for (text, want) in
            [("ctrl-h", "Backspace"), ("h", "h"), ("alt-h", "Alt+h"), ("ctrl-g", "Ctrl+G")]
        {
            let mut input = Input::Key(text.parse().expect("a key"));
            read_backspace(&mut input);
            assert!(matches!(input, Input::Key(chord) if chord.to_string() == want), "{text}");
        }
    }
}
