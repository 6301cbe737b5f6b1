//! What the system tells the program, whichever system it is.

/// What the system tells the program.
#[allow(dead_code, reason = "not every system tells all of it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// A key of the terminal asks all programs in it to end; the number of its signal.
    Interrupt(i32),
    /// The program shall end; the number of the signal for it.
    End(i32),
    /// The program shall stop until it is continued.
    Stop,
    /// The program was continued.
    Continued,
    /// The terminal has another size.
    Resized,
}

/// Is told each notice, and tells whether it wants the next one.
pub(crate) trait Listener: FnMut(Notice) -> bool + Send + 'static {}

impl<L: FnMut(Notice) -> bool + Send + 'static> Listener for L {}
