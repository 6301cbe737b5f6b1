//! Whether a sheet can be changed: the one lock of everything that changes it.

use crate::leads::{Field, Row};
use crate::sheet::edit::{ReadOnly, Refusal};
use crate::sheet::sheet::Sheet;

/// What a sheet is for, which decides whether it can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetKind {
    /// Its cells can be edited.
    Editable,
    /// Nothing in it can be changed.
    ReadOnly,
    /// It is only reported on: notes aren't kept, nor more than this many problems of each rule. Nothing in
    /// it can be changed.
    Report {
        /// How many problems of each rule are kept; errors always are.
        limit: usize,
    },
}

impl Sheet {
    /// Makes the sheet read-only: from now on everything that would change it is refused.
    pub fn set_read_only(&mut self) {
        self.kind = SheetKind::ReadOnly;
    }

    /// Whether nothing in the sheet can be changed.
    pub fn is_read_only(&self) -> bool {
        self.kind != SheetKind::Editable
    }

    /// Lets a change begin. Everything that changes the sheet asks here first.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn check_writable(&self) -> Result<(), ReadOnly> {
        if self.is_read_only() { Err(ReadOnly) } else { Ok(()) }
    }

    /// Lets a cell be edited, or says why not: the sheet is read-only, or the cell locked.
    ///
    /// # Errors
    ///
    /// Fails if every edit of the cell would be refused.
    pub fn check_edit(&self, row: Row, field: Field) -> Result<(), Refusal> {
        self.check_writable()?;
        self.check_editable(row, field).map_err(|lock| Refusal::Locked { row, field, lock })
    }

    /// How many problems of each rule a report keeps; nothing if this isn't one.
    pub(crate) fn report_limit(&self) -> Option<usize> {
        match self.kind {
            SheetKind::Report { limit } => Some(limit),
            SheetKind::Editable | SheetKind::ReadOnly => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{Col, Origin};
    use crate::sheet::added_columns::CannotAdd;
    use crate::sheet::edit::Edit;
    use crate::table::Table;
    use chrono::NaiveDate;

    fn table(text: &str) -> Table {
        Table::parse(text.to_owned(), b',').expect("well-formed")
    }

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name,Partner Referral Status,Notes,Team member 1,Errors\n\
                    a,one,Active,,,refused\nb,two,Closed,,,\n";
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table(text), Origin::Download, today)
    }

    #[test]
    fn everything_that_changes_a_sheet_is_refused_while_it_is_read_only() {
        let mut sheet = sheet();
        sheet.set_read_only();
        sheet.start_logging();
        let edit = Edit::cell("edit", Row(0), Field(1), "new");
        assert_eq!(sheet.dry_run(&edit), Err(Refusal::ReadOnly(ReadOnly)));
        assert_eq!(sheet.apply(edit.clone()), Err(Refusal::ReadOnly(ReadOnly)));
        assert_eq!(sheet.apply(edit.skipping_locked()), Err(Refusal::ReadOnly(ReadOnly)));
        assert_eq!(sheet.check_edit(Row(0), Field(1)), Err(Refusal::ReadOnly(ReadOnly)));
        assert_eq!((sheet.undo(), sheet.redo()), (None, None));
        assert_eq!(sheet.add_column(Col::TeamMember(1)), Err(CannotAdd::ReadOnly(ReadOnly)));
        assert_eq!(sheet.unlock_offers(), Err(ReadOnly));
        assert_eq!(sheet.resubmit(&[Row(0)], true), Err(ReadOnly));
        assert!(sheet.changed_rows().next().is_none() && sheet.take_log().is_empty());
    }

    #[test]
    fn steps_made_before_a_sheet_became_read_only_stay() {
        let mut sheet = sheet();
        sheet.apply(Edit::cell("edit", Row(0), Field(1), "new")).expect("let through");
        sheet.set_read_only();
        assert_eq!((sheet.undo(), sheet.text(Row(0), Field(1)).as_ref()), (None, "new"));
    }

    #[test]
    fn a_sheet_for_a_report_is_read_only() {
        let text = "Referral ID,Lead Name\na,one\n";
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let mut report = Sheet::for_report(table(text), None, today, 1);
        let edit = Edit::cell("edit", Row(0), Field(1), "new");
        assert_eq!(report.apply(edit), Err(Refusal::ReadOnly(ReadOnly)));
    }
}
