//! What actions come to, counted without doing them.

use crate::leads::Row;
use crate::sheet::log::entry::{LogEffect, LogEntry, LoggedLead, LoggedResult};
use std::collections::BTreeSet;

/// What actions come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSummary {
    /// How many steps are made, those that were taken back left out.
    pub steps: usize,
    /// How many leads these steps change.
    pub leads: usize,
    /// How many leads were exported.
    pub exported: usize,
    /// How many leads were edited, or a step about them undone, and not exported since.
    pub open: usize,
}

/// A step of a log.
enum LoggedStep<'a> {
    Edit(&'a [LoggedLead]),
    Results(&'a [LoggedResult]),
}

impl<'a> LoggedStep<'a> {
    /// The leads that it edits.
    fn edited(&self) -> &'a [LoggedLead] {
        match self {
            Self::Edit(leads) => leads,
            Self::Results(_) => &[],
        }
    }

    /// The rows that it changes.
    fn rows(&self) -> Vec<Row> {
        match self {
            Self::Edit(leads) => leads.iter().map(|lead| lead.row).collect(),
            Self::Results(leads) => leads.iter().map(|lead| lead.row).collect(),
        }
    }
}

impl LogSummary {
    /// Counts what actions come to, without doing them.
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let (mut done, mut undone): (Vec<LoggedStep>, Vec<_>) = (Vec::new(), Vec::new());
        let (mut exported, mut open) = (BTreeSet::new(), BTreeSet::new());
        for action in actions {
            // The leads of the step that was made or taken back.
            let step = match action.effect() {
                LogEffect::Step(leads) => {
                    undone.clear();
                    done.push(LoggedStep::Edit(leads));
                    done.last()
                }
                LogEffect::Undo(kept) => {
                    // A step of which everything stays is forgotten.
                    let stays = |step: &LoggedStep| {
                        let edited = step.edited();
                        let is_kept = |row: Row| kept.is_some_and(|kept| kept.contains(&row));
                        !edited.is_empty() && edited.iter().all(|lead| is_kept(lead.row))
                    };
                    let step = done.pop();
                    let is_forgotten = step.as_ref().is_some_and(stays);
                    undone.extend(step.filter(|_| !is_forgotten));
                    undone.last().filter(|_| !is_forgotten)
                }
                LogEffect::Redo(_) => {
                    done.extend(undone.pop());
                    done.last()
                }
                LogEffect::Export(leads, _) => {
                    let rows: BTreeSet<Row> = leads.iter().map(|(row, _)| *row).collect();
                    open.retain(|row| !rows.contains(row));
                    exported.extend(rows);
                    // The steps that imported results stay for good.
                    done.retain(|step| matches!(step, LoggedStep::Edit(_)));
                    undone.retain(|step| matches!(step, LoggedStep::Edit(_)));
                    None
                }
                LogEffect::Results(leads, file) => {
                    let settled: BTreeSet<Row> = leads.iter().map(|lead| lead.row).collect();
                    open.retain(|row| !settled.contains(row));
                    if file.is_some() && !leads.is_empty() {
                        undone.clear();
                        done.push(LoggedStep::Results(leads));
                    }
                    None
                }
                LogEffect::Resubmit(leads, _) => {
                    open.extend(leads.iter().map(|(row, _)| *row));
                    None
                }
                LogEffect::Uploaded(..)
                | LogEffect::AddColumn(_)
                | LogEffect::UnlockOffers
                | LogEffect::Neutral => None,
            };
            open.extend(step.into_iter().flat_map(LoggedStep::edited).map(|lead| lead.row));
        }
        let leads: BTreeSet<Row> = done.iter().flat_map(LoggedStep::rows).collect();
        Self { steps: done.len(), leads: leads.len(), exported: exported.len(), open: open.len() }
    }
}
