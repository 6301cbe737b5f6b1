//! What is done while nothing comes: the rest of a search, progress, and the view of the file. A large sheet is checked
//! in a thread of its own meanwhile.

use crate::app::{App, Input};
use crate::shell::input::channel::ShellEvent;
use crate::shell::run::{SessionEnd, Shell, ShellError};
use crate::shell::views::WRITE_AFTER;
use std::sync::mpsc::RecvTimeoutError;
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How long a check or a search lasts before its progress is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(200);

/// How often progress is drawn while nothing else happens.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// After which time the keys that can follow are shown: who knows the key isn't bothered.
const HINTS_AFTER: Duration = Duration::from_millis(300);

/// How long a drag rests beside the cells in sight before it scrolls by one more.
const SCROLLS_AFTER: Duration = Duration::from_millis(60);

/// How long a key may have to wait for leads that are searched, at most about twice this.
const SEARCHES_FOR: Duration = Duration::from_millis(2);

/// How many leads are searched at a time at first, and at least: what comes with each piece must not take longer.
const LEADS: u32 = 1_024;
const MIN_LEADS: u32 = 64;

/// What is done while nothing comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// Search the next leads.
    Search,
    /// Tell the program that nothing came for a while.
    Tell,
    /// Draw how far the check or the reading of the file is.
    ShowProgress,
    /// Write the view of the file for the next run.
    SaveView,
}

/// What comes after a while in which nothing came.
pub(super) enum Idled {
    /// Nothing looks otherwise.
    Same,
    /// The screen may look otherwise.
    Changed,
    /// The session ends.
    End(SessionEnd),
}

/// A search that is under way.
#[derive(Debug)]
pub(super) struct SearchPace {
    began: Instant,
    /// When its progress was last drawn.
    drawn: Instant,
    /// How many leads are searched at a time.
    leads: u32,
}

impl SearchPace {
    fn new() -> Self {
        let now = Instant::now();
        Self { began: now, drawn: now, leads: LEADS }
    }

    /// Makes the next piece as large as time allows, after one that took so long.
    fn adapt(&mut self, took: Duration) {
        if took < SEARCHES_FOR / 2 {
            self.leads = self.leads.saturating_mul(2);
        } else if took > SEARCHES_FOR {
            self.leads = (self.leads / 2).max(MIN_LEADS);
        }
    }

    fn is_shown(&self) -> bool {
        self.began.elapsed() >= SHOWN_AFTER
    }
}

impl Shell<'_> {
    /// What is to be done if nothing comes for how long.
    fn task(&self, app: &App) -> Option<(Task, Duration)> {
        Some(if app.is_searching() {
            (Task::Search, Duration::ZERO)
        } else if app.scrolls_by_itself() {
            (Task::Tell, SCROLLS_AFTER)
        } else if app.waits_for_key() {
            (Task::Tell, HINTS_AFTER)
        } else if app.is_loading() || app.sheet.check_progress().is_some() {
            (Task::ShowProgress, PROGRESS_EVERY)
        } else if self.view.is_due {
            (Task::SaveView, WRITE_AFTER)
        } else {
            return None;
        })
    }

    /// Waits for an event, or does what is to be done if none comes.
    pub(super) fn wait(&mut self, app: &mut App) -> Result<Idled, ShellError> {
        let task = self.task(app);
        let came = match task {
            Some((_, time)) => self.channel.events.recv_timeout(time),
            None => self.channel.events.recv().map_err(RecvTimeoutError::from),
        };
        match (came, task) {
            (Ok(event), _) => self.queue.push(event),
            (Err(RecvTimeoutError::Disconnected), _) => return Ok(Idled::End(SessionEnd::Gone)),
            (_, Some((Task::Search, _))) => return self.search_on(app),
            (_, Some((Task::Tell, _))) => self.queue.push(ShellEvent::Input(Input::Waited)),
            (_, Some((Task::SaveView, _))) => {
                self.save_view(app);
                return Ok(Idled::Same);
            }
            (_, Some((Task::ShowProgress, _)) | None) => {}
        }
        Ok(Idled::Changed)
    }

    /// Searches the next leads.
    fn search_on(&mut self, app: &mut App) -> Result<Idled, ShellError> {
        let began = Instant::now();
        let leads = self.search.get_or_insert_with(SearchPace::new).leads;
        let looks = |app: &App| (app.viewport, app.is_searching(), app.waits());
        let before = looks(app);
        if let Some(end) = self.update(app, Input::SearchOn(leads))? {
            return Ok(Idled::End(end));
        }
        let mut is_due = before != looks(app);
        if let Some(pace) = &mut self.search {
            pace.adapt(began.elapsed());
            is_due |= pace.is_shown() && pace.drawn.elapsed() >= PROGRESS_EVERY;
            if is_due {
                pace.drawn = Instant::now();
            }
        }
        Ok(if is_due { Idled::Changed } else { Idled::Same })
    }

    /// Lets the progress of what is done meanwhile be seen, once that lasts long.
    pub(super) fn show_progress(&mut self, app: &mut App) {
        if !app.is_searching() {
            self.search = None;
        }
        app.show_search(self.search.as_ref().is_some_and(SearchPace::is_shown));
        app.show_check(self.check_began.is_some_and(|began| began.elapsed() >= SHOWN_AFTER));
        self.show_loading(app);
    }

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
}
