//! The deal values of leads, before and after an upload: exact sums, each in its own currency.

use crate::leads::bytes::blank::is_blank;
use crate::leads::kind::cell::{self, CellValue};
use crate::leads::kind::decimal::Decimal;
use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Kind, Row};
use crate::sheet::Sheet;

/// The deal values of leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealValues {
    /// The sums, by currency code.
    pub totals: Vec<CurrencyTotal>,
    /// How many leads have a value, before or after, that is in no sum: it can't be read or is too large.
    pub unread: usize,
}

/// The sum of the deal values in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyTotal {
    /// The code of the currency, empty for values without one.
    pub currency: String,
    /// How many leads have a value in it afterwards.
    pub leads: usize,
    /// The sum of what Partner Center holds, as far as it is known.
    pub before: Decimal,
    /// The sum after the upload.
    pub after: Decimal,
}

impl DealValues {
    /// Adds up the deal values of these rows.
    pub(super) fn of(sheet: &Sheet, rows: impl Iterator<Item = Row>) -> Self {
        let mut values = Self::default();
        let is_amount = |field: &Field| {
            let col = sheet.layout().col(*field);
            col.is_some_and(|col| matches!(col.column().kind, Kind::Amount))
        };
        let Some(amount) = sheet.layout().fields().find(is_amount) else { return values };
        for row in rows {
            values.add(sheet, row, amount);
        }
        sort_by_key(&mut values.totals, |total| {
            (total.currency.is_empty(), total.currency.clone())
        });
        values
    }

    fn add(&mut self, sheet: &Sheet, row: Row, amount: Field) {
        let currency = sheet.layout().currency();
        let code = |text: &str| text.trim().to_uppercase();
        let before = (
            sheet.reference_text(row, amount),
            currency.map(|field| code(&sheet.reference_text(row, field))).unwrap_or_default(),
        );
        let after = (
            sheet.text(row, amount),
            currency.map(|field| code(&sheet.text(row, field))).unwrap_or_default(),
        );
        let totals = self.totals.clone();
        let is_added = self.sum(sheet, &before.1, &before.0, |total| &mut total.before)
            && self.sum(sheet, &after.1, &after.0, |total| &mut total.after);
        if !is_added {
            self.totals = totals;
            self.unread += 1;
        } else if !is_blank(&after.0) {
            self.total(&after.1).leads += 1;
        }
    }

    /// Adds an amount to one of the sums of its currency; tells whether it could be read and added.
    fn sum(
        &mut self,
        sheet: &Sheet,
        currency: &str,
        amount: &str,
        sum: impl Fn(&mut CurrencyTotal) -> &mut Decimal,
    ) -> bool {
        let amount = match cell::amount(amount, || sheet.context().lists.decimals(currency)) {
            CellValue::Blank => return true,
            CellValue::One(amount) => amount.decimal(),
            CellValue::Ambiguous | CellValue::Nothing => None,
        };
        let Some(amount) = amount else { return false };
        let sum = sum(self.total(currency));
        let more = sum.plus(amount);
        *sum = more.unwrap_or(*sum);
        more.is_some()
    }

    fn total(&mut self, currency: &str) -> &mut CurrencyTotal {
        let at = self.totals.iter().position(|total| total.currency == currency);
        let at = at.unwrap_or_else(|| {
            let currency = currency.to_owned();
            let (before, after) = (Decimal::ZERO, Decimal::ZERO);
            self.totals.push(CurrencyTotal { currency, leads: 0, before, after });
            self.totals.len() - 1
        });
        &mut self.totals[at]
    }
}
