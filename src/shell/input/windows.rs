//! Keys and notices on Windows: the events of the console, looked for in turns with its size.

use crate::shell::input::event_bytes;
use crate::shell::input::notice::{Listener, Notice};
use crate::store;
use crossterm::event;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;
use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

/// How often the input thread looks for another size and whether it shall pause: neither is signalled.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(50);

// There are no signals here; what the console tells has the number of the signal that Unix has for it, so that the
// exit codes are the same.

/// The number of the hang-up: the terminal's window was closed, or its line was lost.
const HANG_UP: i32 = 1;
/// The number of the interrupt: Ctrl+C, Ctrl+Break.
const INTERRUPT: i32 = 2;
/// The number of the request to end.
const TERMINATE: i32 = 15;

/// The listener of this process, for what the program tells itself.
static OWN: OnceLock<Mutex<Sender<Notice>>> = OnceLock::new();

/// What tells a program one thing of those that a console can.
type Source = Box<dyn FnMut(&mut Context) -> Poll<Option<()>> + Send>;

/// What the console tells a program, and what that means here. While one of the last three isn't answered, the system
/// waits some seconds before it ends the process: their handler never returns.
struct Console([(Source, Notice); 5]);

impl Console {
    fn open() -> io::Result<Self> {
        let (mut interrupt, mut stop, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
        let (mut log_off, mut shut_down) = (ctrl_logoff()?, ctrl_shutdown()?);
        Ok(Self::of([
            Box::new(move |cx| interrupt.poll_recv(cx)),
            Box::new(move |cx| stop.poll_recv(cx)),
            Box::new(move |cx| close.poll_recv(cx)),
            Box::new(move |cx| log_off.poll_recv(cx)),
            Box::new(move |cx| shut_down.poll_recv(cx)),
        ]))
    }

    /// Of what tells Ctrl+C, Ctrl+Break, that the window is closed, a log-off, and a shutdown.
    fn of([interrupt, stop, close, log_off, shut_down]: [Source; 5]) -> Self {
        Self([
            (interrupt, Notice::Interrupt(INTERRUPT)),
            (stop, Notice::Interrupt(INTERRUPT)),
            (close, Notice::End(HANG_UP)),
            (log_off, Notice::End(TERMINATE)),
            (shut_down, Notice::End(TERMINATE)),
        ])
    }

    /// The first thing that is told; the next call gives the next one.
    fn poll(&mut self, cx: &mut Context) -> Poll<Notice> {
        let told =
            self.0.iter_mut().find_map(|(source, notice)| source(cx).is_ready().then_some(*notice));
        told.map_or(Poll::Pending, Poll::Ready)
    }
}

/// Wakes a thread that waits for the console.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for what the console tells next.
fn next(console: &mut Console) -> Notice {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut told = pin!(poll_fn(|cx| console.poll(cx)));
    loop {
        match told.as_mut().poll(&mut cx) {
            Poll::Ready(notice) => return notice,
            Poll::Pending => thread::park(),
        }
    }
}

/// Tells what the console asks for, from threads of their own.
pub(crate) fn watch(mut listener: impl Listener) -> io::Result<()> {
    let mut console = Console::open()?;
    let (sender, notices): (_, Receiver<Notice>) = channel();
    let own = OWN.get_or_init(|| Mutex::new(sender.clone()));
    *own.lock().unwrap_or_else(PoisonError::into_inner) = sender.clone();
    let tell = move || while notices.recv().is_ok_and(&mut listener) {};
    thread::Builder::new().name("notices".to_owned()).spawn(tell)?;
    let watch = move || while sender.send(next(&mut console)).is_ok() {};
    thread::Builder::new().name("signals".to_owned()).spawn(watch).map(drop)
}

/// Tells of what asks the program to end: here nothing else is told either.
pub(crate) fn watch_ends(listener: impl Listener) -> io::Result<()> {
    watch(listener)
}

/// Does nothing: the thread that waits for keys looks up by itself, and no other one reports.
pub(crate) fn wake() -> bool {
    false
}

/// Asks this program to end: whether it was asked.
pub(crate) fn ask_to_end() -> bool {
    let own = OWN.get().map(|own| own.lock().unwrap_or_else(PoisonError::into_inner).clone());
    own.is_some_and(|own| own.send(Notice::End(TERMINATE)).is_ok())
}

/// Whether a program can be stopped until its shell continues it. No shell of Windows does that.
pub(crate) const CAN_STOP: bool = false;

/// Does nothing: no program can be stopped here.
pub(crate) fn stop() {}

/// Leaves Ctrl+C to another program in this console from now on.
pub(crate) fn leave_interrupts() {
    // Whoever listens has taken the key, so that it doesn't end this program.
    if let Ok(mut console) = Console::open() {
        let ignore = move || while matches!(next(&mut console), Notice::Interrupt(_)) {};
        let _refused = thread::Builder::new().name("signals".to_owned()).spawn(ignore);
    }
}

/// The input of the console.
pub(crate) struct TerminalReader {
    /// What has come and isn't given yet.
    bytes: Vec<u8>,
    /// What was given last.
    given: Vec<u8>,
    size: Option<(u16, u16)>,
}

impl TerminalReader {
    /// Opens the console of the process.
    pub(crate) fn open() -> io::Result<Self> {
        // crossterm opens it by itself; without one, that shall be known now.
        store::open_terminal()?;
        let size = crossterm::terminal::size().ok();
        Ok(Self { bytes: Vec::new(), given: Vec::new(), size })
    }

