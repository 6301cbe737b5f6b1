//! The day on which a lead of a sheet was created.

use crate::leads::Row;
use crate::leads::bytes::blank::is_blank;
use crate::sheet::sheet::Sheet;
use chrono::NaiveDate;

impl Sheet {
    /// The day on which a lead was created: nothing if its cell is blank, and an error if it can mean several days.
    pub(crate) fn created(&self, row: Row) -> Result<Option<NaiveDate>, Unclear> {
        let Some(field) = self.layout().created_date() else { return Ok(None) };
        let text = self.text(row, field);
        if is_blank(&text) {
            return Ok(None);
        }
        let context = self.context();
        context.created.day(&text, context.today).map(Some).ok_or(Unclear)
    }
}

/// A date that can mean several days, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unclear;
