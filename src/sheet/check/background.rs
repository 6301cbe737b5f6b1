//! What a sheet knows of its check behind the screen.
//!
//! The check reads a copy of the sheet as it was when it began. What was edited since is brought up to date when it is
//! done, the same way as after an edit: so its end doesn't depend on when it ran.

use crate::leads::{Field, Row};
use crate::sheet::check::job::{CheckJob, CheckedSheet};
use crate::sheet::sheet::Sheet;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far a check is. Shared by the sheet and the thread that checks.
#[derive(Debug, Default)]
pub(crate) struct CheckState {
    done: AtomicUsize,
    is_stopped: AtomicBool,
}

impl CheckState {
    /// Counts rows as checked.
    pub(super) fn add(&self, rows: usize) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// Whether nobody waits for the end any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// How many rows a check has looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckProgress {
    /// The rows that were looked at.
    pub done: usize,
    /// All rows.
    pub rows: usize,
}

/// The check of a sheet behind the screen: not begun, running, stopped or done.
#[derive(Debug, Default)]
pub(crate) struct BackgroundCheck {
    /// That of the check that was begun last, if one was.
    state: Option<Arc<CheckState>>,
    /// The rows that were edited since it began.
    rows: BTreeSet<Row>,
    /// The fields in which they were edited.
    fields: BTreeSet<Field>,
}

impl BackgroundCheck {
    fn of(state: Arc<CheckState>) -> Self {
        Self { state: Some(state), rows: BTreeSet::new(), fields: BTreeSet::new() }
    }

    /// Remembers what was edited while the check runs.
    pub(crate) fn edited(&mut self, rows: &[Row], fields: &[Field]) {
        self.rows.extend(rows);
        self.fields.extend(fields);
    }

    /// Whether this check was begun last and not stopped.
    fn runs(&self) -> Option<&Arc<CheckState>> {
        self.state.as_ref().filter(|state| !state.is_stopped())
    }
}

impl Drop for BackgroundCheck {
    fn drop(&mut self) {
        if let Some(state) = &self.state {
            state.is_stopped.store(true, Ordering::Relaxed);
        }
    }
}

impl Sheet {
    /// Has the whole sheet checked behind the screen, see [`Sheet::begin_check`], instead of by the first who asks for
    /// a finding. Until then a row is judged alone.
    pub fn check_in_background(&mut self) {
        self.check.get_or_insert_default();
    }

    /// Whether all is known that the rules find, what would be wrong with unchanged leads, and what falls due.
    pub fn is_checked(&self) -> bool {
        self.findings.get().is_some() && self.unchanged.get().is_some() && self.due.get().is_some()
    }

    /// Whether the sheet is checked behind the screen, and that isn't done: it runs, waits to begin, or was stopped.
    pub fn lacks_check(&self) -> bool {
        self.check.is_some() && !self.is_checked()
    }

    /// Begins the check behind the screen, if it waits to begin.
    pub fn begin_check(&mut self) -> Option<CheckJob> {
        if self.is_checked() || self.check.as_ref()?.state.is_some() {
            return None;
        }
        let state = Arc::new(CheckState::default());
        let job = CheckJob::new(self.snapshot(), Arc::clone(&state));
        self.check = Some(BackgroundCheck::of(state));
        Some(job)
    }

    /// How far the check behind the screen is, while it runs.
    pub fn check_progress(&self) -> Option<CheckProgress> {
        let state = self.check.as_ref()?.runs().filter(|_| !self.is_checked())?;
        Some(CheckProgress { done: state.done.load(Ordering::Relaxed), rows: self.row_count() })
    }

    /// Stops the check behind the screen; returns how far it was, if it ran.
    pub fn stop_check(&mut self) -> Option<CheckProgress> {
        let progress = self.check_progress()?;
        let check = self.check.as_mut()?;
        check.runs()?.is_stopped.store(true, Ordering::Relaxed);
        Some(progress)
    }

    /// Lets a check that was stopped begin again.
    pub fn resume_check(&mut self) {
        if let Some(check) = &mut self.check
            && check.runs().is_none()
        {
            *check = BackgroundCheck::default();
        }
    }

    /// Takes what a check behind the screen has found, and brings it up to date with the edits since it began.
    ///
    /// The end of a check that isn't the last one that was begun changes nothing.
    pub fn finish_check(&mut self, checked: CheckedSheet) {
        let CheckedSheet { state, findings, unchanged, due } = checked;
        let Some(check) = &mut self.check else { return };
        if !check.runs().is_some_and(|own| Arc::ptr_eq(own, &state)) {
            return;
        }
        let (rows, fields) = (std::mem::take(&mut check.rows), std::mem::take(&mut check.fields));
        self.states.take();
        // What somebody couldn't wait for is known already, and up to date.
        let _ = self.findings.set(findings);
        let _ = self.unchanged.set(unchanged);
        if due.days() == self.open_days {
            let _ = self.due.set(due);
        }
        if !rows.is_empty() {
            let (rows, fields): (Vec<Row>, Vec<Field>) =
                (rows.into_iter().collect(), fields.into_iter().collect());
            self.revalidate_fields(&rows, &fields);
        }
        if !self.is_checked() {
            // The days were set since it began.
            self.due();
        }
    }
}
