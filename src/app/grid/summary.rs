//! What the selected cells come to: how many are blank, sums by currency, the first and the last day.

use crate::app::app::App;
use crate::app::grid::selection::Selection;
use crate::app::text::wrap::width as text_width;
use crate::leads::kind::amount::{self, AmountReading};
use crate::leads::kind::date;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurrencySum {
    /// The currency of the leads; an empty one stands for none.
    pub currency: String,
    /// How many amounts it sums.
    pub amounts: usize,
    /// The sum.
    pub sum: DecimalSum,
}

/// An exact sum of decimal numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecimalSum {
    /// The sum in units of its last decimal.
    units: u128,
    /// How many decimals it has.
    decimals: usize,
}

/// The most decimals of a number that is added.
const MAX_DECIMALS: usize = 12;

impl DecimalSum {
    /// Adds an amount as Partner Center writes it: `12500` or `26500.50`. Nothing if that is too large.
    fn plus(self, plain: &str) -> Option<Self> {
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        if decimals.len() > MAX_DECIMALS {
            return None;
        }
        let units: u128 = format!("{whole}{decimals}").parse().ok()?;
        let most = self.decimals.max(decimals.len());
        let scaled = |units: u128, from: usize| {
            units.checked_mul(10_u128.checked_pow(u32::try_from(most - from).ok()?)?)
        };
        let sum = scaled(self.units, self.decimals)?.checked_add(scaled(units, decimals.len())?)?;
        Some(Self { units: sum, decimals: most })
    }

    /// The sum as it is read: `12,500` or `26,500.50`.
    fn describe(self) -> String {
        let digits = format!("{:0>least$}", self.units, least = self.decimals + 1);
        let (whole, decimals) = digits.split_at(digits.len() - self.decimals);
        let mut text = String::new();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if self.decimals == 0 { text } else { format!("{text}.{decimals:0<2}") }
    }
}

/// The selection and the texts that a summary was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SummaryKey {
    selection: Selection,
    /// The other corner of the selection; of certain leads the column alone tells which cells they are.
    cursor: (Option<Row>, usize),
    history: (usize, usize),
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
                let text = app.sheet.text(row, *field);
                summary.cells += 1;
                match kind {
                    _ if text.trim().is_empty() => summary.blank += 1,
                    Some(Kind::Amount) => summary.add_amount(app, row, &text),
                    Some(Kind::Date) => summary.add_day(&text),
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

    fn add_amount(&mut self, app: &App, row: Row, text: &str) {
        let currency = app.sheet.layout().currency();
        let currency = currency.map(|field| app.sheet.text(row, field).trim().to_uppercase());
        let currency = currency.unwrap_or_default();
        let own = self.sums.iter().position(|one| one.currency == currency);
        let sum = own.map_or_else(DecimalSum::default, |at| self.sums[at].sum);
        let read = match amount::read(text, None) {
            AmountReading::One(plain) => sum.plus(&plain),
            AmountReading::Either(..) | AmountReading::Nothing => None,
        };
        match (read, own) {
            (None, _) => self.unread_amounts += 1,
            (Some(sum), None) => self.sums.push(CurrencySum { currency, amounts: 1, sum }),
            (Some(sum), Some(at)) => {
                self.sums[at].sum = sum;
                self.sums[at].amounts += 1;
            }
        }
    }

    fn add_day(&mut self, text: &str) {
        match date::portal(text.trim()).ok().or_else(|| date::suggest(text)) {
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
                "" => format!("{} without currency", one.sum.describe()),
                currency => format!("{currency} {}", one.sum.describe()),
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
        let (cursor, history) = ((row, self.viewport.column), self.sheet.history().len());
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
            let sum = amounts.iter().try_fold(DecimalSum::default(), |sum, text| sum.plus(text));
            sum.map(DecimalSum::describe)
        };
        assert_eq!(sum(&["0.1", "0.2"]).as_deref(), Some("0.30"));
        assert_eq!(sum(&["12500", "26500.5"]).as_deref(), Some("39,000.50"));
        assert_eq!(sum(&["1250", "750"]).as_deref(), Some("2,000"));
        assert_eq!(sum(&["999999999999.999", "0.001"]).as_deref(), Some("1,000,000,000,000.000"));
        assert_eq!(sum(&["0.05"]).as_deref(), Some("0.05"));
        assert_eq!(sum(&[&"9".repeat(60)]), None, "too large to be exact");
    }
}