    /// Whether its Backspace sends Ctrl+H: the console tells keys and not characters.
    #[expect(clippy::unused_self, reason = "another system's reader knows")]
    pub(super) fn erases_with_ctrl_h(&self) -> bool {
        false
    }

    /// Whether it has another size than before.
    pub(super) fn has_resized(&mut self) -> bool {
        let size = crossterm::terminal::size().ok();
        size.is_some() && std::mem::replace(&mut self.size, size) != size
    }

    /// Waits until there is something to read: whether there is.
    pub(crate) fn wait(&mut self, timeout: Duration) -> io::Result<bool> {
        let mut timeout = timeout.min(POLL_INTERVAL);
        while event::poll(timeout)? {
            event_bytes::push(&event::read()?, &mut self.bytes);
            timeout = Duration::ZERO;
        }
        Ok(!self.bytes.is_empty())
    }

    /// Reads what is there.
    #[expect(clippy::unnecessary_wraps, reason = "another system's reader can fail")]
    pub(crate) fn read(&mut self) -> io::Result<&[u8]> {
        self.given.clear();
        self.given.append(&mut self.bytes);
        Ok(&self.given)
    }

    /// Tells whether more is there than was read.
    pub(crate) fn is_more_there(&mut self) -> bool {
        self.wait(Duration::ZERO).unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A console that a test speaks for.
    #[derive(Clone, Default)]
    struct Told(Arc<Mutex<(bool, Option<Waker>)>>);

    impl Told {
        fn tell(&self) {
            let mut told = self.0.lock().expect("whole");
            told.0 = true;
            told.1.take().into_iter().for_each(Waker::wake);
        }

        fn source(&self) -> Source {
            let told = self.clone();
            Box::new(move |cx| {
                let mut told = told.0.lock().expect("whole");
                told.1 = Some(cx.waker().clone());
                if std::mem::take(&mut told.0) { Poll::Ready(Some(())) } else { Poll::Pending }
            })
        }
    }

    #[test]
    fn keys_interrupt_and_what_takes_the_console_away_ends_the_program() {
        let told: [Told; 5] = Default::default();
        let mut console = Console::of(told.each_ref().map(Told::source));
        let (sender, came) = channel();
        thread::spawn(move || while sender.send(next(&mut console)).is_ok() {});
        let meant = [
            Notice::Interrupt(2),
            Notice::Interrupt(2),
            Notice::End(1),
            Notice::End(15),
            Notice::End(15),
        ];
        for (told, notice) in told.iter().zip(meant) {
            told.tell();
            assert_eq!(came.recv(), Ok(notice));
        }
    }

    #[test]
    fn two_things_at_once_are_told_one_after_the_other() {
        let told: [Told; 5] = Default::default();
        let mut console = Console::of(told.each_ref().map(Told::source));
        told[0].tell();
        told[2].tell();
        assert_eq!(next(&mut console), Notice::Interrupt(2));
        assert_eq!(next(&mut console), Notice::End(1));
    }

    #[test]
    fn a_program_that_asks_itself_to_end_is_told_so() {
        let (sender, came) = channel();
        watch(move |notice| sender.send(notice).is_ok()).expect("a console or none");
        assert!(ask_to_end());
        assert_eq!(came.recv(), Ok(Notice::End(15)));
    }
}
