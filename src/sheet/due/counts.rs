//! How many leads fall due for each reason.

use crate::leads::Row;
use crate::sheet::due::list::{Due, DueReason};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// How many leads fall due for each reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// The leads that are due, each counted once.
    pub leads: usize,
    /// New leads that expire on a day that isn't past.
    pub expiring: usize,
    /// New leads whose last day for an answer is past.
    pub expired: usize,
    /// Open leads whose close date isn't past.
    pub closing: usize,
    /// Open leads whose close date is past.
    pub close_past: usize,
    /// Open leads without a purchase intent.
    pub no_intent: usize,
    /// Exported leads without results.
    pub no_results: usize,
    /// Leads that are open for long.
    pub open_long: usize,
}

impl DueCounts {
    /// Counts what is due.
    pub fn new(due: &[Due], today: NaiveDate) -> Self {
        let rows: BTreeSet<Row> = due.iter().map(|due| due.row).collect();
        let mut counts = Self { leads: rows.len(), ..Self::default() };
        for due in due {
            let is_past = due.is_past(today);
            let count = match due.reason {
                DueReason::Expires if is_past => &mut counts.expired,
                DueReason::Expires => &mut counts.expiring,
                DueReason::CloseDate if is_past => &mut counts.close_past,
                DueReason::CloseDate => &mut counts.closing,
                DueReason::NoIntent => &mut counts.no_intent,
                DueReason::NoResults => &mut counts.no_results,
                DueReason::OpenLong => &mut counts.open_long,
            };
            *count += 1;
        }
        counts
    }

    /// Adds the counts of another file.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            leads: self.leads + other.leads,
            expiring: self.expiring + other.expiring,
            expired: self.expired + other.expired,
            closing: self.closing + other.closing,
            close_past: self.close_past + other.close_past,
            no_intent: self.no_intent + other.no_intent,
            no_results: self.no_results + other.no_results,
            open_long: self.open_long + other.open_long,
        }
    }

    /// What expires, in words: `2 expire`, `1 may have expired`.
    pub fn expiry_labels(&self) -> Vec<String> {
        let verb = if self.expiring == 1 { "expires" } else { "expire" };
        labels([(self.expiring, verb), (self.expired, "may have expired")])
    }

    /// Every count that isn't 0, in words.
    pub fn labels(&self) -> Vec<String> {
        let others = labels([
            (self.close_past, "past the close date"),
            (self.closing, "near the close date"),
            (self.open_long, "open for long"),
            (self.no_intent, "without purchase intent"),
            (self.no_results, "waiting for results"),
        ]);
        self.expiry_labels().into_iter().chain(others).collect()
    }
}

fn labels<const N: usize>(counts: [(usize, &str); N]) -> Vec<String> {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, text)| format!("{} {text}", crate::leads::thousands(count))).collect()
}
