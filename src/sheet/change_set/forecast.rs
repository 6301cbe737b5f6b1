//! What the rules will say about the leads of a bulk change, and what its amounts add up to.

use crate::leads::kind::cell::{self, CellValue};
use crate::leads::kind::decimal::Decimal;
use crate::leads::{Col, Field, Finding, Kind, Level, Row, rules};
use crate::sheet::change_set::{ChangeSet, ProposedCell};
use crate::sheet::row::{RowBuffer, RowDraft};
use crate::sheet::sheet::Sheet;
use crate::table::parallel::in_pieces;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the rules will say about a lead after a bulk change.
#[derive(Clone, Debug)]
pub struct LeadForecast {
    /// The lead.
    pub row: Row,
    /// The errors, which will hold it back; the ones in changed cells first.
    pub errors: Vec<Finding>,
    /// The warnings in changed cells.
    pub warnings: Vec<Finding>,
}

impl LeadForecast {
    /// Whether errors will hold the lead back.
    pub fn is_held_back(&self) -> bool {
        !self.errors.is_empty()
    }

    /// What there is to say first: an error, else a warning.
    pub fn first(&self) -> Option<&Finding> {
        self.errors.first().or(self.warnings.first())
    }
}

/// What the amounts of one currency add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountTotal {
    /// The code of the currency as the cells have it; it may be empty.
    pub currency: String,
    /// The sum before.
    pub before: Decimal,
    /// The sum after.
    pub after: Decimal,
}

impl Sheet {
    /// Runs the rules over the leads of a bulk change as they would be, and returns those in which they would find
    /// an error, or a warning in a changed cell.
    pub fn forecast(&self, set: &ChangeSet) -> Vec<LeadForecast> {
        let leads: Vec<(Row, &[ProposedCell])> = set.leads().collect();
        let of_piece = |piece: Range<usize>| {
            let mut buffer = RowBuffer::default();
            let lead = |(row, cells): &(Row, &[ProposedCell])| {
                self.forecast_lead(*row, cells, &mut buffer)
            };
            leads[piece].iter().filter_map(lead).collect::<Vec<_>>()
        };
        in_pieces(leads.len(), of_piece).into_iter().flatten().collect()
    }

    fn forecast_lead(
        &self,
        row: Row,
        cells: &[ProposedCell],
        buffer: &mut RowBuffer,
    ) -> Option<LeadForecast> {
        let gathered = buffer.gather(self, row);
        let mut draft = RowDraft::new(gathered.row());
        for cell in cells {
            draft.set(cell.at.field, &cell.after);
        }
        let mut found = Vec::new();
        rules::check_row(&draft.row(), row, Level::Warning, &mut found);
        // What several rows have together isn't changed by what can be changed here.
        found.extend(self.findings().shared(row).cloned());
        let is_changed = |finding: &Finding| {
            finding.field.is_some_and(|field| cells.iter().any(|cell| cell.at.field == field))
        };
        let of = |level| found.iter().filter(move |finding| finding.level == level).cloned();
        let mut errors: Vec<Finding> = of(Level::Error).collect();
        errors.sort_by_key(|error| !is_changed(error));
        let warnings: Vec<Finding> = of(Level::Warning).filter(is_changed).collect();
        let is_quiet = errors.is_empty() && warnings.is_empty();
        (!is_quiet).then_some(LeadForecast { row, errors, warnings })
    }

    /// What the changed amounts of the ticked leads add up to, before and after, by currency; nothing without amounts.
    pub fn amount_totals(
        &self,
        set: &ChangeSet,
        is_ticked: impl Fn(Row) -> bool,
    ) -> Vec<AmountTotal> {
        let currency = self.layout().currency();
        let is_amount = |field: Field| {
            let col = self.layout().col(field);
            col.is_some_and(|col: Col| matches!(col.column().kind, Kind::Amount))
        };
        let mut sums: BTreeMap<String, (Decimal, Decimal)> = BTreeMap::new();
        for cell in set.cells.iter().filter(|cell| is_ticked(cell.at.row)) {
            if !is_amount(cell.at.field) {
                continue;
            }
            let code = currency.map(|field| self.text(cell.at.row, field).trim().to_owned());
            let code = code.unwrap_or_default();
            let decimals = self.context().lists.decimals(&code);
            let (Some(before), Some(after)) =
                (amount(&cell.before, decimals), amount(&cell.after, decimals))
            else {
                continue;
            };
            let sum = sums.entry(code).or_insert((Decimal::ZERO, Decimal::ZERO));
            if let (Some(old), Some(new)) = (sum.0.plus(before), sum.1.plus(after)) {
                *sum = (old, new);
            }
        }
        let total = |(currency, (before, after))| AmountTotal { currency, before, after };
        sums.into_iter().map(total).collect()
    }
}

/// The amount of a cell, an empty one as zero.
fn amount(text: &str, decimals: Option<u8>) -> Option<Decimal> {
    match cell::amount(text, || decimals) {
        CellValue::Blank => Some(Decimal::ZERO),
        CellValue::One(amount) => amount.decimal(),
        CellValue::Ambiguous | CellValue::Nothing => None,
    }
}
