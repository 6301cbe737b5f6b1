//! A date that is typed, and the calendar beside it.

use crate::app::text::Text;
use crate::leads::kind::date;
use chrono::NaiveDate;

/// A line with a date, and whether the keys go to its calendar.
#[derive(Clone, Debug)]
pub struct DateEntry {
    /// What is typed so far.
    pub text: Text,
    /// Whether the arrow keys go by days and weeks instead of by letters.
    pub in_calendar: bool,
}

impl DateEntry {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: Text::new(text), in_calendar: false }
    }

    /// The day that the typed text is, if it is one.
    pub fn day(&self, today: NaiveDate) -> Option<NaiveDate> {
        date::typed(self.text.value(), today)
    }

    /// Gives the keys to the calendar, on the typed day or else on today.
    pub(in crate::app) fn enter(&mut self, today: NaiveDate) {
        if self.day(today).is_none() {
            self.text.set(&date::write(today));
        }
        self.text.select_all();
        self.in_calendar = true;
    }

    /// Goes to another day of the calendar and types it.
    pub(in crate::app) fn go(
        &mut self,
        today: NaiveDate,
        to: impl FnOnce(NaiveDate) -> Option<NaiveDate>,
    ) {
        let day = self.day(today).unwrap_or(today);
        if let Some(day) = to(day).filter(|day| date::can_be_written(*day)) {
            self.text.set(&date::write(day));
        }
        self.text.select_all();
        self.in_calendar = true;
    }
}
