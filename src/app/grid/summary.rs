//! What the selected cells come to: how many are blank, sums by currency, the first and the last day.

use crate::app::app::App;
use crate::app::grid::selection::Selection;
use crate::app::text::wrap::width as text_width;
use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::date;
use crate::leads::kind::decimal::Decimal;
use crate::leads::sort::sort_by;
use crate::leads::{Field, Kind, Row, thousands};
use chrono::NaiveDate;

/// What the selected cells come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectionSummary {
    /// How many cells are selected.
    pub cells: usize,
    /// How many of them are empty.
    pub blank: usize,
    /// The sums of the amounts, the currency of most amounts first.
    pub sums: Vec<CurrencySum>,
    /// How many amounts are in no sum, because they can't be read or mean two numbers.
    pub unread_amounts: usize,
    /// The first and the last day.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// How many dates can't be read or mean two days.
    pub unread_dates: usize,
}

/// The sum of the amounts in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencySum {
    /// The currency of the leads; an empty one stands for none.
    pub currency: String,
    /// How many amounts it sums.
    pub amounts: usize,
    /// The sum.
    pub sum: Decimal,
}

/// A sum as it is read: `12,500` or `26,500.50`.
fn grouped(sum: Decimal) -> String {
    let digits = sum.to_string();
    let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals.is_empty() { text } else { format!("{text}.{decimals:0<2}") }
}

/// The selection and the texts that a summary was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SummaryKey {
    selection: Selection,
    /// The other corner of the selection; of certain leads the column alone tells which cells they are.
    cursor: (Option<Row>, usize),
    history: u64,
}

impl SelectionSummary {
    fn new(app: &App) -> Self {
        let fields = app.target_fields();
        let kinds: Vec<(Field, Option<&Kind>)> = fields
            .into_iter()
            .map(|field| (field, app.sheet.layout().col(field).map(|col| &col.column().kind)))
            .collect();
        let mut summary = Self::default();
        for row in app.target_rows() {
            for (field, kind) in &kinds {
                summary.cells += 1;
                match kind {
                    _ if is_blank(&app.sheet.text(row, *field)) => summary.blank += 1,
                    Some(Kind::Amount) => summary.add_amount(app, row, *field),
                    Some(Kind::Date) => summary.add_day(app.sheet.day(row, *field).one()),
                    _ => {}
                }
            }
        }
        sort_by(&mut summary.sums, |a, b| {
            let key = |one: &CurrencySum| (usize::MAX - one.amounts, one.currency.is_empty());
            key(a).cmp(&key(b)).then_with(|| a.currency.cmp(&b.currency))
        });
        summary
    }

    fn add_amount(&mut self, app: &App, row: Row, field: Field) {
        let currency = app.sheet.layout().currency();
        let currency = currency.map(|field| app.sheet.text(row, field).trim().to_uppercase());
        let currency = currency.unwrap_or_default();
        let own = self.sums.iter().position(|one| one.currency == currency);
        let sum = own.map_or(Decimal::ZERO, |at| self.sums[at].sum);
        let amount = app.sheet.amount(row, field).one();
        let read = amount.and_then(|amount| sum.plus(amount.decimal()?));
        match (read, own) {
            (None, _) => self.unread_amounts += 1,
            (Some(sum), None) => self.sums.push(CurrencySum { currency, amounts: 1, sum }),
            (Some(sum), Some(at)) => {
                self.sums[at].sum = sum;
                self.sums[at].amounts += 1;
            }
        }
    }

    fn add_day(&mut self, day: Option<NaiveDate>) {
        match day {
            Some(day) => {
                let (first, last) = self.days.unwrap_or((day, day));
                self.days = Some((first.min(day), last.max(day)));
            }
            None => self.unread_dates += 1,
        }
    }

