//! What actions come to, counted without doing them.

use crate::leads::Row;
use crate::sheet::log::entry::{LogEffect, LogEntry, LoggedLead};
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

impl LogSummary {
    /// Counts what actions come to, without doing them.
    pub fn of<'a>(actions: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let (mut done, mut undone): (Vec<&[LoggedLead]>, Vec<_>) = (Vec::new(), Vec::new());
        let (mut exported, mut open) = (BTreeSet::new(), BTreeSet::new());
        for action in actions {
            // The leads of the step that was made or taken back.
            let step = match action.effect() {
                LogEffect::Step(leads) => {
                    undone.clear();
                    done.push(leads);
                    done.last()
                }
                LogEffect::Undo => {
                    undone.extend(done.pop());
                    undone.last()
                }
                LogEffect::Redo => {
                    done.extend(undone.pop());
                    done.last()
                }
                LogEffect::Export(leads) => {
                    let rows: BTreeSet<Row> = leads.iter().map(|(row, _)| *row).collect();
                    open.retain(|row| !rows.contains(row));
                    exported.extend(rows);
                    None
                }
                LogEffect::Results(leads) => {
                    let settled = leads.iter().filter(|lead| lead.outcome.is_some());
                    let settled: BTreeSet<Row> = settled.map(|lead| lead.row).collect();
                    open.retain(|row| !settled.contains(row));
                    None
                }
                LogEffect::Resubmit(leads, _) => {
                    open.extend(leads.iter().map(|(row, _)| *row));
                    None
                }
                LogEffect::AddColumn(_) | LogEffect::UnlockOffers | LogEffect::Neutral => None,
            };
            open.extend(step.into_iter().flat_map(|leads| leads.iter()).map(|lead| lead.row));
        }
        let leads: BTreeSet<Row> = done.iter().flat_map(|l| l.iter()).map(|l| l.row).collect();
        Self { steps: done.len(), leads: leads.len(), exported: exported.len(), open: open.len() }
    }
}
