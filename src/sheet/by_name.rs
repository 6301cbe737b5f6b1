//! Leads and cells by the names that people know: Referral IDs and column names.

use crate::leads::{Field, Row};
use crate::leads::{normalise, rules, visible};
use crate::sheet::edit::{Applied, Edit, Refusal};
use crate::sheet::sheet::Sheet;
use std::borrow::Cow;

/// Why a cell wasn't set. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetError {
    /// The file has no column of this name.
    #[error("the file has no column \"{}\"", visible(.0))]
    UnknownColumn(String),
    /// The sheet has no such row.
    #[error("the file has no row {}", .0.number())]
    UnknownRow(Row),
    /// The cell may not change.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Sheet {
    /// Finds the first row with this *Referral ID*; spaces around it and case don't count.
    pub fn lead(&self, id: &str) -> Option<Row> {
        let field = self.table().layout().referral_id()?;
        let key = rules::id_key(Cow::Borrowed(id));
        if key.is_empty() {
            return None;
        }
        let id_of = |row: Row| rules::id_key(self.table().cell(row, field));
        (self.rows()).find(|&row| id_of(row) == key)
    }

    /// Finds the field of a column by its name in the header; case and asterisks behind it don't count.
    pub fn column(&self, name: &str) -> Option<Field> {
        let key = normalise(name);
        let is_same = |other: &String| normalise(other) == key;
        let similar = || self.layout().names().iter().position(is_same).map(Field::at);
        self.field_named(name).or_else(similar)
    }

    /// Sets one cell, by the name of its column, as one step that can be undone.
    ///
    /// Everything that an outcome sets besides its own cell is left to the caller: this is one cell.
    ///
    /// # Errors
    ///
    /// Fails if there is no such row or column, or if the cell may not change.
    pub fn set(
        &mut self,
        row: Row,
        column: &str,
        text: impl Into<String>,
    ) -> Result<Applied, SetError> {
        if !self.has_row(row) {
            return Err(SetError::UnknownRow(row));
        }
        let field = self.column(column);
        let field = field.ok_or_else(|| SetError::UnknownColumn(column.to_owned()))?;
        Ok(self.apply(Edit::cell(self.layout().name(field).to_owned(), row, field, text))?)
    }

    /// Reads one cell as it is now, by the name of its column.
    pub fn get(&self, row: Row, column: &str) -> Option<Cow<'_, str>> {
        let field = self.column(column).filter(|_| self.has_row(row))?;
        Some(self.text(row, field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::table::Table;
    use chrono::NaiveDate;

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name,Partner Referral Status,Notes*\nAb-1,one,Active,\nc,two,Closed,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table, Origin::Download, today)
    }

    #[test]
    fn a_lead_is_found_by_its_id_in_any_case() {
        let sheet = sheet();
        assert_eq!((sheet.lead(" aB-1 "), sheet.lead("C")), (Some(Row(0)), Some(Row(1))));
        assert_eq!((sheet.lead("x"), sheet.lead("")), (None, None));
    }

    #[test]
    fn a_cell_is_set_and_read_by_the_name_of_its_column() {
        let mut sheet = sheet();
        assert_eq!(sheet.set(Row(0), "notes", "called").map(|applied| applied.cells), Ok(1));
        assert_eq!(sheet.get(Row(0), "Notes*").as_deref(), Some("called"));
        assert_eq!(sheet.get(Row(9), "Notes"), None);
        assert_eq!(sheet.history().len(), (1, 0));
    }

    #[test]
    fn a_cell_that_cannot_be_set_is_a_typed_error() {
        let mut sheet = sheet();
        let error = sheet.set(Row(0), "Note", "x").expect_err("refused");
        assert_eq!(error.to_string(), "the file has no column \"Note\"");
        assert_eq!(sheet.set(Row(2), "Notes", "x"), Err(SetError::UnknownRow(Row(2))));
        assert!(matches!(sheet.set(Row(1), "Notes", "x"), Err(SetError::Refused(_))));
        assert!(matches!(sheet.set(Row(0), "Referral ID", "x"), Err(SetError::Refused(_))));
        assert_eq!(sheet.changed_rows().count(), 0);
    }
}