    /// Describes it within a width in terminal columns. What it can't tell whole it doesn't begin; a sum
    /// never stands without the number of amounts that aren't in it.
    pub fn describe(&self, room: usize) -> String {
        let blank = (self.blank > 0).then(|| format!("{} blank", thousands(self.blank)));
        let versions = (0..=self.sums.len()).rev().flat_map(|sums| {
            let sum = self.describe_sums(sums);
            [(true, true), (true, false), (false, false)].map(|(has_days, has_blank)| {
                let days = if has_days { self.describe_days() } else { None };
                let blank = blank.clone().filter(|_| has_blank);
                [sum.clone(), days, blank].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            })
        });
        versions.into_iter().find(|text| text_width(text) <= room).unwrap_or_default()
    }

    /// The first sums, how many currencies are left out, and how many amounts are in no sum.
    fn describe_sums(&self, shown: usize) -> Option<String> {
        let unread = match self.unread_amounts {
            0 => String::new(),
            n => format!("{} not readable", thousands(n)),
        };
        if self.sums.is_empty() || shown == 0 {
            return Some(unread).filter(|unread| self.sums.is_empty() && !unread.is_empty());
        }
        let mut sums: Vec<String> = self
            .sums
            .iter()
            .map(|one| match one.currency.as_str() {
                "" => format!("{} without currency", grouped(one.sum)),
                currency => format!("{currency} {}", grouped(one.sum)),
            })
            .take(shown)
            .collect();
        if shown < self.sums.len() {
            sums.push(format!("{} more", self.sums.len() - shown));
        }
        let sums = format!("Sum {}", sums.join(" + "));
        Some(if unread.is_empty() { sums } else { format!("{sums}, {unread}") })
    }

    fn describe_days(&self) -> Option<String> {
        let unread = match self.unread_dates {
            0 => String::new(),
            n => format!("{} not readable", thousands(n)),
        };
        let days = match self.days {
            Some((first, last)) if first == last => date::write(first),
            Some((first, last)) => format!("{} – {}", date::write(first), date::write(last)),
            None => return Some(unread).filter(|unread| !unread.is_empty()),
        };
        Some(if unread.is_empty() { days } else { format!("{days}, {unread}") })
    }
}

impl App {
    /// What the selected cells come to, if any are selected.
    pub fn selection_summary(&self) -> Option<&SelectionSummary> {
        self.summary.as_ref().map(|(_, summary)| summary)
    }

    /// Works out what the selected cells come to, if others are selected or a text has changed.
    pub(crate) fn sum_selection(&mut self) {
        let Some(selection) = self.selection.clone() else { return self.summary = None };
        let row = Some(self.viewport.row).filter(|_| !matches!(selection, Selection::Rows(_)));
        let (cursor, history) = ((row, self.viewport.column), self.sheet.history().version());
        let key = SummaryKey { selection, cursor, history };
        if self.summary.as_ref().is_none_or(|(of, _)| *of != key) {
            let summary = SelectionSummary::new(self);
            self.summary = Some((key, summary));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_and_written_for_reading() {
        let sum = |amounts: &[&str]| {
            let numbers = amounts.iter().map(|text| Decimal::read(text));
            let sum = numbers.into_iter().try_fold(Decimal::ZERO, |sum, number| sum.plus(number?));
            sum.map(grouped)
        };
        assert_eq!(sum(&["0.1", "0.2"]).as_deref(), Some("0.30"));
        assert_eq!(sum(&["12500", "26500.5"]).as_deref(), Some("39,000.50"));
        assert_eq!(sum(&["1250", "750"]).as_deref(), Some("2,000"));
        assert_eq!(sum(&["999999999999.999", "0.001"]).as_deref(), Some("1,000,000,000,000.000"));
        assert_eq!(sum(&["0.05"]).as_deref(), Some("0.05"));
        assert_eq!(sum(&["500", "-12500.5"]).as_deref(), Some("-12,000.50"));
        assert_eq!(sum(&[&"9".repeat(60)]), None, "too large to be exact");
    }
}
