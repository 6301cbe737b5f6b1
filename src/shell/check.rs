//! The check of a large sheet behind the screen.

use crate::app::{App, Input};
use crate::shell::input::channel::ShellEvent;
use crate::shell::run::Shell;
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How long a check runs before its progress is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(200);

/// How often its progress is drawn while nothing else happens.
pub(super) const PROGRESS_EVERY: Duration = Duration::from_millis(100);

impl Shell<'_> {
    /// Begins the check of the sheet, if it waits to begin. Its end is an event.
    pub(super) fn begin_check(&mut self, app: &mut App) {
        let Some(job) = app.begin_check() else { return };
        self.check_began = Some(Instant::now());
        let sender = self.channel.sender.clone();
        let work = move || {
            if let Some(checked) = job.run() {
                // Without a receiver the program ends.
                let _ = sender.send(ShellEvent::Input(Input::Checked(Box::new(checked))));
            }
        };
        if Builder::new().name("check".to_owned()).spawn(work).is_err() {
            app.sheet.look_closer();
        }
    }

    /// The next event: what was held before what has come since.
    pub(super) fn next_event(&mut self, app: &mut App) -> Option<ShellEvent> {
        app.take_held().map(ShellEvent::Input).or_else(|| self.queue.pop())
    }

    /// Whether the check runs for so long that its progress is shown.
    pub(super) fn shows_check(&self) -> bool {
        self.check_began.is_some_and(|began| began.elapsed() >= SHOWN_AFTER)
    }
}
