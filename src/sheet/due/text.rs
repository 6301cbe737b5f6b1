//! What falls due in words: the same on the screen and in reports.

use crate::leads::index::index;
use crate::leads::plural;
use crate::sheet::due::list::{Due, DueList, DueReason};
use chrono::NaiveDate;

/// A day as it is said today: `today`, `Fri Dec 4`, `12 days ago`.
pub fn day_label(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        ago @ ..0 => format!("{} days ago", ago.unsigned_abs()),
        _ => day.format("%a %b %-d").to_string(),
    }
}

impl Due {
    /// What is said about the lead.
    pub fn describe(&self, today: NaiveDate) -> &'static str {
        match self.reason {
            DueReason::Expires if self.is_past(today) => "no answer; may have expired",
            DueReason::Expires => "expires without an answer",
            DueReason::CloseDate if self.is_past(today) => "close date is past",
            DueReason::CloseDate => "close date",
            DueReason::NoIntent => "no purchase intent",
            DueReason::NoResults => "waiting for results",
            DueReason::OpenLong => "open for long",
        }
    }
}

impl DueReason {
    /// Why a lead is listed, and what to do; `open_days` is after how many days a lead is open for long.
    pub fn explain(self, open_days: u32) -> String {
        match self {
            Self::Expires => format!(
                "A New lead is archived as Expired {} days after it was created, if it is neither \
                 accepted nor declined. Microsoft documented that in 2021; no newer page says it.",
                DueList::ANSWER_DAYS
            ),
            Self::CloseDate => {
                "The lead is open: give a new close date, or close the lead.".to_owned()
            }
            Self::NoIntent => "The lead is open and its purchase intent is empty: it is required \
                               with the next change."
                .to_owned(),
            Self::NoResults => {
                "The lead was exported: upload the file, then import its processed file.".to_owned()
            }
            Self::OpenLong => format!(
                "The lead was created {} ago or earlier, and is still open.",
                plural(index(open_days), "day")
            ),
        }
    }
}
