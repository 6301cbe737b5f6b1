//! The values of cells, and what is typed into them, by what is known of their leads.

use crate::leads::kind::cell::{self, CellAmount, CellValue};
use crate::leads::kind::conventions::Conventions;
use crate::leads::kind::{Understood, understand_by};
use crate::leads::{Col, Field, Row};
use crate::sheet::sheet::Sheet;
use chrono::NaiveDate;

impl Sheet {
    /// How many decimals the amounts of a lead have by its currency, if that is known.
    pub fn decimals(&self, row: Row) -> Option<u8> {
        self.context().lists.decimals(&self.text(row, self.layout().currency()?))
    }

    /// The conventions of a source, for the cells of a lead.
    pub fn conventions(&self, row: Row, source: Conventions) -> Conventions {
        source.with_decimals(self.decimals(row))
    }

    /// Reads what is typed into a column of a lead.
    pub fn understand(&self, row: Row, col: Col, typed: &str) -> Understood {
        let conventions = self.conventions(row, Conventions::default());
        understand_by(col, typed, self.context(), conventions)
    }

    /// The amount of a cell.
    pub fn amount(&self, row: Row, field: Field) -> CellValue<CellAmount<'static>> {
        cell::amount(&self.text(row, field), || self.decimals(row)).map(CellAmount::into_owned)
    }

    /// The day of a cell. The day on which a lead was created is read as the others of its file prove.
    pub fn day(&self, row: Row, field: Field) -> CellValue<NaiveDate> {
        if self.layout().col(field) == Some(Col::CreatedDate) {
            return match self.created(row) {
                Ok(None) => CellValue::Blank,
                Ok(Some(day)) => CellValue::One(day),
                Err(_) => CellValue::Ambiguous,
            };
        }
        cell::day(&self.text(row, field), self.context().today)
    }
}
